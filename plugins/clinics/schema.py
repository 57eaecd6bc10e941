"""The JSON Schemas of what editors write, from the same models that read it."""

from __future__ import annotations

from typing import Any

from .model.link import LinkExceptions
from .model.location import Location
from .model.organization import Insurance, Organization, Providers, Services
from .model.question import Conditions, MedicalSources, Question, Topics
from .model.redirect import RedirectFile
from .model.scalars import Model
from .model.text import (
    ArticleFrontMatter,
    ConditionFrontMatter,
    PageFrontMatter,
    TreatmentFrontMatter,
)
from .model.wording import Wording

SCHEMAS: dict[str, type[Model]] = {
    "locations/_location.schema.json": Location,
    "content/_schemas/page.schema.json": PageFrontMatter,
    "content/_schemas/treatment.schema.json": TreatmentFrontMatter,
    "content/_schemas/condition.schema.json": ConditionFrontMatter,
    "content/_schemas/article.schema.json": ArticleFrontMatter,
    "content/_schemas/question.schema.json": Question,
    "content/_schemas/link-exceptions.schema.json": LinkExceptions,
    "content/_schemas/organization.schema.json": Organization,
    "content/_schemas/services.schema.json": Services,
    "content/_schemas/insurance.schema.json": Insurance,
    "content/_schemas/providers.schema.json": Providers,
    "content/_schemas/redirects.schema.json": RedirectFile,
    "content/_schemas/topics.schema.json": Topics,
    "content/_schemas/conditions.schema.json": Conditions,
    "content/_schemas/sources.schema.json": MedicalSources,
    "content/_schemas/wording.schema.json": Wording,
}
"""File of the repository → the model whose schema it holds."""


def json_schema(model: type[Model]) -> dict[str, Any]:
    """JSON Schema (2020-12) of a model; written to the repository for editors."""
    schema = model.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
