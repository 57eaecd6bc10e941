"""The theme's scripts as visitors get them: one small file for each page that needs one.

The theme is written as ES modules; a build joins and minifies them, so that a page asks for one
file, whose name can be changed without changing what is in others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import minify

from .failures import ConfigurationError

_IMPORT = re.compile(r'^import (\{[^}]+\}) from "\./([\w-]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function (\w+)|const (\w+))", re.MULTILINE)
_UNREAD = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def imported(script: str) -> Iterator[str]:
    """The names of the files that a module imports."""
    return (f"{found[2]}.js" for found in _IMPORT.finditer(script))


def bundle(entry: Path) -> str:
    """A module and all that it imports, as one minified script.

    Each module becomes a function that runs once and returns its exports; what has the same name
    in two modules stays apart. Modules import by name, from `./other.js`, one line each, at their
    beginning, and export functions and constants where they define them.

    Raises:
        ConfigurationError: a file is missing, has an import or export of another shape, or is no
            JavaScript.
    """
    modules: dict[Path, str] = {}
    body = _joined(entry, modules)
    return minified("(() => {\n" + "".join(modules.values()) + body + "})();", entry)


def minified(script: str, path: Path) -> str:
    """The same script in fewer bytes; names at its top level stay.

    Raises:
        ConfigurationError: it is no JavaScript; `path` says where it came from.
    """
    try:
        smaller: str = minify.string("application/javascript", script)
    except minify.MinifyError as error:
        raise ConfigurationError(f"{path}: {error}") from error
    return smaller


def _joined(path: Path, modules: dict[Path, str]) -> str:
    """A module's text without imports and exports; what it imports is added to `modules`."""
    if not path.is_file():
        raise ConfigurationError(f"{path}: this script is imported, and is not there.")
    text = path.read_text("utf-8")
    for _, name in _IMPORT.findall(text):
        other = path.with_name(f"{name}.js")
        if other not in modules:
            body = _joined(other, modules)
            modules[other] = f"const {_variable(name)} = (() => {{\n{body}}})();\n"
    exports = [a or b for a, b in _EXPORT.findall(text)]
    text = _IMPORT.sub(lambda found: f"const {found[1]} = {_variable(found[2])};\n", text)
    text = _EXPORT.sub("", text)
    if unread := _UNREAD.search(text):
        raise ConfigurationError(f"{path}: cannot be bundled: {unread[0]}")
    return f"{text}return {{ {', '.join(exports)} }};\n" if exports else text


def _variable(name: str) -> str:
    return "module_" + name.replace("-", "_")
