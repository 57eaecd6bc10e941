"""Which clinics have not been asked for so long that somebody must call now (`make overdue`)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from ..catalog import Catalog
from ..model.location import GONE
from ..problems import Problem, plural

OVERDUE_AFTER = datetime.timedelta(days=180)
"""Twice the 90 days after which `make check` warns: two rounds of calls were left out."""


def overdue(catalog: Catalog) -> Iterator[Problem]:
    """A problem for each clinic whose file was confirmed more than 180 days ago.

    One that was never confirmed is none: a check that is red from its first day on is soon read by
    nobody. It stands in the report, and its facts are not shown as confirmed ones.
    """
    for entry in catalog.repository.locations.values():
        confirmed = entry.value.confirmed
        if confirmed is None or entry.value.status in GONE:
            continue
        if catalog.as_of - confirmed.on > OVERDUE_AFTER:
            days = (catalog.as_of - confirmed.on).days
            yield entry.source.problem_at(
                ("confirmed", "on"),
                f"the facts were confirmed {days} days ago; the limit is {OVERDUE_AFTER.days}.",
                "call the clinic (make report CSV=1 lists what to ask), then write the new date.",
                harm="Patients may find another number, another door or other hours.",
            )


def overdue_summary(catalog: Catalog) -> str:
    """How many clinics are in time, and how many nobody has ever confirmed."""
    locations = [
        entry.value
        for entry in catalog.repository.locations.values()
        if entry.value.status not in GONE
    ]
    never = sum(location.confirmed is None for location in locations)
    late = len(list(overdue(catalog)))
    in_time = len(locations) - never - late
    return (
        f"{plural(len(locations), 'clinic')}: {in_time} confirmed in the last "
        f"{OVERDUE_AFTER.days} days, {late} longer ago, {never} never (these do not fail)."
    )
