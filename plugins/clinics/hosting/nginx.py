"""`/nginx/http.conf` and `/nginx/server.conf`: the site as nginx is to serve it.

What differs by address is a map, so that every header is added in one place: an `add_header` in a
`location` would drop those around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..content_types import CONTENT_TYPES, UNKNOWN
from .headers import (
    CACHE,
    CSP,
    FOR_GOOD,
    NAMED_BY_CONTENT,
    NEAR_ME_PAGE,
    PERMISSIONS,
    SEARCH_PAGE,
    SHORT,
    Transport,
    content_security_policy,
    headers_of_all,
    permissions_policy,
)

HTTP_PATH, SERVER_PATH, BROTLI_PATH = "nginx/http.conf", "nginx/server.conf", "nginx/brotli.conf"

HEAD = "# Made by the build. Do not edit. plugins/clinics/hosting/README.md says how to use it.\n"

SERVER = """
index index.html;
error_page 403 404 =404 /404.html;
server_tokens off;

# Else the log of errors says who asked for which missing page.
log_not_found off;

# A redirect to a path names no host, so no forged Host header can lead visitors to another one, and
# it is right behind a balancer that ends https.
absolute_redirect off;

# No part of a file is sent: nothing here is long, and a refusal of a part (416), which would carry
# the headers of the file, could be kept by a proxy in its place.
max_ranges 0;

# Each text has a compressed copy beside it. nginx/brotli.conf hands out the smaller ones.
gzip off;
gzip_static on;
gzip_vary on;

if ($clinics_redirect) { return 301 $clinics_redirect; }

# What is for the host and not for visitors.
location ~ ^/(_headers$|_redirects$|nginx/) { return 404; }

# A page that was loaded before the site was published again may still ask for files of the build
# before, whose names are not those of today. (Not by try_files, which looks first and opens later.)
recursive_error_pages on;
location ~ ^/(%s)/ { error_page 404 = @previous; log_not_found off; }
location @previous { root $clinics_previous; error_page 404 /404.html; }
"""

CACHED = f"""
# Only what was asked for is kept like a file: a proxy that kept a refusal (400, 405) would hand it
# to everybody.
map $status $clinics_cache {{
    default "no-store";
    200 $clinics_kept;
    304 $clinics_kept;
    301 "{SHORT}";
    404 "{SHORT}";
}}
"""

BROTLI = "brotli_static on;\n"


def nginx_files(transport: Transport) -> dict[str, str]:
    """The texts by their paths below the root of the site."""
    return {
        HTTP_PATH: HEAD + "".join(_maps(transport)),
        SERVER_PATH: HEAD + "".join(_server(transport)),
        BROTLI_PATH: HEAD + BROTLI,
    }


def _maps(transport: Transport) -> Iterator[str]:
    policies = {SEARCH_PAGE: content_security_policy(SEARCH_PAGE, transport)}
    yield from _map("policy", content_security_policy("/", transport), policies)
    position = {NEAR_ME_PAGE: permissions_policy(NEAR_ME_PAGE)}
    yield from _map("permissions", permissions_policy("/"), position)
    yield from _map("kept", SHORT, dict.fromkeys(NAMED_BY_CONTENT, FOR_GOOD))
    yield CACHED


def _map(name: str, default: str, values: dict[str, str]) -> Iterator[str]:
    yield f'\nmap $uri $clinics_{name} {{\n    default "{default}";\n'
    yield from (f'    "~^{_expression(path)}$" "{value}";\n' for path, value in values.items())
    yield "}\n"


def _expression(path: str) -> str:
    """What fits a path as it is asked for and, for a folder, the page that nginx takes then."""
    if path.endswith("*"):
        return re.escape(path[:-1]) + ".*"
    return re.escape(path) + r"(?:index\.html)?"


def _server(transport: Transport) -> Iterator[str]:
    yield SERVER % "|".join(sorted({path.split("/")[1] for path in NAMED_BY_CONTENT}))
    yield "\n"
    for name, value in (
        (CSP, "$clinics_policy"),
        (PERMISSIONS, "$clinics_permissions"),
        (CACHE, "$clinics_cache"),
        *headers_of_all(transport).items(),
    ):
        yield f'add_header {name} "{value}" always;\n'
    yield from _types(CONTENT_TYPES.items())


def _types(kinds: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"\ndefault_type {UNKNOWN};\ntypes {{\n"
    yield from (f'    "{kind}" {suffix.removeprefix(".")};\n' for suffix, kind in kinds)
    yield "}\n"
