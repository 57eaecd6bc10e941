"""A download of Business Profile as rows with their line numbers.

Never raises for any bytes: what cannot be read is a Problem with its line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..exports.profile import COLUMNS
from ..exports.values import plain
from ..problems import Place, Problem, suggestion
from ..spreadsheet import Table, Unusable, open_table, uncelled

STORE_CODE = "Store code"
STATUS_COLUMNS = ("Status", "Open status", "Business status")
"""Not in the template; some downloads say in it who is closed."""

MORE_LINES = tuple(f"Address line {number}" for number in (3, 4, 5))
NOT_COMPARED = (STORE_CODE, "Country / Region", "Latitude", "Longitude")
COMPARED = tuple(name for name in COLUMNS if name not in NOT_COMPARED)
KNOWN = {name.casefold(): name for name in (*COLUMNS, *MORE_LINES)} | {
    name.casefold(): "Status" for name in STATUS_COLUMNS
}


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
        columns, rows = _table(open_table(data, _column, (NOT_A_SHEET, NOT_EDITED)))
        return Sheet(frozenset(columns) - {""}, rows)
    except Unusable as fault:
        return Problem(path, Place(fault.line), fault.message, fault.hint, excerpt=fault.excerpt)


def _table(table: Table) -> tuple[list[str], tuple[Row, ...]]:
    """The columns by our names, an empty name for one that is passed over; then the rows."""
    columns = [_column(name) for name in table.names]
    _require_columns(table.line, table.names, columns, table.header)
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for line, cells in table.rows:
        if len(cells) < len(columns) or any(cells[len(columns) :]):
            message = f"this row has {len(cells)} cells, and the header has {len(columns)}."
            raise Unusable(line, message, NOT_EDITED, table.delimiter.join(cells))
        row = Row(line, {name: uncelled(cell) for name, cell in zip(columns, cells, strict=False)})
        if row.code and row.code in seen:
            message = f"the store code “{row.code}” stands on line {seen[row.code]} already."
            raise Unusable(line, message, TWICE, table.delimiter.join(cells))
        seen[row.code] = line
        rows.append(row)
    return columns, tuple(rows)


def _column(name: str) -> str:
    return KNOWN.get(plain(name).casefold(), "")


def _require_columns(line: int, names: list[str], columns: list[str], excerpt: str) -> None:
    if STORE_CODE not in columns:
        near = [suggestion(STORE_CODE, [plain(name) for name in names], nearness=0.75)]
        meant = f" {near[0].replace('Did you mean', 'Rename')[:-1]} to it." if near[0] else ""
        message = f"there is no column “{STORE_CODE}”."
        raise Unusable(line, message, f"{NOT_A_SHEET}{meant}", excerpt)
    doubled = next((name for name in columns if name and columns.count(name) > 1), None)
    if doubled:
        message = f"the column “{doubled}” is there more than once."
        raise Unusable(line, message, "delete one of the columns.", excerpt)
    if not set(COMPARED) & set(columns):
        message = f"no column but “{STORE_CODE}” has a name of Google's template."
        raise Unusable(line, message, NOT_A_SHEET, excerpt)


NOT_A_SHEET = "download the businesses again in Business Profile Manager, with their English names."
NOT_EDITED = "download the file again, or repair this line; a moved cell would look like a change."
TWICE = (
    "give one of the two profiles another code in Business Profile Manager, then download again."
)
