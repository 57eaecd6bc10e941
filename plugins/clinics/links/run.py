"""The whole of `make links`: find, ask, judge, and keep the answers and the report."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from ..catalog import Catalog
from ..failures import ExitCode, Failure
from ..problems import plural
from . import cache
from .answer import Answer, Trouble
from .ask import Asker, Manners
from .exceptions import valid_exceptions
from .find import external_links, host_of, is_ours, our_hosts
from .judge import Finding, Kind, findings
from .report import FILE, markdown, summary, terminal_text

MANNERS = Manners()
STEP = 25
"""After how many answers the progress is told."""

ENOUGH = 20
"""After so many questions without an answer it is our own connection that is missing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run has found, and the text that tells it."""

    found: tuple[Finding, ...]
    text: str

    @property
    def is_dead(self) -> bool:
        """Whether visitors are sent to a page that is gone."""
        return any(item.kind is Kind.DEAD for item in self.found)


def check_links(
    catalog: Catalog,
    root: Path,
    address: str,
    tell: Callable[[str], None],
    is_fresh: bool = False,
    manners: Manners = MANNERS,
) -> Outcome:
    """Ask about every link to another site; write the report and the cache into `root`.

    `address` is that of our own site, which is never asked. `is_fresh` asks about everything.

    Raises:
        Failure: no site has answered at all.
    """
    links = list(external_links(catalog))
    hosts = our_hosts(catalog, address)
    name = f"link-check/1.0 (for the website of {catalog.organization.name}; +{address}/)"
    asker = Asker(name, manners, lambda host: not is_ours(host, hosts))
    pages = dict.fromkeys(link.page for link in links)
    answers = _answers(asker, pages, root / cache.FILE, tell, is_fresh)
    found = tuple(findings(links, answers, valid_exceptions(catalog)))
    headline = summary(found, len(links), len(pages))
    (root / FILE).write_text(markdown(found, headline, catalog.as_of), "utf-8")
    end = f"{headline} The report is in {FILE}."
    return Outcome(found, "\n".join(filter(None, (terminal_text(found), end))))


def _answers(
    asker: Asker, pages: Iterable[str], path: Path, tell: Callable[[str], None], is_fresh: bool
) -> dict[str, Answer]:
    """What sites say, today or within the last day; what is new is kept, also when stopped."""
    kept = {} if is_fresh else cache.read_cache(path, time.time())
    new: dict[str, Answer] = {}
    missing = [page for page in pages if page not in kept]
    try:
        _ask_all(asker, missing, new, tell)
    finally:
        is_online = _is_online(new)
        unasked = Answer(trouble=Trouble.NO_ANSWER)
        new = {page: new.get(page, unasked) if is_online else unasked for page in missing}
        now = time.time()
        asked = {page: (now, answer) for page, answer in new.items()}
        cache.write_cache(path, kept | asked)
    if missing and not (is_online or kept):
        raise Failure(OFFLINE, ExitCode.ENVIRONMENT)
    return {page: answer for page, (_, answer) in kept.items()} | new


def _ask_all(
    asker: Asker, pages: Iterable[str], answers: dict[str, Answer], tell: Callable[[str], None]
) -> None:
    """Ask about pages, those of one host one after the other, and put the answers into a table."""
    by_host = [list(group) for _host, group in groupby(sorted(pages, key=host_of), key=host_of)]
    by_host.sort(key=len, reverse=True)  # who has most to do begins first
    number = sum(map(len, by_host))
    tell(f"Asking for {plural(number, 'page')} at {plural(len(by_host), 'site')} …")
    is_over = threading.Event()

    def ask_host(of_host: list[str]) -> None:
        for page in of_host:
            if is_over.is_set():
                return
            answers[page] = asker.ask(page)

    with ThreadPoolExecutor(asker.manners.at_once) as threads:
        told = 0
        try:
            for job in as_completed([threads.submit(ask_host, group) for group in by_host]):
                job.result()
                if len(answers) - told >= STEP:
                    told = len(answers)
                    tell(f"{told} of {number} …")
                if len(answers) >= ENOUGH and not _is_online(answers):
                    break
        finally:  # an interruption waits for the questions that are on their way, and no others
            is_over.set()
            threads.shutdown(wait=False, cancel_futures=True)


def _is_online(answers: dict[str, Answer]) -> bool:
    """Whether any site has answered; else not even an unknown host says anything."""
    return any(answer.status for answer in list(answers.values()))


OFFLINE = (
    "no other site has answered, so this machine seems to have no connection. Nothing is known "
    "about the links; try again where there is one."
)
