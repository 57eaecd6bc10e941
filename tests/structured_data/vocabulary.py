"""Whether a graph is valid: against the vocabulary of schema.org, and against Google's tables.

The vocabulary is the published one, from a package that knows nothing of this project.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from schema_org import registry

from tests.structured_data.reading import Node, nodes, types

TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")
DATE_TIME = re.compile(rf"\d{{4}}-\d\d-\d\dT{TIME.pattern}[+-]\d\d:\d\d")
"""With its zone, as Google wants it."""

ADDRESSES = ("item",)
"""Properties that take the address of a page for the page itself, as Google's tables ask."""


def faults(graph: list[Node], known: Mapping[str, list[str]]) -> list[str]:
    """Everything in a graph that the vocabulary does not allow; `known` are the types by id."""
    return [fault for node in nodes(graph) for fault in _node_faults(node, known)]


def _node_faults(node: Node, known: Mapping[str, list[str]]) -> Iterator[str]:
    unknown = [name for name in types(node) if name not in registry.CLASS_METADATA]
    if unknown:
        yield f"{unknown} are no types"
        return
    for name in types(node):
        if registry.CLASS_METADATA[name].superseded_by:
            yield f"{name} is superseded"
    for name, value in node.items():
        if name == "@id":
            if not _is_url(value):
                yield f"{value!r} is no absolute id"
        elif name != "@type":
            yield from _property_faults(types(node), name, value, known)


def _property_faults(
    owners: list[str], name: str, value: Any, known: Mapping[str, list[str]]
) -> Iterator[str]:
    found = registry.PROPERTY_BY_SCHEMA.get(name)
    if found is None:
        yield f"{name} is no property"
        return
    if found.superseded_by:
        yield f"{name} is superseded by {found.superseded_by}"
    if not any(_is_a(owner, found.domains) for owner in owners):
        yield f"{name} does not belong on {owners}"
    values = value if isinstance(value, list) else [value]
    if not values:
        yield f"{name} is an empty list"
    for item in values:
        if not _fits(item, name, found.ranges, known):
            yield f"{name} cannot be {item!r}"


def _is_a(type_: str, wanted: tuple[str, ...]) -> bool:
    return not {type_, *registry.ancestry(type_)}.isdisjoint(wanted)


def _fits(value: Any, name: str, ranges: tuple[str, ...], known: Mapping[str, list[str]]) -> bool:
    if isinstance(value, bool):
        return "Boolean" in ranges
    if isinstance(value, int):
        return not {"Integer", "Number"}.isdisjoint(ranges)
    if isinstance(value, float):
        return not {"Float", "Number"}.isdisjoint(ranges)
    if isinstance(value, str):
        is_address = name in ADDRESSES and _is_url(value)
        return is_address or any(_text_fits(value, range_) for range_ in ranges)
    if isinstance(value, dict):
        found = types(value) if "@type" in value else known.get(value.get("@id", ""), [])
        return any(type_ in registry.CLASS_METADATA and _is_a(type_, ranges) for type_ in found)
    return False


def _text_fits(value: str, range_: str) -> bool:
    if range_ == "Text":
        return value.strip() == value != ""
    if range_ == "URL":
        return _is_url(value)
    if range_ == "Date":
        return _is_date(value)
    if range_ == "DateTime":
        return DATE_TIME.fullmatch(value) is not None and _is_date(value[:10])
    if range_ == "Time":
        return TIME.fullmatch(value) is not None
    members = registry.ENUM_MEMBERS.get(range_, ())
    return value in [registry.ENUM_MEMBER_METADATA[member].uri for member in members]


def _is_url(value: Any) -> bool:
    parts = urlsplit(value) if isinstance(value, str) else None
    return bool(parts and parts.scheme == "https" and parts.netloc and " " not in value)


def _is_date(value: str) -> bool:
    try:
        return datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


@dataclass(frozen=True)
class Expected:
    """What Google's table of a type asks for.

    Attributes:
        required: without one of them there is no rich result; on every node.
        recommended: on every node too, because this fact is always known.
        reasons: recommended, but missing on some nodes or on all, with the reason.
    """

    required: tuple[str, ...] = ()
    recommended: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)


OWN_RATINGS = "Google wants no ratings of one's own clinics, reference §9"
NOT_SUPPLIED = "nobody has supplied it"

GOOGLE = {
    "MedicalClinic": Expected(
        required=("name", "address"),
        recommended=("url",),
        reasons={
            "geo": "only exact coordinates, and no file has any yet",
            "openingHoursSpecification": "some files have no hours",
            "telephone": "some files have none of their own, or an unconfirmed one",
            "priceRange": "says nothing about treatments that a plan pays for",
            "department": "no clinic has one",
            "aggregateRating": OWN_RATINGS,
            "review": OWN_RATINGS,
        },
    ),
    "PostalAddress": Expected(
        required=("streetAddress", "addressRegion", "addressCountry"),
        reasons=dict.fromkeys(("addressLocality", "postalCode"), "as many parts as are known"),
    ),
    "GeoCoordinates": Expected(required=("latitude", "longitude")),
    "OpeningHoursSpecification": Expected(
        required=("opens", "closes"),
        reasons={
            "dayOfWeek": "a dated item covers every day of its range",
            "validFrom": "the regular week holds all year",
            "validThrough": "the regular week holds all year, and some closures have no end yet",
        },
    ),
    "MedicalOrganization": Expected(
        recommended=("name", "url", "description", "telephone"),
        reasons={
            **dict.fromkeys(("alternateName", "legalName", "logo", "email"), NOT_SUPPLIED),
            **dict.fromkeys(("address", "sameAs", "contactPoint"), NOT_SUPPLIED),
            **dict.fromkeys(("foundingDate", "numberOfEmployees", "taxID"), NOT_SUPPLIED),
            **dict.fromkeys(("vatID", "duns", "leiCode", "naics"), NOT_SUPPLIED),
            **dict.fromkeys(("iso6523Code", "globalLocationNumber"), NOT_SUPPLIED),
        },
    ),
    "WebSite": Expected(
        required=("name", "url"), reasons={"alternateName": "the site has one name only"}
    ),
    "BreadcrumbList": Expected(required=("itemListElement",)),
    "BreadcrumbList ListItem": Expected(required=("position", "name", "item")),
    "ItemList": Expected(required=("itemListElement",), recommended=("numberOfItems",)),
    "ItemList ListItem": Expected(required=("position", "url"), recommended=("name",)),
    "Article": Expected(
        recommended=("headline", "datePublished", "author"),
        reasons={
            "image": NOT_SUPPLIED,
            "dateModified": "nobody writes down what has changed; a check of facts is no change",
        },
    ),
    "FAQPage": Expected(required=("mainEntity",)),
    "Question": Expected(required=("name", "acceptedAnswer")),
    "Answer": Expected(required=("text",)),
}
"""Type → what Google's table asks for (reference, §2 to §12). The items of a list depend on it."""


def kinds(value: Any, parent: str = "") -> Iterator[tuple[str, Node]]:
    """Every node with its key in `GOOGLE`."""
    if isinstance(value, list):
        for item in value:
            yield from kinds(item, parent)
    elif isinstance(value, dict):
        name = types(value)[0] if "@type" in value else ""
        if name:
            yield (f"{parent} {name}" if name == "ListItem" else name), value
        for item in value.values():
            yield from kinds(item, name)


def missing(graph: list[Node]) -> list[str]:
    """Every required property that a node lacks, and every list that breaks Google's rules."""
    return [
        f"{kind} without {name}"
        for kind, node in kinds(graph)
        for name in GOOGLE.get(kind, Expected()).required
        if name not in node
    ] + [
        f"{kind} with {len(node['itemListElement'])} items in a wrong order or number"
        for kind, node in kinds(graph)
        if kind in ("BreadcrumbList", "ItemList") and not _is_in_order(kind, node)
    ]


def _is_in_order(kind: str, node: Node) -> bool:
    positions = [item["position"] for item in node["itemListElement"]]
    least = 2 if kind == "BreadcrumbList" else 1
    return len(positions) >= least and positions == list(range(1, len(positions) + 1))
