"""The Content-Security-Policy: what a page may load, run and send.

It allows what the theme uses and nothing else: our own files. There is no inline script and no
inline style, so it needs neither `unsafe-inline` nor hashes (JSON-LD is data, which no browser
runs), and no script turns text into HTML, so Trusted Types need no policy.
"""

from __future__ import annotations

from collections.abc import Iterator

ALLOWED = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "img-src": "'self'",
    "manifest-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
"""Directive → what it allows, on every page."""

WASM = " 'wasm-unsafe-eval'"
"""Lets scripts compile WebAssembly, which the search of the site is made of; `eval` stays off."""


def page_policy(has_wasm: bool) -> str:
    """The policy that a page carries in its HTML, so that it holds on any host."""
    return "; ".join(_directives(has_wasm))


def header_policy(has_wasm: bool, is_production: bool) -> str:
    """The policy for the HTTP header; it also says what HTML cannot: no site may frame a page."""
    last = ("upgrade-insecure-requests",) if is_production else ()
    return "; ".join((*_directives(has_wasm), "frame-ancestors 'none'", *last))


def _directives(has_wasm: bool) -> Iterator[str]:
    for name, allowed in ALLOWED.items():
        yield f"{name} {allowed}{WASM if has_wasm and name == 'script-src' else ''}"
