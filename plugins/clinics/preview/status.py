"""What the last build said, and the browsers that wait to hear it."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from queue import SimpleQueue
from threading import Lock


@dataclass(frozen=True)
class Report:
    """Why the last build failed: one line for a heading, and the whole list of problems."""

    summary: str
    text: str


@dataclass(frozen=True)
class Event:
    """One message to the browsers."""

    name: str
    data: str

    def encode(self) -> bytes:
        """Return the message as Server-Sent Events want it."""
        return f"event: {self.name}\ndata: {self.data}\n\n".encode()


Events = SimpleQueue[Event | None]
"""Messages for one browser; None says that the server stops."""


class Status:
    """Shared by the builder, which reports, and the request threads, which listen."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._run = secrets.token_hex(4)  # another one after a restart, so that pages reload then
        self._good_builds = 0
        self._report: Report | None = None
        self._listeners: set[Events] = set()
        self._is_closed = False

    @property
    def version(self) -> str:
        """Name the newest good build; a page that carries another name is old."""
        return f"{self._run}.{self._good_builds}"

    @property
    def report(self) -> Report | None:
        """Return what is wrong at the moment, if anything is."""
        return self._report

    def build_succeeded(self) -> None:
        """Nothing is wrong any more: let every browser reload."""
        with self._lock:
            self._report = None
            self._reload()

    def site_changed(self) -> None:
        """Let every browser reload, whatever is wrong."""
        with self._lock:
            self._reload()

    def build_failed(self, report: Report) -> None:
        """Show the problems in every browser."""
        with self._lock:
            self._report = report
            self._tell(_problems(report))

    @contextmanager
    def listen(self) -> Iterator[Events]:
        """Give the messages from now on, after one or two that tell how things stand."""
        events: Events = SimpleQueue()
        with self._lock:
            events.put(Event("hello", self.version))
            if self._report:
                events.put(_problems(self._report))
            if self._is_closed:
                events.put(None)
            self._listeners.add(events)
        try:
            yield events
        finally:
            with self._lock:
                self._listeners.discard(events)

    def close(self) -> None:
        """End every listener."""
        with self._lock:
            self._is_closed = True
            self._tell(None)

    def _reload(self) -> None:
        self._good_builds += 1
        self._tell(Event("reload", self.version))

    def _tell(self, event: Event | None) -> None:
        for events in self._listeners:
            events.put(event)


def _problems(report: Report) -> Event:
    return Event("problems", json.dumps(asdict(report)))  # JSON has no line break inside
