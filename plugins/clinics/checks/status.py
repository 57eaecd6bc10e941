"""Rules about whether patients can come, and who said so when."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from ..catalog import Catalog
from ..model.location import GONE, Location, Status
from ..problems import Problem, Severity, suggestion
from ..publication import FOR_A_TIME, may_have_page

STALE_AFTER = datetime.timedelta(days=90)
"""The No Surprises Act has provider directories verified every 90 days; we take its number."""


def status_has_its_dates(catalog: Catalog) -> Iterator[Problem]:
    """A status comes with what visitors need to know: from when, until when, or why."""
    for entry in catalog.repository.locations.values():
        fault = _fault(entry.value, catalog.as_of)
        if fault:
            message, hint, severity = fault
            yield entry.source.problem_at(
                ("status",), message, hint, severity, "Patients would come in vain."
            )


def successor_exists(catalog: Catalog) -> Iterator[Problem]:
    """`moved_to` names another location that has a page and does not itself close or move."""
    for slug, entry in catalog.repository.locations.items():
        target = entry.value.moved_to
        if target is None:
            continue
        if target not in catalog.repository.slugs:
            hint = suggestion(target, catalog.repository.slugs) or "write the name of a file."
            yield entry.source.problem_at(("moved_to",), f"there is no location “{target}”.", hint)
            continue
        successor = catalog.repository.locations.get(target)
        if target == slug or (successor and not _takes_patients(successor.value)):
            further = successor.value.moved_to if successor and target != slug else None
            yield entry.source.problem_at(
                ("moved_to",),
                f"patients cannot go to “{target}”.",
                f"write moved_to: {further}." if further else "name a location that is open.",
                harm="Patients would be sent from one closed clinic to another.",
            )
        elif successor and (doubt := _doubt(entry.value, successor.value, catalog.as_of)):
            yield entry.source.problem_at(("moved_to",), *doubt, Severity.WARNING)


def confirmation_is_recent(catalog: Catalog) -> Iterator[Problem]:
    """A confirmation is not in the future, and not older than 90 days."""
    for entry in catalog.repository.locations.values():
        confirmed = entry.value.confirmed
        if confirmed is None:
            continue
        path = ("confirmed", "on")
        if confirmed.on > catalog.as_of:
            yield entry.source.problem_at(
                path,
                f"{confirmed.on} is in the future.",
                "write the day on which it was confirmed.",
            )
        elif catalog.as_of - confirmed.on > STALE_AFTER:
            days = (catalog.as_of - confirmed.on).days
            yield entry.source.problem_at(
                path,
                f"the facts were confirmed {days} days ago.",
                "ask the clinic to read them again, then write the new date.",
                Severity.WARNING,
            )


def _fault(location: Location, as_of: datetime.date) -> tuple[str, str, Severity] | None:
    error, warning = Severity.ERROR, Severity.WARNING
    first, last, status = location.status_from, location.status_until, location.status
    if first and last and last < first:
        return "status_until is before status_from.", "correct one of the dates.", error
    if status is Status.OPENING_SOON and first is None:
        return "a clinic that opens soon needs a date.", "add a line “status_from: …”.", error
    if status is Status.OPENING_SOON and first and first <= as_of:
        return f"the opening day {first} has come.", "change the status to open.", warning
    if status is Status.TEMPORARILY_CLOSED and not (last or location.status_message):
        return (
            "a temporary closure needs its last day or a message.",
            "add a line “status_until: …” or “status_message: …”.",
            error,
        )
    if status in FOR_A_TIME and last and last < as_of:
        what = "closure" if status is Status.TEMPORARILY_CLOSED else "time of video visits only"
        return f"the {what} ended on {last}.", "change the status to open.", warning
    if status is Status.MOVED and location.moved_to is None:
        return "a clinic that has moved needs its successor.", "add a line “moved_to: …”.", error
    if location.moved_to and status not in (Status.MOVED, Status.CLOSED):
        return (
            f"moved_to is given, but the status is {status}.",
            "change the status to moved or closed, or delete moved_to.",
            error,
        )
    return None


def _takes_patients(location: Location) -> bool:
    """Also one that closes or moves later is none: no redirect may become a chain some day."""
    return location.status not in GONE and may_have_page(location, is_production=False)


def _doubt(location: Location, successor: Location, as_of: datetime.date) -> tuple[str, str] | None:
    if not may_have_page(successor, is_production=True):
        return (
            f"the status of “{successor.id}” is not confirmed, so it is held back from the "
            "published site.",
            "confirm it; until then the page of this clinic stays as a notice.",
        )
    opens, leaves = successor.status_from, location.status_from or as_of
    if successor.status is Status.OPENING_SOON and opens and opens > leaves:
        return (
            f"“{successor.id}” opens on {opens}, later than patients are sent there.",
            "if this is right, this warning may stay; else correct one of the days.",
        )
    return None
