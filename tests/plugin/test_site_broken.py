"""The broken site: every message that the loader, the models and the checks can give, in order.

When a difference is meant, `python -m tests.accept broken` makes it the new expectation. Whoever
adds a rule or a message adds a broken example to tests/site_broken/, or a test here fails.
"""

from __future__ import annotations

import ast
import difflib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.clinics.checks import CHECKS, Check
from plugins.clinics.load import yaml_faults
from plugins.clinics.site import Site
from tests.accept import BROKEN, EXPECTED_PROBLEMS, check_broken, problems_in
from tests.conftest import ROOT, load

Runs = tuple[subprocess.CompletedProcess[str], ...]

SAID_ELSEWHERE = {
    "there is no location file in this folder.",
    "restore the files from git, or check that the command runs in the project folder.",
    "this file is missing.",
    "restore it from git; without it there is no site.",
    "this file is too large: {} KB; the limit is {} KB.",
    "check what was pasted into it; a clinic's file has about 3 KB.",
    "this cannot be read ({}).",
    "give the file normal read permissions, or restore it.",
    "this line cannot be read as YAML.",
    "write it as “key: value”; put a value with unusual signs in quotes.",
    "“{}” is not the name of a host.",
    "write it without https:// and without a path, like booking.example.com.",
    "“{}” cannot be cited.",
    "use letters, digits and hyphens only, like S001.",
    "this former address has {} characters; the limit is {}.",
    "leave it out; web servers refuse to start with a rule of that length.",
    "“{}” is on the host of the site itself.",
    "write the path only, like /old/page/.",
    "“{}” is not a year.",
    "write four digits, like 2024.",
    "“{}” is not a percentage.",
    "write a whole number from 1 to 100.",
    "“{}” does not begin with a letter or a digit.",
    "write the words as they stand in a text; a star only at the end of a word.",
    "this is a link to another file or folder, or lies in a folder that is one.",
    "put the file itself here; links are refused so that nothing outside is published.",
    "this image has {} MB; the limit is {} MB.",
    "this image has more than {} million pixels.",
    "make it smaller; 3200 pixels are wide enough.",
    "this image moves.",
    "export one picture of it; what moves by itself keeps people from reading.",
    "no clinician has reviewed this text, and publishconf.py requires it.",
    "have it reviewed, then give last_reviewed and medical_reviewer; or set "
    "CLINICS_REQUIRE_MEDICAL_REVIEW to False.",
}
"""Told by tests of their own: folders, links, permissions, settings, large and moving images."""


@pytest.fixture(scope="module")
def site() -> Site:
    return load(BROKEN)


@pytest.fixture(scope="module")
def runs() -> Runs:
    """Two runs of the command that order sets and dictionaries differently."""
    return tuple(check_broken(PYTHONHASHSEED=seed) for seed in ("0", "1"))


def test_the_broken_site_gives_the_expected_problems(runs: Runs) -> None:
    difference = difflib.unified_diff(
        EXPECTED_PROBLEMS.read_text("utf-8").splitlines(keepends=True),
        problems_in(runs[0].stdout).splitlines(keepends=True),
        EXPECTED_PROBLEMS.name,
        "now",
    )
    text = "".join(difference)
    assert not text, f"\n{text}\nIf this is meant, run: python -m tests.accept broken"


def test_the_output_is_the_same_in_every_run_and_never_a_traceback(runs: Runs) -> None:
    assert problems_in(runs[0].stdout) == problems_in(runs[1].stdout)
    assert [(run.returncode, run.stderr) for run in runs] == [(1, ""), (1, "")]
    assert "Traceback" not in runs[0].stdout


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_every_rule_is_broken_at_least_once(check: Check, site: Site) -> None:
    assert site.catalog is not None
    assert list(check(site.catalog)), "add a broken example to tests/site_broken/"


def test_every_fault_of_yaml_occurs(monkeypatch: pytest.MonkeyPatch) -> None:
    faults = yaml_faults.SYNTAX_MESSAGES
    named = (fault._replace(told=(str(row), "")) for row, fault in enumerate(faults))
    monkeypatch.setattr(yaml_faults, "SYNTAX_MESSAGES", tuple(named))
    messages = {problem.message for problem in load(BROKEN).problems}
    assert [fault for row, fault in enumerate(faults) if str(row) not in messages] == []


def test_every_sentence_is_said(site: Site) -> None:
    said = "\n".join(f"{item.message}\n{item.hint}\n{item.harm}" for item in site.problems)
    written = set(sentences())
    assert len(written) > 200
    unsaid = {sentence for sentence in written if not _pattern(sentence).search(said)}
    assert unsaid == SAID_ELSEWHERE


def test_the_file_without_a_fault_has_no_problem(site: Site) -> None:
    paths = {problem.path for problem in site.problems}
    assert (BROKEN / "locations" / "az-without-fault.yaml").exists()
    assert "locations/az-without-fault.yaml" not in paths


def sentences() -> Iterator[str]:
    """Every sentence in the code that reads and checks; `{}` stands for what is filled in."""
    for place in (
        "load/*.py",
        "model/*.py",
        "checks/*.py",
        "editorial/*.py",
        "faq_section.py",
        "images/*.py",
    ):
        for path in sorted((ROOT / "plugins" / "clinics").glob(place)):
            yield from _sentences_in(path)


def _sentences_in(path: Path) -> Iterator[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    parts = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if id(node) in docstrings | parts:
            continue
        text = _text(node)
        if re.search(r"[^\\]\.$|”\?$", text):
            yield text.strip()


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "{}" for part in node.values)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.sub(r"\{:.*?\}", "{}", node.value)
    return ""


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, sentence.split("{}"))))
