"""Cells of Business Profile as values that can be compared, so that only real differences show.

A value that has no reading is compared as the text that it is, and never taken for an equal one.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urlsplit

from pydantic_core import PydanticCustomError

from ..exports.profile import CLOSED, DAY_COLUMNS
from ..geography import states
from ..model.hours import DayHours, DayKind, parse_day
from ..model.location import Status
from ..model.scalars import parse_date
from ..model.telephone import parse_telephone

IS_CLOSED = DayHours(DayKind.CLOSED)
STATUSES = {
    "open": Status.OPEN,
    "opens soon": Status.OPENING_SOON,
    "opening soon": Status.OPENING_SOON,
    "temporarily closed": Status.TEMPORARILY_CLOSED,
    "closed temporarily": Status.TEMPORARILY_CLOSED,
    "permanently closed": Status.CLOSED,
    "closed permanently": Status.CLOSED,
    "closed": Status.CLOSED,
}
"""Words for who is closed; others, like “Published” or “Verified”, say nothing about patients."""

ITEM = re.compile(r"\s*([0-9]{4}-[0-9]{2}-[0-9]{2})\s*:\s*(.*?)\s*")
AMERICAN = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
"""What spreadsheets in the US make of a date."""


def value(column: str, text: str) -> object:
    """What a cell says, without what does not matter."""
    return READINGS.get(column, words)(text)


def is_same(column: str, ours: str, theirs: str) -> bool:
    """Whether two cells say the same; of ZIP codes the four last digits count if both have them."""
    here, there = value(column, ours), value(column, theirs)
    if column == "Postal code" and ours and theirs and ("-" in ours) != ("-" in theirs):
        return f"{here}"[:5] == f"{there}"[:5]
    return here == there


def words(text: str) -> str:
    """A text without what does not matter: capitals, wide forms, kinds of dashes, commas."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub("[\u2010-\u2015\u2212]", "-", folded).replace(",", " ").split())


def region(text: str) -> str:
    """The code of a state, also for its name."""
    by_name = {state.name.casefold(): code for code, state in states().items()}
    return by_name.get(text.casefold(), text.upper())


def postal_code(text: str) -> str:
    """A ZIP code, with the zeros in front that spreadsheets take away."""
    return text.zfill(5) if text.isascii() and text.isdigit() else text


def telephone(text: str) -> str:
    """A number without its punctuation."""
    try:
        found = parse_telephone(text)
    except PydanticCustomError:
        return text
    return f"{found.e164};{found.extension}"


def telephone_display(text: str) -> str:
    """A number as our files write it; anything else as it is."""
    try:
        return parse_telephone(text).display
    except PydanticCustomError:
        return text


def website(text: str) -> str:
    """An address without what only counts visits, and without a slash at its end."""
    try:
        parts = urlsplit(text)
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return text
    kept = urlencode([(name, value) for name, value in query if not name.startswith("utm_")])
    host = f"{parts.scheme.lower()}://{parts.netloc.lower()}"
    return f"{host}{parts.path.rstrip('/')}?{kept}" if parts.scheme else text


def day(text: str) -> DayHours | str:
    """The hours of a day in Google's notation, in whatever order its ranges stand."""
    if text.casefold() in (CLOSED, "closed"):
        return IS_CLOSED
    try:
        parts = [parse_day(part) for part in text.split(",")]
        ranges = sorted(interval for part in parts for interval in part.intervals)
        return parse_day(str(DayHours(DayKind.HOURS, tuple(ranges)))) if ranges else text
    except PydanticCustomError:
        return text


def special_days(text: str) -> dict[datetime.date, DayHours] | None:
    """`2026-12-24: 08:00-12:00, 2026-12-25: x` by date; None where that is not what it says."""
    by_date: dict[datetime.date, list[str]] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = ITEM.fullmatch(part)
        if match is None:
            return None
        try:
            by_date.setdefault(parse_date(match[1]), []).append(match[2])
        except PydanticCustomError:
            return None
    found = {date: day(", ".join(times)) for date, times in by_date.items()}
    read = {date: hours for date, hours in found.items() if isinstance(hours, DayHours)}
    return read if len(read) == len(found) else None


def date(text: str) -> datetime.date | str:
    """A day, also with the month in front, as spreadsheets in the US write it."""
    written = text
    if match := AMERICAN.fullmatch(text):
        written = f"{match[3]}-{int(match[1]):02d}-{int(match[2]):02d}"
    try:
        return parse_date(written)
    except PydanticCustomError:
        return text


READINGS: dict[str, Callable[[str], object]] = {
    "Administrative area": region,
    "Postal code": postal_code,
    "Primary phone": telephone,
    "Website": website,
    "Opening date": date,
    **dict.fromkeys(DAY_COLUMNS.values(), day),
}
