"""The question library: `content/faq/<topic>/<question>.md`, and the lists that it refers to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..model.link import LinkExceptions
from ..model.question import Conditions, MedicalSources, Question, Topics
from ..model.wording import Wording
from ..problems import Place, Problem
from .files import M, Sourced, file_problem, load_file
from .front_matter import EXAMPLE, parse_front_matter

FOLDER = "content/faq"
LINK_EXCEPTIONS = "content/_link_exceptions.yaml"


@dataclass(frozen=True, slots=True)
class Library:
    """All questions and lists that could be read; a list is None where its file is not there.

    Attributes:
        questions: by slug (the name of the file), sorted.
        unreadable: names of the lists whose files are there, but with faults.
        example: the annotated example, which is a question of no topic.
    """

    topics: Sourced[Topics] | None = None
    conditions: Sourced[Conditions] | None = None
    sources: Sourced[MedicalSources] | None = None
    questions: dict[str, Sourced[Question]] = field(default_factory=dict)
    unreadable: frozenset[str] = frozenset()
    example: Sourced[Question] | None = None
    wording: Sourced[Wording] | None = None
    link_exceptions: Sourced[LinkExceptions] | None = None


def load_library(root: Path) -> tuple[Library, list[Problem]]:
    """Read the library of the project folder `root`. Never raises for bad content."""
    problems: list[Problem] = []
    folder = root / FOLDER
    problems += _unexpected_files(root, folder)

    unreadable: set[str] = set()

    def load(model: type[M], name: str, path: Path) -> Sourced[M] | None:
        sourced, found = load_file(model, root, path, is_optional=True)
        problems.extend(found)
        if found and sourced is None:
            unreadable.add(name)
        return sourced

    topics = load(Topics, "topics", folder / "_topics.yaml")
    conditions = load(Conditions, "conditions", root / "content" / "_conditions.yaml")
    sources = load(MedicalSources, "sources", root / "content" / "_sources.yaml")
    wording = load(Wording, "wording", root / "content" / "_wording.yaml")
    link_exceptions = load(LinkExceptions, "link_exceptions", root / LINK_EXCEPTIONS)

    questions: dict[str, Sourced[Question]] = {}
    for path in sorted(folder.glob("*/*.md")):
        sourced, found = load_file(Question, root, path, parse_front_matter)
        problems += found
        if sourced and path.stem in questions:
            first = questions[path.stem].source.path
            problems.append(sourced.source.problem(Place(), *_used_twice(first)))
        elif sourced:
            questions[path.stem] = sourced
    example, found = load_file(Question, root, folder / EXAMPLE, parse_front_matter, True)
    problems += found
    by_slug = dict(sorted(questions.items()))
    library = Library(
        *(topics, conditions, sources, by_slug, frozenset(unreadable), example, wording),
        link_exceptions,
    )
    return library, problems


def topic_id(question: Sourced[Question]) -> str:
    """The topic of a question: the name of its folder."""
    return question.source.path.split("/")[-2]


def _unexpected_files(root: Path, folder: Path) -> Iterator[Problem]:
    """Whatever lies in the library and would be passed over in silence."""
    for path in sorted(folder.rglob("*")):
        depth = len(path.relative_to(folder).parts)
        is_question = depth == 2 and path.suffix == ".md"
        is_known = path in (folder / "_topics.yaml", folder / EXAMPLE) or path.name[0] == "."
        if not is_question and not is_known and not (depth == 1 and path.is_dir()):
            yield file_problem(root, path, *NOT_A_QUESTION)


def _used_twice(first: str) -> tuple[str, str]:
    return (
        f"{first} has the same file name.",
        "give this file another name: a question's name is its address, on every page.",
    )


NOT_A_QUESTION = (
    "only Markdown files in a topic's folder become questions.",
    "move it to content/faq/<topic>/ and let its name end in .md; or take it out of the folder.",
)
