"""The theme's files as visitors get them: joined, made small, and named by what is in them.

Browsers keep such a file for good, because another content has another name. In development the
names stay as they are, so that an edit changes one file and no page.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from . import scripts, styles
from .failures import ConfigurationError
from .fingerprint import name_by_content

FOLDER = "theme"
"""Where these files lie below the root of the site."""

_TARGET = re.compile(r"url\(([^)\"']+)\)")


@dataclass(frozen=True, slots=True)
class Assets:
    """The files below `theme/static` as a build writes them.

    Attributes:
        paths: as they are written below the root of the site, by the name in `theme/static`.
        files: their bytes, by the path.
    """

    paths: Mapping[str, str]
    files: Mapping[str, bytes]

    def address(self, name: str) -> str:
        """Where browsers find a file: `/theme/css/site.3f2a91c0.css` for `css/site.css`.

        Raises:
            ConfigurationError: the theme has no such file, or it became a part of another one.
        """
        if name not in self.paths:
            raise ConfigurationError(f"theme/static/{name}: a template needs it; it is not there.")
        return f"/{self.paths[name]}"


def read_assets(static: Path, named_by_content: bool) -> Assets:
    """The files of a theme's folder `static`.

    Raises:
        ConfigurationError: a style sheet or a script cannot be bundled; the message names it.
    """
    paths: dict[str, str] = {}
    files: dict[str, bytes] = {}
    # Style sheets are last: they name other files.
    for name, data in _files_as_they_are(static):
        _add(paths, files, name, data, named_by_content)
    for name, script in _bundles(static, "js", scripts.imported, scripts.bundle):
        _add(paths, files, name, script.encode(), named_by_content)
    for name, sheet in _bundles(static, "css", styles.imported, styles.bundle):
        data = _with_addresses(sheet, name, paths).encode()
        _add(paths, files, name, data, named_by_content)
    return Assets(paths, files)


def _files_as_they_are(static: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(static.rglob("*")):
        if path.is_file() and path.suffix not in (".css", ".js"):
            yield path.relative_to(static).as_posix(), path.read_bytes()


def _bundles(
    static: Path,
    kind: str,
    imported: Callable[[str], Iterable[str]],
    bundle: Callable[[Path], str],
) -> Iterator[tuple[str, str]]:
    """A bundle for each file that no other one imports, by its name."""
    sources = sorted((static / kind).glob(f"*.{kind}"))
    parts = {name for path in sources for name in imported(path.read_text("utf-8"))}
    for path in sources:
        if path.name not in parts:
            yield f"{kind}/{path.name}", bundle(path)


def _add(
    paths: dict[str, str], files: dict[str, bytes], name: str, data: bytes, named_by_content: bool
) -> None:
    last = name_by_content(name, data) if named_by_content else name
    paths[name] = f"{FOLDER}/{last}"
    files[paths[name]] = data


def _with_addresses(sheet: str, name: str, paths: Mapping[str, str]) -> str:
    """A style sheet whose `url(…)` name the files as they are written."""

    def address(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), found[1]))
        return f"url(/{paths[target]})" if target in paths else found[0]

    return _TARGET.sub(address, sheet)
