"""What changes in texts and in questions: their titles, their words, and where answers are used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from ..going_out import label
from ..load.files import Sourced
from ..load.front_matter import body
from ..model.text import TextFrontMatter
from ..problems import plural
from .items import Item
from .reading import Reading
from .values import differences

Uses = Mapping[str, int]
"""On how many pages each question is shown."""

FAQ = "content/faq/"


def text_changes(before: Reading, after: Reading) -> Iterator[Item]:
    """Every text that is new, has gone, or says something else."""
    old, new = _texts(before), _texts(after)
    unread = before.unreadable | after.unreadable
    for path in sorted({*old, *new} - unread):
        was, now = old.get(path), new.get(path)
        some = now or was
        if some is not None:
            url, entry = some
            told = _told(was[1] if was else None, now[1] if now else None)
            if told:
                told += _when(entry, after)
                yield Item(f"“{entry.value.title}” (/{url}): {told}", path)


def _texts(reading: Reading) -> dict[str, tuple[str, Sourced[Any]]]:
    """The address of every text, and the text, by its path; also of one that is not out."""
    return {
        text.entry.source.path: (text.url, text.entry)
        for text in (*reading.repository.texts, *reading.repository.withheld)
        if not text.entry.source.path.startswith(FAQ)
    }


def _questions(reading: Reading) -> dict[str, Sourced[Any]]:
    """Every question of the library by its slug, also one that is not out."""
    later = (item.entry for item in reading.repository.withheld)
    waiting = {
        PurePosixPath(entry.source.path).stem: entry
        for entry in later
        if entry.source.path.startswith(FAQ)
    }
    return {**reading.repository.library.questions, **waiting}


def _when(entry: Sourced[Any], reading: Reading) -> str:
    """`; goes out on December 10, 2026`; nothing for what is out."""
    words = label(entry.value, reading.catalog.as_of)
    return f"; {words[0].lower()}{words[1:]}" if words else ""


def question_changes(before: Reading, after: Reading) -> Iterator[Item]:
    """Every question that is new, has gone, says something else, or is used elsewhere."""
    old, new = _questions(before), _questions(after)
    uses = (uses_of(before), uses_of(after)) if is_whole(before, after) else None
    unread = before.unreadable | after.unreadable
    for slug in sorted({*old, *new}):
        was, now = old.get(slug), new.get(slug)
        some = now or was
        if some is None or some.source.path in unread:
            continue
        parts = [_told(was, now)] if was is not now else []
        if uses:
            parts.append(_used(uses[0].get(slug, 0), uses[1].get(slug, 0), bool(parts[0])))
        told = "; ".join(filter(None, parts))
        if told:
            told += _when(some, after)
            yield Item(f"“{some.value.title}”: {told}", some.source.path)


def is_whole(before: Reading, after: Reading) -> bool:
    """Whether both sites are without errors, so that their pages are known."""
    return not (before.site.has_errors or after.site.has_errors)


def uses_of(reading: Reading) -> Counter[str]:
    """On how many pages each question of the library is shown."""
    return Counter(
        item.id for page in reading.pages.values() for item in page.questions if item.url
    )


def new_uses(before: Reading, after: Reading) -> Iterator[str]:
    """A sentence for each question that is in both and is shown on another number of pages."""
    old, new = uses_of(before), uses_of(after)
    questions = after.repository.library.questions
    for slug in sorted(questions.keys() & before.repository.library.questions):
        if old[slug] != new[slug]:
            used = _used(old[slug], new[slug], False)
            yield f"The answer to “{questions[slug].value.title}” is {used}."


def _told(was: Sourced[Any] | None, now: Sourced[Any] | None) -> str:
    """What happens to a text, in words; empty where nothing does."""
    if was is None and now is not None:
        return f"new, {plural(len(_words(now)), 'word')}"
    if now is None:
        return "deleted"
    assert was is not None
    facts = [change.words for change in differences(was.source, now.source)]
    return "; ".join((*facts, *_words_changed(_words(was), _words(now))))


def _words(entry: Sourced[TextFrontMatter]) -> list[str]:
    return body(entry.source).split()


def _words_changed(old: list[str], new: list[str]) -> Iterator[str]:
    """How many words come and go; by number, so that a long text is compared at once."""
    if old != new:
        come, gone = Counter(new) - Counter(old), Counter(old) - Counter(new)
        if come or gone:
            yield f"{plural(come.total(), 'word')} new, {plural(gone.total(), 'word')} gone"
        else:
            yield "the same words in another order"


def _used(before: int, after: int, is_changed: bool) -> str:
    if before != after:
        return f"now used on {plural(after, 'page')}, before on {before}"
    return f"used on {plural(after, 'page')}" if is_changed else ""
