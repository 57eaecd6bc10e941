"""Rules about the question library, and about the questions that pages show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from ..catalog import Catalog
from ..citations import cited_ids
from ..faq import NAMED_FACTS
from ..load.files import Sourced
from ..load.front_matter import body, body_lines
from ..load.library import topic_id
from ..model.question import EVERY_LOCATION, Question
from ..problems import Place, Problem, Severity, suggestion
from .texts import CONDITIONS, PROVIDERS, SERVICES, SOURCES, headings, unknown

NEAR_DUPLICATE = 0.8
"""From this sum on two questions count as the same: the share of common shingles of their titles
(four letters), and of their answers (three words). “Can it help with PTSD?” and “… with OCD?” have
similar titles and stay below, because their answers differ."""

NAME = re.compile(
    r"\{(?!filename\}|(?:attach|static|author|category|index|tag)\})([^{}\n]{0,40})\}"
)
IN_LINK = re.compile(r"\[[^\[\]]{0,999}\]\([^)]{0,999}\)")

TAKEN_ANCHOR = re.compile(
    "accessible|address|ages-treated|ask-about-services|booking|bus-and-train|clinicians|contents|"
    "driver|emergency|find|footer-about|footer-learn|footer-states|footer-visit|help|hours|insurance|insurance-plans|"
    "languages|main|menu|nearby|new-patients|opening-hours|other-topics|other-ways|parking-here|"
    "questions|related|"
    "services|services-offered|sources|spravato|treatments|video-visits|visit|what-to-bring|"
    "(?:cite|near-me|source)-[0-9a-z]+|question-[0-9a-z-]+"
)
"""Anchors of the pages that show questions; a question of the library needs one of its own."""

Entry = Sourced[Question]


def topics_exist(catalog: Catalog) -> Iterator[Problem]:
    """A question lies in the folder of a topic of `_topics.yaml`; topics and questions fit."""
    library = catalog.repository.library
    if "topics" in library.unreadable:
        return
    known = {topic.id for topic in library.topics.value.topics} if library.topics else set()
    for entry in _entries(catalog):
        folder = topic_id(entry)
        if folder not in known:
            yield entry.source.problem(
                Place(),
                f"“{folder}” is not a topic of _topics.yaml.",
                suggestion(folder, known) or "move the file, or add the topic there.",
            )
        yield from unknown(
            entry.source, "topics", entry.value.topics, known, "content/faq/_topics.yaml"
        )

    yield from _unknown_first_questions(catalog)


def _unknown_first_questions(catalog: Catalog) -> Iterator[Problem]:
    library = catalog.repository.library
    for at, topic in enumerate(library.topics.value.topics if library.topics else ()):
        own = {slug for slug, entry in library.questions.items() if topic_id(entry) == topic.id}
        for position, slug in enumerate(topic.first):
            if library.topics and slug not in own:
                yield library.topics.source.problem_at(
                    ("topics", at, "first", position),
                    f"there is no question “{slug}” in the folder {topic.id}.",
                    suggestion(slug, own) or "write the name of its file, without .md.",
                )


def references_of_questions_exist(catalog: Catalog) -> Iterator[Problem]:
    """Services, conditions, locations, sources and the reviewer of a question exist."""
    for entry in _entries(catalog):
        question = entry.value
        locations = catalog.repository.slugs | {EVERY_LOCATION}
        reviewers = [question.medical_reviewer] if question.medical_reviewer else []
        for name, items, known, file in (
            ("services", question.services, catalog.services, SERVICES),
            ("conditions", question.conditions, catalog.conditions, CONDITIONS),
            ("locations", question.locations, locations, "the folder locations/"),
            ("sources", question.sources, catalog.medical_sources, SOURCES),
            ("medical_reviewer", reviewers, catalog.providers, PROVIDERS),
        ):
            if name not in catalog.repository.library.unreadable:
                yield from unknown(entry.source, name, items, known, file)


def questions_ask(catalog: Catalog) -> Iterator[Problem]:
    """The title of a question ends with a question mark, and its file name fits an address."""
    for slug, entry in catalog.repository.library.questions.items():
        if not entry.value.title.endswith("?"):
            yield entry.source.problem_at(
                ("title",), "this title is not a question.", "end it with a question mark."
            )
        for match in NAME.finditer(entry.value.title):
            if match[1] in NAMED_FACTS:
                yield entry.source.problem_at(("title",), *_not_filled_in(match[0], "a title"))
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
            yield entry.source.problem(
                Place(),
                f"the file name “{slug}.md” cannot become an address.",
                "use small letters, digits and single hyphens only, like does-tms-hurt.md.",
            )
        elif TAKEN_ANCHOR.fullmatch(slug):
            yield entry.source.problem(
                Place(),
                f"“#{slug}” is another place on the pages that show this question.",
                "give the file a longer name, from the words of the question.",
            )


def questions_are_answered(catalog: Catalog) -> Iterator[Problem]:
    """The text of a question is its answer: not empty, without headings, with known names."""
    for entry in _entries(catalog):
        lines = list(body_lines(entry.source))
        if not any(line.strip() for _number, line in lines):
            yield entry.source.problem_at(
                ("title",), "this question has no answer.", "write it below the second line “---”."
            )
        for place, _words_of_it in headings(entry.source):
            yield entry.source.problem(place, *NO_HEADING)
        for number, line in lines:
            for match in cited_ids(line):
                place = Place(number, match.start() + 1, len(match[0]))
                yield entry.source.problem(place, *NO_CITATION)
        for number, line in lines:
            links = [link.span() for link in IN_LINK.finditer(line)]
            for match in NAME.finditer(line):
                place = Place(number, match.start() + 1, len(match[0]))
                if any(start < match.start() < end for start, end in links):
                    yield entry.source.problem(place, *_not_filled_in(match[0], "a link"))
                elif match[1] not in NAMED_FACTS:
                    known = ", ".join(f"{{{name}}}" for name in NAMED_FACTS)
                    yield entry.source.problem(
                        place, f"nothing is known as “{match[0]}”.", f"known names are {known}."
                    )


def questions_are_asked_once(catalog: Catalog) -> Iterator[Problem]:
    """No two questions of the library ask nearly the same."""
    asked = [
        (entry, _letters(entry.value.title), _words(body(entry.source)))
        for entry in _entries(catalog)
    ]
    for (first, *some), (second, *others) in combinations(asked, 2):
        if sum(map(_share, some, others)) >= NEAR_DUPLICATE:
            yield second.source.problem_at(
                ("title",),
                f"{first.source.path} asks nearly the same: “{first.value.title}”.",
                "keep one of the two, or make clear how they differ.",
                Severity.WARNING,
            )


def _not_filled_in(name: str, where: str) -> tuple[str, str]:
    return (
        f"“{name}” is not filled in inside of {where}.",
        f"write {where} without it; in the text of an answer it works.",
    )


@lru_cache(maxsize=2000)
def _letters(title: str) -> frozenset[str]:
    text = " ".join(re.findall(r"\w+", title.casefold()))
    return frozenset(text[at : at + 4] for at in range(max(1, len(text) - 3)))


@lru_cache(maxsize=2000)
def _words(answer: str) -> frozenset[str]:
    words = re.findall(r"\w+", answer.casefold())
    return frozenset(" ".join(words[at : at + 3]) for at in range(len(words) - 2))


@lru_cache(maxsize=100_000)  # of all pairs, the preview compares only those of an edit again
def _share(some: frozenset[str], others: frozenset[str]) -> float:
    common = len(some & others)
    return common / max(1, len(some) + len(others) - common)


def _entries(catalog: Catalog) -> list[Entry]:
    return list(catalog.repository.library.questions.values())


NO_CITATION = (
    "an answer cites no sources in its text.",
    "name it in “sources” at the top of the file; the sources are listed below the answer.",
)
NO_HEADING = ("an answer has no headings.", "make two questions of it, or write words in bold.")
