"""The process that makes pages: `python -m plugins.clinics.preview.child ROOT SETTINGS FOLDER FD`.

It answers the other process over a connection, one message after the other, and checks the
content while it has nothing else to do. When its own code has changed, it says so and is replaced.
"""

from __future__ import annotations

import datetime
import gc
import sys
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path

from .process import Message
from .project import Project, stamps

CODE = "plugins"
"""The folder below the working folder whose change makes a running process an old one."""


class Child:
    """Keeps a project, and tells the other process how it stands with every message."""

    def __init__(self, project: Project, code: tuple[object, ...], settings: Path) -> None:
        self._project = project
        self._code = code
        self._settings = settings

    def run(self, connection: Connection) -> None:
        """Answer until the other process has gone."""
        while True:
            if not self._project.is_checked and not connection.poll():
                self._check(connection)
                continue
            try:
                kind, *arguments = connection.recv()
            except EOFError:
                return
            answer = self._make(*arguments) if kind == "make" else self.refresh()
            connection.send({"is_reply": True, **answer, **self._state()})

    def refresh(self) -> Message:
        """Read what has changed, and say whether this process is an old one."""
        changed = self._project.catch_up()
        is_outdated = code_of(self._settings) != self._code
        return {"changed": changed, "is_outdated": is_outdated}

    def _make(self, path: str, day: datetime.date | None, is_page: bool) -> Message:
        """A page is made of the files as they are now; what it loads comes with it."""
        changed = self._project.catch_up() if is_page else ()
        return {**asdict(self._project.make(path, day)), "changed": changed}

    def _check(self, connection: Connection) -> None:
        self._project.check_on()
        if self._project.is_checked:
            connection.send({"is_reply": False, **self._state()})
            gc.collect()  # now, and not while somebody waits for a page

    def _state(self) -> Message:
        project = self._project
        return {
            "number": project.number,
            "errors": project.text_of_errors,
            "is_checked": project.is_checked,
            "problems": len(set(project.problems)),
        }


def code_of(settings: Path) -> tuple[object, ...]:
    """What changes with the program and its settings."""
    found = settings.stat()
    return (found.st_mtime_ns, found.st_size, *stamps(Path(CODE)))


def main(arguments: list[str]) -> None:
    """Answer over the connection with the number that is the last argument."""
    root, settings, folder, number = arguments
    code = code_of(Path(settings))
    gc.disable()
    project = Project(Path(root), Path(settings), Path(folder))
    Child(project, code, Path(settings)).run(Connection(int(number)))


if __name__ == "__main__":
    main(sys.argv[1:])
