"""From a tree to a typed model: pydantic's findings, in an editor's words and place."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..problems import Problem, suggestion
from .source import Source
from .tree import Path, Scalar, Sequence, find, plain

M = TypeVar("M", bound=BaseModel)


def build(model: type[M], source: Source) -> tuple[M | None, list[Problem]]:
    """An instance of `model` from the YAML of `source`, or None and every reason why not."""
    try:
        return model.model_validate(plain(source.root)), []
    except ValidationError as error:
        found = [dict(details) for details in error.errors()]
        problems = [_problem(model, source, item) for item in found if not _echoes(source, item)]
        return None, [problem for problem in problems if not _is_misspelt(problem, problems)]


def _is_misspelt(missing: Problem, problems: list[Problem]) -> bool:
    """Whether the field that is missing stands there under another name, which is told already."""
    match = re.fullmatch(r"the field (“\w+”) is missing\.", missing.message)
    if match is None:
        return False
    return any(f"Did you mean {match[1]}?" in other.hint for other in problems)


def _echoes(source: Source, found: dict[str, Any]) -> bool:
    """Whether this only follows from another fault: all items of a list were refused."""
    node = find(source.root, found["loc"])
    return found["type"] == "too_short" and isinstance(node, Sequence) and bool(node.items)


def _problem(model: type[BaseModel], source: Source, found: dict[str, Any]) -> Problem:
    path: Path = found["loc"]
    kind: str = found["type"]
    context: dict[str, Any] = found.get("ctx", {})
    name = _name(path)
    if kind == "refused":
        message = f"{name}: {context['message']}" if name else context["message"]
        return source.problem_at(path, message, context["hint"], harm=context["harm"])
    if kind == "extra_forbidden":
        return _unknown_field(model, source, path)
    if kind == "missing":
        return source.problem_at(
            path,
            f"the field “{path[-1]}” is missing.",
            ADDED.get(str(path[-1]), f"add a line “{path[-1]}: …”."),
        )
    if kind in ("enum", "literal_error"):
        return _not_in_vocabulary(source, path, name, context)
    message, hint = SHAPES.get(kind, SHAPES["model_type"])
    return source.problem_at(path, f"{name}: {message}", hint)


ADDED = {
    "address": "add “address: {address_region: AZ}” with the state, and what else is known.",
    "sources": "add “sources: [https://…]”, or words such as “sources: [Call with the manager]”.",
}
"""How to add a field that is more than one word."""

SHAPES = {
    "model_type": (
        "here a group of “key: value” lines is expected.",
        "compare it with the same field in _example.yaml.",
    ),
    "tuple_type": ("here a list is expected.", "write [first, second], or [first] for one item."),
    "too_short": ("the list is empty.", "name at least one."),
}
"""What is said of a value whose shape does not fit, by pydantic's type of error."""


USUAL_WORDS = {
    "city": "address_locality",
    "fax": "fax_number",
    "hours": "opening_hours",
    "lat": "latitude",
    "lng": "longitude",
    "lon": "longitude",
    "phone": "telephone",
    "state": "address_region",
    "street": "street_address",
    "suite": "unit",
    "town": "address_locality",
    "zip": "postal_code",
    "zip_code": "postal_code",
}
"""What people call a field → what it is called here; spelling alone would not lead there."""


def _unknown_field(model: type[BaseModel], source: Source, path: Path) -> Problem:
    known = field_names(model, path[:-1])
    return source.problem_at(
        path,
        f"unknown field “{path[-1]}”.",
        _meant_field(model, str(path[-1]), known) or f"fields that exist here: {', '.join(known)}.",
        at_key=True,
    )


def _meant_field(model: type[BaseModel], written: str, known: list[str]) -> str:
    """Which field was meant: one of `known`, or one that stands elsewhere in the file."""
    folded = written.strip().casefold().replace(" ", "_").replace("-", "_")
    word = USUAL_WORDS.get(folded, folded)
    if word in known:
        return f"Did you mean “{word}”?"
    if word in field_names(model, ()):
        return f"“{word}” does not belong to a group: take away the spaces before it."
    groups = [group for group in field_names(model, ()) if word in field_names(model, (group,))]
    if len(groups) == 1 and typing.get_origin(_annotation(model, groups[0])) is not tuple:
        return f"write it as “{word}”, indented by two spaces, below a line “{groups[0]}:”."
    return suggestion(written, known)


def _not_in_vocabulary(source: Source, path: Path, name: str, context: dict[str, Any]) -> Problem:
    words = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
    node = find(source.root, path)
    written = node.value if isinstance(node, Scalar) else ""
    hint = (
        "choose one of these words." if written else "write one of these words, no list or group."
    )
    return source.problem_at(
        path,
        f"{name}: “{written}” is not one of {', '.join(words)}.",
        suggestion(written, words, nearness=0.8) or hint,
    )


def _name(path: Path) -> str:
    """`opening_hours.monday`, `services` for the second item of it."""
    return ".".join(str(part) for part in path if isinstance(part, str))


def field_names(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that may stand in the group at `path` of a file of this model."""
    for part in path:
        if isinstance(part, int):
            continue
        inner = next((m for m in _models_in(_annotation(model, part))), None)
        if inner is None:
            return []
        model = inner
    return [field.alias or name for name, field in model.model_fields.items()]


def _annotation(model: type[BaseModel], key: str) -> Any:
    fields = model.model_fields
    return next((f.annotation for name, f in fields.items() if key in (name, f.alias)), None)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _models_in(argument)
