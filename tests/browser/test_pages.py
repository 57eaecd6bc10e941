"""The table of pages misses no template of the theme."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.pages import BY_NAME, PUBLISHED, SAMPLES, template_of_each_page
from tests.conftest import ROOT

EXTENDS = re.compile(r'{% extends "([\w-]+)\.html"')


def test_every_template_of_a_page_has_a_page_in_the_table() -> None:
    """A template that others extend makes no page by itself; one only leads on to other pages."""
    files = (ROOT / "theme" / "templates").glob("*.html")
    texts = {path.stem: path.read_text() for path in files}
    extended = {match[1] for text in texts.values() for match in EXTENDS.finditer(text)}
    assert {sample.template for sample in SAMPLES} == set(texts) - extended - {"redirect"}
    assert len(BY_NAME) == len(SAMPLES) >= 22


def test_every_page_of_the_table_is_there(development_site: Path, production_site: Path) -> None:
    for site, samples in ((development_site, SAMPLES), (production_site, PUBLISHED)):
        files = [f"{sample.url}{'index.html' * sample.url.endswith('/')}" for sample in SAMPLES]
        there = [(site / file[1:]).is_file() for file in files]
        assert there.count(True) == len(samples)


@pytest.mark.verify
@pytest.mark.parametrize("is_production", [False, True], ids=["development", "production"])
def test_the_table_names_the_right_templates(is_production: bool) -> None:
    made = template_of_each_page(is_production)
    samples = PUBLISHED if is_production else SAMPLES
    assert {sample.name: made.get(sample.url) for sample in samples} == {
        sample.name: sample.template for sample in samples
    }
    assert {sample.template for sample in samples} == set(made.values())
    assert len(made) > 970
