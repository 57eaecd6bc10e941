"""The beginning of the report: how much of each kind is open, what hurts patients most first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..catalog import Catalog
from ..formats import date_words
from ..model.location import STALE_AFTER, Location
from ..model.organization import Holiday
from ..problems import plural
from .clinics import Readiness
from .overdue import OVERDUE_AFTER
from .texts import TextReadiness

TOPICS = (
    ("Telephone", ("telephone",)),
    ("Address", ("address",)),
    ("Opening hours, of all or some days", ("opening_hours",)),
)
"""What a patient is hurt by first, and the fields of a clinic that say it."""

NEEDED = ("name", "status")
OFFERED = ("services", "insurance")

NO_SECURITY_CONTACT = (
    "missing (security_contact in _organization.yaml); until then security.txt gives the main "
    "telephone number"
)


@dataclass(frozen=True, slots=True)
class Headline:
    """One line of the summary: `Telephone`, `24 to confirm, 6 unknown`."""

    name: str
    says: str


def headlines(
    catalog: Catalog, clinics: Sequence[Readiness], texts: Sequence[TextReadiness]
) -> dict[str, tuple[Headline, ...]]:
    """The lines of the summary below the names of its parts, the gravest first."""
    return {
        "Clinics": tuple(_of_clinics(clinics)),
        "Texts": tuple(_of_texts(texts)),
        "Website": tuple(_of_website(catalog)),
    }


def _of_clinics(rows: Sequence[Readiness]) -> Iterator[Headline]:
    for name, heads in TOPICS:
        yield Headline(name, _open(rows, *heads))
    for holiday in _holidays(rows):
        number = sum(holiday in row.holidays for row in rows)
        verb = "has" if number == 1 else "have"
        yield Headline(
            f"{holiday.name} ({date_words(holiday.date)})",
            f"{plural(number, 'clinic')} {verb} not confirmed",
        )
    yield Headline("Name or status, without which there is no page", _open(rows, *NEEDED))
    yield Headline("Confirmation of everything", _ages(rows))
    yield Headline("Services and insurance", _open(rows, *OFFERED))
    yield Headline("Everything else", _open(rows, *_REST))


def _of_texts(rows: Sequence[TextReadiness]) -> Iterator[Headline]:
    for name, is_meant in (
        ("Review overdue", lambda row: row.is_overdue),
        ("Statements marked for the medical reviewer, [@S008?]", lambda row: row.uncompared),
        ("To be reviewed, but without a source", lambda row: row.is_without_source),
        ("Harder to read than the limit", lambda row: row.is_hard),
        ("Not reviewed by a clinician", lambda row: not row.is_reviewed),
    ):
        number = sum(bool(is_meant(row)) for row in rows)
        yield Headline(name, f"{number} of {plural(len(rows), 'text')}" if number else "none")


def _of_website(catalog: Catalog) -> Iterator[Headline]:
    for notice in catalog.missing_notices:
        yield Headline(notice.name, f"missing. {notice.reason.rstrip('.')}")
    if not catalog.organization.security_contact:
        yield Headline("A page to report a weakness of the website", NO_SECURITY_CONTACT)
    yield Headline("Images without a description", "none, because make check refuses them")


def _open(rows: Sequence[Readiness], *heads: str) -> str:
    """In how many clinics such a fact waits for confirmation, and in how many it is unknown."""
    to_confirm = sum(row.has_to_confirm(*heads) for row in rows)
    unknown = sum(row.lacks(*heads) for row in rows)
    return _joined((to_confirm, "to confirm"), (unknown, "unknown"))


def _ages(rows: Sequence[Readiness]) -> str:
    ages = [row.age for row in rows if row.age is not None]
    overdue = sum(age > OVERDUE_AFTER.days for age in ages)
    stale = sum(age > STALE_AFTER.days for age in ages) - overdue
    return _joined(
        (overdue, f"more than {OVERDUE_AFTER.days} days ago"),
        (stale, f"more than {STALE_AFTER.days} days ago"),
        (len(rows) - len(ages), "never"),
    )


def _joined(*counts: tuple[int, str]) -> str:
    return ", ".join(f"{number} {words}" for number, words in counts if number) or "nothing open"


def _holidays(rows: Sequence[Readiness]) -> list[Holiday]:
    found = {holiday for row in rows for holiday in row.holidays}
    return sorted(found, key=lambda holiday: (holiday.date, holiday.name))


_TOLD = {*(head for _name, heads in TOPICS for head in heads), *NEEDED, *OFFERED}
_REST = tuple(name for name in Location.model_fields if name not in _TOLD)
