"""How a card looks: a calm sky of rings around a rising sun, hills, and words in front of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from .canvas import Canvas, Place
from .cards import HEIGHT, HOME, STATE, WIDTH, Card, Outline
from .lettering import LARGEST, LINE, Typeface, shown
from .looks import LOOKS, Look
from .mark import SIDE, draw_mark
from .palette import Color

MARGIN = 72
"""Free on the left and at the top: some readers cut corners off."""

TITLE_WIDTH, TITLE_HEIGHT = 730, 306
"""The room for a title, from the left margin and below the label."""

BESIDE_LAND = 560
"""How wide a title may be where the outline of a state is on the right."""

_LARGEST_AT_HOME = 120
_LABEL_SIZE, _NOTE_SIZE, _BRAND_SIZE = 32, 34, 30
_TITLE_TOP = MARGIN + 52
_TO_NOTE, _NOTE_ROOM = 66, 40
_MARK = 76
_BRAND_MIDDLE = 572
_COLORS = 128

_SUN = (962.0, 436.0)
_SUN_RADIUS = 82
_RINGS = (142, 216, 304, 406, 522, 652, 800)


def draw(card: Card, typeface: Typeface) -> bytes:
    """A card as a PNG file; the same card gives the same bytes."""
    look = LOOKS[card.kind]
    image = _ground(card.kind, card.outline is None).copy()
    if card.outline:
        _paste_land(image, card.outline, look)
    pen = ImageDraw.Draw(image)
    for words in laid_out(card, typeface):
        pen.text(words.at, words.text, words.color, typeface.font(words.weight, words.size), "ls")
    written = BytesIO()
    # Level 9 takes 40 ms more for a file that is 4 KB smaller.
    palette = _palette(card.kind, typeface)
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(written, "PNG", compress_level=6)
    return written.getvalue()


@cache
def _palette(kind: str, typeface: Typeface) -> Image.Image:
    """The colors of all cards of a kind, found once: that takes longer than to draw a card."""
    look = LOOKS[kind]
    specimen = _ground(kind, kind != STATE).copy()
    pen = ImageDraw.Draw(specimen)
    for row, ink in enumerate((look.title, look.label, look.title)):
        at = (MARGIN, MARGIN + 120 * (row + 1))
        pen.text(at, "Specimen of words", ink, typeface.font(650, 90), "ls")
    if kind == STATE:  # its land and dots are not on the ground
        dots = tuple((20.0 + 40 * number, 100.0) for number in range(9))
        square = ((0.0, 0.0), (380.0, 10.0), (390.0, 200.0), (-10.0, 190.0))
        _paste_land(specimen, Outline((400, 200), (square,), dots), look)
    found = specimen.quantize(_COLORS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    numbers = found.getpalette() or []
    free = list(range(0, len(numbers), 3))
    for exact in look.flat:
        nearest = min(free, key=lambda start: _distance(numbers[start : start + 3], exact))
        numbers[nearest : nearest + 3] = exact
        free.remove(nearest)
    found.putpalette(numbers)
    return found


def _distance(one: Sequence[int], other: Sequence[int]) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text on a card; `at` is the beginning of its base line."""

    text: str
    at: Place
    weight: int
    size: int
    color: Color


def laid_out(card: Card, typeface: Typeface) -> Iterator[Words]:
    """Every line of text on a card.

    A title that the font cannot show gives its place to the label.
    """
    look = LOOKS[card.kind]
    title, label, note = (shown(typeface, text) for text in (card.title, card.label, card.note))
    if not title:
        title, label = label, ""
    if label:
        yield Words(label, (MARGIN, MARGIN + 26), 600, _LABEL_SIZE, look.label)
    width = BESIDE_LAND if card.outline else TITLE_WIDTH
    height = TITLE_HEIGHT - (_NOTE_ROOM if note else 0)
    largest = _LARGEST_AT_HOME if card.kind == HOME else LARGEST
    fitted = typeface.fit(title, 650, width, height, largest)
    base = (_TITLE_TOP if label else MARGIN) + fitted.size * 0.86
    for line in fitted.lines:
        yield Words(line, (MARGIN, base), 650, fitted.size, look.title)
        base += fitted.size * LINE
    base += _TO_NOTE - fitted.size * LINE
    for line in typeface.fit(note, 500, width, _NOTE_SIZE * 2.3, _NOTE_SIZE).lines:
        yield Words(line, (MARGIN, base), 500, _NOTE_SIZE, look.label)
        base += _NOTE_SIZE * 1.3
    start, size = MARGIN + _MARK, _BRAND_SIZE
    brand = shown(typeface, card.brand)
    for line in typeface.fit(brand, 600, WIDTH - MARGIN - start, size * LINE, size).lines:
        yield Words(line, (start, _BRAND_MIDDLE + 10), 600, size, look.brand)


@cache
def _ground(kind: str, has_sun: bool) -> Image.Image:
    """What all cards of a kind have behind their words."""
    look = LOOKS[kind]
    *rings, sky = look.rings
    canvas = Canvas((WIDTH, HEIGHT), sky, fineness=3)
    center = _SUN if has_sun else _LAND_MIDDLE
    for radius, ring in reversed(list(zip(_RINGS, rings, strict=True))):
        canvas.disc(center, radius, ring)
    if has_sun:
        canvas.disc(_SUN, _SUN_RADIUS, look.sun)
    for hill, (base, height, length, shift) in zip(look.hills, _HILLS, strict=True):
        canvas.area(_hill(base, height, length, shift), hill)
    start = (MARGIN - _MARK * 10 / SIDE, _BRAND_MIDDLE - _MARK / 2)
    draw_mark(canvas, start, _MARK, look.hills[-1], look.brand)
    return canvas.finished()


_HILLS = ((468, 22, 1080, 0.10), (500, 20, 860, 0.62), (530, 14, 1240, 0.30))
"""Of each hill its middle height, how far it rises, from crest to crest, and where it begins."""


def _hill(base: float, height: float, length: float, shift: float) -> list[Place]:
    crest = [
        (float(x), base - height * math.sin(2 * math.pi * (x / length + shift)))
        for x in range(0, WIDTH + 1, 4)
    ]
    return [(0.0, float(HEIGHT)), *crest, (float(WIDTH), float(HEIGHT))]


_LAND_MIDDLE, _LAND_SIZE = (900.0, 250.0), (470.0, 384.0)
_FINENESS = 3
_DOT, _RIM = 10.0, 12.5


def _paste_land(image: Image.Image, outline: Outline, look: Look) -> None:
    """Draw a state into its place, as large as there is room, with a dot for each clinic."""
    width, height = outline.size
    scale = min(_LAND_SIZE[0] / width, _LAND_SIZE[1] / height)
    x0, y0 = _LAND_MIDDLE[0] - width * scale / 2, _LAND_MIDDLE[1] - height * scale / 2
    fine = _FINENESS
    mask = Image.new("L", (WIDTH * fine, HEIGHT * fine))
    pen = ImageDraw.Draw(mask)
    for ring in outline.rings:
        pen.polygon([((x0 + x * scale) * fine, (y0 + y * scale) * fine) for x, y in ring], fill=255)
    image.paste(look.land, mask=mask.reduce(fine))
    rims, dots = Image.new("L", mask.size), Image.new("L", mask.size)
    for x, y in outline.dots:
        place = (x0 + x * scale, y0 + y * scale)
        _dot(rims, place, _RIM, 255)
        _dot(dots, place, _RIM, 0)
        _dot(dots, place, _DOT, 255)
    image.paste(look.land, mask=rims.reduce(fine))
    image.paste(look.sun, mask=dots.reduce(fine))


def _dot(mask: Image.Image, place: Place, radius: float, level: int) -> None:
    (x, y), fine = place, _FINENESS
    box = [side * fine for side in (x - radius, y - radius, x + radius, y + radius)]
    ImageDraw.Draw(mask).ellipse(box, level)
