"""The feed of clinic news: valid Atom, only confirmed facts, dated by the facts themselves."""

from __future__ import annotations

import dataclasses
import datetime
from html import unescape
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup

from plugins.clinics.atom import BEGAN
from plugins.clinics.catalog import Catalog
from plugins.clinics.news import NEWS_PATH, clinic_feed, news
from tests.conftest import AS_OF, SITE_URL, MakeProject, load, minimal

ATOM = "{http://www.w3.org/2005/Atom}"
ZONE = ZoneInfo("America/New_York")
BASE = "https://a.org"
FEED = f"{BASE}/{NEWS_PATH}"
HOSTILE = "\"Q&A\" <b>bold</b> ]]> 'n' &amp; </title> é 京"

ENTRY = ["title", "link", "published", "updated", "author", "id", "summary"]

Told = tuple[str, str, str, str]
"""Id without the feed's address, title, day and summary of an entry."""


def clinic(status: str = "open", more: str = "", slug: str = "az-mesa", name: str = "Mesa") -> str:
    return minimal(slug, name, more).replace("status: open", f"status: {status}")


def catalog_of(make: MakeProject, *, is_production: bool = True, **clinics: str) -> Catalog:
    files = {f"locations/{slug.replace('_', '-')}.yaml": text for slug, text in clinics.items()}
    catalog = load(make(files), is_production).catalog
    assert catalog
    return catalog


def on(catalog: Catalog, day: datetime.date) -> Catalog:
    """The same catalog on another day."""
    return Catalog(catalog.repository, day, catalog.is_production)


def told(catalog: Catalog) -> list[Told]:
    return [
        (
            entry.id.removeprefix(f"{FEED}#"),
            entry.title.removeprefix("Mesa clinic, Arizona: "),
            entry.published.isoformat(),
            entry.summary,
        )
        for entry in news(catalog, BASE)
    ]


def value(element: Element, name: str) -> str:
    found = element.findall(f"{ATOM}{name}")
    assert len(found) == 1, name
    return found[0].text or ""


def checked(data: bytes, base: str = BASE) -> list[Element]:
    """The entries of a feed; what RFC 4287 requires (§§4.1.1, 4.1.2, 4.2.6) is asserted."""
    feed = ElementTree.fromstring(data)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert list(feed)[len(feed) - len(entries) :] == entries
    for element in (feed, *entries):
        assert value(element, "title").strip()
        assert value(element, "id").startswith(f"{base}/")
        updated = datetime.datetime.fromisoformat(value(element, "updated"))
        assert updated.utcoffset() is not None
        (author,) = element.findall(f"{ATOM}author")
        assert value(author, "name").strip()
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"alternate": f"{base}/locations/", "self": f"{base}/{NEWS_PATH}"}
    for entry in entries:
        assert [child.tag.removeprefix(ATOM) for child in entry] == ENTRY
        (link,) = entry.findall(f"{ATOM}link")
        assert link.attrib["rel"] == "alternate"
        assert link.attrib["href"].startswith(f"{base}/locations/")
    ids = [value(element, "id") for element in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    days = [value(entry, "published") for entry in entries]
    assert days == sorted(days, reverse=True)
    if entries:
        assert value(feed, "updated") == max(value(entry, "updated") for entry in entries)
    return entries


DAY = "status_from: 2026-11-20\n"

STATUSES = {
    "opening_soon": (
        clinic("opening_soon", "status_from: 2027-01-04\n"),
        ("az-mesa-opening_soon-2027-01-04", "opening soon", "2027-01-04",
         "This clinic plans to open on January 4, 2027."),
    ),
    "open": (
        clinic("open", DAY),
        ("az-mesa-open-2026-11-20", "open", "2026-11-20",
         "This clinic has been open since November 20, 2026."),
    ),
    "closed for some days": (
        clinic("temporarily_closed", DAY + "status_until: 2026-12-01\nstatus_message: Repairs.\n"),
        ("az-mesa-temporarily_closed-2026-11-20-2026-12-01", "closed for now", "2026-11-20",
         "This clinic is closed from November 20, 2026 to December 1, 2026. Repairs."),
    ),
    "closed for a day": (
        clinic("temporarily_closed", "status_from: 2026-11-24\nstatus_until: 2026-11-24\n"),
        ("az-mesa-temporarily_closed-2026-11-24-2026-11-24", "closed for now", "2026-11-24",
         "This clinic is closed on November 24, 2026."),
    ),
    "closed for now": (
        clinic("temporarily_closed", DAY + "status_message: A water leak.\n"),
        ("az-mesa-temporarily_closed-2026-11-20", "closed for now", "2026-11-20",
         "This clinic is closed from November 20, 2026 on. A water leak."),
    ),
    "moved": (
        clinic("moved", DAY + "moved_to: az-tempe\n"),
        ("az-mesa-moved-2026-11-20", "moved", "2026-11-20",
         "This clinic has moved as of November 20, 2026. Please do not come to its former address. "
         "Please go to our Tempe clinic, Arizona."),
    ),
    "closed": (
        clinic("closed", DAY),
        ("az-mesa-closed-2026-11-20", "closed", "2026-11-20",
         "This clinic has closed as of November 20, 2026."),
    ),
    "virtual_only": (
        clinic("virtual_only", DAY),
        ("az-mesa-virtual_only-2026-11-20", "video visits only", "2026-11-20",
         "This clinic sees patients by video. Please do not come in person, from November 20, "
         "2026 on."),
    ),
}  # fmt: skip


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_is_told_with_its_days(status: str, project: MakeProject) -> None:
    text, expected = STATUSES[status]
    catalog = catalog_of(project, az_mesa=text, az_tempe=minimal("az-tempe", "Tempe"))
    assert told(catalog) == [expected]
    (entry,) = checked(clinic_feed(catalog, BASE, ZONE, "en"))
    assert value(entry, "title").startswith("Mesa clinic, Arizona: ")


def test_an_alert_is_told_with_its_days_and_words(project: MakeProject) -> None:
    alerts = (
        "alerts:\n"
        "  - {from: 2026-12-20, to: 2026-12-21, level: warning, message: We close at noon.}\n"
        f"  - {{from: 2026-11-24, to: 2026-11-24, message: {'Snow and ice. ' * 10}}}\n"
    )
    first, second = told(catalog_of(project, az_mesa=clinic(more=alerts)))
    assert first == (
        "az-mesa-alert-2026-12-20-2026-12-21",
        "We close at noon.",
        "2026-12-20",
        "From December 20, 2026 to December 21, 2026: We close at noon.",
    )
    assert second[0] == "az-mesa-alert-2026-11-24-2026-11-24"
    assert second[3] == f"On November 24, 2026: {'Snow and ice. ' * 10}".strip()
    assert second[1].endswith(" …")
    assert len(second[1]) <= 100


@pytest.mark.parametrize(
    "text",
    [
        clinic(),
        clinic("closed"),
        clinic("temporarily_closed", "status_until: 2026-12-01\n"),
        clinic("open", "status_from: 2025-11-23\n"),
        clinic("closed", "status_from: 2020-01-01\n"),
        clinic("open", "status_from: 2026-12-01\n"),
        clinic(more="alerts: [{from: 2026-11-01, to: 2026-11-23, message: Over.}]\n"),
    ],
    ids=["open", "closed", "until", "long open", "long closed", "open later", "alert is over"],
)
def test_what_has_no_first_day_or_is_no_news_is_not_told(text: str, project: MakeProject) -> None:
    assert told(catalog_of(project, az_mesa=text)) == []


def test_a_status_is_news_for_a_year(project: MakeProject) -> None:
    catalog = catalog_of(project, az_mesa=clinic("open", "status_from: 2025-11-24\n"))
    assert len(told(catalog)) == 1
    assert told(on(catalog, AS_OF + datetime.timedelta(days=1))) == []


@pytest.mark.parametrize("is_production", [True, False])
def test_nothing_unconfirmed_is_told_in_any_build(
    is_production: bool, project: MakeProject
) -> None:
    alert = "alerts: [{from: 2026-11-24, to: 2026-12-01, message: SECRET}]\n"
    catalog = catalog_of(
        project,
        is_production=is_production,
        az_mesa=clinic("closed", DAY + "unconfirmed: [status]\n"),
        az_lead=clinic("closed", DAY + "unconfirmed: [name]\n", "az-lead", "SECRET"),
        az_when=clinic("closed", DAY + "unconfirmed: [status_from]\n", "az-when", "When"),
        az_alert=clinic("open", alert + "unconfirmed: [alerts]\n", "az-alert", "Alert"),
        az_part=clinic(
            "closed",
            DAY + "moved_to: az-alert\nstatus_message: SECRET\n"
            "unconfirmed: [moved_to, status_message]\n",
            "az-part",
            "Part",
        ),
        az_last=clinic(
            "temporarily_closed",
            DAY + "status_until: 2026-12-03\nunconfirmed: [status_until]\n",
            "az-last",
            "Last",
        ),
    )
    assert [(id, summary) for id, _title, _day, summary in told(catalog)] == [
        ("az-last-temporarily_closed-2026-11-20",
         "This clinic is closed from November 20, 2026 on."),
        ("az-part-closed-2026-11-20", "This clinic has closed as of November 20, 2026."),
    ]  # fmt: skip
    assert b"SECRET" not in clinic_feed(catalog, BASE, ZONE, "en")


def test_ids_stay_the_same_while_days_pass_and_files_are_renamed(project: MakeProject) -> None:
    alerts = (
        "alerts:\n"
        "  - {from: 2026-11-20, to: 2026-11-24, message: Over soon.}\n"
        "  - {from: 2026-11-20, to: 2026-12-05, message: One.}\n"
        "  - {from: 2026-11-20, to: 2026-12-05, message: Two.}\n"
    )
    text = clinic("temporarily_closed", DAY + "status_until: 2026-12-05\n" + alerts)
    catalog = catalog_of(project, az_mesa=text)
    today = {entry.id: entry for entry in news(catalog, BASE)}
    later = {entry.id: entry for entry in news(on(catalog, datetime.date(2026, 12, 5)), BASE)}
    assert len(today) == 4
    assert len(later) == 3
    assert all(today[id] == entry for id, entry in later.items())
    locations = catalog.repository.locations
    locations["az-mesa-east"] = locations.pop("az-mesa")
    renamed = {entry.id: entry for entry in news(on(catalog, AS_OF), BASE)}
    assert renamed.keys() == today.keys()
    assert {entry.url for entry in renamed.values()} == {f"{BASE}/locations/az/mesa-east/"}


def test_the_feed_says_the_same_whenever_it_is_built(project: MakeProject) -> None:
    catalog = catalog_of(
        project,
        az_mesa=clinic("closed", DAY),
        az_tempe=clinic("opening_soon", "status_from: 2027-02-01\n", "az-tempe", "Tempe"),
    )
    feed = clinic_feed(catalog, BASE, ZONE, "en")
    later = on(catalog, datetime.date(2026, 12, 31))
    assert clinic_feed(later, BASE, ZONE, "en") == feed
    newest, older = checked(feed)
    assert value(newest, "updated") == "2027-02-01T00:00:00-05:00"
    assert value(older, "updated") == value(older, "published") == "2026-11-20T00:00:00-05:00"


def test_a_feed_without_an_entry_is_valid_and_knows_no_clock(project: MakeProject) -> None:
    catalog = catalog_of(project, az_mesa=clinic())
    feed = clinic_feed(catalog, BASE, ZONE, "en")
    assert checked(feed) == []
    assert value(ElementTree.fromstring(feed), "updated").startswith(BEGAN.isoformat())
    assert clinic_feed(on(catalog, datetime.date(2028, 2, 29)), BASE, ZONE, "en") == feed


def test_hostile_words_stay_words(project: MakeProject) -> None:
    """The loader refuses HTML in a message; the feed does not count on it."""
    alert = "alerts: [{from: 2026-11-24, to: 2026-11-24, message: Snow}]\n"
    catalog = catalog_of(project, az_mesa=clinic(more=alert))
    locations = catalog.repository.locations
    facts = locations["az-mesa"].value
    alerts = (facts.alerts[0].model_copy(update={"message": HOSTILE}),)
    hostile = facts.model_copy(update={"alerts": alerts, "name": f"Mesa {HOSTILE}"})
    locations["az-mesa"] = dataclasses.replace(locations["az-mesa"], value=hostile)
    (entry,) = checked(clinic_feed(on(catalog, AS_OF), BASE, ZONE, "en"))
    assert value(entry, "title") == f"Mesa {HOSTILE} clinic, Arizona: {HOSTILE}"
    summary = value(entry, "summary")
    assert entry.findall(f"{ATOM}summary")[0].get("type") == "html"
    assert unescape(summary) == f"On November 24, 2026: {HOSTILE}"
    assert BeautifulSoup(summary, "html.parser").find() is None


@pytest.mark.parametrize("kind", ["production", "development"])
def test_the_real_site_has_the_feed_whatever_is_new(
    kind: str, request: pytest.FixtureRequest
) -> None:
    site: Path = request.getfixturevalue(f"{kind}_site")
    data = (site / NEWS_PATH).read_bytes()
    base = value(ElementTree.fromstring(data), "id").removesuffix(f"/{NEWS_PATH}")
    assert kind == "development" or base == SITE_URL
    for entry in checked(data, base):
        (link,) = entry.findall(f"{ATOM}link")
        assert (site / link.attrib["href"].removeprefix(f"{base}/") / "index.html").is_file()
