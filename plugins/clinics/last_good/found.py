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

    @property
    def record(self) -> dict[str, str | None]:
        """For `build.json`: the file, and the commit and its day where it is not left out."""
        commit, date = (self.version.commit, self.version.date) if self.version else (None, None)
        return {"path": self.path, "commit": commit, "date": date}


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
