"""Citations become numbered links to sources, in the order of their first mention."""

from __future__ import annotations

import re
import time

import pytest
from bs4 import BeautifulSoup

from plugins.clinics.checks.texts import UNREAD
from plugins.clinics.citations import cited_ids, unread_citations
from plugins.clinics.problems import Place
from plugins.clinics.prose import read_prose
from tests.conftest import MakeProject, load, minimal


def test_sources_are_numbered_by_their_first_mention() -> None:
    prose = read_prose("One [@S2]. Two [@S1; @S2].\n\n## Three\n\nAgain [@S1] and [@S3b].")
    assert prose.cited == ("S2", "S1", "S3b")
    links = BeautifulSoup(prose.html, "html.parser").select("sup.citation > a")
    assert [link.text for link in links] == ["[1]", "[2]", "[1]", "[2]", "[3]"]
    assert [link["href"] for link in links][:2] == ["#source-1", "#source-2"]
    assert [link.get("id") for link in links] == ["cite-1", "cite-2", None, None, "cite-3"]


def test_numbers_follow_the_text_also_through_lists_and_tables() -> None:
    text = "- one [@S1]\n- two [@S2]\n\nThree [@S3].\n\n|a|b|\n|-|-|\n|x [@S4]|y [@S1; @S5]|\n"
    prose = read_prose(text)
    assert prose.cited == ("S1", "S2", "S3", "S4", "S5")
    assert re.findall(r"\[(\d)\]", prose.html) == ["1", "2", "3", "4", "1", "5"]
    assert " <sup" not in prose.html


@pytest.mark.parametrize(
    "text",
    [
        "`[@S1]`",
        r"\[@S1]",
        "[@]",
        "[@S1",
        "S1@example",
        "[@S1;]",
        "[@<b>]",
        "    [@S1] in code",
        "[@S1;\n@S2]",
    ],
)
def test_what_is_no_citation_stays_text(text: str) -> None:
    prose = read_prose(text)
    assert prose.cited == ()
    assert "citation" not in prose.html
    assert "<b>" not in prose.html


def test_citations_and_links_do_not_disturb_each_other() -> None:
    html = read_prose('[a](/b/) [@S1] [c](/d/ "[@S2]") *[@S1]*').html
    hrefs = [link["href"] for link in BeautifulSoup(html, "html.parser").select("a")]
    assert hrefs == ["/b/", "#source-1", "/d/", "#source-1"]


def test_each_id_of_a_line_has_its_place() -> None:
    line = "Text [@S1;  @S22] and [@S3]."
    found = [(match[0], match.start()) for match in cited_ids(line)]
    assert found == [(name, line.index(name)) for name in ("S1", "S22", "S3")]


@pytest.mark.parametrize("line", ["[@S1;", "[@S1, @S2]", "a [@S1 [@S2]"])
def test_a_citation_that_does_not_end_on_its_line_is_noticed(line: str) -> None:
    assert [match[0] for match in unread_citations(line)] == ["[@S1"]
    assert not list(unread_citations("[@S1; @S2] and [@S3]"))


def test_a_citation_that_is_broken_over_two_lines_is_an_error(project: MakeProject) -> None:
    page = "---\ntitle: Page\ndescription: A page.\n---\n\nSo it is [@S1;\n@S2]. `[@S1`\n"
    folder = project({"locations/az-mesa.yaml": minimal(), "content/pages/page.md": page})
    found = [(item.place, item.message) for item in load(folder).problems if item.is_error]
    assert found == [(Place(6, 10, 4), UNREAD[0])]


def test_a_citation_in_a_heading_is_numbered_with_the_text() -> None:
    prose = read_prose("One [@S2].\n\n## Two [@S1]\n\nThree [@S1].\n")
    assert prose.cited == ("S2", "S1")
    links = BeautifulSoup(prose.html, "html.parser").select("sup.citation > a")
    assert [link.get("id") for link in links] == ["cite-1", "cite-2", None]


def test_headings_are_listed_with_their_words() -> None:
    prose = read_prose("## Risks & limits\n\ntext\n\n### Deeper\n\n## “Quoted” [@S1]\n")
    assert prose.headings[0][1] == "Risks & limits"
    assert len(prose.headings) == 2
    anchors = re.findall(r'<h2 id="([^"]+)"', prose.html)
    assert [anchor for anchor, _words in prose.headings] == anchors


@pytest.mark.parametrize("space", [" ", "\t"])
def test_a_long_run_of_spaces_takes_no_time(space: str) -> None:
    started = time.perf_counter()
    read_prose(f"a{space * 200_000}b [@S1]")
    assert time.perf_counter() - started < 5
