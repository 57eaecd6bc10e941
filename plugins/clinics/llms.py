"""`llms.txt`: what this site is and where what stands, for programs that answer people's questions.

The format is that of https://llmstxt.org: a heading, a quotation, notes, then lists of links.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .catalog import Catalog
from .directories import Directory
from .feed import FEED_PATH
from .model.location import Status
from .model.organization import CrisisLine
from .news import NEWS_PATH
from .problems import plural
from .publication import PublishedLocation
from .text_links import TextLink

LLMS_PATH = "llms.txt"
"""Address of the file, from the root."""

MOST_BYTES = 30_000
"""It is read whole, in one go; what does not fit is named by the pages that list it."""

GENERAL = (
    "What you read here is general information and not medical advice. A clinician who knows you "
    "can give advice for your own situation."
)
"""As the foot of every page says it."""

ADVICE = (
    "Not every clinic offers every treatment. What a clinic offers, its hours and its insurance "
    "stand on its own page, and nothing that stands there for one clinic holds for another.",
    "Medical statements name their sources on the page, with the day on which they were last "
    "compared. Please name the page when you use one.",
)


@dataclass(frozen=True, slots=True)
class _Section:
    """A list of links; `brief` is what stands in its place where space is short."""

    name: str
    links: tuple[str, ...]
    brief: tuple[str, ...]


def llms_txt(catalog: Catalog, base: str) -> bytes:
    """The file; its links begin with `base`, which may be empty, and a slash.

    Help in a crisis comes first: what reads this file may be asked by somebody who needs it.
    """
    sections = list(_sections(catalog, base))
    text = _written(catalog, base, sections)
    for name in SHORTENED:
        if len(text.encode()) <= MOST_BYTES:
            break
        sections = [
            _Section(item.name, item.brief, item.brief) if item.name == name else item
            for item in sections
        ]
        text = _written(catalog, base, sections)
    return text.encode()


QUESTIONS, CLINICS, ARTICLES = "Questions and answers", "Clinics", "Articles"

SHORTENED = (QUESTIONS, CLINICS, ARTICLES)
"""Sections that grow without limit, in the order in which they become brief."""


def _written(catalog: Catalog, base: str, sections: Iterable[_Section]) -> str:
    organization = catalog.organization
    blocks = [
        f"# {_plain(organization.name)}",
        f"> {_plain(organization.description)} {GENERAL}",
        "Help in a crisis, before anything else:",
        "\n".join(map(_crisis_line, (*organization.emergency_lines, *organization.other_lines))),
        *ADVICE,
    ]
    for section in sections:
        if section.links:
            blocks += [f"## {section.name}", "\n".join(section.links)]
    return "\n\n".join(blocks) + "\n"


def _crisis_line(line: CrisisLine) -> str:
    number = f" ({line.telephone.display})" if line.telephone else ""
    name = (
        line.name if line.telephone and line.telephone.display in line.name else line.name + number
    )
    return f"- {_plain(name)}. {_plain(line.audience)}. {_plain(line.note)}"


def _sections(catalog: Catalog, base: str) -> Iterator[_Section]:
    def link(name: str, url: str, note: str = "") -> str:
        return f"- [{_plain(name)}]({base}/{url})" + (f": {_plain(note)}" if note else "")

    def texts(kind: str) -> tuple[str, ...]:
        return tuple(map(about, catalog.text_links(kind)))

    def about(text: TextLink) -> str:
        return link(text.title, text.url, text.description)

    def clinic(location: PublishedLocation) -> str:
        return link(f"{location.name} clinic", location.url, _about(location))

    def state(directory: Directory) -> str:
        number = plural(len(directory.locations), "clinic")
        return link(f"Clinics in {directory.name}", directory.url, f"{number}.")

    pages = {text.url: text for text in catalog.text_links("pages")}
    help_first = [about(pages.pop("crisis/"))] if "crisis/" in pages else []
    find = [
        link("Find the nearest clinic", "near-me/", "By ZIP code, city or state."),
        link("All clinics", "locations/", plural(len(catalog.locations), "clinic") + "."),
    ]
    yield _Section("Start here", tuple(help_first + find), ())
    yield _Section("Treatments", texts("treatments"), ())
    yield _Section("Conditions", texts("conditions"), ())
    articles = texts("articles")
    brief = (link("All articles", "articles/", f"{plural(len(articles), 'article')}."),)
    yield _Section(ARTICLES, articles, brief if articles else ())
    topics = [
        (link(topic.topic.name, topic.url, topic.topic.description), catalog.question_links(topic))
        for topic in catalog.topics
    ]
    questions = tuple(
        line
        for topic_line, found in topics
        for line in (topic_line, *(f"  {link(item.name, item.url)}" for item in found))
    )
    yield _Section(QUESTIONS, questions, tuple(line for line, _found in topics))
    listed = [directory for directory in catalog.states if directory.locations]
    clinics = tuple(
        line
        for directory in listed
        for line in (
            state(directory),
            *(f"  {clinic(location)}" for location in directory.locations),
        )
    )
    yield _Section(CLINICS, clinics, tuple(map(state, listed)))
    yield _Section("About us", tuple(map(about, pages.values())), ())
    feeds = [link("Clinic news", NEWS_PATH, "Openings, closures, moves and alerts, as Atom.")]
    if articles:
        feeds.append(link("New articles", FEED_PATH, "As Atom."))
    everything = link("Everything from A to Z", "a-z/")
    yield _Section("Optional", (everything, *feeds), ())


def _about(location: PublishedLocation) -> str:
    """Where a clinic is, and whether it is not open; never a status that is not confirmed."""
    city = location.confirmed.address.address_locality
    status = "" if location.label("status") else STATUS_WORDS.get(location.facts.status, "")
    return " ".join(f"{part}." for part in (city and f"{city}, {location.region}", status) if part)


STATUS_WORDS = {
    Status.OPENING_SOON: "Opening soon",
    Status.TEMPORARILY_CLOSED: "Closed for now",
    Status.VIRTUAL_ONLY: "Video visits only",
}
"""What is said of a listed clinic that is not open, as its page says it."""

_SIGNS = re.compile(r"[\\\[\]<>`*_]")


def _plain(text: str) -> str:
    """`text` in Markdown, as words and nothing else."""
    return _SIGNS.sub(r"\\\g<0>", " ".join(text.split()))
