"""Every field of every file that an editor can put a hostile text into (`hostile_texts.py`).

The fields are found in the models, so a new field is tried by itself.
"""

from __future__ import annotations

import enum
import json
import types
import typing
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, BeforeValidator

from plugins.clinics.load.front_matter import parse_front_matter
from plugins.clinics.load.models import build
from plugins.clinics.load.source import Source
from plugins.clinics.load.texts import KINDS
from plugins.clinics.load.yaml_text import parse_yaml
from plugins.clinics.model.hours import parse_day, parse_special_day
from plugins.clinics.model.link import LinkExceptions
from plugins.clinics.model.location import Location, _wrap_id
from plugins.clinics.model.organization import Insurance, Organization, Providers, Services
from plugins.clinics.model.question import Conditions, MedicalSources, Question, Topics
from plugins.clinics.model.redirect import RedirectFile
from plugins.clinics.model.scalars import (
    parse_boolean,
    parse_cited_id,
    parse_date,
    parse_decimal,
    parse_former_url,
    parse_host,
    parse_id,
    parse_percentage,
    parse_postal_code,
    parse_region,
    parse_slug,
    parse_source,
    parse_text,
    parse_url,
    parse_whole_number,
    parse_year,
)
from plugins.clinics.model.telephone import parse_sms_code, parse_telephone
from plugins.clinics.model.wording import Wording, parse_words
from plugins.clinics.problems import Problem, describe

File = tuple[type[BaseModel], bool]
FILES: dict[str, File] = {
    "locations/_organization.yaml": (Organization, False),
    "locations/_services.yaml": (Services, False),
    "locations/_insurance.yaml": (Insurance, False),
    "locations/_providers.yaml": (Providers, False),
    "locations/_redirects.yaml": (RedirectFile, False),
    "locations/az-example.yaml": (Location, False),
    "content/faq/_topics.yaml": (Topics, False),
    "content/_conditions.yaml": (Conditions, False),
    "content/_sources.yaml": (MedicalSources, False),
    "content/_wording.yaml": (Wording, False),
    "content/_link_exceptions.yaml": (LinkExceptions, False),
    "content/faq/tms/question.md": (Question, True),
    **{f"content/{kind}/text.md": (model, True) for kind, model in KINDS.items()},
}
"""A file of each kind: its model, and whether it is Markdown."""

SAMPLES: dict[Callable[[Any], Any], str] = {
    parse_boolean: "yes",
    parse_cited_id: "S001",
    parse_date: "2026-12-24",
    parse_day: "08:00-12:00",
    parse_decimal: "33.45101",
    parse_former_url: "/old/",
    parse_host: "booking.example.com",
    parse_id: "plain",
    parse_percentage: "60",
    parse_postal_code: "85004",
    parse_region: "AZ",
    parse_slug: "plain-words",
    parse_sms_code: "988",
    parse_source: "Call with the manager",
    parse_special_day: "closed",
    parse_telephone: "602-555-0142",
    parse_text: "Plain words",
    parse_url: "https://www.example.com/",
    parse_whole_number: "12",
    parse_words: "words",
    parse_year: "2024",
}
"""What reads a field → a value that it takes."""

KEY = "key"
"""Stands in a path for the key of a table, which an editor writes as well."""

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A place for one text: in a file, the path of a field and what reads it."""

    file: str
    path: Path
    parse: Callable[[Any], Any] | None

    def __str__(self) -> str:
        return f"{self.file}:{'.'.join(map(str, self.path))}"


def leaves() -> list[Leaf]:
    """Every field of every model, the items of lists and the keys of tables too."""
    return [
        Leaf(file, path, parse)
        for file, (model, _is_markdown) in FILES.items()
        for path, parse, _value in _walk(model)
    ]


def document(file: str, changes: dict[Path, str]) -> str:
    """A file with a value in every field of its model, and `changes` in some of them."""
    model, is_markdown = FILES[file]
    root: dict[Any, Any] = {}
    for path, _parse, value in _walk(model):
        _put(root, path, changes.get(path, value))
    text = json.dumps(_plain(root), ensure_ascii=False)
    return f"---\n{text}\n---\n\nWords.\n" if is_markdown else f"{text}\n"


def read(file: str, text: str) -> tuple[Any, list[Problem]]:
    """The file as its model, None where there is none, and the problems of loading it."""
    model, is_markdown = FILES[file]
    parsed, problems = (parse_front_matter if is_markdown else parse_yaml)(Source(file, text))
    if parsed is None:
        return None, problems
    value, found = build(model, parsed)
    return value, [*problems, *found]


def value_at(value: Any, path: Path) -> Any:
    """What a model holds at the path of a leaf."""
    for part in path:
        if isinstance(part, str) and isinstance(value, BaseModel):
            fields = type(value).model_fields
            part = next(name for name, field in fields.items() if part in (name, field.alias))
            value = getattr(value, part)
        elif part == KEY:
            (value,) = value
        elif isinstance(value, dict):
            (value,) = value.values()
        else:
            value = value[part]
    return value


def _walk(
    annotation: Any, path: Path = ()
) -> Iterator[tuple[Path, Callable[[Any], Any] | None, str]]:
    """Path, reader and plain value of every leaf of a type; an unknown type is an error."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            readers = [item for item in field.metadata if isinstance(item, BeforeValidator)]
            yield from _walk_field(field.annotation, readers, (*path, field.alias or name))
    elif isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        yield path, None, str(next(iter(annotation)).value)
    elif origin is typing.Literal:
        yield path, None, str(arguments[0])
    elif origin is typing.Annotated:
        readers = [item for item in arguments[1:] if isinstance(item, BeforeValidator)]
        yield from _walk_field(arguments[0], readers, path)
    elif origin in (typing.Union, types.UnionType):
        (inner,) = (item for item in arguments if item is not types.NoneType)
        yield from _walk(inner, path)
    elif origin is tuple:
        yield from _walk(arguments[0], (*path, 0))
    elif origin is dict:
        yield from _walk(arguments[0], (*path, KEY))
        yield from _walk(arguments[1], (*path, "plain-words"))
    else:
        raise AssertionError(f"{path}: tests/hostile.py cannot make a value of {annotation}")


def _walk_field(
    annotation: Any, readers: list[BeforeValidator], path: Path
) -> Iterator[tuple[Path, Callable[[Any], Any] | None, str]]:
    """A field with the functions that read it; the one next to the type comes last."""
    known: list[Any] = [reader.func for reader in readers if reader.func is not _wrap_id]
    if known:
        assert known[-1] in SAMPLES, f"{path}: give SAMPLES a value for {known[-1]}"
        yield path, known[-1], SAMPLES[known[-1]]
    else:
        yield from _walk(annotation, path)


def _put(root: dict[Any, Any], path: Path, value: str) -> None:
    """`value` at `path`; a list grows, and a key of a table renames its only entry."""
    node: Any = root
    for part in path[:-1]:
        node = node.setdefault(part, {})
    node[path[-1]] = value


def _plain(node: Any) -> Any:
    """Groups with the only key 0 as lists; a table with its own key."""
    if not isinstance(node, dict):
        return node
    if set(node) == {0}:
        return [_plain(node[0])]
    if KEY in node and len(node) == 2:
        (inner,) = (value for name, value in node.items() if name != KEY)
        return {node[KEY]: _plain(inner)}
    return {name: _plain(value) for name, value in node.items()}


LEAVES = leaves()


def outcome(leaf: Leaf, payload: str) -> str:
    """What a field does with a text; fails where it is neither refused well nor held."""
    value, problems = read(leaf.file, document(leaf.file, {leaf.path: payload}))
    errors = [problem for problem in problems if problem.is_error]
    for problem in errors:
        require_well_said(problem, leaf.file)
    if errors:
        return "refused"
    assert value is not None
    if not payload.strip():
        return "empty"
    held = value_at(value, leaf.path)
    words = " ".join(payload.split())
    assert held in (words, payload.strip(), payload.strip().upper()), (leaf, payload)
    return "held"


def require_well_said(problem: Problem, file: str) -> None:
    """A place that exists, a remedy, and no sign that would act on a terminal."""
    assert (problem.path, problem.place.line > 0, problem.place.column > 0) == (file, True, True)
    assert problem.message
    assert problem.hint
    said = describe(problem)
    assert len(said) < 4_000, problem.message
    assert not [sign for sign in said if sign != "\n" and unicodedata.category(sign)[0] == "C"]
