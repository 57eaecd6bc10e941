"""The example of each kind of text: what editors copy is right, complete, and never published."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from plugins.clinics.load.texts import KINDS
from plugins.clinics.problems import report
from tests.conftest import ROOT, MakeProject, build, load, minimal

COPIES = {
    "pages": "our-telephone",
    "treatments": "tms-therapy",
    "conditions": "ocd",
    "articles": "first-visit",
}
"""Kind → the name under which a copy of its example fits."""

PAGE = "---\ntitle: Page\ndescription: A page of the tests.\n---\n\nText.\n"
SHOWN = {
    "a citation": r"\[@S\d",
    "a link to a file": r"\]\(\{filename\}",
    "a table": r"(?m)^\|---\|---\|$",
    "questions of its own": r"(?m)^## FAQ\n\n### .*\?$",
    "key points first": r"\n---\n\n## Key points\n",
}


def example(kind: str) -> str:
    return (ROOT / "content" / kind / "_example.md").read_text("utf-8")


def copy_of(kind: str) -> str:
    return f"content/{kind}/{COPIES[kind]}.md"


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    """The real project with a copy of each example."""
    for folder in ("locations", "content"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    for kind in KINDS:
        (tmp_path / copy_of(kind)).write_text(example(kind), "utf-8")
    return tmp_path


def test_a_copy_breaks_no_rule_but_that_it_is_one(copies: Path) -> None:
    problems = load(copies).problems
    for kind in KINDS:
        found = [item for item in problems if item.path == copy_of(kind)]
        messages = [item.message for item in found]
        kept = [text.removesuffix(" is still the one of the example file.") for text in messages]
        assert kept == ["title", "description"], report(found)
    assert not any(item.is_error for item in problems)


def test_a_copy_must_be_changed_before_it_is_published(copies: Path) -> None:
    errors = [item for item in load(copies, is_production=True).problems if item.is_error]
    assert sorted(item.path for item in errors) == sorted(2 * list(map(copy_of, KINDS)))


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_names_every_field_and_no_other(kind: str) -> None:
    front_matter = example(kind).split("\n---\n")[0]
    named = re.findall(r"(?m)^(?:# )?([a-z_]+):(?= |$)", front_matter)
    assert sorted(named) == sorted(KINDS[kind].model_fields)


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_shows_what_a_text_can_have(kind: str) -> None:
    missing = [name for name, pattern in SHOWN.items() if not re.search(pattern, example(kind))]
    assert missing == (["a citation", "key points first"] if kind == "pages" else [])


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_in_an_example_is_told(kind: str, project: MakeProject) -> None:
    path = f"content/{kind}/_example.md"
    files = {"locations/az-mesa.yaml": minimal(), path: PAGE.replace("title", "titel")}
    problems = load(project(files)).problems
    assert problems
    assert {item.path for item in problems} == {path}


@pytest.mark.parametrize("options", [(), ("--production",)])
def test_no_example_is_published(options: tuple[str, ...], project: MakeProject) -> None:
    examples = {f"content/{kind}/_example.md": example(kind) for kind in KINDS}
    files = {
        "locations/az-mesa.yaml": minimal().replace("status: open", "status: closed"),
        "content/pages/page.md": PAGE,
        "content/faq/_example.md": (ROOT / "content/faq/_example.md").read_text("utf-8"),
        **examples,
    }
    root = project(files)
    done = build(root, *options, SITEURL="https://www.serenity-test.org")
    assert done.returncode == 0, done.stdout + done.stderr
    site = root / ("public" if options else "output")
    assert (site / "page" / "index.html").exists()
    assert not [path for path in site.rglob("*") if "example" in path.name]
    titles = [re.search("(?m)^title: (.*?)  ", text) for text in examples.values()]
    text = "".join(path.read_text("utf-8") for path in site.rglob("*.html"))
    assert len(titles) == len(KINDS)
    assert [title[1] for title in titles if title is None or title[1] in text] == []
