"""The JSON Schema of a location, from the same model that reads it."""

from __future__ import annotations

from typing import Any

from .model.location import Location

SCHEMA_FILE = "_location.schema.json"


def location_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) for `locations/*.yaml`; written to the repository for editors."""
    schema = Location.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
