"""A download of Business Profile against our files: nothing that is the same, everything else."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.clinics.__main__ import main
from plugins.clinics.drift import Drift, compare, read_sheet
from plugins.clinics.drift.sheet import COMPARED, Sheet
from plugins.clinics.exports.profile import COLUMNS, business_profile
from plugins.clinics.problems import Problem
from tests.conftest import AS_OF, MakeProject, load, minimal
from tests.exports_world import BASE, HOSTILE, catalog_of

FILE = """\
# The clinic in the east.
id: az-mesa
name: Mesa
status: open
telephone: 480-956-5680  # the front desk
address:
  street_address: "1 Main Street"
  unit: Suite 2
  address_locality: Mesa
  address_region: AZ
  postal_code: 85201
opening_hours: # as on the door
  monday: 09:00-17:00
  tuesday: 08:00-12:00, 13:00-17:00
  wednesday: open 24 hours
  thursday: 22:00-06:00
  friday: 09:00-24:00
  saturday: closed
  sunday: closed
special_opening_hours:
  - {date: 2026-12-24, hours: closed, reason: Christmas Eve}
  - {from: 2026-12-27, to: 2026-12-28, hours: 10:00-12:00}
sources: [https://www.serenity-test.org/]
"""
MESA = "locations/az-mesa.yaml"
Cells = dict[str, str]


def download(make: MakeProject, text: str = FILE) -> tuple[Path, Cells]:
    """The project, and the cells of its clinic in our own sheet."""
    root = make({MESA: text})
    site = load(root)
    assert site.catalog
    assert not site.has_errors, site.problems
    sheet = business_profile(site.catalog, BASE).sheet.decode()
    (row,) = csv.DictReader(StringIO(sheet, newline=""))
    return root, row


def written(rows: Iterable[Mapping[str, str]], delimiter: str = ",") -> str:
    rows = list(rows)
    text = StringIO()
    table = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator="\r\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()


def drift_of(root: Path, *rows: Mapping[str, str]) -> Drift:
    catalog = load(root).catalog
    assert catalog
    sheet = read_sheet("export.csv", written(rows).encode())
    assert isinstance(sheet, Sheet), sheet
    return compare(catalog, BASE, sheet)


@pytest.fixture
def command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[[Path, bytes], tuple[int, str]]:
    monkeypatch.setenv("AS_OF", str(AS_OF))
    monkeypatch.setenv("SITEURL", BASE)

    def run(root: Path, data: bytes) -> tuple[int, str]:
        path = tmp_path / "export.csv"
        path.write_bytes(data)
        code = main(["drift", "--root", str(root), "--", str(path)])
        return code, capsys.readouterr().out

    return run


Run = Callable[[Path, bytes], tuple[int, str]]


@pytest.mark.parametrize(("site", "compared"), [("real", 24), ("small", 8)])
def test_our_own_sheet_read_back_has_no_difference(site: str, compared: int) -> None:
    catalog = catalog_of(site, False)
    sheet = read_sheet("x.csv", business_profile(catalog, BASE).sheet)
    assert isinstance(sheet, Sheet)
    drift = compare(catalog, BASE, sheet)
    assert (drift.differences, drift.findings) == ([], [])
    assert drift.compared == compared


def test_a_full_row_of_our_own_is_compared_in_every_field(project: MakeProject) -> None:
    root, row = download(project)
    drift = drift_of(root, row)
    assert not drift.is_any
    assert drift.compared == len(COMPARED) - 1  # no opening date of an open clinic


CHANGES = {
    "Business name": ("Serenity", "Serenity Mental Health Centers", "Serenity"),
    "Address line 1": ("2 Main Street", "1 Main Street", "2 Main Street"),
    "Address line 2": ("Suite #3", "Suite 2", "Suite #3"),
    "Locality": ("Gilbert", "Mesa", "Gilbert"),
    "Administrative area": ("Nevada", "AZ", "NV"),
    "Postal code": ("85202", "85201", "85202"),
    "Primary phone": ("+1 480-956-5681", "480-956-5680", "480-956-5681"),
    "Website": ("https://old.test/", f"{BASE}/locations/az/mesa/", "https://old.test/"),
    "Monday hours": ("9:00AM-6:00PM", "09:00-17:00", "09:00-18:00"),
    "Tuesday hours": ("08:00-12:00", "08:00-12:00, 13:00-17:00", "08:00-12:00"),
    "Wednesday hours": ("x", "open 24 hours", "closed"),
    "Thursday hours": ("22:00-05:00", "22:00-06:00", "22:00-05:00"),
    "Friday hours": ("09:00-23:00", "09:00-24:00", "09:00-23:00"),
    "Saturday hours": ("00:00-24:00", "closed", "open 24 hours"),
    "Sunday hours": ("10:00-12:00", "closed", "10:00-12:00"),
}
PATCHED = [name for name in CHANGES if name not in ("Business name", "Website")]


@pytest.mark.parametrize("column", CHANGES)
def test_each_field_that_changes_is_found_and_no_other(project: MakeProject, column: str) -> None:
    cell, ours, theirs = CHANGES[column]
    root, row = download(project)
    drift = drift_of(root, row | {column: cell})
    (found,) = drift.differences
    assert (found.slug, found.field, found.ours, found.theirs) == ("az-mesa", column, ours, theirs)
    assert not found.is_unconfirmed
    assert drift.findings == []


def test_the_table_of_changes_has_every_column() -> None:
    assert {*CHANGES, "Special hours", "Opening date"} == set(COMPARED)


@pytest.mark.parametrize(
    ("special", "differing"),
    [
        ("2026-12-24: x, 2026-12-27: 10:00-12:00, 2026-12-28: 10:00-12:00", []),
        ("2026-12-24: x, 2026-12-27: 10:00-12:00", ["2026-12-28"]),
        ("2026-12-24: 9:00AM-1:00PM, 2026-12-28: 10:00-12:00", ["2026-12-24", "2026-12-27"]),
        ("2025-01-01: x, 2026-12-24: x, 2026-12-27: 10:00-12:00, 2026-12-28: 10:00-12:00", []),
        (
            "2026-12-24: x, 2026-12-27: 10:00-12:00, 2026-12-28: 10:00-12:00, "
            "2027-01-04: 09:00-17:00",
            [],
        ),
        ("", ["2026-12-24", "2026-12-27", "2026-12-28"]),
        ("next week: x", [""]),
        ("2026-02-31: x", [""]),
        ("2026-12-24: late", [""]),
    ],
)
def test_special_hours_are_compared_date_by_date(
    project: MakeProject, special: str, differing: list[str]
) -> None:
    root, row = download(project)
    drift = drift_of(root, row | {"Special hours": special})
    fields = [item.field.removeprefix("Special hours").strip() for item in drift.differences]
    assert fields == differing
    single = {"Special hours 2026-12-24": ("special_opening_hours", 0, "hours")}
    for item in drift.differences:  # one day of a range has no value of its own to change
        assert item.path == single.get(item.field, ())


@pytest.mark.parametrize(
    ("status", "cell", "is_different"),
    [
        ("status: opening_soon\nstatus_from: 2027-02-01", "2027-02-01", False),
        ("status: opening_soon\nstatus_from: 2027-02-01", "2/1/2027", False),
        ("status: opening_soon\nstatus_from: 2027-02-01", "2027-03-01", True),
        ("status: opening_soon\nstatus_from: 2027-02-01", "", True),
        ("status: open", "2019-05-01", False),
        ("status: open", "2027-05-01", True),
        ("status: open", "soon", True),
    ],
)
def test_an_opening_date_counts_until_it_is_past(
    project: MakeProject, status: str, cell: str, is_different: bool
) -> None:
    root, row = download(project, FILE.replace("status: open", status))
    drift = drift_of(root, row | {"Opening date": cell})
    fields = ["Opening date"] * is_different
    assert [item.field for item in drift.differences] == fields
    paths = [("status_from",) if "soon" in status else ()] * is_different
    assert [item.path for item in drift.differences] == paths


@pytest.mark.parametrize(
    ("status", "cell", "ours"),
    [
        ("open", "Open", None),
        ("open", "Published", None),
        ("opening_soon", "Open", None),
        ("virtual_only", "Open", None),
        ("open", "Permanently closed", "open"),
        ("open", "temporarily closed", "open"),
        ("closed", "Permanently closed", None),
        ("closed", "Open", "closed"),
        ("temporarily_closed", "Open", "temporarily closed"),
    ],
)
def test_who_is_closed_is_compared_where_the_download_says_it(
    project: MakeProject, status: str, cell: str, ours: str | None
) -> None:
    _, row = download(project)
    root = project({MESA: FILE.replace("status: open", f"status: {status}")})
    drift = drift_of(root, row | {"Status": cell})
    found = [item.ours for item in drift.differences if item.field == "Status"]
    assert found == ([ours] if ours else [])


SAME = {
    "Business name": "serenity  mental health centers",
    "Address line 1": "1 MAIN STREET",
    "Administrative area": "Arizona",
    "Postal code": "85201-1234",
    "Primary phone": "(480) 956-5680",
    "Website": f"{BASE}/locations/az/mesa?utm_source=gbp&utm_medium=organic",
    "Monday hours": "9:00AM-5:00PM",
    "Tuesday hours": "13:00-17:00, 08:00-12:00",
    "Sunday hours": "",
}


@pytest.mark.parametrize("column", SAME)
def test_what_only_looks_different_is_no_difference(project: MakeProject, column: str) -> None:
    root, row = download(project)
    assert row[column] != SAME[column]
    assert not drift_of(root, row | {column: SAME[column]}).is_any


def test_a_suite_in_the_line_of_the_street_is_no_difference(project: MakeProject) -> None:
    root, row = download(project)
    both = {"Address line 1": "1 Main Street, Suite 2", "Address line 2": ""}
    assert not drift_of(root, row | both).is_any
    (found,) = drift_of(root, row | {"Address line 2": ""}).differences
    assert (found.field, found.theirs) == ("Address line 2", "")


def test_a_lost_zero_of_a_zip_code_is_no_difference(project: MakeProject) -> None:
    text = FILE.replace("az-mesa", "ma-boston").replace("AZ", "MA").replace("85201", "02108")
    root = project({"locations/ma-boston.yaml": text.replace("480-956-5680", "617-956-5680")})
    catalog = load(root).catalog
    assert catalog
    sheet = read_sheet("x", b"Store code,Postal code\nma-boston,2108\n")
    assert isinstance(sheet, Sheet)
    assert compare(catalog, BASE, sheet).compared == 1
    assert not compare(catalog, BASE, sheet).is_any


def test_unconfirmed_facts_are_compared_and_marked(project: MakeProject, command: Run) -> None:
    _, row = download(project)
    root = project({MESA: FILE + "unconfirmed: [telephone, opening_hours]\n"})
    drift = drift_of(root, row | {"Primary phone": "480-956-5681"})
    (found,) = drift.differences
    assert (found.field, found.is_unconfirmed) == ("Primary phone", True)
    assert len(drift.same_unconfirmed) == 7
    blank = row | {"Primary phone": "", **{name: "" for name in row if "hours" in name}}
    assert not drift_of(root, blank).is_any, "our sheet would say nothing either"
    code, out = command(root, written([row | {"Primary phone": "480-956-5681"}]).encode())
    assert code == 1
    assert "az-mesa  Primary phone  480-956-5680 (unconfirmed here)  480-956-5681\n" in out
    assert "7 fields unconfirmed here and the same in the profile: az-mesa.\n" in out


def test_hours_by_appointment_differ_from_hours_only(project: MakeProject) -> None:
    root, row = download(project, FILE.replace("monday: 09:00-17:00", "monday: by appointment"))
    week = {name: "x" for name in COLUMNS if name.endswith(" hours") and name != "Special hours"}
    drift = drift_of(root, row | {"Monday hours": "x"})
    assert [item.ours for item in drift.differences if item.field == "Monday hours"] == [
        "by appointment"
    ]
    assert not drift_of(root, row | dict.fromkeys(week, "")).is_any


def test_profiles_without_a_clinic_and_clinics_without_a_profile_are_named(
    project: MakeProject,
) -> None:
    _, row = download(project)
    lead = minimal("az-tempe", "Tempe", "unconfirmed: [name]\n")
    closed = minimal("az-sedona", "Sedona").replace("status: open", "status: closed")
    moved = minimal("az-pima", "Pima", "moved_to: az-mesa\n").replace("open", "moved", 1)
    whole = FILE.replace("az-mesa", "az-gilbert").replace("name: Mesa", "name: Gilbert")
    root = project(
        {
            MESA: FILE,
            "locations/az-gilbert.yaml": whole.replace("1 Main", "7 Oak").replace("5680", "5688"),
            "locations/az-tempe.yaml": lead,
            "locations/az-sedona.yaml": closed,
            "locations/az-pima.yaml": moved,
            "locations/az-yuma.yaml": minimal("az-yuma", "Yuma"),
        }
    )
    drift = drift_of(root, row, row | {"Store code": "AZ-Messa"}, row | {"Store code": ""})
    assert drift.findings == [
        "Line 3: no clinic has the store code “AZ-Messa”. Did you mean “az-mesa”?",
        "Line 4: a profile (1 Main Street) has no store code.",
        "az-gilbert is not in the download, and should be.",
    ]
    assert drift.expected_missing == {
        "closed here": ["az-sedona"],
        "moved here": ["az-pima"],
        "its street is not confirmed": ["az-yuma"],
        "held back here": ["az-tempe"],
    }
    there = drift_of(root, row, row | {"Store code": "az-tempe"}, row | {"Store code": "az-sedona"})
    assert "Line 3: az-tempe is held back here, and not compared." in there.findings
    assert any("az-sedona is closed here" in note for note in there.notes)
    assert there.differences == []


ENCODINGS = {
    "utf-8": b"",
    "utf-8-sig": b"",
    "utf-16": b"",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
    "cp1252": b"",
}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_and_delimiter_is_read(
    project: MakeProject, encoding: str, delimiter: str
) -> None:
    root, row = download(project, FILE.replace("1 Main Street", "1 Calle Peñón – Ost"))
    catalog = load(root).catalog
    assert catalog
    data = ENCODINGS[encoding] + written([row], delimiter).encode(encoding)
    sheet = read_sheet("x.csv", data)
    assert isinstance(sheet, Sheet), sheet
    assert sheet.rows[0].cells["Address line 1"] == "1 Calle Peñón – Ost"
    drift = compare(catalog, BASE, sheet)
    assert (drift.is_any, drift.compared) == (False, len(COMPARED) - 1)


UNUSABLE = {
    b"": (1, "empty"),
    b" \r\n\t\n": (1, "empty"),
    b"PK\x03\x04rest": (1, "workbook"),
    b"Name,Phone\nMesa,1\n": (1, "no column “Store code”"),
    b"\nShop code,Locality\naz-mesa,Mesa\n": (2, "no column “Store code”"),
    b"Store code,Town\naz-mesa,Mesa\n": (1, "no column but"),
    b"Store code,Locality,locality\naz-mesa,Mesa,Mesa\n": (1, "more than once"),
    b"Store code,Locality\naz-mesa\n": (2, "1 cells"),
    b"Store code,Locality\na,b\naz-mesa,Mesa,AZ\n": (3, "3 cells"),
    b'Store code,Locality\n"a\nb",c\naz-mesa,Mesa\n\naz-mesa,Mesa\n': (6, "line 4 already"),
    b'Store code,Locality\naz-mesa,"Mesa\n': (2, "cannot be read"),
    b"Store code,Locality\naz-mesa,M\x81sa\n": (2, "0x81"),
    b"Store code,Locality\naz-mesa,M\x00sa\n": (2, "NUL"),
    b"\xff\xfeS\x00t": (1, "UTF-16-LE"),
    b"\xff\xfeS\x00\n\x00t": (2, "UTF-16-LE"),
    b"\xef\xbb\xbfStore code\n\xff": (2, "UTF-8"),
}


@pytest.mark.parametrize("data", UNUSABLE)
def test_a_download_that_cannot_be_compared_is_told_with_its_line(
    project: MakeProject, command: Run, data: bytes
) -> None:
    line, words = UNUSABLE[data]
    found = read_sheet("export.csv", data)
    assert isinstance(found, Problem)
    assert (found.place.line, found.path) == (line, "export.csv")
    assert words in found.message
    assert found.hint
    code, out = command(project({MESA: FILE}), data)
    assert code == 2
    assert f"export.csv:{line}:1: error: " in out
    assert "    Fix: " in out
    assert out.endswith("Nothing was compared.\n")


def test_a_misspelt_store_code_column_is_recognized() -> None:
    found = read_sheet("x", b"Store codes,Locality\naz-mesa,Mesa\n")
    assert isinstance(found, Problem)
    assert "Rename “Store codes” to it." in found.hint


def test_no_file_a_missing_file_and_broken_yaml_are_told(
    project: MakeProject, command: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project({MESA: FILE})
    for arguments in ([], [""]):
        assert main(["drift", "--root", str(root), *arguments]) == 2
        assert "make drift PROFILE=export.csv" in capsys.readouterr().err
    for missing in (root / "none.csv", root, Path("a\0b")):
        assert main(["drift", "--root", str(root), "--", str(missing)]) == 2
        assert "cannot be read" in capsys.readouterr().out
    (root / MESA).write_text("id: [\n")
    code, out = command(root, b"Store code,Locality\naz-mesa,Mesa\n")
    assert code == 2
    assert MESA in out


def test_cells_that_are_guarded_against_formulas_are_read_as_they_were(
    project: MakeProject,
) -> None:
    root, row = download(project, FILE.replace("Suite 2", "'@ the bank'"))
    assert row["Address line 2"] == "'@ the bank"
    assert not drift_of(root, row).is_any
    (found,) = drift_of(root, row | {"Address line 2": "'=1+1"}).differences
    assert found.theirs == "=1+1"
    assert not drift_of(root, row | {"Primary phone": "'+1 480-956-5680"}).is_any


def git_apply(root: Path, patch: str) -> None:
    def git(*arguments: str, text: str = "") -> None:
        subprocess.run(
            ["git", *arguments], cwd=root, input=text.encode(), check=True, capture_output=True
        )

    if not (root / ".git").exists():
        git("init", "--quiet")
    git("apply", "--whitespace=nowarn", text=patch)


FORMS: dict[str, Callable[[str], bytes]] = {
    "as it is": str.encode,
    "without a last line end": lambda text: text.rstrip("\n").encode(),
    "Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "with a mark": lambda text: text.encode("utf-8-sig"),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_patch_applies_and_then_nothing_differs(
    project: MakeProject, command: Run, form: str
) -> None:
    root, row = download(project)
    (root / MESA).write_bytes(FORMS[form](FILE))
    changed = row | {name: CHANGES[name][0] for name in PATCHED if name != "Administrative area"}
    changed["Special hours"] = row["Special hours"].replace("12-24: x", "12-24: 09:00-11:00")
    data = written([changed]).encode("utf-16")
    before = (root / MESA).read_bytes()
    code, out = command(root, data)
    assert code == 1
    assert "git apply drift.patch" in out
    assert (root / MESA).read_bytes() == before, "the command itself writes nothing"
    git_apply(root, out)
    after = (root / MESA).read_bytes()
    assert len(after.splitlines()) == len(before.splitlines())
    for line in (b"telephone: 480-956-5681  # the front desk", b"opening_hours: # as on the door"):
        assert line in after
    assert b'street_address: "2 Main Street"' in after or b"'2 Main Street'" in after
    assert b"hours: 09:00-11:00, reason: Christmas Eve}" in after
    code, out = command(root, data)
    assert (code, out.splitlines()[-1]) == (0, "16 fields compared, 0 differences.")


@pytest.mark.parametrize("column", PATCHED)
def test_a_patch_changes_one_line_for_one_difference(
    project: MakeProject, command: Run, column: str
) -> None:
    root, row = download(project)
    _code, out = command(root, written([row | {column: CHANGES[column][0]}]).encode())
    git_apply(root, out)
    pairs = zip(FILE.splitlines(), (root / MESA).read_text().splitlines(), strict=True)
    (pair,) = [(old, new) for old, new in pairs if old != new]
    assert pair[1] in (
        pair[0].replace(CHANGES[column][1], CHANGES[column][2]),
        pair[0].replace(CHANGES[column][1], f"'{CHANGES[column][2]}'"),
        pair[0].replace(f'"{CHANGES[column][1]}"', f"'{CHANGES[column][2]}'"),
    )


def test_what_no_patch_can_do_is_told_in_words(project: MakeProject, command: Run) -> None:
    text = FILE.replace("telephone: 480-956-5680  # the front desk\n", "")
    _, row = download(project)
    changed = {"Business name": "S", "Website": "https://x.test/", "Address line 2": "<b>2</b>"}
    root = project({MESA: text})
    code, out = command(root, written([row | changed | {"Locality": ""}]).encode())
    assert code == 1
    told = out.partition("To do by hand:\n")[2].splitlines()
    assert [line.split(":")[0] for line in told] == [
        "- az-mesa, Business name",
        "- az-mesa, Address line 2",
        "- az-mesa, Locality",
        "- az-mesa, Primary phone",
        "- az-mesa, Website",
    ]
    assert "no value for it at telephone" in told[3]
    assert "git apply" not in out


@pytest.mark.parametrize("cell", HOSTILE)
def test_no_cell_can_write_anything_but_its_own_value(
    project: MakeProject, command: Run, cell: str
) -> None:
    root, row = download(project)
    names = ("Address line 1", "Address line 2", "Locality", "Monday hours", "Primary phone")
    hostile = row | dict.fromkeys(names, cell)
    _code, out = command(root, written([hostile, row | {"Store code": cell}]).encode())
    assert "\x1b" not in out
    if "git apply" in out:
        git_apply(root, out)
    old, new = FILE.splitlines(), (root / MESA).read_text().splitlines()
    assert len(old) == len(new)
    same = [a == b for a, b in zip(old, new, strict=True)]
    assert all(same[:6])
    assert all(same[9:])
    site = load(root)
    assert site.catalog
    assert site.catalog.repository.problems == ()
    errors = [problem.place.line for problem in site.problems if problem.is_error]
    assert {*errors} <= {7, 8, 9}, "rules about addresses may still refuse a value"


@pytest.mark.parametrize("cell", ["Suite 3 # on the left", "Bob's: Place", "Suite \u202e3"])
def test_a_patched_value_is_read_back_as_it_was_or_not_patched(
    project: MakeProject, command: Run, cell: str
) -> None:
    root, row = download(project)
    data = written([row | {"Address line 2": cell}]).encode()
    _code, out = command(root, data)
    assert "\u202e" not in out
    is_patched = "git apply" in out
    assert is_patched == ("\u202e" not in cell)
    if is_patched:
        git_apply(root, out)
        assert command(root, data)[0] == 0


@cache
def real() -> bytes:
    return business_profile(catalog_of("real", False), BASE).sheet


@settings(deadline=None)
@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00\xd8")
@example(b"Store code,Locality\r\r\n\x0b\x0c,\x85")
def test_no_bytes_raise_an_exception(data: bytes) -> None:
    head = b"Store code,Locality,Monday hours,Special hours,Primary phone,Website,Opening date\n"
    for whole in (data, head + data, head + b"ga-alpharetta," + data.replace(b"\n", b"")):
        sheet = read_sheet("x", whole)
        if isinstance(sheet, Sheet):
            compare(catalog_of("real", False), BASE, sheet)


@settings(deadline=None)
@given(st.lists(st.text(max_size=40), min_size=6, max_size=6), st.sampled_from(",;\t"))
@example(["", "9-5", "2026-12-24:", "1" * 40, "https://[", "99/99/2026"], ",")
@example(["=", "x", "2026-12-24: x, 2026-12-24: 09:00-10:00", "+", "//a?&=", "2026-13-01"], ";")
def test_no_cells_raise_an_exception(cells: list[str], delimiter: str) -> None:
    names = ("Locality", "Monday hours", "Special hours", "Primary phone", "Website")
    row = dict(zip((*names, "Opening date"), cells, strict=True))
    text = written([{"Store code": "ga-alpharetta", **row}], delimiter)
    sheet = read_sheet("x", text.encode("utf-8", "replace"))
    if isinstance(sheet, Sheet):
        drift = compare(catalog_of("real", False), BASE, sheet)
        assert drift.compared >= 5
    else:
        assert sheet.hint


@settings(deadline=None)
@given(st.data())
def test_a_damaged_sheet_is_compared_or_refused(data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(real()) - 1))
    damaged = real()[:position] + data.draw(st.binary(max_size=4)) + real()[position + 1 :]
    sheet = read_sheet("x", damaged)
    if isinstance(sheet, Sheet):
        compare(catalog_of("real", False), BASE, sheet)
