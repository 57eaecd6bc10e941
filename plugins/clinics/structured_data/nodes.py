"""The shape of a node: no empty values, stable absolute ids, references by id."""

from __future__ import annotations

from typing import Any

Node = dict[str, Any]

SCHEMA = "https://schema.org/"

ORGANIZATION = "#organization"
WEBSITE = "#website"
WEBPAGE = "#webpage"
BREADCRUMB = "#breadcrumb"
CLINIC = "#clinic"
LIST = "#list"
FAQ = "#faq"
TREATMENT = "#treatment"
CONDITION = "#condition"
ARTICLE = "#article"
"""Ends of ids: the first two belong to the home page, the others to the page of the thing."""


def node(type_: str | list[str], id_: str | None = None, **properties: Any) -> Node:
    """A node with its type, its id and every property that has a value."""
    head: Node = {"@type": type_}
    if id_:
        head["@id"] = id_
    return head | {name: value for name, value in properties.items() if not is_empty(value)}


def is_empty(value: Any) -> bool:
    """Whether a value says nothing; 0 and False do say something."""
    return value is None or value == "" or value == [] or value == {}


def reference(id_: str) -> Node:
    """A node that stands elsewhere."""
    return {"@id": id_}


def single(items: list[Any]) -> Any:
    """One item alone, without a list around it."""
    return items[0] if len(items) == 1 else items
