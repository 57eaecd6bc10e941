"""`/_headers`, as Netlify and Cloudflare Pages read it.

Both apply every rule that fits and join what is said twice with a comma. Two policies about content
would both have to allow a thing, so the header allows what the search page needs, and each page
carries its own policy in its HTML. Of two permissions for one feature the last one counts (RFC 8941
dictionaries). How long pages are kept is left to the host, which knows when it publishes.
"""

from __future__ import annotations

from collections.abc import Iterator

from .headers import (
    CACHE,
    CSP,
    FOR_GOOD,
    NAMED_BY_CONTENT,
    NEAR_ME_PAGE,
    PERMISSIONS,
    SEARCH_PAGE,
    Transport,
    content_security_policy,
    headers_of_all,
    permissions_policy,
)

PATH = "_headers"


def headers_file(transport: Transport | None) -> str:
    """The file; `transport` is None in development."""
    return "\n".join(_lines(transport))


def _lines(transport: Transport | None) -> Iterator[str]:
    yield "# Made by the build. Do not edit."
    yield "/*"
    yield f"  {CSP}: {content_security_policy(SEARCH_PAGE, transport)}"
    yield f"  {PERMISSIONS}: {permissions_policy('/')}"
    yield from (f"  {name}: {value}" for name, value in headers_of_all(transport).items())
    yield NEAR_ME_PAGE
    yield f"  {PERMISSIONS}: {permissions_policy(NEAR_ME_PAGE)}"
    for pattern in NAMED_BY_CONTENT if transport else ():
        yield pattern
        yield f"  {CACHE}: {FOR_GOOD}"
    yield ""
