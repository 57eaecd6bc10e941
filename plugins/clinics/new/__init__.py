"""New files and alerts for editors: short questions, and every answer is checked at once.

`interview` asks, or takes what a script gives; `draft` says what an answer would bring about;
`location`, `text` and `alert` know the questions and the files. Nothing here writes a file.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from ..load.repository import Repository
from .alert import ALERT, new_alert
from .interview import Ask, Interview
from .location import LOCATION, new_location
from .text import ARTICLE, QUESTION, new_article, new_question

__all__ = ["NEW", "Interview", "Kind"]


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that editors add: its questions, how it is made, and what comes after it.

    Attributes:
        make: path and text of the file.
        next_step: what to do when it is written.
        to_finish: the same where something is still missing; empty where it is not written then.
        is_change: whether it changes a clinic's file instead of making one.
    """

    questions: tuple[Ask, ...]
    make: Callable[[Repository, datetime.date, Interview], tuple[str, str]]
    next_step: str
    to_finish: str = ""
    is_change: bool = False


SHOW_LOCATION = """\
A clinic whose status is listed in `unconfirmed` is not on the published site.
Next: make serve, and look at the page; make report lists what is still missing."""
SHOW_TEXT = """\
facts_checked says that you have compared the text with its sources today; else correct the day.
Next: make serve, and look at the page."""
FINISH_TEXT = """\
Next: open the file and write what is missing; `_example.md` shows headings, sources and links.
Run make check until it finds no error, then make addresses."""

NEW = {
    "location": Kind(LOCATION, new_location, SHOW_LOCATION),
    "article": Kind(ARTICLE, new_article, SHOW_TEXT, FINISH_TEXT),
    "question": Kind(QUESTION, new_question, SHOW_TEXT, FINISH_TEXT),
    "alert": Kind(
        ALERT, new_alert, "Next: make serve, and look at the clinic's page.", is_change=True
    ),
}
"""`new-location` and its sisters."""
