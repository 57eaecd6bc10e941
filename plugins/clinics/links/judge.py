"""What an answer means for the people who wrote the link, and what they are to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from urllib.parse import urlsplit

from ..load.library import LINK_EXCEPTIONS
from ..problems import Problem, Severity
from .answer import BUSY, GONE, Answer, Trouble
from .exceptions import Excepted
from .find import ExternalLink, host_of

AWAY = (BUSY | frozenset(range(500, 600))) - {429}
"""Status codes of a site that is not well; 429 is meant for programs that ask too often."""


class Kind(Enum):
    """Groups of findings, the worst first: what heads them in the report."""

    DEAD = "Dead"
    NO_EVIDENCE = "Dead, but only editors see the link"
    MOVED = "Moved for good"
    BY_HAND = "To be looked at by hand"
    UNREACHABLE = "Not reachable for now"
    WORKS_AGAIN = "Exceptions that are not needed any more"
    EXCEPTED = "Left alone because of an exception"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a link, at one of the places where it is written."""

    kind: Kind
    url: str
    problem: Problem


def findings(
    links: Iterable[ExternalLink],
    answers: Mapping[str, Answer],
    exceptions: Mapping[str, Excepted],
) -> Iterator[Finding]:
    """What is to be said of links, and of exceptions; the two tables are by page."""
    for link in links:
        answer = answers[link.page]
        if answer.is_fine and not answer.moved_to:
            continue
        kind, message, hint = _said(link, answer)
        if excepted := exceptions.get(link.page):
            kind, hint = Kind.EXCEPTED, f"nothing until {excepted.expires}: {excepted.reason}"
        severity = Severity.ERROR if kind is Kind.DEAD else Severity.WARNING
        yield Finding(kind, link.url, link.source.problem(link.place, message, hint, severity))
    for page, excepted in exceptions.items():
        answer = answers.get(page, Answer())
        if answer.is_fine and not answer.moved_to:
            yield Finding(Kind.WORKS_AGAIN, page, excepted.problem(*WORKS_AGAIN, Severity.WARNING))


def _said(link: ExternalLink, answer: Answer) -> tuple[Kind, str, str]:
    """Kind, message and remedy for a link that is not as it should be."""
    if answer.trouble is Trouble.NO_HOST:
        host = host_of(link.url)
        return _dead(link, f"this site is gone: there is no host “{host}” any more.")
    if answer.trouble is Trouble.NO_ANSWER or answer.status in AWAY:
        how = _status(answer.status) if answer.status else "no answer"
        return Kind.UNREACHABLE, f"this site could not be reached ({how}): {link.url}", LATER
    if answer.trouble is not None:
        return Kind.BY_HAND, f"{ODD[answer.trouble]}: {link.url}", LOOK
    if answer.status in GONE:
        return _dead(link, f"this page is gone ({_status(answer.status)}): {link.url}")
    if answer.is_fine:
        return Kind.MOVED, f"this page has moved for good: {link.url}", _moved(link, answer)
    return (
        Kind.BY_HAND,
        f"this site does not show the page to programs ({_status(answer.status)}): {link.url}",
        LOOK,
    )


def _dead(link: ExternalLink, message: str) -> tuple[Kind, str, str]:
    if link.is_shown:
        return Kind.DEAD, message, REPLACE
    return Kind.NO_EVIDENCE, message, EVIDENCE


def _moved(link: ExternalLink, answer: Answer) -> str:
    """What to write instead; a page that “moves” to the front of a site is mostly gone."""
    _page, mark, anchor = link.url.partition("#")
    new = answer.moved_to + mark + anchor
    if not new.startswith("https://"):
        return f"it is now at {new}; look whether an https address works too, and write that."
    if urlsplit(answer.moved_to).path in ("", "/") and urlsplit(link.page).path not in ("", "/"):
        return f"it leads to the front page {new} now: look there for the page, or for another one."
    return f"look whether the new page says the same, then write {new}"


def _status(code: int) -> str:
    names = {item.value: item.phrase for item in HTTPStatus}
    return f"{code} {names.get(code, '')}".strip()


ODD = {
    Trouble.NOT_SECURE: "this site proves its name with a certificate that cannot be relied on",
    Trouble.CIRCLE: "this link is led on and on, in a circle",
    Trouble.LED_AWAY: "this link is led on to something that is not a page of another site",
}
REPLACE = "look for its new address, or for another page that says the same; or delete the link."
EVIDENCE = "nobody is sent there: name where the fact can be found today, or leave it."
LATER = "nothing yet; it is asked again next time. If this lasts for weeks, replace the link."
LOOK = (
    "open it in a browser. If the page is there, write an exception with a reason into "
    f"{LINK_EXCEPTIONS}; if not, replace the link."
)
WORKS_AGAIN = ("this link works again.", "delete its exception.")
