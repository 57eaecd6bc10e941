"""Everything that editors write, read once: `locations/` and `content/`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from ..model.location import Location
from ..model.organization import (
    Insurance,
    Organization,
    Providers,
    Services,
)
from ..model.redirect import RedirectFile
from ..model.text import Edited
from ..problems import Problem, Severity, suggestion
from .files import Parse, Sourced, file_problem, load_file
from .image_files import ImageFiles, load_image_files
from .library import Library, load_library
from .plain_files import not_plain
from .source import Source, read_source
from .texts import Texts, load_texts
from .yaml_text import parse_yaml

M = TypeVar("M", bound=BaseModel)

FOLDERS = ("content", "locations", "theme")
"""Where every file may be published or decides what is."""

EDITED = ("locations", "content")
"""What editors write."""

LEDGER = "tests/urls.txt"
"""Every address that was ever published, a line each."""

SHARED_FILES = ("_organization", "_services", "_insurance", "_providers", "_example", "_redirects")
"""Files in `locations/` that are not locations."""

NOT_YAML = ("README.md", "_location.schema.json")
"""What else may lie in `locations/`."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """A text or a question; `url` is its address, from the root."""

    url: str
    entry: Sourced[Edited]


@dataclass(frozen=True, slots=True)
class Repository:
    """All that could be read; whatever could not is in `problems`.

    Attributes:
        example: the annotated example, to notice what is left of it in a copy.
        locations: by slug, sorted.
        slugs: of every location file, also of those that could not be read.
        texts: the Markdown texts by kind and slug.
        ledger: the list of every address that was ever published; None where there is none.
        withheld: what `going_out` has taken out of the texts and questions; else empty.
    """

    root: Path
    organization: Sourced[Organization] | None
    services: Sourced[Services] | None
    insurance: Sourced[Insurance] | None
    providers: Sourced[Providers] | None
    redirects: Sourced[RedirectFile] | None = None
    example: Sourced[Location] | None = None
    locations: dict[str, Sourced[Location]] = field(default_factory=dict)
    slugs: frozenset[str] = frozenset()
    texts: Texts = field(default_factory=Texts)
    library: Library = field(default_factory=Library)
    images: ImageFiles = field(default_factory=ImageFiles)
    problems: tuple[Problem, ...] = ()
    ledger: Source | None = None
    withheld: tuple[Addressed, ...] = ()

    @property
    def files(self) -> Iterator[Source]:
        """Every file that editors write: the shared lists, the locations, then the prose."""
        library = self.library
        shared: tuple[Sourced[Any] | None, ...] = (
            *(self.organization, self.services, self.insurance, self.providers, self.redirects),
            *(library.topics, library.conditions, library.sources, library.wording),
            library.link_exceptions,
        )
        yield from (entry.source for entry in shared if entry)
        yield from (entry.source for entry in self.locations.values())
        yield from self.prose

    @property
    def prose(self) -> Iterator[Source]:
        """Every Markdown file: the texts, then the questions."""
        yield from (text.entry.source for text in self.texts)
        yield from (question.source for question in self.library.questions.values())


def load_repository(root: Path) -> Repository:
    """Read the project folder `root`. Never raises for bad content."""
    problems = [problem for name in FOLDERS for problem in not_plain(root, root / name)]

    def load(model: type[M], path: Path, parse: Parse = parse_yaml) -> Sourced[M] | None:
        sourced, found = load_file(model, root, path, parse)
        problems.extend(found)
        return sourced

    folder = root / "locations"
    files = sorted(folder.glob("*")) if folder.is_dir() else []
    problems += _unexpected_files(root, folder, files)
    location_files = [path for path in files if is_location(path)]
    locations = {path.stem: load(Location, path) for path in location_files}
    texts, found = load_texts(root)
    problems += found
    library, found = load_library(root)
    problems += found
    images, found = load_image_files(root)
    problems += found
    ledger, found = read_source(root, path) if (path := root / LEDGER).exists() else (None, [])
    problems += found
    return Repository(
        root=root,
        organization=load(Organization, folder / "_organization.yaml"),
        services=load(Services, folder / "_services.yaml"),
        insurance=load(Insurance, folder / "_insurance.yaml"),
        providers=load(Providers, path) if (path := folder / "_providers.yaml").exists() else None,
        redirects=load(RedirectFile, path)
        if (path := folder / "_redirects.yaml").exists()
        else None,
        example=load(Location, path) if (path := folder / "_example.yaml").exists() else None,
        locations={slug: found for slug, found in locations.items() if found},
        slugs=frozenset(locations),
        texts=texts,
        library=library,
        images=images,
        problems=tuple(dict.fromkeys(problems)),
        ledger=ledger,
    )


def is_location(path: Path) -> bool:
    """Whether a file in `locations/` is a clinic's, by its name."""
    return path.suffix == ".yaml" and not path.name.startswith(("_", "."))


def _unexpected_files(root: Path, folder: Path, files: list[Path]) -> Iterator[Problem]:
    """Whatever lies in `locations/` and would be passed over in silence."""
    if not any(is_location(path) for path in files):
        yield file_problem(root, folder, *NO_LOCATIONS)
    for path in files:
        if path.name.startswith(".") or path.name in NOT_YAML or is_location(path):
            continue
        if path.is_dir():
            yield file_problem(root, path, *SUBFOLDER)
        elif path.suffix != ".yaml":
            looks_like_data = any(part in path.name.lower() for part in (".yaml", ".yml"))
            severity = Severity.ERROR if looks_like_data else Severity.WARNING
            yield file_problem(root, path, *WRONG_SUFFIX, severity)
        elif path.stem not in SHARED_FILES:
            hint = suggestion(path.stem, SHARED_FILES) or "a location's name begins with its state."
            yield file_problem(
                root, path, "no file with this name is read.", hint, Severity.WARNING
            )


NO_LOCATIONS = (
    "there is no location file in this folder.",
    "restore the files from git, or check that the command runs in the project folder.",
)
SUBFOLDER = (
    "a folder in here is not read.",
    "move its files one level up; a location's state is the beginning of its name.",
)
WRONG_SUFFIX = (
    "this file is not read, because its name does not end in “.yaml”.",
    "rename it so that it ends in .yaml, in small letters; or take it out of the folder.",
)
