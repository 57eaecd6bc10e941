"""What becomes of the change on the site: pages, structured data, old addresses, coming days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup as HtmlText

from ..changes import changes, together
from ..faq import AnsweredQuestion
from ..faq_section import read_faq_section
from ..formats import date_words
from ..load.front_matter import body
from ..pages import Page
from ..problems import plural
from ..redirects import Redirects
from ..settings import HOME_ZONE
from ..structured_data import Markup, graph
from .items import Item, Section
from .reading import Reading
from .shown import html_of, shared, shown

MARKUP = Markup(base="", language="en", time_zone=HOME_ZONE)
"""Where the site stands is no matter here, because it is the same before and after."""

ZIP = "zip-prefix.html"
"""The template of the hundreds of pages for ZIP codes, which are counted and not named."""


def page_changes(before: Reading, after: Reading) -> Section:
    """Every page that is new, has gone, or shows something else."""
    old, new = before.pages, after.pages
    if shared(before.catalog) != shared(after.catalog):
        words = "Every page changes: the name, the main telephone, a help line, a notice or a state"
        return Section("Pages", (Item(words), *_come_and_gone(old, new)), "page", len(new))
    changed = [
        page
        for url, page in new.items()
        if url in old and shown(before.catalog, old[url]) != shown(after.catalog, page)
    ]
    zips = [page for page in changed if page.template == ZIP]
    named = (Item(f"/{page.url} ({page.title})") for page in changed if page.template != ZIP)
    items = (*_come_and_gone(old, new), *named)
    number = len(items) + len(zips)
    if zips:
        items += (Item(f"{plural(len(zips), 'page')} of ZIP codes, like /{zips[0].url}"),)
    return Section("Pages", items, "page", number)


def _come_and_gone(old: Mapping[str, Page], new: Mapping[str, Page]) -> Iterator[Item]:
    yield from (Item(f"/{url} is new ({new[url].title})") for url in new if url not in old)
    yield from (Item(f"/{url} has gone ({old[url].title})") for url in old if url not in new)


def markup_changes(before: Reading, after: Reading) -> Section:
    """Every block of structured data, which search engines read, that says something else."""
    items = []
    for url in {**before.pages, **after.pages}:
        old, new = (_blocks(reading, url) for reading in (before, after))
        for name in {**old, **new}:
            if old.get(name) != new.get(name):
                told = _properties(old.get(name), new.get(name))
                items.append(Item(f"{name} of /{url}: {told}"))
    return Section("Structured data, for search engines", tuple(items), "markup block")


def _blocks(reading: Reading, url: str) -> dict[str, Any]:
    """The blocks of a page by their kind."""
    page = reading.pages.get(url)
    if page is None or not page.schema_type:
        return {}
    own: tuple[AnsweredQuestion, ...] = ()
    if page.text:
        found, _faults = read_faq_section(html_of(body(page.text.entry.source)))
        own = tuple(AnsweredQuestion(item.id, item.name, HtmlText(item.answer)) for item in found)
    nodes = graph(reading.catalog, MARKUP, page, own)["@graph"]
    return {str(node["@type"]): node for node in nodes}


def _properties(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> str:
    if old is None or new is None:
        return "new" if old is None else "has gone"
    return ", ".join(name for name in {**old, **new} if old.get(name) != new.get(name))


def redirect_changes(before: Reading, after: Reading) -> Section:
    """Every old address that leads somewhere else than before."""
    old, new = (_led(reading.plan.redirects) for reading in (before, after))
    items = [
        Item(f"{address}: {_target(old.get(address))} → {_target(new.get(address))}")
        for address in {**old, **new}
        if old.get(address) != new.get(address)
    ]
    return Section("Old addresses and where they lead", tuple(items), "redirect")


def _led(redirects: Redirects) -> dict[str, str]:
    return {
        **{str(item.old): item.to for item in redirects.exact},
        **{f"{host}/…": to for host, to in redirects.hosts.items()},
        **{f"{rule.prefix}…": rule.to for rule in redirects.rules},
    }


def _target(to: str | None) -> str:
    return "(nothing)" if to is None else f"/{to}"


def date_changes(before: Reading, after: Reading) -> Section:
    """Every coming day on which the site changes by itself that is new, or is none any more."""
    old, new = (set(changes(reading.catalog)) for reading in (before, after))
    days = {change.date for change in old ^ new}
    come = (f"{date_words(day)}: {words}" for day, words in together(sorted(new - old)))
    gone = (f"No more on {date_words(day)}: {words}" for day, words in together(sorted(old - new)))
    items = tuple(Item(words) for words in (*come, *gone))
    return Section("Days on which the site changes by itself", items, "coming day", len(days))
