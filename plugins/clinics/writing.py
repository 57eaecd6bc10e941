"""Files that commands write for editors: whole or not at all, and never over somebody's work."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from .failures import Failure

READABLE = 0o644
"""Permissions of a new file, like those of the others; temporary files are private at first."""


def create(path: Path, text: str) -> None:
    """Write a new file.

    Raises:
        Failure: there is one already, or something else of this name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _prepared(path, text.encode()) as temporary:
        try:
            temporary.chmod(READABLE)
            os.link(temporary, path)  # unlike a rename, it never takes the place of a file
        except FileExistsError:
            raise Failure(f"{path} is there already; it was left as it is.") from None


def replace_all(changes: Mapping[Path, tuple[bytes, bytes]]) -> None:
    """Give each file its new bytes, if all of them still have the old ones.

    Everything is written beside the files first, so a full disk changes none of them; should one
    not let itself be replaced, the others get their old bytes back.

    Raises:
        Failure: a file was edited in the meantime.
    """
    with contextlib.ExitStack() as stack:
        ready = {
            path: stack.enter_context(_prepared(path, new)) for path, (_old, new) in changes.items()
        }
        for path, (old, _new) in changes.items():
            if path.read_bytes() != old:
                raise Failure(f"{path} was edited in the meantime; nothing was changed.")
        done: list[Path] = []
        try:
            for path, temporary in ready.items():
                temporary.chmod(path.stat().st_mode)
                os.replace(temporary, path)
                done.append(path)
        except BaseException:
            for path in done:
                path.write_bytes(changes[path][0])
            raise


@contextlib.contextmanager
def _prepared(path: Path, data: bytes) -> Iterator[Path]:
    """A temporary file beside `path` with these bytes; gone afterwards, if it still is there."""
    number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
