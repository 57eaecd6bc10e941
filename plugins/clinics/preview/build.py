"""Run the build command, one at a time, each in a process group of its own."""

import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import IO

from .status import Report

_GRACE_SECONDS = 0.8
_LONGEST_TEXT = 200_000  # characters; more would hang the browser and help nobody
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_WARNING = re.compile(r"^\S+:\d+:\d+: warning: ", re.MULTILINE)
_SUMMARIES = {
    1: "The content has a problem that needs a fix.",
    2: "A setting has a problem that needs a fix.",
    3: "This computer lacks something that the build needs.",
}


@dataclass(frozen=True)
class BuildResult:
    """How one build went; without a report it went well."""

    seconds: float
    warnings: int
    report: Report | None


class Builder:
    """Owns the child process of the build, so that stopping leaves none behind."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._command = list(command)
        self._folder = folder
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

    def build(self) -> BuildResult | None:
        """Build and wait; None when the build was stopped."""
        started = time.monotonic()
        # A file and not a pipe: a pipe ends only when the last process that holds it has ended.
        with tempfile.TemporaryFile() as printed:
            try:
                process = self._start(printed)
            except OSError as error:
                return BuildResult(0, 0, Report("The build could not be started.", str(error)))
            if process is None:
                return None
            code = process.wait()
            self._finish(process)
            printed.seek(0)
            text = text_of(printed.read())
        if self._is_stopped:
            return None
        report = report_of(code, text) if code else None
        return BuildResult(time.monotonic() - started, len(_WARNING.findall(text)), report)

    def stop(self) -> None:
        """Start no more builds and end the running one: asked first, then killed."""
        with self._lock:
            self._is_stopped = True
            process = self._process
            if process is None:
                return
            signal_group(process, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE_SECONDS)
        with self._lock:
            if self._process is not None:
                signal_group(process, signal.SIGKILL)

    def _start(self, printed: IO[bytes]) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._is_stopped:
                return None
            self._process = subprocess.Popen(
                self._command,
                cwd=self._folder,
                env={**os.environ, "PYTHONIOENCODING": "utf-8"},
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
                process_group=0,  # Ctrl-C reaches us alone, and we end the whole group
            )
            return self._process

    def _finish(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            signal_group(process, signal.SIGKILL)  # what the build may have left running
            self._process = None


def signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    """Send a signal to a process and to all that it has started, if there are any left."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def text_of(printed: bytes) -> str:
    """What a process has printed, without the colours of a terminal."""
    text = printed.decode("utf-8", errors="replace").replace("\r\n", "\n")
    return _ESCAPE.sub("", text).strip("\n")


def report_of(code: int, text: str) -> Report:
    """Why a process has failed: by its exit code, or by the signal that has ended it."""
    ending = f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
    summary = _SUMMARIES.get(code, f"The build {ending}.")
    if not text:
        return Report(summary, f"The build {ending} and printed nothing.")
    if len(text) > _LONGEST_TEXT:
        text = f"{text[:_LONGEST_TEXT]}\n… and more."
    return Report(summary, text)
