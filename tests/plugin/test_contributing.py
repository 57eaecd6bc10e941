"""CONTRIBUTING.md leads engineers to files that are there."""

from __future__ import annotations

import re

from tests.conftest import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
FIELD = "entrance_note"


def paths(text: str) -> set[str]:
    """Everything in backticks, and behind a link, that looks like a file or a folder of ours."""
    quoted = set(re.findall(r"`([^`\s]+)`", text)) | set(re.findall(r"\]\(([^)#:]+)\)", text))
    return {word for word in quoted if "/" in word or re.search(r"\.(md|py|yaml)$", word)}


def test_every_path_that_it_names_is_there() -> None:
    found = paths(TEXT)
    assert len(found) > 30
    assert [path for path in sorted(found) if not (ROOT / path).exists()] == []


def test_every_step_of_the_walk_names_a_file_with_the_field() -> None:
    steps = re.findall(r"^\d+\. (.+?)(?=^\d+\. |^\S)", TEXT, re.MULTILINE | re.DOTALL)
    assert len(steps) == 7
    for step in steps:
        files = [ROOT / path for path in paths(step) if (ROOT / path).is_file()]
        assert any(FIELD in path.read_text("utf-8") for path in files), step


def test_what_it_says_of_the_example_is_so() -> None:
    """The field is optional, escaped text like any other."""
    model = (ROOT / "plugins/clinics/model/location.py").read_text("utf-8")
    assert f"{FIELD}: Text | None = None" in model
