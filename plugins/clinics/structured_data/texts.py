"""What a Markdown text is about: a treatment, a condition, or itself as an article."""

from __future__ import annotations

import datetime
from typing import Any

from ..catalog import Catalog
from ..load.texts import TextFile
from ..model.organization import Provider
from ..model.text import EDITORS, ArticleFrontMatter, MedicalFrontMatter
from .markup import Markup
from .nodes import ARTICLE, CONDITION, ORGANIZATION, TREATMENT, WEBPAGE, Node, node, reference

SUBJECTS = {"treatments": TREATMENT, "conditions": CONDITION, "articles": ARTICLE}
"""Kind of text → end of the id of what it is about."""


def treatment_id(base: str, url: str) -> str:
    """The id of a treatment, on its own page."""
    return f"{base}/{url}{TREATMENT}"


def text_nodes(catalog: Catalog, markup: Markup, text: TextFile | None) -> list[Node]:
    """The node that a text is about; none for a plain page."""
    if text is None:
        return []
    url = f"{markup.base}/{text.url}"
    if text.kind == "treatments":
        service = catalog.services[text.slug]
        name, about = service.name, service.summary
        return [node(service.schema_type, url + TREATMENT, name=name, description=about, url=url)]
    if text.kind == "conditions":
        name = catalog.conditions[text.slug].name
        return [node("MedicalCondition", url + CONDITION, name=name, url=url)]
    if isinstance(text.entry.value, ArticleFrontMatter):
        return [_article(markup, url, text.entry.value)]
    return []


def review_properties(catalog: Catalog, text: TextFile | None) -> dict[str, Any]:
    """`lastReviewed` and `reviewedBy` of a page, where a clinician has really read the text."""
    front_matter = text.entry.value if text else None
    if not isinstance(front_matter, MedicalFrontMatter) or front_matter.last_reviewed is None:
        return {}
    reviewer = catalog.providers[front_matter.medical_reviewer or ""]
    return {
        "lastReviewed": front_matter.last_reviewed.isoformat(),
        "reviewedBy": person(reviewer),
    }


def last_day(text: TextFile | None) -> str | None:
    """`expires` of a page: the last day on which its text is out, where it has one."""
    day = text.entry.value.expires if text else None
    return day.isoformat() if day else None


def person(provider: Provider) -> Node:
    """A clinician, with degree and title exactly as licensed."""
    return node(
        "Person",
        name=provider.name,
        honorificSuffix=provider.honorific_suffix,
        jobTitle=provider.job_title,
    )


def _article(markup: Markup, url: str, front_matter: ArticleFrontMatter) -> Node:
    organization = reference(f"{markup.base}/{ORGANIZATION}")
    published = datetime.datetime.combine(front_matter.published, datetime.time(), markup.time_zone)
    return node(
        "Article",
        url + ARTICLE,
        headline=front_matter.title,
        description=front_matter.description,
        url=url,
        datePublished=published.isoformat(),
        author=node("Organization", name=EDITORS, parentOrganization=organization),
        publisher=organization,
        inLanguage=markup.language,
        mainEntityOfPage=reference(url + WEBPAGE),
    )
