"""Problems: everything that an editor must fix, and how it is printed.

Loaders and checks yield `Problem`s; they never print and never raise. One function turns
them into text, so a message looks the same in a terminal, in the preview and in CI.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

EXCERPT_WIDTH = 100
"""Longest part of a source line that a message shows, in characters."""

LONGEST_SENTENCE = 800
"""Longest message, and longest remedy, in characters: either may quote a whole file."""


class Severity(StrEnum):
    """How bad a problem is: an error stops a build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one line: `line` and `column` count from 1, `length` in characters."""

    line: int = 1
    column: int = 1
    length: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that an editor must fix, with the place and the remedy.

    Attributes:
        path: file, relative to the project folder, with forward slashes.
        place: where in that file; a whole-file problem points at its first character.
        message: what is wrong, as a sentence.
        hint: what to do about it, as a sentence.
        harm: what would happen to a patient, where one would be harmed; else empty.
        excerpt: the source line that `place` points into; empty if there is none.
    """

    path: str
    place: Place
    message: str
    hint: str
    severity: Severity = Severity.ERROR
    harm: str = ""
    excerpt: str = ""

    @property
    def is_error(self) -> bool:
        """Whether this stops a build."""
        return self.severity is Severity.ERROR

    @property
    def sort_key(self) -> tuple[str, int, int, str, str, str, str]:
        """By file, then from top to bottom: the order of every list of problems."""
        line, column = self.place.line, self.place.column
        return (self.path, line, column, self.severity, self.message, self.hint, self.harm)


def report(problems: Iterable[Problem], outcome: str = "") -> str:
    """All problems, sorted, each once, then a line that counts them and says `outcome`.

    Returns an empty string where there is no problem.
    """
    unique = sorted(set(problems), key=lambda problem: problem.sort_key)
    if not unique:
        return ""
    blocks = [describe(problem) for problem in unique]
    return "\n".join([*blocks, f"{count(unique)} {outcome}".rstrip()])


def describe(problem: Problem) -> str:
    """One problem as text: place and message, the line with a caret, the fix, the harm."""
    head = (
        f"{visible(problem.path)}:{problem.place.line}:{problem.place.column}: "
        f"{problem.severity}: {visible(_shortened(problem.message))}"
    )
    fix = visible(" ".join(part for part in (_shortened(problem.hint), problem.harm) if part))
    return "\n".join([head, *_excerpt(problem), f"    Fix: {fix}"])


def count(problems: Iterable[Problem]) -> str:
    """How many, of what kind, in how many files: `1 problem in 1 file (1 error)`."""
    found = list(problems)
    errors = sum(problem.is_error for problem in found)
    files = len({problem.path for problem in found})
    kinds = ", ".join(
        plural(number, word)
        for number, word in ((errors, "error"), (len(found) - errors, "warning"))
        if number
    )
    return f"{plural(len(found), 'problem')} in {plural(files, 'file')} ({kinds})."


def plural(number: int, word: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def suggestion(word: str, known: Iterable[str], nearness: float = 0.6) -> str:
    """`Did you mean “x”?` for the known word that is nearest to `word`; empty if none is near.

    Small and capital letters count as the same. `nearness` goes from 0 to 1 (the same word);
    where a wrong guess would do harm, it should be high.
    """
    near = nearest(word, known, nearness)
    return f"Did you mean “{near}”?" if near else ""


def nearest(word: str, known: Iterable[str], nearness: float = 0.6) -> str | None:
    """The known word that is nearest to `word`, as `suggestion` finds it; None if none is near."""
    by_folded = {item.casefold(): item for item in sorted(known)}
    near = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=nearness)
    return by_folded[near[0]] if near else None


def visible(text: str) -> str:
    """`text` with every invisible or direction-changing character spelled out as its code.

    A message may quote hostile content; it must not move the cursor or hide letters.
    """
    return "".join(char if _is_harmless(char) else f"\\u{ord(char):04x}" for char in text)


def _is_harmless(char: str) -> bool:
    return char == " " or unicodedata.category(char)[0] in "LMNPS"


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SENTENCE else f"{text[:LONGEST_SENTENCE]} …"


def _columns(text: str) -> int:
    """How many columns of a terminal `text` takes: 2 for a wide letter, 0 for an accent."""
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def _excerpt(problem: Problem) -> list[str]:
    if not problem.excerpt.strip():
        return []
    start = max(0, problem.place.column - 1 - EXCERPT_WIDTH // 2)
    end = start + EXCERPT_WIDTH
    caret_start = min(problem.place.column - 1, len(problem.excerpt))
    caret_end = min(caret_start + problem.place.length, end)
    source_line = problem.excerpt.replace("\t", " ")
    before = visible(source_line[start:caret_start])
    inside = visible(source_line[caret_start:caret_end])
    line = visible(source_line[start:end]).rstrip()
    gutter = f"    {problem.place.line} | "
    blank = " " * (len(gutter) - 2) + "| "
    return [gutter + line, blank + " " * _columns(before) + "^" * max(1, _columns(inside))]
