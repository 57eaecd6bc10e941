"""A project folder in memory: what has changed is read again, a page is made when it is asked for.

It runs in a process of its own (`child`), which alone knows the site; the other one serves it.
"""

from __future__ import annotations

import datetime
import os
import shutil
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..assets import Assets, read_assets
from ..build import site_settings
from ..catalog import Catalog
from ..checks import check_by_check
from ..failures import Failure
from ..load.memory import Memory, remembering
from ..load.repository import Repository, load_repository
from ..on_request import INDEX, Compiled, OnRequest
from ..problems import Problem, report
from ..settings import as_of
from ..site import illustrated

NOT_FOUND, HEADERS = "404.html", "_headers"
"""What an answer needs besides the page; `site.answer` reads them."""

OUR_FAULT = "This is a fault of the program, not of your edit."

BESIDE_CONTENT = "content/images"
"""Files of editors of which the repository knows only the names."""


@dataclass(frozen=True, slots=True)
class Made:
    """A page that was asked for: the folder in which it is, and the file that says what is on it.

    Attributes:
        source: relative to the project folder; None for a page that is made of many files.
        fault: why it could not be made; else empty.
    """

    folder: Path | None
    source: str | None = None
    fault: str = ""


class Project:
    """The development site of a project folder, as the files are now.

    An edit that cannot be read is not shown. One that breaks a rule is shown until the checks have
    found it, which takes longer than showing it; then the last version without errors is shown.

    Attributes:
        number: another one whenever other pages are shown.
        problems: everything that is wrong, with the errors because of which an edit is not shown.
    """

    def __init__(self, root: Path, settings: Path, folder: Path) -> None:
        """`settings` is a file of Pelican's; `folder` takes what is made."""
        self._root, self._folder = root, folder
        self._settings = _with_compiled(site_settings(settings, root, is_production=False))
        self._memory = Memory()
        self._seen: tuple[Repository, object] | None = None
        self._shown: Repository | None = None
        self._good: Repository | None = None
        self._assets: tuple[object, Assets] | None = None
        self._sites: dict[datetime.date, OnRequest] = {}
        self._checking: Iterator[list[Problem]] | None = None
        self.number = 0
        self.problems: tuple[Problem, ...] = ()

    @property
    def text_of_errors(self) -> str:
        """The report of all problems; empty while none of them is an error."""
        return report(self.problems) if _has_error(self.problems) else ""

    @property
    def is_checked(self) -> bool:
        """Whether everything is known that is wrong."""
        return self._checking is None

    def catch_up(self) -> tuple[str, ...]:
        """Read what has changed; returns the files of editors that did."""
        with remembering(self._memory):
            repository = load_repository(self._root)
        looks = (self._stamps(), as_of(os.environ))
        if (repository, looks) == self._seen:
            return ()
        before, old_looks = self._seen or (None, None)
        changed = _changed(before, repository)
        self._seen = repository, looks
        self.problems, self._checking = repository.problems, None
        if is_complete(repository):
            catalog = Catalog(repository, as_of(os.environ))
            self._checking = check_by_check(catalog)
        if not _has_error(self.problems):
            self._show(repository)
        elif self._shown and looks != old_looks:
            self._show(self._shown)  # an old text, but never in an old theme
        return changed

    def check_on(self) -> None:
        """Go on checking, by one rule; a page that is asked for meanwhile need not wait."""
        found = next(self._checking, None) if self._checking else None
        if found is not None:
            self.problems = (*self.problems, *found)
        elif self._checking and self._seen:
            self._checking = None
            if not _has_error(self.problems):
                self._good = self._seen[0]
            elif self._shown is not self._good:
                self._show(self._good)

    def make(self, path: str, day: datetime.date | None = None) -> Made:
        """Make what a path such as `locations/az/` asks for, as of a day; today by default.

        Where that fails, a rule may be broken that the page relies on: then they are checked first.
        """
        day = day or as_of(os.environ)
        try:
            return self._make(path, day)
        except Exception:  # whatever an edit may lead to that no rule has seen
            while not self.is_checked:
                self.check_on()
        try:
            return self._make(path, day)
        except Failure as failure:
            return Made(self._folder, fault=str(failure))
        except Exception:
            return Made(self._folder, fault=f"{traceback.format_exc()}\n{OUR_FAULT}")

    def _make(self, path: str, day: datetime.date) -> Made:
        if self._shown is None:
            return Made(None)
        folder = self._folder / str(self.number) / day.isoformat()
        site = self._sites.get(day) or self._start(self._shown, day, folder)
        index = f"{path}{INDEX}" if path.endswith("/") or not path else f"{path}/{INDEX}"
        is_there = site.make(index)
        if not is_there and not site.make(path):
            site.make(NOT_FOUND)
        return Made(folder, site.source(index) if is_there else None)

    def _start(self, repository: Repository, day: datetime.date, folder: Path) -> OnRequest:
        folder.mkdir(parents=True, exist_ok=True)  # the last try may have failed
        catalog = illustrated(Catalog(repository, day), self._root)
        settings = {**self._settings, "CLINICS_ASSETS": self._read_assets()}
        site = self._sites[day] = OnRequest(catalog, settings, folder)
        site.make(HEADERS)
        return site

    def _read_assets(self) -> Assets:
        """The files of the theme; read again when one of them has changed."""
        static = Path(self._settings["THEME"], "static")
        now = tuple(stamps(static))
        if self._assets is None or self._assets[0] != now:
            self._assets = now, read_assets(static, named_by_content=False)
        return self._assets[1]

    def _show(self, repository: Repository | None) -> None:
        """From now on pages are made of `repository`; answers from before may be under way."""
        shutil.rmtree(self._folder / str(self.number - 1), ignore_errors=True)
        self._shown, self._sites = repository, {}
        self.number += 1

    def _stamps(self) -> tuple[object, ...]:
        """What changes with the files that the repository does not hold."""
        folders = (Path(self._settings["THEME"]), self._root / BESIDE_CONTENT)
        return tuple(stamp for folder in folders for stamp in stamps(folder))


def is_complete(repository: Repository) -> bool:
    """Whether everything is there without which there is no catalog."""
    return None not in (repository.organization, repository.services, repository.insurance)


def stamps(folder: Path) -> Iterator[tuple[str, int, int]]:
    """What changes when a file below `folder` does."""
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - {"__pycache__"})
        for name in sorted(files):
            try:
                found = os.stat(os.path.join(here, name))
            except OSError:  # it went away just now
                continue
            yield os.path.join(here, name), found.st_mtime_ns, found.st_size


def _has_error(problems: tuple[Problem, ...]) -> bool:
    return any(problem.is_error for problem in problems)


def _changed(before: Repository | None, now: Repository) -> tuple[str, ...]:
    if before is None:
        return ()
    old, new = ({source.path: source for source in each.files} for each in (before, now))
    return tuple(sorted(path for path in old.keys() | new if old.get(path) != new.get(path)))


def _with_compiled(settings: Mapping[str, Any]) -> dict[str, Any]:
    environment = {**settings["JINJA_ENVIRONMENT"], "bytecode_cache": Compiled()}
    return {**settings, "JINJA_ENVIRONMENT": environment}
