"""New files for editors: what was typed is in the file, checked, and nothing else is made up."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.clinics.__main__ import main
from plugins.clinics.load.files import load_file
from plugins.clinics.load.front_matter import parse_front_matter
from plugins.clinics.load.repository import LEDGER
from plugins.clinics.load.source import Source
from plugins.clinics.load.tree import plain
from plugins.clinics.load.yaml_text import parse_yaml
from plugins.clinics.model.location import Location
from plugins.clinics.model.text import ArticleFrontMatter
from plugins.clinics.new.location import location_file
from plugins.clinics.problems import visible
from plugins.clinics.time_zones import time_zone
from tests.conftest import AS_OF, MakeProject, load, minimal
from tests.terminal import Terminal

from .test_checks_faq import question

TUCSON = "locations/az-tucson.yaml"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command without a terminal; gives its exit code and what it says."""
    monkeypatch.setenv("AS_OF", str(AS_OF))

    def command(root: Path, what: str, /, **answers: str) -> tuple[int, str, str]:
        options = [f"--{key.replace('_', '-')}={text}" for key, text in answers.items()]
        capsys.readouterr()
        code = main([what, "--root", str(root), *options])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def read(root: Path, name: str) -> Location:
    found, problems = load_file(Location, root, root / name)
    assert found, problems
    assert not problems
    return found.value


# --- a clinic ------------------------------------------------------------------------------------

PLACES: dict[str, tuple[str, str, str | None, str | None]] = {
    # ZIP code: city, state, the time zone in the file, the time zone that counts
    "85701": ("Tucson", "AZ", None, "America/Phoenix"),
    "86515": ("Window Rock", "AZ", "America/Denver", "America/Denver"),
    "79901": ("El Paso", "TX", "America/Denver", "America/Denver"),
    "78701": ("Austin", "TX", "America/Chicago", "America/Chicago"),
    "37402": ("Chattanooga", "TN", "America/New_York", "America/New_York"),
    "37201": ("Nashville", "TN", "America/Chicago", "America/Chicago"),
    "00901": ("San Juan", "PR", None, "America/Puerto_Rico"),
    "02134": ("Allston", "MA", None, "America/New_York"),
}


@pytest.mark.parametrize("code", PLACES)
def test_city_state_and_time_zone_come_from_the_zip_code(
    code: str, project: MakeProject, run: Run
) -> None:
    city, state, written, counts = PLACES[code]
    root = project({TUCSON: minimal("az-tucson", "Tucson"), LEDGER: "/\n"})
    status, said, _err = run(root, "new-location", name="East Side", zip=code, source="A call")
    assert status == 0, said
    location = read(root, f"locations/{state.lower()}-east-side.yaml")
    assert location.address.address_locality == city
    assert (location.address.address_region, location.address.postal_code) == (state, code)
    assert (location.time_zone, time_zone(location)) == (written, counts)
    assert not load(root, True).has_errors


def test_a_new_clinic_says_what_was_said_and_what_is_unconfirmed(
    project: MakeProject, run: Run
) -> None:
    root = project({TUCSON: minimal("az-tucson", "Tucson"), LEDGER: "/\n"})
    answers = {
        **{"name": 'Foo: #1 "x"', "zip": "85701", "street": "- 1 Main St: #2", "unit": "Suite #5"},
        **{"phone": "(520) 792-1450", "opens": "2027-01-04", "weekdays": "9am-5pm"},
        **{"sunday": "closed", "services": "tms-therapy, Spravato", "source": "Call; with O'Brien"},
        "confirmed": "Phone, services.tms-therapy, spravato",
    }
    status, said, _err = run(root, "new-location", **answers)
    assert status == 0, said
    made = read(root, "locations/az-foo-1-x.yaml")
    assert made.name == 'Foo: #1 "x"'
    assert (made.address.street_address, made.address.unit) == ("- 1 Main St: #2", "Suite #5")
    assert made.telephone
    assert made.telephone.display == "520-792-1450"
    assert (str(made.status), str(made.status_from)) == ("opening_soon", "2027-01-04")
    assert made.opening_hours
    hours = {day: str(hours) for day, hours in made.opening_hours.days() if hours}
    assert (len(hours), hours["monday"], hours["sunday"]) == (6, "09:00-17:00", "closed")
    assert [item.id for item in made.services] == ["tms-therapy", "spravato"]
    assert made.sources == ("Call; with O'Brien",)
    assert made.confirmed is None
    assert made.unconfirmed == (*("status", "status_from", "address", "opening_hours"),)
    known = {"id", "name", "status", "status_from", "telephone", "address", "opening_hours"}
    known |= {"services", "unconfirmed", "sources"}
    assert made.model_fields_set == known, "nothing else is said"
    assert (root / LEDGER).read_text() == "/\n", "it has no published page yet"


def test_no_other_answer_is_blamed_for_what_is_confirmed_last(project: MakeProject) -> None:
    moves = "moved_to: az-east\nstatus_from: 2027-02-01\n"
    clinic = minimal("az-tucson", "Tucson", more=moves).replace("status: open", "status: moved")
    root = project({TUCSON: clinic})
    options = ["--root", str(root), "--zip", "85701", "--state", "AZ", "--city", "Tucson"]
    person = Terminal("new-location", *options)
    person.answer("What people call the clinic", "East")
    person.wait_for("Street and number")
    assert "not confirmed" not in person.said
    assert person.finish("\x03") == 130


def test_what_the_clinic_has_confirmed_is_published_and_in_the_ledger(
    project: MakeProject, run: Run
) -> None:
    root = project({TUCSON: minimal("az-tucson", "Tucson"), LEDGER: "/\n"})
    answers = {"zip": "85701", "source": "A call", "confirmed": "All", "by": "clinic manager"}
    status, said, _err = run(root, "new-location", name="East", **answers)
    assert status == 0, said
    made = read(root, "locations/az-east.yaml")
    assert made.unconfirmed == ()
    assert made.confirmed
    assert (made.confirmed.on, made.confirmed.by) == (AS_OF, "clinic manager")
    assert "/locations/az/east/\n" in (root / LEDGER).read_text()


REFUSED = {
    "nothing": ({}, ["--name is missing", "--state is missing", "--source is missing"]),
    "all that is wrong, at once": (
        {
            "name": "X",
            "zip": "8570",
            "phone": "12",
            "weekdays": "9-5",
            "services": "TMS, tmz-therapy",
        },
        [
            "--zip: address.postal_code: “8570” is not a ZIP code",
            "--phone: telephone: the number “12” has 2 digits",
            "--weekdays: opening_hours.monday: “9-5” can be read in more than one way",
            "--services: unknown service “tmz-therapy”. Fix: Did you mean “tms-therapy”?",
        ],
    ),
    "another state": (
        {"name": "X", "zip": "85701", "state": "CA", "source": "A call"},
        ["--state: ZIP 85701 belongs to AZ, the address is in CA."],
    ),
    "a clinic that is there": (
        {"name": "Tucson", "zip": "85701", "source": "A call"},
        ["--name: locations/az-tucson.yaml is there already."],
    ),
    "a name without letters": (
        {"name": "京都", "zip": "85701", "source": "A call"},
        ["--name: the file name “az-.yaml” cannot become the address of a page."],
    ),
    "a path": (
        {"name": "../../x", "zip": "85701", "state": "../x", "source": "A call"},
        ["--state: "],
    ),
    "an invisible character": (
        {"name": "a\u202eb\n", "zip": "85701", "source": "A call"},
        ["--name: it holds an invisible character."],
    ),
    "an argument without meaning": (
        {"name": "X", "zip": "85701", "source": "A call", "unit": "5", "by": "me"},
        ["--unit has no meaning with these answers.", "--by has no meaning with these answers."],
    ),
    "a fact that was not given": (
        {"name": "X", "zip": "85701", "source": "A call", "confirmed": "telephone"},
        ["--confirmed: “telephone” is none of the facts of this clinic."],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_wrong_and_missing_arguments_are_told_and_nothing_is_written(
    case: str, project: MakeProject, run: Run
) -> None:
    answers, sentences = REFUSED[case]
    root = project({TUCSON: minimal("az-tucson", "Tucson"), LEDGER: "/\n"})
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    status, _out, said = run(root, "new-location", **answers)
    assert status == 2
    lines = said.splitlines()
    assert lines[-1] == "Nothing was changed."
    for sentence in sentences:
        assert len([line for line in lines if line.startswith(sentence)]) == 1, said
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    assert len(before) > 4


LINE = st.text(min_size=1, max_size=40).map(visible).filter(lambda text: text == text.strip())


@settings(max_examples=60, deadline=None)
@given(LINE, LINE, LINE)
def test_whatever_is_typed_stands_in_the_file_as_it_was_typed(
    name: str, street: str, source: str
) -> None:
    answers = {"name": name, "street": street, "zip": "02134", "source": source}
    parsed, _problems = parse_yaml(Source("", location_file(answers, AS_OF)[1]))
    assert parsed
    said = plain(parsed.root)
    assert isinstance(said, dict)
    assert (said["name"], said["sources"]) == (name, [source])
    assert said["address"] == {
        "street_address": street,
        "address_region": "MA",
        "postal_code": "02134",
    }


# --- texts and alerts ----------------------------------------------------------------------------


def test_a_new_question_with_its_answer_is_ready(project: MakeProject, run: Run) -> None:
    root = project({TUCSON: minimal("az-tucson", "Tucson"), LEDGER: "/\n", **question()})
    title = 'Is "TMS": loud #1?'
    status, said, _err = run(
        root,
        "new-question",
        topic="tms",
        title=title,
        services="TMS",
        answer="A",
    )
    assert status == 0, said
    path = root / "content/faq/tms/is-tms-loud-1.md"
    catalog = load(root, True).catalog
    assert catalog
    made = catalog.repository.library.questions[path.stem].value
    assert (made.title, made.services) == (title, ("tms-therapy",))
    assert (made.published, made.facts_checked) == (AS_OF, AS_OF)
    assert path.read_text("utf-8").endswith("---\n\nA\n")
    assert not load(root, True).has_errors
    assert "/faq/tms/#is-tms-loud-1\n" in (root / LEDGER).read_text()
    status, _out, said = run(root, "new-question", topic="tms", title=title)
    assert (status, "is there already" in said) == (2, True)


def test_what_a_text_still_needs_is_told(project: MakeProject, run: Run) -> None:
    root = project({TUCSON: minimal("az-tucson", "Tucson"), LEDGER: "/\n", **question()})
    status, said, _err = run(root, "new-article", title="What: TMS", description="It's “TMS”: #1")
    assert status == 0
    assert (
        "content/articles/what-tms.md:2:8: error: this text about health cites no source." in said
    )
    assert "make addresses" in said
    status, said, _err = run(root, "new-question", topic="tms", title="Is TMS loud?")
    assert status == 0
    assert "error: this question has no answer." in said
    assert (root / LEDGER).read_text() == "/\n", "nobody knows yet whether they will go out"
    status, _out, said = run(root, "new-question", topic="tsm", title="Is it", sources="S999")
    assert status == 2
    assert said.splitlines() == [
        "--topic: there is no topic “tsm”. Fix: Did you mean tms?",
        "--title: this title is not a question. Fix: end it with a question mark.",
        "--sources: sources: “S999” is not in content/_sources.yaml. Fix: "
        "check the spelling, or add it there.",
        "Nothing was changed.",
    ]


def test_a_new_article_takes_names_as_people_say_them_and_its_day(
    project: MakeProject, run: Run
) -> None:
    root = project({TUCSON: minimal("az-tucson", "Tucson"), LEDGER: "/\n", **question()})
    answers = {"title": "Sleep", "description": "Why.", "services": "tms, Ketamine"}
    status, _said, err = run(root, "new-article", **answers, published="Dec 10")
    assert (status, "--published: published: “Dec 10” is not a date" in err) == (2, True), err
    status, said, err = run(root, "new-article", **answers, published="2026-12-10")
    assert status == 0, err
    made, _problems = load_file(
        ArticleFrontMatter, root, root / "content/articles/sleep.md", parse_front_matter
    )
    assert made, said
    assert made.value.services == ("tms-therapy", "ketamine-therapy")
    assert (made.value.published, made.value.facts_checked) == (datetime.date(2026, 12, 10), AS_OF)


def test_an_alert_is_added_below_the_others(project: MakeProject, run: Run) -> None:
    alerts = (
        "alerts:  # shown on the page\n"
        "  - {from: 2026-12-20, to: 2026-12-21, level: warning, message: Snow.}  # sure\n"
    )
    old = minimal("az-tucson", "Tucson", alerts)
    root = project({TUCSON: old})
    words = 'Closed: see "door", #1'
    status, said, _err = run(root, "new-alert", clinic="az-tucson", message=words, to="2026-12-01")
    assert status == 0, said
    line = f"  - {{from: {AS_OF}, to: 2026-12-01, level: info, message: '{words}'}}\n"
    assert (root / TUCSON).read_text() == old + line
    assert [alert.message for alert in read(root, TUCSON).alerts] == ["Snow.", words]
    status, _out, said = run(
        root, "new-alert", clinic="az-tuscon", message="x", to="2026-10-01", level="big"
    )
    assert status == 2
    assert "--clinic: there is no clinic “az-tuscon”. Fix: Did you mean az-tucson?" in said
    assert "--to: the last day is before the first." in said
    assert "--level: alerts.level: “big” is not one of info, warning, emergency." in said
    assert (root / TUCSON).read_text() == old + line


def test_addresses_of_files_made_by_hand_are_added(project: MakeProject, run: Run) -> None:
    root = project({TUCSON: minimal("az-tucson", "Tucson"), LEDGER: "/gone/\n"})
    (root / "locations/_redirects.yaml").write_text(
        "redirects: [{from: /gone/, to: /locations/, reason: test}]\n"
    )
    assert run(root, "addresses")[0] == 0
    lines = (root / LEDGER).read_text().splitlines()
    assert {"/gone/", "/locations/az/tucson/", "/sitemap.xml"} < set(lines)
    assert lines == sorted(lines)
    assert run(root, "addresses")[1] == "", "a second time nothing is new"


# --- at a terminal -------------------------------------------------------------------------------


def test_a_person_is_asked_again_and_can_stop_at_any_time(project: MakeProject) -> None:
    root = project({TUCSON: minimal("az-tucson", "Tucson")})
    options = ["--root", str(root), "--name", "East", "--source", "A call", "--services", ""]
    person = Terminal("new-location", *options)
    person.answer("ZIP code (Enter: leave out): ", "8570")
    person.wait_for("“8570” is not a ZIP code")
    person.answer("ZIP code (Enter: leave out): ", "85701")
    person.answer("State, two letters [AZ]: ", "")
    person.answer("City of the postal address [Tucson]: ", "")
    person.answer("Street and number", "1 Main Street")
    person.answer("Suite", "")
    person.answer("telephone number", "212-736-5000")
    person.wait_for("212")
    person.answer("telephone number [212-736-5000]: ", "520-792-1450")
    person.answer("Opening day", "")
    for day in ("Monday", "Saturday", "Sunday"):
        person.answer(day, "closed" if day == "Sunday" else "")
    person.answer("has confirmed: all, or some of these (status, ", "status")
    assert person.finish() == 0, person.said
    made = read(root, "locations/az-east.yaml")
    assert made.address.locality_line == "Tucson, AZ 85701"
    assert made.telephone
    assert made.telephone.display == "520-792-1450"
    assert made.unconfirmed == ("telephone", "address", "opening_hours")

    before = sorted(root.rglob("*"))
    for end in ("\x04", "\x03"):
        person = Terminal("new-location", *options)
        person.wait_for("ZIP code")
        assert person.finish(end) == 130
        assert "Stopped." in person.said
    assert sorted(root.rglob("*")) == before
