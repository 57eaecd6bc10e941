"""llms.txt: help in a crisis first, then where what stands, and never too long to be read."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from plugins.clinics.catalog import Catalog
from plugins.clinics.llms import GENERAL, LLMS_PATH, MOST_BYTES, llms_txt
from tests.conftest import AS_OF, ROOT, SITE_URL, MakeProject, load, minimal
from tests.real import OUT

LINK = re.compile(r"(?:  )?- \[((?:[^\]\\]|\\.)+)\]\(([^)\s]+)\)(?:: (.+))?")

Sections = dict[str, list[tuple[str, str, str]]]


def read(data: bytes) -> tuple[str, str, list[str], Sections]:
    """Heading, quotation, notes and the links of each section, by the format of llmstxt.org."""
    text = data.decode()
    assert text.endswith("\n")
    assert "\n\n\n" not in text
    intro, *parts = re.split(r"^## ", text, flags=re.MULTILINE)
    heading, quotation, *notes = intro.strip().split("\n\n")
    assert re.fullmatch(r"# .+", heading)
    assert re.fullmatch(r"> .+", quotation)
    assert not any(line.startswith("#") for note in notes for line in note.split("\n"))
    sections: Sections = {}
    for part in parts:
        name, _, lines = part.strip().partition("\n\n")
        found = [LINK.fullmatch(line) for line in lines.split("\n")]
        assert all(found), lines
        assert name not in sections
        sections[name] = [(m[1], m[2], m[3] or "") for m in found if m]
    return heading.removeprefix("# "), quotation.removeprefix("> "), notes, sections


def catalog_of(make: MakeProject, **clinics: str) -> Catalog:
    files = {f"locations/{slug.replace('_', '-')}.yaml": text for slug, text in clinics.items()}
    catalog = load(make(files), is_production=True).catalog
    assert catalog
    return catalog


def test_a_small_site_names_help_first_and_its_clinics_by_state(project: MakeProject) -> None:
    address = "address: {address_locality: Phoenix, address_region: AZ}"
    catalog = catalog_of(
        project,
        ut_lehi=minimal("ut-lehi", "Lehi"),
        az_mesa=minimal().replace("address: {address_region: AZ}", address),
        az_soon=minimal("az-soon", "Soon", "status_from: 2027-01-04\n").replace(
            "status: open", "status: opening_soon"
        ),
        az_gone=minimal("az-gone", "Gone").replace("status: open", "status: closed"),
    )
    heading, quotation, notes, sections = read(llms_txt(catalog, "https://a.org"))
    assert heading == catalog.organization.name
    assert quotation == f"{catalog.organization.description} {GENERAL}"
    assert notes[0] == "Help in a crisis, before anything else:"
    lines = notes[1].split("\n")
    assert lines[0].startswith("- 988 ")
    assert lines[1].startswith("- 911. ")
    assert len(lines) == len(catalog.organization.crisis_lines) > 5
    assert sections["Clinics"] == [
        ("Clinics in Arizona", "https://a.org/locations/az/", "2 clinics."),
        ("Mesa clinic", "https://a.org/locations/az/mesa/", "Phoenix, AZ."),
        ("Soon clinic", "https://a.org/locations/az/soon/", "Opening soon."),
        ("Clinics in Utah", "https://a.org/locations/ut/", "1 clinic."),
        ("Lehi clinic", "https://a.org/locations/ut/lehi/", ""),
    ]
    assert list(sections) == ["Start here", "Clinics", "Optional"]


def test_nothing_unconfirmed_is_said(project: MakeProject) -> None:
    address = "address: {address_locality: SECRET, address_region: AZ}"
    text = minimal(more="unconfirmed: [address.address_locality, status]\n")
    files = {
        "locations/az-mesa.yaml": text.replace("address: {address_region: AZ}", address).replace(
            "status: open", "status: virtual_only"
        ),
        "locations/az-lead.yaml": minimal("az-lead", "SECRET", "unconfirmed: [name]\n"),
    }
    for is_production in (False, True):
        catalog = load(project(files), is_production).catalog
        assert catalog
        data = llms_txt(catalog, "")
        assert b"SECRET" not in data
        assert b"Video visits only" not in data
        assert (b"Mesa" in data) == (not is_production)


def test_hostile_words_make_no_link_and_no_heading(project: MakeProject) -> None:
    """The loader refuses line ends and HTML; the file does not count on it."""
    catalog = catalog_of(project, az_mesa=minimal())
    locations = catalog.repository.locations
    name = "[Me](javascript:x)\n\n# Other <b>*a*"
    hostile = locations["az-mesa"].value.model_copy(update={"name": name})
    locations["az-mesa"] = dataclasses.replace(locations["az-mesa"], value=hostile)
    *_, sections = read(llms_txt(Catalog(catalog.repository, AS_OF, True), ""))
    assert sections["Clinics"][1] == (
        r"\[Me\](javascript:x) # Other \<b\>\*a\* clinic",
        "/locations/az/mesa/",
        "",
    )


def test_ten_thousand_clinics_fit_because_states_stand_for_them(project: MakeProject) -> None:
    catalog = catalog_of(project, az_mesa=minimal(), ut_lehi=minimal("ut-lehi", "Lehi"))
    locations = catalog.repository.locations
    first = locations["az-mesa"]
    for number in range(10_000):
        slug = f"az-clinic-{number}"
        facts = first.value.model_copy(update={"id": slug, "name": f"Clinic {number}"})
        locations[slug] = dataclasses.replace(first, value=facts)
    data = llms_txt(Catalog(catalog.repository, AS_OF, True), "https://a.org")
    *_, sections = read(data)
    assert sections["Clinics"] == [
        ("Clinics in Arizona", "https://a.org/locations/az/", "10001 clinics."),
        ("Clinics in Utah", "https://a.org/locations/ut/", "1 clinic."),
    ]
    assert len(data) < MOST_BYTES


@pytest.mark.parametrize(("kind", "base"), [("production", SITE_URL), ("development", "")])
def test_the_real_file_is_short_and_leads_to_pages(
    kind: str, base: str, request: pytest.FixtureRequest
) -> None:
    site: Path = request.getfixturevalue(f"{kind}_site")
    data = (site / LLMS_PATH).read_bytes()
    assert len(data) <= MOST_BYTES
    *_, sections = read(data)
    urls = [url for links in sections.values() for _name, url, _note in links]
    for url in urls:
        assert url.startswith(f"{base}/")
        path = site / urlsplit(url).path.lstrip("/")
        assert (path / "index.html" if url.partition("#")[0].endswith("/") else path).is_file(), url
    assert len(set(urls)) == len(urls) > 90
    first = sections["Start here"][0]
    assert first[1] == f"{base}/crisis/"


def test_the_real_file_names_every_text_topic_and_state(production_site: Path) -> None:
    *_, sections = read((production_site / LLMS_PATH).read_bytes())
    named = {url.removeprefix(SITE_URL) for links in sections.values() for _n, url, _d in links}
    texts = {
        f"/{path.stem}/" if kind == "pages" else f"/{kind}/{path.stem}/"
        for kind in ("pages", "treatments", "conditions", "articles")
        for path in OUT & set((ROOT / "content" / kind).glob("*.md"))
    }
    topics = {f"/faq/{path.name}/" for path in (ROOT / "content" / "faq").glob("*/")}
    states = {
        f"/locations/{path.parent.name}/"
        for path in (production_site / "locations").glob("*/index.html")
    }
    assert texts | topics | states <= named
    assert len(texts) > 40
    assert len(topics) > 10
    assert len(states) > 7
