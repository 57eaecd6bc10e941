"""Hostile content in built sites: it is inert wherever it is shown.

Each site has hostile texts in every field at once; together they have all texts in all fields. An
HTML5 parser compares the pages with those of the same site without them. That fields refuse markup
is switched off here, so that what shows them is proved by itself.
"""

from __future__ import annotations

import csv
import json
import os
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import html5lib
import pytest
import vobject
from icalendar import Calendar

from plugins.clinics.model import scalars
from plugins.clinics.prose import is_allowed_link
from tests.conftest import ROOT, SITE_URL, build_afresh, html_pages, leads_on, shared
from tests.hostile_site import ROUNDS, hostile_site, write_site
from tests.hostile_texts import PRODUCT
from tests.plugin.test_site_small import KINDS

VERIFY = pytest.mark.verify
PASSED_OVER = {f"{number:03}" for number in range(1_000) if number != 852} | {"styleguide"}
"""Of the pages for ZIP prefixes, which are all alike, one is looked at; and the style guide shows
the clinic whose name comes first, which a hostile name changes."""


NO_MARKUP = re.compile("(?!)")
UNLOCKED = f"""
import re
from plugins.clinics.model import scalars
scalars.MARKUP = re.compile({NO_MARKUP.pattern!r})
"""


def built(folder: Path, kind: str, start: Path) -> Path:
    """The site, built by a Python that begins with `UNLOCKED`, which is put into `start`."""
    start.mkdir(exist_ok=True)
    (start / "sitecustomize.py").write_text(UNLOCKED)
    output, *options = KINDS[kind]
    path = os.pathsep.join(map(str, (start, ROOT)))
    done = build_afresh(folder, *options, SITEURL=SITE_URL, PYTHONPATH=path)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / output


def plain_site(factory: pytest.TempPathFactory, kind: str) -> Path:
    """The linked site without a hostile text, built once for all test processes."""

    def make(folder: Path) -> Path:
        write_site(folder / "site", {})
        return built(folder / "site", kind, folder / "start")

    return shared(factory, f"plain-{kind}", make)


CASES = [
    pytest.param(number, kind, marks=() if (number, kind) == (0, "development") else VERIFY)
    for number in range(ROUNDS)
    for kind in KINDS
]


@pytest.mark.parametrize(("number", "kind"), CASES)
def test_hostile_texts_in_all_fields_at_once_are_inert_in_every_file_of_the_site(
    number: int,
    kind: str,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scalars, "MARKUP", NO_MARKUP)
    changes = hostile_site(tmp_path / "site", number, kind == "production")
    assert len(changes) > 70
    site = built(tmp_path / "site", kind, tmp_path / "start")
    plain = plain_site(tmp_path_factory, kind)
    new = names(site) - names(plain)
    assert all(leads_on(site / name) for name in new)
    words: set[str] = set()
    pages = [path for path in html_pages(site) if path.parent.name not in PASSED_OVER]
    for path in pages:
        page = parsed_page(path)
        words |= texts_of(page)
        more = shape(page) - shape(parsed_page(plain / path.relative_to(site)))
        assert more == Counter(), path
        require_inert(page)
    assert len(pages) > 25
    squeezed = {" ".join(text.split()) for text in changes.values()}
    assert sum(any(text in word for word in words) for text in squeezed) >= SHOWN[kind]
    assert read_by_others(site) > 15


def names(site: Path) -> set[str]:
    """The files of a site; names that come from the content of a file are left out."""
    found = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    plain = {re.sub("^near/[0-9a-f]+/", "near/", name) for name in found}
    return {name for name in plain if not name.startswith("pagefind/")}


def parsed_page(path: Path) -> Any:
    return html5lib.parse(path.read_bytes(), namespaceHTMLElements=False)


def shape(page: Any) -> Counter[tuple[str, ...]]:
    """How often which element with which attributes stands in a page."""
    return Counter((str(tag.tag), *sorted(map(str, tag.attrib))) for tag in page.iter())


def texts_of(page: Any) -> set[str]:
    """What a page shows and says in attributes, each text on one line."""
    texts = [text for tag in page.iter() for text in (tag.text, tag.tail, *tag.attrib.values())]
    return {" ".join(text.split()) for text in texts if text}


def require_inert(page: Any) -> None:
    """No attribute runs code, and no address has a scheme of its own."""
    for tag in page.iter():
        for name, value in tag.attrib.items():
            assert not str(name).startswith("on"), (tag.tag, name, value)
            if name in ("href", "src", "action", "formaction", "data", "poster"):
                assert is_allowed_link(value), (tag.tag, name, value)
        if tag.tag == "script":
            assert not set(tag.attrib) - {"type", "src", "id", "class"}
            if "src" not in tag.attrib:
                assert tag.attrib["type"] in ("application/ld+json", "application/json")
                json.loads(tag.text)


def read_by_others(site: Path) -> int:
    """Read every file for programs as they do; returns how many there were."""
    number = 0
    for path in sorted(site.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        assert PRODUCT.encode() not in data, path
        assert b"\x00" not in data or path.suffix not in TEXT_FILES, path
        if path.suffix in READERS and "pagefind" not in path.parts:
            READERS[path.suffix](data.decode())
            number += 1
    return number


def read_csv(text: str) -> None:
    for row in csv.reader(text.splitlines(keepends=True), strict=True):
        for cell in row:
            is_number = re.fullmatch(r"[+-]?[0-9.]+", cell)
            assert is_number or cell[:1] not in tuple("=+-@\t\r"), cell


READERS: dict[str, Callable[[str], Any]] = {
    ".csv": read_csv,
    ".geojson": json.loads,
    ".ics": Calendar.from_ical,
    ".json": json.loads,
    ".kml": ET.fromstring,
    ".vcf": lambda text: list(vobject.readComponents(text)),
    ".webmanifest": json.loads,
    ".xml": ET.fromstring,
}
TEXT_FILES = (*READERS, ".html", ".txt", ".js", ".css", ".svg")
SHOWN = {"development": 30, "production": 20}
"""At least so many of the hostile texts stand on a page."""
