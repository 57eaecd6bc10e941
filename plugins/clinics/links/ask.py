"""Asking other sites for pages, politely: the only module that sends anything anywhere.

urllib3 repeats, waits and speaks TLS. Redirects are followed here, because only their codes tell a
page that has moved for good from one that is elsewhere today.
"""

from __future__ import annotations

import contextlib
import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urljoin

from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool, PoolManager, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, MaxRetryError, NameResolutionError, SSLError
from urllib3.util import Retry, parse_url

from ..model.scalars import HOST
from .answer import BUSY, Answer, Trouble
from .find import host_of, page_of

PERMANENT = frozenset((301, 308))
REDIRECTS = PERMANENT | {302, 303, 307}

OF_A_NETWORK = re.compile(r"\.(?:arpa|home|internal|intranet|lan|local|localdomain|localhost)$")
"""How names end that mean something in one network only."""

UNKNOWN_HOST = frozenset((socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)))
"""What the resolver says of a name that does not exist; its other codes are for a bad day."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How politely sites are asked; times are in seconds.

    Attributes:
        interval: between the beginnings of two questions to the same host.
        timeout: for the connection, and for each silence of the site.
        patience: for the whole answer; who sends a letter now and then is never silent.
        retries: how often a busy or silent site is asked again.
        backoff: before the first repetition, doubled for each further one.
        longest_wait: even if the site asks for a longer one (Retry-After).
        redirects: how many are followed; browsers give up after 20.
        at_once: how many hosts are asked at the same time.
    """

    interval: float = 1
    timeout: float = 20
    patience: float = 60
    retries: int = 2
    backoff: float = 3
    longest_wait: int = 60
    redirects: int = 10
    at_once: int = 8


class Asker:
    """Asks for pages, under a name, with an interval for each host. Threads may share it.

    Attributes:
        may_ask: whether a host may be asked; a redirect to another one is not followed.
    """

    def __init__(
        self, user_agent: str, manners: Manners, may_ask: Callable[[str], bool] = bool
    ) -> None:
        self.manners = manners
        self.may_ask = may_ask
        self._pace = _Pace(manners.interval)
        self._pool = PoolManager(
            headers={"User-Agent": user_agent, "Accept": "text/html, */*; q=0.8"},
            timeout=Timeout(connect=manners.timeout, read=manners.timeout),
            retries=_Patience(
                total=manners.retries,
                status_forcelist=BUSY,
                backoff_factor=manners.backoff,
                backoff_max=manners.longest_wait,
                retry_after_max=manners.longest_wait,
                raise_on_status=False,
            ),
        )
        self._pool.pool_classes_by_scheme = _in_time(manners.patience)

    def ask(self, url: str) -> Answer:
        """Ask for one page and follow where it leads. Never raises for what a site does."""
        try:
            return self._follow(page_of(url))
        except ValueError:  # no address, as no browser would take it
            return Answer(trouble=Trouble.LED_AWAY)

    def _follow(self, first: str) -> Answer:
        at = first
        moved_to = ""
        is_permanent = True
        for _ in range(self.manners.redirects + 1):
            try:
                status, location = self._get(at)
            except HTTPError as error:
                trouble = _trouble(error)
                is_led = at != first and trouble is Trouble.NO_HOST  # the link's own host is there
                return Answer(trouble=Trouble.LED_AWAY if is_led else trouble)
            if status not in REDIRECTS or not location:
                return Answer(status, moved_to=moved_to)
            # The address is of a stranger: parse_url escapes all that is no part of one.
            before, at = at, page_of(parse_url(urljoin(at, location)).url)
            is_permanent = is_permanent and status in PERMANENT
            moved_to = at if is_permanent else moved_to
            is_page = at.startswith(("https://", "http://")) and self.may_ask(host_of(at))
            if not is_page or not _is_public(host_of(at), host_of(before)):
                return Answer(status, Trouble.LED_AWAY, moved_to)
        return Answer(trouble=Trouble.CIRCLE)

    def _get(self, url: str) -> tuple[int, str | None]:
        """Status and Location. GET, because too many sites answer HEAD wrongly; no body is read."""
        self._pace.wait(host_of(url))
        response = self._pool.request("GET", url, redirect=False, preload_content=False)
        response.close()
        return response.status, response.headers.get("Location")


class _Patience(Retry):
    """Waits before the first repetition too, for which urllib3 itself takes no time.

    It also hangs up before it asks again: urllib3 would read the old answer to its end, if it has
    one.
    """

    def increment(self, *where: Any, **what: Any) -> Self:
        if response := what.get("response"):
            response.close()
        return super().increment(*where, **what)

    def get_backoff_time(self) -> float:
        wait: float = self.backoff_factor * 2 ** (len(self.history) - 1)
        return min(self.backoff_max, wait)


def _is_public(host: str, asked: str) -> bool:
    """Whether a site may lead there: no stranger sends us to machines of our own network."""
    return host == asked or bool(HOST.fullmatch(host) and not OF_A_NETWORK.search(host))


def _in_time(seconds: float) -> dict[str, type[HTTPConnectionPool]]:
    """Pools of connections that are cut off where an answer has not begun after `seconds`."""

    def begun(connection: HTTPConnection, wait: Callable[[], HTTPResponse]) -> HTTPResponse:
        timer = threading.Timer(seconds, _cut_off, [connection.sock])
        timer.daemon = True
        timer.start()
        try:
            return wait()
        finally:
            timer.cancel()

    class Plain(HTTPConnection):
        def getresponse(self) -> HTTPResponse:  # type: ignore[override] # as in urllib3
            return begun(self, super().getresponse)

    class Secure(HTTPSConnection):
        def getresponse(self) -> HTTPResponse:  # type: ignore[override] # as in urllib3
            return begun(self, super().getresponse)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _cut_off(connected: socket.socket) -> None:
    """End what is waited for: the reader finds the end of the stream, also within TLS."""
    with contextlib.suppress(OSError):
        socket.socket.shutdown(connected, socket.SHUT_RDWR)


class _Pace:
    """Keeps an interval between the questions to a host, from whatever thread they come."""

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, host: str) -> None:
        """Return when it is this question's turn."""
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next.get(host, now))
            self._next[host] = turn + self._interval
        time.sleep(turn - now)


def _trouble(error: HTTPError) -> Trouble:
    cause = error.reason if isinstance(error, MaxRetryError) else error
    if isinstance(cause, NameResolutionError):
        said = cause.__cause__
        is_unknown = isinstance(said, OSError) and said.errno in UNKNOWN_HOST
        return Trouble.NO_HOST if is_unknown else Trouble.NO_ANSWER
    return Trouble.NOT_SECURE if isinstance(cause, SSLError) else Trouble.NO_ANSWER
