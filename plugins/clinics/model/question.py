"""The question library and what its texts refer to: topics, conditions, sources."""

from __future__ import annotations

from pydantic import Field

from .scalars import Date, Id, Model, Slug, Text, Url, Year


class Question(Model):
    """The lines between `---` at the top of a question; the text below is its accepted answer.

    Names are schema.org's, but for those that it lacks: `facts_checked` is the day on which the
    answer was compared with its sources; `last_reviewed` the day on which the clinician
    `medical_reviewer` read it. Both of the latter stay out until that has really happened.
    """

    title: Text = Field(description="the question, as patients ask it, with its question mark")
    topics: tuple[Id, ...] = Field((), description="ids of further topics besides its folder")
    services: tuple[Id, ...] = Field((), description="ids of _services.yaml that it is about")
    conditions: tuple[Id, ...] = Field((), description="ids of content/_conditions.yaml")
    locations: tuple[Id, ...] = Field(
        (), description="file names of clinics whose pages show it too; “all” for every clinic"
    )
    sources: tuple[Id, ...] = Field((), description="ids of content/_sources.yaml")
    published: Date = Field(description="the day on which it first went out")
    facts_checked: Date = Field(description="the day on which it was compared with its sources")
    next_review: Date = Field(description="the day on which it is to be looked at again")
    last_reviewed: Date | None = Field(None, description="the day of the medical review")
    medical_reviewer: Id | None = Field(None, description="id of _providers.yaml")


EVERY_LOCATION = "all"
"""In `locations`: the page of every clinic shows the question."""


class Topic(Model):
    """A group of questions; `id` is the name of its folder."""

    id: Slug
    name: Text
    description: Text = Field(description="one sentence, for the page and for search results")


class Topics(Model):
    """`content/faq/_topics.yaml`."""

    topics: tuple[Topic, ...]


class Condition(Model):
    """A condition that texts may be about; `id` is the slug of its page."""

    id: Slug
    name: Text


class Conditions(Model):
    """`content/_conditions.yaml`."""

    conditions: tuple[Condition, ...]


class MedicalSource(Model):
    """Where a medical statement comes from."""

    id: Id
    title: Text
    publisher: Text
    year: Year | None = Field(None, description="of publication; left out where there is none")
    url: Url | None = Field(None, description="left out where readers should not be sent there")


class MedicalSources(Model):
    """`content/_sources.yaml`."""

    sources: tuple[MedicalSource, ...]
