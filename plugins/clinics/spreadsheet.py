"""A table that a spreadsheet program has saved, as rows with their line numbers.

UTF-8 and UTF-16 with a byte order mark, UTF-8 without one, else Windows-1252, which is what
spreadsheets on Windows write; commas, semicolons or tabs, by the header. What cannot be read is
an `Unusable` with its line, whatever the bytes are.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO

from .exports.table import FORMULA
from .exports.values import plain

MAX_BYTES = 20 * 1024 * 1024

ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Unusable(Exception):
    """Why a table cannot be read: the line, what is wrong, and the remedy."""

    def __init__(self, line: int, message: str, hint: str, excerpt: str = "") -> None:
        super().__init__(message)
        self.line, self.message, self.hint, self.excerpt = line, message, hint, excerpt


@dataclass(frozen=True, slots=True)
class Table:
    """The header of a table, and its other rows.

    Attributes:
        line: the line of the header.
        names: the header's cells, as they are written.
        header: the header's line, as it is written.
        rows: each row that is not empty, with the number of its first line.
    """

    line: int
    names: list[str]
    header: str
    delimiter: str
    rows: Iterator[tuple[int, list[str]]]


def open_table(data: bytes, column: Callable[[str], str], hints: tuple[str, str]) -> Table:
    """The table in `data`; `column` gives our name of a column, or nothing.

    `hints` say what to do about a file that is no table, and about a row that cannot be read.

    Raises:
        Unusable: these bytes hold no table. Reading the rows raises it too.
    """
    text = _text(data, hints[0])
    first = text.lstrip("\r\n").splitlines()[0]

    def known(delimiter: str) -> int:
        return len({column(name.strip('"')) for name in first.split(delimiter)} - {""})

    delimiter = max(",;\t", key=lambda sign: (known(sign), first.count(sign)))
    rows = _rows(text, delimiter, hints[1])
    line, names = next(rows, (1, [""]))
    return Table(line, names, first, delimiter, rows)


def uncelled(text: str) -> str:
    """One line of text, without the apostrophe that keeps spreadsheets from calculating it."""
    found = plain(text)
    return found[1:] if found[:1] == "'" and found[1:].startswith(FORMULA) else found


def _text(data: bytes, hint: str) -> str:
    if len(data) > MAX_BYTES:
        raise Unusable(1, f"the file has more than {MAX_BYTES >> 20} MB.", hint)
    if data.startswith(b"PK\x03\x04") or data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unusable(1, "this is a workbook of a spreadsheet program, not a CSV file.", SAVE_AS)
    text = _decoded(data)
    if not text.strip():
        raise Unusable(1, "the file is empty.", hint)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Unusable(line, "there is a NUL character, which no text has.", SAVE_AS)
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in ENCODINGS:
        if data.startswith(mark):
            return _strict(data.removeprefix(mark), encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strict(data, "cp1252")


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, "replace").count("\n") + 1
        name = {"cp1252": "UTF-8 nor Windows-1252"}.get(encoding, encoding.upper())
        kind = "neither" if encoding == "cp1252" else "not"
        byte = data[error.start]
        raise Unusable(
            line, f"this text is {kind} {name}: it has a bad byte 0x{byte:02x}.", SAVE_AS
        ) from None


def _rows(text: str, delimiter: str, hint: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the number of its first line."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"this row cannot be read ({error})."
        raise Unusable(max(line, 1), message, hint) from None


SAVE_AS = "save it in the spreadsheet program as “CSV UTF-8”, or download it again."
