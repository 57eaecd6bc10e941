"""Which pages there are: what is written where, with which template, under which title.

A pure function from the catalog to the pages, each of which is made when it is asked for: a build
asks for all of them, the preview for one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, partial

from ..catalog import Catalog
from ..directories import Directory
from ..maps import ClinicGrid, clinic_grid
from ..near_me import NearMe, PrefixArea, near_me, prefixes_with_pages
from ..publication import PublishedLocation
from ..redirects import Redirects, resolved
from .clinics import all_locations, directory_page, location_page, nearest, zip_index, zip_prefix
from .fixed import (
    NOT_FOUND_URL,
    REPORT_URL,
    STYLE_GUIDE_URL,
    a_z,
    home,
    not_found,
    readiness_report,
    search,
    style_guide,
)
from .page import A_Z, FAQ, HOME, INDEXES, LOCATIONS, NEAR_ME, SEARCH, ZIP_CODES, Breadcrumb, Page
from .texts import question_library, text_index, text_page, topic_page

__all__ = ["HOME", "Breadcrumb", "Page", "Plan", "plan", "text_page"]

Make = Callable[[], Page]


class Plan:
    """Everything that a build writes besides the Markdown pages, which are Pelican's business.

    Attributes:
        catalog: from which all of it is made.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._made: dict[str, Page] = {}

    def page(self, url: str) -> Page | None:
        """The page at an address from the root, as `locations/az/`; None if it is none of ours."""
        if url not in self._made:
            make = self._makers.get(url)
            if make is None and url.startswith(ZIP_CODES.url):
                make = self._zip_makers.get(url)
            if make is None:
                return None
            self._made[url] = make()
        return self._made[url]

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Every page that is made from data, in a fixed order."""
        urls = (*self._makers, *self._zip_makers)
        return tuple(page for page in map(self.page, urls) if page)

    @cached_property
    def files(self) -> dict[str, bytes]:
        """The index of the nearest clinics, by paths from the root of the site."""
        index = self._near.index
        return {f"{index.path}{path}": data for path, data in index.files.items()}

    @cached_property
    def redirects(self) -> Redirects:
        """Old addresses and where they lead."""
        return resolved(self.catalog)

    @cached_property
    def _makers(self) -> dict[str, Make]:
        """By address, what makes each page but those for ZIP prefixes, which take long to find."""
        return dict((*self._clinics(), *self._texts(), *self._fixed()))

    def _clinics(self) -> Iterator[tuple[str, Make]]:
        catalog = self.catalog
        yield LOCATIONS.url, partial(all_locations, catalog)
        for directory in catalog.directories:
            yield directory.url, partial(self._directory, directory)
        for location in catalog.published:
            yield location.url, partial(self._location, location)
        yield NEAR_ME.url, lambda: nearest(catalog, self._near)
        yield ZIP_CODES.url, lambda: zip_index(self._prefixes)

    def _texts(self) -> Iterator[tuple[str, Make]]:
        """Lists of questions and texts; none where there is nothing to list."""
        catalog = self.catalog
        if catalog.topics:
            yield FAQ.url, question_library
        for topic in catalog.topics:
            yield topic.url, partial(topic_page, catalog, topic)
        for kind, index in INDEXES.items():
            if catalog.text_links(kind):
                yield index.url, partial(text_index, catalog, kind)

    def _fixed(self) -> Iterator[tuple[str, Make]]:
        catalog = self.catalog
        yield HOME.url, partial(home, catalog)
        yield SEARCH.url, search
        yield NOT_FOUND_URL, not_found
        if not catalog.is_production:
            yield STYLE_GUIDE_URL, partial(style_guide, catalog)
            yield REPORT_URL, partial(readiness_report, catalog)
        yield A_Z.url, self._a_z

    @cached_property
    def _zip_makers(self) -> dict[str, Make]:
        return {prefix.url: partial(zip_prefix, prefix) for prefix in self._near.prefixes}

    def _directory(self, directory: Directory) -> Page:
        return directory_page(self.catalog, self._prefixes, directory)

    def _location(self, location: PublishedLocation) -> Page:
        return location_page(self.catalog, self._grid, location)

    def _a_z(self) -> Page:
        """Pages for ZIP prefixes are not found by letters."""
        others = (self.page(url) for url in self._makers if url != A_Z.url)
        return a_z(self.catalog, [page for page in others if page])

    @cached_property
    def _prefixes(self) -> tuple[PrefixArea, ...]:
        return prefixes_with_pages(self.catalog)

    @cached_property
    def _near(self) -> NearMe:
        return near_me(self.catalog)

    @cached_property
    def _grid(self) -> ClinicGrid:
        return clinic_grid(self.catalog)


def plan(catalog: Catalog) -> Plan:
    """What to write for a catalog."""
    return Plan(catalog)
