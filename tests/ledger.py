"""The ledger `tests/urls.txt`: every address that was ever published. A line stays for good.

Which addresses are kept, and what is wrong with one that has ceased, `make check` knows.
"""

from __future__ import annotations

from pathlib import Path

from plugins.clinics.catalog import Catalog
from plugins.clinics.ledger import NOT_KEPT
from plugins.clinics.load.repository import LEDGER as NAME
from tests.conftest import ROOT, html_pages

LEDGER = ROOT / NAME
COMMAND = "make addresses"


def read_ledger() -> list[str]:
    """The lines: `/faq/tms/`, `/faq/tms/#does-tms-hurt`, `/locations.json`."""
    return LEDGER.read_text("utf-8").splitlines() if LEDGER.exists() else []


def written(site: Path, catalog: Catalog) -> set[str]:
    """Every address of a built site that must be answered for good, found in its files."""
    pages = {page.relative_to(site).as_posix() for page in html_pages(site)}
    files = {
        path.relative_to(site).as_posix()
        for path in site.rglob("*")
        if path.is_file() and path.suffix != ".html"
    }
    names = {name.removesuffix("index.html") for name in pages} | files
    anchors = {url for url in catalog.files.values() if "#" in url}
    return {f"/{name}" for name in names if not NOT_KEPT.fullmatch(name)} | {
        f"/{url}" for url in anchors
    }
