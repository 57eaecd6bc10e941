"""Answers of the question library: written once, the same everywhere, linked and filled in late."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from plugins.clinics.catalog import Catalog
from plugins.clinics.checks.faq import TAKEN_ANCHOR
from plugins.clinics.faq import answered, library_questions
from plugins.clinics.faq_section import plain_words
from plugins.clinics.location_questions import QUESTIONS
from plugins.clinics.pages import plan, text_page
from tests.conftest import MakeProject, build, load, minimal

from .test_location_questions import FULL_CLINIC, PROVIDERS

HOSTILE = "\"<b>Mesa</b>\" & 'co' </p><script>"
FULL = """\
telephone: 480-956-5680
services: [tms-therapy, spravato]
"""
DATES = "published: 2026-11-02\nfacts_checked: 2026-11-02\nnext_review: 2027-05-02\n"
LISTS = {
    "content/faq/_topics.yaml": "topics:\n"
    "  - {id: tms, name: TMS, description: What people ask about TMS before they come.}\n"
    "  - {id: safety, name: Safety, description: What people ask about risks and side effects.}\n",
    "content/_sources.yaml": "sources: [{id: S001, title: Leaflet, publisher: FDA, year: 2023}]\n",
}


def question(title: str, answer: str, lines: str = "") -> str:
    return f"---\ntitle: {title}\n{DATES}{lines}\n---\n\n{answer}\n"


def page(body: str, questions: str = "") -> str:
    head = f"title: Page\ndescription: A page of the tests.\nquestions: [{questions}]"
    return f"---\n{head}\n---\n\n{body}\n"


FILES = {
    "locations/az-mesa.yaml": minimal("az-mesa", more=FULL),
    "locations/nv-reno.yaml": minimal("nv-reno", "Reno"),
    "locations/co-held.yaml": minimal("co-held", "Held", "unconfirmed: [name]\n"),
    "content/pages/page.md": page("Text.", "does-it-hurt"),
    "content/faq/tms/does-it-hurt.md": question(
        "Does it hurt?",
        "A little. Call {phone} or ask {location}, anywhere in {state}.",
        "locations: [all]\nsources: [S001]",
    ),
}

Load = Callable[..., Catalog]


@pytest.fixture
def catalog_of(project: MakeProject) -> Load:
    """A function from more files to the catalog; the files have no fault."""

    def make(more: dict[str, str] | None = None, is_production: bool = False) -> Catalog:
        site = load(project({**FILES, **LISTS, **(more or {})}), is_production)
        assert site.catalog is not None
        assert [problem for problem in site.problems if problem.is_error] == []
        return site.catalog

    return make


def with_answer(answer: str, folder: str = "tms") -> dict[str, str]:
    """One more question, whose answer is the matter of a test."""
    return {f"content/faq/{folder}/why-is-it-so.md": question("Why is it so?", answer)}


def links(catalog: Catalog, slug: str = "why-is-it-so") -> list[tuple[str | None, str]]:
    """Where the links of an answer lead, and their words."""
    html = BeautifulSoup(answered(catalog, slug).accepted_answer, "html.parser")
    return [(str(a["href"]) if a.has_attr("href") else None, a.get_text()) for a in html("a")]


# --- One answer, everywhere the same -------------------------------------------------------------


def test_an_answer_is_the_same_wherever_it_is_shown(catalog_of: Load) -> None:
    catalog = catalog_of(
        {
            "content/faq/tms/does-it-hurt.md": question(
                "Does it hurt?", "A *little*, see [near me](/near-me/).", "locations: [all]"
            )
        }
    )
    pages = (
        *plan(catalog).pages,
        *(text_page(catalog, text) for text in catalog.repository.texts),
    )
    shown = {page.url: item for page in pages for item in page.questions if item.url}
    assert set(shown) == {"faq/tms/", "page/", "locations/az/mesa/", "locations/nv/reno/"}
    assert len(set(shown.values())) == 1
    (item,) = set(shown.values())
    assert item.url == "faq/tms/#does-it-hurt"
    assert item.accepted_answer == '<p>A <em>little</em>, see <a href="/near-me/">near me</a>.</p>'


def test_an_answer_says_where_its_statements_come_from(catalog_of: Load) -> None:
    item = answered(catalog_of(), "does-it-hurt")
    assert [(source.id, source.url) for source in item.sources] == [("S001", None)]


# --- Facts of the page ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        (None, "A little. Call 844-310-1649 or ask your clinic, anywhere in your state."),
        ("az-mesa", "A little. Call 480-956-5680 or ask the Mesa clinic, anywhere in Arizona."),
        ("nv-reno", "A little. Call 844-310-1649 or ask the Reno clinic, anywhere in Nevada."),
    ],
)
def test_names_become_facts_of_the_page(slug: str | None, words: str, catalog_of: Load) -> None:
    catalog = catalog_of()
    location = catalog.location(slug) if slug else None
    html = answered(catalog, "does-it-hurt", location).accepted_answer
    assert plain_words(html) == words
    number = words.split()[3].replace("-", "")
    assert f'<a class="telephone" href="tel:+1{number}">' in html


def test_a_telephone_that_waits_for_confirmation_is_not_published(catalog_of: Load) -> None:
    more = {"locations/az-mesa.yaml": minimal("az-mesa", more=f"{FULL}unconfirmed: [telephone]\n")}
    numbers = []
    for is_production in (False, True):
        catalog = catalog_of(more, is_production)
        html = answered(catalog, "does-it-hurt", catalog.location("az-mesa")).accepted_answer
        numbers += re.findall(r"tel:([+0-9]+)", html)
    assert numbers == ["+14809565680", "+18443101649"]


def test_a_hostile_name_stays_words(catalog_of: Load) -> None:
    catalog = catalog_of()
    location = catalog.location("az-mesa")
    facts = location.facts.model_copy(update={"name": HOSTILE})
    location = dataclasses.replace(location, facts=facts)
    html = answered(catalog, "does-it-hurt", location).accepted_answer
    assert "<b>" not in html
    assert "<script" not in html
    assert f"ask the {HOSTILE} clinic" in plain_words(html)


def test_a_name_in_braces_is_not_filled_in_again(catalog_of: Load) -> None:
    catalog = catalog_of({"locations/az-mesa.yaml": minimal("az-mesa", '"{phone} {state}"', FULL)})
    html = answered(catalog, "does-it-hurt", catalog.location("az-mesa")).accepted_answer
    assert "ask the {phone} {state} clinic" in html


@pytest.mark.parametrize(
    ("answer", "html"),
    [
        ("`{state}` and {{state}}", "<code>your state</code> and {your state}"),
        ("{phones} {Phone} { phone } {}", "{phones} {Phone} { phone } {}"),
        ('[a](/near-me/?a={state} "{location}")', None),
        ("![{state}](/images/room.png)", None),
        ("[a](tel:{phone})", None),
    ],
)
def test_braces_in_tags_are_left_alone(answer: str, html: str | None, project: MakeProject) -> None:
    """Rules refuse most of these; even so a tag is never torn apart."""
    catalog = load(project({**FILES, **LISTS, **with_answer(answer)})).catalog
    assert catalog is not None
    found = answered(catalog, "why-is-it-so").accepted_answer
    if html is None:
        tags = "".join(re.findall(r"<[^>]*>", found))
        assert re.findall(r"\{\w+\}", tags) == re.findall(r"\{\w+\}", answer)
        assert "telephone" not in found
    else:
        assert found == f"<p>{html}</p>"


# --- Links to files ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("/pages/page.md", "/page/"),
        ("../../pages/page.md", "/page/"),
        ("/locations/az-mesa.yaml", "/locations/az/mesa/"),
        ("/locations/az-mesa.yaml#hours", "/locations/az/mesa/#hours"),
        ("/faq/tms/does-it-hurt.md", "/faq/tms/#does-it-hurt"),
        ("../tms/does-it-hurt.md", "/faq/tms/#does-it-hurt"),
        ("why-is-it-so.md", "/faq/safety/#why-is-it-so"),
        ("./why-is-it-so.md", "/faq/safety/#why-is-it-so"),
    ],
)
def test_links_to_files_get_the_address_of_the_page(
    target: str, url: str, catalog_of: Load
) -> None:
    """Only late is the address of everything known: this guards that answers render late."""
    catalog = catalog_of(with_answer(f"See [the *other* text]({{filename}}{target}).", "safety"))
    assert links(catalog) == [(url, "the other text")]


def test_links_to_files_resolve_on_every_page_of_a_build(project: MakeProject) -> None:
    answer = "[a]({filename}does-it-hurt.md) [b]({filename}/locations/nv-reno.yaml)"
    root = project(
        {
            **FILES,
            **LISTS,
            "content/faq/tms/why-is-it-so.md": question("Why?", answer, "locations: [az-mesa]"),
            "content/pages/page.md": page("Text.", "why-is-it-so"),
        }
    )
    done = build(root)
    assert done.returncode == 0, done.stdout + done.stderr
    expected = ["/faq/tms/#does-it-hurt", "/locations/nv/reno/"]
    for name in ("faq/tms", "page", "locations/az/mesa"):
        html = BeautifulSoup((root / "output" / name / "index.html").read_text(), "html.parser")
        assert [a["href"] for a in html.select("#why-is-it-so .prose a")] == expected, name


@pytest.mark.parametrize("is_production", [False, True])
def test_a_link_to_a_clinic_without_a_page_becomes_plain_words(
    is_production: bool, project: MakeProject
) -> None:
    files = {**FILES, **LISTS, **with_answer("Ask [Held]({filename}/locations/co-held.yaml) too.")}
    catalog = load(project(files), is_production).catalog
    assert catalog is not None
    assert links(catalog) == [(None, "Held")]
    html = answered(catalog, "why-is-it-so").accepted_answer
    assert plain_words(html) == "Ask Held too."
    assert "filename" not in html


# --- Which questions belong to which clinic ------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "development", "production"),
    [
        ("", [], []),
        ("locations: [all]", ["az-mesa", "nv-reno"], ["az-mesa", "nv-reno"]),
        ("locations: [nv-reno]", ["nv-reno"], ["nv-reno"]),
        ("locations: [az-mesa, all]", ["az-mesa", "nv-reno"], ["az-mesa", "nv-reno"]),
        ("locations: [all]\nservices: [tms-therapy]", ["az-mesa"], ["az-mesa"]),
        ("locations: [all]\nservices: [spravato]", ["az-mesa"], []),
        ("locations: [az-mesa]\nservices: [spravato, tms-therapy]", ["az-mesa"], ["az-mesa"]),
        ("locations: [nv-reno]\nservices: [tms-therapy]", [], []),
        ("services: [tms-therapy]", [], []),
    ],
)
def test_questions_belong_to_the_clinics_that_they_name(
    lines: str, development: list[str], production: list[str], catalog_of: Load
) -> None:
    unconfirmed = f"{FULL}unconfirmed: [services.spravato]\n"
    more = {
        "locations/az-mesa.yaml": minimal("az-mesa", more=unconfirmed),
        "content/faq/tms/does-it-hurt.md": question("Does it hurt?", "No.", lines),
    }
    for is_production, expected in ((False, development), (True, production)):
        catalog = catalog_of(more, is_production)
        shown = [item.slug for item in catalog.published if library_questions(catalog, item)]
        assert shown == expected


@pytest.mark.parametrize(
    ("status", "number"),
    [
        ("closed", 0),
        ("moved\nmoved_to: nv-reno\nunconfirmed: [moved_to]", 0),
        ("moved\nmoved_to: nv-reno\nstatus_from: 2027-01-01", 1),
        ("temporarily_closed\nstatus_message: Repairs.", 1),
        ("opening_soon\nstatus_from: 2027-01-01", 1),
        ("virtual_only", 1),
    ],
)
def test_a_clinic_that_is_gone_answers_no_question(
    status: str, number: int, catalog_of: Load
) -> None:
    text = minimal("az-mesa").replace("status: open", f"status: {status}")
    catalog = catalog_of({"locations/az-mesa.yaml": text})
    assert len(library_questions(catalog, catalog.location("az-mesa"))) == number


def test_a_clinic_shows_questions_in_the_order_of_the_library(catalog_of: Load) -> None:
    more = {
        f"content/faq/{path}.md": question(title, "No.", "locations: [all]")
        for path, title in (
            ("safety/an-early-name", "Zero risk?"),
            ("safety/the-last-name", "a risk?"),
            ("tms/zzz", "Alone?"),
        )
    }
    catalog = catalog_of(more)
    found = library_questions(catalog, catalog.location("nv-reno"))
    assert [item.id for item in found] == ["zzz", "does-it-hurt", "the-last-name", "an-early-name"]


# --- Anchors -------------------------------------------------------------------------------------


def test_no_question_can_take_an_anchor_of_the_page(site_of_everything: dict[str, str]) -> None:
    anchors = set()
    for html in site_of_everything.values():
        soup = BeautifulSoup(html, "html.parser")
        anchors |= {str(tag["id"]) for tag in soup.select("[id]") if not tag.find_parent("svg")}
    anchors |= {row[0] for row in QUESTIONS}
    assert len(anchors) > 25
    free = {anchor for anchor in anchors if not TAKEN_ANCHOR.fullmatch(anchor)}
    assert free == {"does-it-hurt"}


@pytest.fixture
def site_of_everything(project: MakeProject) -> dict[str, str]:
    """Pages of each kind that shows questions, and of a clinic whose every field is filled."""
    text = f"---\ntitle: TMS\ndescription: About TMS.\n{DATES}%s\n---\n\nSo it is [@S001].\n"
    more = {
        "locations/az-mesa.yaml": FULL_CLINIC,
        "content/_conditions.yaml": "conditions: [{id: ptsd, name: PTSD}]\n",
        "content/conditions/ptsd.md": text.replace("TMS", "PTSD") % "services: [tms-therapy]",
        "content/treatments/tms-therapy.md": text % "regulatory_status: cleared",
    }
    root = project({**FILES, **LISTS, **PROVIDERS, **more})
    done = build(root)
    assert done.returncode == 0, done.stdout + done.stderr
    pages = (
        *("faq/tms", "page", "locations/az/mesa", "locations/nv/reno"),
        *("conditions/ptsd", "treatments/tms-therapy"),
    )
    return {name: (root / "output" / name / "index.html").read_text() for name in pages}
