"""Parse YAML into a tree with positions, strictly: one plain subset, every fault explained.

Built on PyYAML's event stream (the C parser where it is there), because the events still
know anchors, tags and doubled keys, which later stages have forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import yaml

from ..problems import Place, Problem, Severity
from .source import MERGE, MERGE_MARK, Source
from .tree import Mapping, Node, Scalar, Sequence, scalars
from .yaml_faults import ALIAS, TAG, TOO_DEEP, syntax_problem

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_DEPTH = 12
"""Deepest nesting that is read; the deepest that a real file needs is 4."""

MAX_VALUES = 5_000
"""Most keys and values that one file may hold; a clinic's file has about 100."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""What YAML cannot hold, and the rare line ends by which it would count lines differently."""

CUT = re.compile(r" +(#[^\s#].*|# ?(?:[A-Za-z]|[0-9][\w-]*) *$)")
"""` #210` or ` # B` behind a value. A real comment has a space after `#`, and several words."""

CURLY = re.compile(r"[“”„][^“”„]*[“”]?|‘[^‘’]*’")
"""A whole value inside curly quotes, where a word processor put them; others are content."""


class Refused(Exception):
    """Carries the one Problem after which a file cannot be parsed any further."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def parse_yaml(source: Source) -> tuple[Source | None, list[Problem]]:
    """`source` with its YAML as `root`, and the problems found on the way.

    Returns None where there is no tree.
    """
    problems: list[Problem] = []
    try:
        _require_readable(source)
        root = _Builder(source, problems).build()
    except Refused as refusal:
        return None, [*problems, refusal.problem]
    if root is None or (isinstance(root, Scalar) and root.is_empty):
        return None, [source.problem(Place(), *EMPTY)]
    if not isinstance(root, Mapping):
        return None, [*problems, source.problem(root.place, *NOT_A_MAP)]
    parsed = replace(source, root=root)
    return parsed, [*problems, *_doubtful_scalars(parsed)]


def _require_readable(source: Source) -> None:
    """No character and no line that would lead the parser astray."""
    if match := CONTROL.search(source.text):
        before = source.text[: match.start()]
        place = Place(before.count("\n") + 1, match.start() - before.rfind("\n"))
        message, hint = CONTROL_CHARACTER
        raise Refused(source.problem(place, message.format(ord(match[0])), hint))
    for number, line in enumerate(source.lines, start=1):
        if MERGE_MARK.match(line):
            raise Refused(source.problem(Place(number, 1, 7), *MERGE))


@dataclass(slots=True)
class _Open:
    """A list or group whose end has not come yet; in a group, `key` waits for its value."""

    node: Mapping | Sequence
    key: Scalar | None = None


class _Builder:
    """Turns the events of one document into nodes; collects what it can, raises Refused else."""

    def __init__(self, source: Source, problems: list[Problem]) -> None:
        self.source = source
        self.problems = problems
        self.root: Node | None = None
        self.open: list[_Open] = []
        self.values = 0

    def build(self) -> Node | None:
        for event in self._events():
            if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                raise self._refused(event, SECOND_DOCUMENT)
            if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                self._attach(self.open.pop().node)
            elif isinstance(event, yaml.NodeEvent):
                self._take(self._node(event))
        return self.root

    def _events(self) -> Iterator[Any]:
        try:
            yield from yaml.parse(self.source.text, Loader=LOADER)
        except yaml.YAMLError as error:
            raise Refused(syntax_problem(self.source, error)) from None

    def _refused(self, event: Any, why: tuple[str, str]) -> Refused:
        return Refused(self.source.problem(_place(event), *why))

    def _node(self, event: Any) -> Node:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise self._refused(event, ALIAS)
        if event.tag:
            raise self._refused(event, TAG)
        if isinstance(event, yaml.MappingStartEvent):
            return Mapping(_place(event))
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(_place(event))
        self.values += 1
        if self.values > MAX_VALUES:
            raise self._refused(event, TOO_MANY)
        scalar = Scalar(event.value, _place(event), is_plain=not event.style)
        if scalar.is_plain:
            self._require_whole(event)
        return scalar

    def _require_whole(self, event: Any) -> None:
        """What stands behind a value without quotes is no part of it that was cut off."""
        line, column = event.end_mark.line + 1, event.end_mark.column
        if match := CUT.match(self.source.line(line), column):
            place = Place(line, match.start(1) + 1, len(match[1].rstrip()))
            self.problems.append(self.source.problem(place, *CUT_BY_COMMENT))

    def _take(self, node: Node) -> None:
        """Put a node where it belongs: as the key that is due, as a value, or on the stack."""
        parent = self.open[-1] if self.open else None
        if parent and isinstance(parent.node, Mapping) and parent.key is None:
            if not isinstance(node, Scalar):
                raise Refused(self.source.problem(node.place, *BAD_KEY))
            parent.key = node
        elif isinstance(node, Scalar):
            self._attach(node)
        else:
            self.open.append(_Open(node))
            if len(self.open) > MAX_DEPTH:
                raise Refused(self.source.problem(node.place, *TOO_DEEP))

    def _attach(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if isinstance(parent.node, Sequence):
            parent.node.items.append(node)
        elif parent.key is not None:
            self._add_entry(parent.node, parent.key, node)
            parent.key = None

    def _add_entry(self, parent: Mapping, key: Scalar, node: Node) -> None:
        if key.value in parent.entries:
            first = parent.key_places[key.value].line
            self.problems.append(
                self.source.problem(
                    key.place,
                    f"“{key.value}” is given twice (first on line {first}).",
                    "delete one of the two lines.",
                )
            )
            return
        if isinstance(node, Scalar) and node.is_empty:
            node = replace(node, place=key.place)
        parent.entries[key.value] = node
        parent.key_places[key.value] = key.place


def _place(event: Any) -> Place:
    start, end = event.start_mark, event.end_mark
    is_value = isinstance(event, yaml.ScalarEvent) and start.line == end.line
    length = end.column - start.column if is_value else 1
    return Place(start.line + 1, start.column + 1, max(1, length))


def _doubtful_scalars(source: Source) -> Iterator[Problem]:
    for path, scalar in scalars(source.root):
        is_field = isinstance(path[-1], str)  # an empty item of a list is refused by the model
        if scalar.is_empty and is_field:
            yield source.problem(scalar.place, *NO_VALUE, Severity.WARNING)
        elif scalar.is_plain and CURLY.fullmatch(scalar.value):
            yield source.problem(scalar.place, *CURLY_QUOTES, Severity.WARNING)


CONTROL_CHARACTER = (
    "an invisible control character (U+{:04X}) stands here.",
    "delete it and type the text again.",
)
EMPTY = ("the file is empty.", "copy _example.yaml into it and change the values, or delete it.")
NOT_A_MAP = (
    "here “key: value” lines are expected.",
    "write each fact as “key: value”; a list or a single text cannot stand alone.",
)
SECOND_DOCUMENT = (
    "“---” begins a second document in the same file.",
    "delete this line; one file describes one thing.",
)
TOO_MANY = (
    f"this file holds more than {MAX_VALUES:,} values.",
    "check what was pasted into it; a clinic's file has about 100.",
)
BAD_KEY = ("a list or a group cannot be the name of a field.", "write “key: value”.")
NO_VALUE = (
    "this field has no value; it is read as “not known”.",
    "write the value after the colon, or delete the line.",
)
CURLY_QUOTES = (
    "curly quotes are shown to visitors as part of the text.",
    'delete them, or type straight quotes (") from the keyboard.',
)
CUT_BY_COMMENT = (
    "the text ends before “#”: what follows is read as a comment and is not shown.",
    'put the whole value in quotes if “#” belongs to it, like "Suite #210"; '
    "if it is a comment, write “# ” and a few words.",
)
