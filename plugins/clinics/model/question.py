"""The question library and what its texts refer to: topics, conditions, sources."""

from __future__ import annotations

from pydantic import Field

from .scalars import CitedId, Id, Model, Slug, Text, Url, Year
from .text import Review


class Question(Review):
    """The lines between `---` at the top of a question; the text below is its accepted answer."""

    title: Text = Field(description="the question, as patients ask it, with its question mark")
    topics: tuple[Id, ...] = Field((), description="ids of further topics besides its folder")
    services: tuple[Id, ...] = Field((), description="ids of _services.yaml that it is about")
    conditions: tuple[Id, ...] = Field((), description="ids of content/_conditions.yaml")
    locations: tuple[Id, ...] = Field(
        (), description="file names of clinics whose pages show it too; “all” for every clinic"
    )
    sources: tuple[Id, ...] = Field((), description="ids of content/_sources.yaml")


EVERY_LOCATION = "all"
"""In `locations`: the page of every clinic shows the question."""


class Topic(Model):
    """A group of questions; `id` is the name of its folder."""

    id: Slug
    name: Text
    description: Text = Field(description="one sentence, for the page and for search results")
    first: tuple[Id, ...] = Field(
        (), description="questions that come before the others: their file names"
    )


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

    id: CitedId
    title: Text
    publisher: Text
    year: Year | None = Field(None, description="of publication; left out where there is none")
    url: Url | None = Field(None, description="left out where readers should not be sent there")


class MedicalSources(Model):
    """`content/_sources.yaml`."""

    sources: tuple[MedicalSource, ...]
