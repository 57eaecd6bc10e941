"""What our commands may know of the machine: an allow list of environment variables.

A machine that publishes often holds secrets in its environment. A program that has never seen them
can put them into no page, and hand them to no program that it starts.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping

KEPT = re.compile(
    r"PATH|HOME|SHELL|PWD|TMPDIR|TERM|COLUMNS|LINES|NO_COLOR"
    r"|LANG|LANGUAGE|LC_[A-Z]+|TZ|TZDIR"
    r"|PYTHON[A-Z0-9]+|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH"  # for a Python that stands elsewhere
    r"|SSL_CERT_FILE|SSL_CERT_DIR"  # whom `make links` believes
    r"|AS_OF|SOURCE_DATE_EPOCH|SITEURL|EDITOR_URL"
    r"|PAGEFIND_BINARY_PATH|WATCHFILES_FORCE_POLLING"
)
"""Names that stay. A new variable of ours needs its name here."""

STARTED_AGAIN = "CLINICS_STARTED_AGAIN"
"""Set for the second start, so that there is never a third one."""


def kept(environment: Mapping[str, str]) -> dict[str, str]:
    """The part of `environment` that our commands may know."""
    return {name: value for name, value in environment.items() if KEPT.fullmatch(name)}


def leave_secrets_behind() -> None:
    """Start this program again without what it need not know, where there is such a thing.

    Only deleting it would leave it in /proc/self/environ, a file that can be read by mistake.
    Costs the time in which a bare Python starts, if it is called before all else is loaded.
    """
    wanted = kept(os.environ)
    if wanted == dict(os.environ):
        return
    if STARTED_AGAIN not in os.environ:
        again = {**wanted, STARTED_AGAIN: "yes"}
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], again)
    for name in set(os.environ).difference(wanted):
        del os.environ[name]
