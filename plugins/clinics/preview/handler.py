"""Answer one request of a browser."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import PurePath
from queue import Empty
from select import select
from socket import MSG_PEEK
from time import monotonic
from typing import TYPE_CHECKING

from ..content_types import content_type
from ..failures import Failure
from .pages import (
    asset,
    keeping_day,
    page_without_site,
    with_day,
    with_edit_link,
    with_script,
    with_search_note,
)
from .renderer import Made, asked_day
from .site import answer
from .status import Events, Report

if TYPE_CHECKING:
    from .server import PreviewServer

OURS = "/_preview/"
_ASSETS = ("reload.css", "reload.js")
_LOOK_SECONDS = 1.0
_PING_SECONDS = 10.0
_HTML = content_type(PurePath("page.html"))


class PreviewHandler(BaseHTTPRequestHandler):
    """Serves the site, and below `/_preview/` the few files of the preview itself."""

    server: "PreviewServer"
    protocol_version = "HTTP/1.1"
    timeout = 60  # an idle connection does not hold its thread for ever
    disable_nagle_algorithm = True  # else the body waits for the acknowledgement of the headers

    def do_GET(self) -> None:
        """Answer with the page, the file, the events or the 404 page."""
        path = self.path.partition("?")[0]
        if path == f"{OURS}events":
            self._send_events()
        elif path.startswith(OURS):
            self._send_asset(path.removeprefix(OURS))
        else:
            self._send_site()

    def do_HEAD(self) -> None:
        """Answer like GET, without the body."""
        self.do_GET()

    def version_string(self) -> str:
        """Name the server in its answers, without the version of Python."""
        return "Preview"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Tell of what failed, and which page asked for it; all else is silence."""
        if isinstance(code, int) and code >= HTTPStatus.BAD_REQUEST and self._has_site(code):
            referer = self.headers.get("Referer") if hasattr(self, "headers") else None
            origin = f" (asked for by {referer})" if referer else ""
            self.server.say(f"{int(code)} {getattr(self, 'path', self.requestline)}{origin}")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: `log_request` tells what matters."""

    @staticmethod
    def _has_site(code: int) -> bool:
        return code != HTTPStatus.SERVICE_UNAVAILABLE  # the problems are printed already

    def _send_site(self) -> None:
        try:
            day = asked_day(self.path)
        except Failure as failure:
            report = Report("This is not a day that can be shown.", str(failure))
            self._send_report(HTTPStatus.BAD_REQUEST, report, "This page cannot be shown")
            return
        made = self.server.made(self.path, day)
        if made.fault:
            self._send_report(HTTPStatus.SERVICE_UNAVAILABLE, made.fault, made.fault.summary)
            return
        found = answer(made.folder, self.path)
        if found is None:
            self._send_report(HTTPStatus.SERVICE_UNAVAILABLE, self.server.status.report)
            return
        body = found.body
        if found.content_type.startswith("text/html"):
            body = self._with_additions(body, made, day)
        self._send(found.status, found.content_type, body, found.headers)

    def _with_additions(self, page: bytes, made: Made, day: date | None) -> bytes:
        """What the preview adds to a page."""
        editor = self.server.editor
        page = with_edit_link(page, made.source, editor)
        if made.is_on_request:
            page = with_search_note(page, self.path.partition("?")[0])
        if day:
            page = keeping_day(page, day.isoformat())
        page = with_day(page, day.isoformat() if day else self.server.day)
        return with_script(page, made.version, editor)

    def _send_report(self, status: HTTPStatus, report: Report | None, *heading: str) -> None:
        page = page_without_site(report, *heading)
        editor, version = self.server.editor, self.server.status.version
        self._send(status, _HTML, with_script(page, version, editor))

    def _send_asset(self, name: str) -> None:
        if name in _ASSETS:
            self._send(HTTPStatus.OK, content_type(PurePath(name)), asset(name))
        else:
            kind = content_type(PurePath("plain.txt"))
            self._send(HTTPStatus.NOT_FOUND, kind, b"The preview has no such file.\n")

    def _send(
        self,
        status: HTTPStatus,
        kind: str,
        body: bytes,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _send_events(self) -> None:
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(b"retry: 500\n\n")
            with self.server.status.listen() as events:
                self._pass_on(events)

    def _pass_on(self, events: Events) -> None:
        """Write events until the server stops or the browser is gone, which a second shows."""
        written = monotonic()
        while not self._browser_is_gone():
            try:
                event = events.get(timeout=_LOOK_SECONDS)
            except Empty:
                if monotonic() - written >= _PING_SECONDS:
                    self.wfile.write(b": ping\n\n")
                    written = monotonic()
                continue
            if event is None:
                return
            self.wfile.write(event.encode())
            written = monotonic()

    def _browser_is_gone(self) -> bool:
        readable, _, _ = select([self.connection], [], [], 0)
        return bool(readable) and not self.connection.recv(1, MSG_PEEK)
