"""Tell when a source changed."""

import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path
from stat import S_ISDIR
from threading import Event

from watchfiles import watch

_LOOK_MILLISECONDS = 100
_QUIET_MILLISECONDS = 10  # an editor writes several times for one save
_LONGEST_WAIT_MILLISECONDS = 1000
_NOT_SOURCES = ("*~", "#*#", "*.py[cod]", "*.sw?", "*.tmp", "*___jb_*___", "4913", "flycheck_*")
_NOT_SOURCE_FOLDERS = ("__pycache__", "node_modules")


class Watcher:
    """Calls `on_change` once when it begins to watch, and then after every change.

    The first call comes when the watch already stands, so a build that it starts misses nothing.
    Folders are watched by `watchfiles`. The few single files are looked at instead, because a watch
    on one file ends when an editor replaces it; the same look notices a folder that was replaced.
    """

    def __init__(
        self,
        watched: Sequence[Path],
        on_change: Callable[[], None],
        stop: Event,
        say: Callable[[str], None],
    ) -> None:
        self._watched = watched
        self._on_change = on_change
        self._stop = stop
        self._say = say
        self._polls = False
        # It logs every batch at INFO; what was built is told already.
        logging.getLogger("watchfiles").setLevel(logging.WARNING)

    def run(self) -> None:
        """Watch until `stop` is set."""
        while not self._stop.is_set():
            try:
                self._watch_these_folders()
            except FileNotFoundError:  # a folder went away just now
                self._stop.wait(_LOOK_MILLISECONDS / 1000)
            except OSError as error:
                if self._polls:
                    raise
                self._polls = True
                self._say(f"The system cannot watch folders ({error}); looking at them instead.")

    def _watch_these_folders(self) -> None:
        """Watch until one of the folders is another one than before."""
        folders, files = _folders(self._watched), _files(self._watched)
        is_first = True
        for has_changes in self._looks([path.resolve() for path in folders]):
            if _folders(self._watched) != folders:
                return
            now = _files(self._watched)
            if is_first or has_changes or now != files:
                self._on_change()
            is_first, files = False, now

    def _looks(self, folders: Sequence[Path]) -> Iterator[bool]:
        """Yield several times a second whether something in the folders changed."""
        if not folders:
            while not self._stop.wait(_LOOK_MILLISECONDS / 1000):
                yield False
            return
        for changes in watch(
            *folders,
            watch_filter=lambda _change, path: is_source(Path(path), folders),
            debounce=_LONGEST_WAIT_MILLISECONDS,
            step=_QUIET_MILLISECONDS,
            stop_event=self._stop,
            rust_timeout=_LOOK_MILLISECONDS,
            yield_on_timeout=True,
            force_polling=True if self._polls else None,
        ):
            yield bool(changes)


def is_source(path: Path, folders: Sequence[Path]) -> bool:
    """Say whether a file can matter: not hidden, not an editor's, not Python's.

    Only the part below the watched folder counts; the checkout itself may lie in a hidden folder.
    """
    parts = next((path.relative_to(top).parts for top in folders if path.is_relative_to(top)), ())
    if any(part in _NOT_SOURCE_FOLDERS or _is_hidden(part) for part in parts):
        return False
    return not any(fnmatchcase(path.name, pattern) for pattern in _NOT_SOURCES)


def _is_hidden(part: str) -> bool:
    return part.startswith(".") and part != ".well-known"  # a public folder with a hidden name


def _folders(paths: Sequence[Path]) -> Mapping[Path, tuple[int, ...]]:
    found = _found(paths)
    return {path: (at.st_dev, at.st_ino) for path, at in found if S_ISDIR(at.st_mode)}


def _files(paths: Sequence[Path]) -> Mapping[Path, tuple[int, ...]]:
    found = _found(paths)
    return {
        path: (at.st_ino, at.st_mtime_ns, at.st_size)
        for path, at in found
        if not S_ISDIR(at.st_mode)
    }


def _found(paths: Sequence[Path]) -> Iterator[tuple[Path, os.stat_result]]:
    for path in paths:
        with suppress(OSError):
            yield path, path.stat()
