"""A publish that has lost pages is refused, unless somebody says that it is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.clinics.catalog import Catalog
from plugins.clinics.failures import Failure
from plugins.clinics.floor import require_floor
from plugins.clinics.redirects import resolved
from tests.conftest import ROOT, SITE_URL, Files, MakeProject, build, load, minimal
from tests.ledger import read_ledger

NAMES = (
    "mesa",
    "tempe",
    "yuma",
    "gilbert",
    "chandler",
    "peoria",
    "surprise",
    "goodyear",
    "buckeye",
)
HELD = "unconfirmed: [status]\n"
KNOWN = ("/", "/locations/", "/locations/az/", "/near-me/", "/near-me/zip/", "/search/", "/a-z/")
LEDGER = "".join(f"{line}\n" for line in (*KNOWN, *(f"/locations/az/{name}/" for name in NAMES)))
"""16 pages: one of them may be missing, two may not."""


def clinics(held: int) -> Files:
    """Clinics with their ledger; of the first few the status is unconfirmed, so they are held."""
    return {"tests/urls.txt": LEDGER} | {
        f"locations/az-{name}.yaml": minimal(
            f"az-{name}", name.title(), HELD if place < held else ""
        )
        for place, name in enumerate(NAMES)
    }


def catalog_of(root: Path) -> Catalog:
    site = load(root, is_production=True)
    assert site.catalog
    assert not site.has_errors, site.problems
    return site.catalog


def refusal(catalog: Catalog, *gone: str, may_be_fewer: bool = False) -> str:
    """What is said where pages of the catalog were not written; empty where it may go out."""

    def is_there(url: str) -> bool:
        return url in catalog.urls and url not in gone

    try:
        require_floor(catalog, resolved(catalog), is_there, may_be_fewer)
    except Failure as failure:
        return str(failure)
    return ""


@pytest.mark.parametrize(("held", "is_refused"), [(0, False), (1, False), (2, True), (8, True)])
def test_more_than_a_tenth_of_the_pages_needs_a_word(
    project: MakeProject, held: int, is_refused: bool
) -> None:
    catalog = catalog_of(project(clinics(held)))
    said = refusal(catalog)
    assert (f"{held} of 16 pages that people know would be missing" in said) == is_refused
    assert bool(said) == is_refused
    assert refusal(catalog, may_be_fewer=True) == ""


def test_the_refusal_names_pages_and_the_word(project: MakeProject) -> None:
    said = refusal(catalog_of(project(clinics(7))))
    assert ": /locations/az/mesa/, /locations/az/tempe/, " in said
    assert said.endswith(" and 2 more. If that is meant, publish with FEWER_PAGES=1.")


def test_a_page_that_an_editor_has_let_go_is_not_missed(project: MakeProject) -> None:
    """Nine old addresses beside nine clinics, and none counts: renaming uses nothing up."""
    files = {
        f"locations/az-{name}.yaml": minimal(
            f"az-{name}", name.title(), f"former_urls: [/old/{name}/]\n"
        )
        for name in NAMES
    }
    old = "".join(f"/old/{name}/\n" for name in NAMES)
    catalog = catalog_of(project({**files, "tests/urls.txt": LEDGER + old}))
    assert refusal(catalog) == ""
    assert len(catalog.repository.ledger.lines if catalog.repository.ledger else ()) > 24


def test_a_published_clinic_without_its_page_is_refused_whatever_is_said(
    project: MakeProject,
) -> None:
    said = refusal(catalog_of(project(clinics(0))), "locations/az/mesa/", may_be_fewer=True)
    assert said == "1 published clinic would have no page: az-mesa."


def test_a_site_without_a_ledger_has_no_floor(project: MakeProject) -> None:
    files = dict(clinics(8))
    del files["tests/urls.txt"]
    assert refusal(catalog_of(project(files))) == ""


def test_the_real_site_is_far_from_its_floor_and_would_miss_its_clinics() -> None:
    catalog = catalog_of(ROOT)
    assert refusal(catalog) == ""
    pages = [line for line in read_ledger() if line.endswith("/")]
    assert len(pages) > 90
    gone = [line[1:] for line in pages if line.startswith(("/articles/", "/conditions/"))]
    assert "pages that people know would be missing" in refusal(catalog, *gone)


def test_a_build_below_the_floor_is_not_published_until_somebody_says_that_it_is_meant(
    project: MakeProject,
) -> None:
    texts = {
        name: str(text).replace("status: open", "status: closed")
        for name, text in clinics(2).items()
    }
    root = project(texts)
    done = build(root, "--production", SITEURL=SITE_URL)
    assert done.returncode == 1
    assert "2 of 16 pages that people know would be missing" in done.stderr
    assert "Nothing was published" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (root / "public").exists()
    done = build(root, "--production", "--fewer-pages", SITEURL=SITE_URL)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (root / "public/locations/az/yuma/index.html").exists()
