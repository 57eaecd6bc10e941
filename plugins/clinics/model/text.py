"""What stands between `---` at the top of a Markdown text, for each kind of text."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from .scalars import Date, FormerUrl, Id, Model, Text
from .wording import EditorialException

EDITORS = "Serenity editorial team"
"""The byline of every article: no person is invented."""


class RegulatoryStatus(StrEnum):
    """What the FDA says of the treatment that a text is about.

    Medicines are approved and devices are cleared, each for named uses; off-label is any other use
    (rules R-03 and R-11 of the medical facts).
    """

    APPROVED = "approved"
    CLEARED = "cleared"
    OFF_LABEL = "off_label"
    NONE = "none"


class TextStatus(StrEnum):
    """Whether a text is meant to go out at all; the words are Pelican's."""

    PUBLISHED = "published"
    DRAFT = "draft"


class Edited(Model):
    """What every Markdown text has, questions too: its days, its old addresses, its exceptions.

    On which days it is out follows from `status`, `published` and `expires`: see `going_out`.
    """

    status: TextStatus = Field(
        TextStatus.PUBLISHED, description="draft: only the development site shows it"
    )
    published: Date | None = Field(
        None, description="the day on which it first goes out; left out: at once"
    )
    expires: Date | None = Field(
        None, description="the last day on which it is out; left out: it stays"
    )
    editorial_exceptions: tuple[EditorialException, ...] = Field(
        (), description="places where the text may break a rule of content/_wording.yaml or ours"
    )
    former_urls: tuple[FormerUrl, ...] = Field((), description="addresses that must lead here")


class Review(Edited):
    """When a text was compared with its sources, and by whom it was reviewed.

    `facts_checked` is the day on which somebody compared the text with its sources. A medical
    review is more: `last_reviewed` and `medical_reviewer` stay out until a clinician has really
    read it.
    """

    published: Date = Field(description="the day on which it first goes out")
    facts_checked: Date = Field(description="the day on which it was compared with its sources")
    next_review: Date = Field(description="the day on which it is to be looked at again")
    last_reviewed: Date | None = Field(None, description="the day of the medical review")
    medical_reviewer: Id | None = Field(None, description="id of _providers.yaml")


class TextFrontMatter(Edited):
    """What every kind of text has. An answer has no `see_instead`: no server sees an anchor."""

    title: Text = Field(description="the heading; at most about 60 characters")
    description: Text = Field(description="one or two sentences for search results")
    questions: tuple[Id, ...] = Field(
        (), description="questions to show below the text: file names in content/faq/"
    )
    see_instead: Id | None = Field(
        None,
        description="the path of a page of ours to which its address leads while it is not out; "
        "left out: the list of its kind",
    )


class PageFrontMatter(TextFrontMatter):
    """`content/pages/`."""

    template: Literal["page", "request-appointment"] = Field(
        "page", description="request-appointment shows telephone numbers above the text"
    )


class MedicalFrontMatter(Review, TextFrontMatter):
    """What texts about health have besides. Sources are cited in the text: `[@S008]`."""


class TreatmentFrontMatter(MedicalFrontMatter):
    """`content/treatments/`; the file name is the id of the service."""

    conditions: tuple[Id, ...] = Field((), description="ids of content/_conditions.yaml")
    regulatory_status: RegulatoryStatus


class ConditionFrontMatter(MedicalFrontMatter):
    """`content/conditions/`; the file name is the id of the condition."""

    services: tuple[Id, ...] = Field((), description="ids of _services.yaml that it speaks of")


class ArticleFrontMatter(MedicalFrontMatter):
    """`content/articles/`."""

    services: tuple[Id, ...] = Field((), description="ids of _services.yaml")
    conditions: tuple[Id, ...] = Field((), description="ids of content/_conditions.yaml")
    regulatory_status: RegulatoryStatus = RegulatoryStatus.NONE
