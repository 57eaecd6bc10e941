"""Rules about Markdown texts of every kind: what they refer to, their sources, their reviews."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from ..catalog import Catalog
from ..citations import (
    cited_ids,
    sources_cited,
    uncompared_citations,
    unmarked_citations,
    unread_citations,
)
from ..faq_section import SectionFault, plain_words, read_faq_section
from ..going_out import Standing, standing
from ..load.files import Sourced
from ..load.front_matter import body, body_lines
from ..load.lines import without_code
from ..load.source import Source
from ..model.text import Edited, RegulatoryStatus, Review
from ..overdue import is_review_overdue
from ..problems import Place, Problem, Severity, plural, suggestion
from ..prose import converter
from .content import too_much

WANTED_SOURCES = 4
"""Fewer sources are no ground for a text about health (§6 of the medical facts)."""

WANTED_FIRST_HAND = 2
FIRST_HAND = re.compile(
    r"https://(?:[\w.-]+\.gov|doi\.org|(?:[\w-]+\.)*(?:acpjournals\.org|cambridge\.org|"
    r"frontiersin\.org|jamanetwork\.com|lww\.com|mdpi\.com|nature\.com|nejm\.org|neurology\.org|"
    r"psychiatrist\.com|psychiatryonline\.org|scielo\.br|springer\.com))/"
)
"""Addresses of governments (PubMed among them) and of journals (§6 of the medical facts)."""

YEAR, HALF_YEAR = 366, 184
"""Longest times between two reviews, in days (rule R-29)."""

HEADING = re.compile(r"(?:[\s>]|[*+-]\s|\d+\.\s)*#{1,6}(.*)")
UNDERLINE = re.compile(r"(=+|-+)\s*")

CITED_IN_LINK = re.compile(r"\[[^\[\]]{0,300}\[@[^\[\]]{0,300}\][^\[\]]{0,300}\]\(")
"""The words of a link, with a citation among them."""


def subjects_exist(catalog: Catalog) -> Iterator[Problem]:
    """Services, conditions and the reviewer that a text names exist; so does its own subject."""
    for text in catalog.repository.texts:
        entry, front_matter = text.entry, text.entry.value
        reviewer = getattr(front_matter, "medical_reviewer", None)
        for name, items, known, file in (
            ("services", getattr(front_matter, "services", ()), catalog.services, SERVICES),
            ("conditions", getattr(front_matter, "conditions", ()), catalog.conditions, CONDITIONS),
            ("medical_reviewer", [reviewer] if reviewer else (), catalog.providers, PROVIDERS),
        ):
            if name not in catalog.repository.library.unreadable:
                yield from unknown(entry.source, name, items, known, file)
        subjects: dict[str, tuple[Collection[str], str]] = {
            "treatments": (catalog.services, SERVICES),
            "conditions": (catalog.conditions, CONDITIONS),
        }
        ids, list_file = subjects.get(text.kind, ((text.slug,), ""))
        is_known = text.slug in ids or text.kind in catalog.repository.library.unreadable
        if not is_known:
            yield entry.source.problem(
                Place(),
                f"the file name “{text.slug}” is not an id of {list_file}.",
                suggestion(text.slug, ids) or "rename the file, or add the id there.",
            )


def citations_exist(catalog: Catalog) -> Iterator[Problem]:
    """A citation names a source of `_sources.yaml`."""
    if "sources" in catalog.repository.library.unreadable:
        return
    for text in catalog.repository.texts:
        source = text.entry.source
        for number, line in body_lines(source):
            for match in cited_ids(line):
                if match[0] not in catalog.medical_sources:
                    yield source.problem(
                        Place(number, match.start() + 1, len(match[0])),
                        f"there is no source “{match[0]}” in {SOURCES}.",
                        suggestion(match[0], catalog.medical_sources, 0.8)
                        or "check the id, or add the source there.",
                    )
            for match in unread_citations(without_code(line)):
                place = Place(number, match.start() + 1, len(match[0]))
                yield source.problem(place, *UNREAD)
            for match in unmarked_citations(without_code(line), catalog.medical_sources):
                place = Place(number, match.start() + 1, len(match[0]))
                cited = "; ".join(f"@{name.strip()}" for name in match[1].split(";"))
                yield source.problem(place, UNMARKED, f"write [{cited}].")
            for match in CITED_IN_LINK.finditer(without_code(line)):
                place = Place(number, match.start() + 1, len(match[0]))
                yield source.problem(place, *LINK_IN_LINK)


def statements_are_compared(catalog: Catalog) -> Iterator[Problem]:
    """A citation without comparison, like `[@S001?]`, is not published (an error there)."""
    severity = Severity.ERROR if catalog.is_production else Severity.WARNING
    for text in catalog.repository.texts:
        source = text.entry.source
        for number, line in body_lines(source):
            for match in uncompared_citations(without_code(line)):
                place = Place(number, match.start() + 1, len(match[0]))
                yield source.problem(
                    place,
                    "this statement has not been compared with its source.",
                    "read the source, correct the statement, then delete the question mark; or "
                    "take the statement out.",
                    severity,
                )


def medical_texts_cite_sources(catalog: Catalog) -> Iterator[Problem]:
    """A text about health cites at least one source."""
    for entry in catalog.repository.texts.medical:
        if not sources_cited(entry.source.lines):
            yield entry.source.problem_at(
                ("title",),
                "this text about health cites no source.",
                f"write [@S001], with an id of {SOURCES}, behind each statement that needs one.",
                harm="Readers could not check what they are told.",
            )


def medical_texts_rest_on_several_sources(catalog: Catalog) -> Iterator[Problem]:
    """A text about health cites four sources, two of them first-hand (fewer are a warning)."""
    for entry in catalog.repository.texts.medical:
        cited = sources_cited(entry.source.lines)
        number = len(cited)
        urls = (catalog.medical_sources[item].url for item in cited & set(catalog.medical_sources))
        first_hand = sum(bool(url and FIRST_HAND.match(url)) for url in urls)
        if number >= WANTED_SOURCES and first_hand < WANTED_FIRST_HAND:
            yield entry.source.problem_at(
                ("title",),
                f"of the sources of this text, {first_hand} "
                f"{'is' if first_hand == 1 else 'are'} from a government or a journal.",
                f"look for {WANTED_FIRST_HAND} or more; others only report what those say.",
                Severity.WARNING,
            )
        if 0 < number < WANTED_SOURCES:
            yield entry.source.problem_at(
                ("title",),
                f"this text about health rests on {plural(number, 'source')} only.",
                f"look for {WANTED_SOURCES} or more, best of all guidelines and trials.",
                Severity.WARNING,
            )


def review_dates_are_in_order(catalog: Catalog) -> Iterator[Problem]:
    """A text was checked in the past, and is to be reviewed after that and after its first day."""
    for entry in _reviewed(catalog):
        review = entry.value
        for name in ("published", "facts_checked", "last_reviewed"):
            date = getattr(review, name)
            if date and date > catalog.as_of and name != "published":
                yield entry.source.problem_at(
                    (name,), f"{name}: {date} is in the future.", "write the day on which it was."
                )
            elif date and date > review.next_review:
                yield entry.source.problem_at(
                    ("next_review",),
                    f"the next review is before {name} ({date}).",
                    "write a later day.",
                )
        if bool(review.last_reviewed) != bool(review.medical_reviewer):
            yield entry.source.problem_at(("title",), *HALF_REVIEW)


def reviews_are_frequent(catalog: Catalog) -> Iterator[Problem]:
    """A text is looked at again within a year, within half a year if the FDA's word matters."""
    for entry in _reviewed(catalog):
        review = entry.value
        status = getattr(review, "regulatory_status", RegulatoryStatus.NONE)
        days = YEAR if status is RegulatoryStatus.NONE else HALF_YEAR
        if (review.next_review - review.facts_checked).days > days:
            yield entry.source.problem_at(
                ("next_review",),
                f"the next review is {(review.next_review - review.facts_checked).days} days after "
                f"facts_checked; the limit is {days} here.",
                "write an earlier day: what was true may have changed by then.",
            )


def reviews_are_not_overdue(catalog: Catalog) -> Iterator[Problem]:
    """The next review of a text lies ahead, a clinician's is at most a year old (warnings)."""
    for entry in _reviewed(catalog):
        reviewed = entry.value.last_reviewed
        if reviewed and (catalog.as_of - reviewed).days > YEAR:
            yield entry.source.problem_at(
                ("last_reviewed",),
                f"the last medical review was on {reviewed}, more than a year ago.",
                "ask a clinician to read the text again; until then delete last_reviewed and "
                "medical_reviewer.",
                Severity.WARNING,
            )
        if is_review_overdue(entry.value, catalog.as_of):
            yield entry.source.problem_at(
                ("next_review",),
                f"this text was to be reviewed by {entry.value.next_review}.",
                "compare it with its sources, then renew facts_checked and next_review.",
                Severity.WARNING,
            )


def questions_of_texts_exist(catalog: Catalog) -> Iterator[Problem]:
    """A text names questions of the library by their file name, each once."""
    known = catalog.repository.library.questions
    for entry in (text.entry for text in catalog.repository.texts):
        for position, slug in enumerate(entry.value.questions):
            if slug not in known:
                yield entry.source.problem_at(
                    ("questions", position),
                    f"there is no question “{slug}” in content/faq/.",
                    suggestion(slug, known) or "write the name of its file, without .md.",
                )
            elif slug in entry.value.questions[:position]:
                yield entry.source.problem_at(
                    ("questions", position), f"“{slug}” is named twice.", "delete one of the two."
                )


def faq_sections_are_well_formed(catalog: Catalog) -> Iterator[Problem]:
    """A section “FAQ” of a text consists of questions with answers."""
    for entry in (text.entry for text in catalog.repository.texts):
        text = body(entry.source)
        if not any(word in text.lower() for word in ("faq", "frequently")):
            continue
        if any(too_much(entry.source)):
            continue
        faults = _section_faults(text)
        places = _heading_places(entry.source) if faults else {}
        for fault in faults:
            place = places.get(fault.heading, Place())
            yield entry.source.problem(place, fault.message, fault.hint)


@lru_cache(maxsize=2000)
def _section_faults(text: str) -> tuple[SectionFault, ...]:
    """Kept for the preview, which looks at all texts again after each edit of one."""
    _questions, faults = read_faq_section(converter().convert(text))
    return faults


def _heading_places(source: Source) -> dict[str, Place]:
    """The words of every heading, as readers see them, and where they stand first."""
    markdown = converter()
    places: dict[str, Place] = {}
    for place, written in headings(source):
        places.setdefault(plain_words(markdown.convert(written)), place)
    return places


def headings(source: Source) -> Iterator[tuple[Place, str]]:
    """Every heading with its words as written: with number signs before it, or a line below."""
    lines = list(body_lines(source))
    texts = ["", "", *(line for _number, line in lines)]
    for (number, line), above, second_above in zip(lines, texts[1:], texts, strict=False):
        if match := HEADING.fullmatch(line):
            yield Place(number, 1, len(line)), match[1].strip("# ")
        elif UNDERLINE.fullmatch(line) and above.strip() and not second_above.strip():
            yield Place(number - 1, 1, len(above)), above


def unknown(
    source: Source, name: str, items: Collection[str], known: Collection[str], file: str
) -> Iterator[Problem]:
    """A Problem for each of the items of the field `name` that `file` does not know."""
    for position, item in enumerate(items):
        if item not in known:
            path = (name,) if name == "medical_reviewer" else (name, position)
            yield source.problem_at(
                path,
                f"{name}: “{item}” is not in {file}.",
                suggestion(item, known) or "check the spelling, or add it there.",
            )


def unreviewed(catalog: Catalog) -> Iterator[Problem]:
    """A Problem for each text about health that no clinician has reviewed, also for one to come.

    Not a rule: only a build with CLINICS_REQUIRE_MEDICAL_REVIEW asks for it.
    """
    withheld = catalog.repository.withheld
    coming = (item.entry for item in withheld if _is_coming(catalog, item.entry.value))
    for entry in (*_reviewed(catalog), *coming):
        if isinstance(entry.value, Review) and not entry.value.last_reviewed:
            yield entry.source.problem_at(
                ("title",),
                "no clinician has reviewed this text, and publishconf.py requires it.",
                "have it reviewed, then give last_reviewed and medical_reviewer; or set "
                "CLINICS_REQUIRE_MEDICAL_REVIEW to False.",
            )


def _is_coming(catalog: Catalog, text: Edited) -> bool:
    """Whether the text goes out later: its day must not be the one that stops a build."""
    return standing(text, catalog.as_of) is Standing.COMING


def _reviewed(catalog: Catalog) -> Iterator[Sourced[Review]]:
    yield from catalog.repository.library.questions.values()
    yield from catalog.repository.texts.medical


SERVICES, CONDITIONS = "locations/_services.yaml", "content/_conditions.yaml"
PROVIDERS, SOURCES = "locations/_providers.yaml", "content/_sources.yaml"

LINK_IN_LINK = (
    "a citation stands inside of the words of a link.",
    "write it behind the link: two links cannot be one.",
)
UNREAD = (
    "this citation is not finished on its line.",
    "write all of it on one line, with semicolons: [@S001; @S002].",
)
UNMARKED = "this citation has no @ before the id of its source."
HALF_REVIEW = (
    "last_reviewed and medical_reviewer belong together.",
    "give both after a clinician has really read the answer; until then leave both out.",
)
