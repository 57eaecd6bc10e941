"""What the YAML parser finds wrong, in an editor's words and at the place of the cause."""

from __future__ import annotations

from typing import NamedTuple

import yaml

from ..problems import Place, Problem
from .source import Source

ALIAS = (
    "“&” or “*” at the beginning of a value has a special meaning in YAML.",
    "put the value in quotes; links between values are not used here.",
)
TAG = ("“!” at the beginning of a value has a special meaning in YAML.", "put the value in quotes.")
TAB = ("a tab stands where only spaces may stand.", "use two spaces instead of the tab.")
TOO_DEEP = ("this is nested too deeply.", "take brackets or spaces away; four levels are enough.")
UNFIT = (
    "this line does not fit the lines around it.",
    "indent it like its neighbours, two spaces for each level; check quotes and commas.",
)
OPEN_QUOTE = ("a quote is opened and never closed.", "add the missing closing quote.")
OPEN_BRACKET = ("a bracket is opened and never closed.", "add the missing “]” or “}”.")
ESCAPE = (
    "a backslash in double quotes begins a special character.",
    "use single quotes, or write two backslashes.",
)
FIRST_SIGN = ("a value cannot begin with this character.", "put the value in quotes.")
STRAY_KEY = (
    "this line does not continue the line above it.",
    "take away the spaces at its beginning, or write the line above as “key: value”.",
)
UNREADABLE = (
    "this line cannot be read as YAML.",
    "write it as “key: value”; put a value with unusual signs in quotes.",
)


class Fault(NamedTuple):
    """What PyYAML says, and what we say.

    Attributes:
        said: a part of PyYAML's message.
        told: message and remedy.
        at: the sign at the place; empty is the end of the file, None is any sign.
        after: signs of which one stands before the place; empty is any.
    """

    said: str
    told: tuple[str, str]
    at: str | None = None
    after: str = ""


SYNTAX_MESSAGES = (
    Fault("cannot start any token", TAB, at="\t"),
    Fault("found a tab character", TAB),
    Fault("cannot start any token", FIRST_SIGN),
    Fault(
        "mapping values are not allowed",
        (
            "a second colon makes this line unreadable.",
            'put the text in quotes, like key: "text: more".',
        ),
    ),
    Fault(
        "could not find expected ':'",
        (
            "this line has no colon with a space behind it.",
            "write “key: value”, with a space after the colon, like “name: Example”.",
        ),
    ),
    Fault(
        "did not find expected key",
        (
            "text follows the closing quote.",
            "put the quote at the end of the value; for a quote or an apostrophe inside, use the "
            'other kind around it, like "O\'Brien".',
        ),
        after="\"'",
    ),
    Fault("did not find expected key", UNFIT),
    Fault("expected <document start>", UNFIT),
    Fault(
        "did not find expected '-' indicator",
        (
            "this line does not fit the list around it.",
            "begin each item of the list with “- ” at the same indentation.",
        ),
    ),
    Fault(
        "did not find expected ',' or ']'",
        ("this list in brackets is not closed.", "add the missing “]” or comma."),
    ),
    Fault(
        "did not find expected ',' or '}'",
        ("this group in braces is not closed.", "add the missing “}” or comma."),
    ),
    Fault("did not find expected node content", OPEN_BRACKET, at=""),
    Fault(
        "did not find expected node content",
        (
            "here a value is expected.",
            "delete a comma or bracket too many, or put the value in quotes.",
        ),
    ),
    Fault("exceeded maximum nesting depth", TOO_DEEP),
    Fault("found unexpected end of stream", OPEN_QUOTE),
    Fault("found unexpected document indicator", OPEN_QUOTE),
    Fault("ing a tag", TAG),
    Fault("found undefined tag handle", TAG),
    Fault("while scanning an alias", ALIAS),
    Fault("while scanning an anchor", ALIAS),
    Fault(
        "while scanning a block scalar",
        (
            "“|” or “>” at the beginning of a value has a special meaning in YAML.",
            "put the value in quotes.",
        ),
    ),
    Fault("are not allowed in this context", FIRST_SIGN),
    Fault("while scanning a directive", FIRST_SIGN),
    Fault("found incompatible YAML document", FIRST_SIGN),
    Fault("found unknown escape character", ESCAPE),
    Fault("did not find expected hexdecimal number", ESCAPE),
    Fault("found invalid Unicode character escape", ESCAPE),
)
"""In the order in which they are tried."""

TOLD_TOO_LATE = (
    "unexpected end",
    "unexpected document",
    "expected ':'",
    "or ']'",
    "or '}'",
    "or line break",
    "while scanning an",
    "ing a tag",
    "while scanning a directive",
)
"""Faults that PyYAML notices only behind their cause: it names the cause as the context."""


def syntax_problem(source: Source, error: yaml.YAMLError) -> Problem:
    """The Problem to report for an exception of PyYAML."""
    said = f"{getattr(error, 'context', None)}: {getattr(error, 'problem', None)}"
    place = _place(source, error, said)
    line = source.line(place.line)
    before, at = line[: place.column - 1], line[place.column - 1 : place.column]
    if "mapping values" in said and ":" not in before:
        indent = len(before) - len(before.lstrip())
        key = Place(place.line, indent + 1, max(1, len(before) - indent))
        return source.problem(key, *STRAY_KEY)
    for fault in SYNTAX_MESSAGES:
        is_there = fault.at is None or fault.at == at
        is_after = not fault.after or before.rstrip()[-1:] in tuple(fault.after)
        if fault.said in said and is_there and is_after:
            return source.problem(place, *fault.told)
    return source.problem(place, *UNREADABLE)


def _place(source: Source, error: yaml.YAMLError, said: str) -> Place:
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    if any(text in said for text in TOLD_TOO_LATE):
        marks.reverse()
    mark = next((mark for mark in marks if mark), None)
    if mark is None:
        return Place()
    number = min(mark.line + 1, len(source.lines))
    if mark.column or source.line(number):
        return Place(number, mark.column + 1)
    while number > 1 and not source.line(number).strip():  # at the end: behind the last text
        number -= 1
    return Place(number, len(source.line(number)) + 1)
