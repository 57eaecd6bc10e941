"""The YAML between `---` lines at the top of a Markdown file, read like any other YAML here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..problems import Place, Problem
from .source import Source
from .yaml_text import parse_yaml

FENCE = "---"

EXAMPLE = "_example.md"
"""The annotated example in a folder of Markdown files: to be copied, never published."""


def split_front_matter(text: str) -> tuple[str, str] | None:
    """Front matter and body, or None where the first line or the closing line is missing.

    The front matter keeps its line numbers: its opening fence is an empty line.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return None
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == FENCE:
            return "\n".join(["", *lines[1:number]]), "\n".join(lines[number + 1 :])
    return None


def body(source: Source) -> str:
    """The text below the front matter; empty where there is no front matter."""
    parts = split_front_matter(source.text)
    return parts[1] if parts else ""


def body_lines(source: Source) -> Iterator[tuple[int, str]]:
    """The lines below the front matter, with their numbers in the file."""
    if split_front_matter(source.text) is not None:
        lines = body(source).split("\n")
        yield from enumerate(lines, start=len(source.lines) - len(lines) + 1)


def parse_front_matter(source: Source) -> tuple[Source | None, list[Problem]]:
    """`source` with its front matter as `root`; its text stays the whole file."""
    parts = split_front_matter(source.text)
    if parts is None:
        return None, [source.problem(Place(), *NO_FRONT_MATTER)]
    if all(not line or line.startswith("#") for line in map(str.strip, parts[0].split("\n"))):
        return None, [source.problem(Place(), *EMPTY_FRONT_MATTER)]
    parsed, problems = parse_yaml(replace(source, text=parts[0]))
    return (replace(source, root=parsed.root) if parsed else None), problems


NO_FRONT_MATTER = (
    "the file does not begin with its description.",
    "begin with a line “---”, then lines like “title: …”, then a line “---”, then the text.",
)
EMPTY_FRONT_MATTER = (
    "there is nothing between the two lines “---”.",
    "write its description between them, “title: …” first, like in the other files.",
)
