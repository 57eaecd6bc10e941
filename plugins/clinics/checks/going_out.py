"""Rules about the days of texts and answers, and about what refers to one that is not out.

No day by itself brings an error: what a text says and refers to is checked before its day, and
what refers to a text that is not out does without it, until its day.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalog import Catalog
from ..going_out import Standing, label, standing, written
from ..load.links import Link, links
from ..load.repository import LEDGER, Addressed
from ..problems import Problem, Severity, suggestion
from ..redirects.targets import page_of_target


def first_and_last_days_are_in_order(catalog: Catalog) -> Iterator[Problem]:
    """A text does not expire before it goes out."""
    for item in written(catalog.repository):
        text = item.entry.value
        if text.expires and text.published and text.expires < text.published:
            yield item.entry.source.problem_at(
                ("expires",),
                f"its last day ({text.expires}) is before its first ({text.published}).",
                "write a later day; expires is the last day on which the text is out.",
                harm="Nobody would ever see the text.",
            )


def texts_name_a_page_to_see_instead(catalog: Catalog) -> Iterator[Problem]:
    """What a text names in see_instead is another page of ours, for a time when it is not out."""
    known = [f"/{url}" for url in (*catalog.urls, *catalog.question_urls)]
    for item in catalog.repository.texts:
        text, source = item.entry.value, item.entry.source
        target = text.see_instead
        if target is None:
            continue
        if target == f"/{item.url}":
            yield source.problem_at(("see_instead",), *ITSELF)
        elif page_of_target(catalog, target) is None:
            yield source.problem_at(
                ("see_instead",),
                f"there is no page “{target}”.",
                suggestion(target, known)
                or "write the path of a page of ours, like /conditions/ptsd/.",
            )
        elif not text.expires and standing(text, catalog.as_of) is Standing.OUT:
            yield source.problem_at(("see_instead",), *NEVER)


def texts_that_were_public_stay_out(catalog: Catalog) -> Iterator[Problem]:
    """A text whose address was public is not set back to a later day (a warning)."""
    ledger = catalog.repository.ledger
    listed = frozenset(ledger.lines if ledger else ())
    for item in written(catalog.repository):
        is_coming = standing(item.entry.value, catalog.as_of) is Standing.COMING
        if is_coming and f"/{item.url}" in listed:
            yield item.entry.source.problem_at(
                ("published",),
                f"the text goes out on {item.entry.value.published}, but /{item.url} was public "
                f"already: it is in {LEDGER}.",
                "write the day on which it first went out; until the later day its visitors are "
                "led to another page.",
                Severity.WARNING,
            )


def links_lead_to_texts_that_are_out(catalog: Catalog) -> Iterator[Problem]:
    """A link leads to a text that is out; until then its words stand there alone (a warning)."""
    items = list(written(catalog.repository))
    by_name = {name: item for item in items for name in _names(item)}
    for item in items:
        if not catalog.is_out(item.entry.value):
            continue
        for link in links(item.entry.source):
            to = next((by_name[name] for name in _meant(link) if name in by_name), None)
            if to and not catalog.is_out(to.entry.value):
                yield link.problem(
                    f"this link goes to a text that is not out ({_state(catalog, to)}).",
                    REMEDIES[standing(to.entry.value, catalog.as_of)],
                    Severity.WARNING,
                )


def _names(item: Addressed) -> tuple[str, str]:
    """What links may call a text: its address, and its file from the content folder."""
    return f"/{item.url}", item.entry.source.path.removeprefix("content/")


def _meant(link: Link) -> Iterator[str]:
    """What a link names, by file or by address; an answer is named with its anchor."""
    if link.file is not None:
        yield link.file
    elif link.path is not None:
        yield from (f"/{link.path}", f"/{link.path}#{link.anchor}")


def _state(catalog: Catalog, item: Addressed) -> str:
    words = label(item.entry.value, catalog.as_of)
    return words[:1].lower() + words[1:]


WORDS_ALONE = "the published page shows its words without a link"
REMEDIES = {
    Standing.DRAFT: f"take the link out, or leave it: {WORDS_ALONE} as long as there is a draft.",
    Standing.COMING: f"nothing, if it is to be so: {WORDS_ALONE} until that day.",
    Standing.EXPIRED: f"link to what is true today, or take the link out; {WORDS_ALONE}.",
}
ITSELF = (
    "the text names itself.",
    "write the path of another page, or delete the line: then the list of its kind answers.",
)
NEVER = (
    "nothing ever leads to the page to see instead, because this text stays.",
    "write the last day of the text, “expires: …”, or delete the line.",
)
