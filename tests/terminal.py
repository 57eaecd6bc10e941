"""A command at a real terminal, and a person who types."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time

from tests.conftest import AS_OF, ROOT


class Terminal:
    """A person at a terminal: waits for a question, and types the answer."""

    def __init__(self, *arguments: str) -> None:
        self.said, self.heard = "", 0
        self.pid, self.end = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            command = [sys.executable, "-m", "plugins.clinics", *arguments]
            os.execve(sys.executable, command, {**os.environ, "AS_OF": str(AS_OF)})

    def wait_for(self, words: str) -> None:
        """Read on until these words come, behind those that were waited for before."""
        start = time.monotonic()
        while words not in self.said[self.heard :] and time.monotonic() < start + 30:
            if select.select([self.end], [], [], 1)[0]:
                self.said += os.read(self.end, 4096).decode()
        assert words in self.said[self.heard :], self.said
        self.heard = self.said.index(words, self.heard) + len(words)

    def answer(self, words: str, typed: str) -> None:
        self.wait_for(words)
        os.write(self.end, f"{typed}\n".encode())

    def finish(self, typed: str = "") -> int:
        """The exit code; `typed` is repeated, because a signal just before the read gets lost."""
        start = time.monotonic()
        os.write(self.end, typed.encode())
        try:
            while time.monotonic() < start + 30:
                if select.select([self.end], [], [], 1)[0]:
                    self.said += os.read(self.end, 4096).decode()
                else:
                    os.write(self.end, typed.encode())
        except OSError:
            pass  # the other end is closed
        else:
            os.kill(self.pid, signal.SIGKILL)
        os.close(self.end)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
