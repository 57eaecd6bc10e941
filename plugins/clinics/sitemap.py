"""The sitemaps: the pages that search results may list, and when each one last changed.

An index and its parts, as https://www.sitemaps.org/protocol.html wants them, with the images of
https://developers.google.com/search/docs/crawling-indexing/sitemaps/image-sitemaps. Neither
`priority` nor `changefreq` is written: search engines pass them over.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote
from xml.sax.saxutils import escape

from .catalog import INDEXED_KINDS, Catalog
from .model.text import MedicalFrontMatter, Review
from .pages import Page
from .prose import images_in
from .publication import PublishedLocation
from .text_links import FAQ_URL

SITEMAP_PATH = "sitemap.xml"
"""Address of the index, from the root."""

FOLDER = "sitemaps/"
"""Where the parts are, from the root."""

PARTS = ("pages", "locations", "articles")
"""The parts in their order; a page belongs to the part that its address begins with, else to the
first."""

MOST_URLS = 50_000
MOST_BYTES = 52_428_800
"""A sitemap may hold no more, before it is compressed (sitemaps.org, “Using Sitemap index files”):
so many addresses, and so many bytes."""

SITEMAP_NAMES = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGE_NAMES = "http://www.google.com/schemas/sitemap-image/1.1"

Day = datetime.date | None

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_HEAD = f'{_DECLARATION}<urlset xmlns="{SITEMAP_NAMES}" xmlns:image="{IMAGE_NAMES}">\n'
_KEPT = "/%~!$&'()*+,;=:@?"
"""Signs of an address that stay as they are; what is percent-encoded already stays so."""

_TAIL = "</urlset>\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in a sitemap.

    Attributes:
        url: its address, from the root.
        changed: the day on which what it says last changed; None where no file tells it.
        images: addresses of the pictures in its content, from the root.
    """

    url: str
    changed: Day = None
    images: tuple[str, ...] = ()


def entries(
    catalog: Catalog, pages: Iterable[Page], contents: Mapping[str, str]
) -> Iterator[Entry]:
    """The pages that search results may list; `contents` holds the HTML of texts by address.

    Images are those that editors have put into a text or an answer. A card for shared links is
    none: it repeats the title for people elsewhere, and the page does not show it. The map of a
    clinic has no address of its own.
    """
    for page in pages:
        if page.is_indexable:
            answers = (item.accepted_answer for item in page.questions)
            html = "".join((contents.get(page.url, ""), *answers))
            yield Entry(page.url, last_changed(catalog, page), images_in(html))


def last_changed(catalog: Catalog, page: Page) -> Day:
    """The day on which what a page says last changed; None rather than a day that is not sure.

    Google trusts `lastmod` only while it is right, so no clock, no file's time stamp and no
    history is asked, but what editors have written: of a text and of an answer the newest of its
    dates, of a clinic the day on which somebody there confirmed its file. A list has the newest
    day of what it lists, if each of these has one. The home page and the lists of everything hold
    what has no date, and so have none.
    """
    if page.subject:
        return _confirmed(page.subject)
    if page.text:
        text = page.text.entry.value
        own = _changed(text) if isinstance(text, MedicalFrontMatter) else None
        return _newest((own, *_answers_changed(catalog, page)))
    if page.url == FAQ_URL:
        questions = catalog.repository.library.questions.values()
        return _newest(_changed(question.value) for question in questions)
    kind = page.url.rstrip("/")
    if kind in INDEXED_KINDS:
        texts = getattr(catalog.repository.texts, kind)
        return _newest(_changed(text.value) for text in texts.values())
    if page.questions:
        return _newest(_answers_changed(catalog, page))
    directory = page.context.get("directory")
    return _newest(map(_confirmed, (*page.listed, *(directory.former if directory else ()))))


def _answers_changed(catalog: Catalog, page: Page) -> Iterator[Day]:
    questions = catalog.repository.library.questions
    return (_changed(questions[item.id].value) for item in page.questions)


def _changed(review: Review) -> datetime.date:
    dates = (review.published, review.facts_checked, review.last_reviewed)
    return max(date for date in dates if date)


def _confirmed(location: PublishedLocation) -> Day:
    return location.facts.confirmed.on if location.facts.confirmed else None


def _newest(days: Iterable[Day]) -> Day:
    """The newest of `days`; None if there is none, or one is not known."""
    known: list[datetime.date] = []
    for day in days:
        if day is None:
            return None
        known.append(day)
    return max(known, default=None)


def sitemaps(
    found: Iterable[Entry], base: str, most_urls: int = MOST_URLS, most_bytes: int = MOST_BYTES
) -> dict[str, bytes]:
    """The index and the parts by their paths from the root, pages in the order of their addresses.

    `base` is the address of the site without a slash at its end. A part that grows beyond the
    limits goes on in `locations-2.xml`; one without a page is not written, as the protocol wants
    at least one.
    """
    by_part: dict[str, list[Entry]] = {part: [] for part in PARTS}
    for entry in sorted(found, key=lambda entry: entry.url):
        first = entry.url.partition("/")[0]
        by_part[first if first in by_part else PARTS[0]].append(entry)
    files, listed = {}, []
    for part, group in by_part.items():
        for number, whole in enumerate(_split(group, base, most_urls, most_bytes), start=1):
            path = f"{FOLDER}{part}{f'-{number}' if number > 1 else ''}.xml"
            files[path] = "".join((_HEAD, *(text for _entry, text in whole), _TAIL)).encode()
            changed = _newest(entry.changed for entry, _text in whole)
            listed.append(f"<sitemap>{_location(base, path)}{_lastmod(changed)}</sitemap>\n")
    index = (
        f'{_DECLARATION}<sitemapindex xmlns="{SITEMAP_NAMES}">\n{"".join(listed)}</sitemapindex>\n'
    )
    return {SITEMAP_PATH: index.encode(), **files}


def _split(
    group: Iterable[Entry], base: str, most_urls: int, most_bytes: int
) -> Iterator[list[tuple[Entry, str]]]:
    """Entries with their XML, in portions that each fit into a file."""
    portion: list[tuple[Entry, str]] = []
    around = len(_HEAD) + len(_TAIL)
    size = around
    for entry in group:
        text = _written(entry, base)
        length = len(text.encode())
        if portion and (len(portion) == most_urls or size + length > most_bytes):
            yield portion
            portion, size = [], around
        portion.append((entry, text))
        size += length
    if portion:
        yield portion


def _written(entry: Entry, base: str) -> str:
    images = (
        f"<image:image><image:loc>{_address(base, image)}</image:loc></image:image>"
        for image in entry.images
    )
    return f"<url>{_location(base, entry.url)}{_lastmod(entry.changed)}{''.join(images)}</url>\n"


def _location(base: str, path: str) -> str:
    return f"<loc>{_address(base, path)}</loc>"


def _lastmod(day: Day) -> str:
    return f"<lastmod>{day.isoformat()}</lastmod>" if day else ""


def _address(base: str, path: str) -> str:
    """An absolute address as XML text."""
    return escape(f"{base}/{quote(path, safe=_KEPT)}")
