"""What `make check` would say of files that are not written yet.

Commands that write for editors ask first: what they write brings in no new error, or nothing is
written. The files are put into what has been read already, so the disk is not touched.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel

from .catalog import Catalog
from .checks import run_checks
from .load.files import Parse, Sourced
from .load.front_matter import parse_front_matter
from .load.models import build
from .load.repository import Repository
from .load.source import Source
from .load.texts import Texts
from .load.yaml_text import parse_yaml
from .model.location import Location
from .model.question import Question
from .model.text import ArticleFrontMatter
from .problems import Problem

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Trial:
    """The published site as it is, to be compared with the site as it would be."""

    repository: Repository
    as_of: datetime.date

    @classmethod
    def without_texts(cls, repository: Repository, as_of: datetime.date) -> Trial:
        """A trial that is quick enough for every single answer: the texts are not compared."""
        library = replace(repository.library, questions={})
        alone = replace(repository, texts=Texts(), library=library, ledger=None)
        return cls(alone, as_of)

    @cached_property
    def before(self) -> frozenset[tuple[str, str, str]]:
        """What is wrong already."""
        return frozenset(map(_key, self._problems(self.repository)))

    def new_problems(self, files: Mapping[str, str]) -> list[Problem]:
        """What would be wrong with these files, by their paths, and is not wrong now."""
        after, problems = with_files(self.repository, files)
        problems = [*problems, *self._problems(after)]
        return [problem for problem in problems if _key(problem) not in self.before]

    def _problems(self, repository: Repository) -> list[Problem]:
        return [*repository.problems, *run_checks(Catalog(repository, self.as_of, True))]


def with_files(
    repository: Repository, files: Mapping[str, str]
) -> tuple[Repository, list[Problem]]:
    """The repository as if these clinics, articles and questions stood in it, and their faults."""
    problems: list[Problem] = []

    def with_new(known: dict[str, Sourced[M]], model: type[M], folder: str, parse: Parse) -> Any:
        new = {}
        for path in (path for path in files if path.startswith(folder)):
            parsed, faults = parse(Source(path, files[path]))
            value, refused = build(model, parsed) if parsed else (None, [])
            problems.extend([*faults, *refused])
            if parsed and value:
                new[_slug(path)] = Sourced(value, parsed)
        return dict(sorted({**known, **new}.items()))

    texts, library = repository.texts, repository.library
    after = replace(
        repository,
        locations=with_new(repository.locations, Location, "locations/", parse_yaml),
        slugs=repository.slugs | {_slug(path) for path in files if path.startswith("locations/")},
        texts=replace(
            texts,
            articles=with_new(
                texts.articles, ArticleFrontMatter, "content/articles/", parse_front_matter
            ),
        ),
        library=replace(
            library,
            questions=with_new(library.questions, Question, "content/faq/", parse_front_matter),
        ),
    )
    return after, problems


def _slug(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def _key(problem: Problem) -> tuple[str, str, str]:
    """A problem without its line, which moves when a line is added above it."""
    return problem.path, problem.severity, problem.message
