"""`/_redirects`, as Netlify and Cloudflare Pages read it.

Netlify takes the first line that fits, with or without a slash at the end; only a status with `!`
wins over a file, and the redirect pages are files. Cloudflare ignores lines with a host, a query or
`!`, compares paths letter by letter, and reads 2,000 plain lines and after them 100 with `*`.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from .address import OldAddress
from .resolve import Redirects

MAX_PLAIN, MAX_OPEN = 2_000, 100
"""How many lines Cloudflare Pages reads; it passes over the others without a word."""

HEAD = """\
# Made by the build from locations/_redirects.yaml and former_urls. Do not edit.
"""
ON_NETLIFY = """
# Only for Netlify: old hosts, queries, and lines that win over the redirect pages. Cloudflare Pages
# ignores them.
"""
EVERYWHERE = """
# For both.
"""
OTHER_NAMES = """
# Only for Netlify: other names of the site.
"""
SCHEMES = ("https", "http")


def redirects_file(redirects: Redirects, base: str) -> str:
    """The file; `base` is the address of the site, without a slash at its end.

    Every target names the host of the site, so that none needs a second step from an old host.
    """
    parts = (
        HEAD,
        ON_NETLIFY,
        *_on_hosts(redirects, base),
        *(
            f"{item.old.path or '/'} {_parts(item.old)} {base}/{item.to} 301!\n"
            for item in redirects.with_query
            if item.old.host is None
        ),
        *(f"{item.old.path} {base}/{item.to} 301!\n" for item in redirects.paths),
        EVERYWHERE,
        *(
            f"{path} {base}/{item.to} 301\n"
            for item in redirects.paths
            for path in spellings(item.old)
        ),
        *(f"{rule.prefix}* {base}/{rule.to} 301\n" for rule in redirects.rules),
        *_main_hosts(redirects, base),
    )
    return "".join(parts)


def spellings(old: OldAddress) -> tuple[str, ...]:
    """The ways in which a path is asked for."""
    if old.path.endswith(".html"):
        return (old.path,)
    return old.path, f"{old.path}/", f"{old.path}/index.html"


def _parts(old: OldAddress) -> str:
    """The query as Netlify writes it: `a=1 b=2`."""
    return (old.query or "").replace("&", " ")


def lines_for_cloudflare(redirects: Redirects) -> tuple[int, int]:
    """How many plain and how many open lines count against its limits."""
    plain = sum(1 + len(spellings(item.old)) for item in redirects.paths)
    return plain, len(redirects.rules)


def _on_hosts(redirects: Redirects, base: str) -> Iterator[str]:
    for scheme in SCHEMES:
        for item in redirects.with_query:
            old = item.old
            if old.host:
                path = f"{scheme}://{old.host}{old.path or '/'}"
                yield f"{path} {_parts(old)} {base}/{item.to} 301!\n"
        for item in redirects.beside_hosts:
            yield f"{scheme}://{item.old.host}{item.old.path or '/'} {base}/{item.to} 301!\n"
        for host, to in redirects.hosts.items():
            yield f"{scheme}://{host}/* {base}/{to} 301!\n"


def _main_hosts(redirects: Redirects, base: str) -> Iterator[str]:
    """Last, so that an old path on an old name of the site needs one step only."""
    others = [host for host in redirects.main_hosts if host != urlsplit(base).hostname]
    if others:
        yield OTHER_NAMES
    for host in others:
        yield from (f"{scheme}://{host}/* {base}/:splat 301!\n" for scheme in SCHEMES)
