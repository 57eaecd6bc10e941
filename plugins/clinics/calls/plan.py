"""From answers to changed files: everything is looked at before anything may be written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..catalog import Catalog
from ..edit import CannotChange, Change, changed
from ..load.files import Sourced
from ..load.models import build, field_names
from ..load.source import Source
from ..load.tree import Node, Sequence, find, plain
from ..load.yaml_text import parse_yaml
from ..model.location import Location
from ..problems import Problem, nearest
from ..trial import Trial
from .answers import NotUnderstood, change, is_same
from .facts import PARTS, WHOLE_FILE, Fact, facts, rank, said
from .sheet import Answer, filled


@dataclass(slots=True)
class Plan:
    """What the answers change.

    Attributes:
        texts: path → old and new text of each file.
        sentences: every change in plain words.
        problems: what is in the way; with an error among them nothing may be written.
        rows: path → the lines of the sheet that change a value of this file.
    """

    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: dict[str, list[int]] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        """Whether nothing may be written."""
        return any(problem.is_error for problem in self.problems)


def plan(catalog: Catalog, sheet: str, answers: list[Answer]) -> Plan:
    """What the answers of a sheet change in the files; `catalog` is that of all facts."""
    made = Plan()
    known = {(fact.slug, fact.path): fact for fact in facts(catalog)}
    made.problems += [
        answer.problem(sheet, *fault)
        for answer in answers
        if (fault := _fault(catalog, answer, answers, known))
    ]
    if made.has_errors:
        return made
    for slug in filled(answers):
        of_clinic = [answer for answer in answers if answer.slug == slug]
        of_clinic.sort(key=lambda answer: rank(answer.path))  # whoever has sorted the sheet
        _Clinic(catalog, sheet, catalog.repository.locations[slug], of_clinic, made).run()
    if not made.has_errors:
        files = {path: new for path, (_old, new) in made.texts.items()}
        found = Trial(catalog.repository, catalog.as_of).new_problems(files)
        made.problems += [_with_rows(problem, made.rows.get(problem.path, [])) for problem in found]
    return made


def are_open(catalog: Catalog, answers: list[Answer]) -> bool:
    """Whether one of the answers is about a fact that still is unconfirmed."""
    known = {(fact.slug, fact.path) for fact in facts(catalog)}
    return any((answer.slug, answer.path) in known for answer in answers)


def _with_rows(problem: Problem, rows: list[int]) -> Problem:
    """A problem of a changed file, with the rows from which it may have come."""
    if not rows:
        return problem
    lines = "line" if len(rows) == 1 else "lines"
    origin = f"(From {lines} {', '.join(map(str, rows))} of the sheet.)"
    return replace(problem, hint=f"{problem.hint} {origin}")


def _fault(
    catalog: Catalog, answer: Answer, answers: list[Answer], known: dict[tuple[str, str], Fact]
) -> tuple[str, str] | None:
    """Why a row cannot be taken: it means no fact, an old one, or one that is answered twice."""
    slugs = catalog.repository.locations
    if answer.slug not in slugs:
        near = nearest(answer.slug, slugs)
        hint = f"Did you mean {near}?" if near else "write the name of its file, without .yaml."
        return f"there is no clinic “{answer.slug}”.", hint
    fact = known.get((answer.slug, answer.path))
    if fact is None:
        return f"{answer.slug} has no unconfirmed fact “{answer.path}” any more.", NEW_SHEET
    if not is_same(fact.path, answer.known, fact.known):
        now = f"“{fact.known}”" if fact.known else "nothing"
        return f"the file has changed since the sheet was made: it says {now} now.", NEW_SHEET
    same = [other.line for other in answers if (other.slug, other.path) == (fact.slug, fact.path)]
    if len(same) > 1:
        lines = " and ".join(map(str, same))
        return f"this fact is answered on lines {lines}.", "empty all of them but one."
    return None


@dataclass(slots=True)
class _Clinic:
    """The answers about one clinic, put into its file one after the other."""

    catalog: Catalog
    sheet: str
    entry: Sourced[Location]
    answers: list[Answer]
    made: Plan

    def run(self) -> None:
        source = now = self.entry.source
        self.made.sentences.append(f"{self.answers[0].slug} ({self.entry.value.name})")
        for answer in self.answers:
            try:
                now = self._answered(now, answer)
            except NotUnderstood as fault:
                self.made.problems.append(answer.problem(self.sheet, fault.message, fault.hint))
        try:
            now = self._noted(now)
        except NotUnderstood as fault:
            last = self.answers[-1]
            self.made.problems.append(last.problem(self.sheet, fault.message, fault.hint))
        self.made.texts[source.path] = source.text, now.text

    def _answered(self, now: Source, answer: Answer) -> Source:
        """The file with the value that an answer gives."""
        path = tuple(answer.path.split("."))
        wanted = change(self.catalog, now.root, answer.path, answer.told)
        after = _with(now, wanted) if wanted else now
        if wanted:
            self.made.rows.setdefault(now.path, []).append(answer.line)
        words = _words(answer, find(now.root, path), wanted, find(after.root, path))
        self.made.sentences.append(f"    {answer.path}: {words}")
        return after

    def _noted(self, now: Source) -> Source:
        """The file with the note that these facts are confirmed, by whom and when."""
        root = now.root
        listed = _texts(find(root, ("unconfirmed",)))
        for answer in self.answers:
            listed = _still_unconfirmed(root, listed, answer.path)
        sources = _texts(find(root, ("sources",)))
        calls = (
            f"Call with the {answer.by.removeprefix('the ')} on {answer.on}"
            for answer in self.answers
        )
        changes = [
            Change(("unconfirmed",), list(listed)),
            Change(("sources",), list(dict.fromkeys((*sources, *calls)))),
        ]
        last = self.answers[-1]  # the question about the whole comes last
        if last.path == WHOLE_FILE:
            if listed:
                message = f"still unconfirmed: {', '.join(listed)}."
                raise NotUnderstood(message, "answer these first, or empty this row.")
            changes.append(Change((WHOLE_FILE,), {"on": last.on.isoformat(), "by": last.by}))
        for wanted in changes:
            now = _with(now, wanted)
        return now


def _with(now: Source, wanted: Change) -> Source:
    """The file with a change, if it still is the file of a clinic."""
    order = field_names(Location, wanted.path[:-1])
    try:
        text = changed(now.text, wanted, order)
    except CannotChange as reason:
        raise NotUnderstood(f"the file cannot take this: {reason}", WRITE_IT) from None
    parsed, _problems = parse_yaml(replace(now, text=text))
    if parsed is None:
        raise NotUnderstood("the file cannot take this.", WRITE_IT)
    _location, refused = build(Location, parsed)
    if refused:
        raise NotUnderstood(refused[0].message, refused[0].hint)
    return parsed


def _still_unconfirmed(root: Node, listed: list[str], path: str) -> list[str]:
    """The list `unconfirmed` without a fact; of a whole its other parts stay, if there are any."""
    head, _, rest = path.partition(".")
    kept = [item for item in listed if item not in (path, head)]
    if head in listed and rest and head in PARTS:
        others = [name for name in PARTS[head] if name != rest and find(root, (head, name))]
        kept += [f"{head}.{name}" for name in others]
    elif head in listed and head != path:
        kept.append(head)
    return list(dict.fromkeys(kept))


def _words(answer: Answer, old: Node | None, wanted: Change | None, new: Node | None) -> str:
    """What an answer does, in plain words; of lists only what comes and goes."""
    if answer.path == WHOLE_FILE:
        return f"the whole file is confirmed by the {answer.by} on {answer.on}"
    if wanted is None:
        return "is confirmed" if isinstance(new, Sequence) else f"{said(new)} is confirmed"
    if new is None:
        return "is taken out"
    before, after = _texts(old), _texts(new)
    gone, come = (
        [item for item in some if item not in others]
        for some, others in ((before, after), (after, before))
    )
    if gone or come:
        parts = (("without", gone), ("with", come))
        return "; ".join(f"{word} {', '.join(items)}" for word, items in parts if items)
    return f"{said(old) or 'nothing'} becomes {said(new)}"


def _texts(node: Node | None) -> list[str]:
    items = plain(node) if node else []
    return [item for item in items if isinstance(item, str)] if isinstance(items, list) else []


NEW_SHEET = "make a new sheet with make report CSV=1, and copy what you were told into it."
WRITE_IT = "change it in the clinic's file."
