"""What the exports must say, worked out from the YAML files without the plugin's exports.

A row holds every field of the CSV file as its text, before the guard against formulas. Hours and
telephones are normalized by the model, which has its own tests.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis.strategies as st

from plugins.clinics.catalog import Catalog
from plugins.clinics.exports import files
from plugins.clinics.geography import states
from plugins.clinics.load.repository import Repository, load_repository
from plugins.clinics.model.hours import parse_special_day
from plugins.clinics.model.location import Location
from plugins.clinics.model.telephone import parse_telephone
from tests.conftest import AS_OF, ROOT, write_project
from tests.structured_data.facts import (
    DAYS,
    Facts,
    id_of,
    is_unconfirmed,
    on_the_day,
    published,
    read_locations,
    read_yaml,
    with_holidays,
)
from tests.structured_data.test_generated import DATE, DAY

BASE = "https://www.exports.test"
FOLDERS = {"real": ROOT, "small": ROOT / "tests" / "site_small"}
CASES = [(site, is_production) for site in FOLDERS for is_production in (False, True)]
ONE_DAY = datetime.timedelta(days=1)


@cache
def catalog_of(site: str, is_production: bool) -> Catalog:
    """The facts of a site as one of its builds shows them."""
    return Catalog(load_repository(FOLDERS[site]), AS_OF, is_production)


@cache
def exported(site: str, is_production: bool) -> dict[str, bytes]:
    """The exports of a case."""
    return files(catalog_of(site, is_production), BASE)


@cache
def shown(site: str, is_production: bool) -> dict[str, Facts]:
    """Slug → what a case may say of a clinic that it exports."""
    found = {}
    for slug, facts in read_locations(FOLDERS[site] / "locations").items():
        is_held = is_production and is_unconfirmed(facts, "status")
        is_former = facts["status"] in ("closed", "moved")
        if not (is_unconfirmed(facts, "name") or is_held or is_former):
            shown = on_the_day(kept(facts) if is_production else facts, AS_OF)
            found[slug] = with_holidays(shown, FOLDERS[site] / "locations")
    return found


def number_of(site: str, is_production: bool) -> int:
    """How many clinics a case exports; marketing adds some to the real site."""
    if site == "small":
        return 4 if is_production else 5
    number = len(shown(site, is_production))
    assert number > 20
    return number


def kept(facts: Facts) -> Facts:
    """The confirmed facts; of an unconfirmed address state and city, which say where it is."""
    left = published(facts)
    if "address" not in left:
        address = facts["address"]
        city = "address.address_locality" not in facts["unconfirmed"]
        names = ("address_region", *(("address_locality",) if city else ()))
        left["address"] = {name: address[name] for name in names if name in address}
        left.pop("geo", None)
    return left


def shared(site: str) -> tuple[str, str]:
    """Name and telephone of the organization."""
    facts = read_yaml(FOLDERS[site] / "locations" / "_organization.yaml")
    return facts["name"], facts["telephone"]


def plain(text: str) -> str:
    """One line without control characters."""
    return " ".join(re.sub(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]", "", text).split())


def expected_row(slug: str, facts: Facts, brand: str, main_number: str) -> dict[str, str]:
    """Every field of the CSV file as text; empty where nothing is known."""
    region, _, name = slug.partition("-")
    address, geo = facts["address"], facts.get("geo") or {}
    week = facts.get("opening_hours", {})
    ages = facts.get("ages", {})
    if facts["status"] == "virtual_only":
        geo = {}
    return {
        "id": facts["id"],
        "name": plain(facts["name"]),
        "full_name": plain(f"{brand} {facts['name']}"),
        "url": f"{BASE}/locations/{region}/{name}/",
        **{field: facts.get(field, "") for field in ("status", "status_from", "status_until")},
        "status_message": plain(facts.get("status_message", "")),
        "telephone": display(facts.get("telephone", main_number)),
        "has_own_telephone": "yes" if "telephone" in facts else "no",
        "fax_number": display(facts["fax_number"]) if "fax_number" in facts else "",
        **{
            field: plain(address.get(field, ""))
            for field in (
                "street_address",
                "unit",
                "address_locality",
                "address_region",
                "postal_code",
            )
        },
        "address_country": "US",
        **{field: degrees(geo.get(field, "")) for field in ("latitude", "longitude")},
        "time_zone": zone(facts) or "",
        **{day: str(parse_special_day(week[day])) if day in week else "" for day in DAYS},
        "special_opening_hours": "; ".join(map(special, facts.get("special_opening_hours", ()))),
        **{field: "; ".join(map(id_of, facts.get(field, ()))) for field in LISTS[:3]},
        "from_age": ages.get("from", ""),
        "to_age": ages.get("to", ""),
        "is_accepting_new_patients": facts.get("is_accepting_new_patients", ""),
        **{field: "; ".join(facts.get(field, ())) for field in LISTS[3:]},
        "appointment_url": facts.get("appointment_url", ""),
    }


LISTS = ("services", "insurance", "languages", "telehealth_states", "accessibility")
BOOLEANS = ("has_own_telephone", "is_accepting_new_patients")
NUMERIC = ("latitude", "longitude", "from_age", "to_age")


def expected_rows(site: str, is_production: bool) -> dict[str, dict[str, str]]:
    """Id → row of each clinic of a case."""
    rows = (
        expected_row(slug, facts, *shared(site))
        for slug, facts in shown(site, is_production).items()
    )
    return {row["id"]: row for row in rows}


def display(written: str) -> str:
    """`602-555-0142`, `602-555-0142 ext. 7`."""
    return parse_telephone(written).display


def degrees(written: str) -> str:
    """Decimal degrees without zeros at the end."""
    return written.rstrip("0").rstrip(".") if "." in written else written


def zone(facts: Facts) -> str | None:
    """The time zone: its own, else that of its state, if it has one only."""
    region = facts["address"]["address_region"]
    zones = ("America/Phoenix",) if region == "AZ" else states()[region].time_zones
    only = zones[0] if len(zones) == 1 else None
    return facts.get("time_zone", only)


def special(item: Facts) -> str:
    """Special hours in a row."""
    first, last = span(item)
    dates = str(first) if first == last else f"{first}/{last}"
    return f"{dates}: {parse_special_day(item['hours'])}"


def span(item: Facts) -> tuple[datetime.date, datetime.date]:
    """First and last day of special hours."""
    names = ("date", "date") if "date" in item else ("from", "to")
    first, last = (datetime.date.fromisoformat(item[name]) for name in names)
    return first, last


def open_special_days(facts: Facts) -> Iterator[tuple[datetime.date, Facts]]:
    """Each special day that lies outside of a closure, with its entry."""
    first, last = (
        datetime.date.fromisoformat(facts[name]) if name in facts else None
        for name in ("status_from", "status_until")
    )
    for item in facts.get("special_opening_hours", ()):
        begin, end = span(item)
        for offset in range((end - begin).days + 1):
            date = begin + offset * ONE_DAY
            if facts["status"] == "opening_soon":
                is_open = first is not None and date >= first
            elif facts["status"] == "temporarily_closed":
                start = first or datetime.date.min
                is_open = date < start or (last is not None and date > last)
            else:
                is_open = True
            if is_open:
                yield date, item


HOSTILE = (
    'Say "Ah"',
    "One, two; three",
    "Two\r\nlines\nor\rthree",
    "Tab\there",
    "Émoji 🧠👩🏽‍⚕️ 京都",
    "]]> <b>bold</b> &amp; </value>",
    "=HYPERLINK(1)",
    "+1-2",
    "-1+2",
    "@SUM(A1)",
    "'quoted'",
    "\t=1+1",
    "\\n back\\slash\\",
    "مركز الصحة",
    "שלום (a) ב",
    "END:VCARD",
    "END:VEVENT\r\nEND:VCALENDAR",
    "^n %0A =0D=0A",
    "null\x00 bell\x07 escape\x1b",
    "x" * 400,
    "ä" * 200,
    "🧠" * 100,
    "{{ name }} {% raw %}",
)
HOSTILE_TEXT = st.sampled_from(HOSTILE) | st.text(
    st.characters(exclude_categories=("Cs", "Cn", "Co")), min_size=1, max_size=200
).filter(lambda text: plain(text) != "")


@st.composite
def hostile_locations(draw: st.DrawFn) -> Facts:
    """A clinic as a file would say it, but with texts that the loader would refuse."""
    status = draw(st.sampled_from(("open", "opening_soon", "temporarily_closed", "virtual_only")))
    dates = sorted((draw(DATE), draw(DATE)))
    address = st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(("street_address", "unit", "address_locality"), HOSTILE_TEXT),
            "postal_code": st.sampled_from(("85201", "85201-1234")),
        },
    )
    text = HOSTILE_TEXT
    geo = st.fixed_dictionaries({"latitude": decimals(-90, 90), "longitude": decimals(-180, 180)})
    more = st.fixed_dictionaries(
        {},
        optional={
            "status_message": text,
            "telephone": st.sampled_from(("480-956-5680", "480-956-5681 ext. 7")),
            "fax_number": st.just("480-956-5682"),
            "text_telephone": st.just("480-956-5683"),
            "after_hours_telephone": st.just("480-956-5684"),
            "services": st.lists(st.sampled_from(("tms-therapy", "spravato")), unique=True),
            "insurance": st.lists(st.sampled_from(("aetna", "cigna")), unique=True),
            "languages": st.lists(st.sampled_from(("en", "es")), unique=True),
            "ages": st.sampled_from(({"from": "0"}, {"to": "17"}, {"from": "12", "to": "99"})),
            "is_accepting_new_patients": st.sampled_from(("yes", "no")),
            "telehealth_states": st.just(["AZ", "NV"]),
            "accessibility": st.just(["elevator", "step_free_entrance"]),
            "entrance_note": text,
            "appointment_url": st.just("https://www.exports.test/book?a=1&b=2"),
        },
    )
    days = sorted(draw(st.sets(DATE, min_size=2, max_size=6)))
    hours = DAY | st.just("regular hours")
    specials: list[Facts] = [
        {"from": str(first), "to": str(last), "hours": draw(hours), "reason": draw(text)}
        for first, last in zip(days[::2], days[1::2], strict=False)
    ]
    return {
        "id": "az-mesa",
        "name": draw(text),
        "status": status,
        "address": {"address_region": "AZ", **draw(address)},
        "opening_hours": {day: draw(DAY) for day in DAYS if draw(st.booleans())},
        "special_opening_hours": [item for item in specials if span(item)[1] >= AS_OF],
        "sources": ["https://www.exports.test/"],
        **({"geo": draw(geo)} if draw(st.booleans()) else {}),
        **({"status_from": str(dates[0])} if draw(st.integers(0, 3)) else {}),
        **({"status_until": str(dates[1])} if draw(st.integers(0, 3)) else {}),
        **draw(more),
    }


def decimals(lowest: int, highest: int) -> st.SearchStrategy[str]:
    """Numbers as editors write them, with six decimals, as RFC 7946 §11.2 has them."""
    return st.decimals(lowest, highest, places=6).map(lambda number: f"{number:.6f}").map(signed)


def signed(written: str) -> str:
    """Zero has no sign."""
    return written.removeprefix("-") if float(written) == 0 else written


def catalog_with(repository: Repository, facts: Facts) -> Catalog:
    """A catalog with one location of these facts; its texts go around the loader."""
    harmless = harmless_facts(facts)
    location = Location.model_validate(harmless)
    address = location.address.model_copy(
        update={
            name: text
            for name, text in facts["address"].items()
            if name in ("street_address", "unit", "address_locality")
        }
    )
    specials = tuple(
        entry.model_copy(update={"reason": item["reason"]})
        for entry, item in zip(
            location.special_opening_hours, facts["special_opening_hours"], strict=True
        )
    )
    texts = {name: facts[name] for name in TEXTS if name in facts}
    changed = location.model_copy(
        update={**texts, "address": address, "special_opening_hours": specials}
    )
    (slug,) = repository.locations
    entry = dataclasses.replace(repository.locations[slug], value=changed)
    return Catalog(dataclasses.replace(repository, locations={slug: entry}), AS_OF)


TEXTS = ("name", "status_message", "entrance_note")


def harmless_facts(facts: Facts) -> Facts:
    """The same facts with a text in each place that the loader takes."""
    found: dict[str, Any] = {**facts, **{name: "x" for name in TEXTS if name in facts}}
    found["address"] = {
        name: text if name in ("address_region", "postal_code") else "x"
        for name, text in facts["address"].items()
    }
    found["special_opening_hours"] = [
        item | {"reason": "x"} for item in facts["special_opening_hours"]
    ]
    return found


def one_location(folder: Path, repository_text: str) -> Repository:
    """A repository with one location file and the shared files of the real site."""
    return load_repository(write_project(folder, {"locations/az-mesa.yaml": repository_text}))
