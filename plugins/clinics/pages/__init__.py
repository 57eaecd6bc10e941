"""Which pages there are: what is written where, with which template, under which title.

A pure function from the catalog to a list; the generator renders it and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..catalog import Catalog
from ..maps import clinic_grid
from ..near_me import near_me
from ..redirects import Redirects, resolved
from .clinics import all_locations, directory_page, location_page, nearest, zip_index, zip_prefix
from .fixed import a_z, development_pages, home, not_found, search
from .page import HOME, INDEXES, Breadcrumb, Page
from .texts import question_library, text_index, text_page

__all__ = ["HOME", "Breadcrumb", "Page", "Plan", "plan", "text_page"]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a build writes besides the Markdown pages.

    Attributes:
        pages: every page that is made from data, in a fixed order.
        files: other files, by their path from the root of the site.
        redirects: old addresses and where they lead.
    """

    catalog: Catalog
    pages: tuple[Page, ...]
    files: dict[str, bytes]
    redirects: Redirects


def plan(catalog: Catalog) -> Plan:
    """What to write for a catalog. Markdown pages are Pelican's own business."""
    near = near_me(catalog)
    clinics = clinic_grid(catalog)
    made = (
        home(catalog),
        all_locations(catalog),
        *(directory_page(catalog, near, directory) for directory in catalog.directories),
        *(location_page(catalog, clinics, location) for location in catalog.published),
        nearest(catalog, near),
        zip_index(near),
        *(zip_prefix(prefix) for prefix in near.prefixes),
        *question_library(catalog),
        *(page for kind in INDEXES for page in text_index(catalog, kind)),
        search(),
        not_found(),
        *development_pages(catalog),
    )
    files = {f"{near.index.path}{path}": data for path, data in near.index.files.items()}
    return Plan(catalog, (*made, a_z(catalog, made)), files, resolved(catalog))
