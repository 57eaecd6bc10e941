"""`/nginx/redirects.conf`: one nginx variable that says where an old address leads.

A chain of maps, each asked only when the one before knows no answer: host with query, host, query,
path, site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from .address import OldAddress
from .resolve import Redirects

HEAD = r"""# Made by the build from locations/_redirects.yaml and former_urls. Do not edit.
#
# Include this file in the block "http" of nginx. In the block "server", which must answer for the
# names of the site and for the old ones listed in /redirects.txt, say:
#
#     if ($clinics_redirect) { return 301 $clinics_redirect; }

map_hash_max_size %d;
map_hash_bucket_size %d;

# The path as it was asked for, without index.html and slashes at its end.
map $request_uri $clinics_path {
    default "";
    "~^(?<clinics_asked>/[^?]*?)(?:/index\.html)?/*(?:\?|$)" $clinics_asked;
}
"""

TAIL = r"""
# What certificates are given for is never led away.
map $request_uri $clinics_redirect {
    default $clinics_by_both;
    "~^/\.well-known/" "";
}
"""

Line = tuple[str, str]
"""What a map looks for, and the address that it gives."""


def nginx_file(redirects: Redirects, base: str) -> str:
    """The file; `base` is the address of the site, without a slash at its end."""
    site = urlsplit(base).hostname
    by_site = [(host, f"{base}$request_uri") for host in redirects.main_hosts if host != site]
    by_path = [
        *((item.old.path or "/", f"{base}/{item.to}") for item in redirects.paths),
        *(
            (f"~*^{re.escape(rule.prefix)}{rule.rest}$", f"{base}/{rule.to}")
            for rule in redirects.rules
        ),
    ]
    by_host = [
        *((_with_host(item.old), f"{base}/{item.to}") for item in redirects.beside_hosts),
        *((f"~^{re.escape(host)}/", f"{base}/{to}") for host, to in redirects.hosts.items()),
    ]
    with_query = [
        (item.old.host, (_with_query(item.old), f"{base}/{item.to}"))
        for item in redirects.with_query
    ]
    by_query = [line for host, line in with_query if host is None]
    by_both = [line for host, line in with_query if host is not None]
    longest = max((len(key) for key, _to in (*by_path, *by_host)), default=0)
    size = _power_of_two(2048, 4 * (len(by_path) + len(by_host)))
    parts = [
        HEAD % (size, _power_of_two(64, longest + 32)),
        *_map("$host", "$clinics_by_site", '""', by_site),
        *_map("$clinics_path", "$clinics_by_path", "$clinics_by_site", by_path),
        *_map('"$host$clinics_path?$args"', "$clinics_by_query", "$clinics_by_path", by_query),
        *_map('"$host$clinics_path"', "$clinics_by_host", "$clinics_by_query", by_host),
        *_map('"$host$clinics_path?$args"', "$clinics_by_both", "$clinics_by_host", by_both),
        TAIL,
    ]
    return "".join(parts)


def _map(source: str, name: str, default: str, lines: Iterable[Line]) -> Iterator[str]:
    yield f"\nmap {source} {name} {{\n    default {default};\n"
    yield from (f'    "{key}" "{to}";\n' for key, to in lines)
    yield "}\n"


def _with_host(old: OldAddress) -> str:
    return f"{old.host}{old.path or '/'}"


def _with_query(old: OldAddress) -> str:
    """All its parts must be there; others may stand around them, as advertisements add them."""
    host = re.escape(old.host) if old.host else "[^/]+"
    query = re.escape(old.query or "")
    return rf"~*^{host}{re.escape(old.path or '/')}\?(?:.*&)?{query}(?:&|$)"


def _power_of_two(least: int, needed: int) -> int:
    while least < needed:
        least *= 2
    return least
