"""`call-sheet.csv`: a table for a spreadsheet program, and the same table filled in."""

from __future__ import annotations

import codecs
import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from ..catalog import Catalog
from ..drift.cells import date as read_date
from ..exports.table import cell, table
from ..model.location import Location
from ..model.scalars import parse_text
from ..problems import Place, Problem
from ..spreadsheet import Table, Unusable, open_table, uncelled
from .facts import Fact, facts

NAME = "call-sheet.csv"

CLINIC, FACT, KNOWN = "Clinic", "Fact", "What we have"
TOLD, BY, ON = "What you were told", "Confirmed by", "Confirmed on"
COLUMNS = (CLINIC, "Call", "Ask", KNOWN, TOLD, BY, ON, FACT)
NEEDED = (CLINIC, FACT, KNOWN, TOLD, BY, ON)
_BY_NAME = {name.casefold(): name for name in COLUMNS}


@dataclass(frozen=True, slots=True)
class Answer:
    """One row that somebody has filled in.

    Attributes:
        line: its line in the sheet.
        known: what the file said when the sheet was made.
        by: a role, such as `clinic manager`.
    """

    line: int
    slug: str
    path: str
    known: str
    told: str
    by: str
    on: datetime.date
    row: str

    @property
    def call(self) -> str:
        """The call as a source of facts: `Call with the clinic manager on 2026-11-23`."""
        return f"Call with the {self.by.removeprefix('the ')} on {self.on}"

    def problem(self, sheet: str, message: str, hint: str) -> Problem:
        """A Problem at this row of the sheet."""
        return Problem(sheet, Place(self.line), message, hint, excerpt=self.row)


def call_sheet(catalog: Catalog) -> bytes:
    """The sheet, with the mark by which Excel knows that it is UTF-8."""
    rows = (_row(catalog, fact) for fact in facts(catalog))
    return codecs.BOM_UTF8 + table(COLUMNS, ([cell(text) for text in row] for row in rows))


def read_answers(
    name: str, data: bytes, as_of: datetime.date
) -> tuple[list[Answer], list[Problem]]:
    """The rows that are filled in, and every row that cannot be understood."""
    answers: list[Answer] = []
    problems: list[Problem] = []
    try:
        opened = open_table(data, _column, (NOT_A_SHEET, NOT_EDITED))
        columns = _columns(opened)
        for line, cells in opened.rows:
            row = opened.delimiter.join(cells)
            padded = cells + [""] * (len(columns) - len(cells))
            values = {
                key: uncelled(text) for key, text in zip(columns, padded, strict=False) if key
            }
            if fault := _fault(values, any(cells[len(columns) :]), as_of):
                problems.append(Problem(name, Place(line), *fault, excerpt=row))
            elif values[TOLD]:
                answers.append(_answer(line, values, row))
    except Unusable as fault:
        place = Place(fault.line)
        problems.append(Problem(name, place, fault.message, fault.hint, excerpt=fault.excerpt))
    return answers, problems


def _row(catalog: Catalog, fact: Fact) -> tuple[str, ...]:
    location = catalog.repository.locations[fact.slug].value
    call = _number(catalog, location)
    return fact.slug, call, fact.question, fact.known, "", "", "", fact.path


def _number(catalog: Catalog, location: Location) -> str:
    """Whom to call: the clinic, and the main number where nobody knows whether its own is right."""
    main = catalog.organization.telephone.display
    if location.telephone is None:
        return f"{main} (main number)"
    if location.is_unconfirmed("telephone"):
        return f"{location.telephone.display} (not confirmed; main number: {main})"
    return location.telephone.display


def _column(name: str) -> str:
    return _BY_NAME.get(uncelled(name).casefold(), "")


def _columns(opened: Table) -> list[str]:
    columns = [_column(name) for name in opened.names]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        names = ", ".join(f"“{name}”" for name in missing)
        raise Unusable(opened.line, f"there is no column {names}.", NOT_A_SHEET, opened.header)
    twice = next((name for name in columns if name and columns.count(name) > 1), None)
    if twice:
        message = f"the column “{twice}” is there more than once."
        raise Unusable(opened.line, message, "delete one of the columns.", opened.header)
    return columns


def _fault(
    values: Mapping[str, str], is_too_long: bool, as_of: datetime.date
) -> tuple[str, str] | None:
    """What is wrong with a row by itself, and the remedy."""
    told, by, on = values[TOLD], values[BY], values[ON]
    if is_too_long:
        return "this row has more cells than the header.", NOT_EDITED
    if not told:
        return (f"“{TOLD}” is empty.", SAY_WHAT) if by or on else None
    if not by or not on:
        names = [f"“{name}”" for name, text in ((BY, by), (ON, on)) if not text]
        return f"{' and '.join(names)} is empty.", SAY_WHO
    try:
        if ":" in parse_text(by) or "/" in by:
            return f"“{by}” is not a role.", "write it in words, like clinic manager."
    except PydanticCustomError as refused:
        context = refused.context or {}
        return f"{BY}: {context['message']}", str(context["hint"])
    day = read_date(on)
    if not isinstance(day, datetime.date):
        return f"“{on}” is not a date.", f"write {ON} as 2026-12-24 (or 12/24/2026)."
    if day > as_of:
        return f"{day} is in the future.", "write the day of the call."
    return None


def _answer(line: int, values: Mapping[str, str], row: str) -> Answer:
    day = read_date(values[ON])
    assert isinstance(day, datetime.date), "checked before"
    return Answer(
        line, values[CLINIC], values[FACT], values[KNOWN], values[TOLD], values[BY], day, row
    )


def filled(answers: list[Answer]) -> Iterator[str]:
    """The clinics that have answered, each once, in the order of the sheet."""
    yield from dict.fromkeys(answer.slug for answer in answers)


NOT_A_SHEET = "make the sheet with make report CSV=1, and fill in the columns that are empty."
NOT_EDITED = "repair this line, or make a new sheet with make report CSV=1."
SAY_WHAT = "write what the clinic said (or yes, if all is right), or empty the row."
SAY_WHO = "write the role of the person (like clinic manager) and the day of the call."
