"""Rules about names that another file must know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from ..catalog import Catalog
from ..geography import states
from ..load.repository import Sourced
from ..load.tree import Mapping, find
from ..model.languages import LANGUAGES
from ..model.location import Location
from ..model.organization import InsuranceCarrier, Service
from ..problems import Problem, Severity, suggestion

Entry = Sourced[Location]


def regions_exist(catalog: Catalog) -> Iterator[Problem]:
    """A state is one of the two-letter codes of the United States."""
    for entry in _entries(catalog):
        yield from _unknown(
            entry,
            ("address", "address_region"),
            entry.value.address.address_region,
            states(),
            "state",
            "write the two letters of the post, like AZ.",
        )


def services_exist(catalog: Catalog) -> Iterator[Problem]:
    """A service is one of `_services.yaml`."""
    for entry in _entries(catalog):
        for position, item in enumerate(entry.value.services):
            yield from _unknown_or_alias(
                entry,
                ("services", position),
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
    by_name = {name.lower(): code for code, name in LANGUAGES.items()}
    for entry in _entries(catalog):
        for position, item in enumerate(entry.value.languages):
            code = by_name.get(item.lower())
            hint = f"write {code}." if code else "use a code like en or es."
            yield from _unknown(entry, ("languages", position), item, LANGUAGES, "language", hint)


def telehealth_states_exist(catalog: Catalog) -> Iterator[Problem]:
    """A telehealth state is a two-letter code of the United States."""
    for entry in _entries(catalog):
        for position, item in enumerate(entry.value.telehealth_states):
            path = ("telehealth_states", position)
            yield from _unknown(entry, path, item, states(), "state", "write it like AZ.")


def providers_exist(catalog: Catalog) -> Iterator[Problem]:
    """A provider is one of `_providers.yaml`."""
    loaded = catalog.repository.providers
    known = {provider.id for provider in loaded.value.providers} if loaded else set()
    for entry in _entries(catalog):
        for position, item in enumerate(entry.value.providers):
            path = ("providers", position)
            yield from _unknown(entry, path, item, known, "provider", "add it to _providers.yaml.")


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
    """Each path in `unconfirmed` leads to something in the same file."""
    for entry in _entries(catalog):
        for position, path in enumerate(entry.value.unconfirmed):
            if find(entry.source.root, tuple(path.split("."))) is None:
                yield entry.source.problem_at(
                    ("unconfirmed", position),
                    f"“{path}” leads to nothing in this file.",
                    suggestion(path, _paths(entry)) or "delete it, or correct the path.",
                )


def no_item_is_listed_twice(catalog: Catalog) -> Iterator[Problem]:
    """A list names each item once."""
    lists = ("insurance", "languages", "telehealth_states", "accessibility", "unconfirmed")
    for entry in _entries(catalog):
        services = [service.id for service in entry.value.services]
        named = [(name, list(getattr(entry.value, name))) for name in lists]
        for name, items in (*named, ("services", services)):
            for position, item in enumerate(items):
                if item in items[:position]:
                    yield entry.source.problem_at(
                        (name, position), f"“{item}” is listed twice in {name}.", "delete one."
                    )


def _entries(catalog: Catalog) -> Iterable[Entry]:
    return catalog.repository.locations.values()


def _unknown(
    entry: Entry,
    path: tuple[str | int, ...],
    word: str,
    known: Iterable[str],
    what: str,
    hint: str,
    severity: Severity = Severity.ERROR,
) -> Iterator[Problem]:
    if word not in known:
        guess = suggestion(word, known)
        yield entry.source.problem_at(path, f"unknown {what} “{word}”.", guess or hint, severity)


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
    for item in known.values():
        names = {name.casefold() for name in (item.name, *item.aliases)}
        if word.casefold() in names:
            message = f"the {what} “{word}” is called “{item.id}” here."
            yield entry.source.problem_at(path, message, f"write {item.id}.")
            return
    yield from _unknown(entry, path, word, known, what, f"choose an id of {file}, or add it there.")


def _paths(entry: Entry) -> list[str]:
    root = entry.source.root
    keys = list(root.entries) if isinstance(root, Mapping) else []
    services = [f"services.{service.id}" for service in entry.value.services]
    carriers = [f"insurance.{carrier}" for carrier in entry.value.insurance]
    return [*keys, *services, *carriers]
