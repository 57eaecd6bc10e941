"""A state on a map: its outline, its page, and how many clinics it lists."""

from __future__ import annotations

from collections.abc import Iterable

from ..catalog import Catalog
from ..geography import State
from ..outlines import Line
from .paths import path_data
from .values import MapState


def map_state(catalog: Catalog, state: State, outline: Iterable[Line] = ()) -> MapState:
    """The state as a map shows it; without an outline it has no path."""
    count = clinic_count(catalog, state)
    url = catalog.state(state.code).url if count else None
    return MapState(state.code, state.name, path_data(outline), url, count)


def clinic_count(catalog: Catalog, state: State) -> int:
    """How many clinics a state lists."""
    return sum(len(found.locations) for found in catalog.states if found.state == state)
