"""The comment on a pull request: GitHub shows what files say, and does nothing else with it."""

from __future__ import annotations

import re
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown import Markdown

from plugins.clinics.explain import explain, markdown
from plugins.clinics.explain.items import Explanation, Item, Section
from plugins.clinics.explain.markdown import LIMIT, MARK, quoted
from tests.conftest import AS_OF, ROOT, minimal, write_project
from tests.git import git, start, write

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))

HOSTILE = (
    "a | b",
    "<script>alert(1)</script>",
    "<!-- what this change does -->",
    "<img src=x onerror=alert(1)>",
    "</details>",
    "@everyone and @jane-roe",
    "jane@example.org",
    "#12 and GH-12 and gh-3 and owner/repo#12",
    "https://evil.example and www.evil.example and ftp://evil.example",
    "[click](https://evil.example) ![x](https://evil.example/x.png)",
    "`code` **bold** _it_ ~~gone~~ $math$",
    "- [x] done",
    "1. one",
    "# heading",
    "> quote",
    "&lt;b&gt; &#64;everyone",
    ":tada:",
    "\\[x\\](https://evil.example)",
    "a\nb\r- c",
    "\u202eright to left",
)

OURS = {"<h3>", "<h4>", "<p>", "<ul>", "<li>", "<br>", "<br />", "<details>", "<summary>", "<!-- "}


def tags(html: str) -> set[str]:
    """The beginnings of all tags of HTML, without those that close one."""
    return set(re.findall(r"<(?:!-- |[a-zA-Z][^>]*>)", html))


def rendered(text: str) -> str:
    return Markdown(extensions=["extra", "sane_lists", "nl2br"], output_format="html").convert(text)


def sections(*words: str, title: str = "What patients act on") -> Explanation:
    items = tuple(Item(text, text.replace("\n", ""), 1, f"by {text}") for text in words)
    return Explanation("main", words[:2], (Section(title, items),))


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_is_quoted_becomes_markup_a_link_or_a_message(text: str) -> None:
    comment = markdown(sections(text))
    html = rendered(comment)
    assert tags(html) <= OURS
    assert comment.count("<!--") == 1
    alive = r"(?<!\w)[@#]\w|\w@\w|://|\bwww\.|\b(?i:gh)-\d|:tada:"
    assert re.search(alive, _characters(comment.partition(MARK)[2])) is None
    assert comment.count("\n") == markdown(sections("x")).count("\n"), "no line is added"


def _characters(text: str) -> str:
    """The text as a browser would show it."""
    return re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), text)


@pytest.mark.parametrize("text", HOSTILE[:16])
def test_what_is_quoted_is_shown_as_it_is(text: str) -> None:
    assert _characters(quoted(text)).replace("\u2060", "") == text


def test_an_hour_and_a_number_can_be_copied() -> None:
    text = "Saturday closing: 7:00 PM → 8:30 AM, 480-956-5680"
    assert _characters(quoted(text)) == text


def test_a_hostile_repository_makes_a_harmless_comment(tmp_path: Path) -> None:
    name = "A | @everyone [x](https://evil.example) `b` **c** #12"
    path = "locations/az-mesa.yaml"
    root = write_project(tmp_path, {path: minimal(more="telephone: 480-956-5680\n")})
    start(root)
    git(root, "checkout", "--quiet", "-b", "edit")
    write(root, {path: minimal(name=f"'{name}'", more="telephone: 480-956-5681\n")})
    git(root, "add", "--all")
    author = "Eve @everyone | `x` [y](https://evil.example) <eve@example.org>"
    git(root, "commit", "--quiet", "--message=edit", f"--author={author}")
    write(root, {"content/pages/<img src=x>.md": "@everyone\n"})
    comment = markdown(explain(root, "main", AS_OF))
    assert comment.startswith(f"{MARK}\n")
    html = rendered(comment)
    assert tags(html) <= OURS
    assert "@everyone" not in _characters(comment)
    assert _characters(comment).replace("\u2060", "").count(name) >= 2


def test_a_huge_change_fits_and_says_what_is_left_out() -> None:
    facts = Section(
        "What patients act on", tuple(Item(f"Clinic {n}: x → y") for n in range(20_000))
    )
    long = Section(
        "Texts", tuple(Item(f"{n} {'w' * 5000}", "content/x.md", 1) for n in range(500)), "text"
    )
    comment = markdown(Explanation("main", ("Much.",), (facts, long)))
    assert LIMIT // 2 < len(comment.encode()) <= LIMIT + 500 < 65_536
    assert comment.count("<details>") == comment.count("</details>") == 2
    left = [int(number) for number in re.findall(r"and (\d+) more", comment)]
    assert len(left) == 2
    assert comment.count("\n- Clinic") + left[0] == 20_000
    assert comment.count("\n- Clinic") > 500


def test_the_same_change_makes_the_same_comment_with_its_mark_first() -> None:
    assert markdown(sections("a", "b")) == markdown(sections("a", "b"))
    assert markdown(sections("a")).splitlines()[:2] == [MARK, "### What this change does"]


# --- workflows and forms -------------------------------------------------------------------------


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def test_every_workflow_is_yaml_and_puts_nothing_into_a_shell() -> None:
    commands = [
        step["run"]
        for path in WORKFLOWS
        for job in loaded(path)["jobs"].values()
        for step in job.get("steps", ())
        if "run" in step
    ]
    assert len(commands) > 6
    assert [text for text in commands if "${{" in text] == []


def test_code_of_a_pull_request_never_runs_beside_a_token_that_may_write() -> None:
    workflow = loaded(ROOT / ".github" / "workflows" / "explain.yml")
    assert set(workflow[True]) == {"pull_request"}, "not pull_request_target"
    assert workflow["permissions"] == {"contents": "read"}
    runs, posts = workflow["jobs"]["explain"], workflow["jobs"]["comment"]
    assert "permissions" not in runs
    assert runs["steps"][0]["with"] == {"persist-credentials": False, "fetch-depth": 0}
    assert posts["permissions"] == {"pull-requests": "write"}
    assert not [step for step in posts["steps"] if "checkout" in step.get("uses", "")]
    assert "make" not in posts["steps"][-1]["run"]
    assert "head.repo.full_name == github.repository" in posts["if"]


def test_the_check_comes_first_and_beside_the_lines() -> None:
    steps = loaded(ROOT / ".github" / "workflows" / "test.yml")["jobs"]["test"]["steps"]
    runs = [step["run"] for step in steps if "run" in step]
    assert runs == ["make check GITHUB=1", "make test"]
    assert steps[0]["with"]["fetch-depth"] == 0


GH = """#!/bin/sh
echo "$@" >> calls.txt
case "$*" in *--jq*) printf '%s' "$COMMENTS" ;; esac
"""
"""A stand-in for GitHub's own command: it writes down what it is asked."""


@pytest.mark.parametrize(("comments", "asked"), [("", "POST"), ("71\n99\n", "PATCH")])
def test_the_comment_is_made_once_and_then_replaced(
    tmp_path: Path, comments: str, asked: str
) -> None:
    step = loaded(ROOT / ".github" / "workflows" / "explain.yml")["jobs"]["comment"]["steps"][-1]
    assert step["env"]["MARK"] == MARK
    gh = tmp_path / "gh"
    gh.write_text(GH)
    gh.chmod(gh.stat().st_mode | stat.S_IXUSR)
    environment = {
        "PATH": f"{tmp_path}:/usr/bin:/bin",
        "GITHUB_REPOSITORY": "a/b",
        "NUMBER": "7",
        "MARK": MARK,
        "COMMENTS": comments,
    }
    subprocess.run(["bash", "-e", "-c", step["run"]], cwd=tmp_path, env=environment, check=True)
    looked, written = (tmp_path / "calls.txt").read_text().splitlines()
    assert "repos/a/b/issues/7/comments" in looked
    path = "repos/a/b/issues/comments/71" if comments else "repos/a/b/issues/7/comments"
    assert written == f"api --silent --method {asked} {path} -F body=@explanation.md"


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_every_form_warns_about_health_first(path: Path) -> None:
    form = loaded(path)
    if path.name == "config.yml":
        return
    assert {"name", "description", "body"} <= set(form)
    assert "health of any person" in form["body"][0]["attributes"]["value"]
    kinds = {"markdown", "input", "textarea", "dropdown"}
    assert {part["type"] for part in form["body"]} <= kinds
    names = [part["id"] for part in form["body"] if part["type"] != "markdown"]
    assert len(names) == len(set(names)) >= 3


def test_there_are_three_forms_and_a_checklist() -> None:
    assert len(FORMS) == 4
    checklist = (ROOT / ".github" / "pull_request_template.md").read_text("utf-8")
    assert checklist.count("- [ ] ") >= 3
    assert "health of a patient" in checklist
