"""The days on which the site has to be built again: all of them, and no others."""

from __future__ import annotations

import datetime
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from plugins.clinics.catalog import Catalog
from plugins.clinics.changes import changes, summary
from plugins.clinics.hosting.compress import COPIES
from tests.conftest import AS_OF, MakeProject, load, minimal
from tests.plugin.test_site_small import SITE, build_small, shared_small

ONE_DAY = datetime.timedelta(days=1)
OF_THE_BUILD = re.compile(rb'"generated_as_of": "[-\d]+"|DTSTAMP:\d+|<lastBuildDate>.*?<|"as_of".*')
"""What tells the day of the build; nothing of it is about a clinic."""

DATED = """status: open
opening_hours: {monday: 09:00-17:00}
special_opening_hours:
  - {date: 2026-12-24, hours: closed, reason: Christmas Eve}
  - {from: 2027-03-01, to: 2027-03-05, hours: unknown, reason: Training}
alerts:
  - {from: 2026-12-01, to: 2026-12-03, message: Wet paint.}
  - {from: 2026-11-20, to: 2026-11-25, message: Bring a coat.}
"""


def test_every_dated_fact_changes_the_site_when_it_begins_and_after_its_end(
    project: MakeProject,
) -> None:
    text = minimal().replace("status: open\n", DATED)
    catalog = load(project({"locations/az-mesa.yaml": text})).catalog
    assert catalog
    assert [(str(change.date), change.what) for change in changes(catalog)] == [
        ("2026-11-26", "an alert is over"),
        ("2026-12-01", "an alert begins"),
        ("2026-12-04", "an alert is over"),
        ("2026-12-25", "Christmas Eve is over"),
        ("2026-12-31", "pages begin to say “call to ask” for Training"),
        ("2027-03-06", "Training is over"),
    ]
    assert list(summary(catalog))[-1] == "6 days on which the site has to be built again."


def test_what_many_clinics_have_in_common_is_one_line(project: MakeProject) -> None:
    files = {
        f"locations/az-{name}.yaml": minimal(f"az-{name}", name.title(), "").replace(
            "status: open\n", "status: temporarily_closed\nstatus_until: 2026-12-31\n"
        )
        for name in ("mesa", "tempe", "gilbert", "chandler", "peoria")
    }
    catalog = load(project(files)).catalog
    assert catalog
    assert next(iter(summary(catalog))) == ("2027-01-01  “temporarily_closed” is over (5 files)")


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("opening_soon\nstatus_from: 2027-01-01", ["2027-01-01  “opening_soon” is over"]),
        (
            "virtual_only\nstatus_from: 2027-01-01\nstatus_until: 2027-01-31",
            ["2027-01-01  “virtual_only” begins", "2027-02-01  “virtual_only” is over"],
        ),
        (
            "closed\nstatus_from: 2027-01-01\nstatus_until: 2027-01-31",
            ["2027-01-01  “closed” begins"],
        ),
        (
            "closed\nstatus_from: 2027-01-01\nunconfirmed: [status_from]",
            ["2027-01-01  “closed” begins"],
        ),
    ],
)
def test_a_status_changes_the_published_site_on_its_days_also_on_one_that_is_not_told(
    project: MakeProject, status: str, told: list[str]
) -> None:
    text = minimal().replace("status: open\n", f"status: {status}\n")
    catalog = load(project({"locations/az-mesa.yaml": text}), True).catalog
    assert catalog
    assert list(summary(catalog))[:-1] == [f"{line} (az-mesa)" for line in told]
    before, after = (
        Catalog(catalog.repository, datetime.date(2027, 1, 1) + offset * ONE_DAY, True)
        for offset in (-1, 0)
    )
    assert before.location("az-mesa").facts != after.location("az-mesa").facts


def small_site(folder: Path, day: datetime.date) -> dict[str, bytes]:
    """The published small site as of a day, without what tells the day of the build."""
    site = build_small(folder / str(day), "production", AS_OF=str(day))
    return {
        path.relative_to(site).as_posix(): OF_THE_BUILD.sub(b"", path.read_bytes())
        for path in site.rglob("*")
        if path.is_file()
        and path.suffix not in COPIES
        and path.name not in ("build.json", "security.txt")  # programs read these
        and "pagefind" not in path.parts
    }


@pytest.fixture(scope="module")
def days() -> list[datetime.date]:
    catalog = load(SITE).catalog
    assert catalog
    return [AS_OF, *sorted({change.date for change in changes(catalog)})]


@pytest.mark.parametrize(
    "place",
    [1, *(pytest.param(place, marks=pytest.mark.verify) for place in (0, 2, 3, 4, 5, 6, 7))],
)
def test_between_two_of_the_days_the_site_stays_the_same_and_on_them_it_changes(
    tmp_path: Path, days: list[datetime.date], place: int
) -> None:
    begin, end = list(pairwise(days))[place]
    first = small_site(tmp_path, begin)
    last = small_site(tmp_path, end - ONE_DAY) if end - ONE_DAY > begin else first
    assert last == first
    assert small_site(tmp_path, end) != first
    assert len(first) > 100
    assert len(days) == 9


def test_the_build_writes_the_days_for_whoever_builds_it(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    site = shared_small(tmp_path_factory, "development")
    facts = json.loads((site / "build.json").read_text())
    assert facts["rebuild_on"][:2] == ["2026-11-27", "2026-12-20"]
    assert facts["rebuild_on"] == sorted(set(facts["rebuild_on"]))
