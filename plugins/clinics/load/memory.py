"""Files as they were loaded, for a program that loads a project again and again.

with remembering(memory):
    load_repository(root)  # reads only what has changed since the last time
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from stat import S_ISREG
from typing import Any, TypeVar, cast

T = TypeVar("T")
Stamp = tuple[int, ...]

SETTLED_NANOSECONDS = 2_000_000_000
"""Two edits in one tick of the clock of a file system leave the same time: what has just been
written is read again. Two seconds is the coarsest tick (FAT)."""


class Memory:
    """What was made of each file, while the file is as it was."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[Stamp, Any]] = {}

    def recall(self, key: Hashable, path: Path, make: Callable[[], T]) -> T:
        """What `make` made of the file at `path` the last time; made anew if the file changed."""
        stamp = _stamp(path)
        kept = self._kept.get(key)
        if kept and stamp and kept[0] == stamp:
            return cast(T, kept[1])
        made = make()
        self._kept.pop(key, None)
        if stamp:
            self._kept[key] = stamp, made
        return made


@contextmanager
def remembering(memory: Memory) -> Iterator[None]:
    """Let everything that loads files use `memory`."""
    token = _memory.set(memory)
    try:
        yield
    finally:
        _memory.reset(token)


def recalled(key: Hashable, path: Path, make: Callable[[], T]) -> T:
    """`make()`, or what it returned for this key while the file at `path` is as it was."""
    memory = _memory.get()
    return memory.recall(key, path, make) if memory else make()


def _stamp(path: Path) -> Stamp | None:
    """What changes with a file; None for what is no file, or has changed just now."""
    try:
        found = path.lstat()
    except OSError:
        return None
    last_change = max(found.st_mtime_ns, found.st_ctime_ns)
    is_settled = time.time_ns() - last_change > SETTLED_NANOSECONDS
    if not S_ISREG(found.st_mode) or not is_settled:
        return None
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


_memory: ContextVar[Memory | None] = ContextVar("memory", default=None)
