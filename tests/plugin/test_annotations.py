"""Problems beside the lines of a pull request, as GitHub's rules for workflow commands ask."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.clinics.annotations import silent, workflow_commands
from plugins.clinics.problems import Place, Problem, Severity
from tests import command
from tests.conftest import AS_OF, ROOT, minimal, write_project
from tests.git import git, start, write

COMMAND = re.compile(r"::(error|warning) file=([^,:]*),line=(\d+),[^:]*::(.*)")


def test_a_problem_is_one_command_with_its_place() -> None:
    problem = Problem(
        "locations/az-mesa.yaml", Place(6, 12, 5), "wrong.", "correct it.", harm="Bad."
    )
    assert list(workflow_commands([problem])) == [
        "::error file=locations/az-mesa.yaml,line=6,col=12,endColumn=17,title=Must be corrected"
        "::wrong.%0AFix: correct it. Bad."
    ]
    warning = Problem("a.md", Place(), "doubtful.", "look.", Severity.WARNING)
    (line,) = workflow_commands([warning])
    assert line.startswith("::warning file=a.md,line=1,col=1,endColumn=2,title=Please look::")


@pytest.mark.parametrize(
    ("text", "in_file", "in_message"),
    [
        ("100%", "100%25", "100%25"),
        ("%0A", "%250A", "%250A"),
        ("a:b,c", "a%3Ab%2Cc", "a:b,c"),
        ("a\r\n::error::b", "a%0D%0A%3A%3Aerror%3A%3Ab", "a\\u000d\\u000a::error::b"),
    ],
)
def test_signs_of_commands_are_written_as_github_asks(
    text: str, in_file: str, in_message: str
) -> None:
    (line,) = workflow_commands([Problem(text, Place(), text, text)])
    assert "\n" not in line
    assert "\r" not in line
    assert f"file={in_file},line=1" in line
    assert line.endswith(f"::{in_message}%0AFix: {in_message}")


def test_what_people_read_can_be_no_command() -> None:
    assert silent("##[error]x", "secret") == "::stop-commands::secret\n##[error]x\n::secret::"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the check prints on a branch that has changed the last of three files with faults."""
    wrong = "opening_hours: {friday: 08:00-08:30}\n"
    clinics = {f"locations/az-{x}.yaml": minimal(f"az-{x}", x.upper(), wrong) for x in "abc"}
    clinics["locations/az-b.yaml"] += "colour: blue\n"
    root = write_project(tmp_path_factory.mktemp("check"), clinics)
    start(root)
    git(root, "checkout", "--quiet", "-b", "edit")
    write(root, {"locations/az-c.yaml": clinics["locations/az-c.yaml"].replace("08:30", "09:00")})
    options = ["check", "--root", str(root), "--github", "--base", "main"]
    done = command.run(options, ROOT, {"AS_OF": str(AS_OF), "PATH": "/usr/bin:/bin"}, 60)
    assert done.returncode == 1, done.stderr
    return done.stdout.splitlines()


def test_changed_files_come_first_and_errors_before_warnings(printed: list[str]) -> None:
    commands = [found for line in printed if (found := COMMAND.fullmatch(line))]
    places = [(found[1], Path(found[2]).stem) for found in commands]
    assert places == [("warning", "az-c"), ("error", "az-b"), ("warning", "az-a")]


def test_the_usual_report_follows_where_no_command_is_read(printed: list[str]) -> None:
    at = next(number for number, line in enumerate(printed) if line.startswith("::stop-commands::"))
    token = printed[at].removeprefix("::stop-commands::")
    assert len(token) >= 32
    end = printed.index(f"::{token}::")
    assert any(line.startswith("locations/az-b.yaml:") for line in printed[at + 1 : end])
    assert printed[-1].startswith("Checked 2 locations")
    assert not [line for line in printed[:at] if not line.startswith("::")]
