"""The time zone of a location."""

from __future__ import annotations

from .geography import states
from .model.location import Location


def time_zone(location: Location) -> str | None:
    """The IANA time zone of a location: its own, else the only one of its state, else None."""
    return location.time_zone or usual(location.address.address_region)


def usual(region: str) -> str | None:
    """The time zone that the file of a clinic in this state need not name; None where it has to."""
    if region == "AZ":
        return "America/Phoenix"  # the Navajo Nation, which has DST, must be named in the file
    state = states().get(region)
    return state.time_zones[0] if state and len(state.time_zones) == 1 else None
