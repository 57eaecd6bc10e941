"""How long it takes to read a text."""

from __future__ import annotations

import re
from html import unescape

WORDS_PER_MINUTE = 238
"""Adults who read English non-fiction in silence: the mean of a meta-analysis of 190 studies
(M. Brysbaert, How many words do we read per minute?, Journal of Memory and Language 109, 2019)."""

_CITATION = re.compile(r"<sup\b.*?</sup>")
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w(?:[\w’'.,-]*\w)?")


def minutes_to_read(html: str) -> int:
    """Whole minutes, rounded up, for the words of a text without the numbers of its citations."""
    words = _WORD.findall(unescape(_TAG.sub(" ", _CITATION.sub("", html))))
    return max(1, -(-len(words) // WORDS_PER_MINUTE))
