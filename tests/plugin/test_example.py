"""The example file of a clinic: what people copy is right."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from plugins.clinics.model.location import Location
from plugins.clinics.problems import Severity, report
from tests.conftest import ROOT, MakeProject, load

EXAMPLE = (ROOT / "locations" / "_example.yaml").read_text("utf-8")


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


def test_the_clinic_and_the_days_in_the_instructions_can_be_pasted(project: MakeProject) -> None:
    text = (ROOT / "locations" / "README.md").read_text("utf-8")
    blocks = re.findall(r"```\n((?:id|special_opening_hours):.*?)```", text, re.DOTALL)
    assert len(blocks) == 2
    pasted = "".join(blocks)
    found = load(project({"locations/az-example.yaml": pasted})).problems
    assert [problem.message for problem in found] == [
        "602-555-0142 is a made-up number, as in the example file."
    ], report(found)


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
