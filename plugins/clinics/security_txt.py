"""`/.well-known/security.txt`: whom to tell of a weakness of this site (RFC 9116)."""

from __future__ import annotations

import datetime

PATH = ".well-known/security.txt"

MONTHS_OF_QUARTER = 3


def security_txt(contact: str, site: str, language: str, as_of: datetime.date) -> bytes:
    """The file; `contact` is an address with a scheme, `site` that of the site.

    RFC 9116 wants a last day, at best less than a year away. It is the first day of the quarter
    after the next one: three to six months ahead, and the same in all builds of a quarter.
    """
    lines = (
        f"Contact: {contact}",
        f"Expires: {next_quarter(next_quarter(as_of))}T00:00:00Z",
        f"Preferred-Languages: {language}",
        f"Canonical: {site}/{PATH}",
    )
    return "".join(f"{line}\n" for line in lines).encode()


def next_quarter(day: datetime.date) -> datetime.date:
    """The first day of the quarter after a day: then the file gets another last day."""
    month = day.month + MONTHS_OF_QUARTER - (day.month - 1) % MONTHS_OF_QUARTER
    return datetime.date(day.year + month // 13, (month - 1) % 12 + 1, 1)
