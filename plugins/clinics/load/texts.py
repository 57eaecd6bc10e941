"""The Markdown texts in `content/`, by kind: each kind has a folder and a model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from ..model.text import (
    ArticleFrontMatter,
    ConditionFrontMatter,
    Edited,
    MedicalFrontMatter,
    PageFrontMatter,
    TextFrontMatter,
    TreatmentFrontMatter,
)
from ..problems import Problem
from .files import Sourced, file_problem, load_file
from .front_matter import EXAMPLE, parse_front_matter

T = TypeVar("T", bound=TextFrontMatter)

KINDS: dict[str, type[TextFrontMatter]] = {
    "pages": PageFrontMatter,
    "treatments": TreatmentFrontMatter,
    "conditions": ConditionFrontMatter,
    "articles": ArticleFrontMatter,
}
"""Folder of `content/` → the model of its front matter."""

MARKUP = (".html", ".htm", ".rst", ".markdown", ".mkd", ".mdown")
"""Ends of the names that Pelican reads besides `.md`, even of hidden files."""


def text_url(kind: str, slug: str) -> str:
    """Address of a text, from the root: `about/`, `treatments/tms-therapy/`."""
    return f"{slug}/" if kind == "pages" else f"{kind}/{slug}/"


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text of any kind."""

    kind: str
    slug: str
    entry: Sourced[TextFrontMatter]

    @property
    def url(self) -> str:
        """Its address, from the root."""
        return text_url(self.kind, self.slug)


@dataclass(frozen=True, slots=True)
class Texts:
    """All texts that could be read, by kind and slug, sorted.

    Attributes:
        examples: the annotated example of each kind that has one; no text of the site.
    """

    pages: dict[str, Sourced[PageFrontMatter]] = field(default_factory=dict)
    treatments: dict[str, Sourced[TreatmentFrontMatter]] = field(default_factory=dict)
    conditions: dict[str, Sourced[ConditionFrontMatter]] = field(default_factory=dict)
    articles: dict[str, Sourced[ArticleFrontMatter]] = field(default_factory=dict)
    examples: dict[str, Sourced[TextFrontMatter]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[TextFile]:
        for kind in KINDS:
            for slug, entry in getattr(self, kind).items():
                yield TextFile(kind, slug, entry)

    def only(self, keep: Callable[[Edited], bool]) -> Texts:
        """The same without the texts that `keep` refuses."""
        kinds = {
            kind: {slug: entry for slug, entry in getattr(self, kind).items() if keep(entry.value)}
            for kind in KINDS
        }
        return replace(self, **kinds)

    @property
    def medical(self) -> Iterator[Sourced[MedicalFrontMatter]]:
        """The texts about health: all but the pages."""
        yield from self.treatments.values()
        yield from self.conditions.values()
        yield from self.articles.values()


def load_texts(root: Path) -> tuple[Texts, list[Problem]]:
    """Read every text of the project folder `root`. Never raises for bad content."""
    problems: list[Problem] = []
    examples: dict[str, Sourced[TextFrontMatter]] = {}

    def load(kind: str, model: type[T]) -> dict[str, Sourced[T]]:
        folder = root / "content" / kind
        problems.extend(_unexpected_files(root, folder))
        found = {}
        for path in sorted(folder.glob("*.md")):
            sourced, faults = load_file(model, root, path, parse_front_matter)
            problems.extend(faults)
            if sourced and path.name == EXAMPLE:
                examples[kind] = sourced
            elif sourced:
                found[path.stem] = sourced
        return found

    texts = Texts(
        pages=load("pages", PageFrontMatter),
        treatments=load("treatments", TreatmentFrontMatter),
        conditions=load("conditions", ConditionFrontMatter),
        articles=load("articles", ArticleFrontMatter),
        examples=examples,
    )
    return texts, problems


def _unexpected_files(root: Path, folder: Path) -> Iterator[Problem]:
    """Whatever lies there and Pelican might publish without any of our checks."""
    for path in sorted(folder.glob("*")):
        is_left_alone = path.name.startswith(".") and path.suffix not in MARKUP
        if path.suffix != ".md" and (path.is_dir() or not is_left_alone):
            message = f"only Markdown files directly in content/{folder.name}/ become pages."
            yield file_problem(root, path, message, MOVE_IT)


MOVE_IT = (
    "move it there and let its name end in .md, in small letters; or take it out of the folder."
)
