"""The process that makes pages, and the connection to it."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

from .build import report_of, signal_group, text_of
from .status import Report

Message = dict[str, Any]
"""What the process says; `child` lists what is in it."""


class PageProcess:
    """One process, and the thread that hears what it says."""

    def __init__(
        self, command: Sequence[str], folder: Path, heard: Callable[[Message], None]
    ) -> None:
        """`command` runs in `folder`; a folder for pages and the number of a connection follow.

        Raises:
            OSError: the process could not be started.
        """
        self._heard = heard
        self._replies: SimpleQueue[Message | None] = SimpleQueue()
        self._pages = tempfile.mkdtemp(prefix="preview-")
        self._printed = tempfile.TemporaryFile()  # noqa: SIM115 (read when the process has ended)
        self._connection, theirs = multiprocessing.Pipe()
        self._process = subprocess.Popen(
            [*command, self._pages, str(theirs.fileno())],
            cwd=folder,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.DEVNULL,
            stdout=self._printed,
            stderr=subprocess.STDOUT,
            pass_fds=[theirs.fileno()],
            process_group=0,  # Ctrl-C reaches us alone
        )
        theirs.close()
        Thread(target=self._hear, daemon=True).start()

    def ask(self, request: object) -> Message | None:
        """The reply; None when the process has ended."""
        try:
            self._connection.send(request)
        except OSError:
            return None
        return self._replies.get()

    def end(self) -> None:
        """End the process; whoever waits for a reply gets None."""
        signal_group(self._process, signal.SIGKILL)
        self._process.wait()
        shutil.rmtree(self._pages, ignore_errors=True)

    def last_words(self) -> Report:
        """Why the process has ended."""
        code = self._process.wait()
        self._printed.seek(0)
        return report_of(code, text_of(self._printed.read()))

    def _hear(self) -> None:
        try:
            while True:
                message: Message = self._connection.recv()
                self._heard(message)
                if message["is_reply"]:
                    self._replies.put(message)
        except (EOFError, OSError):
            self._replies.put(None)
