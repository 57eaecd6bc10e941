"""Words of the interface: English as they are, another language from its catalog, always text."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from jinja2 import Environment
from markupsafe import Markup

from plugins.clinics import formats, translation
from plugins.clinics.generator import give_words
from plugins.clinics.pages import HOME

SPANISH = {
    "Home": "Inicio",
    "Call %(number)s": "<Llame> al %(number)s",
    ("%(count)s clinic", "%(count)s clinics"): ("%(count)s clínica", "%(count)s clínicas"),
    "%(month)s %(day)s, %(year)s": "%(day)s de %(month)s de %(year)s",
    "May": "mayo",
}


class Generator:
    """What `give_words` reads and changes of one of Pelican's generators."""

    def __init__(self, theme: Path, language: str) -> None:
        self.settings = {"THEME": str(theme), "DEFAULT_LANG": language}
        self.env = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
        give_words(self)

    def render(self, template: str, **values: object) -> str:
        return self.env.from_string(template).render(values)


@pytest.fixture
def theme(tmp_path: Path) -> Iterator[Path]:
    """A theme with a Spanish catalog; afterwards everything is English again."""
    catalog = Catalog()
    for message, translated in SPANISH.items():
        catalog.add(message, translated)
    path = tmp_path / "translations" / "es" / "LC_MESSAGES" / "messages.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalog)
    yield tmp_path
    translation.speak({"THEME": str(tmp_path), "DEFAULT_LANG": "en"})


def test_english_needs_no_catalog(theme: Path) -> None:
    english = Generator(theme, "en")
    assert english.render("{{ _('Home') }}") == HOME.name == "Home"
    assert translation.gettext("100% of it") == "100% of it"
    assert formats.date_words(datetime.date(2027, 5, 2)) == "May 2, 2027"


def test_a_language_without_a_catalog_is_english(theme: Path) -> None:
    assert Generator(theme, "nv").render("{{ _('Home') }}") == "Home"


def test_a_catalog_speaks_in_templates_constants_and_formats(theme: Path) -> None:
    spanish = Generator(theme, "es")
    assert spanish.render("{{ _('Home') }} {{ _('Not there') }}") == "Inicio Not there"
    assert HOME.name == "Inicio"
    assert spanish.render("{{ date|date_words }}", date=datetime.date(2027, 5, 2)) == (
        "2 de mayo de 2027"
    )
    template = (
        "{% trans count=n %}{{ count }} clinic{% pluralize %}{{ count }} clinics{% endtrans %}"
    )
    assert [spanish.render(template, n=n) for n in (1, 2)] == ["1 clínica", "2 clínicas"]


def test_a_message_is_text_and_its_values_are_escaped_once(theme: Path) -> None:
    call = "{{ _('Call %(number)s', number=number) }}"
    spanish = Generator(theme, "es")
    assert spanish.render(call, number="<1&2>") == "&lt;Llame&gt; al &lt;1&amp;2&gt;"
    assert spanish.render(call, number=Markup("<b>1</b>")) == "&lt;Llame&gt; al <b>1</b>"
    assert translation.markup("Call %(number)s", number=Markup("<b>1</b>")) == Markup(
        "&lt;Llame&gt; al <b>1</b>"
    )


def test_line_breaks_in_a_template_are_not_part_of_a_message(theme: Path) -> None:
    assert Generator(theme, "es").render("{% trans %}\n  Home\n{% endtrans %}") == "Inicio"


def test_times_numbers_and_telephone_numbers() -> None:
    times = [formats.time_words(minutes) for minutes in (0, 510, 720, 1439, 1440)]
    assert times == ["12:00 AM", "8:30 AM", "12:00 PM", "11:59 PM", "12:00 AM"]
    assert [formats.number_words(number) for number in (7, 1120)] == ["7", "1,120"]
    assert formats.telephone_words("6025550142", "7") == "602-555-0142 ext. 7"
    assert formats.telephone_words("988") == "988"
    assert formats.span_words("Monday", "Monday") == "Monday"
    assert formats.weekday_words("monday") == "Monday"
