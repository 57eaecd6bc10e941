"""What location files say, read without the plugin, and what a clinic's markup must say of it."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import yaml

Facts = dict[str, Any]
Times = tuple[str, str]

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LANGUAGES = {"en": "English", "es": "Spanish", "ar": "Arabic", "he": "Hebrew"}


def read_yaml(path: Path) -> Any:
    """A file with every scalar as text."""
    return yaml.load(path.read_text(), yaml.BaseLoader)


def read_locations(folder: Path) -> dict[str, Facts]:
    """Every location file of a folder by its slug."""
    paths = sorted(folder.glob("[a-z]*.yaml"))
    return {path.stem: read_yaml(path) for path in paths}


def is_unconfirmed(facts: Facts, path: str) -> bool:
    """Whether a path, something around it or something in it waits for its confirmation."""
    dotted = [item + "." for item in facts.get("unconfirmed", ())]
    return any((path + ".").startswith(item) or item.startswith(path + ".") for item in dotted)


def published(facts: Facts) -> Facts:
    """What the published site may say: no unconfirmed fact, nor an unconfirmed part of one."""
    left: Facts = {}
    for name, value in facts.items():
        if name == "address" and is_unconfirmed(facts, name):
            continue
        if isinstance(value, list):
            paths = ((item, f"{name}.{id_of(item)}") for item in value if name != "unconfirmed")
            left[name] = [item for item, path in paths if not is_unconfirmed(facts, path)]
        elif isinstance(value, dict):
            paths = ((part, f"{name}.{part}") for part in value)
            left[name] = {
                part: value[part] for part, path in paths if not is_unconfirmed(facts, path)
            }
        elif not is_unconfirmed(facts, name):
            left[name] = value
    return left


def id_of(item: Any) -> str:
    """The id of an item of a list, which may stand alone or in a group."""
    return item if isinstance(item, str) else str(item.get("id"))


def shared_facts(folder: Path) -> tuple[str, dict[str, Facts]]:
    """The name of the organization, and every service by its id."""
    services = read_yaml(folder / "_services.yaml")["services"]
    name = read_yaml(folder / "_organization.yaml")["name"]
    return name, {service["id"]: service for service in services}


def is_to_come(facts: Facts, day: datetime.date) -> bool:
    """Whether a closure, a move or a time of video visits only begins after a day."""
    ends = ("temporarily_closed", "virtual_only", "closed", "moved")
    return facts["status"] in ends and facts.get("status_from", "") > str(day)


def on_the_day(facts: Facts, day: datetime.date) -> Facts:
    """The facts as they are on a day: before its first day and after its last no status holds."""
    status, first, last = (facts.get(x, "") for x in ("status", "status_from", "status_until"))
    is_open = status == "opening_soon" and first and first <= str(day)
    is_over = status in ("temporarily_closed", "virtual_only") and last and last < str(day)
    if not (is_open or is_over or is_to_come(facts, day)):
        return facts
    dropped = ("status_until", "status_message", "moved_to", *(() if is_open else ("status_from",)))
    kept = {name: value for name, value in facts.items() if name not in dropped}
    return {**kept, "status": "open"}


def with_holidays(facts: Facts, folder: Path) -> Facts:
    """The facts of a clinic with the holidays of the organization that its own file leaves open.

    A holiday without hours is unknown, and is left out where the week is not known.
    """
    holidays = read_yaml(folder / "_organization.yaml").get("holidays", ())
    own = facts.get("special_opening_hours", [])
    taken = [(item.get("date", item.get("from")), item.get("date", item.get("to"))) for item in own]
    more = [
        {"date": day["date"], "hours": day.get("hours", "unknown"), "reason": day["name"]}
        for day in holidays
        if (facts.get("opening_hours") or "hours" in day)
        and not any(first <= day["date"] <= last for first, last in taken)
    ]
    if not more:
        return facts
    special = sorted((*own, *more), key=lambda item: item.get("date", item.get("from")))
    return {**facts, "special_opening_hours": special}


def clinic_facts(facts: Facts, brand: str, services: dict[str, Facts]) -> Facts | None:
    """What the markup of a clinic must say; None where there is no street to go to."""
    address = facts.get("address", {})
    is_place = facts.get("status") in ("open", "opening_soon", "temporarily_closed")
    if not is_place or "street_address" not in address:
        return None
    expected: Facts = {
        "name": squeezed(f"{brand} {facts['name']}"),
        "branchCode": facts["id"],
        "address": address_facts(address),
        "telephone": e164(facts.get("telephone")),
        "faxNumber": e164(facts.get("fax_number")),
        "geo": tuple(float(facts["geo"][name]) for name in ("latitude", "longitude"))
        if facts.get("geo")
        else None,
        "services": sorted(services[id_of(item)]["name"] for item in facts.get("services", ())),
        "knowsLanguage": [LANGUAGES[code] for code in facts.get("languages", ())],
        "isAcceptingNewPatients": {"yes": True, "no": False}.get(
            facts.get("is_accepting_new_patients", "")
        ),
        "amenityFeature": len(facts.get("accessibility", ())),
        "week": week(facts.get("opening_hours", {})),
    }
    return known(expected)


def address_facts(address: Facts) -> Facts:
    """The parts of an address under schema.org's names."""
    parts = [squeezed(address[name]) for name in ("street_address", "unit") if name in address]
    found = {
        "streetAddress": ", ".join(parts),
        "addressLocality": squeezed(address.get("address_locality", "")),
        "addressRegion": address["address_region"],
        "postalCode": address.get("postal_code", ""),
        "addressCountry": "US",
    }
    return {name: value for name, value in found.items() if value}


def squeezed(text: str) -> str:
    """A text with single spaces only."""
    return " ".join(text.split())


def e164(written: str | None) -> str | None:
    """`602-555-0142` as `+16025550142`."""
    return "+1" + re.sub(r"\D", "", written) if written else None


def week(opening_hours: Facts) -> dict[str, list[Times]]:
    """Weekday → opening and closing times in Google's column of the reference, §3."""
    found = {day: times(text) for day, text in opening_hours.items() if day in DAYS}
    return {
        f"https://schema.org/{day.capitalize()}": value for day, value in found.items() if value
    }


def times(text: str) -> list[Times]:
    """The times of one day, which is written with the 24-hour clock."""
    if text in ("closed", "by appointment"):
        return [("00:00", "00:00")] if text == "closed" else []
    if text == "open 24 hours":
        return [("00:00", "23:59")]
    found = []
    for part in text.split(","):
        opens, closes = part.strip().split("-")
        assert re.fullmatch(r"\d\d:\d\d", opens), text
        found.append((opens, "23:59" if closes in ("24:00", "00:00") else closes))
    return found


def facts_of_clinic(node: Facts) -> Facts:
    """What the markup of a clinic does say, in the form of `clinic_facts`."""
    marked_up: dict[str, list[Times]] = {}
    for item in node.get("openingHoursSpecification", ()):
        named = item.get("dayOfWeek", [])
        for day in [named] if isinstance(named, str) else named:
            said = marked_up.setdefault(day, [])
            if (times_ := (item["opens"], item["closes"])) not in said:  # once more after a holiday
                said.append(times_)
    geo = node.get("geo")
    found = {
        **{
            name: node.get(name)
            for name in ("name", "branchCode", "telephone", "faxNumber", "knowsLanguage")
        },
        "address": {name: text for name, text in node["address"].items() if name != "@type"},
        "geo": (geo["latitude"], geo["longitude"]) if geo else None,
        "services": sorted(item["name"] for item in node.get("availableService", ())),
        "isAcceptingNewPatients": node.get("isAcceptingNewPatients"),
        "amenityFeature": len(node.get("amenityFeature", ())),
        "week": marked_up,
    }
    return known(found)


def known(facts: Facts) -> Facts:
    """Only the facts that say something; False does."""
    return {name: value for name, value in facts.items() if value or value is False}


def size(facts: Facts) -> int:
    """How many single facts there are."""
    return sum(
        size(value) if isinstance(value, dict) else len(value) if isinstance(value, list) else 1
        for value in facts.values()
    )
