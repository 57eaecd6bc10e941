"""Questions with their accepted answers, as a page shows them.

An answer is written once, in Markdown. It becomes HTML only here, with the whole catalog at hand:
then its `{filename}` links have an address, and `{phone}`, `{location}` and `{state}` have the
values of the page that shows it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice

from markupsafe import Markup, escape

from .catalog import Catalog
from .load.front_matter import body
from .load.library import topic_id
from .load.texts import TextFile
from .model.question import EVERY_LOCATION, MedicalSource, Question
from .prose import converter, with_images, with_links
from .publication import PublishedLocation
from .translation import gettext

NAMED_FACTS = ("phone", "location", "state")
"""What an answer may name in braces."""

MATCHING_QUESTIONS = 8
"""So many questions show on a page that names none itself."""

_TAG_OR_NAME = re.compile(r"<[^>]*>|\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question and its accepted answer, as one page shows them.

    Attributes:
        id: the anchor on the page.
        name: the question.
        accepted_answer: HTML that needs no more escaping; links begin at the root of the site.
        url: where the question lives in the library, from the root; empty if it does not.
        sources: of the statements in the answer.
        path: the fact of a location's file that the answer tells; empty if it is written.
        label: what says in development that it is not out; else empty.
    """

    id: str
    name: str
    accepted_answer: Markup
    url: str = ""
    sources: tuple[MedicalSource, ...] = ()
    path: str = ""
    label: str = ""


def answered(
    catalog: Catalog, slug: str, location: PublishedLocation | None = None
) -> AnsweredQuestion:
    """A question of the library, for a page about `location` or for any other page."""
    entry = catalog.repository.library.questions[slug]
    html = with_links(
        _html(body(entry.source)),
        f"faq/{topic_id(entry)}",
        catalog.files,
        catalog.addresses_of_moved,
        catalog.withheld,
    )
    return AnsweredQuestion(
        id=slug,
        name=entry.value.title,
        accepted_answer=_with_facts(with_images(html, catalog.images), _facts(catalog, location)),
        url=catalog.files[f"faq/{topic_id(entry)}/{slug}.md"],
        sources=tuple(
            catalog.medical_sources[item]
            for item in entry.value.sources
            if item in catalog.medical_sources
        ),
        label=catalog.label(entry.value),
    )


def library_questions(
    catalog: Catalog, location: PublishedLocation
) -> tuple[AnsweredQuestion, ...]:
    """The questions of the library that belong on a clinic's page, in the order of the library.

    They name the clinic, or all clinics; one about services belongs only where such a service is
    offered. None belongs to a clinic that is closed or moved.
    """
    if not location.is_listed:
        return ()
    questions = catalog.repository.library.questions
    slugs = (slug for topic in catalog.topics for slug in topic.questions)
    return tuple(
        answered(catalog, slug, location)
        for slug in slugs
        if _belongs_to(questions[slug].value, location)
    )


def questions_of_text(catalog: Catalog, text: TextFile) -> tuple[str, ...]:
    """The questions that a text shows, by slug: those that it names, else the first fitting ones.

    Those fit a treatment or a condition that are about it, by topic and title.
    """
    questions = catalog.repository.library.questions
    named = text.entry.value.questions
    if named or text.kind not in ("treatments", "conditions"):
        return tuple(slug for slug in named if slug in questions)
    name = "services" if text.kind == "treatments" else "conditions"
    slugs = (slug for topic in catalog.topics for slug in topic.questions)
    found = (slug for slug in slugs if text.slug in getattr(questions[slug].value, name))
    return tuple(islice(found, MATCHING_QUESTIONS))


def clinic_words(location: PublishedLocation) -> str:
    """A clinic within a sentence: `the Biltmore clinic`."""
    return gettext("the %(name)s clinic", name=location.name)


def _belongs_to(question: Question, location: PublishedLocation) -> bool:
    if not {EVERY_LOCATION, location.slug} & set(question.locations):
        return False
    offered = {item.id for item in location.facts.services}
    return not question.services or bool(offered & set(question.services))


@cache
def _html(markdown: str) -> str:
    """Kept, because an answer is shown on many pages."""
    return converter().convert(markdown)


def _with_facts(html: str, facts: Mapping[str, Markup]) -> Markup:
    """`html` with values for the names in its text; tags are left alone."""
    return Markup(_TAG_OR_NAME.sub(lambda found: facts.get(found[1] or "", Markup(found[0])), html))


def _facts(catalog: Catalog, location: PublishedLocation | None) -> dict[str, Markup]:
    telephone = location.telephone if location else catalog.organization.telephone
    where = clinic_words(location) if location else gettext("your clinic")
    state = catalog.state_name(location.region) if location else gettext("your state")
    link = Markup('<a class="telephone" href="{}">{}</a>')
    return {
        "phone": link.format(telephone.uri, telephone.display),
        "location": escape(where),
        "state": escape(state),
    }
