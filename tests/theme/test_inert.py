"""Nothing of ours turns text into code: not our scripts, not our templates, not the built pages."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from plugins.clinics.prose import is_allowed_link
from tests.conftest import ROOT, html_pages

SCRIPTS = sorted(
    [
        *(ROOT / "theme" / "static" / "js").rglob("*.js"),
        *(ROOT / "plugins" / "clinics" / "preview" / "assets").rglob("*.js"),
    ]
)
TEMPLATES = sorted((ROOT / "theme" / "templates").rglob("*.html"))

SINKS = {
    r"\b(?:inner|outer)HTML\b": "x.innerHTML = text",
    r"\binsertAdjacentHTML\b": "x.insertAdjacentHTML('beforeend', text)",
    r"\bdocument\.write": "document.writeln(text)",
    r"\beval\b": "eval(text)",
    r"\bFunction\(": "new Function(text)",
    r"\bset(?:Timeout|Interval)\(\s*[\"'`]": "setTimeout(`${text}`)",
    r"\bDOMParser\b": "new DOMParser()",
    r"\b(?:setHTML|parseHTML)": "x.setHTMLUnsafe(text)",
    r"\bsrcdoc\b": "frame.srcdoc = text",
    r"\bcreateContextualFragment\b": "range.createContextualFragment(text)",
    r"\bXSLTProcessor\b": "new XSLTProcessor()",
    r"\bcreateElement\([^\"')]*[\"']script": 'document.createElement("script")',
    r"javascript:": "link.href = 'javascript:'",
}
"""What makes code or markup of a text, each with an example."""

TRACES = {
    r"\bpostMessage\b": "parent.postMessage(text, '*')",
    r"\b(?:local|session)Storage\b": "localStorage.q = text",
    r"\bindexedDB\b": "indexedDB.open('x')",
    r"\bcaches\.": "caches.open('x')",
    r"\bcookie\b": "document.cookie = text",
    r"\bsendBeacon\b": "navigator.sendBeacon(url)",
    r"\bXMLHttpRequest\b": "new XMLHttpRequest()",
    r"\bWebSocket\b": "new WebSocket(url)",
    r"\bserviceWorker\b": "navigator.serviceWorker.register(url)",
}
"""What keeps or sends something of a visitor."""

ADDRESS = re.compile(
    r"\.(?:href|src|action) = .*|location(?:\.assign|\.replace)?\((?! =>).*"
    r"|location(?:\.href)? = .*|window\.open\(.*|\bimport\(.*|\bfetch\(.*|new EventSource\(.*"
)
ADDRESSES = {
    "fill.js": [
        '.href = values[item.dataset.href] || "#";',  # of the index or a template, all from data
    ],
    "near-me.js": [
        "fetch(root.path + path);",  # our index: the path begins with that of the page
        'fetch(root.path + "root.json")).ok;',  # the same
        ".href = fragment(query(label));",  # begins with “#”
        "location.replace(fragment(current));",  # begins with “#”
    ],
    "questions.js": ["location.assign(link.href);"],  # the link that was chosen
    "reload.js": ["new EventSource(EVENTS);"],  # of the preview server, never published
    "site-search.js": [
        'import("/pagefind/pagefind.js");',  # ours
        ".href = answerUrl(question);",  # Pagefind's address of a page of ours
    ],
    "small-form.js": [
        "location.assign(`/near-me/#${new URLSearchParams({ q: value.trim() })}${filter}`);",
    ],
}
"""Script → where it sets an address, each with the reason why it may."""


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_makes_no_markup_of_a_text_and_keeps_nothing(path: Path) -> None:
    assert len(SCRIPTS) > 12
    code = path.read_text("utf-8")
    found = [sink for sink in (*SINKS, *TRACES) if re.search(sink, code)]
    assert found == []


@pytest.mark.parametrize(("sink", "example"), [*SINKS.items(), *TRACES.items()])
def test_every_sink_would_be_found(sink: str, example: str) -> None:
    assert re.search(sink, example)


def test_every_address_that_a_script_sets_has_a_reason() -> None:
    found = {path.name: ADDRESS.findall(path.read_text("utf-8")) for path in SCRIPTS}
    known = {name: addresses for name, addresses in found.items() if addresses}
    assert known == ADDRESSES


def test_only_converted_markdown_is_not_escaped() -> None:
    found = Counter(
        found
        for path in TEMPLATES
        for found in re.findall(r"[\w.]+\s*\|\s*safe\b|\bautoescape\b", path.read_text("utf-8"))
    )
    assert found == {"page.content|safe": 3}
    assert len(TEMPLATES) > 30


RUNS_CODE = re.compile(r"on[a-z]+|style|srcdoc|formaction|action|background|ping|manifest")
TAG = re.compile(r"<([a-zA-Z][^\s/>]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
ATTRIBUTE = re.compile(r"([^\s=\"'<>/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
FORMS = {"/near-me/", "/search/", "#actions"}
FRAMES = {"iframe", "frame", "object", "embed", "applet", "base", "style", "portal"}


@pytest.mark.parametrize(
    "kind", ["production", pytest.param("development", marks=pytest.mark.verify)]
)
def test_no_page_has_an_attribute_an_element_or_an_address_that_runs_code(
    kind: str, request: pytest.FixtureRequest
) -> None:
    site: Path = request.getfixturevalue(f"{kind}_site")
    pages = html_pages(site)
    tags = {tag for path in pages for tag in TAG.findall(path.read_text("utf-8"))}
    scripts = set()
    for name, written in tags:
        assert name not in FRAMES, name
        attributes = {part[0]: "".join(part[1:]) for part in ATTRIBUTE.findall(written)}
        for attribute, value in attributes.items():
            if attribute in ("href", "src") and name != "link":
                assert is_allowed_link(value), (name, value)
            if RUNS_CODE.fullmatch(attribute):
                assert (name, attribute) == ("form", "action"), (name, attribute)
                assert value in FORMS, value
        if name == "script":
            scripts.add((attributes.get("type"), "src" in attributes))
    assert scripts <= {
        ("module", True),
        ("application/ld+json", False),
        ("application/json", False),
    }
    assert len(pages) > 900
    assert len(tags) > 5_000
