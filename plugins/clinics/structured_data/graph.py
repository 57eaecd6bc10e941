"""The graph of a page: the page itself, its breadcrumbs, and what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from ..catalog import Catalog
from ..faq import AnsweredQuestion
from ..load.texts import TextFile
from ..publication import PublishedLocation
from .answers import question_nodes
from .clinic import clinic, clinic_id, has_clinic
from .markup import Markup
from .nodes import (
    BREADCRUMB,
    FAQ,
    LIST,
    ORGANIZATION,
    WEBPAGE,
    WEBSITE,
    Node,
    node,
    reference,
)
from .texts import SUBJECTS, last_day, review_properties, text_nodes


class Step(Protocol):
    """A step of the breadcrumbs."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def url(self) -> str:
        """Where it leads, from the root."""


class Described(Protocol):
    """What a page says about itself; both our pages and Pelican's do."""

    @property
    def url(self) -> str:
        """Its address from the root."""

    @property
    def title(self) -> str:
        """Its heading."""

    @property
    def description(self) -> str:
        """One or two sentences."""

    @property
    def breadcrumbs(self) -> Sequence[Step]:
        """The visible trail."""

    @property
    def questions(self) -> Sequence[AnsweredQuestion]:
        """The questions that it shows."""

    @property
    def schema_type(self) -> str:
        """The kind of page in schema.org's words."""

    @property
    def listed(self) -> Sequence[PublishedLocation]:
        """The locations that it lists."""

    @property
    def text(self) -> TextFile | None:
        """The Markdown text that it shows."""

    @property
    def subject(self) -> PublishedLocation | None:
        """The location that it is about."""


def graph(
    catalog: Catalog,
    markup: Markup,
    page: Described,
    own_questions: Iterable[AnsweredQuestion] = (),
) -> Node:
    """The JSON-LD of a page; `own_questions` are those of its text, besides its `questions`."""
    base, url = markup.base, f"{markup.base}/{page.url}"
    questions = [*own_questions, *page.questions] if markup.has_questions else []
    marked_up = question_nodes(url, base, questions)
    is_faq = page.schema_type == "FAQPage"
    nodes = [
        _webpage(catalog, markup, page, url, marked_up if is_faq else []),
        *_breadcrumb_list(base, url, page.breadcrumbs),
        *_subject(catalog, base, page),
        *text_nodes(catalog, markup, page.text),
        *_item_list(base, url, page),
    ]
    if marked_up and not is_faq:
        page_node = reference(f"{url}{WEBPAGE}")
        nodes.append(node("FAQPage", f"{url}{FAQ}", isPartOf=page_node, mainEntity=marked_up))
    if page.url in ("", "about/"):
        nodes.append(_organization(catalog, base))
    if not page.url:
        nodes.append(_website(catalog, markup))
    return {"@context": "https://schema.org", "@graph": nodes}


def _webpage(
    catalog: Catalog, markup: Markup, page: Described, url: str, questions: list[Node]
) -> Node:
    base = markup.base
    main: Any = questions
    if page.subject and has_clinic(page.subject):
        main = reference(clinic_id(base, page.subject))
    elif page.text and page.text.kind in SUBJECTS:
        main = reference(url + SUBJECTS[page.text.kind])
    elif page.listed:
        main = reference(f"{url}{LIST}")
    elif page.url in ("", "about/"):
        main = reference(f"{base}/{ORGANIZATION}")
    successor = catalog.successor(page.subject) if page.subject else None
    return node(
        page.schema_type,
        f"{url}{WEBPAGE}",
        url=url,
        name=page.title,
        description=page.description,
        inLanguage=markup.language,
        isPartOf=reference(f"{base}/{WEBSITE}"),
        breadcrumb=reference(f"{url}{BREADCRUMB}") if page.breadcrumbs else None,
        mainEntity=main,
        **review_properties(catalog, page.text),
        expires=last_day(page.text),
        mentions=reference(clinic_id(base, successor))
        if successor and has_clinic(successor)
        else None,
    )


def _breadcrumb_list(base: str, url: str, steps: Sequence[Step]) -> list[Node]:
    """The visible trail, from the home page to the page itself."""
    if not steps:
        return []
    items = [
        node("ListItem", position=position, name=step.name, item=f"{base}/{step.url}")
        for position, step in enumerate(steps, start=1)
    ]
    return [node("BreadcrumbList", f"{url}{BREADCRUMB}", itemListElement=items)]


def _subject(catalog: Catalog, base: str, page: Described) -> list[Node]:
    if page.subject is None or not has_clinic(page.subject):
        return []
    return [clinic(catalog, base, page.subject)]


def _item_list(base: str, url: str, page: Described) -> list[Node]:
    """The clinics that a page lists, in its order."""
    if not page.listed:
        return []
    items = [
        node("ListItem", position=position, name=location.name, url=f"{base}/{location.url}")
        for position, location in enumerate(page.listed, start=1)
    ]
    return [node("ItemList", f"{url}{LIST}", numberOfItems=len(items), itemListElement=items)]


def _organization(catalog: Catalog, base: str) -> Node:
    organization = catalog.organization
    return node(
        "MedicalOrganization",
        f"{base}/{ORGANIZATION}",
        name=organization.name,
        url=f"{base}/",
        description=organization.description,
        telephone=organization.telephone.e164,
    )


def _website(catalog: Catalog, markup: Markup) -> Node:
    return node(
        "WebSite",
        f"{markup.base}/{WEBSITE}",
        name=catalog.organization.name,
        url=f"{markup.base}/",
        inLanguage=markup.language,
        publisher=reference(f"{markup.base}/{ORGANIZATION}"),
    )
