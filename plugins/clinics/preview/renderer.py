"""The other side of `child`: starts the process that makes pages, asks it, and replaces it."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath
from threading import Lock
from urllib.parse import parse_qs, unquote

from ..settings import as_of
from .process import Message, PageProcess
from .status import Report, Status

CONTENT_FAULT = "The content has a problem that needs a fix."
PAGE_FAULT = "This page cannot be made"


@dataclass(frozen=True)
class Made:
    """What there is for a request: a folder with the file, or why there is none.

    Attributes:
        version: of the site at that moment.
        source: the file of an editor that says what is on the page.
        is_on_request: whether it was made for this request, and not by a whole build.
    """

    folder: Path
    version: str
    source: str | None = None
    fault: Report | None = None
    is_on_request: bool = False


def asked_day(target: str) -> date | None:
    """The day of `?as_of=2026-12-24` in a request target; None without it.

    Raises:
        ConfigurationError: it is not a day, or one of another century.
    """
    asked = parse_qs(target.partition("#")[0].partition("?")[2]).get("as_of")
    return as_of({"AS_OF": asked[-1]}) if asked else None


class Renderer:
    """Asks for pages, and tells the browsers and the terminal how the site stands."""

    def __init__(
        self,
        start: Callable[[Callable[[Message], None]], PageProcess],
        root: Path,
        output: Path,
        status: Status,
        say: Callable[[str], None],
    ) -> None:
        """`start` starts the process for the project folder `root`.

        `output` is shown while that has no page.
        """
        self._start, self._root, self._output = start, root, output
        self._status, self._say = status, say
        self._asking, self._hearing = Lock(), Lock()
        self._process: PageProcess | None = None
        self._known: tuple[int, str] | None = None
        self._told = ""
        self._unseen: dict[str, float] = {}
        self._is_stopped = False

    @property
    def has_errors(self) -> bool:
        """Whether a whole build would fail, as far as is known."""
        return self._known is None or bool(self._known[1])

    def refresh(self) -> bool:
        """Read what has changed, also of the program; whether there is a process that could."""
        with self._asking:
            reply = self._ask("refresh")
            if reply and reply["is_outdated"]:
                self._say("The program or its settings have changed; starting it again.")
                self._end()
                reply = self._ask("refresh")
        return reply is not None

    def made(self, path: str, day: date | None) -> Made:
        """Let the file for a path be made: a page of the sources as they are now."""
        is_page = path.endswith("/") or not PurePath(path).suffix
        with self._asking:
            reply = self._ask("make", unquote(path, errors="replace").lstrip("/"), day, is_page)
            version = self._status.version
        if reply is None or reply["folder"] is None:
            return Made(self._output, version)
        if is_page:
            self._tell_shown(path, reply["source"])
        fault = Report(PAGE_FAULT, reply["fault"]) if reply["fault"] else None
        if fault:
            self._say(f"{fault.text}\n{PAGE_FAULT}: {path}")
        return Made(Path(reply["folder"]), version, reply["source"], fault, is_on_request=True)

    def stop(self) -> None:
        """End the process, and start no other one."""
        self._is_stopped = True
        self._end()

    def _ask(self, *request: object) -> Message | None:
        """The reply of the process, which is started if there is none; None if it has failed."""
        if self._is_stopped:
            return None
        process = self._process = self._process or self._start(self._heard)
        reply = process.ask(request)
        if reply is None and not self._is_stopped:
            self._end()
            self._status.build_failed(process.last_words())
            self._say(process.last_words().text)
        if reply:
            self._note(reply["changed"])
        return reply

    def _end(self) -> None:
        process, self._process, self._known = self._process, None, None
        if process:
            process.end()

    def _heard(self, message: Message) -> None:
        """Tell when other pages are shown, or when something else is wrong."""
        number, errors = state = message["number"], message["errors"]
        with self._hearing:
            before, self._known = self._known, state
        if state != before and not errors:
            self._status.build_succeeded()
        elif state != before:
            self._status.build_failed(Report(CONTENT_FAULT, errors))
            if before is None or before[0] != number:
                self._status.site_changed()
        if message["is_checked"] and errors != self._told:
            self._told = errors
            self._say(errors or "All problems are repaired.")

    def _note(self, changed: list[str]) -> None:
        """Remember when files were saved, until somebody has seen them."""
        for path in changed:
            with suppress(OSError):
                self._unseen[path] = (self._root / path).stat().st_mtime

    def _tell_shown(self, path: str, source: str | None) -> None:
        saved = self._unseen.pop(source or "", None)
        if saved is not None:
            milliseconds = 1000 * (time.time() - saved)
            self._say(f"{source}: at {path} {milliseconds:.0f} ms after it was saved.")
