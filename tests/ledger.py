"""The ledger `tests/urls.txt`: every address that was ever published, and what answers it today.

A line stays for good. An address may cease only where a redirect leads on to a page of today.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path

from plugins.clinics.catalog import Catalog
from plugins.clinics.model.location import Status
from plugins.clinics.redirects import resolved
from tests.conftest import ROOT, html_pages

LEDGER = ROOT / "tests" / "urls.txt"
COMMAND = ".venv/bin/python -m tests.accept urls"

NOT_KEPT = re.compile(
    r"near-me/zip/.+"  # nobody links to them, and `near-me/zip/` stands for all
    r"|404\.html|_redirects|nginx/.*|redirects\.txt|build\.json"  # for the host, not for visitors
    r"|(?:theme|near|pagefind|cards)/.*"  # parts of pages; they come and go with them
    r"|.*/location\.vcf"  # of a clinic's page, and loaded from there
)
"""Files of the output, or addresses of pages, that may change without a redirect."""


def read_ledger() -> list[str]:
    """The lines: `/faq/tms/`, `/faq/tms/#does-tms-hurt`, `/locations.json`."""
    return LEDGER.read_text("utf-8").splitlines() if LEDGER.exists() else []


def published(site: Path, catalog: Catalog) -> set[str]:
    """Every address of a built site that must be answered for good."""
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


def renewed(lines: Iterable[str], today: Collection[str]) -> str:
    """The text of the ledger with the addresses of today; none is ever taken out."""
    return "".join(f"{line}\n" for line in sorted({*lines, *today}))


def unanswered(lines: Iterable[str], today: Collection[str], catalog: Catalog) -> list[str]:
    """What is wrong with each line that is no address of today."""
    redirects = resolved(catalog)
    gone = {
        f"/{location.url}"
        for location in catalog.published
        if location.facts.status in (Status.CLOSED, Status.MOVED)
    }
    faults = []
    for line in lines:
        if line in today:
            continue
        page, _, anchor = line.partition("#")
        to = redirects.answer(page)
        if page in today:
            faults.append(
                f"{line}: the page is there, but not the question; no server can lead an anchor "
                f"on. Give content/faq/{page.removeprefix('/faq/')}{anchor}.md its name again."
            )
        elif to is None:
            faults.append(
                f"{line}: nothing answers it. Add it to `former_urls` of what replaces it, or to "
                "locations/_redirects.yaml."
            )
        elif f"/{to}" not in today:
            faults.append(f"{line}: its redirect leads to /{to}, which is no page.")
        elif redirects.answer(f"/{to}") is not None:
            faults.append(f"{line}: its redirect leads to /{to}, which is led on once more.")
        elif f"/{to}" in gone:
            faults.append(f"{line}: its redirect leads to /{to}, a clinic that is not there.")
    return faults
