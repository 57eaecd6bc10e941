"""Rules about old addresses: where they are declared, and where they lead."""

from __future__ import annotations

from collections.abc import Iterator

from ..catalog import Catalog
from ..ledger import FILES, OF_ARTICLES, SITEMAPS
from ..load.files import Sourced
from ..load.tree import Path
from ..model.location import GONE, Status
from ..model.redirect import RedirectFile
from ..problems import Problem, suggestion
from ..redirects.address import OldAddress, old_address
from ..redirects.patterns import OPEN, Rule, ends_openly, expand, is_readable, names
from ..redirects.resolve import Declared, declared, main_hosts, rules
from ..redirects.targets import location_slug, page_of_target
from .identity import OWN_ADDRESSES

FOR_THE_HOST = {
    *(".well-known", "404.html", "_headers", "_redirects", "build.json", "redirects.txt"),
}
FILES_OF_OURS = {name.partition("/")[0] for name in (*FILES, *OF_ARTICLES, *SITEMAPS)}
CLOSED_FOLDERS = (OWN_ADDRESSES | FOR_THE_HOST | FILES_OF_OURS) - {
    "locations",
    "treatments",
    "conditions",
    "articles",
    "faq",
}
"""Folders of ours in which no page was ever renamed: below them every address is taken.

So it is below our files, because a redirect page would make a folder of the file's name.
"""


def former_addresses_are_unique(catalog: Catalog) -> Iterator[Problem]:
    """A former address leads to one place only."""
    seen: dict[tuple[str, str, str], Declared] = {}
    for item in declared(catalog):
        first = seen.setdefault(item.old.key, item)
        is_listed_twice = item.source is first.source and item.text == first.text
        if first is item or (is_listed_twice and "former_urls" in item.at and _is_location(item)):
            continue  # or told by the rule that a list names each item once
        yield item.source.problem_at(
            item.at,
            f"{first.source.path} claims the same former address."
            if first.source is not item.source
            else f"“{item.text}” is declared twice in this file.",
            "leave it in the one place to which visitors should be sent.",
        )


def on_own_host(catalog: Catalog, host: str) -> Iterator[Problem]:
    """A Problem for each former address on the host of the site itself, written with its name.

    It would lead away from pages that are there, or lead the whole site in a circle. Not a rule:
    only a production build knows the host.
    """
    for item in declared(catalog):
        if item.old.host == host:
            yield item.source.problem_at(
                item.at,
                f"“{item.text}” is on the host of the site itself.",
                "write the path only, like /old/page/.",
            )


def former_addresses_are_not_in_use(catalog: Catalog) -> Iterator[Problem]:
    """A former address is not the address of a page that is there."""
    in_use = _paths_in_use(catalog)
    for item in declared(catalog):
        folder = item.old.path[1:].partition("/")[0].casefold()
        is_taken = item.old.path.casefold() in in_use or folder in CLOSED_FOLDERS
        if item.old.host is None and item.old.query is None and is_taken:
            yield item.source.problem_at(
                item.at,
                f"“{item.text}” is the address of a page that is there.",
                _why_delete(catalog, item.old.path),
                harm="Visitors of that page would be sent here.",
            )


def _why_delete(catalog: Catalog, path: str) -> str:
    slug = location_slug(catalog, f"{path}/")
    if slug and catalog.repository.locations[slug].value.status is Status.MOVED:
        return f"delete it; {slug}.yaml leads on by itself once its clinic has moved."
    return "delete it; only addresses that have ceased lead somewhere else."


def redirects_lead_to_a_page(catalog: Catalog) -> Iterator[Problem]:
    """A redirect of `_redirects.yaml` leads to a page or a question that is there."""
    known = {f"/{url}" for url in (*catalog.urls, *catalog.question_urls)}
    for entry, path, target in _targets(catalog):
        if page_of_target(catalog, target) is None and _next(catalog, target) is None:
            near = suggestion(target, known)
            yield entry.source.problem_at(
                path,
                f"there is no page “{target}”.",
                near or "write the path of a page of ours, like /conditions/ptsd/.",
            )


def redirects_need_one_step(catalog: Catalog) -> Iterator[Problem]:
    """A redirect leads to a page itself, not to another redirect."""
    for entry, path, target in _targets(catalog):
        steps = [target]
        is_loop = False
        while page_of_target(catalog, steps[-1]) is None and not is_loop:
            following = _next(catalog, steps[-1])
            if following is None:
                break
            is_loop = following in steps
            steps.append(following)
        if is_loop:
            yield entry.source.problem_at(
                path,
                f"“{target}” leads back to itself.",
                "write the path of a page that is there.",
                harm="Browsers would give up with an error.",
            )
        elif len(steps) > 1:
            yield entry.source.problem_at(
                path, f"“{target}” is itself a former address.", f"write {steps[-1]}."
            )


def redirects_lead_to_clinics_that_take_patients(catalog: Catalog) -> Iterator[Problem]:
    """A redirect of `_redirects.yaml` leads to no clinic that has closed or moved."""
    for entry, path, target in _targets(catalog):
        slug = location_slug(catalog, target)
        location = catalog.repository.locations[slug].value if slug else None
        if location and location.status in GONE:
            yield entry.source.problem_at(
                path,
                f"the clinic “{slug}” has {location.status}.",
                "write the address of the clinic that replaces it, or of the page of its state.",
                harm="Patients would be sent to a clinic that is not there.",
            )


def patterns_are_understood(catalog: Catalog) -> Iterator[Problem]:
    """A pattern of `_redirects.yaml` names one table, and any words only at its end."""
    loaded = catalog.repository.redirects
    for place, item in enumerate(loaded.value.patterns if loaded else ()):
        fault = _fault(item.pattern, list(loaded.value.tables) if loaded else [])
        if fault and loaded:
            yield loaded.source.problem_at(("patterns", place, "pattern"), *fault)


def patterns_leave_pages_alone(catalog: Catalog) -> Iterator[Problem]:
    """A pattern of `_redirects.yaml` does not mean the address of a page that is there."""
    in_use = sorted(_paths_in_use(catalog))
    for entry, path, rule in _rules(catalog):
        page = next((item for item in in_use if rule.matches(item)), None)
        folder = rule.prefix[1:].partition("/")
        if page is None and folder[1] and folder[0] in CLOSED_FOLDERS:
            page = rule.prefix
        if page is not None:
            yield entry.source.problem_at(
                path,
                f"with “{rule.word}” it means {page or '/'}/, which is a page of ours.",
                f"make the pattern longer, or delete “{rule.word}” from the table.",
                harm="Visitors of that page would be sent somewhere else.",
            )


def patterns_do_not_overlap(catalog: Catalog) -> Iterator[Problem]:
    """No two patterns of `_redirects.yaml` lead one address to different pages."""
    seen: dict[tuple[str, str], Rule] = {}
    for entry, path, rule in _rules(catalog):
        first = seen.setdefault((rule.prefix, rule.rest), rule)
        if first.to != rule.to:
            yield entry.source.problem_at(
                path,
                f"{rule.prefix} leads to {first.to} already, by another pattern.",
                f"delete “{rule.word}” from one of the tables, or one of the patterns.",
            )


def _fault(pattern: str, tables: list[str]) -> tuple[str, str] | None:
    named, _open = names(pattern)
    if not is_readable(pattern):
        return (
            f"“{pattern}” is not a pattern.",
            "begin with “/”; write small letters, digits, hyphens, and names like <city>.",
        )
    unknown = [name for name in named if name not in tables]
    if unknown:
        known = (*tables, *OPEN)
        return (
            f"<{unknown[0]}> is neither a table of this file nor one of the words for anything.",
            suggestion(unknown[0], known) or f"names that exist here: {', '.join(known)}.",
        )
    if len(named) != 1:
        return (
            f"the pattern names {len(named)} tables.",
            "name one: it says to which page each address leads.",
        )
    if not ends_openly(pattern):
        return (
            f"after <{next(iter(_open))}> something else follows.",
            "let the names for anything stand at the end: web servers read “and so on” only there.",
        )
    return None


def _is_location(item: Declared) -> bool:
    return item.source.path.startswith("locations/") and not item.target


def _paths_in_use(catalog: Catalog) -> set[str]:
    """Paths of all pages in any build, without the slash at their end, in small letters."""
    found = {f"/{url}".rstrip("/") for url in catalog.urls}
    found |= {f"/{name}" for name in (*OWN_ADDRESSES, "404.html")}
    for slug in catalog.repository.slugs:
        state, _, name = slug.partition("-")
        found |= {f"/locations/{state}".lower(), f"/locations/{state}/{name}".lower()}
    return found


def _targets(catalog: Catalog) -> Iterator[tuple[Sourced[RedirectFile], Path, str]]:
    """Everything in `_redirects.yaml` that something is led to, with its place."""
    if loaded := catalog.repository.redirects:
        for place, item in enumerate(loaded.value.redirects):
            yield loaded, ("redirects", place, "to"), item.to
        for name, table in loaded.value.tables.items():
            for word, to in table.items():
                yield loaded, ("tables", name, word), to


def _rules(catalog: Catalog) -> Iterator[tuple[Sourced[RedirectFile], Path, Rule]]:
    if loaded := catalog.repository.redirects:
        for place, item in enumerate(loaded.value.patterns):
            for rule in expand(item.pattern, loaded.value.tables):
                yield loaded, ("patterns", place, "pattern"), rule


def _next(catalog: Catalog, address: str) -> str | None:
    """Where an address that is no page is led, as it is written; None where it is not."""
    if not address.startswith("/"):
        return None
    asked: OldAddress = old_address(address, main_hosts(catalog))
    for item in declared(catalog):
        if item.old.key == asked.key:
            return item.target or f"/{item.to}"
    return next((rule.to for rule in rules(catalog) if rule.matches(asked.path)), None)
