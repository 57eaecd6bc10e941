"""The editorial rules over everything that visitors read, and their exceptions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from ..catalog import Catalog
from ..editorial.draft import Draft, whole
from ..editorial.faults import Fault
from ..editorial.rules import RULES
from ..editorial.wording import Terms
from ..load.files import Sourced
from ..load.source import Source
from ..load.tree import scalars
from ..model.text import Edited
from ..model.wording import EditorialException, Wording
from ..problems import Problem, Severity, suggestion
from .content import too_much


def texts_keep_the_editorial_rules(catalog: Catalog) -> Iterator[Problem]:
    """Texts avoid the words of `content/_wording.yaml` and keep the editorial rules."""
    if "wording" in catalog.repository.library.unreadable:
        return
    wording = _wording(catalog)
    terms = _terms(wording)
    known = {rule.id for rule in wording.rules}.union(*RULES.values())
    for draft in _drafts(catalog):
        exceptions = draft.front_matter.editorial_exceptions
        used = set()
        for fault in _faults(draft, terms):
            granted = [
                position
                for position, exception in enumerate(exceptions)
                if _covers(exception, fault)
            ]
            used.update(granted)
            if not granted:
                yield _problem(draft.source, fault)
        for position, exception in enumerate(exceptions):
            yield from _useless(catalog, draft, position, exception, position in used, known)


def facts_keep_the_wording(catalog: Catalog) -> Iterator[Problem]:
    """The words of the YAML files avoid what `content/_wording.yaml` advises against, too."""
    terms = _terms(_wording(catalog))
    for source in _fact_files(catalog):
        for _path, scalar in scalars(source.root):
            if " " in scalar.value:
                for fault in terms.faults(whole(scalar.value, scalar.place)):
                    yield _problem(source, fault)


def wording_ids_are_unique(catalog: Catalog) -> Iterator[Problem]:
    """No two rules of `content/_wording.yaml` have the same id, nor that of a built-in rule."""
    entry = catalog.repository.library.wording
    taken = set[str]().union(*RULES.values())
    for position, rule in enumerate(entry.value.rules if entry else ()):
        if entry and rule.id in taken:
            yield entry.source.problem_at(
                ("rules", position, "id"),
                f"there is another rule “{rule.id}”.",
                "give this one an id of its own.",
            )
        taken.add(rule.id)


def _wording(catalog: Catalog) -> Wording:
    entry = catalog.repository.library.wording
    return entry.value if entry else Wording(rules=())


def _drafts(catalog: Catalog) -> Iterator[Draft]:
    entries: Iterator[Sourced[Edited]] = chain(
        (text.entry for text in catalog.repository.texts),
        catalog.repository.library.questions.values(),
    )
    for entry in entries:
        if not any(too_much(entry.source)):
            yield Draft(entry.value, entry.source)


def _fact_files(catalog: Catalog) -> Iterator[Source]:
    repository, library = catalog.repository, catalog.repository.library
    shared = (
        repository.organization,
        repository.services,
        repository.insurance,
        repository.providers,
        library.topics,
        library.conditions,
    )
    yield from (entry.source for entry in shared if entry)
    yield from (entry.source for entry in repository.locations.values())


@lru_cache(maxsize=1)
def _terms(wording: Wording) -> Terms:
    return Terms(wording)


@lru_cache(maxsize=2000)
def _faults(draft: Draft, terms: Terms) -> tuple[Fault, ...]:
    """Kept for the preview, which looks at all texts again after each edit of one."""
    passages = (fault for passage in draft.passages for fault in terms.faults(passage))
    return (*passages, *(fault for rule in RULES for fault in rule(draft)))


def _covers(exception: EditorialException, fault: Fault) -> bool:
    is_here = exception.text is None or exception.text.casefold() == fault.words.casefold()
    return exception.rule == fault.rule and is_here


def _problem(source: Source, fault: Fault) -> Problem:
    message = f"{fault.message} [{fault.rule}]"
    return source.problem(fault.place, message, fault.hint, Severity(fault.severity))


def _useless(
    catalog: Catalog,
    draft: Draft,
    position: int,
    exception: EditorialException,
    is_used: bool,
    known: set[str],
) -> Iterator[Problem]:
    """An exception that excepts nothing any more stands in the way of the next editor."""
    path = ("editorial_exceptions", position)
    if exception.rule not in known:
        yield draft.source.problem_at(
            (*path, "rule"),
            f"there is no editorial rule “{exception.rule}”.",
            suggestion(exception.rule, known) or "copy the word in brackets behind the message.",
        )
    elif exception.expires <= catalog.as_of:
        yield draft.source.problem_at(
            (*path, "expires"),
            f"this exception ended on {exception.expires}.",
            "rewrite the text; or let the exception be agreed again, with a later day.",
            Severity.WARNING,  # no day by itself may stop a build that brings new hours
        )
    elif not is_used:
        yield draft.source.problem_at(
            (*path, "rule"),
            "this exception excepts nothing.",
            "delete it; or copy its “text” from the message, or leave “text” out.",
        )
