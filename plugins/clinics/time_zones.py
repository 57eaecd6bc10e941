"""The time zone of a location."""

from __future__ import annotations

from .geography import states
from .model.location import Location


def time_zone(location: Location) -> str | None:
    """The IANA time zone of a location: its own, else the only one of its state, else None."""
    state = states().get(location.address.address_region)
    if location.time_zone or state is None:
        return location.time_zone
    if location.address.address_region == "AZ":
        return "America/Phoenix"  # the Navajo Nation, which has DST, must be named in the file
    return state.time_zones[0] if len(state.time_zones) == 1 else None
