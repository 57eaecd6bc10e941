"""What each kind of host can answer of the old addresses, in words."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from ..problems import plural
from .netlify import MAX_OPEN, MAX_PLAIN, lines_for_cloudflare
from .pages import html_file
from .resolve import Redirect, Redirects

REPORT_PATH = "redirects.txt"
"""Where the build lists all of it."""


def summary(redirects: Redirects, base: str) -> Iterator[str]:
    """A few lines for the end of a build; nothing where there is no redirect."""
    single, hosts, patterns = len(redirects.exact), len(redirects.hosts), len(redirects.rules)
    if not (single or hosts or patterns):
        return
    on_hosts, queries = len(redirects.on_hosts), len(redirects.with_query)
    pages = sum(html_file(item) is not None for item in redirects.paths)
    names = needed_names(redirects, base)
    yield (
        f"Redirects: {single} old addresses, {plural(hosts, 'whole host')} and "
        f"{plural(patterns, 'pattern')}. nginx and Netlify answer them all."
    )
    yield (
        f"Cloudflare Pages cannot answer {plural(hosts, 'old host')} with {on_hosts} of the "
        f"addresses, and {queries} with a query. A host that only serves files answers {pages} of "
        f"the {single}, by pages that lead on, and no pattern."
    )
    yield from _limits(redirects)
    yield (
        f"{plural(len(names), 'old name')} must lead to the host of this site in the DNS. "
        f"{REPORT_PATH} lists all of it."
    )


def needed_names(redirects: Redirects, base: str) -> tuple[str, ...]:
    """Host names, besides that of the site, on which old addresses are asked for; sorted."""
    named = {*redirects.host_names, *redirects.main_hosts}
    return tuple(sorted(named - {urlsplit(base).hostname}))


def report_file(redirects: Redirects, base: str) -> str:
    """The whole list, by what a host must be able to do."""
    return "\n".join(
        (
            "Old addresses of this site and where they lead, by what the host must understand.",
            *_part("Names that must lead to the host of this site", needed_names(redirects, base)),
            *_part("Any host answers, with a page that leads on", _lines(redirects.paths, True)),
            *_part(
                "Paths that cannot be files: nginx, Netlify, Cloudflare Pages",
                _lines(redirects.paths, False),
            ),
            *_part(
                "Patterns: nginx, Netlify, Cloudflare Pages",
                (f"{rule.prefix}… → /{rule.to}" for rule in redirects.rules),
            ),
            *_part("Whole hosts: nginx, Netlify", _whole_hosts(redirects)),
            *_part(
                "Addresses on old hosts: nginx, Netlify",
                map(_line, redirects.on_hosts),
            ),
            *_part("With a query: nginx, Netlify", map(_line, redirects.with_query)),
            "",
        )
    )


def _limits(redirects: Redirects) -> Iterator[str]:
    plain, opened = lines_for_cloudflare(redirects)
    if plain > MAX_PLAIN or opened > MAX_OPEN:
        yield (
            f"Cloudflare Pages reads {MAX_PLAIN} plain redirects and {MAX_OPEN} patterns; these "
            f"are {plain} and {opened}, and it passes over the rest."
        )


def _whole_hosts(redirects: Redirects) -> Iterator[str]:
    return (f"{host}/… → /{to}" for host, to in redirects.hosts.items())


def _lines(items: tuple[Redirect, ...], has_page: bool) -> Iterator[str]:
    return (_line(item) for item in items if bool(html_file(item)) == has_page)


def _line(item: Redirect) -> str:
    return f"{item.old} → /{item.to}"


def _part(title: str, lines: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
    found = sorted(lines)
    if found:
        yield f"\n{title} ({len(found)}):\n"
        yield from (f"  {line}" for line in found)
