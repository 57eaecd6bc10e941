"""Hostile Markdown: refused with its line, or inert; and never slow."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import html5lib
import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from plugins.clinics.load.source import MAX_BYTES
from plugins.clinics.problems import Problem
from plugins.clinics.prose import is_allowed_image, is_allowed_link, read_prose
from tests.conftest import MakeProject, load, minimal
from tests.hostile import require_well_said
from tests.hostile_texts import PAYLOADS

MARKDOWN = (
    "[x](javascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](https://evil.test/x.png)",
    "![x](/images/../../etc/passwd)",
    '[x](/locations/ "\\" onclick=alert(1) x=\\"")',
    "[x](/locations/ \"href='{attach}/../pelicanconf.py'\")",
    "<javascript:alert(1)>",
    '<https://evil.test/"onclick=alert(1)//>',
    "## words {: onclick=alert(1) }",
    "## words [x](javascript:alert(1)) ![x](javascript:alert(1))",
    "words {: style=position:fixed onmouseover=alert(1) #crisis .alert }",
    "{: onclick=alert(1) }\n\nwords",
    "*words*{: onclick=alert(1) }",
    "a | b\n--|--\n<script> | {: onclick=x }",
    "[TOC]",
    "`</code><script>alert(1)</script>`",
    "    </code></pre><script>alert(1)</script>",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "\\<script>alert(1)\\</script>",
    "\\`<script>\\`",
    "&#x3c;script&#x3e;alert(1)&#x3c;/script&#x3e;",
    "*[HTML]: </abbr><script>\n\nHTML",
    "words[^1]\n\n[^1]: <script>alert(1)</script>",
    '!!! note "<script>"\n    words',
    "[[wiki]] ~~x~~ ==x== ++x++ :smile: $$x$$",
    '[@S001"onclick=alert(1)]',
    "{{ 1234567*7 }} {% include '/etc/passwd' %}",
    "{phone} {location} {state} {nothing} {0} %s",
    "{author}x {category}x {index} |attach|x",
    "\x02klzzwxh:0\x03 \x02wzxhzdk:0\x03 \x02amp\x03",
)
"""What is hostile in Markdown only; attribute lists and other extensions are not enabled."""

BODIES = [
    text
    for text in (*PAYLOADS, *MARKDOWN, *(f"words {text} words" for text in PAYLOADS))
    if text.strip()
]
ELEMENTS = {
    *("a", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr"),
    *("img", "li", "ol", "p", "pre", "span", "strong", "sup", "ul"),
    *("table", "tbody", "td", "th", "thead", "tr"),
}
ATTRIBUTES = {"alt", "class", "href", "id", "rel", "role", "scope", "src", "start", "title"}
QUESTION = """\
---
title: Is this question {number}?
published: 2026-11-01
facts_checked: 2026-11-01
next_review: 2027-05-01
---
"""
PAGE = "---\ntitle: Page {number}\ndescription: A page.\n---\n\n\n\n"
FENCED = 7
"""The text begins on this line, below either."""


def require_inert(html: str) -> None:
    """The elements, attributes and addresses that Markdown of ours can make, and nothing else."""
    fragment: Any = html5lib.parseFragment(html, namespaceHTMLElements=False)
    for tag in list(fragment.iter())[1:]:
        assert tag.tag in ELEMENTS, html[:300]
        assert set(tag.attrib) <= ATTRIBUTES, html[:300]
        assert is_allowed_link(tag.attrib.get("href", "/")), html[:300]
        assert is_allowed_image(tag.attrib.get("src", "/images/x.jpg")), html[:300]


def test_hostile_markdown_is_refused_with_its_line_or_inert(project: MakeProject) -> None:
    files = {"content/faq/_topics.yaml": "topics: [{id: t, name: T, description: D.}]"}
    for number, text in enumerate(BODIES):
        page = PAGE.format(number=number) + text + "\n"
        files[f"content/pages/p-{number}.md"] = page
        files[f"content/faq/t/q-{number}.md"] = QUESTION.format(number=number) + text + "\n"
    found: dict[str, list[Problem]] = {}
    for problem in load(project({"locations/az-mesa.yaml": minimal(), **files})).problems:
        if problem.is_error:
            found.setdefault(problem.path, []).append(problem)
            require_well_said(problem, problem.path)
    counts = {"refused": 0, "inert": 0}
    for number, text in enumerate(BODIES):
        for path in (f"content/pages/p-{number}.md", f"content/faq/t/q-{number}.md"):
            errors = found.get(path, [])
            if errors:
                lines = {error.place.line for error in errors}
                assert max(lines) >= FENCED or lines == {1}, (text, errors)  # 1: the whole file
                counts["refused"] += 1
            else:
                require_inert(read_prose(text).html)
                counts["inert"] += 1
    assert sum(counts.values()) == 2 * len(BODIES) > 300
    assert min(counts.values()) > 100


SIGNS = "<>[]()!`*_\\&#:\"'{}|=-+.~^@/ \n\t\x00\x02\x03"
PIECES = st.sampled_from(
    [*MARKDOWN, *PAYLOADS[:70], *SIGNS, "\n\n", "    ", "&#", "](", "![", "<!--"]
)


@pytest.mark.parametrize(
    "examples", [150, pytest.param(4_000, marks=pytest.mark.verify)], ids=["sample", "all"]
)
def test_whatever_markdown_is_made_of_what_comes_out_is_inert(examples: int) -> None:
    @settings(max_examples=examples, deadline=None, derandomize=True)
    @given(st.lists(PIECES, max_size=12).map("".join))
    def convert(text: str) -> None:
        require_inert(read_prose(text).html)

    convert()


MEGABYTE = 1_000_000
LARGE: dict[str, Callable[[str], str]] = {
    "locations/az-large.yaml": lambda text: minimal("az-large", f'"{text}"'),
    "locations/_organization.yaml": lambda text: f"name: {text}\n",
    "locations/_redirects.yaml": lambda text: f"redirects: {text}\n",
    "content/_wording.yaml": lambda text: f"rules: {text}\n",
    "content/_conditions.yaml": lambda text: text,
    "content/pages/large.md": lambda text: PAGE.format(number=1) + text,
    "content/faq/t/large.md": lambda text: QUESTION.format(number=1) + text,
    "content/articles/large.md": lambda text: f"---\ntitle: {text}\n---\n\nWords.\n",
}
"""Kind of file → a file that is made of one text."""
CHARACTERS = {
    "one text": "x" * MEGABYTE,
    "brackets": "[" * 20_000,
    "braces": "{" * 20_000,
    "quotes": '"' * 20_000,
    "stars": "*a" * 20_000,
    "tags": "<a " * 20_000,
    "back-ticks": "`a` " * 20_000,
    "marks of a quotation": "> " * 20_000,
    "lines": "- a\n" * 20_000,
    "aliases": "&a *a " * 20_000,
    "just below the limit": "ab " * (MAX_BYTES // 3 - 200),
}


@pytest.mark.parametrize("text", CHARACTERS.values(), ids=CHARACTERS)
def test_a_large_file_is_refused_at_once(text: str, project: MakeProject) -> None:
    started = time.process_time()
    files = {name: make(text) for name, make in LARGE.items()}
    organization = {"locations/_organization.yaml": files.pop("locations/_organization.yaml")}
    files["locations/az-mesa.yaml"] = minimal()
    files["content/faq/_topics.yaml"] = "topics: [{id: t, name: T, description: D.}]"
    problems = [*load(project(files)).problems, *load(project(organization)).problems]
    assert {problem.path for problem in problems if problem.is_error} >= set(LARGE)
    assert time.process_time() - started < 5
