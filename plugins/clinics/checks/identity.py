"""Rules about what a location is called: file name, id, name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator

from ..catalog import Catalog
from ..geography import states
from ..load.files import Sourced
from ..model.location import Location
from ..problems import Place, Problem, Severity

RESERVED = frozenset(("city",))
"""Names that our own addresses use: `/locations/<state>/city/`."""

OWN_ADDRESSES = frozenset(
    (
        "locations",
        "near-me",
        "treatments",
        "conditions",
        "articles",
        "faq",
        "search",
        "a-z",
        "near",
        "feeds",
        "styleguide",
        "report",
        "theme",
        "images",
        "cards",
        "nginx",
        "pagefind",
        "sitemaps",
        "sitemap.xml",
        "robots.txt",
        "llms.txt",
    )
)
"""First parts of addresses that are ours (DESIGN §6); no page and no former address takes them."""

Entry = Sourced[Location]


def slugs_are_well_formed(catalog: Catalog) -> Iterator[Problem]:
    """A file name has small letters, digits and single hyphens, and is not a reserved word."""
    for slug in catalog.repository.slugs:  # also of files that cannot be read
        path, name = f"locations/{slug}.yaml", slug.partition("-")[2]
        if not re.fullmatch(r"[a-z]{2}(-[a-z0-9]+)+", slug):
            yield Problem(
                path,
                Place(),
                f"the file name “{slug}.yaml” cannot become the address of a page.",
                "name it <state>-<name>.yaml in small letters, like az-desert-ridge.yaml.",
            )
        elif name in RESERVED:
            yield Problem(
                path,
                Place(),
                f"“{name}” is a reserved word in our addresses.",
                f"rename the file, for example to {slug}-clinic.yaml.",
            )


def slug_begins_with_the_state(catalog: Catalog) -> Iterator[Problem]:
    """A file name begins with the state that its address names."""
    for slug, entry in catalog.repository.locations.items():
        region = entry.value.address.address_region
        is_known = region in states() and re.match(r"[a-z]{2}-", slug)
        if is_known and slug.partition("-")[0] != region.lower():
            yield entry.source.problem_at(
                ("address", "address_region"),
                f"the file name begins with “{slug[:2]}”, but the address is in {region}.",
                "correct the state, or rename the file (and add its old address to former_urls).",
            )


def ids_are_unique_and_permanent(catalog: Catalog) -> Iterator[Problem]:
    """An id is unique; it differs from the file name only after a rename, which is declared."""
    for slug, entry in catalog.repository.locations.items():
        state, _, name = entry.value.id.partition("-")
        old_address = f"/locations/{state}/{name}/"
        if entry.value.id != slug and old_address not in entry.value.former_urls:
            yield entry.source.problem_at(
                ("id",),
                f"the id “{entry.value.id}” is not the file name “{slug}”.",
                f"for a new clinic write id: {slug}. After a rename keep the id and add "
                f"{old_address} to former_urls, so that old links can be led on.",
            )
    entries = catalog.repository.locations.values()
    yield from repeated(entries, lambda entry: entry.value.id, ("id",), "the id")


def names_are_unique_in_a_state(catalog: Catalog) -> Iterator[Problem]:
    """No two locations of a state have the same name."""
    yield from repeated(
        catalog.repository.locations.values(),
        lambda entry: (entry.value.address.address_region, entry.value.name.casefold()),
        ("name",),
        "the name",
        harm="Patients could not tell the two clinics apart.",
    )


def repeated(
    entries: Iterable[Entry],
    key: Callable[[Entry], Hashable | None],
    path: tuple[str, ...],
    what: str,
    severity: Severity = Severity.ERROR,
    harm: str = "",
) -> Iterator[Problem]:
    """A Problem at `path` of every entry whose key an earlier entry has, too; None is no key."""
    groups: dict[Hashable, list[Entry]] = defaultdict(list)
    for entry in entries:
        value = key(entry)
        if value is not None:
            groups[value].append(entry)
    for first, *others in groups.values():
        for entry in others:
            yield entry.source.problem_at(
                path,
                f"{what} is the same as in {first.source.path}.",
                "correct the one that is wrong.",
                severity,
                harm,
            )
