"""Titles in pictures: which characters can be shown, where lines break, how large they are.

Any text is safe here: what the font lacks is replaced or left out, and what is too long becomes
smaller, then shorter.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import ImageFont

from ..failures import ConfigurationError

LARGEST, LEAST, _STEP = 104, 40, 4
"""Heights of titles in pixels."""

LINE = 1.1
"""From one line to the next, in parts of the size."""

_MOST_LINES = 4
_MOST_CHARACTERS = 400
_AFTER_MARK = 0.035
_AFTER_SMALL_WORD = 0.025
_SLACK = 1.03  # for the space at the end of a line, which nobody sees
_SMALL_WORDS = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with")
)
_TABLE_SIZE = 100

_LONG = 20
_PART = re.compile(r".[^/-]*[/-]?")
"""A word with more characters than `_LONG` may be broken after a hyphen or a slash."""


@dataclass(frozen=True)
class Lettering:
    """A fitted text: its lines, and their size in pixels."""

    lines: tuple[str, ...]
    size: int


class Typeface:
    """A variable font from its bytes, in any weight and size.

    Raises:
        OSError: the bytes are no font, or one that has no weights.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.font = cache(self._font)
        self._width = cache(self._measured)
        self._has = cache(self._has_glyph)
        self._plain = ImageFont.truetype(BytesIO(data), 20, layout_engine=ImageFont.Layout.BASIC)
        self._unknown = bytes(self._plain.getmask("\uffff"))
        self.font(400, 20)

    def can_show(self, text: str) -> bool:
        """Whether every character has a shape in this font."""
        return all(map(self._has, text))

    def fit(
        self, text: str, weight: int, width: float, height: float, largest: int = LARGEST
    ) -> Lettering:
        """The largest size up to `largest` in which a text fits, in lines of about one length.

        A word too long for a line is broken; what does not fit at all is cut with an ellipsis.
        The text is one that `shown` has returned.
        """
        words = self._words(text, weight, width)
        least = min(LEAST, largest)
        for size in range(largest, least - 1, -_STEP):
            most = min(_MOST_LINES, math.floor(height / (size * LINE)))
            if lines := self._lines(words, weight, size, width, most):
                return Lettering(lines, size)
        return self._shortened(words, weight, least, width, math.floor(height / (least * LINE)))

    def _lines(
        self, words: list[str], weight: int, size: int, width: float, most: int
    ) -> tuple[str, ...]:
        """The words in as few lines as they need, balanced; nothing if these are too many."""
        widths = [self._width(word, weight) * size / _TABLE_SIZE for word in words]
        font = self.font(weight, size)
        for number in range(1, most + 1):
            breaks = balanced(words, widths, width, number)
            lines = tuple("".join(words[a:b]).rstrip() for a, b in breaks)
            if lines and all(font.getlength(line) <= width for line in lines):
                return lines
        return ()

    def _shortened(
        self, words: list[str], weight: int, size: int, width: float, most: int
    ) -> Lettering:
        """As many of the words as there is room for, and an ellipsis."""
        while words:
            words = words[:-1]
            whole = [*words[:-1], f"{words[-1].rstrip()}…"] if words else []
            if lines := self._lines(whole, weight, size, width, most):
                return Lettering(lines, size)
        return Lettering((), size)

    def _words(self, text: str, weight: int, width: float) -> list[str]:
        """What a line may end after: words with their space, parts of long and of endless words."""
        found = []
        for word in text.split():
            is_long = len(word) > _LONG
            for part in _PART.findall(word) if is_long else [word]:
                found += self._pieces(part, weight, width)
            found[-1] += " "
        return found

    def _pieces(self, word: str, weight: int, width: float) -> list[str]:
        """The word; in pieces if it is wider than a line in the least size."""
        pieces = [""]
        for character in word:
            longer = pieces[-1] + character
            if len(longer) > 8 and self._width(longer, weight) * LEAST > width * _TABLE_SIZE * 0.9:
                pieces.append(character)
            else:
                pieces[-1] = longer
        return pieces

    def _font(self, weight: int, size: int) -> ImageFont.FreeTypeFont:
        font = ImageFont.truetype(BytesIO(self._data), size)
        font.set_variation_by_axes([weight])
        return font

    def _measured(self, text: str, weight: int) -> float:
        return self.font(weight, _TABLE_SIZE).getlength(text)

    def _has_glyph(self, character: str) -> bool:
        return character.isprintable() and bytes(self._plain.getmask(character)) != self._unknown


def read_typeface(path: Path) -> Typeface:
    """The font in a file.

    Raises:
        ConfigurationError: the file is missing, or is no font that has weights.
    """
    try:
        return Typeface(path.read_bytes())
    except OSError as error:
        raise ConfigurationError(f"{path}: the cards are written in this font: {error}.") from error


def shown(typeface: Typeface, text: str) -> str:
    """A text as this font can show it: `Čapek 🙂` is `Capek`; nothing where a letter would be lost.

    Accents that the font lacks are dropped, signs too; a word without one of its letters would
    be a wrong word, so then nothing is shown at all.
    """
    kept = []
    for character in unicodedata.normalize("NFC", text[:_MOST_CHARACTERS]):
        plain = _plain(typeface, character)
        if not plain and unicodedata.category(character)[0] in "LN":
            return ""
        kept.append(plain)
    return " ".join("".join(kept).split())


def _plain(typeface: Typeface, character: str) -> str:
    if character.isspace():
        return " "
    if typeface.can_show(character):
        return character
    parts = unicodedata.normalize("NFKD", character)
    base = "".join(part for part in parts if not unicodedata.combining(part))
    return base if typeface.can_show(base) else ""


def balanced(
    words: list[str], widths: list[float], width: float, number: int
) -> list[tuple[int, int]]:
    """Where to break words into exactly so many lines: begin and end of each, or nothing.

    Each word brings its own space. Lines are as equal as they can be; a break after a comma or
    colon is better than another one, and one after a small word is worse.
    """
    whole = sum(widths) / number
    best: dict[int, tuple[float, list[tuple[int, int]]]] = {0: (0.0, [])}
    for _line in range(number):
        longer: dict[int, tuple[float, list[tuple[int, int]]]] = {}
        for begin, (cost, breaks) in best.items():
            wide = 0.0
            for end in range(begin + 1, len(words) + 1):
                wide += widths[end - 1]
                if wide > width * _SLACK:
                    break
                total = cost + ((wide - whole) / width) ** 2 + _of_break(words, end)
                if end not in longer or total < longer[end][0]:
                    longer[end] = (total, [*breaks, (begin, end)])
        best = longer
    return best.get(len(words), (0.0, []))[1]


def _of_break(words: list[str], end: int) -> float:
    """What a break after a word costs; less than nothing where it is welcome."""
    word = words[end - 1].rstrip()
    if end == len(words):
        return 0
    if word.endswith((":", ",", ";", "?", ".")):
        return -_AFTER_MARK
    return _AFTER_SMALL_WORD if word.casefold() in _SMALL_WORDS else 0
