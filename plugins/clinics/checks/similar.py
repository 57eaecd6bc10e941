"""The doorway guard: prose that is the same on two pages, where each page should say its own.

Only prose is compared: what editors wrote in sentences, in texts, answers and the notes of clinics.
Facts, headings, tables and generated questions are alike on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..catalog import Catalog
from ..editorial.blocks import Block, Kind
from ..editorial.draft import Draft
from ..geography import states
from ..load.files import Sourced
from ..load.source import Source
from ..load.tree import Scalar, find
from ..model.location import Location
from ..model.wording import SIMILARITY_LIMIT
from ..problems import Place, Problem, Severity
from ..similarity import Piece, contained, likenesses, word_shingles, words_of
from .content import too_much

SHORTEST = 20
"""Words of a paragraph. What is shorter is a fact in a sentence, and right in the same words."""

NOTES = ("parking.note", "public_transit", "entrance_note", "waiting_for_driver")
"""Where a clinic's own file has prose, besides the notes of its services. What to bring, rules for
cancelling, alerts and messages of a status may be the same at many clinics, and then are so."""

LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some prose and where it stands."""

    source: Source
    place: Place
    text: str
    words: tuple[str, ...]
    is_note: bool = False

    @property
    def where(self) -> str:
        """`content/pages/about.md:12`."""
        return f"{self.source.path}:{self.place.line}"


def prose_is_written_for_its_page(catalog: Catalog) -> Iterator[Problem]:
    """No paragraph of a text, an answer or the notes of a clinic is nearly that of another."""
    wording = catalog.repository.library.wording
    limit = (wording.value.similarity_limit if wording else SIMILARITY_LIMIT) / 100
    pieces = [
        Piece(found.source.path, word_shingles(found.words), found)
        for found in sorted(_paragraphs(catalog), key=lambda x: (x.source.path, x.place.line))
    ]
    for found in likenesses(pieces, limit, contained):
        yield _problem(found.later, found.earlier, round(found.share * 100))


def _problem(later: Paragraph, earlier: Paragraph, percent: int) -> Problem:
    amount = "all" if percent == 100 else f"{percent}%"
    return later.source.problem(
        later.place,
        f"{amount} of this stands at {earlier.where} too: “{_beginning(later.text)}”.",
        LOCALIZE if later.is_note else SAY_ONCE,
        Severity.WARNING,
    )


def _paragraphs(catalog: Catalog) -> Iterator[Paragraph]:
    repository = catalog.repository
    helps = {
        line.telephone.display for line in catalog.organization.emergency_lines if line.telephone
    }
    for entry in (*(x.entry for x in repository.texts), *repository.library.questions.values()):
        draft = Draft(entry.value, entry.source)
        for block in () if any(too_much(entry.source)) else draft.blocks:
            words = words_of(block.text)
            # Words that bring help are the same everywhere, because they were chosen with care.
            is_prose = block.kind in (Kind.PARAGRAPH, Kind.ITEM) and len(words) >= SHORTEST
            if is_prose and helps.isdisjoint(words):
                yield Paragraph(entry.source, _first_line(block), block.text, tuple(words))
    for location in repository.locations.values():
        yield from _notes(location)


def _notes(entry: Sourced[Location]) -> Iterator[Paragraph]:
    """The notes of a clinic without its own names: a page is not another for its city's sake."""
    location, source = entry.value, entry.source
    own = _own_words(location)
    paths = [tuple(path.split(".")) for path in NOTES]
    for path in (*paths, *(("services", item.id, "note") for item in location.services)):
        note = find(source.root, path)
        if isinstance(note, Scalar):
            words = tuple(word for word in words_of(note.value) if word not in own)
            if len(words) >= SHORTEST:
                yield Paragraph(source, note.place, note.value, words, is_note=True)


def _own_words(location: Location) -> frozenset[str]:
    address = location.address
    state = states().get(address.address_region)
    parts = (location.name, *address.lines, state.name if state else "")
    return frozenset(word for part in parts for word in words_of(part))


def _first_line(block: Block) -> Place:
    text = block.text.rstrip()
    start = len(text) - len(text.lstrip())
    return block.place(start, len(text))


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    if len(line) <= LONGEST_QUOTE:
        return line
    return line[:LONGEST_QUOTE].rpartition(" ")[0] + " …"


LOCALIZE = (
    "write what is special here: the building, what stands next to it, the door, the bus line; or "
    "leave it out."
)
SAY_ONCE = "say it on one of the two pages and link to it from the other; or say what is new here."
