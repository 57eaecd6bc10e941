"""A change of a YAML text changes what it says, and nothing else."""

from __future__ import annotations

import difflib
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.clinics.edit import CannotChange, Change, changed
from plugins.clinics.edit.written import entry
from plugins.clinics.load.models import field_names
from plugins.clinics.load.source import Source
from plugins.clinics.load.tree import Plain, Sequence, find, plain, scalars
from plugins.clinics.load.yaml_text import parse_yaml
from plugins.clinics.model.location import Location
from plugins.clinics.problems import visible
from tests.conftest import ROOT
from tests.exports_world import HOSTILE

CLINICS = [*sorted((ROOT / "locations").glob("[a-z]*.yaml")), ROOT / "locations" / "_example.yaml"]

TEXT = """\
# The clinic in the east.
id: az-mesa
name: "Mesa" # as on the door
address: {address_region: AZ}
opening_hours:
  # from the door
  monday: 09:00-17:00   # early
  wednesday: closed
services: [tms-therapy, {id: spravato, note: "a, b"},
           medication-management]   # ask
insurance:
  - aetna
  # not sure
  - cigna   # since May
unconfirmed: [telephone]   # soon
sources: [https://www.serenity-test.org/]
"""


def change(text: str, path: tuple[str | int, ...], value: Plain | None) -> str:
    return changed(text, Change(path, value), field_names(Location, path[:-1]))


def difference(old: str, new: str) -> list[str]:
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:2] not in ("--", "++", "@@")]


def without_list(text: str) -> str:
    """A clinic's file without its list `unconfirmed`."""
    return re.sub(r"^unconfirmed: \[[^\]]*\]\n?", "", text, flags=re.MULTILINE)


def data(text: str) -> Plain:
    parsed, problems = parse_yaml(Source("x.yaml", text))
    assert parsed, problems
    return plain(parsed.root)


SERVICES: list[Plain] = ["tms-therapy", {"id": "spravato", "note": "a, b"}, "medication-management"]
CASES: dict[str, tuple[tuple[str | int, ...], Plain | None, list[str]]] = {
    "a text in quotes": (
        ("name",),
        "East Mesa",
        ['-name: "Mesa" # as on the door', "+name: 'East Mesa' # as on the door"],
    ),
    "a text of a group": (
        ("opening_hours", "monday"),
        "open 24 hours",
        ["-  monday: 09:00-17:00   # early", "+  monday: open 24 hours   # early"],
    ),
    "a new text between two others": (
        ("opening_hours", "tuesday"),
        "closed",
        ["+  tuesday: closed"],
    ),
    "a new text in braces": (
        ("address", "postal_code"),
        "02134",
        ["-address: {address_region: AZ}", "+address: {address_region: AZ, postal_code: 02134}"],
    ),
    "a new fact in the order of the fields": (
        ("telephone",),
        "480-956-5680",
        ["+telephone: 480-956-5680"],
    ),
    "a new group": (
        ("confirmed",),
        {"on": "2026-11-24", "by": "the owner: #1"},
        ["+confirmed: {on: 2026-11-24, by: 'the owner: #1'}"],
    ),
    "an item less in brackets": (
        ("services",),
        SERVICES[1:],
        [
            '-services: [tms-therapy, {id: spravato, note: "a, b"},',
            "-           medication-management]   # ask",
            '+services: [{id: spravato, note: "a, b"}, medication-management]   # ask',
        ],
    ),
    "an item more in brackets": (
        ("sources",),
        ["https://www.serenity-test.org/", "A call, on a day"],
        [
            "-sources: [https://www.serenity-test.org/]",
            "+sources: [https://www.serenity-test.org/, 'A call, on a day']",
        ],
    ),
    "another item in a list of lines": (
        ("insurance",),
        ["aetna", "humana"],
        ["-  - cigna   # since May", "+  - humana"],
    ),
    "the last item, with a comment beside the list": (
        ("unconfirmed",),
        [],
        ["-unconfirmed: [telephone]   # soon", "+unconfirmed: []   # soon"],
    ),
    "a list without a comment": (
        ("sources",),
        None,
        ["-sources: [https://www.serenity-test.org/]"],
    ),
    "what is not there": (("fax_number",), None, []),
}


@pytest.mark.parametrize("case", CASES)
def test_a_change_touches_only_the_lines_that_are_meant(case: str) -> None:
    path, value, expected = CASES[case]
    assert sorted(difference(TEXT, change(TEXT, path, value))) == sorted(expected)


def test_a_new_fact_stands_where_the_fields_have_it() -> None:
    lines = change(TEXT, ("telephone",), "480-956-5680").splitlines()
    assert (
        lines.index("telephone: 480-956-5680") == lines.index("address: {address_region: AZ}") - 1
    )
    lines = change(TEXT, ("opening_hours", "tuesday"), "closed").splitlines()
    assert lines[lines.index("  tuesday: closed") + 1] == "  wednesday: closed"


REFUSED: dict[str, tuple[str, tuple[str | int, ...], Plain | None]] = {
    "a comment inside of brackets": ("a: [b,  # why\n  c]\n", ("a",), ["b"]),
    "a comment inside of a group": ("a:\n  b: c  # why\n  d: e\n", ("a",), {"b": "c"}),
    "a comment beside what goes": ("a: b\nc: d  # why\n", ("c",), None),
    "a line break": ("a: b\n", ("a",), "c\nd"),
    "an invisible character": ("a: b\n", ("a",), "c\u202ed"),
    "a part of a line": ("a: {b: c, d: e}\n", ("a", "b"), None),
    "a part of nothing": ("a: b\n", ("c", "d"), "e"),
    "a file that is none": ("a: [", ("a",), "b"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_lose_something_is_refused(case: str) -> None:
    with pytest.raises(CannotChange):
        change(*REFUSED[case])


def test_each_value_of_a_clinic_can_change_alone() -> None:
    """In the example, which has every field, and in a few real files: one line differs."""
    compared = 0
    for path in CLINICS[-1:] + CLINICS[:-1:12]:
        text = path.read_text("utf-8")
        parsed, _problems = parse_yaml(Source(path.name, text))
        assert parsed
        for where, scalar in scalars(parsed.root):
            new = change(text, where, "Foo: #1 “x”")
            node = find(parse_yaml(Source("", new))[0].root, where)  # type: ignore[union-attr]
            assert plain(node) == "Foo: #1 “x”"  # type: ignore[arg-type]
            if scalar.place.length > 1:
                assert [line[0] for line in difference(text, new)] == ["-", "+"], (path, where)
            compared += 1
    assert compared > 200


def test_each_unconfirmed_fact_of_every_clinic_can_be_taken_off_alone() -> None:
    compared = 0
    for path in CLINICS:
        text = path.read_text("utf-8")
        parsed, _problems = parse_yaml(Source(path.name, text))
        listed = find(parsed.root, ("unconfirmed",)) if parsed else None
        if not isinstance(listed, Sequence):
            continue
        items = plain(listed)
        assert isinstance(items, list)
        for item in items:
            new = change(text, ("unconfirmed",), [other for other in items if other != item])
            removed = [line for line in difference(text, new) if line[0] == "-"]
            assert all("unconfirmed:" in line or line.startswith("-    ") for line in removed)
            assert [
                line for line in text.splitlines() if "#" in line and "unconfirmed:" not in line
            ] == [line for line in new.splitlines() if "#" in line and "unconfirmed:" not in line]
            compared += 1
    assert compared > 150


LINE = st.text(min_size=1, max_size=40).map(visible).filter(lambda text: text == text.strip() != "")


@settings(max_examples=100, deadline=None)
@given(LINE, LINE)
@example("NO", "~")
@example("'", '"')
@example("- a", "? b")
@example("a: b", "c #d")
@example("[a", "b, c]")
@example("&a", "*b")
@example("!a", "%b")
@example("|", ">")
@example("---", "...")
@example("2026-12-24", "0x1F")
@example("<<", "=")
def test_any_line_that_is_written_is_read_as_it_was_typed(first: str, second: str) -> None:
    text = entry("k", first) + entry("l", [first, second]) + entry("m", {"a": first, "b": second})
    assert data(text) == {"k": first, "l": [first, second], "m": {"a": first, "b": second}}
    assert data(change(TEXT, ("name",), first))["name"] == first  # type: ignore[call-overload,index]


def test_hostile_values_stay_values() -> None:
    for value in HOSTILE:
        line = " ".join(visible(value).split()) or "x"
        assert data(entry("k", line)) == {"k": line}
    assert len(HOSTILE) > 3


def test_places_are_counted_in_characters_and_over_lines() -> None:
    text = "a: one\n  two\nb: |\n  three\n  four\n\nc: five\n"
    assert change(text, ("a",), "x") == "a: x\nb: |\n  three\n  four\n\nc: five\n"
    assert change(text, ("b",), "x") == "a: one\n  two\nb: x\n\nc: five\n"
    assert change("a:\nb: c\n", ("a",), "x") == "a: x\nb: c\n"
    assert change("a: b", ("a",), "c") == "a: c"
    assert change("a: 🧠é\nb: {c: d}\n", ("b", "c"), "x") == "a: 🧠é\nb: {c: x}\n"
