"""Rules about the shared files: the help lines, and ids that are names for one thing only."""

from __future__ import annotations

from collections.abc import Iterator

from ..catalog import Catalog
from ..load.source import Source
from ..problems import Problem

ALWAYS_NAMED = ("988", "911")
"""The numbers that every page shows to people in danger."""


def emergency_lines_are_named(catalog: Catalog) -> Iterator[Problem]:
    """988 and 911 are among the help lines that every page shows."""
    organization = catalog.repository.organization
    shown = [line.telephone for line in catalog.organization.emergency_lines]
    for number in ALWAYS_NAMED:
        if organization and number not in map(str, shown):
            yield organization.source.problem_at(
                ("crisis_lines",),
                f"no help line with “telephone: {number}” has “is_emergency: yes”.",
                "restore it; every page shows these lines.",
                harm="People in danger would not find help.",
                at_key=True,
            )


def shared_ids_are_unique(catalog: Catalog) -> Iterator[Problem]:
    """An id of a shared file is given once in its list."""
    for source, name, ids in _lists(catalog):
        first: dict[str, int] = {}
        for position, identifier in enumerate(ids):
            if identifier in first:
                yield source.problem_at(
                    (name, position, "id"),
                    f"the id “{identifier}” is given twice in {name}.",
                    "delete one of the two, or give it another id.",
                )
            first.setdefault(identifier, position)


def _lists(catalog: Catalog) -> Iterator[tuple[Source, str, list[str]]]:
    repository = catalog.repository
    for name in ("crisis_lines", "notices"):
        if repository.organization:
            items = getattr(repository.organization.value, name)
            yield repository.organization.source, name, [item.id for item in items]
    for name, shared in (
        ("services", repository.services),
        ("insurance", repository.insurance),
        ("providers", repository.providers),
        ("topics", repository.library.topics),
        ("conditions", repository.library.conditions),
        ("sources", repository.library.sources),
    ):
        if shared:
            yield shared.source, name, [item.id for item in getattr(shared.value, name)]
