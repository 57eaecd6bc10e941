"""The call sheet: every fact to confirm is asked, and all answers get into the files, or none."""

from __future__ import annotations

import csv
import datetime
import difflib
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path

import pytest

from plugins.clinics.__main__ import main
from plugins.clinics.calls import call_sheet, plan, read_answers
from plugins.clinics.calls.facts import WHOLE_FILE, facts, rank
from plugins.clinics.calls.sheet import BY, CLINIC, COLUMNS, FACT, KNOWN, ON, TOLD
from plugins.clinics.failures import Failure
from plugins.clinics.load.repository import LEDGER
from plugins.clinics.model.location import Location
from plugins.clinics.trial import with_files
from plugins.clinics.writing import create, replace_all
from tests.conftest import AS_OF, ROOT, MakeProject, load, minimal
from tests.terminal import Terminal

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
  saturday: closed
services:
  - tms-therapy
  - spravato  # since May
insurance: [aetna, cigna]
is_accepting_new_patients: yes
ages: {from: 12}
unconfirmed: [telephone, address, opening_hours, services.spravato, insurance,
              is_accepting_new_patients, ages]
# Where it comes from:
sources: [https://www.serenity-test.org/]
"""
MESA = "locations/az-mesa.yaml"
Rows = list[dict[str, str]]
Told = Mapping[tuple[str, str], str]


def sheet_of(root: Path) -> Rows:
    catalog = load(root).catalog
    assert catalog
    text = call_sheet(catalog).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def fill(rows: Rows, told: Told, on: str = "2026-11-23") -> Rows:
    """The rows with answers; each must be there."""
    by_fact = {(row[CLINIC], row[FACT]): row for row in rows}
    for key, answer in told.items():
        by_fact[key].update({TOLD: answer, BY: "clinic manager", ON: on})
    return rows


def written(rows: Rows, delimiter: str = ",") -> str:
    text = StringIO()
    table = csv.DictWriter(text, COLUMNS, delimiter=delimiter, lineterminator="\r\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()


@pytest.fixture
def confirm(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Runs the command on rows; gives its exit code and what it says."""
    monkeypatch.setenv("AS_OF", str(AS_OF))

    def run(root: Path, rows: Rows | bytes, *options: str) -> tuple[int, str]:
        sheet = root / "filled.csv"
        sheet.write_bytes(rows if isinstance(rows, bytes) else written(rows).encode())
        capsys.readouterr()
        code = main(["confirm", "--root", str(root), *options, "--", str(sheet)])
        return code, capsys.readouterr().out

    return run


def difference(old: str, new: str) -> list[str]:
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:2] not in ("--", "++", "@@")]


# --- the sheet -----------------------------------------------------------------------------------


def test_every_unconfirmed_fact_of_the_real_files_is_asked() -> None:
    catalog = load(ROOT).catalog
    assert catalog
    asked = {(fact.slug, fact.path) for fact in facts(catalog)}
    compared = 0
    for slug, entry in catalog.repository.locations.items():
        for path in entry.value.unconfirmed:
            assert any(
                clinic == slug and (fact == path or fact.startswith(f"{path}."))
                for clinic, fact in asked
            ), (slug, path)
            compared += 1
        assert ((slug, WHOLE_FILE) in asked) == bool(entry.value.unconfirmed)
    assert compared > 150
    assert {row[FACT] for row in sheet_of(ROOT) if row[CLINIC] == "co-loveland"} == {
        *("name", "status", "address.street_address", "address.address_locality"),
        *("address.postal_code", WHOLE_FILE),
    }


def test_what_hurts_most_comes_first(project: MakeProject) -> None:
    status = minimal("az-yuma", "Yuma", "unconfirmed: [status]\n")
    rows = sheet_of(project({MESA: FILE, "locations/az-yuma.yaml": status}))
    assert [row[FACT].partition(".")[0] for row in rows] == [
        *("status", "confirmed", "telephone", *["address"] * 4, *["opening_hours"] * 7),
        *("services", "insurance", "ages", "is_accepting_new_patients", "confirmed"),
    ]
    assert rows[2]["Call"] == "480-956-5680 (not confirmed; main number: 844-310-1649)"
    assert rows[2][KNOWN] == "480-956-5680"
    assert rows[0]["Call"] == "844-310-1649 (main number)"


def test_excel_reads_the_sheet_and_calculates_nothing(project: MakeProject) -> None:
    text = FILE.replace('"1 Main Street"', "=HYPERLINK(1)")
    catalog = load(project({MESA: text})).catalog
    assert catalog
    data = call_sheet(catalog)
    assert data.startswith(b"\xef\xbb\xbf")
    assert b",'=HYPERLINK(1)," in data
    rows = fill(sheet_of(project({MESA: text})), {("az-mesa", "address.street_address"): "yes"})
    answers, problems = read_answers("s.csv", written(rows).encode(), AS_OF)
    assert not problems
    assert not plan(catalog, "s.csv", answers).has_errors


def test_a_sheet_that_is_filled_in_is_never_written_over(
    project: MakeProject, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AS_OF", str(AS_OF))
    root = project({MESA: FILE})
    sheet = root / "call-sheet.csv"
    for _ in range(2):  # an empty one is renewed
        assert main(["report", "--csv", "--root", str(root)]) == 0
    rows = fill(sheet_of(root), {("az-mesa", "telephone"): "yes"})
    sheet.write_text(written(rows), "utf-8")
    before = sheet.read_bytes()
    assert main(["report", "--csv", "--root", str(root)]) == 1
    assert "is filled in" in capsys.readouterr().err
    assert sheet.read_bytes() == before
    assert main(["confirm", "--write", "--root", str(root), "--", str(sheet)]) == 0
    assert main(["report", "--csv", "--root", str(root)]) == 0, "now nothing would be lost"
    assert sheet.read_bytes() != before


# --- what was said -------------------------------------------------------------------------------

CALL = "+  - Call with the clinic manager on 2026-11-23"
SOURCES = [
    "-sources: [https://www.serenity-test.org/]",
    "+sources: [https://www.serenity-test.org/, Call with the clinic manager on 2026-11-23]",
]
LISTED = [line for line in FILE.splitlines() if line.startswith(("unconfirmed", "      "))]
WEEK = ("opening_hours.monday", "opening_hours.tuesday", "opening_hours.saturday")

SAID: dict[str, tuple[dict[str, str], list[str], str]] = {
    "it is right": ({"telephone": "Yes."}, [], "address, opening_hours, services.spravato,"),
    "the same number in other words": ({"telephone": "(480) 956-5680"}, [], "address, opening"),
    "another number": (
        {"telephone": "480 956 5681"},
        [
            "-telephone: 480-956-5680  # the front desk",
            "+telephone: 480-956-5681  # the front desk",
        ],
        "address, opening_hours",
    ),
    "a part of the address": (
        {"address.unit": "Suite #3"},
        ["-  unit: Suite 2", "+  unit: 'Suite #3'"],
        "address.street_address, address.address_locality,",
    ),
    "all of the address": (
        {
            "address.street_address": "2 Main Street",
            **dict.fromkeys(("address.unit", "address.address_locality"), "right"),
            "address.postal_code": "85202",
        },
        [
            *('-  street_address: "1 Main Street"', "+  street_address: '2 Main Street'"),
            *("-  postal_code: 85201", "+  postal_code: 85202"),
        ],
        "telephone, opening_hours",
    ),
    "a day that we did not know": (
        {"opening_hours.sunday": "Closed"},
        ["+  sunday: closed"],
        "opening_hours.monday, opening_hours.tuesday,",
    ),
    "the whole week": (
        {**dict.fromkeys(WEEK, "same"), "opening_hours.monday": "9 am - 6 pm"},
        ["-  monday: 09:00-17:00", "+  monday: 09:00-18:00"],
        "telephone, address, services.spravato",
    ),
    "a service is not offered": (
        {"services.spravato": "no"},
        ["-  - spravato  # since May"],
        "opening_hours, insurance,",
    ),
    "other plans, by name": (
        {"insurance": "Cigna, Humana"},
        ["-insurance: [aetna, cigna]", "+insurance: [cigna, humana]"],
        "services.spravato,",
    ),
    "a fact that is a no": (
        {"is_accepting_new_patients": "no"},
        ["-is_accepting_new_patients: yes", "+is_accepting_new_patients: no"],
        "insurance, ages]",
    ),
}


@pytest.mark.parametrize("case", SAID)
def test_an_answer_changes_its_fact_and_nothing_else(case: str, project: MakeProject) -> None:
    told, expected, still = SAID[case]
    root = project({MESA: FILE})
    catalog = load(root).catalog
    assert catalog
    rows = fill(sheet_of(root), {("az-mesa", path): answer for path, answer in told.items()})
    answers, problems = read_answers("s.csv", written(rows).encode(), AS_OF)
    assert not problems
    made = plan(catalog, "s.csv", answers)
    assert not made.problems
    old, new = made.texts[MESA]
    assert old == FILE
    lines = difference(old, new)
    listed = [line for line in lines if line.startswith(("-unconfirmed", "+unconfirmed"))]
    continued = [line for line in lines if line[1:].startswith("              ")]
    assert sorted(set(lines) - {*listed, *continued}) == sorted([*expected, *SOURCES])
    assert still in " ".join(line[1:].strip() for line in (*listed, *continued) if line[0] == "+")


def test_all_that_we_know_can_be_confirmed_in_the_real_files() -> None:
    """The whole sheet of the real files: no fact and no comment changes, and all is confirmed."""
    catalog = load(ROOT).catalog
    assert catalog
    rows = sheet_of(ROOT)
    known = [row for row in rows if row[KNOWN] or row[FACT] == WHOLE_FILE]
    fill(rows, {(row[CLINIC], row[FACT]): "yes" for row in known}, "11/23/2026")
    answers, problems = read_answers("s.csv", written(rows, "\t").encode("utf-16"), AS_OF)
    made = plan(catalog, "s.csv", answers)
    assert (problems, made.problems) == ([], [])
    assert len(answers) == len(known) > 300
    after, problems = with_files(
        catalog.repository, {path: new for path, (_old, new) in made.texts.items()}
    )
    assert not problems
    compared = 0
    for slug, old in catalog.repository.locations.items():
        new = after.locations[slug]
        if not old.value.unconfirmed:
            continue
        changing = {"unconfirmed", "sources", "confirmed"}
        assert new.value.model_dump(exclude=changing) == old.value.model_dump(exclude=changing)
        assert new.value.unconfirmed == ()
        assert new.value.confirmed is not None
        assert new.value.confirmed.on == datetime.date(2026, 11, 23)
        assert new.value.sources == (*old.value.sources, CALL.removeprefix("+  - "))
        lines = difference(old.source.text, new.source.text)
        assert [line for line in lines if line[0] == "+"][-1] == CALL
        assert not any("#" in line for line in lines)
        compared += 1
    assert compared == len(made.texts) > 25


# --- what is not taken ---------------------------------------------------------------------------

Edit = Callable[[Rows], object]


def row(rows: Rows, path: str) -> dict[str, str]:
    return next(row for row in rows if row[FACT] == path and row[CLINIC] == "az-mesa")


def edited(path: str, **cells: str) -> Edit:
    return lambda rows: row(rows, path).update({NAMES[name]: text for name, text in cells.items()})


NAMES = {"told": TOLD, "by": BY, "on": ON, "known": KNOWN, "clinic": CLINIC, "fact": FACT}

WRONG: dict[str, tuple[Edit, str]] = {
    "no word of what was said": (edited("ages", by="the owner"), "“What you were told” is empty."),
    "no word of who": (
        edited("ages", told="yes", by="", on="2026-11-23"),
        "“Confirmed by” is empty.",
    ),
    "no day": (edited("telephone", on=""), "“Confirmed on” is empty."),
    "no date": (edited("telephone", on="soon"), "“soon” is not a date."),
    "a day to come": (edited("telephone", on="2026-11-25"), "2026-11-25 is in the future."),
    "a role that is an address": (edited("telephone", by="https://x.org"), "is not a role."),
    "markup": (edited("telephone", by="<b>boss</b>"), "HTML"),
    "no such clinic": (edited("telephone", clinic="az-messa"), "there is no clinic “az-messa”."),
    "no such fact": (edited("telephone", fact="fax"), "no unconfirmed fact “fax” any more."),
    "an older value": (
        edited("telephone", known="480-956-0000"),
        "the file has changed since the sheet was made: it says “480-956-5680” now.",
    ),
    "an answer twice": (
        lambda rows: rows.append(dict(row(rows, "telephone"))),
        "answered on lines",
    ),
    "no, and nothing else": (edited("telephone", told="no"), "does not say what is right."),
    "yes to nothing": (
        edited("opening_hours.sunday", told="yes", by="x", on="2026-11-23"),
        "there is nothing here to confirm.",
    ),
    "maybe": (edited("services.spravato", told="maybe"), "“maybe” is neither yes nor no."),
    "a number that is none": (edited("telephone", told="12"), "the number “12” has 2 digits"),
    "hours with two readings": (edited("opening_hours.monday", told="9-5"), "more than one way"),
    "ages": (edited("ages", told="13", by="x", on="2026-11-23"), "has several parts."),
    "a control character": (edited("address.unit", told="a\u202eb"), "invisible character"),
    "the whole, too early": (
        edited("confirmed", told="yes", by="x", on="2026-11-23"),
        "still unconfirmed: ",
    ),
    "a plan that nobody knows": (edited("insurance", told="Aetna; Foo"), "unknown carrier “Foo”."),
    "another city's ZIP": (edited("address.postal_code", told="90210"), "ZIP 90210 belongs to CA"),
}
GOOD = {
    ("az-mesa", path): answer
    for path, answer in {
        "telephone": "480-956-5681",
        "services.spravato": "yes",
        "address.unit": "yes",
        "opening_hours.monday": "yes",
        "insurance": "yes",
        "address.postal_code": "yes",
    }.items()
}


@pytest.mark.parametrize("case", WRONG)
def test_one_wrong_row_is_told_with_its_line_and_nothing_is_written(
    case: str, project: MakeProject, confirm: Callable[..., tuple[int, str]]
) -> None:
    edit, message = WRONG[case]
    other = minimal("az-yuma", "Yuma", "unconfirmed: [status]\n")
    root = project({MESA: FILE, "locations/az-yuma.yaml": other})
    rows = fill(sheet_of(root), {**GOOD, ("az-yuma", "status"): "yes"})
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    edit(rows)
    code, said = confirm(root, rows, "--write")
    assert code == 1, said
    assert message in said
    assert "Nothing was changed." in said
    assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before
    is_about_the_file = "unknown carrier" in said or "belongs to CA" in said
    assert ("of the sheet.)" if is_about_the_file else f"{root / 'filled.csv'}:") in said


def test_a_right_sheet_is_taken_only_when_that_is_wanted(
    project: MakeProject, confirm: Callable[..., tuple[int, str]]
) -> None:
    yuma = minimal("az-yuma", "Yuma", "unconfirmed: [status]\n")
    files = {MESA: FILE.replace("\n", "\r\n"), "locations/az-yuma.yaml": yuma, LEDGER: "/\n"}
    root = project(files)
    rows = fill(sheet_of(root), {**GOOD, ("az-yuma", "status"): "yes"})
    code, said = confirm(root, rows)
    assert code == 0
    assert "    telephone: 480-956-5680 becomes 480-956-5681\n" in said
    assert "Nothing is written yet. To write it: make confirm FILE=" in said
    assert (root / MESA).read_bytes() == FILE.replace("\n", "\r\n").encode()
    code, said = confirm(root, rows, "--write")
    assert (code, said.splitlines()[-1]) == (0, "Wrote 7 answers into 2 files.")
    assert (root / LEDGER).read_text() == "/\n/locations/az/yuma/\n", "its page is new"
    text = (root / MESA).read_bytes().decode()
    assert text.count("\r\n") == text.count("\n"), "the line ends are those of the file"
    assert "telephone: 480-956-5681  # the front desk\r\n" in text
    code, said = confirm(root, rows, "--write")
    assert code == 1, "a second time these facts are not unconfirmed any more"


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ","), ("cp1252", ";"), ("utf-16", "\t")],
)
def test_a_sheet_is_read_however_it_was_saved(
    encoding: str, delimiter: str, project: MakeProject
) -> None:
    root = project({MESA: FILE})
    rows = fill(sheet_of(root), {("az-mesa", "address.street_address"): "1 Café Street – East"})
    rows.reverse()
    answers, problems = read_answers("s.csv", written(rows, delimiter).encode(encoding), AS_OF)
    assert not problems
    assert [answer.told for answer in answers] == ["1 Café Street – East"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"a,b\n1,2\n", b"\xff\xfe\x00", b"Clinic\n"])
def test_what_is_no_call_sheet_is_told(data: bytes) -> None:
    answers, problems = read_answers("s.csv", data, AS_OF)
    assert not answers
    assert [problem.is_error for problem in problems] == [True]


def test_without_a_sheet_it_says_which_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AS_OF", str(AS_OF))
    for arguments in ([], ["--", ""]):
        assert main(["confirm", "--root", str(tmp_path), *arguments]) == 2
        assert "make report CSV=1" in capsys.readouterr().err
    assert main(["confirm", "--root", str(tmp_path), "--", str(tmp_path / "none.csv")]) == 1
    assert "cannot be read (No such file or directory)" in capsys.readouterr().out


def test_files_are_replaced_together_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / name for name in ("a", "b", "c")]
    for path in paths:
        path.write_bytes(b"old")
    replaced = []

    def fails_at_the_last(source: Path, target: Path) -> None:
        if target == paths[-1]:
            raise OSError("full")
        replaced.append(target)
        source.rename(target)

    monkeypatch.setattr("plugins.clinics.writing.os.replace", fails_at_the_last)
    with pytest.raises(OSError, match="full"):
        replace_all({path: (b"old", b"new") for path in paths})
    assert replaced == paths[:2]
    assert [path.read_bytes() for path in paths] == [b"old"] * 3
    assert sorted(tmp_path.iterdir()) == paths, "nothing else is left"


def test_every_field_of_a_clinic_has_a_place_in_the_order() -> None:
    ranks = [rank(name) for name in Location.model_fields]
    assert len(set(ranks)) == len(ranks) > 30


def test_a_file_that_somebody_has_touched_is_left_alone(tmp_path: Path) -> None:
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_bytes(b"edited")
    other.write_bytes(b"old")
    with pytest.raises(Failure, match="was edited in the meantime"):
        replace_all({other: (b"old", b"new"), path: (b"old", b"new")})
    with pytest.raises(Failure, match="is there already"):
        create(path, "new")
    assert (path.read_bytes(), other.read_bytes()) == (b"edited", b"old")
    create(tmp_path / "c", "new")
    assert sorted(item.name for item in tmp_path.iterdir()) == ["a", "b", "c"]


@pytest.mark.parametrize("typed", ["", "yes"])
def test_a_person_sees_the_changes_and_is_asked(typed: str, project: MakeProject) -> None:
    root = project({MESA: FILE})
    sheet = root / "filled.csv"
    sheet.write_text(written(fill(sheet_of(root), {("az-mesa", "address.unit"): "Suite 21"})))
    person = Terminal("confirm", "--root", str(root), "--", str(sheet))
    person.wait_for("address.unit: Suite 2 becomes Suite 21")
    person.answer("Write this into the files? [y/N] ", typed)
    assert person.finish() == 0
    assert ("Nothing is written yet." in person.said) == (not typed)
    assert ("unit: Suite 21" in (root / MESA).read_text()) == bool(typed)
