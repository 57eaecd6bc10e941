"""What is said of a site that goes out with files in their last good version."""

from __future__ import annotations

from collections.abc import Iterator

from ..load.repository import LEDGER
from ..problems import plural, visible
from .choose import errors, may_go_back, unreadable
from .found import Found, Taken

HEAD = "LAST_GOOD: {} not go out as written; what is wrong with them stands above."


def summary(found: Found) -> Iterator[str]:
    """The files that do not go out as they are, or why nothing can go out; a line each."""
    if found.site.has_errors:
        yield from _why_not(found)
        return
    number = plural(len(found.taken), "file")
    if found.taken:
        yield HEAD.format(f"{number} {'does' if len(found.taken) == 1 else 'do'}")
    for item in found.taken:
        yield from _told(item)
    if found.aside:
        lines = ", ".join(map(visible, found.aside))
        yield f"- {LEDGER}: without what never went out: {lines}"
    for path in sorted(set(found.named) - {item.path for item in found.taken}):
        yield f"{path} goes out as it is: nothing is wrong with it."


def _told(item: Taken) -> Iterator[str]:
    path = visible(item.path)
    if item.version:
        version = f"{item.version.date} ({item.version.short}, {item.version.author})"
        yield f"- {path}: as of {visible(version)}"
    else:
        yield f"- {path}: left out, because it has no good version"
    yield from (f"    {visible(line)}" for line in item.facts)


def _why_not(found: Found) -> Iterator[str]:
    """Which locations have to be named; else that no version has helped.

    While a file cannot be read, others may only miss what it says: then they are not named.
    """
    faulty = unreadable(found.site) or {problem.path for problem in errors(found.site)}
    broken = {path for path in faulty if not may_go_back(path, found.named)}
    if broken:
        names = " ".join(visible(path) for path in sorted({*found.named, *broken}))
        yield (
            "A broken location never goes back by itself, because an old number or an old hour "
            f'would come back with it. Repair it, or accept that: make publish LAST_GOOD="{names}"'
        )
    else:
        places = ", ".join(visible(path) for path in sorted(faulty))
        yield f"No older version is without errors either; what is left: {places}."
