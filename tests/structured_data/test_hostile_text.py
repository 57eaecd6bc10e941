"""Hostile text stays text: whatever an editor may write is read back as it was written.

One location and one question hold it in every field that takes free text. A parser reads the page,
so a value that had closed the script or begun an element would be seen.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import extruct
import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment

from plugins.clinics.model.scalars import parse_text
from tests.conftest import ROOT, SITE_URL, build, load, minimal, write_project
from tests.structured_data.facts import (
    clinic_facts,
    facts_of_clinic,
    shared_facts,
    squeezed,
)
from tests.structured_data.reading import defined, graphs_of, nodes, one, strings
from tests.structured_data.vocabulary import faults, missing

HOSTILE = (
    "\"double\" 'single' `tick` {{ 7*7 }} {% raw %} ${x} < /script> < b> 3<4 <3 & &copy; &eacute "
    "\\u003c \\n ]]> --> \u05e9\u05dc\u05d5\u05dd \u0633\u0644\u0627\u0645 "
    "\U0001f468\u200d\U0001f469 a\u00a0b caf\u00e9 e\u0301"
)
REFUSED = ("</script><b>", "<b>", "<!--", "&amp;", "&lt;b&gt;", "&#60;b", "&nbsp;")
CODE = "</script><b>bold</b><!-- <script>alert(1)</script>"

LOCATION = {
    "id": "az-mesa",
    "name": f"Mesa {HOSTILE}",
    "status": "open",
    "status_message": HOSTILE,
    "telephone": "480-956-5680",
    "fax_number": "480-956-5681",
    "address": {
        "street_address": f"1 Main {HOSTILE}",
        "unit": f"Suite {HOSTILE}",
        "address_locality": f"Mesa {HOSTILE}",
        "address_region": "AZ",
        "postal_code": "85201",
    },
    "geo": {"latitude": "33.41521", "longitude": "-111.83152"},
    "opening_hours": {
        "monday": "08:00-12:00, 13:00-17:00",
        "friday": "22:00-06:00",
        "wednesday": "open 24 hours",
        "thursday": "by appointment",
        "tuesday": "16:00-24:00",
        "saturday": "closed",
    },
    "special_opening_hours": [{"date": "2026-12-24", "hours": "closed", "reason": HOSTILE}],
    "alerts": [{"from": "2026-11-20", "to": "2026-12-01", "message": HOSTILE}],
    "services": [{"id": "tms-therapy", "note": HOSTILE}, "medication-management"],
    "insurance": ["aetna"],
    "languages": ["en", "es"],
    "is_accepting_new_patients": "no",
    "parking": {"kind": "lot", "note": HOSTILE},
    "accessibility": ["elevator"],
    "public_transit": HOSTILE,
    "entrance_note": HOSTILE,
    "first_visit": [HOSTILE],
    "waiting_for_driver": HOSTILE,
    "devices": [HOSTILE],
    "cancellation_policy": HOSTILE,
    "providers": ["jane"],
    "confirmed": {"on": "2026-11-20", "by": HOSTILE},
    "sources": [f"Call {HOSTILE}".replace("/", "").replace(":", "")],
}
"""JSON is YAML too, so this is what the file says."""

PROVIDERS = {
    "providers": [
        {
            "id": "jane",
            "name": f"Jane {HOSTILE}",
            "honorific_suffix": f"MD {HOSTILE}",
            "job_title": f"Psychiatrist {HOSTILE}",
            "sources": ["https://www.example.com/"],
        }
    ]
}
TOPICS = {"topics": [{"id": "topic", "name": f"T {HOSTILE}", "description": f"D {HOSTILE}"}]}
DATES = {
    "published": "2026-11-20",
    "facts_checked": "2026-11-20",
    "next_review": "2027-05-20",
}
QUESTION = {
    "title": f"Is it {HOSTILE}?",
    "locations": ["az-mesa"],
    **DATES,
}
ANSWER = (
    f"`{CODE}`\n\nQuotes \"double\" and 'single', \u05e9\u05dc\u05d5\u05dd, a\u00a0b, 3<4 & more."
)
PAGE = {"title": f"About {HOSTILE}", "description": f"About us {HOSTILE}", "questions": ["hostile"]}

TEXTS = {
    "treatments/tms-therapy": {"regulatory_status": "cleared"},
    "conditions/major-depression": {},
    "articles/hostile": {"services": ["tms-therapy"]},
}
"""Kinds of texts that have a graph of their own, and what they need besides a title."""

PLAIN = "A plain text"
Site = tuple[Path, dict[str, Any]]


def written(value: Any, replace: bool = False) -> str:
    text = json.dumps(value, ensure_ascii=False) + "\n"
    return text.replace(json.dumps(HOSTILE, ensure_ascii=False)[1:-1], PLAIN) if replace else text


def about(path: str) -> dict[str, str]:
    return {"title": f"{path} {HOSTILE}", "description": f"About {path} {HOSTILE}"}


def built(folder: Path, is_plain: bool) -> Path:
    """A site with the hostile text, or the same with a plain text in its place."""

    def front(value: Any) -> str:
        return f"---\n{written(value, is_plain)}---\n\n"

    write_project(
        folder,
        {
            "locations/az-mesa.yaml": written(LOCATION, is_plain),
            "locations/_providers.yaml": written(PROVIDERS, is_plain),
            "content/faq/_topics.yaml": written(TOPICS, is_plain),
            "content/faq/topic/hostile.md": front(QUESTION) + ("Plain." if is_plain else ANSWER),
            "content/pages/about.md": front(PAGE) + "Text.\n",
            **{
                f"content/{path}.md": front({**DATES, **about(path), **more}) + "Text [@S001].\n"
                for path, more in TEXTS.items()
            },
        },
    )
    for name in ("_conditions.yaml", "_sources.yaml"):
        shutil.copy(ROOT / "content" / name, folder / "content")
    done = build(folder, SITEURL=SITE_URL)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "output"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("hostile"), is_plain=False)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("plain"), is_plain=True)


def page_of(site: Path, url: str = "/locations/az/mesa/") -> str:
    return (site / url.lstrip("/") / "index.html").read_text()


def test_an_outsider_reads_every_fact_of_a_complete_location_with_hostile_text(
    hostile: Path,
) -> None:
    found = extruct.extract(page_of(hostile), base_url=SITE_URL, syntaxes=["json-ld"])
    graph = found["json-ld"][0]["@graph"]
    clinic = one(graph, "MedicalClinic")
    expected = clinic_facts(LOCATION, *shared_facts(ROOT / "locations"))
    assert expected is not None
    assert facts_of_clinic(clinic) == expected
    assert len(expected) == 11
    assert len(expected["week"]) == 5
    jane = PROVIDERS["providers"][0]
    assert clinic["employee"] == [
        {
            "@type": "Person",
            "name": squeezed(str(jane["name"])),
            "honorificSuffix": squeezed(str(jane["honorific_suffix"])),
            "jobTitle": squeezed(str(jane["job_title"])),
        }
    ]


def test_a_hostile_question_and_its_answer_are_read_back_as_written(hostile: Path) -> None:
    places = Counter(
        url
        for url, graph in graphs_of(hostile).items()
        for node in nodes(graph)
        if node.get("name") == squeezed(str(QUESTION["title"]))
        and CODE in BeautifulSoup(node["acceptedAnswer"]["text"], "html.parser").get_text()
    )
    assert places == {"/faq/topic/": 1, "/locations/az/mesa/": 1, "/about/": 1}


def test_the_graphs_of_hostile_text_are_valid(hostile: Path) -> None:
    graphs = graphs_of(hostile)
    known = defined(graphs)
    assert [(faults(graph, known), missing(graph)) for graph in graphs.values()] == [
        ([], [])
    ] * len(graphs)
    assert (
        sum(squeezed(HOSTILE) in text for graph in graphs.values() for text in strings(graph)) > 25
    )


def test_each_kind_of_text_says_what_it_is_about(hostile: Path) -> None:
    found = Counter(
        node["@type"]
        for graph in graphs_of(hostile).values()
        for node in graph
        if node["@type"] in ("Article", "MedicalTherapy", "MedicalCondition")
    )
    assert found == {"Article": 1, "MedicalTherapy": 1, "MedicalCondition": 1}


def test_no_element_or_attribute_comes_from_a_text(hostile: Path, plain: Path) -> None:
    compared = 0
    for url in ("/locations/az/mesa/", "/locations/az/", "/locations/", "/about/", "/faq/"):
        pages = [BeautifulSoup(page_of(site, url), "html.parser") for site in (hostile, plain)]
        shapes = [
            Counter(
                (tag.name, *sorted(tag.attrs))
                for tag in page.find_all(True)
                # The hostile answer is code in a paragraph; the plain one is a paragraph.
                if not tag.find_parent(class_="answer")
            )
            for page in pages
        ]
        assert shapes[0] - shapes[1] == Counter(), url
        compared += sum(shapes[0].values())
    assert compared > 400


def test_the_hostile_answer_made_no_element_but_code(hostile: Path) -> None:
    page = BeautifulSoup(page_of(hostile), "html.parser")
    answer = page.find(id="hostile")
    assert answer is not None
    prose = answer.find(class_="prose")
    assert prose is not None
    assert {tag.name for tag in prose.find_all(True)} == {"p", "code"}
    assert CODE in prose.get_text()


@pytest.mark.parametrize("text", REFUSED)
def test_markup_in_a_text_is_refused_with_a_message(text: str, tmp_path: Path) -> None:
    location = minimal(name=json.dumps(f"Mesa {text}"))
    site = load(write_project(tmp_path, {"locations/az-mesa.yaml": location}))
    assert any("HTML" in problem.message for problem in site.problems)


def test_a_script_that_is_closed_in_a_value_stays_open_in_the_page() -> None:
    template = '<script type="application/ld+json">{{ data|tojson }}</script>'
    data = {"name": f"{CODE} {HOSTILE} ]]> <!--"}
    html = Environment(autoescape=True).from_string(template).render(data=data)
    soup = BeautifulSoup(html, "html.parser")
    assert len(soup.find_all(True)) == 1
    assert soup.script is not None
    assert json.loads(soup.script.get_text()) == data


def test_the_hostile_text_is_one_that_the_model_accepts() -> None:
    assert parse_text(HOSTILE) == squeezed(HOSTILE)
