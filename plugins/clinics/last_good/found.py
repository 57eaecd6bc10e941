"""What was found: what goes out, and what does not go out as it is."""

from __future__ import annotations

from dataclasses import dataclass

from ..git_history import Version
from ..problems import Problem
from ..site import Site


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that does not go out as it is.

    Attributes:
        version: what goes out; None where the file is left out.
        facts: of a location, what changes for patients by that: a line each, old and new.
    """

    path: str
    version: Version | None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What goes out, and what is wrong with what does not.

    Attributes:
        site: without errors, unless nothing has helped.
        problems: of the project's own files.
        taken: the files that do not go out as they are, by path.
        aside: lines of the ledger that count as if they were not there: they never went out.
        named: the locations that may go back.
    """

    site: Site
    problems: tuple[Problem, ...]
    taken: tuple[Taken, ...] = ()
    aside: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    @property
    def published(self) -> tuple[dict[str, str], ...]:
        """For `build.json`, which everybody can read: what goes out in an older version.

        What does not go out at all (left out, a draft, a clinic that is held back) is not named:
        its name alone may say what nobody is to know yet.
        """
        hidden = _not_out(self.site)
        return tuple(
            {"path": item.path, "commit": item.version.commit, "date": item.version.date}
            for item in self.taken
            if item.version and item.path not in hidden
        )


def _not_out(site: Site) -> frozenset[str]:
    """The files of a site of which nothing goes out."""
    if site.catalog is None:
        return frozenset()
    repository = site.catalog.repository
    held = (repository.locations[slug].source.path for slug in site.catalog.held)
    return frozenset((*held, *(item.entry.source.path for item in repository.withheld)))
