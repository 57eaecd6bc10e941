"""The rule about images in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..catalog import Catalog
from ..load.front_matter import body_lines
from ..load.lines import IMAGE, without_code
from ..load.source import Source
from ..problems import Place, Problem
from ..prose import IMAGE_FOLDER, is_allowed_image

DEFINITION = re.compile(r"\s{0,3}\[(?P<label>[^\]]+)\]:\s*<?(?P<target>[^\s>]+)")


@dataclass(frozen=True, slots=True)
class Image:
    """An image as written in Markdown: its description, the address of its file, and where."""

    words: str
    target: str
    place: Place


def images_are_described(catalog: Catalog) -> Iterator[Problem]:
    """An image in Markdown has a description, and its file is one of the theme."""
    for source in catalog.repository.prose:
        for image in _images(source):
            if not image.words.strip():
                yield source.problem(image.place, *NO_DESCRIPTION)
            if not is_allowed_image(image.target):
                message = f"an image cannot be “{image.target[:80]}”."
                yield source.problem(image.place, message, OURS_ONLY)


def _images(source: Source) -> Iterator[Image]:
    """Images with their address behind them, or with a label that is defined in the same text."""
    lines = [(number, without_code(line)) for number, line in body_lines(source)]
    found = (DEFINITION.match(line) for _number, line in lines)
    targets = {match["label"].casefold(): match["target"] for match in found if match}
    for number, line in lines:
        for match in IMAGE.finditer(line):
            target = match["target"]
            if target is None:
                target = targets.get((match["label"] or match["words"]).casefold())
            if target is not None:
                place = Place(number, match.start() + 1, len(match[0]))
                yield Image(match["words"], target, place)


NO_DESCRIPTION = (
    "this image has no description.",
    "say between “![” and “]” what it shows, for people who cannot see it.",
)
OURS_ONLY = (
    "put the file into theme/static/images/ and write its address, like "
    f"![A treatment room]({IMAGE_FOLDER}images/room.jpg)."
)
