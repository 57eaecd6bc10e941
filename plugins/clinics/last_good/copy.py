"""The files that are built, in a folder of their own: going back never touches an editor's file."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from ..load.repository import EDITED, LEDGER


@dataclass(frozen=True)
class Copy:
    """A copy of what editors write, below `root`; all paths are relative to it."""

    root: Path

    def fill(self, project: Path) -> None:
        """Copy the files of a project folder; links stay links, which no build follows."""
        for name in EDITED:
            if (project / name).is_dir():
                shutil.copytree(
                    project / name, self.root / name, symlinks=True, copy_function=_copied
                )
        if (project / LEDGER).is_file():
            self.put(LEDGER, (project / LEDGER).read_bytes())

    def read(self, path: str) -> bytes | None:
        """A file; None where there is none, or where it is no ordinary one."""
        file = self.root / path
        is_one = not self._is_behind_a_link(file) and file.is_file()
        return file.read_bytes() if is_one else None

    def put(self, path: str, data: bytes | None) -> None:
        """Put a file in place of whatever is there; nothing for None."""
        self._remove(path)
        if data is None:
            return
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    def _remove(self, path: str) -> None:
        """Take away a file or a folder, or the link through which it would be reached."""
        file = self.root / path
        for step in (*reversed(file.relative_to(self.root).parents[:-1]), Path(path)):
            place = self.root / step
            if place.is_symlink():
                place.unlink()
                return
        if file.is_dir():
            shutil.rmtree(file)
        else:
            file.unlink(missing_ok=True)

    def _is_behind_a_link(self, file: Path) -> bool:
        steps = len(file.relative_to(self.root).parts)
        return any(step.is_symlink() for step in (file, *file.parents)[:steps])


def _copied(source: str, target: str) -> None:
    """Copy a file; one that cannot be read becomes an empty one, which a check refuses."""
    try:
        shutil.copyfile(source, target, follow_symlinks=False)
    except OSError:
        Path(target).touch()
