"""Rules about whether patients can come, and who said so when."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from ..catalog import Catalog
from ..load.files import Sourced
from ..model.location import FOR_A_TIME, GONE, Location, Status
from ..overdue import is_stale
from ..problems import Problem, Severity, suggestion
from ..publication import may_have_page

OPEN_ALREADY = "change the status to open; the page says so already."
OPEN_AGAIN = (
    "change the status to open, and delete status_from, status_until and status_message; the page "
    "says so already."
)

NO_SUCH_FILE = (
    "write the name of the clinic's file, without .yaml; for a new place, write its file first."
)


def status_has_its_dates(catalog: Catalog) -> Iterator[Problem]:
    """A status comes with what visitors need to know: from when, until when, or why."""
    for entry in catalog.repository.locations.values():
        fault = _fault(entry.value, catalog.as_of)
        if fault:
            message, hint, severity = fault
            harm = "Patients would come in vain." if severity is Severity.ERROR else ""
            yield entry.source.problem_at(("status",), message, hint, severity, harm)
        yield from _left_over(entry)


def successor_exists(catalog: Catalog) -> Iterator[Problem]:
    """`moved_to` names another location that has a page and does not itself close or move."""
    for slug, entry in catalog.repository.locations.items():
        target = entry.value.moved_to
        if target is None:
            continue
        if target not in catalog.repository.slugs:
            others = catalog.repository.slugs - {slug}
            hint = suggestion(target, others, 0.8) or NO_SUCH_FILE
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
        elif is_stale(entry.value, catalog.as_of):
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
        return f"the opening day {first} has come.", OPEN_ALREADY, warning
    if status is Status.TEMPORARILY_CLOSED and not (last or location.status_message):
        return (
            "a temporary closure needs its last day or a message.",
            "add a line “status_until: …” or “status_message: …”.",
            error,
        )
    if status in FOR_A_TIME and last and last < as_of:
        what = "closure" if status is Status.TEMPORARILY_CLOSED else "time of video visits only"
        return f"the {what} ended on {last}.", OPEN_AGAIN, warning
    if status is Status.MOVED and location.moved_to is None:
        return "a clinic that has moved needs its successor.", "add a line “moved_to: …”.", error
    if location.moved_to and status not in (Status.MOVED, Status.CLOSED):
        return (
            f"moved_to is given, but the status is {status}.",
            "change the status to moved or closed, or delete moved_to.",
            error,
        )
    return None


def _left_over(entry: Sourced[Location]) -> Iterator[Problem]:
    """Lines that say nothing beside their status, most often because it has been changed."""
    location = entry.value
    status = location.status
    if location.status_until and status not in FOR_A_TIME:
        yield entry.source.problem_at(
            ("status_until",),
            f"a last day says nothing while the status is {status}.",
            "delete the line; only temporarily_closed and virtual_only end by themselves.",
            Severity.WARNING,
        )
    if location.status_message and status is Status.OPEN:
        yield entry.source.problem_at(
            ("status_message",),
            "nobody sees this message while the status is open.",
            "delete the line; for some words to visitors add alerts.",
            Severity.WARNING,
        )


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
