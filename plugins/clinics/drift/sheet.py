"""A download of Business Profile as rows with their line numbers, whatever program saved it.

UTF-8 and UTF-16 with a byte order mark, UTF-8 without one, else Windows-1252, which is what
spreadsheets on Windows write; commas, semicolons or tabs, by the header. Never raises for any
bytes: what cannot be read is a Problem with its line.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

from ..exports.profile import COLUMNS
from ..exports.table import FORMULA
from ..exports.values import plain
from ..problems import Place, Problem, suggestion

MAX_BYTES = 20 * 1024 * 1024
STORE_CODE = "Store code"
STATUS_COLUMNS = ("Status", "Open status", "Business status")
"""Not in the template; some downloads say in it who is closed."""

MORE_LINES = tuple(f"Address line {number}" for number in (3, 4, 5))
NOT_COMPARED = (STORE_CODE, "Country / Region", "Latitude", "Longitude")
COMPARED = tuple(name for name in COLUMNS if name not in NOT_COMPARED)
KNOWN = {name.casefold(): name for name in (*COLUMNS, *MORE_LINES)} | {
    name.casefold(): "Status" for name in STATUS_COLUMNS
}

ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One profile: the line on which it begins, and its cells by our names of the columns."""

    line: int
    cells: Mapping[str, str]

    @property
    def code(self) -> str:
        """Its store code, which is the `id` of a clinic; empty where it has none."""
        return self.cells[STORE_CODE]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All profiles of a download, and which of the columns that we know it has."""

    columns: frozenset[str]
    rows: tuple[Row, ...]


def read_sheet(path: str, data: bytes) -> Sheet | Problem:
    """The rows of a download; or the first fault because of which it cannot be compared."""
    try:
        columns, rows = _table(_text(data))
        return Sheet(frozenset(columns) - {""}, rows)
    except _Unusable as fault:
        return Problem(path, Place(fault.line), fault.message, fault.hint, excerpt=fault.excerpt)


def uncelled(text: str) -> str:
    """One line of text, without the apostrophe that keeps spreadsheets from calculating it."""
    found = plain(text)
    return found[1:] if found[:1] == "'" and found[1:].startswith(FORMULA) else found


class _Unusable(Exception):
    def __init__(self, line: int, message: str, hint: str, excerpt: str = "") -> None:
        super().__init__(message)
        self.line, self.message, self.hint, self.excerpt = line, message, hint, excerpt


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise _Unusable(1, f"the file has more than {MAX_BYTES >> 20} MB.", NOT_A_SHEET)
    if data.startswith(b"PK\x03\x04") or data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _Unusable(1, "this is a workbook of a spreadsheet program, not a CSV file.", SAVE_AS)
    text = _decoded(data)
    if not text.strip():
        raise _Unusable(1, "the file is empty.", NOT_A_SHEET)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise _Unusable(line, "there is a NUL character, which no text has.", SAVE_AS)
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
        raise _Unusable(
            line, f"this text is {kind} {name}: it has a bad byte 0x{byte:02x}.", SAVE_AS
        ) from None


def _table(text: str) -> tuple[list[str], tuple[Row, ...]]:
    """The columns by our names, an empty name for one that is passed over; then the rows."""
    first = text.lstrip("\r\n").splitlines()[0]
    delimiter = max(",;\t", key=lambda sign: (len(_known(first, sign)), first.count(sign)))
    lines = _lines(text, delimiter)
    header_line, names = next(lines, (1, [""]))
    columns = [_column(name) for name in names]
    _require_columns(header_line, names, columns, first)
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for line, cells in lines:
        if len(cells) < len(columns) or any(cells[len(columns) :]):
            message = f"this row has {len(cells)} cells, and the header has {len(columns)}."
            raise _Unusable(line, message, NOT_EDITED, delimiter.join(cells))
        row = Row(line, {name: uncelled(cell) for name, cell in zip(columns, cells, strict=False)})
        if row.code and row.code in seen:
            message = f"the store code “{row.code}” stands on line {seen[row.code]} already."
            raise _Unusable(line, message, TWICE, delimiter.join(cells))
        seen[row.code] = line
        rows.append(row)
    return columns, tuple(rows)


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
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
        raise _Unusable(max(line, 1), message, NOT_EDITED) from None


def _known(line: str, delimiter: str) -> set[str]:
    return {_column(name.strip('"')) for name in line.split(delimiter)} - {""}


def _column(name: str) -> str:
    return KNOWN.get(plain(name).casefold(), "")


def _require_columns(line: int, names: list[str], columns: list[str], excerpt: str) -> None:
    if STORE_CODE not in columns:
        near = [suggestion(STORE_CODE, [plain(name) for name in names], nearness=0.75)]
        meant = f" {near[0].replace('Did you mean', 'Rename')[:-1]} to it." if near[0] else ""
        message = f"there is no column “{STORE_CODE}”."
        raise _Unusable(line, message, f"{NOT_A_SHEET}{meant}", excerpt)
    doubled = next((name for name in columns if name and columns.count(name) > 1), None)
    if doubled:
        message = f"the column “{doubled}” is there more than once."
        raise _Unusable(line, message, "delete one of the columns.", excerpt)
    if not set(COMPARED) & set(columns):
        message = f"no column but “{STORE_CODE}” has a name of Google's template."
        raise _Unusable(line, message, NOT_A_SHEET, excerpt)


SAVE_AS = "save it in the spreadsheet program as “CSV UTF-8”, or download it again."
NOT_A_SHEET = "download the businesses again in Business Profile Manager, with their English names."
NOT_EDITED = "download the file again, or repair this line; a moved cell would look like a change."
TWICE = (
    "give one of the two profiles another code in Business Profile Manager, then download again."
)
