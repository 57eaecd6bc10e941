"""The pages on which the looks of every template are tested: one table, used by many tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from plugins.clinics.pages import plan
from plugins.clinics.reader import TEMPLATES
from tests.conftest import ROOT, load

SMALL_FORM, QUESTIONS = "small-form.js", "questions.js"


@dataclass(frozen=True)
class Sample:
    """A page that stands for all pages of its template.

    Attributes:
        name: what kind of page it is.
        scripts: the only scripts that pages of this kind may ask for.
        is_published: whether the production build has it; the development build has all.
    """

    name: str
    url: str
    scripts: tuple[str, ...] = ()
    is_published: bool = True


SAMPLES = (
    Sample("home", "/", (SMALL_FORM,)),
    Sample("near-me", "/near-me/", ("near-me.js",)),
    Sample("locations", "/locations/"),
    Sample("state", "/locations/az/"),
    Sample("city", "/locations/az/city/phoenix/"),
    Sample("location-full", "/locations/fl/jacksonville/", (QUESTIONS,)),
    Sample("location-sparse", "/locations/tx/austin/", (QUESTIONS,)),
    Sample("treatment", "/treatments/ketamine-therapy/", (SMALL_FORM, QUESTIONS)),
    Sample("condition", "/conditions/suicidal-thoughts/", (QUESTIONS,)),
    Sample("article", "/articles/ketamine-therapy-for-depression/", (QUESTIONS,)),
    Sample("articles", "/articles/"),
    Sample("faq", "/faq/"),
    Sample("faq-topic", "/faq/tms/", (QUESTIONS,)),
    Sample("search", "/search/", ("site-search.js",)),
    Sample("a-z", "/a-z/"),
    Sample("404", "/404.html"),
    Sample("legal", "/privacy/"),
    Sample("insurance", "/insurance/", (QUESTIONS,)),
    Sample("request-appointment", "/request-appointment/", (QUESTIONS,)),
    Sample("crisis", "/crisis/", (QUESTIONS,)),
    Sample("zip-index", "/near-me/zip/"),
    Sample("zip-prefix", "/near-me/zip/850/"),
    Sample("report", "/report/", is_published=False),
)
"""A new template needs a line here; a test says so."""

BY_NAME = {sample.name: sample for sample in SAMPLES}
PUBLISHED = tuple(sample for sample in SAMPLES if sample.is_published)


def every(samples: tuple[Sample, ...] = SAMPLES) -> pytest.MarkDecorator:
    """A test for each of the samples."""
    return pytest.mark.parametrize("sample", samples, ids=[sample.name for sample in samples])


def template_of_each_page(is_production: bool) -> dict[str, str]:
    """Address from the root → file name of the template, for every page of the real site."""
    return dict(_templates(is_production))


def _templates(is_production: bool) -> Iterator[tuple[str, str]]:
    catalog = load(ROOT, is_production).catalog
    assert catalog
    for page in plan(catalog).pages:
        yield f"/{page.url}", page.template
    for text in catalog.repository.texts:
        own = getattr(text.entry.value, "template", "page")
        yield f"/{text.url}", f"{TEMPLATES.get(text.kind, own)}.html"
