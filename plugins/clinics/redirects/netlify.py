"""`/_redirects`, as Netlify and Cloudflare Pages read it.

Netlify takes the first line that fits, with or without a slash at the end; only a status with `!`
wins over a file, and the redirect pages are files. Cloudflare ignores lines with a host, a query or
`!`, compares paths letter by letter, and reads 2,000 plain lines and after them 100 with `*`.
"""

from __future__ import annotations

from collections.abc import Iterator

from .address import OldAddress
from .resolve import Redirects

MAX_PLAIN, MAX_OPEN = 2_000, 100
"""How many lines Cloudflare Pages reads; it passes over the others without a word."""

HEAD = """\
# Made by the build from locations/_redirects.yaml and the lines former_urls. Do not edit.
"""
ON_NETLIFY = """
# Only for Netlify: old hosts, queries, and lines that win over the redirect pages. Cloudflare Pages
# ignores them.
"""
EVERYWHERE = """
# For both.
"""


def redirects_file(redirects: Redirects, base: str) -> str:
    """The file; `base` is the address of the site, without a slash at its end."""
    plain = [f"{path} /{item.to} 301" for item in redirects.paths for path in spellings(item.old)]
    forced = [f"{item.old.path} /{item.to} 301!" for item in redirects.paths]
    return "\n".join(
        (
            HEAD + ON_NETLIFY.rstrip("\n"),
            *_on_hosts(redirects, base),
            *(
                f"{item.old.path or '/'} {item.old.query} /{item.to} 301!"
                for item in redirects.with_query
                if item.old.host is None
            ),
            *forced,
            EVERYWHERE.rstrip("\n"),
            *plain,
            *(f"{rule.prefix}* /{rule.to} 301" for rule in redirects.rules),
            "",
        )
    )


def spellings(old: OldAddress) -> tuple[str, ...]:
    """The ways in which a path is asked for."""
    if old.path.endswith(".html"):
        return (old.path,)
    return old.path, f"{old.path}/", f"{old.path}/index.html"


def lines_for_cloudflare(redirects: Redirects) -> tuple[int, int]:
    """How many plain and how many open lines count against its limits."""
    plain = sum(1 + len(spellings(item.old)) for item in redirects.paths)
    return plain, len(redirects.rules)


def _on_hosts(redirects: Redirects, base: str) -> Iterator[str]:
    for scheme in ("https", "http"):
        for item in redirects.on_hosts:
            yield f"{scheme}://{item.old.host}{item.old.path} {base}/{item.to} 301!"
        for item in redirects.with_query:
            if item.old.host:
                old = item.old
                yield f"{scheme}://{old.host}{old.path or '/'} {old.query} {base}/{item.to} 301!"
        for host, to in redirects.hosts.items():
            yield f"{scheme}://{host}/* {base}/{to} 301!"
        for host in redirects.main_hosts:
            if f"//{host}" not in base:
                yield f"{scheme}://{host}/* {base}/:splat 301!"
