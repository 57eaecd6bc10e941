"""The words of the interface in the language of the build: one place for Python and templates.

A message is plain text in English, its variables are named: `gettext("Clinics in %(state)s",
state=name)`. English needs no file; for another language `speak` reads the compiled catalog
`translations/<language>/LC_MESSAGES/messages.mo` of the theme, if there is one. What editors read
is not translated.
"""

from __future__ import annotations

import gettext as standard
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

FOLDER = "translations"
"""Where the theme keeps its catalogs."""

_catalog = standard.NullTranslations()


def speak(settings: Mapping[str, Any]) -> None:
    """From now on speak `DEFAULT_LANG`, as far as `THEME` has a catalog of it; else English."""
    global _catalog
    folder = Path(settings["THEME"], FOLDER)
    _catalog = standard.translation("messages", folder, [settings["DEFAULT_LANG"]], fallback=True)


def gettext(message: str, /, **values: Any) -> str:
    """`message` translated, then with its values; without any values it is left as it is."""
    translated = _catalog.gettext(message)
    return translated % values if values else translated


def ngettext(singular: str, plural: str, number: int, /, **values: Any) -> str:
    """As `gettext`, in the form for this number."""
    translated = _catalog.ngettext(singular, plural, number)
    return translated % values if values else translated


def later(message: str) -> str:
    """`message` as it is, for the list of messages; `gettext` translates it when it is shown."""
    return message


def markup(message: str, /, **values: Any) -> Markup:
    """As `gettext`, for HTML: the message is escaped, and each value that is not markup already."""
    return escape(_catalog.gettext(message)) % values


def plural_markup(singular: str, plural: str, number: int, /, **values: Any) -> Markup:
    """As `markup`, in the form for this number."""
    return escape(_catalog.ngettext(singular, plural, number)) % values
