"""The colors of our pictures: the brand's purple, a plum night, lavender tints and a warm dawn."""

from __future__ import annotations

Color = tuple[int, int, int]


def color(code: str) -> Color:
    """`#653c85` as red, green and blue."""
    red, green, blue = bytes.fromhex(code.removeprefix("#"))
    return red, green, blue


def hexadecimal(of: Color) -> str:
    """`#653c85`."""
    return f"#{bytes(of).hex()}"


def mixed(under: Color, over: Color, share: float) -> Color:
    """What `over` looks like on `under` when so much of it covers: 0 nothing, 1 all."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(under, over, strict=True))
    return red, green, blue


BRAND = color("#653c85")
NIGHT = color("#2c1840")
DAWN = color("#f7b27a")
WHITE = color("#ffffff")
PAPER = color("#fdfcfe")

AROUND_PAGE = {"light": "#2c1840", "dark": "#100a16"}
"""What a browser is asked to color itself with, by color scheme: as the strip at the top of a page.
"""
