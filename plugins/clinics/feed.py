"""The Atom feed of articles: who reads elsewhere learns of a new one without a mailing list."""

from __future__ import annotations

import datetime
from html import escape
from io import StringIO
from zoneinfo import ZoneInfo

from feedgenerator import Atom1Feed

from .catalog import Catalog
from .model.text import EDITORS
from .translation import gettext

FEED_PATH = "feeds/articles.atom.xml"
"""Address of the feed, from the root; people subscribe to it, so it stays."""


def article_feed(catalog: Catalog, base: str, time_zone: ZoneInfo, language: str) -> bytes:
    """All articles as Atom, newest first; articles of one day in the order of their addresses.

    `base` is the address of the site without a slash at its end. Needs at least one article:
    without one, the library would write the time of the build into the feed.
    """

    def midnight(date: datetime.date) -> datetime.datetime:
        return datetime.datetime.combine(date, datetime.time(), time_zone)

    name = catalog.organization.name
    feed = Atom1Feed(
        title=gettext("%(name)s: articles", name=name),
        link=f"{base}/articles/",
        description=None,
        feed_url=f"{base}/{FEED_PATH}",
        feed_guid=f"{base}/{FEED_PATH}",
        author_name=EDITORS,
        language=language,
    )
    articles = catalog.repository.texts.articles
    newest_first = sorted(
        articles, key=lambda slug: (-articles[slug].value.published.toordinal(), slug)
    )
    for slug in newest_first:
        front_matter = articles[slug].value
        url = f"{base}/articles/{slug}/"
        feed.add_item(
            title=front_matter.title,
            link=url,
            unique_id=url,
            # Atom1Feed says of a summary that it is HTML.
            description=escape(front_matter.description, quote=False),
            author_name=EDITORS,
            pubdate=midnight(front_matter.published),
            updateddate=midnight(front_matter.facts_checked),
        )
    written = StringIO()
    feed.write(written, "utf-8")
    return written.getvalue().encode()
