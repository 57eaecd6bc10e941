"""The names of pins on the map of a state, where they cover nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .boxes import Box
from .frame import Frame
from .paths import tenth
from .values import Anchor, Label, Pin

_PIN = 11  # half the width of a pin, and the size of the letters, on the map of a state
_LINE, _LETTER = 30, 14
_LABEL_LIMIT = 60

_LABEL_PLACES: tuple[tuple[Anchor, float, float], ...] = (
    ("start", 1, 0),
    ("end", -1, 0),
    ("start", 0.6, 0.65),
    ("end", -0.6, 0.65),
    ("start", 0.6, -0.65),
    ("end", -0.6, -0.65),
    ("middle", 0, 1),
    ("middle", 0, -1),
)
"""Places of a name around its pin: its anchor, parts of the pin's width, and lines down."""


def labeled(pins: tuple[Pin, ...], frame: Frame) -> tuple[Pin, ...]:
    """The pins with their names beside, above or below them, where these cover nothing."""
    taken = [Box.around(pin.x, pin.y, _PIN, _PIN) for pin in pins]
    found = []
    for pin in pins:
        choices = _label_choices(pin) if len(pins) <= _LABEL_LIMIT else iter(())
        free = (item for item in choices if item[1].is_free(taken, frame.size))
        label, box = next(free, (None, None))
        taken += [box] if box else []
        found.append(replace(pin, label=label))
    return tuple(found)


def _label_choices(pin: Pin) -> Iterator[tuple[Label, Box]]:
    """Where the name of a pin may be, the best place first, and the room it takes there."""
    half = len(pin.location.name) * _LETTER / 2
    for anchor, side, lines in _LABEL_PLACES:
        x, y = pin.x + side * (_PIN + 7), pin.y + lines * _LINE
        base_line = tenth(y + _LINE * 0.3)
        yield (
            Label(tenth(x), base_line, anchor),
            Box.around(x + side * half, y, half, _LINE * 0.4),
        )
