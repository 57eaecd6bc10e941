"""Going back until nothing is wrong any more: one file at a time, else all texts together.

A round checks the copy and lets every file at fault go back by one version. A text that has no good
version was never published and is left out. A text that was good at its time is not at fault
itself; then all of `content/` goes back to the newest state that is good today.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ..git_history import History, Version
from ..load.repository import EDITED, LEDGER
from ..problems import Problem
from ..site import Site, load_site
from .choose import (
    are_texts_at_fault,
    errors,
    file_behind,
    is_no_address,
    lost_lines,
    may_go_back,
    suspects,
    unreadable,
)
from .copy import Copy
from .facts import facts_going_back
from .found import Found, Taken
from .names import require_known, require_whole_history

MOST_ROUNDS = 12
"""So many times single files go back; a check takes a second or two, and somebody waits."""

MOST_STATES = 8
"""So many states of all texts are tried after that, or single files that may not be at fault."""

AT_ITS_TIME = 5
"""So many commits of a file are asked whether it was good there."""


@contextmanager
def last_good(root: Path, named: tuple[str, ...], as_of: datetime.date) -> Iterator[Found]:
    """The production site of `root`, with broken files in their last good version.

    Its files are there until the context ends. `named` are files in `locations/` that may go back.

    Raises:
        Failure: there is no history, or not enough of it; or a name is no location.
    """
    history = History(root)
    require_known(root, history, named)
    site = load_site(root, True, as_of)
    if not site.has_errors:
        yield Found(site, site.problems, named=named)
        return
    history.require()
    with TemporaryDirectory(prefix="last-good-") as folder:
        copy = Copy(Path(folder))
        copy.fill(root)
        yield _Search(root, copy, history, named, as_of).run(site)


class _Search:
    """The copy, and how far each of its files has gone back."""

    def __init__(
        self,
        project: Path,
        copy: Copy,
        history: History,
        named: tuple[str, ...],
        as_of: datetime.date,
    ) -> None:
        self.project, self.copy, self.history = project, copy, history
        self.named, self.as_of = named, as_of
        self.taken: dict[str, Version | None] = {}
        self.aside: set[str] = set()
        self.state: Version | None = None
        self._problems: list[Problem] = []
        self._seen: dict[str, set[bytes | None]] = {}
        self._innocent: set[str] = set()
        self._unread: set[str] = set()

    def run(self, site: Site) -> Found:
        """Let files go back until there is no error, or nothing more can be done."""
        self._problems += site.problems
        for _round in range(MOST_ROUNDS):
            if not site.has_errors or not self._step(site):
                break
            site = self._check()
        if not site.has_errors:
            site = self._keep_what_can_stay(site)
        elif are_texts_at_fault(site, self.named):
            site = self._all_texts(site)
        taken = tuple(self._told(path) for path in sorted(self.taken))
        aside = tuple(sorted(self.aside))
        return Found(site, tuple(self._problems), taken, aside, self.named)

    def _check(self) -> Site:
        return load_site(self.copy.root, True, self.as_of)

    def _told(self, path: str) -> Taken:
        is_data = path.startswith("locations/")
        facts = facts_going_back(path, self.project, self.copy.root) if is_data else ()
        return Taken(path, self.taken[path], facts)

    # --- file by file ----------------------------------------------------------------------------

    def _step(self, site: Site) -> bool:
        """Change something that may help; False where there is nothing."""
        unread = unreadable(site)
        self._unread |= unread
        paths = (not unread and self._deleted(site)) or suspects(site, self.named)
        new = paths - self.taken.keys()
        self._problems += [item for item in errors(site) if item.path in new]
        moved = [self._go_back(path) for path in sorted(paths)]
        return any(moved) or (not unread and self._set_aside(site))

    def _keep_what_can_stay(self, site: Site) -> Site:
        """Put every file back that only had missed what another one says, now that it says it."""
        doubtful = sorted(self.taken.keys() - self._unread) if len(self.taken) > 1 else []
        for path in doubtful[:MOST_STATES]:
            newest, older = Copy(self.project).read(path), self.copy.read(path)
            self.copy.put(path, newest)
            found = self._check()
            if found.has_errors:
                self.copy.put(path, older)
            else:
                del self.taken[path]
                site = found
        return site

    def _deleted(self, site: Site) -> frozenset[str]:
        """Texts that are not there any more, although people know their address."""
        behind = {file_behind(line) for line in lost_lines(site)}
        return frozenset(
            path
            for path in behind
            if path
            and may_go_back(path, self.named)
            and path not in self.taken
            and self.copy.read(path) is None
        )

    def _go_back(self, path: str) -> bool:
        """Put the next older version in place that says anything else."""
        if path in self._innocent or (path in self.taken and self.taken[path] is None):
            return False
        seen = self._seen.setdefault(path, {self.copy.read(path), None})
        versions = self.history.versions(path, MOST_ROUNDS)
        for version in versions:
            data = self.history.content(version, path)
            if data not in seen and data is not None:
                seen.add(data)
                self.copy.put(path, data)
                self.taken[path] = version
                return True
        is_new = not versions and (self.project / path).exists()
        require_whole_history(self.history, path, is_new)
        return self._leave_out(path, versions)

    def _leave_out(self, path: str, versions: tuple[Version, ...]) -> bool:
        if self._was_good(path, versions):
            self._innocent.add(path)
            return False
        self.copy.put(path, None)
        self.taken[path] = None
        return True

    def _was_good(self, path: str, versions: tuple[Version, ...]) -> bool:
        """Whether a file was without errors in one of its commits, among the files of that day."""
        for version in versions[:AT_ITS_TIME]:
            with TemporaryDirectory(prefix="last-good-") as folder:
                for part in (*EDITED, LEDGER):
                    self._put_all(version, part, Copy(Path(folder)))
                then = load_site(Path(folder), True, self.as_of)
                was_there = then.catalog is not None and Path(folder, path).is_file()
            if was_there and all(problem.path != path for problem in errors(then)):
                return True
        return False

    def _put_all(self, version: Version, part: str, copy: Copy) -> None:
        for path, data in self.history.files(version, part).items():
            copy.put(path, data)

    # --- the ledger ------------------------------------------------------------------------------

    def _set_aside(self, site: Site) -> bool:
        """Take lines out of the ledger whose addresses never went out."""
        lost = {line for line in lost_lines(site) if self._never_went_out(line)}
        data = self.copy.read(LEDGER)
        if not lost or data is None:
            return False
        kept = [line for line in data.decode("utf-8").splitlines() if line not in lost]
        self.copy.put(LEDGER, "".join(f"{line}\n" for line in kept).encode())
        self.aside |= lost
        return True

    def _never_went_out(self, line: str) -> bool:
        """Whether the version that is taken was committed before the address was listed."""
        if is_no_address(line):
            return True
        path = file_behind(line) or ""
        if self.state and path.startswith("content/"):
            return line not in self._listed(self.state)
        if path not in self.taken:
            return False
        version = self.taken[path]
        return version is None or line not in self._listed(version)

    def _listed(self, version: Version) -> Collection[str]:
        data = self.history.content(version, LEDGER) or b""
        return frozenset(data.decode("utf-8", "replace").splitlines())

    # --- all texts together ----------------------------------------------------------------------

    def _all_texts(self, site: Site) -> Site:
        """The newest state of all texts with which nothing is wrong; else `site` as it is."""
        for version in self.history.versions("content", MOST_STATES):
            self.copy.put("content", None)
            self._put_all(version, "content", self.copy)
            self.state = version
            found = self._check()
            if found.has_errors and self._set_aside(found):
                found = self._check()
            if not found.has_errors:
                self._note_texts(version)
                return found
        return site

    def _note_texts(self, version: Version) -> None:
        """Every text that differs from the project's own goes back, or is left out."""
        data = {path: item for path, item in self.taken.items() if not path.startswith("content/")}
        names = {
            path.relative_to(root).as_posix()
            for root in (self.project, self.copy.root)
            for path in (root / "content").rglob("*")
            if path.is_file()
        }
        here = Copy(self.project)
        changed = {name for name in names if here.read(name) != self.copy.read(name)}
        texts = {name: version if self.copy.read(name) is not None else None for name in changed}
        self.taken = {**data, **texts}
