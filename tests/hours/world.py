"""The clinics whose hours are proven, with what every format says of each of them.

The real and the small site are read as they were built, in both builds. Generated clinics are drawn
from a seed; their pages are the theme's own partials, their data is what the build would write.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.clinics.catalog import Catalog
from plugins.clinics.exports import files
from plugins.clinics.exports.profile import business_profile
from plugins.clinics.formats import date_words, weekday_words
from plugins.clinics.hours import Schedule, schedule
from plugins.clinics.load.repository import load_repository
from plugins.clinics.model.location import Location
from plugins.clinics.publication import PublishedLocation
from plugins.clinics.structured_data.clinic import clinic as clinic_node
from plugins.clinics.structured_data.clinic import has_clinic
from plugins.clinics.time_zones import time_zone
from plugins.clinics.translation import markup, plural_markup
from tests.conftest import AS_OF, ROOT
from tests.exports_world import BASE, FOLDERS
from tests.structured_data.facts import DAYS
from tests.structured_data.reading import SCRIPT

WALK = 400
"""So many days are walked."""

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Clinic:
    """One clinic of one build.

    Attributes:
        rules: the engine's; in UTC where its time zone is not known.
        confirmed: the engine's rules by confirmed facts alone, which the sheet is made from.
        zone: None where it is not known.
        node: the clinic in JSON-LD, if there is one.
        sheet: its row of the sheet, if there is one; only cells that say something.
        calendar: its calendar, if it has one.
    """

    name: str
    as_of: datetime.date
    location: PublishedLocation
    rules: Schedule
    of_the_day: Schedule
    confirmed: Schedule
    zone: ZoneInfo | None
    html: str
    node: Mapping[str, Any] | None
    record: dict[str, Any]
    row: dict[str, str]
    sheet: dict[str, str] | None
    calendar: bytes | None

    @property
    def days(self) -> list[datetime.date]:
        """The days that are walked."""
        return [self.as_of + offset * ONE_DAY for offset in range(WALK)]


def built_clinics(site: Path, which: str, is_production: bool) -> list[Clinic]:
    """The clinics of a built site, as its files say them."""
    catalog = Catalog(load_repository(FOLDERS[which]), AS_OF, is_production)

    def page_of(location: PublishedLocation) -> tuple[str, Mapping[str, Any] | None]:
        html = (site / location.url / "index.html").read_text()
        (graph,) = SCRIPT.findall(html)
        nodes = [x for x in json.loads(graph)["@graph"] if x["@type"] == "MedicalClinic"]
        return html, nodes[0] if nodes else None

    paths = [*site.glob("locations.*"), *site.glob("locations/**/hours.ics")]
    exported = {str(path.relative_to(site)): path.read_bytes() for path in paths}
    kind = "production" if is_production else "development"
    return list(_clinics(f"{which} {kind}", catalog, exported, page_of))


@cache
def generated_clinics(count: int, seed: int, as_of: datetime.date) -> tuple[Clinic, ...]:
    """Clinics with all kinds of hours, days and statuses."""
    dice = random.Random(seed)
    facts = [_facts(dice, number, as_of) for number in range(count)]
    return clinics_of(f"generated {seed}", facts, as_of)


def clinics_of(name: str, facts: list[dict[str, Any]], as_of: datetime.date) -> tuple[Clinic, ...]:
    """Clinics with these facts; their holidays are those of the small site."""
    repository = load_repository(FOLDERS["small"])
    source = repository.locations["az-example"]
    entries = {
        item["id"]: dataclasses.replace(source, value=Location.model_validate(item))
        for item in facts
    }
    catalog = Catalog(dataclasses.replace(repository, locations=entries), as_of, True)
    render = _renderer(catalog)

    def page_of(location: PublishedLocation) -> tuple[str, Mapping[str, Any] | None]:
        node = clinic_node(catalog, BASE, location) if has_clinic(location) else None
        return render(location), json.loads(json.dumps(node))

    return tuple(_clinics(name, catalog, files(catalog, BASE), page_of))


def _clinics(
    name: str, catalog: Catalog, exported: Mapping[str, bytes], page_of: Any
) -> Iterator[Clinic]:
    """Listed clinics only: a closed or moved one has no hours in any format."""
    records = {item["id"]: item for item in json.loads(exported["locations.json"])["locations"]}
    rows = {item["id"]: item for item in _table(exported["locations.csv"])}
    sheet = {
        item["Store code"]: {name: text for name, text in item.items() if text}
        for item in _table(business_profile(catalog, BASE).sheet)
    }
    assert set(records) == set(rows) == {x.facts.id for x in catalog.locations}
    for location in catalog.locations:
        zone = time_zone(location.facts)
        html, node = page_of(location)
        yield Clinic(
            f"{name}: {location.slug}",
            catalog.as_of,
            location,
            schedule(location.dated, zone or "UTC"),
            schedule(location.facts, zone or "UTC"),
            schedule(location.confirmed, zone or "UTC"),
            ZoneInfo(zone) if zone else None,
            html,
            node,
            records[location.facts.id],
            rows[location.facts.id],
            sheet.get(location.facts.id),
            exported.get(f"{location.url}hours.ics"),
        )


def _table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(data.decode(), newline=""), strict=True))


def _renderer(catalog: Catalog) -> Any:
    """A function from a location to the parts of its page that speak of hours."""
    environment = Environment(
        loader=FileSystemLoader(ROOT / "theme" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.globals.update(_=markup, gettext=markup, ngettext=plural_markup, catalog=catalog)
    environment.globals["asset"] = lambda name: f"/theme/{name}"
    environment.filters.update(date_words=date_words, weekday_words=weekday_words)
    parts = [
        environment.get_template(f"partials/location_{name}.html") for name in ("status", "hours")
    ]

    def render(location: PublishedLocation) -> str:
        given = {"location": location, "schedule": catalog.schedule(location)}
        return "".join(part.render(given) for part in parts)

    return render


PLACES = (
    ("az", None),  # Phoenix
    ("az", "America/Denver"),  # the Navajo Nation
    ("co", None),
    ("in", "America/Indiana/Indianapolis"),
    ("tx", "America/Chicago"),
    ("tx", "America/Denver"),  # El Paso
    ("tx", None),  # not known: no word about now, and no moment
    ("fl", "America/New_York"),
    ("nv", "America/Los_Angeles"),
    ("ak", "America/Anchorage"),
    ("ak", "America/Adak"),
    ("hi", None),
)
STATUSES = (
    "open",
    "open",
    "open",
    "open",
    "temporarily_closed",
    "temporarily_closed",
    "opening_soon",
    "virtual_only",
)
NOTABLE = tuple(
    datetime.date.fromisoformat(day)
    for day in (
        *("2026-03-07", "2026-03-08", "2026-10-31", "2026-11-01", "2027-03-13", "2027-03-14"),
        *("2027-11-06", "2027-11-07", "2028-02-28", "2028-02-29", "2028-03-11", "2028-03-12"),
    )
)
"""Nights and days of the clock changes, and a leap day."""


def _facts(dice: random.Random, number: int, as_of: datetime.date) -> dict[str, Any]:
    """A location as its file would say it."""
    region, zone = PLACES[number % len(PLACES)]
    status = STATUSES[number * 5 % len(STATUSES)] if number % 3 else "open"
    has_street = dice.random() < 0.85
    known = 0.7 if number % 2 else 1.0
    return {
        "id": f"{region}-clinic-{number:03}",
        "name": f"Clinic {number}",
        "status": status,
        **_status_days(dice, status, as_of),
        "address": {
            "address_region": region.upper(),
            **({"street_address": f"{number} Main Street"} if has_street else {}),
        },
        **({"time_zone": zone} if zone else {}),
        "opening_hours": {
            day: _hours(dice, has_words=number % 4 > 0) for day in DAYS if dice.random() < known
        }
        or {"monday": "closed"},
        "special_opening_hours": list(_special_days(dice, as_of)),
        "sources": ["https://www.exports.test/"],
    }


FROM, UNTIL = ("status_from",), ("status_until",)


def _status_days(dice: random.Random, status: str, as_of: datetime.date) -> dict[str, str]:
    days = sorted(as_of + dice.randrange(-20, 200) * ONE_DAY for _ in range(2))
    if status == "opening_soon":
        return {"status_from": str(days[1])} if dice.random() < 0.8 else {}
    if status == "temporarily_closed":
        names = dice.choice(((), FROM, UNTIL, FROM + UNTIL))
        return {name: str(days[name == "status_until"]) for name in names}
    return {}


def _hours(dice: random.Random, has_words: bool = True) -> str:
    kind = dice.random()
    if kind < 0.15:
        return "closed"
    if kind < 0.3 and has_words:
        return dice.choice(("open 24 hours", "by appointment"))
    return _times(dice)


AT_NIGHT = (
    *("00:30-01:30", "01:30-05:00", "02:30-05:00"),
    *("01:00-02:30", "02:15-02:45", "00:00-03:00"),
)


def _times(dice: random.Random) -> str:
    """Up to three ranges, one of which may end in the night; some around the clock changes."""
    if dice.random() < 0.15:
        return dice.choice(AT_NIGHT)
    count = dice.choice((1, 1, 2, 2, 3))
    ends = sorted(dice.sample(range(DAY_MINUTES), 2 * count))
    if count > 1 and dice.random() < 0.2:
        ends[2] = ends[1]  # one goes on into the other
    ranges = [[_clock(ends[at]), _clock(ends[at + 1])] for at in range(0, 2 * count, 2)]
    if ends[-2] > DAY_MINUTES // 2 and dice.random() < 0.4:
        latest = min(ends[0], ends[-2] - DAY_MINUTES // 2)
        ranges[-1][1] = dice.choice(("24:00", _clock(dice.randrange(latest + 1))))
    return ", ".join("-".join(range_) for range_ in ranges)


DAY_MINUTES = 24 * 60


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _special_days(dice: random.Random, as_of: datetime.date) -> Iterator[dict[str, str]]:
    """Days, and ranges of days, that do not overlap; many on the nights of the clock changes."""
    taken: set[datetime.date] = set()
    notable = [day for day in NOTABLE if as_of <= day < as_of + WALK * ONE_DAY]
    for _ in range(dice.randrange(3, 12)):
        first = as_of + dice.randrange(-10, WALK) * ONE_DAY
        if dice.random() < 0.4:
            first = dice.choice(notable)
        length = dice.choice((1, 1, 1, 2, 5))
        days = {first + offset * ONE_DAY for offset in range(length)}
        if days & taken:
            continue
        taken |= days
        hours = dice.choice(("regular hours", "unknown", _hours(dice), _times(dice), _times(dice)))
        yield {"from": str(first), "to": str(max(days)), "hours": hours, "reason": "A reason"}
