"""Both builds write the exports, and nothing else under their names."""

from __future__ import annotations

from pathlib import Path

from plugins.clinics.content_types import content_type
from plugins.clinics.exports import files
from plugins.clinics.pages import plan
from tests.conftest import ROOT, SITE_URL
from tests.exports_world import catalog_of

SUFFIXES = {
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".kml": "application/vnd.google-earth.kml+xml",
    ".csv": "text/csv",
    ".vcf": "text/vcard",
    ".ics": "text/calendar",
}


def compare(site: Path, is_production: bool) -> int:
    """How many exports a site has; the development site has no address but the organization's."""
    catalog = catalog_of("real", is_production)
    base = SITE_URL if is_production else catalog.organization.url.rstrip("/")
    expected = files(catalog, base)
    found = {
        str(path.relative_to(site)): path.read_bytes()
        for pattern in ("locations.*", "locations/**/*.vcf", "locations/**/*.ics")
        for path in site.glob(pattern)
        if path.suffix in SUFFIXES
    }
    assert found == expected
    for path in expected:
        assert content_type(Path(path)) == f"{SUFFIXES[Path(path).suffix]}; charset=utf-8"
    return len(found)


def test_the_development_site_has_every_export(development_site: Path) -> None:
    assert compare(development_site, False) > 5 + 20


def test_the_production_site_has_every_export(production_site: Path) -> None:
    assert compare(production_site, True) > 5 + 20


def test_no_site_has_the_sheet_for_marketing(production_site: Path, development_site: Path) -> None:
    for site in (production_site, development_site):
        assert not list(site.rglob("*profile*"))


def test_a_page_of_a_clinic_is_told_its_downloads() -> None:
    catalog = catalog_of("small", True)
    exported = set(files(catalog, SITE_URL))
    told = {
        page.subject.slug: (page.context["vcard_url"], page.context["calendar_url"])
        for page in plan(catalog).pages
        if page.subject
    }
    assert told["az-example"] == (
        "locations/az/example/location.vcf",
        "locations/az/example/hours.ics",
    )
    assert told["az-second"] == (
        "locations/az/second/location.vcf",
        "locations/az/second/hours.ics",  # after its closure comes a holiday
    )
    assert {url for urls in told.values() for url in urls if url} == {
        path for path in exported if path.endswith((".vcf", ".ics"))
    }
    assert len(told) == 4


def test_the_readme_documents_every_field_and_file() -> None:
    from plugins.clinics.exports.flat import COLUMNS
    from plugins.clinics.exports.record import Record

    text = (ROOT / "plugins" / "clinics" / "README.md").read_text().partition("## Open data")[2]
    assert [name for name in (*COLUMNS, *Record.model_fields) if f"`{name}`" not in text] == []
    assert [name for name in (*SUFFIXES,) if name not in text] == []
