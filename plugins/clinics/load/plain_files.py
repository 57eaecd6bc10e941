"""Folders of ours hold files and folders, and nothing that leads out of them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from ..problems import Problem
from .files import file_problem
from .source import LINK, NOT_A_FILE, UNREADABLE_HINT, unreadable


def not_plain(root: Path, folder: Path) -> Iterator[Problem]:
    """Every link, pipe or device below `folder`, and what cannot be read; no link is followed.

    A link may lead to any file of the machine, and a pipe would be waited for without end.
    """
    if folder.is_symlink():
        yield file_problem(root, folder, *LINK)
        return
    errors: list[OSError] = []
    for here, folders, files in os.walk(folder, onerror=errors.append):
        for path in (Path(here, name) for name in sorted((*folders, *files))):
            if fault := _fault(path):
                yield file_problem(root, path, *fault)
    for error in errors:
        if not isinstance(error, FileNotFoundError):
            yield file_problem(root, Path(error.filename), unreadable(error), UNREADABLE_HINT)


def _fault(path: Path) -> tuple[str, str] | None:
    try:
        mode = path.lstat().st_mode
    except OSError as error:
        return unreadable(error), UNREADABLE_HINT
    if stat.S_ISLNK(mode):
        return LINK
    return None if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else NOT_A_FILE
