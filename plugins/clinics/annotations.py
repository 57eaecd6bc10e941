"""Problems as GitHub Actions shows them: beside the lines of a pull request.

GitHub shows the first ten errors and the first ten warnings of a step, so the order counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from .problems import Problem, visible

DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY = {**DATA, ":": "%3A", ",": "%2C"}
"""What GitHub asks to be written otherwise, in the message and in what stands before it."""

TITLES = {True: "Must be corrected", False: "Please look"}


def workflow_commands(problems: Iterable[Problem]) -> Iterator[str]:
    """A workflow command for each problem: `::error file=…,line=…::message`."""
    for problem in problems:
        place = problem.place
        properties = {
            "file": problem.path,
            "line": str(place.line),
            "col": str(place.column),
            "endColumn": str(place.column + place.length),
            "title": TITLES[problem.is_error],
        }
        named = ",".join(f"{key}={_escaped(text, PROPERTY)}" for key, text in properties.items())
        fix = " ".join(part for part in (problem.hint, problem.harm) if part)
        message = "\n".join((visible(problem.message), f"Fix: {visible(fix)}"))
        yield f"::{problem.severity} {named}::{_escaped(message, DATA)}"


def silent(text: str, token: str) -> str:
    """`text`, in which GitHub looks for no command until the line with `token`, a secret."""
    return f"::stop-commands::{token}\n{text}\n::{token}::"


def _escaped(text: str, table: Mapping[str, str]) -> str:
    return "".join(table.get(char, char) for char in text)
