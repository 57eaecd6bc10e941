"""Where builds go, and how one takes the place of another so that nobody ever sees half of it.

A build is written into a fresh folder on the same disk; only when all of it is there, one symlink
(`output` or `public`) is replaced, which is atomic. A failed or killed build changes nothing.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .containment import require_own_folders


@dataclass(frozen=True, slots=True)
class Target:
    """Where a build goes.

    Attributes:
        link: what is served.
        previous: leads to the build that was served before: pages of it may still be open.
        store: holds the builds behind both.
    """

    link: Path
    previous: Path
    store: Path


def target(root: Path, is_production: bool) -> Target:
    """`output` for development, `public` for production; they never share a folder."""
    name = "public" if is_production else "output"
    return Target(root / name, root / f"{name}-previous", root / ".builds" / name)


@contextmanager
def fresh_folder(where: Target) -> Iterator[Path]:
    """A new folder for a build; it is served once the block has come to its end without a fault.

    One build at a time: a second one waits for the first. What a killed build has left is removed.

    Raises:
        Failure: a folder or a link of somebody else stands where ours belong.
        OSError: the disk or a folder does not allow it.
    """
    require_own_folders(where.store, where.link, where.previous)
    with _only_one(where):
        _remove_unfinished(where)
        name = f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{os.getpid()}.unfinished"
        stage = where.store / name
        try:
            stage.mkdir()
            yield stage
        except BaseException:
            shutil.rmtree(stage, ignore_errors=True)
            raise
        put_in_place(where, stage)


def put_in_place(where: Target, stage: Path) -> None:
    """Serve a finished folder from now on; the build before it stays, what is older goes.

    `stage` lies in the store, and its name ends in `.unfinished`.
    """
    finished = stage.with_suffix("")
    stage.rename(finished)
    if where.link.is_symlink():
        _point(where, where.previous, where.link.readlink())
    _point(where, where.link, Path(os.path.relpath(finished, where.link.parent)))
    kept = {where.link.resolve(), where.previous.resolve()}
    for old in _builds(where):
        if old.resolve() not in kept:
            shutil.rmtree(old, ignore_errors=True)


def _point(where: Target, link: Path, to: Path) -> None:
    """Let a link lead to a folder; whoever reads finds the old or the new one."""
    new_link = where.store / "next"
    new_link.unlink(missing_ok=True)
    new_link.symlink_to(to)
    os.replace(new_link, link)


def _builds(where: Target) -> Iterator[Path]:
    return (path for path in where.store.iterdir() if path.is_dir() and not path.is_symlink())


def _remove_unfinished(where: Target) -> None:
    for left_over in where.store.glob("*.unfinished"):
        shutil.rmtree(left_over, ignore_errors=True)


@contextmanager
def _only_one(where: Target) -> Iterator[None]:
    """Hold the lock of this target; a second build waits for the first."""
    where.store.mkdir(parents=True, exist_ok=True)
    with (where.store / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another build is running; waiting for it to end.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
