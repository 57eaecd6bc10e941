"""A drill on the real site: a storm closure goes out although other files are broken.

With a Python that is started for it, as `make publish` does, and against the clock.
"""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest

from plugins.clinics.load.repository import LEDGER
from tests.conftest import AS_OF, ROOT, SITE_URL, build_afresh
from tests.git import git, save, start
from tests.real import PUBLISHED

READY = 60
"""Seconds after which an urgent publish must be ready."""

STORM = f"""
status: temporarily_closed
status_from: {AS_OF}
status_until: 2026-11-26
status_message: Closed because of the storm.
"""


def closed(text: str) -> str:
    """The file of an open clinic, with the closure."""
    assert "\nstatus: open\n" in text
    return text.replace("\nstatus: open\n", STORM)


@pytest.fixture
def drill(tmp_path: Path) -> Path:
    """The real data and texts in a repository of their own."""
    root = tmp_path / "project"
    for name in ("locations", "content"):
        shutil.copytree(ROOT / name, root / name)
    (root / LEDGER).parent.mkdir()
    shutil.copy(ROOT / LEDGER, root / LEDGER)
    (root / ".gitignore").write_text("/public\n/.builds\n")
    start(root)
    return root


def publish(root: Path, *options: str) -> tuple[int, str]:
    """`make publish` in a process of its own: its exit code and all that it says."""
    before = git(root, "status", "--porcelain", "--untracked-files=all")
    started = time.perf_counter()
    done = build_afresh(root, "--production", *options, SITEURL=SITE_URL)
    assert time.perf_counter() - started < READY
    assert git(root, "status", "--porcelain", "--untracked-files=all") == before
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stdout + done.stderr


def page(root: Path, url: str) -> str:
    return (root / "public" / url / "index.html").read_text("utf-8")


def went_back(root: Path) -> list[dict[str, str]]:
    facts = json.loads((root / "public/build.json").read_text("utf-8"))
    return list(facts["last_good"])


def break_an_article(root: Path) -> str:
    """Commit an article whose front matter cannot be read; returns the name of its file."""
    path = next(iter(sorted((root / "content/articles").glob("[!_]*.md"))))
    name = path.relative_to(root).as_posix()
    save(root, {name: path.read_text("utf-8").replace("title:", "title: [", 1)})
    return name


def test_a_storm_closure_goes_out_while_articles_are_broken(drill: Path) -> None:
    good = git(drill, "rev-parse", "--short", "HEAD")
    unreadable = break_an_article(drill)
    path = sorted((drill / "content/articles").glob("[!_]*.md"))[1]
    with_dead_link = path.relative_to(drill).as_posix()
    text = path.read_text("utf-8")
    link = "More [here]({filename}/articles/nowhere.md).\n"
    save(drill, {with_dead_link: f"{text}\n{link}"})
    slug = min(PUBLISHED)
    clinic = f"locations/{slug}.yaml"
    save(drill, {clinic: closed((drill / clinic).read_text("utf-8"))})

    code, said = publish(drill)
    assert code == 1
    assert f"{unreadable}:" in said
    assert "make publish LAST_GOOD=1" in said
    assert not (drill / "public").exists()

    code, said = publish(drill, "--last-good", "1")
    assert code == 0, said
    assert "Closed because of the storm." in page(drill, f"locations/{slug.replace('-', '/', 1)}")
    assert "nowhere.md" not in page(drill, f"articles/{path.stem}")
    for name in (unreadable, with_dead_link):
        assert f"{name}:" in said.partition("LAST_GOOD:")[0]
        assert f"- {name}: as of 2026-11-20 ({good}, Jane Roe)\n" in said
    found = [(item["path"], item["date"]) for item in went_back(drill)]
    assert found == [(unreadable, "2026-11-20"), (with_dead_link, "2026-11-20")]


@pytest.mark.verify
def test_a_broken_clinic_goes_back_once_it_is_named_and_tells_every_number(drill: Path) -> None:
    article = break_an_article(drill)
    broken = f"locations/{min(PUBLISHED)}.yaml"
    text = (drill / broken).read_text("utf-8")
    old = next(line for line in text.splitlines() if line.startswith("telephone:"))
    new = "telephone: 602-842-7970\nmoved_to: az-nowhere"
    save(drill, {broken: text.replace(f"{old}\n", f"{new}\n")})

    code, said = publish(drill, "--last-good", "1")
    assert code == 1
    assert f'LAST_GOOD="{broken}"' in said
    assert not (drill / "public").exists()

    code, said = publish(drill, "--last-good", broken)
    assert code == 0, said
    mark = " (unconfirmed)" if "unconfirmed: [telephone" in text else ""
    number = old.removeprefix("telephone: ")
    assert f"    Telephone: 602-842-7970{mark} → {number}{mark}\n" in said
    assert [item["path"] for item in went_back(drill)] == [article, broken]
