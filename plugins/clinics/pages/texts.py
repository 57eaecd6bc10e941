"""The pages of texts and of questions, and the lists of them."""

from __future__ import annotations

from ..catalog import Catalog
from ..crisis import is_about_crisis
from ..faq import answered, questions_of_text
from ..load.texts import TextFile
from ..text_links import FaqTopic, TextGroup
from ..translation import gettext, later
from .page import FAQ, HOME, INDEXES, Breadcrumb, Page

INDEX_DESCRIPTIONS = {
    "treatments": later(
        "What each treatment is, how well it works and for whom, its risks, and where to "
        "ask for it."
    ),
    "conditions": later(
        "What each condition is, how it is recognized, and which treatments may help."
    ),
    "articles": later(
        "Longer reading about treatments and conditions, with the source of each medical statement."
    ),
}

PAGE_TYPES = {"about": "AboutPage", "request-appointment": "ContactPage"}
"""Markdown pages that schema.org has a word for."""


def question_library() -> Page:
    """The hub of the question library."""
    return Page(
        FAQ.url,
        "faq.html",
        FAQ.name,
        gettext(
            "Answers to what people ask us about treatments, safety, cost and first visits, "
            "with the sources of medical statements."
        ),
        (HOME, FAQ),
        schema_type="CollectionPage",
    )


def topic_page(catalog: Catalog, topic: FaqTopic) -> Page:
    """All questions of a topic with their answers."""
    return Page(
        topic.url,
        "faq-topic.html",
        gettext("%(topic)s: questions and answers", topic=topic.topic.name),
        topic.topic.description,
        (HOME, FAQ, Breadcrumb(topic.topic.name, topic.url)),
        {"topic": topic},
        schema_type="FAQPage",
        questions=tuple(answered(catalog, slug) for slug in topic.questions),
    )


def text_page(catalog: Catalog, text: TextFile) -> Page:
    """What there is to say of the page that Pelican makes of a Markdown text."""
    front_matter = text.entry.value
    parents = (HOME, INDEXES[text.kind]) if text.kind in INDEXES else (HOME,)
    is_medical = text.kind != "pages"
    return Page(
        text.url,
        "",
        front_matter.title,
        front_matter.description,
        (*parents, Breadcrumb(front_matter.title, text.url)),
        schema_type="MedicalWebPage" if is_medical else PAGE_TYPES.get(text.slug, "WebPage"),
        questions=tuple(answered(catalog, slug) for slug in questions_of_text(catalog, text)),
        text=text,
        label=catalog.label(front_matter),
    )


def text_index(catalog: Catalog, kind: str) -> Page:
    """The page that lists all texts of a kind."""
    index, links = INDEXES[kind], catalog.text_links(kind)
    is_grouped = kind == "articles"
    return Page(
        index.url,
        "texts.html",
        index.name,
        gettext(INDEX_DESCRIPTIONS[kind]),
        (HOME, index),
        {
            "groups": catalog.article_groups() if is_grouped else (TextGroup("", links),),
            "is_about_crisis": any(
                is_about_crisis(f"{link.title} {link.description}") for link in links
            ),
        },
        schema_type="CollectionPage",
    )
