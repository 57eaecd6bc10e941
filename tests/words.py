"""The list of all messages, for translators: `python -m tests.words` (or `make words`) writes it.

Babel collects them from the templates and the plugin. Line numbers and the time are left out, so
that the list changes only when a message does.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

from tests.conftest import ROOT

MESSAGES = ROOT / "theme" / "translations" / "messages.pot"
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "later": None, "markup": None}
SETTINGS = {"trim_blocks": "true", "lstrip_blocks": "true", "trimmed": "true", "silent": "false"}
"""Of the templates, as `pelicanconf.py` and the plugin have them."""


def messages() -> Catalog:
    """Every message of the templates and of the plugin, with the files that it is in."""
    catalog = Catalog()
    for path, method in _sources():
        name = path.relative_to(ROOT).as_posix()
        options = {**SETTINGS, "newstyle_gettext": "true"}
        for line, message, comments, _context in extract_from_file(
            method, path, KEYWORDS, options=options
        ):
            catalog.add(message, locations=[(name, line)], auto_comments=comments)
    return catalog


def listed(catalog: Catalog) -> str:
    """The messages as a file that programs for translators read, in a fixed order."""
    written = BytesIO()
    write_po(written, catalog, width=110, omit_header=True, sort_output=True, include_lineno=False)
    return HEADER + written.getvalue().decode().strip() + "\n"


def _sources() -> Iterator[tuple[Path, str]]:
    for path in sorted((ROOT / "theme" / "templates").rglob("*.html")):
        yield path, "jinja2"
    for path in sorted((ROOT / "plugins" / "clinics").rglob("*.py")):
        yield path, "python"


if __name__ == "__main__":
    MESSAGES.parent.mkdir(parents=True, exist_ok=True)
    MESSAGES.write_text(listed(messages()), "utf-8")
    print(f"Wrote {MESSAGES.relative_to(ROOT)}.")
