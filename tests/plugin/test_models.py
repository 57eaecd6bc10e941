"""The typed values: what is meant is accepted, what could mislead a patient is refused."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from plugins.clinics.load.models import build
from plugins.clinics.load.source import Source
from plugins.clinics.load.tree import Path, Scalar, scalars
from plugins.clinics.load.yaml_text import parse_yaml
from plugins.clinics.model.hours import parse_day
from plugins.clinics.model.location import Accessibility, Ages, Location
from plugins.clinics.model.scalars import (
    parse_boolean,
    parse_date,
    parse_decimal,
    parse_former_url,
    parse_host,
    parse_id,
    parse_percentage,
    parse_postal_code,
    parse_region,
    parse_slug,
    parse_text,
    parse_url,
    parse_whole_number,
)
from plugins.clinics.model.telephone import parse_sms_code, parse_telephone
from plugins.clinics.problems import Problem, report
from tests.conftest import ROOT, MakeProject, load, minimal

Parse = Callable[[Any], Any]
ProblemsOf = Callable[..., list[Problem]]

PARSERS: list[Parse] = [
    parse_boolean,
    parse_date,
    parse_day,
    parse_decimal,
    parse_former_url,
    parse_host,
    parse_id,
    parse_postal_code,
    parse_region,
    parse_slug,
    parse_sms_code,
    parse_telephone,
    parse_text,
    parse_url,
    parse_whole_number,
]


def example() -> Source:
    text = (ROOT / "locations" / "_example.yaml").read_text("utf-8")
    source, problems = parse_yaml(Source("locations/_example.yaml", text))
    assert source is not None, problems
    return source


EXAMPLE = example()
VALUES = [(path, scalar) for path, scalar in scalars(EXAMPLE.root) if scalar.place.length > 0]


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (parse_text, "  O'Brien  &\tSons ", "O'Brien & Sons"),
        (parse_text, "Zoë’s “B” — 5 < 6, a<5, <3", "Zoë’s “B” — 5 < 6, a<5, <3"),
        (parse_text, "AT&T; R&D", "AT&T; R&D"),
        (parse_text, "B", "B"),
        (parse_text, "NO", "NO"),
        (parse_text, "x" * 500, "x" * 500),
        (parse_percentage, "60", 60),
        (parse_percentage, "100 %", 100),
        (parse_boolean, "Yes", True),
        (parse_boolean, "FALSE", False),
        (parse_date, "2028-02-29", datetime.date(2028, 2, 29)),
        (parse_decimal, "-112.07002", -112.07002),
        (parse_decimal, "\u2212112", -112.0),
        (parse_decimal, "+0.5", 0.5),
        (parse_whole_number, "0", 0),
        (parse_whole_number, "150", 150),
        (parse_postal_code, "02134", "02134"),
        (parse_postal_code, "85004-1234", "85004-1234"),
        (parse_region, " az ", "AZ"),
        (parse_slug, "az-desert-ridge-2\n", "az-desert-ridge-2"),
        (parse_url, "https://www.example.com/a?b=c#d", "https://www.example.com/a?b=c#d"),
        (parse_url, "https://xn--a-1fa.com:8443/ä", "https://xn--a-1fa.com:8443/ä"),
        (parse_host, "Booking.Example.com", "booking.example.com"),
        (parse_former_url, "/old/page/", "/old/page/"),
        (parse_former_url, "/?page_id=12", "/?page_id=12"),
        (parse_former_url, "/?a=/b/&c=", "/?a=/b/&c="),
        (parse_former_url, "/a/b%20c.html", "/a/b%20c.html"),
        (parse_former_url, "https://old.example.com", "https://old.example.com"),
        (parse_sms_code, "988", "988"),
        (parse_sms_code, "838255", "838255"),
        (parse_sms_code, "(833) 852-6262", "833-852-6262"),
    ],
)
def test_what_is_meant_is_accepted(parse: Parse, text: str, value: object) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(
    ("parse", "text", "part"),
    [
        *((parse_percentage, text, "percentage") for text in ("0", "101", "half", "6.5", "-5")),
        (parse_text, "", "empty"),
        (parse_text, " \t\u00a0", "empty"),
        (parse_text, "x" * 501, "501 characters"),
        (parse_text, "a <b>bold</b> word", "HTML (“<b”)"),
        (parse_text, "</p>", "HTML"),
        (parse_text, "<!-- x -->", "HTML"),
        (parse_text, "<?php", "HTML"),
        (parse_text, "A &amp; B", "HTML (“&amp;”)"),
        (parse_text, "&#x202e;", "HTML"),
        (parse_text, "N/A", "placeholder"),
        (parse_text, "tbd", "placeholder"),
        (parse_boolean, "y", "neither yes nor no"),
        (parse_boolean, "", "neither yes nor no"),
        (parse_date, "2026-02-30", "no day"),
        (parse_date, "2026-13-01", "no day"),
        (parse_date, "0001-01-01", "not in this century"),
        (parse_date, "0000-00-00", "not in this century"),
        (parse_date, "9999-12-31", "not in this century"),
        (parse_date, "12/24/2026", "only one way"),
        (parse_date, "2026-1-2", "only one way"),
        (parse_date, "20261224", "only one way"),
        (parse_date, "2026-12-24T10:00", "only one way"),
        (parse_decimal, "1e400", "not a number"),
        (parse_decimal, "nan", "not a number"),
        (parse_decimal, "1,5", "not a number"),
        (parse_decimal, "33°27'", "not a number"),
        (parse_decimal, "9" * 5, "not a number"),
        (parse_whole_number, "151", "not an age"),
        (parse_whole_number, "-1", "not an age"),
        (parse_whole_number, "12+", "not an age"),
        (parse_postal_code, "8504", "here are 4"),
        (parse_postal_code, "850041", "here are 6"),
        (parse_postal_code, "AZ 85004", "not a ZIP"),
        (parse_slug, "../../etc/passwd", "address of a page"),
        (parse_slug, "Az-Mesa", "address of a page"),
        (parse_slug, "az--mesa", "address of a page"),
        (parse_slug, "a" * 81, "address of a page"),
        (parse_id, "", "missing"),
        (parse_url, "http://www.example.com", "not an https address"),
        (parse_url, "javascript:alert(1)", "not an https address"),
        (parse_url, "javascript://www.example.com/%0aalert(1)", "not an https address"),
        (parse_url, "data:text/html,x", "not an https address"),
        (parse_url, "java\tscript:alert(1)", "not an https address"),
        (parse_url, "//www.example.com", "not an https address"),
        (parse_url, "www.example.com", "not an https address"),
        (parse_url, "https://", "not an https address"),
        (parse_url, "https://www.example.com/a b", "not an https address"),
        (parse_url, "https://www.example.com/\u202e", "not an https address"),
        (parse_url, 'https://www.example.com/"onclick=', "not an https address"),
        (parse_url, "https://www.example.com\\@evil.com", "not an https address"),
        (parse_url, "https://[::1", "not an https address"),
        (parse_url, "https://www.example.com/" + "x" * 2_000, "not an https address"),
        (parse_url, "https://user@www.example.com", "plain name of a host"),
        (parse_url, "https://javascript:alert(1)", "plain name of a host"),
        (parse_url, "https://localhost/", "plain name of a host"),
        (parse_url, "https://127.0.0.1/", "plain name of a host"),
        (parse_url, "https://./", "plain name of a host"),
        (parse_url, "https://a..b/", "plain name of a host"),
        (parse_url, "https://www.example.com:99999999/", "plain name of a host"),
        (parse_url, "https://\u0430pple.com/", "plain name of a host"),
        (parse_host, "https://a.com", "name of a host"),
        (parse_host, "a.com/path", "name of a host"),
        (parse_former_url, "//evil.com/", "redirect"),
        (parse_former_url, "/" + "a" * 1_000, "the limit is 1000"),
        (parse_former_url, f"https://{'a.' * 130}org/", "plain name of a host"),
        (parse_former_url, "/old?//evil.com/", "the query of"),
        (parse_former_url, "/old?a=1&/evil", "the query of"),
        (parse_former_url, "/old?a", "the query of"),
        (parse_former_url, "/old?a=1&&b=2", "the query of"),
        (parse_former_url, "/old?a?b=c", "the query of"),
        (parse_former_url, "https://old.example.com/?=x", "the query of"),
        (parse_former_url, "/\\evil.com/", "redirect"),
        (parse_former_url, "/*", "redirect"),
        (parse_former_url, "/:splat", "redirect"),
        (parse_former_url, "/a;return 301 /b", "redirect"),
        (parse_former_url, "/a{b}", "redirect"),
        (parse_former_url, "/a b", "redirect"),
        (parse_former_url, "/a/../../etc", "redirect"),
        (parse_former_url, "/a/%2e%2E/etc", "redirect"),
        (parse_former_url, "https://old.example.com/*", "redirect"),
        (parse_former_url, "javascript:alert(1)", "not an https address"),
        (parse_sms_code, "call us", "not a telephone number"),
        (parse_sms_code, "8382555", "digits"),
        (parse_telephone, "416-967-1111", "another country"),
        (parse_telephone, "876-922-1234", "another country"),
        (parse_telephone, "900-456-7890", "cost extra"),
    ],
)
def test_what_could_mislead_is_refused_with_the_reason(parse: Parse, text: str, part: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse(text)
    assert part in caught.value.message()
    assert (caught.value.context or {})["hint"].endswith((".", "?"))


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (parse_telephone, "602-956-5680"),
        (parse_telephone, "988"),
        (parse_telephone, "602-956-5680 x12"),
        (parse_sms_code, "838255"),
        (parse_date, "2026-12-24"),
        (parse_decimal, "33.45"),
        (parse_whole_number, "12"),
        (parse_postal_code, "85004"),
        (parse_day, "09:00-17:00"),
        (parse_day, "9am-5pm"),
        (parse_slug, "az-2"),
    ],
)
@pytest.mark.parametrize("zero", ["\u0660", "\u0966", "\uff10", "\U0001d7ce"])
def test_digits_of_other_scripts_are_no_digits(parse: Parse, text: str, zero: str) -> None:
    other = "".join(chr(ord(zero) + int(char)) if char.isdigit() else char for char in text)
    assert parse(text) is not None
    with pytest.raises(PydanticCustomError):
        parse(other)


@pytest.mark.parametrize("dash", [*"-\u2010\u2011\u2012–—\u2212"])
def test_any_dash_stands_between_numbers(dash: str) -> None:
    assert str(parse_telephone(f"602{dash}956{dash}5680")) == "602-956-5680"
    assert str(parse_day(f"9 a.m. {dash} 5 p.m.")) == "09:00-17:00"


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("9-17", "09:00-17:00"), ("9:30-17", "09:30-17:00"), ("7-24", "07:00-24:00")],
)
def test_an_hour_after_twelve_shows_that_the_clock_has_24_hours(text: str, meaning: str) -> None:
    assert str(parse_day(text)) == meaning


@pytest.mark.parametrize("text", ["24:00-06:00", "9:00m-17:00m", "9-5", "9am-17"])
def test_times_without_one_meaning_are_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        parse_day(text)


@pytest.mark.parametrize("parse", PARSERS)
@pytest.mark.parametrize("value", [[], ["a"], {}, {"a": "b"}, [["a"]]])
def test_a_list_or_a_group_is_no_text(parse: Parse, value: object) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse(value)
    assert "not a list or a group" in caught.value.message()


# --- Every field of a location -------------------------------------------------------------------

URL_FIELDS = ("appointment_url", "former_urls", "sources")
HOSTILE = {
    "HTML": '"<script>alert(1)</script>"',
    "a comment of HTML": '"<!-- x -->"',
    "a control character": '"a\\0b"',
    "writing turned around": '"a\\u202eb"',
    "an invisible letter": '"a\\u200bb"',
    "a list": "[a]",
    "a group": "{a: b}",
    "an empty text": '""',
}


def with_value(scalar: Scalar, written: str) -> str:
    """The example file with something else in the place of one value."""
    lines = list(EXAMPLE.lines)
    start, line = scalar.place.column - 1, lines[scalar.place.line - 1]
    rest = line[start + scalar.place.length :]
    lines[scalar.place.line - 1] = line[:start] + written + rest
    return "\n".join(lines)


def is_error_at(scalar: Scalar, problems: list[Problem]) -> bool:
    return any(
        problem.is_error
        and problem.place.line == scalar.place.line
        and problem.place.column == scalar.place.column
        for problem in problems
    )


@pytest.mark.parametrize("written", HOSTILE.values(), ids=HOSTILE)
def test_no_field_takes(written: str, project: MakeProject) -> None:
    assert_refused_everywhere(project, written, VALUES)


@pytest.mark.parametrize(
    "written",
    [
        "javascript:alert(1)",
        "data:text/html;base64,eA==",
        "http://www.example.com",
        "//a.com",
        "x:y",
    ],
)
def test_no_address_is_anything_but_https(written: str, project: MakeProject) -> None:
    addresses = [(path, scalar) for path, scalar in VALUES if path[0] in URL_FIELDS]
    assert len(addresses) >= 4
    assert_refused_everywhere(project, written, addresses)


def assert_refused_everywhere(
    project: MakeProject, written: str, values: list[tuple[Path, Scalar]]
) -> None:
    files = {
        f"locations/az-{number}.yaml": with_value(scalar, written)
        for number, (_path, scalar) in enumerate(values)
    }
    found = load(project(files)).problems
    for number, (path, scalar) in enumerate(values):
        here = [item for item in found if item.path == f"locations/az-{number}.yaml"]
        assert is_error_at(scalar, here), f"{path} takes {written}\n{report(here)}"


@pytest.mark.parametrize(
    "more",
    [
        "name: Aetna & Sons’ “Annex”",
        "address: {address_region: AZ, unit: \"Suite #200\", address_locality: O'Brien's Wash}",
        "address: {address_region: az, postal_code: 85004-1234}",
        "entrance_note: NO",
        "entrance_note: B",
        "entrance_note: Ring twice; then 5 < 6 & wait – “Bé” – I <3 you 😀",
        "entrance_note: 100% step-free! @ the corner, C#3 \\o/",
        'entrance_note: "Building: north"',
        "entrance_note: 'It''s here'",
        "entrance_note: >\n  Through the yard,\n  then left.",
        "waiting_for_driver: null and void",
        "entrance_note: نحن مفتوحون",
        "entrance_note: क्\u200dष 👩\u200d⚕️",
        "telephone: +14809565680",
        "telephone: 4809565680",
        "telephone: (480) 956-5680 ext. 7",
        "telephone: 480\u2011956\u20115680",
        "telephone: 800-662-4357",
        "opening_hours: {monday: 9:30-17:00, tuesday: 8 a.m. to 5 p.m., sunday: Closed}",
        "opening_hours: {monday: open 24 hours, tuesday: by appointment, friday: 22:00-06:00}",
        'opening_hours: {monday: 08:00-12:00, tuesday: "08:00-12:00, 13:00-17:00"}',
        "opening_hours: {}",
        "special_opening_hours: []\nservices: []\ninsurance: []\nalerts: []\nproviders: []",
        "special_opening_hours: [{date: 2026-12-24, hours: regular hours, reason: x}]",
        "special_opening_hours: [{from: 2026-12-24, to: 2026-12-24, hours: closed, reason: x}]",
        "parking: {kind: none}",
        "parking: {}",
        "ages: {from: 0, to: 0}",
        "is_accepting_new_patients: TRUE",
        "geo: {latitude: +33.4500, longitude: -112.0000}",
        "time_zone: America/Denver",
        "telehealth_states: [AZ, PR, DC]",
        "languages: [en, es, ase, hmn]",
        "certified_for: [spravato_rems]",
        "devices: [NeuroStar® Advanced Therapy System]",
        'first_visit: [photo ID, "questions, if you have any"]',
        "former_urls: [/old/, https://old.example.com/clinics/mesa?x=1]",
        "confirmed: {on: 2026-11-24, by: J. O’Neill-Ruíz}",
        "unconfirmed: [name, address.address_region]",
        "status_from: 2020-02-29",
        "# just a comment",
    ],
)
def test_honest_content_is_never_refused(more: str, problems_of: ProblemsOf) -> None:
    fields = [line.split(":")[0] for line in more.split("\n")]
    kept = [line for line in minimal().split("\n") if line.split(":")[0] not in fields]
    found = problems_of("\n".join([*kept, more]))
    assert found == [], report(found)


def test_a_postal_code_keeps_its_leading_zero(problems_of: ProblemsOf) -> None:
    text = minimal("ma-boston", "Boston").replace("MA}", "MA, postal_code: 02134}")
    assert problems_of(text, "ma-boston") == []


@pytest.mark.parametrize(
    ("ages", "shown"),
    [
        ({"from": "12"}, "12 and older"),
        ({"to": "17"}, "up to 17"),
        ({"from": "18", "to": "65"}, "18 to 65"),
    ],
)
def test_ages_are_shown_as_they_are_meant(ages: dict[str, str], shown: str) -> None:
    assert Ages.model_validate(ages).display == shown


@pytest.mark.parametrize("ages", ["{}", "{from: 65, to: 12}"])
def test_ages_without_a_meaning_are_refused(ages: str, problems_of: ProblemsOf) -> None:
    found = problems_of(minimal(more=f"ages: {ages}\n"))
    assert [problem.place.column for problem in found] == [7]


def test_every_aid_to_visitors_has_a_name() -> None:
    names = [aid.display for aid in Accessibility]
    assert "Step-free entrance" in names
    assert not any("_" in name for name in names)


def test_a_model_is_built_or_every_fault_is_told() -> None:
    assert build(Location, EXAMPLE)[1] == []
    location, problems = build(Location, Source("a.yaml", ""))
    assert location is None
    assert len(problems) == 5
