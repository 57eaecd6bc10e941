"""Atom (RFC 4287): entries with days from our files, and never a time of the build."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from io import StringIO
from zoneinfo import ZoneInfo

from feedgenerator import Atom1Feed

BEGAN = datetime.date(2026, 11, 24)
"""The day on which the feeds began: the last change of one that has no entry. It needs a day, and
the day of the build would make two builds of the same files differ."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed tells.

    Attributes:
        id: absolute, unique and the same for ever; readers know by it what they have seen.
        url: the page, absolute.
        summary: plain text.
    """

    id: str
    title: str
    url: str
    summary: str
    author: str
    published: datetime.date
    updated: datetime.date


class _Feed(Atom1Feed):
    def __init__(self, began: datetime.datetime, **about: str | None) -> None:
        super().__init__(**about)
        self.began = began

    def latest_post_date(self) -> datetime.datetime:
        """The newest day of an entry; the library's own answer without one is the clock."""
        newest: datetime.datetime = super().latest_post_date() if self.items else self.began
        return newest


def atom(
    title: str,
    page: str,
    address: str,
    author: str,
    entries: Iterable[Entry],
    time_zone: ZoneInfo,
    language: str,
) -> bytes:
    """A feed with `entries` in their order; each day begins at midnight of `time_zone`.

    `page` is the absolute address of the page that people read instead, `address` that of the feed.
    """

    def midnight(date: datetime.date) -> datetime.datetime:
        return datetime.datetime.combine(date, datetime.time(), time_zone)

    feed = _Feed(
        midnight(BEGAN),
        title=title,
        link=page,
        description=None,
        feed_url=address,
        feed_guid=address,
        author_name=author,
        language=language,
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=entry.url,
            unique_id=entry.id,
            # Atom1Feed says of a summary that it is HTML.
            description=escape(entry.summary, quote=False),
            author_name=entry.author,
            pubdate=midnight(entry.published),
            updateddate=midnight(entry.updated),
        )
    written = StringIO()
    feed.write(written, "utf-8")
    return written.getvalue().encode()
