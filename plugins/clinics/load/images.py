"""The images of a Markdown text, as they are written and where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..problems import Place
from ..prose import image_file
from .front_matter import body_lines
from .lines import IMAGE, without_code
from .source import Source

DEFINITION = re.compile(r"\s{0,3}\[(?P<label>[^\]]+)\]:\s*<?(?P<target>[^\s>]+)")


@dataclass(frozen=True, slots=True)
class Image:
    """An image as written in Markdown: its description, the address of its file, and where."""

    words: str
    target: str
    place: Place

    @property
    def file(self) -> str | None:
        """The name of its file in `content/images/`; None where it cannot be one."""
        return image_file(self.target)


def images(source: Source) -> Iterator[Image]:
    """Images with their address behind them, or with a label that is defined in the same text."""
    return iter(_images(source.text))


@lru_cache(maxsize=2000)
def _images(text: str) -> tuple[Image, ...]:
    """Kept: several rules ask for the images of each text."""
    return tuple(_found(Source("", text)))


def _found(source: Source) -> Iterator[Image]:
    lines = [(number, without_code(line)) for number, line in body_lines(source)]
    found = (DEFINITION.match(line) for _number, line in lines)
    targets = {match["label"].casefold(): match["target"] for match in found if match}
    for number, line in lines:
        for match in IMAGE.finditer(line):
            target = match["open"] if match["target"] is None else match["target"]
            if target is None:
                target = targets.get((match["label"] or match["words"]).casefold())
            if target is not None:
                place = Place(number, match.start() + 1, len(match[0]))
                yield Image(match["words"], target, place)
