"""Every word of the interface can be translated: a made-up language leaves none in English.

In that language a message stands in ⟦ ⟧, but not its values, so a value that is a word of ours
shows up. What remains outside must come from the data: names, addresses, numbers and texts.
"""

from __future__ import annotations

import re
import shutil
import string
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog as Messages
from babel.messages.mofile import write_mo
from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from jinja2 import Environment, nodes
from pydantic import BaseModel

from plugins.clinics.geography import places, states, zip_areas
from plugins.clinics.load.front_matter import body
from plugins.clinics.prose import converter
from tests.conftest import ROOT, SITE_URL, build, leads_on, load, shared
from tests.plugin.test_site_small import golden_files, shared_small
from tests.words import MESSAGES, listed, messages

PSEUDO = "qps"
VARIABLE = re.compile(r"(%\(\w+\)s)")
READ = {"alt", "aria-label", "data-copied", "data-questions", "placeholder", "title"}
READ |= {"data-about", "data-about-one", "data-extension", "data-least", "data-miles"}
READ |= {"data-open", "data-open-until", "data-opens-at", "data-opens-on", "data-not-yet-open"}
READ |= {"data-closed", "data-closed-for", "data-closure", "data-tomorrow"}
READ |= {"data-appointment", "data-by-appointment", "data-unknown", "data-ask", "data-hours-today"}
"""Attributes that somebody reads or hears."""

READ_METAS = {"description", "og:title", "og:description", "og:image:alt", "search-title"}
READ_METAS |= {"search-kind", "search-treatment", "search-condition"}

FIXED_DATA = (
    "Johnson & Johnson",
    "U.S. Census Bureau; GeoNames (CC BY 4.0)",
    "Serenity editorial team",
    *("JSON", "GeoJSON", "KML", "CSV"),
    *string.ascii_uppercase,
)
"""Names that stand in templates, and the letters of the index."""


def test_the_list_of_messages_is_current() -> None:
    assert listed(messages()) == MESSAGES.read_text("utf-8"), "run: make words"


def test_a_message_is_text_and_its_variables_have_names() -> None:
    found = [message for message in messages() if message.id]
    assert len(found) > 400
    for message in found:
        for text in (message.id,) if isinstance(message.id, str) else message.id:
            assert not re.search(r"[<>&{}]", text), text
            assert text == text.strip(), text
            assert "%" not in VARIABLE.sub("", text), text
            assert re.search(r"\w", text), text


def pseudo(text: str) -> str:
    """`Go to %(clinic)s.` → `⟦Go to ⟧%(clinic)s⟦.⟧`."""
    parts = VARIABLE.split(text)
    return "".join(
        part if VARIABLE.fullmatch(part) or not part.strip() else f"⟦{part}⟧" for part in parts
    )


def write_pseudo(folder: Path) -> None:
    """The compiled catalog of the made-up language."""
    catalog = Messages()
    for message in messages():
        if message.id:
            is_plural = not isinstance(message.id, str)
            catalog.add(
                message.id,
                tuple(map(pseudo, message.id)) if is_plural else pseudo(str(message.id)),
            )
    target = folder / PSEUDO / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalog)


@pytest.fixture(scope="session")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site, as it is published."""
    return shared_small(tmp_path_factory, "production")


@pytest.fixture(scope="session")
def translated(tmp_path_factory: pytest.TempPathFactory, english: Path) -> Path:
    """The same site in the made-up language."""

    def make(root: Path) -> Path:
        for name in ("locations", "content"):
            shutil.copytree(english.parent / name, root / "site" / name)
        theme = root / "theme"
        for name in ("templates", "static"):
            shutil.copytree(ROOT / "theme" / name, theme / name)
        write_pseudo(theme / "translations")
        settings = root / "settings.py"
        settings.write_text(
            "from publishconf import *\n"
            f"THEME, DEFAULT_LANG, SITEURL = {str(theme)!r}, {PSEUDO!r}, {SITE_URL!r}\n"
        )
        done = build(root / "site", "--production", "--settings", str(settings), SITEURL=SITE_URL)
        assert done.returncode == 0, done.stdout + done.stderr
        return root / "site" / "public"

    return shared(tmp_path_factory, "small-translated", make)


class Shape(HTMLParser):
    """The tags of a page with their attributes, but those that are read.

    Names on the map of a clinic stand where there is room for their letters, so it is left out.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[object] = []
        self.is_picture = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.is_picture:
            return
        self.is_picture = ("role", "img") in attrs
        is_read = READ | {"lang"} | ({"content"} if tag == "meta" else set())
        kept = [(name, value) for name, value in attrs if name not in is_read]
        self.tags.append((tag, kept))

    def handle_endtag(self, tag: str) -> None:
        self.is_picture = self.is_picture and tag != "svg"
        if not self.is_picture:
            self.tags.append(tag)


def pages(site: Path) -> list[Path]:
    files = (path for path in golden_files(site) if path.suffix == ".html")
    return [path for path in files if not leads_on(site / path)]


def test_no_tag_depends_on_the_language(english: Path, translated: Path) -> None:
    assert pages(english) == pages(translated)
    assert len(pages(english)) > 20
    for path in pages(english):
        first, second = (Shape((site / path).read_text()).tags for site in (english, translated))
        assert first == second, path
        assert len(first) > 100


def read_texts(html: str) -> Iterator[str]:
    """Everything that visitors read or hear on a page: text, attributes, and what others show."""
    soup = BeautifulSoup(html, "html.parser")
    for node in soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
        node.extract()
    for tag in soup.find_all(["script", "style"]):
        tag.decompose()
    for tag in soup.find_all(True):
        yield from (str(tag[name]) for name in READ if tag.has_attr(name))
        if tag.name == "meta" and {tag.get("name"), tag.get("property")} & READ_METAS:
            yield str(tag["content"])
    yield from map(str, soup.find_all(string=True))


def strings(value: Any) -> Iterator[str]:
    """All text in data, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from strings(list(value.values()))
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from strings(item)
    elif isinstance(value, BaseModel):
        yield from strings([getattr(value, name) for name in type(value).model_fields])
    elif is_dataclass(value):
        yield from strings([getattr(value, field.name) for field in fields(value)])


def words(text: str) -> str:
    """A text without what all languages share: numbers, signs, and the kind of white space."""
    return " ".join(re.sub(r"[^\w&’' ]|[\d_]", " ", text.replace("\xa0", " ")).split())


PIECES = re.compile(r"[,:;()|\n]|\. |\.$| – ")


def data(root: Path) -> set[str]:
    """The words of everything that editors have written, and of places; whole and in pieces."""
    catalog = load(root, is_production=True).catalog
    assert catalog is not None
    repository = catalog.repository
    library = repository.library
    found = [*strings(repository), *FIXED_DATA, *catalog.organization.name.split(" ", 1)]
    texts = [text.entry.source for text in repository.texts]
    texts += [entry.source for entry in library.questions.values()]
    for source in texts:
        html = re.sub(r"\[@[^]]*\]", "", converter().convert(body(source)))
        for node in BeautifulSoup(html, "html.parser").find_all(string=True):
            for state in ("{state}", *(state.name for state in catalog.states)):
                found += re.split(r"\{\w+\}", str(node).replace("{state}", state))
    found += map(catalog.full_name, catalog.published)
    found += [item.removeprefix("https://") for item in found]
    found += [name for code, state in states().items() for name in (code, state.name)]
    found += [area.city for area in zip_areas()] + [item.name for item in places()]
    return {words(piece) for item in found for piece in (item, *PIECES.split(item))}


def test_every_word_that_is_not_data_is_translated(translated: Path) -> None:
    allowed = data(translated.parent)
    seen: set[str] = set()
    left: dict[str, str] = {}
    for path in pages(translated):
        for text in read_texts((translated / path).read_text()):
            assert text.count("⟦") == text.count("⟧"), (path, text)
            seen.update(re.findall(r"⟦([^⟦⟧]*)⟧", text))
            for rest in re.split(r"⟦[^⟦⟧]*⟧", text):
                if words(rest) not in allowed:
                    for piece in PIECES.split(rest):
                        if words(piece) and words(piece) not in allowed:
                            left.setdefault(words(piece), str(path))
    assert left == {}
    parts = [pseudo(text) for message in messages() for text in strings(message.id)]
    shown = [text for text in parts if set(re.findall(r"⟦([^⟦⟧]*)⟧", text)) <= seen]
    assert len(shown) > 300
    assert len(shown) > 0.7 * len(parts), "the small site shows too few of the messages"


FOR_US = re.compile(r"report\.html|styleguide.*\.html")
"""Templates of the development site, which stay in English."""

STRIP = {"Development build", "Report", "Style guide"} | {
    "Development build: unconfirmed facts are labeled.",
    "Whether it is open:",
}
"""What the development build says on pages of the published site."""

GETTEXT = {"_", "gettext", "ngettext"}
WORDS = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}|^[A-Z][a-z]+")


def written(node: nodes.Node) -> Iterator[tuple[str, str]]:
    """The kind and the words of all text in a template, but of its messages."""
    if isinstance(node, nodes.Block) and node.name == "masthead_class":
        return
    is_message = isinstance(node, nodes.Call) and getattr(node.node, "name", "") in GETTEXT
    if isinstance(node, nodes.TemplateData):
        yield "html", node.data
    elif isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield "value", node.value
    else:
        for child in node.iter_child_nodes():
            if not (is_message and isinstance(child, nodes.Const)):
                yield from written(child)


def test_no_template_of_the_published_site_has_words_that_are_not_messages() -> None:
    environment = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True)
    # The extension puts this attribute there.
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    left, read = {}, 0
    for path in sorted((ROOT / "theme" / "templates").rglob("*.html")):
        if FOR_US.fullmatch(path.name):
            continue
        found = list(written(environment.parse(path.read_text())))
        html = "".join(text for kind, text in found if kind == "html")
        values = {text for kind, text in found if kind == "value" and WORDS.search(text)}
        texts = {text.strip() for text in read_texts(html) if words(text)}
        read += 1
        if rest := (texts | values) - STRIP - set(FIXED_DATA):
            left[path.name] = rest
    assert left == {}
    assert read > 50


SECOND_FORMATTER = re.compile(
    r"strftime|isoformat|%[ABbdp]\b|:,\}|(?<!%\(number\)s )\bext\. |\d [AP]M\b"
    r"|\|capitalize|\.capitalize\(|\|format\("
)
FORMATTERS = {
    "plugins/clinics/formats.py": "the one place for dates, times and numbers",
    "theme/templates/macros/dates.html": "a date for machines",
}
NOT_FOR_VISITORS = {
    "plugins/clinics/build_facts.py": "the record of a build",
    "plugins/clinics/hours.py": "rules for a script",
    "plugins/clinics/model/scalars.py": "reads dates",
    "plugins/clinics/release.py": "the name of a folder",
    "plugins/clinics/settings.py": "reads a date",
    "plugins/clinics/sitemap.py": "the days of a sitemap",
    "theme/templates/partials/styleguide_messages.html": "development",
    "theme/templates/report.html": "development",
}
MACHINES_AND_EDITORS = (
    "calls",
    "checks",
    "data",
    "editorial",
    "exports",
    "links",
    "load",
    "new",
    "preview",
    "structured_data",
)


def code(path: Path) -> str:
    """A file without its comments and docstrings."""
    text = path.read_text()
    if path.suffix == ".html":
        return re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    return re.sub(r'"""[\s\S]*?"""|#.*', "", text)


def test_dates_times_and_numbers_have_one_formatter_each() -> None:
    folders = [ROOT / "plugins" / "clinics" / name for name in MACHINES_AND_EDITORS]
    paths = [*(ROOT / "theme/templates").rglob("*.html"), *(ROOT / "plugins").rglob("*.py")]
    found = {
        path.relative_to(ROOT).as_posix(): match[0]
        for path in paths
        if not any(folder in path.parents for folder in folders)
        if (match := SECOND_FORMATTER.search(code(path)))
    }
    assert len(paths) > 150
    assert {name: what for name, what in found.items() if name not in NOT_FOR_VISITORS}.keys() == (
        FORMATTERS.keys()
    )
