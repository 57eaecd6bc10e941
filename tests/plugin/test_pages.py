"""Which pages there are, where they are written, and under which titles."""

from __future__ import annotations

from plugins.clinics.pages import Page, plan
from tests.conftest import ROOT, MakeProject, load, minimal


def pages_of(make: MakeProject, is_production: bool, **texts: str) -> dict[str, Page]:
    files = {f"locations/{slug.replace('_', '-')}.yaml": text for slug, text in texts.items()}
    catalog = load(make(files), is_production).catalog
    assert catalog
    return {page.url: page for page in plan(catalog).pages}


def test_a_location_has_a_page_below_its_state(project: MakeProject) -> None:
    found = pages_of(project, False, az_mesa=minimal())
    page = found["locations/az/mesa/"]
    assert page.save_as == "locations/az/mesa/index.html"
    assert page.title == "Mesa clinic in AZ"
    assert [step.url for step in page.breadcrumbs] == [
        "",
        "locations/",
        "locations/az/",
        "locations/az/mesa/",
    ]


def test_development_pages_are_not_published(project: MakeProject) -> None:
    development = pages_of(project, False, az_mesa=minimal())
    production = pages_of(project, True, az_mesa=minimal())
    assert set(development) - set(production) == {"report/", "styleguide/"}


def test_a_closed_clinic_keeps_its_page_out_of_search_engines(project: MakeProject) -> None:
    closed = minimal().replace("status: open", "status: closed")
    found = pages_of(project, False, az_mesa=closed, az_tempe=minimal("az-tempe", "Tempe"))
    assert not found["locations/az/mesa/"].is_indexable
    assert found["locations/az/tempe/"].is_indexable


def test_every_page_of_the_real_site_has_its_own_address_title_and_description() -> None:
    for is_production in (False, True):
        catalog = load(ROOT, is_production).catalog
        assert catalog
        found = plan(catalog).pages
        for values in (
            [page.url for page in found],
            [page.save_as for page in found],
            [page.title for page in found],
            [page.description for page in found],
        ):
            assert len(set(values)) == len(values) > 40
