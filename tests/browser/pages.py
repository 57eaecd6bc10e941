"""The pages on which the looks of every template are tested: one table, used by many tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from plugins.clinics.pages import plan
from plugins.clinics.reader import TEMPLATES
from tests.conftest import ROOT, load

SMALL_FORM, QUESTIONS, CLINIC = "small-form.js", "questions.js", "clinic.js"


@dataclass(frozen=True)
class Sample:
    """A page that stands for all pages of its template.

    Attributes:
        name: what kind of page it is.
        template: the file in theme/templates/, without its ending.
        scripts: the only scripts that pages of this kind may ask for.
        is_published: whether the production build has it; the development build has all.
    """

    name: str
    template: str
    url: str
    scripts: tuple[str, ...] = ()
    is_published: bool = True


SAMPLES = (
    Sample("home", "index", "/", (SMALL_FORM,)),
    Sample("near-me", "near-me", "/near-me/", ("near-me.js",)),
    Sample("locations", "locations", "/locations/"),
    Sample("state", "directory", "/locations/az/", (SMALL_FORM,)),
    Sample("city", "directory", "/locations/az/city/phoenix/"),
    Sample(
        "location-full", "location", "/locations/fl/jacksonville/", (SMALL_FORM, QUESTIONS, CLINIC)
    ),
    Sample("location-sparse", "location", "/locations/tx/austin/", (SMALL_FORM, QUESTIONS, CLINIC)),
    Sample("treatment", "treatment", "/treatments/ketamine-therapy/", (SMALL_FORM, QUESTIONS)),
    Sample("condition", "condition", "/conditions/suicidal-thoughts/", (QUESTIONS,)),
    Sample("article", "article", "/articles/ketamine-therapy-for-depression/", (QUESTIONS,)),
    Sample("articles", "texts", "/articles/"),
    Sample("faq", "faq", "/faq/"),
    Sample("faq-topic", "faq-topic", "/faq/tms/", (QUESTIONS,)),
    Sample("search", "search", "/search/", ("site-search.js",)),
    Sample("a-z", "a-z", "/a-z/"),
    Sample("404", "404", "/404.html", (SMALL_FORM,)),
    Sample("privacy", "page", "/privacy/", (QUESTIONS,)),
    Sample("insurance", "page", "/insurance/", (QUESTIONS,)),
    Sample("crisis", "page", "/crisis/", (QUESTIONS,)),
    Sample("appointment", "request-appointment", "/request-appointment/", (QUESTIONS,)),
    Sample("zip-index", "zip-index", "/near-me/zip/"),
    Sample("zip-prefix", "zip-prefix", "/near-me/zip/850/"),
    Sample("report", "report", "/report/", is_published=False),
    Sample("style-guide", "styleguide", "/styleguide/", (QUESTIONS,), is_published=False),
)
"""A new template needs a line here; a test says so."""

BY_NAME = {sample.name: sample for sample in SAMPLES}
PUBLISHED = tuple(sample for sample in SAMPLES if sample.is_published)


def every(samples: tuple[Sample, ...] = SAMPLES) -> pytest.MarkDecorator:
    """A test for each of the samples."""
    return pytest.mark.parametrize("sample", samples, ids=[sample.name for sample in samples])


def template_of_each_page(is_production: bool) -> dict[str, str]:
    """Address from the root → name of the template, for every page of the real site."""
    return dict(_templates(is_production))


def _templates(is_production: bool) -> Iterator[tuple[str, str]]:
    catalog = load(ROOT, is_production).catalog
    assert catalog
    for page in plan(catalog).pages:
        yield f"/{page.url}", page.template.removesuffix(".html")
    for text in catalog.repository.texts:
        own = getattr(text.entry.value, "template", "page")
        yield f"/{text.url}", TEMPLATES.get(text.kind, own)
