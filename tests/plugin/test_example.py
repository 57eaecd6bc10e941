"""The example file and the schema: what people copy and what their editors complete is right."""

from __future__ import annotations

import json
import re
import typing
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from plugins.clinics.load.source import Source
from plugins.clinics.load.tree import plain
from plugins.clinics.load.yaml_text import parse_yaml
from plugins.clinics.model.location import Location
from plugins.clinics.problems import Severity, report
from plugins.clinics.schema import SCHEMA_FILE, location_schema
from tests.conftest import ROOT, MakeProject, load

LOCATIONS = ROOT / "locations"
EXAMPLE = (LOCATIONS / "_example.yaml").read_text("utf-8")
SCHEMA: dict[str, Any] = json.loads((LOCATIONS / SCHEMA_FILE).read_text("utf-8"))


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that a value of this type may be or hold."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from models_in(argument)


def fields(model: type[BaseModel], path: str = "") -> Iterator[str]:
    """Every field with the way to it, as it is written in a file: `address.unit`."""
    for name, field in model.model_fields.items():
        here = f"{path}{field.alias or name}"
        yield here
        for inner in models_in(field.annotation):
            yield from fields(inner, f"{here}.")


def schema_fields(schema: dict[str, Any], path: str = "") -> Iterator[str]:
    """The same, from a JSON Schema."""
    if reference := schema.get("$ref"):
        schema = SCHEMA["$defs"][reference.rsplit("/", 1)[1]]
    for name, inner in schema.get("properties", {}).items():
        yield f"{path}{name}"
        yield from schema_fields(inner, f"{path}{name}.")
    for inner in (*schema.get("anyOf", ()), schema.get("items")):
        if inner:
            yield from schema_fields(inner, path)


def named_in_example() -> set[str]:
    """Every key of the example file, also in a line that is a comment or in braces."""
    lines = re.sub(r" +# .*", "", EXAMPLE)  # explanations behind a value
    return set(re.findall(r"(?:^|^# |^ +|[{,] ?)([a-z_]+):(?= |$)", lines, re.MULTILINE))


def test_a_copy_of_the_example_has_no_error(project: MakeProject) -> None:
    text = EXAMPLE.replace("id: az-example", "id: az-copy")
    found = load(project({"locations/az-copy.yaml": text})).problems
    assert {problem.severity for problem in found} == {Severity.WARNING}, report(found)
    made_up = [problem for problem in found if "is a made-up number" in problem.message]
    host = [problem for problem in found if "not one of our booking systems" in problem.message]
    assert (len(made_up), len(host), len(found)) == (5, 1, 6), report(found)


def test_a_copy_without_its_comments_says_the_same(project: MakeProject) -> None:
    bare = re.sub(r"(^|\s)# .*", "", EXAMPLE)
    folder = project({"locations/az-example.yaml": EXAMPLE})
    whole = load(folder).catalog
    without = load(project({"locations/az-example.yaml": bare})).catalog
    assert whole is not None
    assert without is not None
    assert whole.published == without.published
    assert len(whole.published) == 1


def test_the_example_itself_is_never_a_location(project: MakeProject) -> None:
    files = {"locations/az-copy.yaml": EXAMPLE.replace("az-example", "az-copy")}
    catalog = load(project({**files, "locations/_example.yaml": EXAMPLE})).catalog
    assert catalog is not None
    assert list(catalog.repository.locations) == ["az-copy"]


def test_the_example_names_every_field() -> None:
    paths = list(fields(Location))
    assert len(paths) > 70
    missing = [path for path in paths if path.rsplit(".", 1)[-1] not in named_in_example()]
    assert missing == []


def test_the_example_explains_no_field_that_does_not_exist() -> None:
    known = {path.rsplit(".", 1)[-1] for path in fields(Location)}
    assert named_in_example() - known == set()


def test_the_schema_in_the_repository_is_current() -> None:
    assert location_schema() == SCHEMA, "run: make schema"


def test_the_schema_names_every_field_and_no_other() -> None:
    assert sorted(schema_fields(SCHEMA)) == sorted(fields(Location))


def test_the_schema_is_as_strict_as_the_loader() -> None:
    groups = [SCHEMA, *(item for item in SCHEMA["$defs"].values() if "properties" in item)]
    assert len(groups) >= 10
    assert all(group["additionalProperties"] is False for group in groups)
    assert SCHEMA["required"] == ["id", "name", "status", "address", "sources"]
    assert SCHEMA["$defs"]["Address"]["required"] == ["address_region"]


def test_every_reference_of_the_schema_leads_somewhere() -> None:
    references = set(re.findall(r'"#/\$defs/([A-Za-z]+)"', json.dumps(SCHEMA)))
    assert references == set(SCHEMA["$defs"])


def test_an_editor_that_uses_the_schema_accepts_every_location() -> None:
    files = [path for path in LOCATIONS.glob("*.yaml") if path.name[0] != "_"]
    for path in (LOCATIONS / "_example.yaml", *files):
        source, _ = parse_yaml(Source(path.name, path.read_text("utf-8")))
        assert source is not None
        assert list(schema_faults(SCHEMA, plain(source.root), path.name)) == []


def test_an_editor_that_uses_the_schema_refuses_what_is_wrong() -> None:
    wrong = {"id": "Az", "name": [], "status": "shut", "address": {}, "colour": "blue"}
    faults = list(schema_faults(SCHEMA, wrong, "x"))
    expected = ["x: sources", "x.id", "x.name", "x.status", "x.address: address_region", "x"]
    assert faults == expected


def schema_faults(schema: dict[str, Any], value: Any, path: str) -> Iterator[str]:
    """Where `value` breaks a schema, for the few keywords that ours has."""
    if reference := schema.get("$ref"):
        schema = SCHEMA["$defs"][reference.rsplit("/", 1)[1]]
    if choices := schema.get("anyOf"):
        faults = [list(schema_faults(choice, value, path)) for choice in choices]
        yield from [] if [] in faults else min(faults, key=len)
    elif isinstance(value, dict) and schema["type"] == "object":
        properties = schema["properties"]
        yield from (f"{path}: {name}" for name in schema.get("required", ()) if name not in value)
        for name, inner in value.items():
            known = name in properties
            yield from schema_faults(properties[name], inner, f"{path}.{name}") if known else [path]
    elif isinstance(value, list) and schema["type"] == "array":
        for inner in value:
            yield from schema_faults(schema["items"], inner, path)
    elif not isinstance(value, str) or not _takes(schema, value):
        yield path


def _takes(schema: dict[str, Any], text: str) -> bool:
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
