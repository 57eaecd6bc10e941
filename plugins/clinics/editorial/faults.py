"""What an editorial rule finds in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..problems import Place


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken rule, and where.

    Attributes:
        rule: its id, which an exception names.
        words: what stands there; an exception may be for these words only.
    """

    rule: str
    place: Place
    message: str
    hint: str
    words: str = ""
    severity: Literal["error", "warning"] = "error"
