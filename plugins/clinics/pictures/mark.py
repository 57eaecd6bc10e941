"""Our mark, a sun that rises over waves, and the icons made of it.

`theme/static/icons/icon.svg` is the same drawing, written by hand for browsers; a test renders
both and compares them, so that neither changes alone.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

from .canvas import Canvas, Place, arc, waves
from .palette import BRAND, WHITE, Color, mixed

SIDE = 64
"""The mark's own unit: it is drawn in a square of 64 × 64."""

_RADIUS = 18
_STROKE = 3.5
_SUN = [(24.0, 38.0), *arc((32, 38), 8, 180, 360), (40.0, 38.0)]

_SMALL = 32
"""Up to this size, in pixels, the quiet lines are left out and the others are thicker."""

_SAFE = 0.84
"""A mask may cut off all but a circle of 80 % of the width (W3C, Web Application Manifest)."""


def draw_mark(canvas: Canvas, start: Place, side: float, ground: Color, ink: Color = WHITE) -> None:
    """Draw the mark without its tile onto a ground of one color."""
    scale = side / SIDE
    quiet = mixed(ground, ink, 0.5)

    def placed(places: list[Place]) -> list[Place]:
        return [(start[0] + x * scale, start[1] + y * scale) for x, y in places]

    if side <= _SMALL:
        canvas.area(placed(arc((32, 40), 11, 180, 360)), ink)
        canvas.line(placed(arc((32, 40), 21, 180, 360)), 5 * scale, ink)
        canvas.line(placed(waves((10, 51), 11, 4, 4)), 5 * scale, ink)
        return
    canvas.area(placed(_SUN), ink)
    canvas.line(placed(arc((32, 37), 15, 180, 360)), _STROKE * scale, ink)
    canvas.line(placed(arc((32, 36), 22, 180, 360)), _STROKE * scale, quiet)
    canvas.line(placed(waves((10, 45), 11, 4, 4)), _STROKE * scale, ink)
    canvas.line(placed(waves((21, 53), 11, 4, 2)), _STROKE * scale, quiet)


def icon(side: int) -> Image.Image:
    """The tile with transparent corners, as `icon.svg` shows it."""
    image = full_icon(side)
    fineness = 8
    corners = Image.new("L", (side * fineness, side * fineness))
    radius = _RADIUS * side / SIDE * fineness
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, *_last(corners)), radius, fill=255)
    image.putalpha(corners.reduce(fineness))
    return image


def full_icon(side: int, share: float = 1) -> Image.Image:
    """The mark on a purple square to its very edges; `share` is how much of it the mark takes."""
    canvas = Canvas((side, side), BRAND, fineness=8 if side < 256 else 4)
    margin = side * (1 - share) / 2
    draw_mark(canvas, (margin, margin), side * share, BRAND)
    return canvas.finished()


def icon_files() -> dict[str, bytes]:
    """Every icon that is a file of pixels, by its path from the root of the site.

    `favicon.ico` and `apple-touch-icon.png` stand where browsers look without being told.
    """
    return {
        "favicon.ico": _ico([icon(side) for side in (16, 32, 48)]),
        "apple-touch-icon.png": _png(full_icon(180)),
        **{name: _png(icon(side)) for name, side in SIZES.items()},
        MASKABLE: _png(full_icon(512, _SAFE)),
    }


SIZES = {"icon-192.png": 192, "icon-512.png": 512}
"""The icons for a home screen, and how wide they are."""

MASKABLE = "icon-maskable-512.png"
"""The icon that a device may cut to a shape of its own."""


def _last(image: Image.Image) -> tuple[int, int]:
    return image.width - 1, image.height - 1


def _png(image: Image.Image) -> bytes:
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def _ico(images: list[Image.Image]) -> bytes:
    written = BytesIO()
    sizes = [image.size for image in images]
    images[-1].save(written, "ICO", sizes=sizes, append_images=images[:-1])
    return written.getvalue()
