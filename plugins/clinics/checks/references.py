"""Rules about names that another file must know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from ..catalog import Catalog
from ..geography import states
from ..load.files import Sourced
from ..load.source import Source
from ..load.tree import Mapping, Node, Sequence, find, item_id
from ..model.hours import WEEKDAYS
from ..model.languages import LANGUAGES
from ..model.location import Location, ServiceAtLocation
from ..model.organization import InsuranceCarrier, Service, ids_by_spelling
from ..problems import Problem, Severity, suggestion

Entry = Sourced[Location]


def regions_exist(catalog: Catalog) -> Iterator[Problem]:
    """A state is one of the two-letter codes of the United States."""
    for entry in _entries(catalog):
        yield from _unknown_state(
            entry, ("address", "address_region"), entry.value.address.address_region
        )


def services_exist(catalog: Catalog) -> Iterator[Problem]:
    """A service is one of `_services.yaml`."""
    for entry in _entries(catalog):
        for position, item in enumerate(entry.value.services):
            yield from _unknown_or_alias(
                entry,
                ("services", position, "id"),
                item.id,
                catalog.services,
                "service",
                "_services.yaml",
            )


def carriers_exist(catalog: Catalog) -> Iterator[Problem]:
    """An insurance carrier is one of `_insurance.yaml`."""
    for entry in _entries(catalog):
        for position, item in enumerate(entry.value.insurance):
            yield from _unknown_or_alias(
                entry,
                ("insurance", position),
                item,
                catalog.insurance,
                "carrier",
                "_insurance.yaml",
            )


def languages_exist(catalog: Catalog) -> Iterator[Problem]:
    """A language is a code whose English name the site knows."""
    for entry in _entries(catalog):
        yield from _unknown_languages(entry, (), entry.value.languages)
    if loaded := catalog.repository.providers:
        for position, provider in enumerate(loaded.value.providers):
            yield from _unknown_languages(loaded, ("providers", position), provider.languages)


def _unknown_languages(
    entry: Sourced[Any], group: tuple[str | int, ...], codes: Iterable[str]
) -> Iterator[Problem]:
    """A Problem for each code that is none; `group` is where the field stands."""
    by_name = {name.lower(): code for code, name in LANGUAGES.items()}
    for position, item in enumerate(codes):
        code = by_name.get(item.lower())
        hint = f"write {code}." if code else "use a code like en or es."
        path = (*group, "languages", position)
        yield from _unknown(entry, path, item, LANGUAGES, "language", hint)


def telehealth_states_exist(catalog: Catalog) -> Iterator[Problem]:
    """A telehealth state is a two-letter code of the United States."""
    for entry in _entries(catalog):
        for position, item in enumerate(entry.value.telehealth_states):
            yield from _unknown_state(entry, ("telehealth_states", position), item)


def providers_exist(catalog: Catalog) -> Iterator[Problem]:
    """A provider is one of `_providers.yaml`."""
    loaded = catalog.repository.providers
    known = {provider.id for provider in loaded.value.providers} if loaded else set()
    for entry in _entries(catalog):
        for position, item in enumerate(entry.value.providers):
            path = ("providers", position)
            yield from _unknown(entry, path, item, known, "provider", "add it to _providers.yaml.")


def providers_work_somewhere(catalog: Catalog) -> Iterator[Problem]:
    """A provider of `_providers.yaml` works at one location at least."""
    loaded = catalog.repository.providers
    named = {item for entry in _entries(catalog) for item in entry.value.providers}
    for position, provider in enumerate(loaded.value.providers if loaded else ()):
        if loaded and provider.id not in named:
            yield loaded.source.problem_at(
                ("providers", position, "id"),
                f"no location names the provider “{provider.id}”.",
                "add the id to providers of a location, or delete the entry.",
                Severity.WARNING,
            )


def appointment_hosts_are_known(catalog: Catalog) -> Iterator[Problem]:
    """An appointment_url names a host of `_organization.yaml` (an error when publishing)."""
    hosts = catalog.organization.appointment_hosts
    severity = Severity.ERROR if catalog.is_production else Severity.WARNING
    for entry in _entries(catalog):
        url = entry.value.appointment_url
        if url and urlsplit(url).hostname not in hosts:
            yield entry.source.problem_at(
                ("appointment_url",),
                f"the host “{urlsplit(url).hostname}” is not one of our booking systems.",
                "check the address; a new system is added to appointment_hosts in "
                "_organization.yaml.",
                severity,
                "Patients could be led to a stranger's website.",
            )


def unconfirmed_paths_lead_somewhere(catalog: Catalog) -> Iterator[Problem]:
    """Each path in `unconfirmed` names a field, a part of one, or an item of a list."""
    for entry in _entries(catalog):
        for position, path in enumerate(entry.value.unconfirmed):
            if fault := _path_fault(catalog, entry.source, path):
                yield entry.source.problem_at(("unconfirmed", position), *fault)


def no_item_is_listed_twice(catalog: Catalog) -> Iterator[Problem]:
    """A list names each item once."""
    for entry in _entries(catalog):
        for name in LISTS:
            seen = set()
            for position, item in enumerate(getattr(entry.value, name)):
                word = item.id if isinstance(item, ServiceAtLocation) else item
                if word in seen:
                    path = (name, position, "id")
                    message = f"“{word}” is listed twice in {name}."
                    yield entry.source.problem_at(path, message, "delete one.")
                seen.add(word)


LISTS = (
    "services",
    "insurance",
    "languages",
    "telehealth_states",
    "accessibility",
    "first_visit",
    "devices",
    "certified_for",
    "providers",
    "former_urls",
    "unconfirmed",
    "sources",
)
"""The fields of a location that list each thing once."""

WHOLE = ("geo", "ages", "confirmed")
"""Groups of which a part says nothing without the other; they are confirmed as a whole."""


def _entries(catalog: Catalog) -> Iterable[Entry]:
    return catalog.repository.locations.values()


def _unknown(
    entry: Sourced[Any],
    path: tuple[str | int, ...],
    word: str,
    known: Iterable[str],
    what: str,
    hint: str,
) -> Iterator[Problem]:
    if word not in known:
        remedy = f"{suggestion(word, known)} Otherwise {hint}".removeprefix(" Otherwise ")
        yield entry.source.problem_at(path, f"unknown {what} “{word}”.", remedy)


def _unknown_state(entry: Entry, path: tuple[str | int, ...], word: str) -> Iterator[Problem]:
    """No guess by spelling: it would take Nevada (NEV) for Nebraska (NE)."""
    if word in states():
        return
    name = word.strip(".").casefold()
    codes = [code for code, state in states().items() if state.name.casefold().startswith(name)]
    codes = [word.upper()] if word.upper() in states() else codes
    hint = f"write {codes[0]}." if len(codes) == 1 else "write its two letters, like AZ."
    yield entry.source.problem_at(path, f"unknown state “{word}”.", hint)


def _unknown_or_alias(
    entry: Entry,
    path: tuple[str | int, ...],
    word: str,
    known: dict[str, Service] | dict[str, InsuranceCarrier],
    what: str,
    file: str,
) -> Iterator[Problem]:
    if word in known:
        return
    if meant := ids_by_spelling(known.values()).get(word.casefold()):
        message = f"the {what} “{word}” is called “{meant}” here."
        yield entry.source.problem_at(path, message, f"write {meant}.")
        return
    yield from _unknown(entry, path, word, known, what, f"choose an id of {file}, or add it there.")


def _path_fault(catalog: Catalog, source: Source, path: str) -> tuple[str, str] | None:
    parts = tuple(path.split("."))
    if find(source.root, parts) is None:
        return f"“{path}” leads to nothing in this file.", _meant_path(catalog, source, path)
    whole = parts[:1] if parts[0] in WHOLE else parts[:2]
    if whole != parts:
        return f"“{path}” goes too deep.", f"write {'.'.join(whole)}: it is confirmed as a whole."
    return None


def _meant_path(catalog: Catalog, source: Source, path: str) -> str:
    """The remedy; never the path to another fact, where the one that was named may be missing."""
    head, dot, rest = path.partition(".")
    if rest in WEEKDAYS or rest in catalog.services or rest in catalog.insurance:
        return f"delete it, or add {rest} to {head}."
    near = [item for item in _paths(source.root) if not dot or item.startswith(f"{head}.")]
    return suggestion(path, near) or "delete it, or correct the path."


def _paths(root: Node) -> Iterator[str]:
    """Every path that may stand in `unconfirmed`, to find the one that was meant."""
    for key, value in root.entries.items() if isinstance(root, Mapping) else ():
        yield key
        if isinstance(value, Mapping) and key not in WHOLE:
            yield from (f"{key}.{name}" for name in value.entries)
        elif isinstance(value, Sequence) and key != "unconfirmed":
            yield from (f"{key}.{name}" for item in value.items if (name := item_id(item)))
