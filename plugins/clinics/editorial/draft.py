"""A text as the editorial rules see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ..load.front_matter import body_lines
from ..load.source import Source
from ..load.tree import place_of
from ..model.question import Question
from ..model.text import Edited, RegulatoryStatus, TextFrontMatter
from ..problems import Place
from .blocks import Block, Kind, read_blocks


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words of a file, and how to find a part of them in it."""

    text: str
    place: Callable[[int, int], Place]


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that are read together: a paragraph, a heading, a whole table or a whole list.

    Attributes:
        beside: for a list, the paragraphs before and after it.
    """

    blocks: tuple[Block, ...]
    beside: tuple[Block, ...] = ()

    @property
    def texts(self) -> Iterator[str]:
        """What readers see of it and of the paragraphs beside it."""
        return (block.text for block in (*self.blocks, *self.beside))

    @property
    def written(self) -> Iterator[str]:
        """The lines of it and of the paragraphs beside it, as they stand in the file."""
        return (line for block in (*self.blocks, *self.beside) for line in block.written)


@dataclass(frozen=True, eq=False)
class Draft:
    """A Markdown text or a question of the library; its file decides whether two are the same."""

    front_matter: Edited
    source: Source

    def __hash__(self) -> int:
        return hash((self.source.path, self.source.text))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Draft):
            return NotImplemented
        mine, others = self.source, other.source
        return (mine.path, mine.text) == (others.path, others.text)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The body, cut into blocks."""
        return read_blocks(body_lines(self.source))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The blocks of the body, those of a table or a list together."""
        runs: list[list[Block]] = []
        for block in self.blocks:
            if runs and block.kind is runs[-1][-1].kind and block.kind in (Kind.ROW, Kind.ITEM):
                runs[-1].append(block)
            else:
                runs.append([block])
        groups = []
        for before, run, after in zip([[], *runs], runs, [*runs[1:], []], strict=False):
            beside = [*before[-1:], *after[:1]] if run[0].kind is Kind.ITEM else []
            paragraphs = tuple(block for block in beside if block.kind is Kind.PARAGRAPH)
            groups.append(Group(tuple(run), paragraphs))
        return tuple(groups)

    @property
    def heads(self) -> Iterator[Passage]:
        """Title and description; a question has only the first."""
        for name in ("title", "description"):
            if text := getattr(self.front_matter, name, ""):
                yield whole(text, place_of(self.source.root, (name,)))

    @property
    def passages(self) -> Iterator[Passage]:
        """All that readers see of it: title, description, then each block."""
        yield from self.heads
        for block in self.blocks:
            yield Passage(block.text, block.place)

    @property
    def cites_at_the_top(self) -> bool:
        """Whether the front matter names the sources, as that of a question does."""
        return isinstance(self.front_matter, Question) and bool(self.front_matter.sources)

    @property
    def is_off_label(self) -> bool:
        """Whether the text is about an off-label use."""
        status = getattr(self.front_matter, "regulatory_status", None)
        return status is RegulatoryStatus.OFF_LABEL

    @property
    def is_text(self) -> bool:
        """Whether it has a page of its own; a question is shown on pages of others."""
        return isinstance(self.front_matter, TextFrontMatter)

    @cached_property
    def sections(self) -> tuple[tuple[Block | None, tuple[Block, ...]], ...]:
        """Each heading with the prose below it; first what stands above any heading, with None.

        Rows of tables are no prose.
        """
        sections: list[tuple[Block | None, list[Block]]] = [(None, [])]
        for block in self.blocks:
            if block.kind is Kind.HEADING:
                sections.append((block, []))
            elif block.kind is not Kind.ROW:
                sections[-1][1].append(block)
        return tuple((heading, tuple(prose)) for heading, prose in sections)


def whole(text: str, place: Place) -> Passage:
    """A passage that is always pointed to as a whole."""
    return Passage(text, lambda _start, _end: place)
