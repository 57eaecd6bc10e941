"""The ledger of addresses: which ones are kept for good, and which of these there are today.

`tests/urls.txt` lists every address that was ever published. Today's are known here without a
build: those of the catalog's pages, of its questions, and of the files below. A test compares them
with what both builds write, so that neither can go its own way.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from .catalog import Catalog

FILES = (
    *("apple-touch-icon.png", "favicon.ico", "icon-192.png", "icon-512.png"),
    *("icon-maskable-512.png", "manifest.webmanifest"),
    *("locations.csv", "locations.geojson", "locations.json", "locations.kml"),
    *("locations.schema.json", "feeds/clinics.atom.xml", "llms.txt", "robots.txt"),
)
"""Files, besides pages, that every build writes, whatever its data."""

OF_ARTICLES = ("feeds/articles.atom.xml",)
"""Files that are there once there is an article."""

SITEMAPS = ("sitemap.xml", "sitemaps/locations.xml", "sitemaps/pages.xml")
SECURITY = (".well-known/security.txt",)
SITEMAPS_OF_ARTICLES = ("sitemaps/articles.xml",)
"""Files that only the published site has."""

IN_DEVELOPMENT = ("report/", "styleguide/")
"""Pages that the published site does not have."""

NOT_KEPT = re.compile(
    r"near-me/zip/.+"  # nobody links to them, and `near-me/zip/` stands for all
    r"|404\.html|_headers|_redirects|nginx/.*|redirects\.txt|build\.json"  # for the host
    r"|.*\.(?:br|gz)"  # copies for web servers
    r"|(?:theme|near|pagefind|cards)/.*"  # parts of pages; they come and go with them
    r"|.*/location\.vcf"  # of a clinic's page, and loaded from there
    r"|.*/hours\.ics"  # is there only while special hours lie ahead
)
"""Files of the output, or addresses of pages, that may change without a redirect."""


def addresses(catalog: Catalog) -> frozenset[str]:
    """Every address of the site of a catalog that is kept for good: `/faq/tms/#does-tms-hurt`."""
    found = {*catalog.urls, *catalog.question_urls, *FILES}
    if catalog.has_article_feed:
        found.update(OF_ARTICLES)
    if catalog.is_production:
        has_articles = bool(catalog.repository.texts.articles)
        found.update(SECURITY, SITEMAPS, SITEMAPS_OF_ARTICLES if has_articles else ())
    else:
        found.update(IN_DEVELOPMENT)
    return frozenset(f"/{url}" for url in found if not NOT_KEPT.fullmatch(url))


def renewed(lines: Iterable[str], today: Collection[str]) -> str:
    """The text of the ledger with the addresses of today; none is ever taken out."""
    return "".join(f"{line}\n" for line in sorted({*lines, *today}))
