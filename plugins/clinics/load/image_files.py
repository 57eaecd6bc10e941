"""The folder `content/images/`: which of its files are images that can be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ..images.inspect import MAX_BYTES, Fault, fault_in
from ..images.types import FOLDER, NAME, TYPES
from ..problems import Problem, Severity
from .files import file_problem
from .memory import recalled
from .source import UNREADABLE_HINT, unreadable

NOTES = "README.md"
"""Tells in the folder itself what belongs there."""


@dataclass(frozen=True, slots=True)
class ImageFiles:
    """All images of editors.

    Attributes:
        good: by name, those that can be shown.
        refused: names of the files with a fault.
    """

    good: dict[str, Path] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()


def load_image_files(root: Path) -> tuple[ImageFiles, list[Problem]]:
    """Look at every file of the folder, by its content. Never raises for bad content."""
    good, problems = {}, []
    refused: set[str] = set()
    for path in _entries(root / "content" / FOLDER):
        if fault := recalled(path, path, partial(_fault_of, path)):
            refused.add(path.name)
            severity = Severity.WARNING if fault is HIDDEN else Severity.ERROR
            problems.append(file_problem(root, path, *fault, severity))
        else:
            good[path.name] = path
    return ImageFiles(good, frozenset(refused)), problems


def _entries(folder: Path) -> Iterator[Path]:
    """What is neither plain file nor folder is told of every folder, by `plain_files`."""
    if folder.is_dir() and not folder.is_symlink():
        for path in sorted(folder.iterdir()):
            if path.name != NOTES and not path.is_symlink() and (path.is_file() or path.is_dir()):
                yield path


def _fault_of(path: Path) -> Fault | None:
    suffix = path.suffix.lower()
    if path.is_dir():
        return SUBFOLDER
    if path.name.startswith("."):
        return HIDDEN
    if suffix not in TYPES:
        return OTHER_TYPE
    if not NAME.fullmatch(path.name):
        return _bad_name(path)
    try:
        size = path.stat().st_size
        return _too_large(size) if size > MAX_BYTES else fault_in(path.read_bytes(), TYPES[suffix])
    except OSError as error:
        return unreadable(error), UNREADABLE_HINT


def _bad_name(path: Path) -> Fault:
    words = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "room"
    return (
        f"the file name “{path.name}” cannot become a part of an address.",
        f"use small letters, digits and single hyphens only, like {words}{path.suffix.lower()}.",
    )


def _too_large(size: int) -> Fault:
    return (
        f"this image has {size / 1_000_000:,.0f} MB; the limit is {MAX_BYTES // 1_000_000} MB.",
        "make it smaller; 3200 pixels are wide enough.",
    )


SUBFOLDER = ("a folder in here is not read.", "move its files one level up.")
HIDDEN = (
    "a file whose name begins with a dot is hidden, and is not published.",
    "delete it; some programs put such files into folders by themselves.",
)
OTHER_TYPE = (
    "only JPEG, PNG and WebP images belong here.",
    "export it as one of these, with a name that ends in .jpg, .png or .webp; or take it out.",
)
