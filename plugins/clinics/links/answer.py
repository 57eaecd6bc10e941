"""What a site answers when it is asked for a page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

BUSY = frozenset((408, 425, 429, 500, 502, 503, 504))
"""Status codes that may be different a moment later: what they answer is asked again."""

GONE = frozenset((404, 410))
"""Status codes of a page that is not there; RFC 9110 has both."""


class Trouble(StrEnum):
    """Why there is no answer, or none that says whether the page is there."""

    NO_HOST = "no host"
    NO_ANSWER = "no answer"
    NOT_SECURE = "not secure"
    CIRCLE = "circle"
    LED_AWAY = "led away"


@dataclass(frozen=True, slots=True)
class Answer:
    """How a question for one address ended.

    Attributes:
        status: code of the last answer; 0 where there was none.
        trouble: why that code does not count; None where it does.
        moved_to: where permanent redirects lead; empty where the first one is not permanent.
    """

    status: int = 0
    trouble: Trouble | None = None
    moved_to: str = ""

    @property
    def is_fine(self) -> bool:
        """Whether the page is there."""
        return self.trouble is None and 200 <= self.status < 300

    @property
    def is_lasting(self) -> bool:
        """Whether it will be the same in an hour, and need not be asked again."""
        if self.trouble is None:
            return self.status not in BUSY and self.status < 500
        return self.trouble is not Trouble.NO_ANSWER
