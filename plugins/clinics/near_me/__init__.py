"""Near me: the static index from which a browser finds the nearest clinics by itself."""

from dataclasses import dataclass

from ..catalog import Catalog
from .index import Index, build_index
from .records import records
from .zips import Prefix, prefixes, zip_table

__all__ = ["Index", "NearMe", "Prefix", "near_me"]


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
