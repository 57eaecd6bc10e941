"""The editorial rules that need more than a list of words, as a table.

A rule is a generator of Faults over a draft; the first line of its docstring is the rule in words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..citations import cited_ids
from ..problems import Place
from .blocks import Block
from .draft import Draft
from .faults import Fault
from .readability import NOTHING, WORD, Readability, measure, sentences_in

FIRST_SCREEN = 200
"""Words within which an off-label use is named as such (rule R-03)."""

MAX_GRADE, MAX_SECTION_GRADE = 8.0, 10.0
"""Of a whole text (rule R-26); of a section or an answer, where a few long names weigh more."""

MAX_AVERAGE, MAX_SENTENCE = 18.0, 40
"""Words of a sentence: on average in a section, and of any one."""

SECTION_WORDS = 50
"""A section with fewer words is too short for an average."""

PERCENTAGE = re.compile(r"(?<![\d.,])\d[\d.,]{0,20}(?:\s?%|\s(?:percent|per cent)\b)")
COMPARED = re.compile(
    r"compar|placebo|sham\b|against|versus|\bvs\b|\bthan\b|control group|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
"""What makes a figure one of a comparison, or says that there is none, or dates a survey."""

SUICIDE = re.compile(r"\bsuicid\w*|\bself-harm\w*", re.IGNORECASE)
HELP_LINE = re.compile(r"\b988\b")
SPRAVATO = re.compile(r"\bSpravato\b", re.IGNORECASE)
FIRST_SPRAVATO = re.compile(r"Spravato®\s+\(esketamine\)", re.IGNORECASE)
OFF_LABEL = re.compile(r"\boff-label\b", re.IGNORECASE)
FDA = re.compile(r"\bFDA\b|Food and Drug Administration")


def off_label_first(draft: Draft) -> Iterator[Fault]:
    """A text about an off-label use says so, and what the FDA says, in its first 200 words."""
    if not draft.is_off_label:
        return
    text = " ".join(block.text for block in draft.blocks)
    words = list(WORD.finditer(text))[:FIRST_SCREEN]
    beginning = text[: words[-1].end()] if words else ""
    if not (OFF_LABEL.search(beginning) and FDA.search(beginning)):
        place = Place(draft.blocks[0].first_line) if draft.blocks else Place()
        yield Fault(
            "off-label-first",
            place,
            f"the first {FIRST_SCREEN} words do not say “off-label” and what the FDA has approved.",
            "say near the top what the FDA has approved and that this use is off-label.",
        )


def percentages_have_sources(draft: Draft) -> Iterator[Fault]:
    """A percentage has a citation in its paragraph, its list or its table."""
    if draft.cites_at_the_top:
        return
    for group in draft.groups:
        figures = [(block, found) for block in group.blocks if (found := _percentage(block))]
        if figures and not any(any(cited_ids(line)) for line in group.written):
            block, found = figures[0]
            yield Fault(
                "percent-source",
                block.place(*found.span()),
                f"“{found[0]}” has no source.",
                "write the citation behind it, like [@S008], or leave the figure out.",
                found[0],
            )


def percentages_are_compared(draft: Draft) -> Iterator[Fault]:
    """A percentage has another beside it, or words of comparison, or the year of a survey."""
    for group in draft.groups:
        if any(COMPARED.search(text) for text in group.texts):
            continue
        for block in group.blocks:
            found = _percentage(block)
            if found and not PERCENTAGE.search(block.text, found.end()):
                yield Fault(
                    "percent-comparison",
                    block.place(*found.span()),
                    f"“{found[0]}” stands alone: a figure without its comparison misleads.",
                    "add the figure of the comparison group, or the words “no comparison group”; "
                    "for a survey, its year.",
                    found[0],
                )


def suicide_is_met_with_help(draft: Draft) -> Iterator[Fault]:
    """A text that mentions suicide or self-harm names 988."""
    if any(HELP_LINE.search(passage.text) for passage in draft.passages):
        return
    for passage in draft.passages:
        if found := SUICIDE.search(passage.text):
            yield Fault(
                "suicide-help",
                passage.place(*found.span()),
                f"“{found[0]}” is mentioned, and 988 is not.",
                "add a sentence like: Call or text [988](tel:988), day or night.",
                found[0],
            )
            return


def spravato_is_introduced(draft: Draft) -> Iterator[Fault]:
    """“Spravato® (esketamine)” comes first; title and description have the ® too."""
    for passage in draft.heads:
        found = SPRAVATO.search(passage.text)
        if found and passage.text[found.end() : found.end() + 1] != "®":
            yield _not_introduced(passage.place(*found.span()), found[0], "write Spravato®.")
    for block in draft.blocks:
        if found := SPRAVATO.search(block.text):
            if not FIRST_SPRAVATO.match(block.text, found.start()):
                hint = "write “Spravato® (esketamine) nasal spray, CIII” here; later “Spravato”."
                yield _not_introduced(block.place(*found.span()), found[0], hint)
            return


def texts_are_easy_to_read(draft: Draft) -> Iterator[Fault]:
    """Grade 8 at most, 10 for a section or an answer; 18 words on average in a sentence."""
    total, is_told = NOTHING, False
    for heading, prose in draft.sections:
        section = sum((_measured(block) for block in prose), NOTHING)
        total += section
        if section.words >= SECTION_WORDS:
            place = Place((heading or prose[0]).first_line)
            faults = list(_hard_section(section, place))
            is_told = is_told or bool(faults)
            yield from faults
    limit = MAX_GRADE if draft.is_text else MAX_SECTION_GRADE
    if total.words >= SECTION_WORDS and total.grade > limit and not is_told:
        yield Fault(
            "reading-grade",
            Place(),
            f"this text needs {total.grade:.1f} years of school; the limit is {limit:g}.",
            "shorten sentences, and use everyday words for long ones.",
            severity="warning",
        )


def sentences_are_short(draft: Draft) -> Iterator[Fault]:
    """A sentence has at most 40 words."""
    for _heading, prose in draft.sections:
        for block in prose:
            for start, end in sentences_in(block.text):
                number = len(WORD.findall(block.text, start, end))
                if number > MAX_SENTENCE:
                    yield Fault(
                        "sentence-length",
                        block.place(start, end),
                        f"this sentence has {number} words; the limit is {MAX_SENTENCE}.",
                        "make two sentences of it.",
                        severity="warning",
                    )


Rule = Callable[[Draft], Iterator[Fault]]

RULES: dict[Rule, tuple[str, ...]] = {
    off_label_first: ("off-label-first",),
    percentages_have_sources: ("percent-source",),
    percentages_are_compared: ("percent-comparison",),
    suicide_is_met_with_help: ("suicide-help",),
    spravato_is_introduced: ("spravato-first-use",),
    texts_are_easy_to_read: ("reading-grade",),
    sentences_are_short: ("sentence-length",),
}
"""Every rule with the ids that its faults may have."""


def readability_of(draft: Draft) -> Readability:
    """The measures of all prose of a draft."""
    return sum((_measured(block) for _heading, prose in draft.sections for block in prose), NOTHING)


def _hard_section(section: Readability, place: Place) -> Iterator[Fault]:
    if section.words_per_sentence > MAX_AVERAGE:
        yield Fault(
            "reading-grade",
            place,
            f"the sentences of this section have {section.words_per_sentence:.0f} words on "
            f"average; the limit is {MAX_AVERAGE:g}.",
            "make two sentences of each long one.",
            severity="warning",
        )
    elif section.grade > MAX_SECTION_GRADE:
        yield Fault(
            "reading-grade",
            place,
            f"this section needs {section.grade:.1f} years of school; the limit is "
            f"{MAX_SECTION_GRADE:g}.",
            "use everyday words for long ones, or explain a long one once.",
            severity="warning",
        )


def _measured(block: Block) -> Readability:
    return measure(" ".join(block.text.split()))


def _percentage(block: Block) -> re.Match[str] | None:
    return PERCENTAGE.search(block.text)


def _not_introduced(place: Place, words: str, hint: str) -> Fault:
    message = f"the trademark “{words}” is not introduced as the law on trademarks asks."
    return Fault("spravato-first-use", place, message, hint, words)
