"""The rules about images in Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..catalog import Catalog
from ..images.types import FOLDER
from ..load.front_matter import body, body_lines
from ..load.images import images
from ..load.source import Source
from ..problems import Place, Problem, Severity, suggestion
from ..prose import IMAGE_ADDRESS, converter, images_in, is_allowed_image
from .content import too_much


def images_are_described(catalog: Catalog) -> Iterator[Problem]:
    """An image in Markdown has a description, and its file is one of `content/images/`."""
    for source in catalog.repository.prose:
        for image in images(source):
            if not image.words.strip():
                yield source.problem(image.place, *NO_DESCRIPTION)
            if not is_allowed_image(image.target):
                message = f"an image cannot be “{image.target[:80]}”."
                yield source.problem(image.place, message, OURS_ONLY)


def images_exist(catalog: Catalog) -> Iterator[Problem]:
    """The file of an image that a text shows is there."""
    files = catalog.repository.images
    for source in catalog.repository.prose:
        for image in images(source):
            if image.file and image.file not in files.good.keys() | files.refused:
                message = f"there is no image “{image.file}” in content/{FOLDER}."
                hint = f"{suggestion(image.file, files.good)} {PUT_IT_THERE}".lstrip()
                yield source.problem(image.place, message, hint)


def images_are_used(catalog: Catalog) -> Iterator[Problem]:
    """Every image in `content/images/` is shown by a text."""
    named = {image.file for source in catalog.repository.prose for image in images(source)}
    for name in catalog.repository.images.good:
        if name not in named:
            path = f"content/{FOLDER}{name}"
            yield Problem(path, Place(), *NOT_USED, Severity.WARNING)


def images_are_written_plainly(catalog: Catalog) -> Iterator[Problem]:
    """An image stands on one line, and its description has no brackets."""
    for source in catalog.repository.prose:
        text = body(source)
        if "![" not in text or any(too_much(source)):
            continue
        found = Counter(image.target for image in images(source))
        html = converter().convert(text)
        for address in images_in(html):
            if html.count(f' src="/{address}"') > found[f"/{address}"]:
                message = f"the image “/{address}” is written in a way that is not understood."
                yield source.problem(_place_of(source, address), message, PLAINLY)


def _place_of(source: Source, text: str) -> Place:
    """Where `text` stands first below the front matter."""
    found = (Place(n, line.find(text) + 1, len(text)) for n, line in body_lines(source))
    return next((place for place in found if place.column), Place())


NO_DESCRIPTION = (
    "this image has no description.",
    "say between “![” and “]” what it shows, for people who cannot see it.",
)
EXAMPLE = f"![A treatment room]({IMAGE_ADDRESS}room.jpg)"
OURS_ONLY = (
    f"put the file into content/{FOLDER}, with a name of small letters, digits and hyphens, and "
    f"write its address, like {EXAMPLE}."
)
PUT_IT_THERE = "Put the file into the folder, or write the name of one that is there."
NOT_USED = (
    "no text shows this image, so it is not published.",
    f"show it in a text, like {EXAMPLE}; or delete it.",
)
PLAINLY = f"write it on one line and without brackets in its description, like {EXAMPLE}."
