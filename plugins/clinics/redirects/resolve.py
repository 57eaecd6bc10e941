"""One list of everything that once was an address, and where it leads in this build."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..catalog import Catalog
from ..going_out import is_draft, written
from ..load.source import Source
from ..load.tree import Path
from .address import OldAddress, old_address
from .patterns import Rule, expand
from .targets import (
    answers_of_themselves,
    answers_of_withheld,
    page_of_location,
    page_of_target,
    page_of_withheld,
)


@dataclass(frozen=True, slots=True)
class Declared:
    """An old address, where it is written, and where it is to lead.

    Attributes:
        text: the address as it is written.
        at: where it stands in the file.
        to: an address from the root; None where nothing is there.
        target: what the editor has named; empty for what leads to the file that declares it.
    """

    text: str
    old: OldAddress
    source: Source
    at: Path
    to: str | None
    target: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """An old address and the page, from the root, that it leads to: `faq/tms/#does-tms-hurt`."""

    old: OldAddress
    to: str


@dataclass(frozen=True)
class Redirects:
    """All redirects of a build; what comes first wins.

    Attributes:
        exact: single addresses, those of pattern rules with one meaning among them.
        hosts: whole hosts, by their name; what is on them and not in `exact` leads there.
        rules: the pattern rules for any words, the longest beginning first.
        main_hosts: names under which the whole site once stood.
    """

    exact: tuple[Redirect, ...]
    hosts: dict[str, str]
    rules: tuple[Rule, ...]
    main_hosts: tuple[str, ...] = ()

    def answer(self, address: str) -> str | None:
        """Where a request for an old address is led, from the root; None where it is not."""
        asked = old_address(address, self.main_hosts)
        for old in (asked, OldAddress(asked.path, asked.host)):
            if old.host and old.key in self._by_key:
                return self._by_key[old.key]
        if asked.host in self.hosts:
            return self.hosts[asked.host]
        for old in (OldAddress(asked.path, None, asked.query), OldAddress(asked.path)):
            if old.key in self._by_key:
                return self._by_key[old.key]
        return next((rule.to for rule in self.rules if rule.matches(asked.path)), None)

    @cached_property
    def paths(self) -> tuple[Redirect, ...]:
        """Those that any host can answer: without a host name and without a query."""
        return tuple(
            item for item in self.exact if item.old.host is None and item.old.query is None
        )

    @cached_property
    def with_query(self) -> tuple[Redirect, ...]:
        """Those that hold for a certain query only."""
        return tuple(item for item in self.exact if item.old.query is not None)

    @cached_property
    def on_hosts(self) -> tuple[Redirect, ...]:
        """Those that hold on a certain host only, without a query."""
        return tuple(
            item for item in self.exact if item.old.host is not None and item.old.query is None
        )

    @cached_property
    def beside_hosts(self) -> tuple[Redirect, ...]:
        """Those of `on_hosts` that lead somewhere else than the rest of their host."""
        return tuple(
            item for item in self.on_hosts if self.hosts.get(item.old.host or "") != item.to
        )

    @cached_property
    def host_names(self) -> tuple[str, ...]:
        """Every old host that is to answer, sorted; not those of the site itself."""
        named = {item.old.host for item in self.exact if item.old.host}
        return tuple(sorted(named | set(self.hosts)))

    @cached_property
    def _by_key(self) -> dict[tuple[str, str, str], str]:
        return {item.old.key: item.to for item in reversed(self.exact)}


def resolved(catalog: Catalog) -> Redirects:
    """Every redirect of a checked catalog."""
    found: dict[tuple[str, str, str], Redirect] = {}
    hosts: dict[str, str] = {}
    open_rules: list[Rule] = []
    for url, page in catalog.addresses_of_moved.items():
        old = old_address(f"/{url}")
        found[old.key] = Redirect(old, page)
    for item in declared(catalog):
        if item.to is None:
            continue
        if item.old.host and item.old.is_host:
            hosts.setdefault(item.old.host, item.to)
        else:
            found.setdefault(item.old.key, Redirect(item.old, item.to))
    for rule in rules(catalog):
        to = page_of_target(catalog, rule.to)
        if to is None:
            continue
        if rule.rest:
            open_rules.append(Rule(rule.prefix, rule.rest, to, rule.table, rule.word))
        else:
            old = old_address(rule.prefix)
            found.setdefault(old.key, Redirect(old, to))
    for url, page in (*answers_of_themselves(catalog), *answers_of_withheld(catalog)):
        old = old_address(f"/{url}")
        found.setdefault(old.key, Redirect(old, page))
    open_rules.sort(key=lambda rule: (-len(rule.prefix), rule.prefix))
    return Redirects(tuple(found.values()), hosts, tuple(open_rules), main_hosts(catalog))


def main_hosts(catalog: Catalog) -> tuple[str, ...]:
    """The names under which the whole site once stood."""
    loaded = catalog.repository.redirects
    return loaded.value.hosts if loaded else ()


def declared(catalog: Catalog) -> Iterator[Declared]:
    """Every single old address that a file declares, also a faulty one; patterns are `rules`.

    Those of a text that is not out lead where its own address does; a draft declares nothing yet.
    """
    hosts = main_hosts(catalog)
    repository = catalog.repository
    for slug, location in repository.locations.items():
        to = page_of_location(catalog, slug)
        for place, text in enumerate(location.value.former_urls):
            at: Path = ("former_urls", place)
            yield Declared(text, old_address(text, hosts), location.source, at, to)
    there = [(item.entry, item.url) for item in written(repository)]
    withheld = [
        (item.entry, page_of_withheld(catalog, item))
        for item in repository.withheld
        if not is_draft(item.entry.value)
    ]
    for entry, url in (*there, *withheld):
        for place, text in enumerate(entry.value.former_urls):
            at = ("former_urls", place)
            yield Declared(text, old_address(text, hosts), entry.source, at, url)
    if loaded := repository.redirects:
        for place, item in enumerate(loaded.value.redirects):
            old = old_address(item.from_url, hosts)
            page = page_of_target(catalog, item.to)
            at = ("redirects", place, "from")
            yield Declared(item.from_url, old, loaded.source, at, page, item.to)


def rules(catalog: Catalog) -> Iterator[Rule]:
    """The pattern rules, one for each word of their tables; `to` is as the table says it."""
    if loaded := catalog.repository.redirects:
        for item in loaded.value.patterns:
            yield from expand(item.pattern, loaded.value.tables)
