"""Small pieces of English that several modules need."""

from __future__ import annotations

from collections.abc import Sequence


def listing(names: Sequence[str]) -> str:
    """`Arizona, Colorado and Utah`; empty for no names."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
