"""A status other than open, in words for formats that people read."""

from __future__ import annotations

import datetime

from ..model.location import Status
from .record import Record


def status_note(entry: Record) -> str:
    """What to know before a visit, with dates, so that it stays true; empty while it is open."""
    first, last = entry.status_from, entry.status_until
    words = ""
    if entry.status is Status.OPENING_SOON:
        words = f"Opening soon: plans to open on {_date(first)}." if first else "Opening soon."
    elif entry.status is Status.TEMPORARILY_CLOSED:
        words = f"Closed for now{_dates(first, last)}."
    elif entry.status is Status.VIRTUAL_ONLY:
        words = f"Video visits only{_dates(first, last)}. Please do not come in person."
    return " ".join(part for part in (words, entry.status_message) if part)


def _dates(first: datetime.date | None, last: datetime.date | None) -> str:
    start = f" from {_date(first)}" if first else ""
    return f"{start} until {_date(last)}" if last else start


def _date(date: datetime.date) -> str:
    return f"{date:%B} {date.day}, {date.year}"
