"""`content/_wording.yaml`: words that our texts avoid, with what to write instead and why."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from .scalars import Date, Model, Percentage, Slug, Text, parse_text, refusal


def parse_words(value: Any) -> str:
    """Words to look for: one line that begins with a letter or a digit."""
    text = parse_text(value)
    if not re.match(r"\w", text):
        raise refusal(
            f"“{text}” does not begin with a letter or a digit.",
            "write the words as they stand in a text; a star only at the end of a word.",
        )
    return text


Words = Annotated[str, BeforeValidator(parse_words)]


class WordingRule(Model):
    """Words that our texts avoid.

    A hyphen in them stands for a space as well, a star at the end of a word for any letters;
    capitals do not count.
    """

    id: Slug
    words: tuple[Words, ...] = Field(description="words or phrases; each is looked for")
    together_with: tuple[Text, ...] = Field(
        (), description="the words are wrong only in one sentence with one of these"
    )
    unless_with: tuple[Text, ...] = Field(
        (), description="the words are right in one sentence with one of these"
    )
    reason: Text = Field(description="what is wrong, as it goes on after the words: “promises …”")
    replacement: Text = Field(description="what to write instead, as a sentence")
    severity: Literal["error", "warning"] = Field(
        "error", description="a warning does not stop the site from being built"
    )


SIMILARITY_LIMIT = 60
"""In percent, where the file does not say. Paragraphs about one subject share less than half of
their runs of five words; a copy in which some words were exchanged keeps more than this."""


class Wording(Model):
    """The file as a whole."""

    rules: tuple[WordingRule, ...]
    similarity_limit: Percentage = Field(
        SIMILARITY_LIMIT, description="from this share on, in percent, two paragraphs are too alike"
    )


class EditorialException(Model):
    """A place where a text may break an editorial rule, for a reason and for a time."""

    rule: Slug = Field(description="id of the rule: the word in brackets behind its message")
    text: Text | None = Field(
        None, description="the words that are meant; left out for the whole text"
    )
    reason: Text = Field(description="why it is right here; say who has agreed")
    expires: Date = Field(description="the day from which on the rule holds again")
