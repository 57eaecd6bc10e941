"""What GitHub runs for us, read as a file; it is never really run here."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

FOLDER = ROOT / ".github" / "workflows"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yml"))


def workflow(name: str) -> dict[Any, Any]:
    """A workflow; YAML 1.1 reads its key `on` as True."""
    found: dict[Any, Any] = yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))
    return found


def steps(name: str) -> list[dict[str, Any]]:
    """All steps of all jobs."""
    return [step for job in workflow(name)["jobs"].values() for step in job.get("steps", ())]


def test_all_workflows_are_looked_at() -> None:
    assert NAMES == ["explain", "links", "overdue", "publish", "rebuild", "test"]


@pytest.mark.parametrize("name", NAMES)
def test_no_command_is_made_of_what_somebody_gives(name: str) -> None:
    commands = [step["run"] for step in steps(name) if "run" in step]
    assert [text for text in commands if "${{" in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_workflow_may_only_read_and_keeps_no_password(name: str) -> None:
    assert workflow(name)["permissions"] == {"contents": "read"}
    for step in steps(name):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_only_the_job_that_builds_nothing_may_publish() -> None:
    may_write = {
        job: set(facts["permissions"])
        for name in ("publish", "test")
        for job, facts in workflow(name)["jobs"].items()
        if "permissions" in facts
    }
    assert may_write == {"deploy": {"pages", "id-token"}}
    assert [step["uses"] for step in workflow("publish")["jobs"]["deploy"]["steps"]] == [
        "actions/deploy-pages@v4"
    ]


def test_a_site_goes_out_only_after_its_tests_or_where_none_were_asked_for() -> None:
    build = workflow("publish")["jobs"]["build"]
    assert build["needs"] == "test"
    (results,) = re.findall(r"fromJSON\('(.*?)'\), needs\.test\.result", build["if"])
    assert yaml.safe_load(results) == ["success", "skipped"]


def test_a_broken_text_does_not_keep_the_hours_of_today_from_going_out_at_night() -> None:
    publish = workflow("rebuild")["jobs"]["publish"]
    called, by_hand = (
        workflow("publish")[True][way] for way in ("workflow_call", "workflow_dispatch")
    )
    assert publish["with"] == {"last_good": "1"}
    assert set(publish["with"]) <= set(called["inputs"]) <= set(by_hand["inputs"])
    (command,) = (step for step in steps("publish") if step.get("run") == "make publish")
    assert command["env"]["LAST_GOOD"] == "${{ inputs.last_good }}"
