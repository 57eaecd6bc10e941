"""Messages to editors: their shape, their order, and that they cannot be abused."""

from __future__ import annotations

import pytest

from plugins.clinics.problems import (
    Place,
    Problem,
    Severity,
    describe,
    plural,
    report,
    suggestion,
    visible,
)


def problem(path: str = "locations/a.yaml", line: int = 2, **more: object) -> Problem:
    fields = {"message": "it is wrong.", "hint": "make it right.", "excerpt": "name: Mesa"} | more
    # Each test gives the fields that it is about, of several types.
    return Problem(path, Place(line, 7, 4), **fields)  # type: ignore[arg-type]


def test_a_problem_shows_place_line_caret_and_fix() -> None:
    assert describe(problem(harm="Patients would be lost.")) == (
        "locations/a.yaml:2:7: error: it is wrong.\n"
        "    2 | name: Mesa\n"
        "      |       ^^^^\n"
        "    Fix: make it right. Patients would be lost."
    )


def test_the_caret_stays_under_its_place_behind_a_tab_and_invisible_characters() -> None:
    text = describe(problem(excerpt="a\t\u202eb: Mesa"))
    line, carets = text.split("\n")[1:3]
    assert line == "    2 | a \\u202eb: Mesa"
    assert carets.index("^") == line.index("Mesa")


def test_a_long_line_is_cut_around_the_place() -> None:
    long = Problem("a.yaml", Place(1, 501, 4), "m", "h", excerpt="x" * 500 + "HERE" + "y" * 500)
    line, carets = describe(long).split("\n")[1:3]
    assert len(line) < 120
    assert carets.index("^") == line.index("HERE")
    assert carets.count("^") == 4


def test_problems_are_sorted_and_counted_and_each_stands_once() -> None:
    warning = problem("locations/b.yaml", severity=Severity.WARNING)
    text = report([problem(line=9), warning, problem(line=2), problem(line=2)], "Nothing happened.")
    places = [line.split(": ")[0] for line in text.split("\n") if line.startswith("locations")]
    assert places == ["locations/a.yaml:2:7", "locations/a.yaml:9:7", "locations/b.yaml:2:7"]
    assert text.endswith("3 problems in 2 files (2 errors, 1 warning). Nothing happened.")


def test_no_problem_means_no_text() -> None:
    assert report([]) == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Zürich – “quoted” 50 % 日本 😀", "Zürich – “quoted” 50 % 日本 😀"),
        ("a\u202eb", "a\\u202eb"),
        ("\x1b[2J", "\\u001b[2J"),
        ("a\u00a0b\u200bc\n", "a\\u00a0b\\u200bc\\u000a"),
    ],
)
def test_invisible_characters_are_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_message_cannot_move_the_cursor_of_a_terminal() -> None:
    hostile = problem(path="a\x1b[2J.yaml", message="\x1b[2J", hint="\r", excerpt="\x1b[2J")
    assert all(char.isprintable() or char == "\n" for char in describe(hostile))


def test_the_nearest_known_word_is_suggested() -> None:
    assert suggestion("telefone", ["name", "telephone"]) == "Did you mean “telephone”?"
    assert suggestion("zzz", ["name", "telephone"]) == ""


def test_one_is_singular() -> None:
    assert [plural(n, "file") for n in (0, 1, 2)] == ["0 files", "1 file", "2 files"]
