"""The Atom feed of clinic news: openings, closures, moves and alerts, by the days in the files."""

from __future__ import annotations

import datetime
import textwrap
from collections import Counter
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from .atom import Entry, atom
from .catalog import Catalog
from .formats import date_words
from .model.location import Alert, Location, Status
from .publication import PublishedLocation, without
from .translation import gettext

NEWS_PATH = "feeds/clinics.atom.xml"
"""Address of the feed, from the root; people subscribe to it, so it stays."""

NEWS_FOR = datetime.timedelta(days=365)
"""So long after its first day a status is news; its page goes on telling it."""

LONGEST_TITLE = 100
"""Characters of an alert that stand in the title of its entry; the summary holds all of it."""


def clinic_feed(catalog: Catalog, base: str, time_zone: ZoneInfo, language: str) -> bytes:
    """What is new at the clinics as Atom, newest first; valid and written without an entry too.

    Who subscribes to it in a quiet month must find an address that works. `base` is the address of
    the site without a slash at its end.
    """
    name = catalog.organization.name
    return atom(
        gettext("%(name)s: clinic news", name=name),
        f"{base}/locations/",
        f"{base}/{NEWS_PATH}",
        name,
        news(catalog, base),
        time_zone,
        language,
    )


def news(catalog: Catalog, base: str) -> list[Entry]:
    """The entries, newest first, those of one day in the order of their ids.

    Only confirmed facts, in every build: a feed has no room for the label “unconfirmed”, and its
    readers keep what they have once fetched. A fact without a first day has no entry, and an entry
    has the day of its fact, also one that is still to come.
    """
    found = [
        entry
        for location in (*catalog.published, *catalog.moved.values())
        for entry in (*_status(catalog, base, location), *_alerts(catalog, base, location))
    ]
    return sorted(found, key=lambda entry: (-entry.published.toordinal(), entry.id))


def _status(catalog: Catalog, base: str, location: PublishedLocation) -> Iterator[Entry]:
    """The entry of a status with a first day, unless it is older news.

    A status whose last day is moved becomes a new entry, for that is news. A closure or a move
    that is still to come is told already.
    """
    facts = without(location.coming or location.confirmed, location.facts.unconfirmed)
    first = facts.status_from
    if location.label("status") or first is None or first < catalog.as_of - NEWS_FOR:
        return
    if facts.status is Status.OPEN and first > catalog.as_of:
        return
    successor = catalog.successor(location) if facts.moved_to else None
    where = _way_to(catalog, successor, bool(location.coming)) if successor else ""
    further = (facts.status_message or "", where)
    title, sentence = _coming(facts, first) if location.coming else _what(facts, first)
    last = f"-{facts.status_until}" if facts.status_until else ""
    yield _entry(
        catalog,
        base,
        location,
        f"{facts.status}-{first}{last}",
        title,
        " ".join(part for part in (sentence, *further) if part),
        first,
    )


def _way_to(catalog: Catalog, successor: PublishedLocation, is_coming: bool) -> str:
    name, state = successor.name, _state(catalog, successor)
    if is_coming:
        return gettext(
            "From then on, please go to our %(name)s clinic, %(state)s.", name=name, state=state
        )
    return gettext("Please go to our %(name)s clinic, %(state)s.", name=name, state=state)


def _coming(facts: Location, first: datetime.date) -> tuple[str, str]:
    """What a closure or a move means before its day, in a few words and as a sentence."""
    day = date_words(first)
    if facts.status is Status.MOVED:
        return gettext("moving soon"), gettext("This clinic moves on %(day)s.", day=day)
    if facts.status is Status.TEMPORARILY_CLOSED:
        return gettext("closing for a while"), _what(facts, first)[1]
    if facts.status is Status.VIRTUAL_ONLY:
        return gettext("video visits only soon"), _what(facts, first)[1]
    return gettext("closing soon"), gettext("This clinic closes on %(day)s.", day=day)


def _what(facts: Location, first: datetime.date) -> tuple[str, str]:
    """What a status means, in a few words and as a sentence; as the page of the clinic says it."""
    day, days = date_words(first), _days(first, facts.status_until)
    match facts.status:
        case Status.OPENING_SOON:
            sentence = gettext("This clinic plans to open on %(day)s.", day=day)
            return gettext("opening soon"), sentence
        case Status.OPEN:
            return gettext("open"), gettext("This clinic has been open since %(day)s.", day=day)
        case Status.TEMPORARILY_CLOSED:
            sentence = gettext("This clinic is closed %(days)s.", days=days)
            return gettext("closed for now"), sentence
        case Status.MOVED:
            sentence = gettext(
                "This clinic has moved as of %(day)s. Please do not come to its former address.",
                day=day,
            )
            return gettext("moved"), sentence
        case Status.CLOSED:
            return gettext("closed"), gettext("This clinic has closed as of %(day)s.", day=day)
        case Status.VIRTUAL_ONLY:
            sentence = gettext(
                "This clinic sees patients by video. Please do not come in person, %(days)s.",
                days=days,
            )
            return gettext("video visits only"), sentence


def _alerts(catalog: Catalog, base: str, location: PublishedLocation) -> Iterator[Entry]:
    """An entry for each alert that is not over.

    Two alerts for the same days are counted: they are over on the same day, so none of them takes
    the id of the other. One whose last day is moved becomes a new entry, for that is news.
    """
    seen: Counter[str] = Counter()
    for alert in location.confirmed.alerts:
        name = f"alert-{alert.from_date}-{alert.to_date}"
        seen[name] += 1
        number = f"-{seen[name]}" if seen[name] > 1 else ""
        yield _entry(
            catalog,
            base,
            location,
            name + number,
            _alert_title(alert),
            f"{_sentence_start(_days(alert.from_date, alert.to_date))}: {alert.message}",
            alert.from_date,
        )


def _alert_title(alert: Alert) -> str:
    return textwrap.shorten(alert.message, LONGEST_TITLE, placeholder=" …")


def _entry(
    catalog: Catalog,
    base: str,
    location: PublishedLocation,
    name: str,
    title: str,
    summary: str,
    day: datetime.date,
) -> Entry:
    """An entry whose id holds the id of the location, which no renaming of its file changes.

    It leads to the page of the location, or of the one to which it has moved.
    """
    return Entry(
        id=f"{base}/{NEWS_PATH}#{location.facts.id}-{name}",
        title=gettext(
            "%(name)s clinic, %(state)s: %(news)s",
            name=location.name,
            state=_state(catalog, location),
            news=title,
        ),
        url=f"{base}/{catalog.addresses_of_moved.get(location.url, location.url)}",
        summary=summary,
        author=catalog.organization.name,
        published=day,
        updated=day,
    )


def _state(catalog: Catalog, location: PublishedLocation) -> str:
    return catalog.state_name(location.region)


def _days(first: datetime.date, last: datetime.date | None) -> str:
    """`from … on`, `on …` or `from … to …`."""
    day = date_words(first)
    if last is None:
        return gettext("from %(day)s on", day=day)
    if first == last:
        return gettext("on %(day)s", day=day)
    return gettext("from %(first)s to %(last)s", first=day, last=date_words(last))


def _sentence_start(text: str) -> str:
    return text[:1].upper() + text[1:]
