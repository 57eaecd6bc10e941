"""What was to be looked at again: clinics that were confirmed long ago, texts to be reviewed."""

from __future__ import annotations

import datetime

from .formats import date_words
from .model.location import STALE_AFTER, Location
from .model.text import Edited, Review


def is_stale(location: Location, as_of: datetime.date) -> bool:
    """Whether the facts of a location were confirmed too long ago."""
    confirmed = location.confirmed
    return confirmed is not None and as_of - confirmed.on > STALE_AFTER


def is_review_overdue(text: Edited, as_of: datetime.date) -> bool:
    """Whether the day has passed by which a text about health was to be reviewed."""
    return isinstance(text, Review) and text.next_review < as_of


def overdue_label(item: Location | Edited, as_of: datetime.date) -> str:
    """What the development site says beside what is overdue; empty for all others."""
    if isinstance(item, Location) and item.confirmed and is_stale(item, as_of):
        return f"Confirmed long ago, on {date_words(item.confirmed.on)}"
    if isinstance(item, Review) and is_review_overdue(item, as_of):
        return f"Review was due on {date_words(item.next_review)}"
    return ""
