"""The style guide of the development site shows everything that templates are made of."""

from __future__ import annotations

import re

from tests.conftest import ROOT

TEMPLATES = ROOT / "theme" / "templates"


def guide() -> str:
    """The text of the style guide's templates."""
    parts = sorted(TEMPLATES.glob("partials/styleguide_*.html"))
    assert len(parts) == 6
    return "".join(path.read_text() for path in parts)


def test_the_style_guide_shows_every_macro() -> None:
    defined = {
        name
        for path in TEMPLATES.glob("macros/*.html")
        for name in re.findall(r"{% macro (\w+)\(", path.read_text())
    }
    assert len(defined) >= 20
    assert {name for name in defined if not re.search(rf"\b{name}\(", guide())} == set()


def test_every_icon_is_used() -> None:
    icons = (TEMPLATES / "macros" / "icons.html").read_text()
    names = re.findall(r'^  "([\w-]+)": "M', icons, re.MULTILINE)
    assert len(names) >= 24
    templates = [
        path.read_text()
        for path in TEMPLATES.rglob("*.html")
        if path.name != "icons.html" and not path.name.startswith("styleguide")
    ]
    assert {name for name in names if not any(f'"{name}"' in text for text in templates)} == set()


def test_every_class_of_the_style_sheets_is_used() -> None:
    sheets = [path.read_text() for path in (ROOT / "theme/static/css").glob("*.css")]
    rules = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", "".join(sheets), flags=re.DOTALL)
    classes = set(re.findall(r"\.([a-z][\w-]*)", rules))
    assert len(classes) > 100
    places = [*TEMPLATES.rglob("*.html"), *(ROOT / "theme/static/js").glob("*.js")]
    places += [ROOT / "plugins/clinics/citations.py", ROOT / "plugins/clinics/prose.py"]
    words = set(re.findall(r"[\w-]+", "".join(path.read_text() for path in places)))
    # `notice-{{ alert.level }}` makes it.
    assert classes - words == {"notice-emergency"}
