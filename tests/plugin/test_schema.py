"""The schemas: what editors complete and underline is what the loader reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plugins.clinics.load.front_matter import parse_front_matter
from plugins.clinics.load.source import Source
from plugins.clinics.load.texts import KINDS
from plugins.clinics.load.tree import plain
from plugins.clinics.load.yaml_text import parse_yaml
from plugins.clinics.schema import SCHEMAS, json_schema
from tests.conftest import ROOT

from .test_example import fields

Schema = dict[str, Any]

WRITTEN: dict[str, Schema] = {
    name: json.loads((ROOT / name).read_text("utf-8")) for name in SCHEMAS
}
LOCATION = WRITTEN["locations/_location.schema.json"]
FILES = {
    "locations/_location.schema.json": "locations/[!_]*.yaml",
    "content/_schemas/page.schema.json": "content/pages/*.md",
    "content/_schemas/treatment.schema.json": "content/treatments/*.md",
    "content/_schemas/condition.schema.json": "content/conditions/*.md",
    "content/_schemas/article.schema.json": "content/articles/*.md",
    "content/_schemas/question.schema.json": "content/faq/*/*.md",
    "content/_schemas/link-exceptions.schema.json": "content/_link_exceptions.yaml",
    "content/_schemas/organization.schema.json": "locations/_organization.yaml",
    "content/_schemas/services.schema.json": "locations/_services.yaml",
    "content/_schemas/insurance.schema.json": "locations/_insurance.yaml",
    "content/_schemas/providers.schema.json": "locations/_providers.yaml",
    "content/_schemas/redirects.schema.json": "locations/_redirects.yaml",
    "content/_schemas/topics.schema.json": "content/faq/_topics.yaml",
    "content/_schemas/conditions.schema.json": "content/_conditions.yaml",
    "content/_schemas/sources.schema.json": "content/_sources.yaml",
    "content/_schemas/wording.schema.json": "content/_wording.yaml",
}
"""Schema → the files that it describes; their example belongs to them."""


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_in_the_repository_is_current(name: str) -> None:
    assert json_schema(SCHEMAS[name]) == WRITTEN[name], "run: make schema"


def test_every_kind_of_text_has_a_schema_and_no_schema_is_left_over() -> None:
    assert set(KINDS.values()) <= set(SCHEMAS.values())
    found = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("[cl]*/**/*.schema.json")}
    assert found == set(SCHEMAS) == set(FILES)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_names_every_field_and_no_other(name: str) -> None:
    schema = WRITTEN[name]
    assert sorted(schema_fields(schema, schema)) == sorted(fields(SCHEMAS[name]))


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_as_strict_as_the_loader(name: str) -> None:
    schema, model = WRITTEN[name], SCHEMAS[name]
    parts = schema.get("$defs", {}).values()
    groups = [schema, *(item for item in parts if "properties" in item)]
    assert all(group["additionalProperties"] is False for group in groups)
    needed = {field for field, info in model.model_fields.items() if info.is_required()}
    assert set(schema.get("required", ())) == needed


def test_the_schema_of_a_location_is_strict_inside_too() -> None:
    assert len([item for item in LOCATION["$defs"].values() if "properties" in item]) >= 9
    assert LOCATION["required"] == ["id", "name", "status", "address", "sources"]
    assert LOCATION["$defs"]["Address"]["required"] == ["address_region"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_reference_of_the_schema_leads_somewhere(name: str) -> None:
    references = set(re.findall(r'"#/\$defs/([A-Za-z]+)"', json.dumps(WRITTEN[name])))
    assert references == set(WRITTEN[name].get("$defs", {}))


@pytest.mark.parametrize("name", SCHEMAS)
def test_an_editor_that_uses_the_schema_accepts_every_file(name: str) -> None:
    schema = WRITTEN[name]
    files = sorted(ROOT.glob(FILES[name]))
    examples = [folder / f"_example{path.suffix}" for path in files[:1] for folder in path.parents]
    if "*" in FILES[name]:
        files += [path for path in examples if path.exists() and path not in files]
        assert len(files) > 4
    for path in files:
        assert list(schema_faults(schema, schema, values(path), path.name)) == []


def test_an_editor_that_uses_the_schema_refuses_what_is_wrong() -> None:
    wrong = {"id": "Az", "name": [], "status": "shut", "address": {}, "colour": "blue"}
    faults = list(schema_faults(LOCATION, LOCATION, wrong, "x"))
    expected = ["x: sources", "x.id", "x.name", "x.status", "x.address: address_region", "x"]
    assert faults == expected
    article = WRITTEN["content/_schemas/article.schema.json"]
    wrong = {"title": [], "regulatory_status": "legal", "services": "spravato", "autor": "Jo"}
    faults = list(schema_faults(article, article, wrong, "x"))
    assert faults[:4] == [f"x: {name}" for name in article["required"] if name != "title"]
    assert faults[4:] == ["x.title", "x.regulatory_status", "x.services", "x"]


def values(path: Path) -> Any:
    """What a file says: all of it, or the description at the top of a Markdown file."""
    parse = parse_front_matter if path.suffix == ".md" else parse_yaml
    source, _ = parse(Source(path.name, path.read_text("utf-8")))
    assert source is not None
    return plain(source.root)


def schema_fields(whole: Schema, schema: Schema, path: str = "") -> Iterator[str]:
    """Every field of a part of a schema with the way to it: `address.unit`."""
    schema = resolved(whole, schema)
    for name, inner in schema.get("properties", {}).items():
        yield f"{path}{name}"
        yield from schema_fields(whole, inner, f"{path}{name}.")
    for inner in (*schema.get("anyOf", ()), schema.get("items")):
        if inner:
            yield from schema_fields(whole, inner, path)


def schema_faults(whole: Schema, schema: Schema, value: Any, path: str) -> Iterator[str]:
    """Where `value` breaks a part of a schema, for the few keywords that ours have."""
    schema = resolved(whole, schema)
    if choices := schema.get("anyOf"):
        faults = [list(schema_faults(whole, choice, value, path)) for choice in choices]
        yield from [] if [] in faults else min(faults, key=len)
    elif isinstance(value, dict) and schema["type"] == "object":
        known = schema.get("properties", {})
        others = next(iter(schema.get("patternProperties", {}).values()), None)
        others = others or schema["additionalProperties"]
        yield from (f"{path}: {name}" for name in schema.get("required", ()) if name not in value)
        for name, inner in value.items():
            here = f"{path}.{name}"
            found = known.get(name, others)
            yield from schema_faults(whole, found, inner, here) if found else [path]
    elif isinstance(value, list) and schema["type"] == "array":
        for inner in value:
            yield from schema_faults(whole, schema["items"], inner, path)
    elif not isinstance(value, str) or not _takes(schema, value):
        yield path


def resolved(whole: Schema, schema: Schema) -> Schema:
    """A part of a schema, or what it refers to."""
    reference = schema.get("$ref")
    return whole["$defs"][reference.rsplit("/", 1)[1]] if reference else schema


def _takes(schema: Schema, text: str) -> bool:
    """Whether a schema takes an unquoted value, which YAML's core schema gives a type."""
    if re.fullmatch(r"[-+]?[0-9]+", text):
        types = {"integer", "number"}
    elif re.fullmatch(r"[-+]?[0-9]*\.[0-9]+", text):
        types = {"number"}
    else:
        types = {"boolean"} if text in ("true", "false") else {"string"}
    is_type = types & {*([schema["type"]] if isinstance(schema["type"], str) else schema["type"])}
    is_word = text in schema.get("enum", [schema.get("const", text)])
    return bool(is_type) and is_word and bool(re.search(schema.get("pattern", ""), text))


def test_vs_code_finds_the_schema_of_every_yaml_file_that_editors_write() -> None:
    """Each by one pattern. The top of Markdown files is none of its business: see README.md."""
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))
    patterns = {
        path: name.removeprefix("./")
        for name, found in settings["yaml.schemas"].items()
        for path in ([found] if isinstance(found, str) else found)
    }
    named = {path: name for path, name in patterns.items() if not path.endswith(".yaml")}
    assert named == {}
    known = {name: FILES[name] for name in FILES if FILES[name].endswith(".yaml")}
    assert {name: path for path, name in patterns.items() if "_example" not in path} == known
    files = [*ROOT.glob("locations/*.yaml"), *ROOT.glob("content/**/*.yaml")]
    assert len(files) > 30
    for file in files:
        matches = [path for path in patterns if file in ROOT.glob(path)]
        assert len(matches) == 1, file


def test_a_line_for_other_editors_names_a_schema_that_is_there() -> None:
    """Editors that do not read the settings of VS Code find the schema by a line in the file."""
    files = sorted(ROOT.glob("locations/*.yaml"))
    lines = {
        path.name: re.findall(
            r"^# yaml-language-server: \$schema=(.+)$", path.read_text("utf-8"), re.M
        )
        for path in files
    }
    assert sum(map(len, lines.values())) > 20
    for name, schemas in lines.items():
        expected = [] if name[0] == "_" and name != "_example.yaml" else ["_location.schema.json"]
        assert schemas == expected, name
