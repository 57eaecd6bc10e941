"""The map of the country: a pin for each clinic, or a bubble for each state."""

from __future__ import annotations

from functools import cache

from .. import outlines
from ..catalog import Catalog
from ..geography import states
from ..translation import gettext
from .bubbles import bubbles_of, state_centers
from .frame import Frame
from .paths import EDGE, bounds
from .pins import PIN_LIMIT, pins_of, placed_on
from .states import clinic_count, map_state
from .values import Map

_NATIONAL = Frame("national", gap=9)


def national_map(catalog: Catalog) -> Map:
    """The country with a pin for each clinic, or with a bubble for each state (`PIN_LIMIT`)."""
    by_name = sorted(states().values(), key=lambda state: state.name)
    drawn = [state for state in by_name if state.code in outlines.codes()]
    placed = placed_on(catalog, catalog.locations, _NATIONAL)
    is_crowded = len(placed) > PIN_LIMIT
    return Map(
        name=gettext("the United States"),
        view_box=_national_view_box(),
        states=tuple(
            map_state(catalog, state, outlines.rings(state.code, "national")) for state in drawn
        ),
        pins=() if is_crowded else pins_of(placed, _NATIONAL),
        bubbles=bubbles_of(state_centers(catalog)) if is_crowded else (),
        territories=tuple(
            map_state(catalog, state)
            for state in by_name
            if state not in drawn and clinic_count(catalog, state)
        ),
    )


@cache
def _national_view_box() -> str:
    start, end = bounds(
        ring for code in outlines.codes() for ring in outlines.rings(code, "national")
    )
    start, size = start - EDGE * (1 + 1j), end - start + 2 * EDGE * (1 + 1j)
    return f"{start.real:g} {start.imag:g} {size.real:g} {size.imag:g}"
