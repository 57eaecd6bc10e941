"""Asking other sites for pages, politely: the only module that sends anything anywhere.

urllib3 repeats, waits and speaks TLS. Redirects are followed here, because only their codes tell a
page that has moved for good from one that is elsewhere today.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from urllib3 import PoolManager, Timeout
from urllib3.exceptions import HTTPError, MaxRetryError, NameResolutionError, SSLError
from urllib3.util import Retry, parse_url

from .answer import BUSY, Answer, Trouble
from .find import host_of, page_of

PERMANENT = frozenset((301, 308))
REDIRECTS = PERMANENT | {302, 303, 307}

UNKNOWN_HOST = frozenset((socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)))
"""What the resolver says of a name that does not exist; its other codes are for a bad day."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How politely sites are asked; times are in seconds.

    Attributes:
        interval: between the beginnings of two questions to the same host.
        timeout: for the connection, and for each silence of the site.
        retries: how often a busy or silent site is asked again.
        backoff: before the first repetition, doubled for each further one.
        longest_wait: even if the site asks for a longer one (Retry-After).
        redirects: how many are followed; browsers give up after 20.
        at_once: how many hosts are asked at the same time.
    """

    interval: float = 1
    timeout: float = 20
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

    def ask(self, url: str) -> Answer:
        """Ask for one page and follow where it leads. Never raises for what a site does."""
        try:
            return self._follow(page_of(url))
        except ValueError:  # no address, as no browser would take it
            return Answer(trouble=Trouble.LED_AWAY)
        except HTTPError as error:
            return Answer(trouble=_trouble(error))

    def _follow(self, at: str) -> Answer:
        moved_to = ""
        is_permanent = True
        for _ in range(self.manners.redirects + 1):
            status, location = self._get(at)
            if status not in REDIRECTS or not location:
                return Answer(status, moved_to=moved_to)
            # The address is of a stranger: parse_url escapes all that is no part of one.
            at = page_of(parse_url(urljoin(at, location)).url)
            is_permanent = is_permanent and status in PERMANENT
            moved_to = at if is_permanent else moved_to
            if not at.startswith(("https://", "http://")) or not self.may_ask(host_of(at)):
                return Answer(status, Trouble.LED_AWAY, moved_to)
        return Answer(trouble=Trouble.CIRCLE)

    def _get(self, url: str) -> tuple[int, str | None]:
        """Status and Location. GET, because too many sites answer HEAD wrongly; no body is read."""
        self._pace.wait(host_of(url))
        response = self._pool.request("GET", url, redirect=False, preload_content=False)
        response.close()
        return response.status, response.headers.get("Location")


class _Patience(Retry):
    """Waits before the first repetition too, for which urllib3 itself takes no time."""

    def get_backoff_time(self) -> float:
        wait: float = self.backoff_factor * 2 ** (len(self.history) - 1)
        return min(self.backoff_max, wait)


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
