"""Pages that every site has one of."""

from __future__ import annotations

from collections.abc import Iterable

from ..a_z import Entry, by_letter
from ..catalog import Catalog
from ..crisis import crisis_pattern
from ..faq import answered
from ..model.location import Status
from ..readiness import headlines, readiness, text_readiness
from ..translation import gettext
from .page import A_Z, HOME, SEARCH, Breadcrumb, Page
from .texts import text_page

NOT_FOUND_URL, REPORT_URL, STYLE_GUIDE_URL = "404.html", "report/", "styleguide/"


def home(catalog: Catalog) -> Page:
    """The home page; its heading is the slogan."""
    organization = catalog.organization
    return Page("", "index.html", organization.name, organization.description)


def search() -> Page:
    """The search of the whole site."""
    return Page(
        SEARCH.url,
        "search.html",
        SEARCH.name,
        gettext(
            "Search treatments, conditions, articles, questions and clinics. What you type stays "
            "on your device."
        ),
        (HOME, SEARCH),
        {"crisis_pattern": crisis_pattern()},
        is_indexable=False,
    )


def a_z(catalog: Catalog, made: Iterable[Page]) -> Page:
    """Everything that may be found, but itself: pages of ours and of Markdown, and questions."""
    texts = (text_page(catalog, text) for text in catalog.repository.texts)
    pages = (page for page in (*made, *texts) if page.is_indexable)
    questions = (link for topic in catalog.topics for link in catalog.question_links(topic))
    entries = (
        *(Entry(page.title, page.url, page.label) for page in pages),
        *(Entry(question.name, question.url, question.label) for question in questions),
    )
    return Page(
        A_Z.url,
        "a-z.html",
        gettext("Everything from A to Z"),
        gettext(
            "All our clinics, treatments, conditions, articles, and questions with their answers, "
            "in the order of the alphabet."
        ),
        (HOME, A_Z),
        {"letters": by_letter(entries)},
        schema_type="CollectionPage",
    )


def not_found() -> Page:
    """What a host answers with where there is no page."""
    return Page(
        NOT_FOUND_URL,
        "404.html",
        gettext("Page not found"),
        gettext("The page you asked for is not here. Ways to find a clinic or help in a crisis."),
        is_indexable=False,
        schema_type="",
    )


def readiness_report(catalog: Catalog) -> Page:
    """The readiness report, in development; `make report` also knows translations and the build."""
    rows, texts = readiness(catalog), text_readiness(catalog)
    return Page(
        REPORT_URL,
        "report.html",
        "Readiness report",
        "What marketing still has to confirm, supply or review. Not part of the published site.",
        (HOME, Breadcrumb("Readiness report", REPORT_URL)),
        {"summary": headlines(catalog, rows, texts), "rows": rows, "texts": texts},
        is_indexable=False,
    )


def style_guide(catalog: Catalog) -> Page:
    """Every macro with its states, in development only.

    It borrows a clinic and a question, if there are any.
    """
    first = next((slug for topic in catalog.topics for slug in topic.questions), None)
    return Page(
        STYLE_GUIDE_URL,
        "styleguide.html",
        "Style guide",
        "Everything that pages are made of, with its states. Not part of the published site.",
        (HOME, Breadcrumb("Style guide", STYLE_GUIDE_URL)),
        {
            "clinic": next(iter(catalog.locations), None),
            "item": answered(catalog, first) if first else None,
            "statuses": tuple(Status),
            "today": catalog.as_of,
        },
        is_indexable=False,
    )
