"""What each kind of host needs to know, all of it from one source.

    headers    which headers which address gets
    policy     the Content-Security-Policy
    netlify    `_headers`, for Netlify, Cloudflare Pages and the preview
    nginx      the files that nginx includes
    compress   the compressed copies that nginx hands out

README.md says what to do on each host.
"""

from __future__ import annotations

from .headers import Transport
from .netlify import PATH as HEADERS_PATH
from .netlify import headers_file
from .nginx import nginx_files
from .policy import page_policy

__all__ = ["Transport", "host_files", "page_policy"]


def host_files(transport: Transport | None) -> dict[str, bytes]:
    """Each file by its path below the root of the site; without https only what the preview reads.

    Raises:
        ConfigurationError: the owner's wishes for https contradict each other.
    """
    texts = {HEADERS_PATH: headers_file(transport)}
    if transport:
        texts |= nginx_files(transport)
    return {path: text.encode() for path, text in texts.items()}
