"""The table of pages misses no template of the theme."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.pages import BY_NAME, SAMPLES, template_of_each_page
from tests.conftest import ROOT

TEMPLATES = ROOT / "theme" / "templates"
EXTENDS = re.compile(r'{% extends "([\w-]+\.html)"')


def test_every_template_of_a_page_has_a_page_in_the_table() -> None:
    """A template that others extend makes no page by itself."""
    texts = {path.name: path.read_text() for path in TEMPLATES.glob("*.html")}
    extended = {match[1] for text in texts.values() for match in EXTENDS.finditer(text)}
    made = template_of_each_page(is_production=False)
    used = {made[sample.url] for sample in SAMPLES}
    assert set(texts) - extended - used == set(), "add a line to tests/browser/pages.py"
    assert len(used) >= 18


@pytest.mark.parametrize("kind", ["development", "production"])
def test_every_page_of_the_table_is_there(kind: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(f"{kind}_site")
    is_production = kind == "production"
    made = set(template_of_each_page(is_production))
    names = {"/" + str(path.relative_to(site)) for path in site.rglob("*.html")}
    assert made == {name.removesuffix("index.html") for name in names}
    there = {sample.name for sample in SAMPLES if sample.url in made}
    assert there == {sample.name for sample in SAMPLES if sample.is_published or not is_production}
    assert len(BY_NAME) == len(SAMPLES) >= 22
