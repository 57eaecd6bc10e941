"""What is said of a site that goes out with files in their last good version."""

from __future__ import annotations

from collections.abc import Iterator

from ..load.repository import LEDGER
from ..problems import plural, visible
from .choose import errors, may_go_back
from .found import Found, Taken

HEAD = "LAST_GOOD: {} not go out as written; what is wrong with them stands above."
FACTS = "Patients read this (in the newest version → on the site):"


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
    if item.facts:
        yield f"    {FACTS}"
        yield from (f"    {visible(line)}" for line in item.facts)


def _why_not(found: Found) -> Iterator[str]:
    """Which locations have to be named; else that no version has helped."""
    own = {item.path for item in found.problems if item.is_error}
    broken = sorted(path for path in own if not may_go_back(path, found.named))
    if broken:
        names = " ".join(map(visible, broken))
        yield (
            "A broken location never goes back by itself, because an old number or an old hour "
            f"would come back with it. Repair it; or accept that with LAST_GOOD=“{names}”."
        )
    else:
        places = sorted({visible(item.path) for item in errors(found.site)})
        yield f"No older version is without errors either; what is left: {', '.join(places)}."
