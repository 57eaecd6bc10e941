"""Parse YAML into a tree with positions, strictly: one plain subset, every fault explained.

Built on PyYAML's event stream (the C parser where it is there), because the events still
know anchors, tags and doubled keys, which later stages have forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import yaml

from ..problems import Place, Problem, Severity
from .source import Source
from .tree import Mapping, Node, Scalar, Sequence, scalars

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_DEPTH = 12
"""Deepest nesting that is read; the deepest that a real file needs is 4."""


class Refused(Exception):
    """Carries the one Problem after which a file cannot be parsed any further."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def parse_yaml(source: Source, first_line: int = 1) -> tuple[Source | None, list[Problem]]:
    """`source` with its YAML as `root`, and the problems found on the way.

    `first_line` is the line on which the YAML text begins, for YAML inside another file; the
    text before it must be blanked by the caller. Returns None where there is no tree.
    """
    problems: list[Problem] = []
    try:
        root = _Builder(source, problems).build()
    except Refused as refusal:
        return None, [*problems, refusal.problem]
    if root is None:
        return None, [source.problem(Place(first_line), *EMPTY)]
    if not isinstance(root, Mapping):
        return None, [*problems, source.problem(root.place, *NOT_A_MAP)]
    parsed = replace(source, root=root)
    return parsed, [*problems, *_doubtful_scalars(parsed)]


class _Builder:
    """Turns the events of one document into nodes; collects what it can, raises Refused else."""

    def __init__(self, source: Source, problems: list[Problem]) -> None:
        self.source = source
        self.problems = problems

    def build(self) -> Node | None:
        root: Node | None = None
        open_nodes: list[tuple[Node, Scalar | None]] = []
        for event in self._events():
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                raise Refused(self.source.problem(_place(event), *SECOND_DOCUMENT))
            if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                node, key = open_nodes.pop()
                root = self._attach(node, key, open_nodes, root)
                continue
            new = self._node(event)
            if new is None:
                continue
            parent = open_nodes[-1] if open_nodes else None
            if parent and isinstance(parent[0], Mapping) and parent[1] is None:
                open_nodes[-1] = (parent[0], self._key(new))
            elif isinstance(new, Scalar):
                root = self._attach(new, None, open_nodes, root)
            else:
                open_nodes.append((new, None))
                if len(open_nodes) > MAX_DEPTH:
                    raise Refused(self.source.problem(new.place, *TOO_DEEP))
        return root

    def _events(self) -> Iterator[Any]:
        try:
            yield from yaml.parse(self.source.text, Loader=LOADER)
        except yaml.YAMLError as error:
            raise Refused(_syntax_problem(self.source, error)) from None

    def _node(self, event: Any) -> Node | None:
        if isinstance(event, yaml.AliasEvent):
            raise Refused(self.source.problem(_place(event), *ALIAS))
        if getattr(event, "anchor", None):
            raise Refused(self.source.problem(_place(event), *ALIAS))
        if getattr(event, "tag", None):
            raise Refused(self.source.problem(_place(event), *TAG))
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(
                event.value, _place(event), is_plain=event.style is None or not event.style
            )
        if isinstance(event, yaml.MappingStartEvent):
            return Mapping(_place(event))
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(_place(event))
        return None

    def _key(self, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            raise Refused(self.source.problem(node.place, *BAD_KEY))
        return node

    def _attach(
        self,
        node: Node,
        _key: Scalar | None,
        open_nodes: list[tuple[Node, Scalar | None]],
        root: Node | None,
    ) -> Node | None:
        if not open_nodes:
            return node
        parent, key = open_nodes[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif isinstance(parent, Mapping) and key is not None:
            self._add_entry(parent, key, node)
            open_nodes[-1] = (parent, None)
        return root

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


SYNTAX_MESSAGES = (
    (
        "cannot start any token",
        "\t",
        "a tab stands where only spaces may stand.",
        "use two spaces instead of the tab.",
    ),
    (
        "special characters are not allowed",
        "",
        "an invisible control character stands here.",
        "delete it and type the text again.",
    ),
    (
        "control characters are not allowed",
        "",
        "an invisible control character stands here.",
        "delete it and type the text again.",
    ),
    (
        "mapping values are not allowed",
        "",
        "a second colon makes this line unreadable.",
        'put the text in quotes, like key: "text: more"; or take away the spaces before a key.',
    ),
    (
        "could not find expected ':'",
        "",
        "this line has no colon after its key.",
        "write “key: value”, with a space after the colon.",
    ),
    (
        "did not find expected key",
        "",
        "this line does not fit the lines around it.",
        "indent it like its neighbours, two spaces for each level; check quotes and commas.",
    ),
    (
        "did not find expected '-' indicator",
        "",
        "this line does not fit the list around it.",
        "begin each item of the list with “- ” at the same indentation.",
    ),
    (
        "did not find expected ',' or ']'",
        "",
        "this list in brackets is not closed.",
        "add the missing “]” or comma.",
    ),
    (
        "did not find expected ',' or '}'",
        "",
        "this group in braces is not closed.",
        "add the missing “}” or comma.",
    ),
    (
        "found unexpected end of stream",
        "",
        "a quote is opened and never closed.",
        "add the missing closing quote.",
    ),
    (
        "found unexpected document indicator",
        "",
        "a quote is opened and never closed.",
        "add the missing closing quote.",
    ),
    (
        "found undefined tag handle",
        "",
        "“!” at the beginning of a value has a special meaning.",
        "put the value in quotes.",
    ),
    (
        "found unknown escape character",
        "",
        "a backslash in double quotes begins a special character.",
        "use single quotes, or write two backslashes.",
    ),
    (
        "cannot start any token",
        "",
        "a value cannot begin with this character.",
        "put the value in quotes.",
    ),
)
"""What PyYAML says, the character it stands at (empty: any), what we say, and the remedy."""


TOLD_TOO_LATE = ("unexpected end", "unexpected document", "expected ':'", "or ']'", "or '}'")
"""Faults that PyYAML notices only behind their cause: it names the cause as the context."""


def _syntax_problem(source: Source, error: yaml.YAMLError) -> Problem:
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    place = _error_place(source, error)
    char = source.line(place.line)[place.column - 1 : place.column]
    for text, at, message, hint in SYNTAX_MESSAGES:
        if text in said and (not at or char == at):
            return source.problem(place, message, hint)
    return source.problem(
        place,
        "this line cannot be read as YAML.",
        "compare it with the same line of _example.yaml.",
    )


def _error_place(source: Source, error: yaml.YAMLError) -> Place:
    said = str(getattr(error, "problem", ""))
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    if any(text in said for text in TOLD_TOO_LATE):
        marks.reverse()
    mark = marks[0] or marks[1]
    if mark is None:
        return _control_character_place(source)
    line = min(mark.line + 1, max(1, source.text.count("\n") + 1))
    return Place(line, mark.column + 1)


CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def _control_character_place(source: Source) -> Place:
    match = CONTROL.search(source.text)
    position = match.start() if match else 0
    before = source.text[:position]
    return Place(before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1)


def _doubtful_scalars(source: Source) -> Iterator[Problem]:
    for _path, scalar in scalars(source.root):
        if scalar.is_empty:
            yield source.problem(scalar.place, *NO_VALUE, Severity.WARNING)
        elif scalar.is_plain and _begins_with_curly_quote(scalar):
            yield source.problem(scalar.place, *CURLY_QUOTES)
        elif scalar.is_plain and _is_cut_by_comment(source, scalar):
            yield source.problem(scalar.place, *CUT_BY_COMMENT, Severity.WARNING)


def _begins_with_curly_quote(scalar: Scalar) -> bool:
    return scalar.value[0] in "“”„‘" or scalar.value[-1] in "“”"


def _is_cut_by_comment(source: Source, scalar: Scalar) -> bool:
    """Whether ` #210` follows: real comments have a space after `#`, suite numbers have none."""
    rest = source.line(scalar.place.line)[scalar.place.column - 1 + scalar.place.length :]
    return re.match(r" +#[^\s#]", rest) is not None


EMPTY = ("the file is empty.", "copy _example.yaml into it and change the values, or delete it.")
NOT_A_MAP = (
    "the file must consist of “key: value” lines.",
    "compare it with _example.yaml; a list or a single text cannot stand alone.",
)
SECOND_DOCUMENT = (
    "“---” begins a second document in the same file.",
    "delete this line; one file describes one thing.",
)
ALIAS = (
    "“&” or “*” at the beginning of a value has a special meaning in YAML.",
    "put the value in quotes; links between values are not used here.",
)
TAG = (
    "“!” at the beginning of a value has a special meaning in YAML.",
    "put the value in quotes.",
)
TOO_DEEP = ("this is nested too deeply.", "compare it with _example.yaml.")
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
    'put the whole value in quotes if “#” belongs to it, like "Suite #210".',
)
