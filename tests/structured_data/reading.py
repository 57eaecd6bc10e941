"""The structured data of a built site as it stands in its pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.conftest import html_pages

Node = dict[str, Any]
Graphs = dict[str, list[Node]]

CONTEXT = "https://schema.org"
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def graphs_of(site: Path) -> Graphs:
    """The graph of every page by its address from the root; each has one, but 404.html none."""
    found: Graphs = {}
    for path in html_pages(site):
        texts = SCRIPT.findall(path.read_text())
        url = address(site, path)
        if url == "/404.html":
            assert texts == []
            continue
        assert len(texts) == 1, url
        data = json.loads(texts[0])
        assert set(data) == {"@context", "@graph"}, url
        assert data["@context"] == CONTEXT, url
        found[url] = data["@graph"]
    return found


def address(site: Path, path: Path) -> str:
    """The address of a page from the root, like `/locations/`."""
    return "/" + str(path.relative_to(site)).removesuffix("index.html")


def nodes(value: Any) -> Iterator[Node]:
    """Every node in a graph, also within other nodes; references are no nodes."""
    if isinstance(value, list):
        for item in value:
            yield from nodes(item)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for item in value.values():
            yield from nodes(item)


def references(value: Any) -> Iterator[str]:
    """Every id that is referred to."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    elif isinstance(value, dict):
        if set(value) == {"@id"}:
            yield value["@id"]
        for item in value.values():
            yield from references(item)


def strings(value: Any) -> Iterator[str]:
    """Every text in a graph."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


def types(node: Node) -> list[str]:
    """The types of a node."""
    found = node["@type"]
    return found if isinstance(found, list) else [found]


def defined(graphs: Graphs) -> dict[str, list[str]]:
    """Every id that some page defines, with its types."""
    return {node["@id"]: types(node) for node in nodes(list(graphs.values())) if "@id" in node}


def one(graph: list[Node], type_: str) -> Node:
    """The only node of a type at the top of a graph."""
    (found,) = (node for node in graph if node["@type"] == type_)
    return found
