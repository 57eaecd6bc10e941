"""An explanation as GitHub's Markdown, for a comment on a pull request.

Whatever it quotes is untrusted: it must become neither Markdown nor HTML, nor a link, nor a message
to somebody. So every sign that could begin one of these is written as its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..problems import plural, visible
from .items import Explanation, Section

MARK = "<!-- what this change does -->"
"""The first line of the comment, which nobody sees: by it the next one takes its place."""

LIMIT = 60_000
"""Bytes. GitHub takes 65,536 characters."""

OPEN_UP_TO = 12
"""A longer list is folded, and of more files of which the same is true the rest is counted."""

LONGEST = 500
"""Longest part of an item that is quoted, in characters."""

SIGN = re.compile(r"[!-&(-+\-./<-@\[-`{-~]")
"""Every sign of ASCII but comma, colon, semicolon and apostrophe."""

ALIVE = re.compile(
    r"(?<=[@#])(?=\w)|(?<=:)(?=[A-Za-z/+_-])|(?<=\bwww)(?=\.)|(?<=\bgh)(?=-)", re.IGNORECASE
)
"""Where GitHub would see a person, an issue, an emoji or a link; `7:00` is none of these."""

JOINER = "\u2060"
"""Takes no room and separates nothing for a reader, but ends such a word for GitHub."""


def markdown(found: Explanation) -> str:
    """The comment: the summary, then the lists as far as they have room."""
    head = [MARK, "### What this change does", "", *(f"{quoted(x)}  " for x in found.summary), ""]
    end = f"\nCompared with {quoted(found.base)}. The command “make explain” shows all of it.\n"
    room = LIMIT - _size("\n".join(head)) - _size(end)
    parts = []
    for number, section in enumerate(found.sections):
        share = room // (len(found.sections) - number) if number else room * 2 // 3
        part = "\n".join(_section(section, share))
        room -= _size(part)
        parts.append(part)
    return "\n".join([*head, *parts, end])


def quoted(text: str) -> str:
    """`text` so that GitHub shows its characters and does nothing else with them."""
    short = text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
    separated = ALIVE.sub(JOINER, visible(short))
    return SIGN.sub(lambda sign: f"&#{ord(sign[0])};", separated)


def _section(section: Section, room: int) -> Iterator[str]:
    """A list with its title; folded if it is long, and cut where there is no room."""
    title = f"{section.title} ({section.count})"
    told = list(section.told)
    is_long = len(told) > OPEN_UP_TO
    yield f"<details><summary>{title}</summary>\n" if is_long else f"#### {title}\n"
    for number, (words, places) in enumerate(told):
        line = _line(words, places)
        room -= _size(line) + 1
        if room < 0:
            yield f"- … and {len(told) - number} more"
            break
        yield line
    yield "\n</details>\n" if is_long else ""


def _line(words: str, places: list[str]) -> str:
    rest = len(places) - OPEN_UP_TO
    more = [f"… and {plural(rest, 'more file')}"] if rest > 0 else []
    return "<br>".join((f"- {quoted(words)}", *map(quoted, places[:OPEN_UP_TO]), *more))


def _size(text: str) -> int:
    return len(text.encode())
