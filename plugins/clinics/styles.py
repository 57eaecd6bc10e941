"""The theme's style sheets as visitors get them: one small file for each kind of page.

The theme is written as one sheet for each purpose, joined by `@import`; a build joins and
minifies them, so that a page waits for one file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import lightningcss

from .failures import ConfigurationError

BROWSERS = ["chrome >= 99", "firefox >= 97", "safari >= 15.4"]
"""The first releases with cascade layers; what is newer is rewritten for them where it can be."""

_IMPORT = re.compile(r'^@import "([\w-]+\.css)";$', re.MULTILINE)


def imported(sheet: str) -> Iterator[str]:
    """The names of the files that a sheet imports."""
    return (found[1] for found in _IMPORT.finditer(sheet))


def bundle(entry: Path) -> str:
    """A style sheet and all that it imports, minified, for `BROWSERS`.

    Raises:
        ConfigurationError: a sheet is missing or wrong; its message names the file and the line.
    """
    try:
        joined: str = lightningcss.bundle_css(str(entry), browsers_list=BROWSERS, minify=True)
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{entry}: {error}") from error
    return joined
