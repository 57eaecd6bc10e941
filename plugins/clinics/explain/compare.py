"""Everything that a change does, put together. Pure: two readings come in, an Explanation out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from ..patient_facts.values import UNCONFIRMED
from ..problems import plural
from ..site import Site
from .items import Explanation, Item, Section
from .patients import for_patients, readable
from .prose import is_whole, new_uses, question_changes, text_changes
from .reading import Reading
from .rest import (
    confirmations,
    is_of_editors,
    other_facts,
    problems,
    shared_lists,
    unreadable,
    what_is_left,
)
from .site_changes import date_changes, markup_changes, page_changes, redirect_changes

MOST = 5
"""So many facts for patients the summary names, and so many answers."""

NOTHING = "Nothing changes for visitors."
NO_FACT = "No fact and no text changes."
NOT_SHOWN = "The published site shows nothing as a fact that is marked as unconfirmed."
NOT_COMPARED = (
    "Which pages change is not told, because a site with errors cannot be built: see the checks."
)

Author = Callable[[str], str]
"""Who has changed a file, by its path."""


def compare(
    base: str, before: Site, after: Site, changed: Iterable[str], author: Author
) -> Explanation:
    """What a change does from one site to another; `changed` are its files."""
    said = problems(before.problems, after.problems)
    if before.catalog is None or after.catalog is None:
        which = "now" if after.catalog is None else "before"
        summary = f"A file without which there is no site cannot be read {which}."
        return _signed(base, (summary,), (said,), author)
    old, new = Reading(before, before.catalog), Reading(after, after.catalog)
    sections = [*_of_files(old, new), said, *_of_site(old, new)]
    told = {item.path for section in sections for item in section.items}
    sections.append(Section("Other files", tuple(what_is_left(changed, told))))
    sections = [section for section in sections if section.items]
    program = tuple(_of_program(changed))
    told_first = (*_summary(old, new, sections, bool(program)), *program)
    return _signed(base, told_first, sections, author)


def compare_nothing(base: str, changed: Iterable[str]) -> Explanation:
    """The same for a change in which no file of an editor is."""
    program = tuple(_of_program(changed))
    return Explanation(base, (NO_FACT, *program) if program else (NOTHING,), ())


PATIENTS = "What patients act on"
QUESTIONS = "Questions and answers"


def _of_files(old: Reading, new: Reading) -> Iterator[Section]:
    """What the files of editors say differently."""
    locations = readable(old, new)
    for title, unit, items in (
        (PATIENTS, "", for_patients(old, new)),
        ("Confirmed, or in doubt again", "confirmation", confirmations(*locations)),
        ("Other facts of clinics", "other fact", other_facts(*locations)),
        ("Texts", "text", text_changes(old, new)),
        (QUESTIONS, "question", question_changes(old, new)),
        ("Shared lists", "shared fact", shared_lists(old, new)),
        ("Not compared", "", unreadable(old, new)),
    ):
        yield Section(title, tuple(items), unit)


def _of_site(old: Reading, new: Reading) -> Iterator[Section]:
    """What becomes of that on the site."""
    if is_whole(old, new):
        for told in (page_changes, redirect_changes, markup_changes, date_changes):
            yield told(old, new)


def _summary(
    old: Reading, new: Reading, sections: Iterable[Section], has_program: bool
) -> Iterator[str]:
    """The most important of it: errors, facts for patients, then how much changes of what."""
    errors = sum(problem.is_error for problem in set(new.site.problems))
    if errors:
        yield f"This cannot be published: `make check` finds {plural(errors, 'error')}."
    facts = next((section.items for section in sections if section.title == PATIENTS), ())
    yield from map(_sentence, facts[:MOST])
    if len(facts) > MOST:
        yield f"And {plural(len(facts) - MOST, 'more fact')} that patients act on."
    if any(UNCONFIRMED in item.words for item in facts):
        yield NOT_SHOWN
    counted = [section for section in sections if section.unit]
    if counted:
        numbers = ", ".join(plural(section.count, section.unit) for section in counted)
        is_one = sum(section.count for section in counted) == 1
        yield f"{numbers} {'changes' if is_one else 'change'}."
    if not is_whole(old, new):
        yield NOT_COMPARED
        return
    yield from islice(new_uses(old, new), MOST)
    if not (facts or counted):
        yield NO_FACT if has_program else NOTHING


def _of_program(changed: Iterable[str]) -> Iterator[str]:
    """How many other files there are, of which no editor can judge."""
    number = sum(not is_of_editors(path) for path in changed)
    if number:
        yield f"{plural(number, 'file')} of the program or theme: for an engineer to review."


def _sentence(item: Item) -> str:
    return item.words if item.words.endswith((".", "!", "?")) else f"{item.words}."


def _signed(
    base: str, summary: tuple[str, ...], sections: Iterable[Section], author: Author
) -> Explanation:
    """With the author of every file; one who has made all changes is named once."""
    there = [section for section in sections if section.items]
    authors = {x.path: author(x.path) for section in there for x in section.items if x.path}
    if len({*authors.values()}) == 1:
        summary += (f"All changes: {authors.popitem()[1]}.",)
        authors = {}
    signed = (
        replace(
            section,
            items=tuple(x._replace(author=authors.get(x.path, "")) for x in section.items),
        )
        for section in there
    )
    return Explanation(base, summary, tuple(signed))
