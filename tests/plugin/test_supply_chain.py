"""What comes from others: fixed, with hashes, and named with its license."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import pytest

from plugins.clinics.fingerprint import name_by_content
from tests.conftest import ROOT

REQUIREMENTS = ("requirements", "requirements-dev")
THIRD_PARTY = (ROOT / "THIRD_PARTY.md").read_text("utf-8")
NAMED = set(re.findall(r"`([^`\s]+)`", THIRD_PARTY))

FOLDERS = ("theme", "plugins", "content", "locations", "tests/expected")
OURS = (".css", ".html", ".js", ".md", ".mo", ".po", ".pot", ".py", ".pyc", ".yaml")
"""What we write ourselves; every file of another kind must be named."""
NOT_LOOKED_AT = re.compile(
    r"tests/expected/site_small/|tests/expected/old_article_runs\.txt|.*_schemas?/|.*\.schema\.json"
)
"""Made by our own programs from our own files."""


def packages(text: str) -> dict[str, str]:
    """Name of each package in a requirements file → the lines that belong to it."""
    lines = [line for line in text.splitlines() if not re.match(r"\s*#", line)]
    blocks = re.findall(r"^(\S.*(?:\n\s+.*)*)", "\n".join(lines), re.MULTILINE)
    return {re.split(r"[=\[; ]", block)[0].lower(): block for block in blocks}


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_package_has_one_version_and_hashes(name: str) -> None:
    found = packages((ROOT / f"{name}.txt").read_text("utf-8"))
    for package, block in found.items():
        assert re.match(r"[a-zA-Z0-9._-]+(?:\[[a-z,]+\])?==[0-9][\w.]*\s", block), package
        assert re.findall(r"--hash=sha256:[0-9a-f]{64}", block), package
        assert "http" not in block, package
    wanted = packages((ROOT / f"{name}.in").read_text("utf-8"))
    assert set(wanted) - {"-c"} <= set(found)
    assert len(found) > 25


def test_packages_are_installed_with_their_hashes_and_run_nothing() -> None:
    script = (ROOT / ".ci" / "provision").read_text("utf-8")
    commands = re.findall(r"-m pip install(?:.*\\\n)*.*", script)
    assert len(commands) == 1
    assert "--require-hashes --only-binary :all: --no-binary jstyleson" in commands[0]


def test_every_file_of_others_is_named_with_its_license() -> None:
    paths = {
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix not in OURS and not path.name.startswith(".")
    }
    foreign = {path for path in paths if not NOT_LOOKED_AT.match(path)}
    assert sorted(foreign - NAMED) == []
    assert len(foreign) >= 10


def test_every_file_that_is_named_is_there() -> None:
    paths = {name for name in NAMED if "/" in name and not name.startswith("@")}
    assert sorted(name for name in paths if not (ROOT / name).exists()) == ["pagefind/"]


def test_the_search_on_the_site_is_of_the_version_that_is_named(production_site: Path) -> None:
    assert f"Pagefind](https://pagefind.app) {version('pagefind')}," in THIRD_PARTY
    folder = production_site / "pagefind"
    assert (folder / "pagefind.js").is_file()
    assert list(folder.glob("wasm.*"))


def test_licenses_that_must_go_with_their_files_are_on_the_site(production_site: Path) -> None:
    for name in ("fonts/OFL.txt", "icons/LICENSE.txt"):
        text = (ROOT / "theme" / "static" / name).read_bytes()
        assert (production_site / "theme" / name_by_content(name, text)).read_bytes() == text


LOADED = re.compile(
    r"<(?:script|img|source|iframe|video|audio|embed|object)\b[^>]*?\s(?:src|srcset|data)=\"(?!/(?!/))"
    r"|<link(?=[^>]*rel=\"(?:stylesheet|preload|modulepreload|icon)[^>]*)[^>]*href=\"(?!/(?!/))"
)
ELSEWHERE = re.compile(r"url\(\s*[\"']?(?:https?:)?//|@import\s+[\"'](?:https?:)?//")


def test_no_page_loads_a_file_from_another_host(production_site: Path) -> None:
    pages = sorted(production_site.rglob("*.html"))
    styles = sorted((production_site / "theme").rglob("*.css"))
    assert not [path for path in pages if LOADED.search(path.read_text("utf-8"))]
    assert not [path for path in styles if ELSEWHERE.search(path.read_text("utf-8"))]
    assert len(pages) > 900
    assert styles
    assert LOADED.search('<script type="module" src="https://evil.test/x.js"></script>')
    assert LOADED.search('<link rel="stylesheet" href="//evil.test/x.css">')
