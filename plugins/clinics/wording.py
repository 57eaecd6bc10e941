"""Small pieces of language that several modules need."""

from __future__ import annotations

from collections.abc import Sequence

from .formats import number_words
from .translation import gettext, ngettext


def listing(names: Sequence[str]) -> str:
    """`Arizona, Colorado and Utah`; empty for no names."""
    if len(names) < 2:
        return "".join(names)
    return gettext("%(names)s and %(last)s", names=", ".join(names[:-1]), last=names[-1])


def clinics(number: int) -> str:
    """`1 clinic`, `1,120 clinics`."""
    count = number_words(number)
    return ngettext("%(count)s clinic", "%(count)s clinics", number, count=count)
