"""security.txt: whom to tell of a weakness, never out of date."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

from plugins.clinics.readiness import report_lines
from plugins.clinics.security_txt import PATH as SECURITY_TXT
from plugins.clinics.security_txt import next_quarter, security_txt
from tests.conftest import SITE_URL, MakeProject, load, minimal


def test_security_txt_is_never_out_of_date_while_the_site_is_built_on_its_days() -> None:
    compared = 0
    day = datetime.date(2026, 1, 1)
    while day < datetime.date(2030, 1, 1):
        text = security_txt("https://a.org/x", SITE_URL, "en", day).decode()
        (expires,) = re.findall(r"^Expires: (\S+)T00:00:00Z$", text, re.MULTILINE)
        left = datetime.date.fromisoformat(expires) - next_quarter(day)
        assert datetime.timedelta(80) < left < datetime.timedelta(100), "30 days would be too few"
        assert datetime.date.fromisoformat(expires) - day < datetime.timedelta(366)
        assert day < next_quarter(day) <= day + datetime.timedelta(92)
        day += datetime.timedelta(1)
        compared += 1
    assert compared == 1461


def test_security_txt_is_published_with_a_contact_and_its_address(
    production_site: Path, development_site: Path
) -> None:
    lines = (production_site / SECURITY_TXT).read_text().splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert list(fields) == ["Contact", "Expires", "Preferred-Languages", "Canonical"]
    assert fields["Contact"] == "tel:+18443101649"
    assert fields["Expires"] == "2027-04-01T00:00:00Z"
    assert fields["Canonical"] == f"{SITE_URL}/{SECURITY_TXT}"
    assert not (development_site / SECURITY_TXT).exists()
    facts = json.loads((production_site / "build.json").read_text())
    assert "2027-01-01" in facts["rebuild_on"]


def test_a_page_for_weaknesses_comes_before_the_telephone(project: MakeProject) -> None:
    root = project({"locations/az-mesa.yaml": minimal()})
    before = load(root).catalog
    path = root / "locations" / "_organization.yaml"
    path.write_text(f"security_contact: https://a.org/weak\n{path.read_text()}")
    after = load(root).catalog
    assert before
    assert after
    assert before.organization.security_contact_uri.startswith("tel:")
    assert after.organization.security_contact_uri == "https://a.org/weak"
    assert any("security_contact" in line for line in report_lines(before))
    assert not any("security_contact" in line for line in report_lines(after))
