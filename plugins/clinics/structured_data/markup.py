"""What all graphs of a site have in common."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Markup:
    """How markup is written.

    Attributes:
        base: address of the site, without a slash at its end; begins every id.
        language: of all pages.
        time_zone: of the days on which texts were published.
        has_questions: whether questions are marked up. Google shows nothing for them since May
            2026; other readers may use them.
    """

    base: str
    language: str
    time_zone: ZoneInfo
    has_questions: bool = True
