"""The whole report as lines of text: first the summary, then clinic by clinic, then texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..catalog import Catalog
from ..formats import date_words
from ..problems import plural
from .clinics import Readiness, readiness
from .summary import Headline, headlines
from .texts import TextReadiness, text_readiness

HARDEST = 10
"""Texts that the report names for being hard to read; the page `/report/` has all of them."""

MORE = (
    "All of it, with links: the page /report/ of make serve. A list for calls: make report CSV=1."
)


def report_lines(catalog: Catalog, website: Sequence[Headline] = ()) -> Iterator[str]:
    """The report; `website` are further lines of its summary."""
    clinics, texts = readiness(catalog), text_readiness(catalog)
    parts = headlines(catalog, clinics, texts)
    parts["Website"] += tuple(website)
    yield f"What is to be confirmed, supplied or reviewed, as of {date_words(catalog.as_of)}."
    for name, lines in parts.items():
        yield f"\n{name}"
        yield from (f"    {line.name}: {line.says}." for line in lines)
    yield f"\nClinic by clinic, the gravest first ({plural(len(clinics), 'clinic')})"
    for row in clinics:
        yield from _clinic(row)
    yield "\nTexts to look at"
    yield from _texts(texts)
    yield f"\n{MORE}"


def _clinic(row: Readiness) -> Iterator[str]:
    age = "never confirmed" if row.age is None else f"confirmed {plural(row.age, 'day')} ago"
    yield f"{row.slug} ({row.name}): {row.status}; {age}."
    if row.unconfirmed:
        yield f"    to confirm: {', '.join(row.unconfirmed)}"
    if row.gaps:
        yield f"    missing: {', '.join(row.missing)}"
    if row.holidays:
        yield f"    holidays to confirm: {', '.join(holiday.name for holiday in row.holidays)}"


def _texts(rows: Sequence[TextReadiness]) -> Iterator[str]:
    """Those of which something is open, and the hardest ones."""
    hardest = sorted(rows, key=lambda row: (-row.grade, row.path))[:HARDEST]
    for row in rows:
        reasons = (
            *((f"to be reviewed by {row.next_review}",) if row.is_overdue else ()),
            *((f"{plural(row.uncompared, 'statement')} not compared",) if row.uncompared else ()),
            *(("no source",) if row.is_without_source else ()),
            *((f"grade {row.grade:.1f}",) if row.is_hard or row in hardest else ()),
        )
        if reasons:
            yield f"    {row.path}: {', '.join(reasons)}."
