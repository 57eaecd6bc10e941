"""The theme's style sheets as visitors get them: one small file for each kind of page.

The theme is written as one sheet for each purpose, joined by `@import`; a build joins and
minifies them, so that a page waits for one file.
"""

from __future__ import annotations

import re
from pathlib import Path

import lightningcss

from .failures import ConfigurationError

BROWSERS = ["chrome >= 99", "firefox >= 97", "safari >= 15.4"]
"""The first releases with cascade layers; what is newer is rewritten for them where it can be."""

_IMPORT = re.compile(r'^@import "([\w-]+\.css)";$', re.MULTILINE)


def bundle_styles(folder: Path) -> None:
    """Replace the sheets in a folder by one bundle for each sheet that no other one imports.

    Raises:
        ConfigurationError: a sheet is missing or wrong; its message names the file and the line.
    """
    paths = sorted(folder.glob("*.css"))
    imported = {name for path in paths for name in _IMPORT.findall(path.read_text("utf-8"))}
    bundles = {path: bundle(path) for path in paths if path.name not in imported}
    for path in paths:
        path.unlink()
    for path, text in bundles.items():
        path.write_text(text, "utf-8")


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
