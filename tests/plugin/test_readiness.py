"""The readiness report names what is missing, unconfirmed or hard to read; none is a problem."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from plugins.clinics.readiness import (
    headlines,
    overdue,
    overdue_summary,
    readiness,
    report_lines,
    text_readiness,
    website,
)
from plugins.clinics.readiness.website import entries
from tests import command
from tests.conftest import AS_OF, ROOT, MakeProject, load, minimal
from tests.conftest import HOLIDAYS as WITHOUT_HOLIDAYS
from tests.real import HELD, LEADS, OUT, PUBLISHED

from .test_checks_faq import article, question


def test_a_missing_fact_is_a_line_of_the_report_and_no_problem(project: MakeProject) -> None:
    site = load(project({"locations/az-mesa.yaml": minimal()}))
    assert site.problems == ()
    assert site.catalog
    (row,) = readiness(site.catalog)
    assert row.missing[:3] == ("its own telephone number", "the street address", "opening hours")


def test_a_day_without_hours_and_a_missing_time_zone_are_named(project: MakeProject) -> None:
    text = minimal("tx-waco", "Waco", "opening_hours: {monday: 09:00-17:00, sunday: closed}\n")
    site = load(project({"locations/tx-waco.yaml": text}))
    assert site.catalog
    (row,) = readiness(site.catalog)
    assert "hours on Tuesday, Wednesday, Thursday, Friday, Saturday" in row.missing
    assert "the time zone" in row.missing


def test_a_missing_successor_is_named(project: MakeProject) -> None:
    text = minimal().replace("status: open", "status: closed")
    site = load(project({"locations/az-mesa.yaml": text}))
    assert site.catalog
    (row,) = readiness(site.catalog)
    assert "where patients go instead" in row.missing


HOLIDAYS = """holidays:
  - {date: 2026-12-25, name: Christmas Day, hours: closed}
  - {date: 2027-01-01, name: New Year}
  - {date: 2027-05-31, name: Memorial Day}
"""


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", ["Christmas Day", "New Year"]),
        # A line of its own settles a day, unless it says that nothing is known.
        ("special_opening_hours: [{date: 2026-12-25, hours: 08:00-12:00}]\n", ["New Year"]),
        ("special_opening_hours: [{date: 2027-01-01, hours: closed}]\n", ["Christmas Day"]),
        (
            "special_opening_hours: [{date: 2027-01-01, hours: unknown}]\n",
            ["Christmas Day", "New Year"],
        ),
        (
            "special_opening_hours: [{date: 2027-01-01, hours: closed}]\n"
            "unconfirmed: [special_opening_hours]\n",
            ["Christmas Day", "New Year"],
        ),
        # Whoever read the file in the 60 days before has seen the hours of the organization.
        ("confirmed: {on: 2026-11-01, by: Front desk}\n", ["New Year"]),
        ("confirmed: {on: 2026-10-25, by: Front desk}\n", ["Christmas Day", "New Year"]),
        ("status: closed\n", []),
    ],
)
def test_each_clinic_is_asked_about_the_holidays_of_the_next_sixty_days(
    project: MakeProject, more: str, expected: list[str]
) -> None:
    shared = (ROOT / "locations" / "_organization.yaml").read_text("utf-8")
    text = minimal(more=more)
    text = text.replace("status: open\n", "") if "status:" in more else text
    files = {
        "locations/az-mesa.yaml": text,
        "locations/_organization.yaml": f"{WITHOUT_HOLIDAYS.sub('', shared)}{HOLIDAYS}",
    }
    catalog = load(project(files)).catalog
    assert catalog
    (row,) = readiness(catalog)
    assert [holiday.name for holiday in row.holidays] == expected
    lines = list(report_lines(catalog))
    assert any("holidays to confirm" in line for line in lines) == bool(expected)
    told = [line.split(" (")[0].strip() for line in lines if "1 clinic has not confirmed." in line]
    assert told == expected


def test_the_real_report_covers_every_place_and_every_notice() -> None:
    catalog = load(ROOT).catalog
    assert catalog
    lines = list(report_lines(catalog))
    rows = readiness(catalog)
    assert sorted(row.slug for row in rows) == sorted(catalog.repository.locations)
    assert {row.slug for row in rows if row.url} == HELD | PUBLISHED - set(catalog.moved)
    assert {row.slug for row in rows if "held back" in row.status} == HELD
    assert {row.slug for row in rows if "a lead" in row.status} == LEADS
    assert {row.slug for row in rows if row.is_published} <= PUBLISHED
    for notice in catalog.missing_notices:
        assert sum(line.startswith(f"    {notice.name}: missing.") for line in lines) == 1
    assert lines.index("\nClinics") < lines.index("\nTexts") < lines.index("\nWebsite") < 40
    for row in rows:
        assert sum(line.startswith(f"{row.slug} (") for line in lines) == 1
    assert len(rows) > 20


def test_every_real_text_is_measured_and_easy_to_read() -> None:
    catalog = load(ROOT).catalog
    assert catalog
    rows = text_readiness(catalog)
    library = catalog.repository.library.questions
    assert len(rows) == len(list(catalog.repository.texts)) + len(library)
    assert len(rows) > 170
    assert {row.path for row in rows if not row.url} == set()
    out = [row for row in rows if ROOT / row.path in OUT]
    assert {row.path for row in out if row.words < 20 or row.grade > 10} == set()
    articles = [row for row in out if "/articles/" in row.path]
    assert all(row.grade <= 8 and row.sources >= 4 and row.words >= 600 for row in articles)
    assert any(
        line.startswith("    Harder to read than the limit:") for line in report_lines(catalog)
    )


# --- What hurts a patient most comes first -------------------------------------------------------

COMPLETE = """\
telephone: 602-555-0142
address: {street_address: 1 Main Street, address_region: AZ, postal_code: 85201}
opening_hours: {monday: closed, tuesday: closed, wednesday: closed, thursday: closed,
  friday: closed, saturday: closed, sunday: 09:00-17:00}
"""


def clinic(slug: str, without: str = "", more: str = "") -> dict[str, str]:
    """A location with telephone, address and hours, but `without` one of them."""
    facts = re.sub(rf"^{without}:.*\n(?:  .*\n)*", "", COMPLETE, flags=re.MULTILINE)
    if without == "address":
        facts += "address: {address_region: AZ}\n"
    base = minimal(slug, slug[3:].title()).replace("address: {address_region: AZ}\n", "")
    return {f"locations/{slug}.yaml": base + (facts if without else COMPLETE) + more}


def test_clinics_are_sorted_by_what_hurts_a_patient_most(project: MakeProject) -> None:
    files = {
        **clinic("az-a", more="unconfirmed: [insurance, services, languages, ages, parking]\n"),
        **clinic("az-b", more="confirmed: {on: 2026-08-25, by: manager}\n"),
        **clinic("az-c", "opening_hours"),
        **clinic("az-d", "address"),
        **clinic("az-e", "telephone"),
        **clinic("az-f", more="unconfirmed: [telephone, address]\n"),
        **clinic("az-g", "telephone", "unconfirmed: [status]\n"),
    }
    catalog = load(project(files)).catalog
    assert catalog
    order = [row.slug[-1] for row in readiness(catalog)]
    assert order == ["f", "e", "d", "c", "b", "a", "g"]


def test_the_summary_counts_clinics_by_what_is_open(project: MakeProject) -> None:
    files = {
        **clinic("az-a", "telephone", "confirmed: {on: 2026-08-25, by: manager}\n"),
        **clinic("az-b", more="unconfirmed: [telephone, services]\n"),
        **clinic("az-c", more="confirmed: {on: 2026-05-27, by: manager}\n"),
        **clinic("az-d", more="confirmed: {on: 2026-08-26, by: manager}\n"),
    }
    catalog = load(project(files)).catalog
    assert catalog
    told = headlines(catalog, readiness(catalog), text_readiness(catalog))["Clinics"]
    said = {line.name: line.says for line in told}
    assert said["Telephone"] == "1 to confirm, 1 unknown"
    assert said["Address"] == "nothing open"
    assert said["Services and insurance"] == "1 to confirm, 4 unknown"
    assert (
        said["Confirmation of everything"]
        == "1 more than 180 days ago, 1 more than 90 days ago, 1 never"
    )


def test_a_closed_clinic_is_asked_only_where_its_patients_go(project: MakeProject) -> None:
    text = minimal().replace("status: open", "status: closed")
    catalog = load(project({"locations/az-mesa.yaml": text})).catalog
    assert catalog
    (row,) = readiness(catalog)
    assert row.missing == ("where patients go instead",)


def test_texts_that_may_mislead_come_first_with_their_reasons(project: MakeProject) -> None:
    files = {
        "locations/az-mesa.yaml": minimal(),
        **article(body="So it is [@S001?].\n\nAnd so [@S001; @S001?]. `[@S001?]` is no mark.\n"),
        **question(next_review="2026-11-23", name="tms/overdue"),
        **question("Is it hard?", lines="sources: [S001]", name="tms/hard", answer=HARD),
    }
    catalog = load(project(files)).catalog
    assert catalog
    rows = text_readiness(catalog)
    assert [row.path.split("/")[-1] for row in rows] == ["overdue.md", "tms.md", "hard.md"]
    assert [row.uncompared for row in rows] == [0, 2, 0]
    assert [row.is_without_source for row in rows] == [True, False, False]
    lines = list(report_lines(catalog))
    reasons = "    content/faq/tms/overdue.md: to be reviewed by 2026-11-23, no source, grade "
    assert any(line.startswith(reasons) for line in lines)
    assert any("content/articles/tms.md: 2 statements not compared" in line for line in lines)
    assert "    Statements marked for the medical reviewer, [@S008?]: 1 of 3 texts." in lines
    assert "    Harder to read than the limit: 1 of 3 texts." in lines


HARD = (
    "Multidisciplinary neuropsychiatric considerations necessitate individualized evaluation. " * 12
)


# --- Old confirmations ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "is_overdue"),
    [
        ("", False),
        ("confirmed: {on: 2026-05-28, by: manager}\n", False),
        ("confirmed: {on: 2026-05-27, by: manager}\n", True),
    ],
)
def test_only_a_confirmation_older_than_180_days_is_overdue_and_no_build_waits_for_it(
    more: str, is_overdue: bool, project: MakeProject
) -> None:
    folder = project({"locations/az-mesa.yaml": minimal(more=more)})
    site = load(folder)
    assert site.catalog
    assert not site.has_errors
    found = list(overdue(site.catalog))
    assert [problem.excerpt for problem in found] == ([more.rstrip()] if is_overdue else [])
    assert ("1 never" if not more else "0 never") in overdue_summary(site.catalog)
    day = {**os.environ, "AS_OF": AS_OF.isoformat()}
    done = command.run(["overdue", "--root", str(folder)], cwd=ROOT, env=day, timeout=60)
    assert (done.returncode, done.stderr) == (int(is_overdue), "")
    assert (
        "locations/az-mesa.yaml:6:17: error: the facts were confirmed 181 days ago" in done.stdout
    ) == is_overdue


def test_a_closed_clinic_is_never_overdue(project: MakeProject) -> None:
    text = minimal(more="confirmed: {on: 2025-05-28, by: manager}\n")
    text = text.replace("status: open", "status: closed")
    catalog = load(project({"locations/az-mesa.yaml": text})).catalog
    assert catalog
    assert list(overdue(catalog)) == []


# --- What lies outside of the catalog ------------------------------------------------------------

POT = """\
msgid ""
msgstr ""

msgid "One"
msgstr ""

#: a.py
msgid ""
"Two "
"lines"
msgstr ""

"""
PLURAL = 'msgid "%(n)s clinic"\nmsgid_plural "%(n)s clinics"\nmsgstr[0] "%(n)s"\nmsgstr[1] "{}"\n'


def test_gaps_of_a_translation_are_counted(tmp_path: Path) -> None:
    folder = tmp_path / "translations"
    spanish = folder / "es" / "LC_MESSAGES" / "messages.po"
    spanish.parent.mkdir(parents=True)
    (folder / "messages.pot").write_text(POT + PLURAL.format(""))
    assert website(tmp_path, tmp_path / "output")[0].says == "there is none; the site is in English"
    done = POT.replace('"One"\nmsgstr ""', '"One"\nmsgstr "Uno"')
    spanish.write_text(done + PLURAL.format("x"))
    (gaps, heaviest) = website(tmp_path, tmp_path / "output")
    assert (gaps.name, gaps.says) == ("Translation es", "1 of 3 messages not translated")
    assert "nothing was built yet" in heaviest.says
    spanish.write_text(
        done.replace('lines"\nmsgstr ""', 'lines"\nmsgstr "dos"') + PLURAL.format("x")
    )
    assert website(tmp_path, tmp_path / "output")[0].says == "complete"
    spanish.write_text("#, fuzzy\n" + PLURAL.format("x"))
    assert website(tmp_path, tmp_path / "output")[0].says == "3 of 3 messages not translated"


def test_the_list_of_messages_is_read_as_babel_reads_it() -> None:
    text = (ROOT / "theme" / "translations" / "messages.pot").read_text("utf-8")
    expected = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in read_po(io.StringIO(text))
        if message.id
    }
    assert set(entries(text)) == expected
    assert len(expected) > 300


def test_the_heaviest_pages_of_the_last_build_are_named_without_those_of_ours(
    tmp_path: Path,
) -> None:
    (tmp_path / "translations").mkdir()
    (tmp_path / "translations" / "messages.pot").write_text(POT)
    for name, kilobytes in (("report", 90), ("a", 4), ("b", 30), ("", 3)):
        page = tmp_path / "output" / name / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text("x" * kilobytes * 1024)
    assert website(tmp_path, tmp_path / "output")[-1].says == "/b/ 30 KB, /a/ 4 KB, / 3 KB"
