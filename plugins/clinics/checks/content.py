"""Rules about the Markdown in `content/`: its file names, and that it is plain Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..catalog import Catalog
from ..load.front_matter import body_lines
from ..load.lines import without_code
from ..load.source import MERGE, MERGE_MARK, Source
from ..problems import Place, Problem
from ..prose import PELICAN_LINK
from .identity import OWN_ADDRESSES

TAG = re.compile(r"<(?![a-zA-Z]+:\S|[\w.+-]+@[\w.-]+>)[a-zA-Z/!?][^>\s]*")
COMMAND = re.compile(r"\{(attach|static|author|category|index|tag)\}|\|attach\|", re.IGNORECASE)
"""What Pelican acts on wherever it stands; `{attach}` would publish a file of the build machine."""

FIRST_LEVEL_HEADING = re.compile(r" {0,3}(?:#[ \t]|=+[ \t]*$)")
"""`# Heading`, or the line below a heading that is underlined with equals signs."""

MAX_LINES = 2_000
MAX_BRACKETS = 1_000
MAX_PARAGRAPH = 10_000
"""Limits of one page: beyond them the conversion of Markdown takes seconds, later hours.

Within a paragraph the time grows with the square of the quotes, stars and back-ticks; the longest
one today has 1,600 characters.
"""

DEEP = re.compile(r"(?:\s*(?:>|[*+-]\s|[0-9]+\.\s)){20}|\s{60,}\S")
"""A line that begins with many quote or list marks, or far to the right."""


def page_names_are_their_own(catalog: Catalog) -> Iterator[Problem]:
    """A Markdown text has a well-formed file name, and its address is its own."""
    for text in catalog.repository.texts:
        slug, entry = text.slug, text.entry
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
            yield entry.source.problem(
                Place(),
                f"the file name “{slug}.md” cannot become the address of a page.",
                "use small letters, digits and single hyphens only, like our-team.md.",
            )
        elif text.kind == "pages" and slug in OWN_ADDRESSES:
            yield entry.source.problem(
                Place(),
                f"the address /{slug}/ is taken by another part of the site.",
                "give the file another name.",
            )


def prose_is_plain_markdown(catalog: Catalog) -> Iterator[Problem]:
    """Markdown holds no HTML, no first-level heading and no marks of an unfinished merge."""
    for source in catalog.repository.prose:
        for number, line in body_lines(source):
            if MERGE_MARK.match(line):
                yield source.problem(Place(number, 1, 7), *MERGE)
                continue
            if FIRST_LEVEL_HEADING.match(line):
                yield source.problem(Place(number), *FIRST_LEVEL)
            text = without_code(line)
            for match in TAG.finditer(text):
                place = Place(number, match.start() + 1, len(match[0]))
                message = f"HTML (“{match[0][:40]}”) is not shown as HTML here."
                yield source.problem(place, message, _in_markdown(match[0]))
            for match in COMMAND.finditer(text):
                place = Place(number, match.start() + 1, len(match[0]))
                yield source.problem(place, f"“{match[0]}” cannot be used here.", NO_COMMAND)


def prose_has_a_reasonable_size(catalog: Catalog) -> Iterator[Problem]:
    """A page has at most 2,000 lines and 1,000 links, short paragraphs, and few lists in lists."""
    for source in catalog.repository.prose:
        yield from too_much(source)


def too_much(source: Source) -> Iterator[Problem]:
    """What makes the conversion of a text take too long; without it a rule may convert the text."""
    brackets = paragraph = 0
    for number, line in body_lines(source):
        brackets += line.count("[")
        paragraph = paragraph + len(line) if line.strip() else 0
        if number > MAX_LINES or brackets > MAX_BRACKETS:
            yield source.problem(Place(number), *TOO_LONG)
            break
        if paragraph > MAX_PARAGRAPH:
            yield source.problem(Place(number), *NO_PARAGRAPHS)
            break
        if DEEP.match(line):
            yield source.problem(Place(number), *TOO_DEEP)


def titles_are_unique(catalog: Catalog) -> Iterator[Problem]:
    """No two Markdown texts have the same title."""
    first: dict[str, str] = {}
    for entry in (text.entry for text in catalog.repository.texts):
        earlier = first.setdefault(entry.value.title.casefold(), entry.source.path)
        if earlier != entry.source.path:
            yield entry.source.problem_at(
                ("title",),
                f"{earlier} has the same title.",
                "give each page a title of its own; people tell pages apart by it.",
            )


def _in_markdown(tag: str) -> str:
    """What to write instead of a tag."""
    name = re.sub("[^a-z0-9].*", "", tag.lower().lstrip("</"), flags=re.DOTALL)
    words = next((words for names, words in MARKDOWN if name in names.split()), "")
    return f"write {words} instead." if words else NO_HTML


MARKDOWN = (
    ("b strong", "**words**"),
    ("i em", "*words*"),
    ("a", "[words](address)"),
    ("p br div span", "plain text, with an empty line where a new paragraph begins,"),
    ("h1 h2", "“## ” before the words"),
    ("h3 h4 h5 h6", "“### ” before the words"),
    ("ul li", "“- ” before each item"),
    ("ol", "“1. ” before each item"),
    ("blockquote", "“> ” before the words"),
    ("table thead tbody tr th td", "rows like | one | two |"),
    ("hr", "a line “---” between two empty lines"),
    ("img", "![what it shows](its address)"),
)
"""HTML tags, and what stands for them in Markdown."""

NO_HTML = "delete it; texts are Markdown only. To show the sign itself put it between back-ticks."
NO_COMMAND = f"link to another page of ours with {PELICAN_LINK}; write other braces as text."
FIRST_LEVEL = (
    "a first-level heading stands beside the title of the page.",
    "begin it with “## ”.",
)
TOO_LONG = (
    f"from here on the page is too long (more than {MAX_LINES:,} lines or {MAX_BRACKETS:,} “[”).",
    "make several pages of it.",
)
NO_PARAGRAPHS = (
    f"there are more than {MAX_PARAGRAPH:,} characters without an empty line.",
    "begin new paragraphs: put an empty line between them.",
)
TOO_DEEP = ("this line is nested too deeply.", "take list marks or spaces away at its beginning.")
