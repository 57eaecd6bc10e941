"""Which files go back next. Pure: what is wrong comes in, paths come out."""

from __future__ import annotations

import re
from collections.abc import Collection

from ..checks.ledger import origin_of
from ..load.repository import LEDGER
from ..problems import Problem
from ..redirects.address import PUBLISHED
from ..site import Site

TOPIC = re.compile(r"/faq/[^/#]+/")


def may_go_back(path: str, named: Collection[str]) -> bool:
    """Whether a file goes back when it is broken: a text always, data of clinics if it is named.

    Nobody must find an old telephone number or an old hour on the site without having asked.
    """
    return path.startswith("content/") or path == LEDGER or path in named


def unreadable(site: Site) -> frozenset[str]:
    """The files that cannot be read as what they should be: their faults are surely their own."""
    found = site.catalog.repository.problems if site.catalog else site.problems
    return frozenset(problem.path for problem in found if problem.is_error)


def suspects(site: Site, named: Collection[str]) -> frozenset[str]:
    """The files that are at fault and may go back; none where that would not help.

    While a file cannot be read, others may only miss what it says: then it goes back alone. Lines
    of the ledger are never a cause, unless it cannot be read itself.
    """
    unread = unreadable(site)
    if unread:
        allowed = frozenset(path for path in unread if may_go_back(path, named))
        return allowed if allowed == unread else frozenset()
    faulty = {problem.path for problem in errors(site)} - {LEDGER}
    return frozenset(path for path in faulty if may_go_back(path, named))


def are_texts_at_fault(site: Site, named: Collection[str]) -> bool:
    """Whether other texts would help: some are at fault, and nothing that may not go back is."""
    paths = {problem.path for problem in errors(site)}
    return all(may_go_back(path, named) for path in paths) and bool(paths.difference(named))


def errors(site: Site) -> list[Problem]:
    """What stops the build."""
    return [problem for problem in site.problems if problem.is_error]


def lost_lines(site: Site) -> frozenset[str]:
    """The lines of the ledger that nothing answers."""
    ledger = site.catalog.repository.ledger if site.catalog else None
    if ledger is None:
        return frozenset()
    places = (problem.place for problem in errors(site) if problem.path == LEDGER)
    return frozenset(ledger.line(place.line) for place in places)


def is_no_address(line: str) -> bool:
    """Whether a line of the ledger was never an address of this site."""
    return PUBLISHED.fullmatch(line) is None


def file_behind(line: str) -> str | None:
    """The file without which a published address is not there; None where it is not one alone."""
    if TOPIC.fullmatch(line):
        return "content/faq/_topics.yaml"
    origin = origin_of(line)
    return origin.path if origin else None
