"""The files that tell a host where old addresses lead."""

from __future__ import annotations

from .netlify import redirects_file
from .nginx import nginx_file
from .resolve import Redirects
from .summary import REPORT_PATH, report_file

NETLIFY_PATH = "_redirects"
NGINX_PATH = "nginx/redirects.conf"


def server_files(redirects: Redirects, base: str) -> dict[str, bytes]:
    """Each file by its path below the output folder. All of it is public knowledge anyway."""
    texts = {
        NETLIFY_PATH: redirects_file(redirects, base),
        NGINX_PATH: nginx_file(redirects, base),
        REPORT_PATH: report_file(redirects, base),
    }
    return {path: text.encode() for path, text in texts.items()}
