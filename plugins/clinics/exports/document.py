"""`/locations.json`, the complete and versioned export, and `/locations.schema.json` about it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import Field

from ..catalog import Catalog
from .record import Number, Record, number
from .values import Exported, Plain

VERSION: Literal[1] = 1
"""Grows when a field is removed, renamed or means something else; new fields do not raise it."""

SCHEMA_PATH = "locations.schema.json"


class Company(Exported):
    """The organization behind the clinics."""

    name: Plain
    url: str
    telephone: Number


class Document(Exported):
    """All clinics as of one day."""

    version: Literal[1] = Field(
        description="grows when a field is removed, renamed or gets another meaning; new fields "
        "may come at any time"
    )
    generated_as_of: datetime.date = Field(
        description="special hours that ended before this day are left out"
    )
    organization: Company
    locations: tuple[Record, ...]


def locations_json(catalog: Catalog, base: str, records: Iterable[Record]) -> bytes:
    """The records as JSON (RFC 8259), without what is unknown."""
    organization = catalog.organization
    document = Document(
        version=VERSION,
        generated_as_of=catalog.as_of,
        organization=Company(
            name=organization.name, url=f"{base}/", telephone=number(organization.telephone)
        ),
        locations=tuple(records),
    )
    content = document.model_dump(mode="json", exclude_defaults=True)
    return json_bytes({"$schema": f"{base}/{SCHEMA_PATH}", **content})


def locations_schema(base: str) -> bytes:
    """The JSON Schema (2020-12) of `/locations.json`, open for fields to come."""
    schema = Document.model_json_schema(mode="serialization")
    content = _readable(schema)
    content["properties"]["$schema"] = {"type": "string", "format": "uri"}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json_bytes({**head, "$id": f"{base}/{SCHEMA_PATH}", **content})


def json_bytes(value: Any) -> bytes:
    """A value as JSON in UTF-8, one line for each thing, with a line break at its end."""
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _readable(schema: Any) -> Any:
    """A schema for readers: a new field is no fault, and what may be left out is not required.

    Pydantic's schema of what it writes takes every field that has a default for required.
    """
    if isinstance(schema, list):
        return [_readable(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: _readable(value) for name, value in schema.items()}
    if found.get("additionalProperties") is False:
        del found["additionalProperties"]
    fields = found.get("properties")
    if isinstance(fields, dict) and "required" in found:
        needed = [name for name in found["required"] if "default" not in fields.get(name, {})]
        found["required"] = needed
    return found
