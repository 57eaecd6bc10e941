"""`/locations.csv`: the clinics as a table (RFC 4180), in UTF-8 without a byte order mark.

Spreadsheets take a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a
formula, which could run commands. Such a text gets an apostrophe in front, and so does one that
begins with an apostrophe itself: a reader who wants the text drops the first apostrophe of a cell.
Numbers, which we write ourselves, are left alone: `-112.07002` is a longitude.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from .flat import Row, Value, text

FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def locations_csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """The rows below a header with the names of `columns`."""
    return table(columns, ([cell(row[name]) for name in columns] for row in rows))


def table(columns: Sequence[str], cells: Iterable[Sequence[str]]) -> bytes:
    """Lines of cells below a header; quotes where they are needed, CR LF at each end."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(cells)
    return written.getvalue().encode()


def cell(value: Value) -> str:
    """A value as text that no spreadsheet takes for a formula."""
    written = text(value)
    is_number = isinstance(value, int | float)
    return f"'{written}" if written.startswith(FORMULA) and not is_number else written
