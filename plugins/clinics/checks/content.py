"""Rules about the Markdown in `content/`: plain Markdown, and links that lead somewhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..catalog import Catalog
from ..load.source import Source
from ..problems import Place, Problem, suggestion
from ..prose import LINK_SCHEMES, PELICAN_LINK, is_allowed_link

TAG = re.compile(r"<(?!https://|mailto:)[a-zA-Z/!?][^>\s]*")
LINK = re.compile(
    r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)|^\s{0,3}\[[^\]]+\]:\s*<?(\S+?)>?\s*$|<([a-z]+:[^>]*)>"
)
CONFLICT = re.compile(r"^(<{7}|={7}|>{7})(\s|$)")

OWN_ADDRESSES = frozenset(
    (
        "locations",
        "near-me",
        "treatments",
        "conditions",
        "articles",
        "faq",
        "search",
        "a-z",
        "near",
        "feeds",
        "styleguide",
        "report",
        "theme",
    )
)
"""First parts of addresses that are ours (DESIGN §6); a Markdown page cannot take them."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link target as written in Markdown, and where."""

    target: str
    place: Place


def notices_and_pages_have_their_own_names(catalog: Catalog) -> Iterator[Problem]:
    """A Markdown page has a well-formed file name that no other part of the site uses."""
    for slug, entry in catalog.repository.pages.items():
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
            yield entry.source.problem(
                Place(),
                f"the file name “{slug}.md” cannot become the address of a page.",
                "use small letters, digits and single hyphens only, like our-team.md.",
            )
        elif slug in OWN_ADDRESSES:
            yield entry.source.problem(
                Place(),
                f"the address /{slug}/ is taken by another part of the site.",
                "give the file another name.",
            )


def prose_is_plain_markdown(catalog: Catalog) -> Iterator[Problem]:
    """Markdown holds no HTML and no marks of an unfinished merge."""
    for entry in catalog.repository.pages.values():
        for number, line in _body_lines(entry.source):
            if CONFLICT.match(line):
                yield entry.source.problem(Place(number, 1, 7), *MERGE)
                continue
            for match in TAG.finditer(_without_code(line)):
                place = Place(number, match.start() + 1, len(match[0]))
                yield entry.source.problem(
                    place, f"HTML (“{match[0]}”) is not shown as HTML here.", NO_HTML
                )


def links_lead_somewhere(catalog: Catalog) -> Iterator[Problem]:
    """A link in Markdown is https, mailto, tel or sms, begins with “/”, or names a file of ours."""
    files = _files(catalog)
    for entry in catalog.repository.pages.values():
        folder = posixpath.dirname(entry.source.path.removeprefix("content/"))
        for link in _links(entry.source):
            if not is_allowed_link(link.target):
                yield entry.source.problem(
                    link.place,
                    f"a link cannot lead to “{link.target[:80]}”.",
                    _allowed(link.target),
                )
            elif link.target.startswith(PELICAN_LINK):
                yield from _broken_file_link(entry.source, link, folder, files)


def _files(catalog: Catalog) -> frozenset[str]:
    """Everything that `{filename}` may name, from the content folder: pages and location files."""
    pages = {
        sourced.source.path.removeprefix("content/")
        for sourced in catalog.repository.pages.values()
    }
    return frozenset(pages | {f"locations/{location.slug}.yaml" for location in catalog.published})


def _broken_file_link(
    source: Source, link: Link, folder: str, files: frozenset[str]
) -> Iterator[Problem]:
    path = link.target.removeprefix(PELICAN_LINK).partition("#")[0]
    joined = path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path)
    target = posixpath.normpath(joined)
    if target not in files:
        near = suggestion(target, files)
        yield source.problem(
            link.place,
            f"this link goes to “{path}”, which does not exist.",
            near or "write the path from content/, like {filename}/pages/about.md.",
        )


def _allowed(target: str) -> str:
    if target.startswith("http://"):
        return "write https:// instead of http://."
    if target.endswith(".md") and ":" not in target:
        return f"write {PELICAN_LINK}{target} to link to another page of ours."
    schemes = ", ".join(LINK_SCHEMES)
    return f"use {schemes}, an address of ours that begins with “/”, or {PELICAN_LINK}."


def _links(source: Source) -> Iterator[Link]:
    for number, line in _body_lines(source):
        text = _without_code(line)
        for match in LINK.finditer(text):
            group = next(index for index in (1, 2, 3) if match[index])
            yield Link(match[group], Place(number, match.start(group) + 1, len(match[group])))


def _body_lines(source: Source) -> Iterator[tuple[int, str]]:
    """The lines after the front matter, with their numbers;."""
    lines = source.text.split("\n")
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 0)
    yield from enumerate(lines[end + 1 :], start=end + 2)


def _without_code(line: str) -> str:
    """`line` with inline code blanked, so that columns stay."""
    return re.sub(r"`[^`]*`", lambda match: " " * len(match[0]), line)


MERGE = (
    "this line is left over from an unfinished merge.",
    "choose one version and delete the marks.",
)
NO_HTML = "write Markdown; to show the sign itself put it between back-ticks."
