"""A source file: its lines, and Problems that point into them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from ..problems import Place, Problem, Severity
from .tree import Mapping, Node, place_of
from .tree import Path as TreePath

MAX_BYTES = 256 * 1024
"""Largest file that is read. A clinic's file has about 3 KB; an article about 12 KB."""


MERGE_MARK = re.compile(r"(?:<{7}|>{7}) .*")
"""A line that git writes around the two versions of a conflict."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file of an editor.

    Attributes:
        path: relative to the project folder, with forward slashes.
        text: decoded, with line ends “LF” and without a byte-order mark.
        root: the YAML in it (for Markdown, the front matter); an empty map until it is parsed.
    """

    path: str
    text: str
    root: Node = field(default_factory=lambda: Mapping(Place()))

    def line(self, number: int) -> str:
        """Line `number`, counted from 1; empty if there is none."""
        lines = self.lines
        return lines[number - 1] if 0 < number <= len(lines) else ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The text line by line, without line ends."""
        return _split(self.text)

    def problem(
        self,
        place: Place,
        message: str,
        hint: str,
        severity: Severity = Severity.ERROR,
        harm: str = "",
    ) -> Problem:
        """A Problem at `place`, with its source line."""
        return Problem(self.path, place, message, hint, severity, harm, self.line(place.line))

    def problem_at(
        self,
        path: TreePath,
        message: str,
        hint: str,
        severity: Severity = Severity.ERROR,
        harm: str = "",
        at_key: bool = False,
    ) -> Problem:
        """A Problem at a value (or with `at_key` at its key) of the file's YAML."""
        return self.problem(place_of(self.root, path, at_key), message, hint, severity, harm)


@lru_cache(maxsize=4)
def _split(text: str) -> tuple[str, ...]:
    """Kept for the last few texts: each problem of a file asks for one line of the same text."""
    return tuple(text.split("\n"))


def read_source(root: Path, path: Path) -> tuple[Source | None, list[Problem]]:
    """The file as text, and what is wrong with its bytes. Never raises for bad content.

    Returns None with an error where there is no text to go on with.
    """
    name = path.relative_to(root).as_posix()
    whole = Source(name, "")
    try:
        is_link = _is_behind_a_link(root, path)
        if is_link or not path.is_file():
            fault = LINK if is_link else NOT_A_FILE if path.exists() else NO_FILE
            return None, [whole.problem(Place(), *fault)]
        size = path.stat().st_size
        if size > MAX_BYTES:
            return None, [whole.problem(Place(), _too_large(size), TOO_LARGE_HINT)]
        data = path.read_bytes()
    except OSError as error:
        return None, [whole.problem(Place(), unreadable(error), UNREADABLE_HINT)]
    return _decode(name, data)


def unreadable(error: OSError) -> str:
    """What is wrong with a file or a folder that the system does not let us read."""
    return f"this cannot be read ({(error.strerror or 'unknown reason').lower()})."


def _is_behind_a_link(root: Path, path: Path) -> bool:
    """Whether the file, or a folder between `root` and it, is a symbolic link."""
    steps = len(path.relative_to(root).parts)
    return any(step.is_symlink() for step in (path, *path.parents)[:steps])


def _decode(name: str, data: bytes) -> tuple[Source | None, list[Problem]]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_not_utf_8(name, data, error)]
    source = Source(name, text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    problems = []
    if text.startswith("\ufeff"):
        problems.append(source.problem(Place(), *BYTE_ORDER_MARK, Severity.WARNING))
    if "\r" in text:
        problems.append(source.problem(Place(), *WINDOWS_LINES, Severity.WARNING))
    return source, problems


def _not_utf_8(name: str, data: bytes, error: UnicodeDecodeError) -> Problem:
    before = data[: error.start]
    line = before.count(b"\n") + 1
    column = len(before.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")) + 1
    readable = Source(name, data.decode("utf-8", "replace").replace("\r\n", "\n"))
    encoding = " (it looks like UTF-16)" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
    return readable.problem(
        Place(line, column),
        f"this file is not UTF-8 text{encoding}; the first bad byte is 0x{data[error.start]:02x}.",
        "save it again with the encoding UTF-8 (in Windows Notepad: Save as, Encoding: UTF-8).",
    )


def _too_large(size: int) -> str:
    return f"this file is too large: {size / 1024:,.0f} KB; the limit is {MAX_BYTES // 1024} KB."


TOO_LARGE_HINT = "check what was pasted into it; a clinic's file has about 3 KB."
UNREADABLE_HINT = "give the file normal read permissions, or restore it."
NO_FILE = ("this file is missing.", "restore it from git; without it there is no site.")
LINK = (
    "this is a link to another file or folder, or lies in a folder that is one.",
    "put the file itself here; links are refused so that nothing outside is published.",
)
NOT_A_FILE = (
    "this is no ordinary file but a folder, a pipe or a device.",
    "replace it with an ordinary file, or take it out of the folder.",
)
MERGE = (
    "this line is left over from an unfinished merge.",
    "choose one of the two versions; delete the other one and the lines with “<<<”, “===”, “>>>”.",
)
BYTE_ORDER_MARK = (
    "the file begins with an invisible byte-order mark.",
    "save it as “UTF-8”, not as “UTF-8 with BOM”. It is read correctly all the same.",
)
WINDOWS_LINES = (
    "the file has Windows line ends (CRLF).",
    "save it with line ends “LF”. It is read correctly all the same.",
)
