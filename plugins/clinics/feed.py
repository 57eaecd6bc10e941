"""The Atom feed of articles: who reads elsewhere learns of a new one without a mailing list."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from .atom import Entry, atom
from .catalog import Catalog
from .model.text import EDITORS
from .translation import gettext

FEED_PATH = "feeds/articles.atom.xml"
"""Address of the feed, from the root; people subscribe to it, so it stays."""


def article_feed(catalog: Catalog, base: str, time_zone: ZoneInfo, language: str) -> bytes:
    """All articles as Atom, newest first; articles of one day in the order of their addresses.

    An entry has no room for a label, so in development, too, only what is out is in it. `base` is
    the address of the site without a slash at its end.
    """
    articles = catalog.repository.texts.articles
    out = (slug for slug, entry in articles.items() if catalog.is_out(entry.value))
    newest_first = sorted(out, key=lambda slug: (-articles[slug].value.published.toordinal(), slug))
    return atom(
        gettext("%(name)s: articles", name=catalog.organization.name),
        f"{base}/articles/",
        f"{base}/{FEED_PATH}",
        EDITORS,
        (_entry(catalog, slug, f"{base}/articles/{slug}/") for slug in newest_first),
        time_zone,
        language,
    )


def _entry(catalog: Catalog, slug: str, url: str) -> Entry:
    article = catalog.repository.texts.articles[slug].value
    return Entry(
        url,
        article.title,
        url,
        article.description,
        EDITORS,
        article.published,
        max(article.published, article.facts_checked),
    )
