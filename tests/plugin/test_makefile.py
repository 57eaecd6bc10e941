"""What people give to `make`, or a workflow puts into its environment, is text and never run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

MAKEFILE = Path("Makefile")

PYTHON = """#!/bin/sh
printf '%s\\n' "$@"
"""
"""Stands for the interpreter: it prints what it is given, a line each."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the real Makefile, where everything is installed already."""
    folder = tmp_path_factory.mktemp("make")
    shutil.copy(MAKEFILE, folder)
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/bin/python").write_text(PYTHON)
    (folder / ".venv/bin/python").chmod(0o755)
    for name in ("requirements.txt", "requirements-dev.txt"):
        (folder / name).touch()
    for name in (".venv/.installed", ".venv/.installed-dev"):
        (folder / name).touch()
    return folder


def made(project: Path, *words: str, **variables: str) -> list[str]:
    """What `make` hands to the program."""
    around = {name: text for name, text in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", "--silent", *words]
    done = subprocess.run(
        command, cwd=project, env={**around, **variables}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[2:]  # without -m plugins.clinics


def test_make_runs_nothing_of_what_a_variable_says(project: Path) -> None:
    names = sorted({*re.findall(r"\(call given,([A-Z_]+)\)", MAKEFILE.read_text()), "MESSAGE"})
    commands = "publish", "serve", "check", "report", "confirm", "links", "new-alert"
    ran = project / "ran"
    bad = f'$(shell touch {ran})"; touch {ran}; "`touch {ran}`'
    made(project, *commands, **dict.fromkeys(names, bad))
    made(project, *commands, *(f"{name}={bad}" for name in names))
    made(project, "explain", BASE=bad)
    assert len(names) == 11
    assert not ran.exists()


def test_no_condition_of_the_makefile_expands_a_variable_that_is_given() -> None:
    conditions = re.findall(r"\$\(if (\$\([^)]*\))", MAKEFILE.read_text())
    assert len(conditions) == 13
    assert {text.split()[0] for text in conditions} == {"$(call", "$(filter"}


def test_a_dollar_sign_stays_in_a_message(project: Path) -> None:
    message = "From $20, \"bring\" 'it' & $(a) `b` #c"
    assert made(project, "new-alert", f"MESSAGE={message}") == ["new-alert", f"--message={message}"]


def test_a_value_of_the_environment_is_handed_on_as_it_is(project: Path) -> None:
    value = "1 locations/$(a).yaml"
    told = ["build", "--production", "--last-good", value]
    assert made(project, "publish", LAST_GOOD=value) == told
    assert made(project, "publish", f"LAST_GOOD={value}") == told


def test_zero_is_as_if_nothing_was_given(project: Path) -> None:
    said = made(project, "publish", "FEWER_PAGES=0", LAST_GOOD="0")
    assert said == ["build", "--production"]
    assert made(project, "confirm", "WRITE=0", "FILE=a b.csv") == ["confirm", "--", "a b.csv"]
