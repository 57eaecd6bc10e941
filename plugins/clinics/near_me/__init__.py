"""Near me: the static index from which a browser finds the nearest clinics by itself."""

from dataclasses import dataclass

from ..catalog import Catalog
from .index import Index, build_index
from .records import records
from .zips import Prefix, PrefixArea, prefix_areas, prefixes, zip_table

__all__ = ["Index", "NearMe", "Prefix", "PrefixArea", "near_me", "prefixes_with_pages"]


@dataclass(frozen=True, slots=True)
class NearMe:
    """All that answers “near me”: the index for scripts, and the pages for ZIP prefixes."""

    index: Index
    prefixes: tuple[Prefix, ...]


def near_me(catalog: Catalog) -> NearMe:
    """Everything for the listed clinics of a catalog; without one there are no ZIP pages.

    Equal facts give equal bytes.
    """
    rows = records(catalog)
    table = zip_table(rows)
    return NearMe(build_index(catalog, rows, table), prefixes(catalog, rows, table) if rows else ())


def prefixes_with_pages(catalog: Catalog) -> tuple[PrefixArea, ...]:
    """The prefixes of which there is a page, without what is on it, which takes much longer."""
    return prefix_areas() if records(catalog) else ()
