"""`/locations.json` and its schema: complete, typed, versioned, and nothing unconfirmed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings

from plugins.clinics.exports import files
from plugins.clinics.exports.document import Document
from plugins.clinics.load.repository import Repository
from plugins.clinics.model.hours import parse_special_day
from plugins.clinics.model.location import Location
from plugins.clinics.model.telephone import parse_telephone
from tests.conftest import AS_OF, MakeProject, load, minimal
from tests.exports_world import (
    BASE,
    CASES,
    FOLDERS,
    Facts,
    catalog_of,
    catalog_with,
    expected_row,
    exported,
    hostile_locations,
    number_of,
    on_the_day,
    one_location,
    plain,
    shared,
    shown,
    span,
)
from tests.structured_data.facts import id_of, is_unconfirmed, read_locations, read_yaml, size

PATH = "locations.json"
NOT_EXPORTED = {
    "alerts",  # over within days
    "confirmed",  # ours
    "former_urls",
    "moved_to",
    "providers",
    "sources",
    "unconfirmed",
}
"""Fields of a location that are in no export."""


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return one_location(tmp_path_factory.mktemp("json"), minimal())


def expected_record(slug: str, facts: Facts, site: str, brand: str, main: str) -> Facts:
    """A record as its file wants it."""
    row = expected_row(slug, facts, brand, main)
    names = {
        kind: {item["id"]: item["name"] for item in read_yaml(path)[kind]}
        for kind in ("services", "insurance")
        for path in [FOLDERS[site] / "locations" / f"_{kind}.yaml"]
    }
    texts = ("public_transit", "entrance_note", "waiting_for_driver", "cancellation_policy")
    lists = ("telehealth_states", "accessibility", "first_visit", "devices", "certified_for")
    numbers = ("fax_number", "text_telephone", "after_hours_telephone")
    address = ("street_address", "unit", "address_locality", "address_region", "postal_code")
    head = ("id", "name", "full_name", "url", "status", "status_from", "status_until")
    ages = facts.get("ages", {})
    week = facts.get("opening_hours", {})
    found = {
        **{name: row[name] for name in (*head, "status_message", "time_zone", "appointment_url")},
        "telephone": number(facts.get("telephone", main)),
        **{name: number(facts.get(name)) for name in numbers},
        "address": known({name: row[name] for name in (*address, "address_country")}),
        "geo": {name: float(facts["geo"][name]) for name in ("latitude", "longitude")}
        if row["latitude"]
        else None,
        "opening_hours": {name: day(text) for name, text in week.items()},
        "special_opening_hours": [dated(item) for item in facts.get("special_opening_hours", ())],
        "services": [service(item, names["services"]) for item in facts.get("services", ())],
        "insurance": [
            {"id": item, "name": plain(names["insurance"][item])}
            for item in facts.get("insurance", ())
        ],
        "languages": [
            {"id": item, "name": {"en": "English", "es": "Spanish"}[item]}
            for item in facts.get("languages", ())
        ],
        "ages": known({f"{end}_age": int(ages[end]) for end in ("from", "to") if end in ages}),
        "parking": facts.get("parking"),
        **{name: plain(facts.get(name, "")) for name in texts},
        **{name: facts.get(name) for name in lists},
    }
    record = known(found) | {"has_own_telephone": "telephone" in facts}
    if "is_accepting_new_patients" in facts:
        record["is_accepting_new_patients"] = facts["is_accepting_new_patients"] == "yes"
    return record


def known(facts: Facts) -> Facts:
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}


def number(written: str | None) -> Facts | None:
    if written is None:
        return None
    parsed = parse_telephone(written)
    parts = {"number": parsed.e164, "extension": parsed.extension, "display": parsed.display}
    return known(parts)


def service(item: Any, names: dict[str, str]) -> Facts:
    more = item if isinstance(item, dict) else {}
    referral = more.get("referral_required")
    return known(
        {
            "id": id_of(item),
            "name": plain(names[id_of(item)]),
            "telephone": number(more.get("telephone")),
            "note": more.get("note"),
        }
    ) | ({} if referral is None else {"referral_required": referral == "yes"})


def dated(item: Facts) -> Facts:
    first, last = span(item)
    reason = plain(item.get("reason", ""))
    hours = day(item["hours"])
    return known({"first_day": str(first), "last_day": str(last), "hours": hours, "reason": reason})


def day(written: str) -> Facts:
    """The hours of a day; 24 hours and closed are words, so that nobody has to guess."""
    text = str(parse_special_day(written))
    if "-" not in text:
        return {"kind": text.replace(" ", "_")}
    intervals = []
    for part in text.split(", "):
        opens, closes = part.split("-")
        night = {"closes_on_next_day": True} if closes <= opens else {}
        intervals.append({"opens": opens, "closes": closes, **night})
    return {"kind": "hours", "intervals": intervals}


@pytest.mark.parametrize("case", CASES)
def test_every_record_says_what_the_files_say(case: tuple[str, bool]) -> None:
    content = json.loads(exported(*case)[PATH])
    brand, main = shared(case[0])
    assert content.pop("$schema") == f"{BASE}/locations.schema.json"
    records = content.pop("locations")
    assert content == {
        "version": 1,
        "generated_as_of": AS_OF.isoformat(),
        "organization": {"name": brand, "url": f"{BASE}/", "telephone": number(main)},
    }
    expected = [
        expected_record(slug, facts, case[0], brand, main) for slug, facts in shown(*case).items()
    ]
    assert {record["id"]: record for record in records} == {item["id"]: item for item in expected}
    assert len(records) == len(expected) == number_of(*case)
    assert sum(map(size, expected)) > 9 * number_of(*case)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("09:00-17:00", {"kind": "hours", "intervals": [{"opens": "09:00", "closes": "17:00"}]}),
        ("09:00-24:00", {"kind": "hours", "intervals": [{"opens": "09:00", "closes": "24:00"}]}),
        (
            "22:00-06:00",
            {
                "kind": "hours",
                "intervals": [{"opens": "22:00", "closes": "06:00", "closes_on_next_day": True}],
            },
        ),
        ("open 24 hours", {"kind": "open_24_hours"}),
        ("closed", {"kind": "closed"}),
        ("by appointment", {"kind": "by_appointment"}),
    ],
)
def test_hours_need_no_guess(project: MakeProject, written: str, expected: Facts) -> None:
    more = f"opening_hours: {{monday: {written}}}\n"
    catalog = load(project({"locations/az-mesa.yaml": minimal(more=more)})).catalog
    assert catalog
    (record,) = json.loads(files(catalog, BASE)[PATH])["locations"]
    assert record["opening_hours"] == {"monday": expected}


def test_each_field_of_a_location_is_exported_or_listed_as_ours() -> None:
    (record,) = (
        record
        for record in json.loads(exported("small", False)[PATH])["locations"]
        if record["id"] == "az-example"
    )
    fields = set(Location.model_fields) - NOT_EXPORTED
    schema = json.loads(exported("small", False)["locations.schema.json"])
    assert set(schema["$defs"]["Record"]["properties"]) == fields | {
        "full_name",
        "has_own_telephone",
        "url",
    }
    assert {"parking", "first_visit", "ages", "services", "telephone"} <= set(record)


@pytest.mark.parametrize("case", CASES)
def test_the_schema_knows_every_field_and_the_models_read_the_file(
    case: tuple[str, bool],
) -> None:
    data = exported(*case)
    schema, content = json.loads(data["locations.schema.json"]), json.loads(data[PATH])
    assert schema["$id"] == content["$schema"]
    assert schema["properties"]["version"]["const"] == content["version"] == 1
    assert list(faults(schema, schema, content)) == []
    del content["$schema"]
    read = Document.model_validate_json(json.dumps(content))
    assert len(read.locations) == number_of(*case)
    assert json.loads(read.model_dump_json(exclude_defaults=True)) == content


def test_the_schema_finds_what_is_wrong() -> None:
    data = exported("small", False)
    schema, content = json.loads(data["locations.schema.json"]), json.loads(data[PATH])
    del content["locations"][0]["name"]
    content["locations"][1]["telephone"] = "602-555-0142"
    content["locations"][2]["colour"] = "blue"
    content["version"] = 2
    assert sorted(faults(schema, schema, content)) == ["colour", "const", "name", "object"]


def faults(whole: Any, schema: Any, value: Any) -> Iterator[str]:
    """Where a value leaves a schema, for the few words of JSON Schema that ours has."""
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        choices = [list(faults(whole, choice, value)) for choice in schema["anyOf"]]
        yield from min(choices, key=len)
        return
    if value not in schema.get("enum", [value]) or value != schema.get("const", value):
        yield "const"
    types = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
    types |= {"integer": int, "number": (int, float)}
    kind = schema.get("type", "string" if isinstance(value, str) else "integer")
    if not isinstance(value, types[kind]):
        yield kind
    elif kind == "object":
        yield from (name for name in schema.get("required", ()) if name not in value)
        for name, inner in value.items():
            if name in schema["properties"]:
                yield from faults(whole, schema["properties"][name], inner)
            else:
                yield name
    elif kind == "array":
        for inner in value:
            yield from faults(whole, schema["items"], inner)


def test_hostile_texts_come_back(repository: Repository) -> None:
    compared = 0

    @given(facts=hostile_locations())
    @settings(max_examples=80, deadline=None, derandomize=True)
    def check(facts: Facts) -> None:
        nonlocal compared
        catalog = catalog_with(repository, facts)
        facts = on_the_day(facts, AS_OF)
        brand, main = catalog.organization.name, catalog.organization.telephone.display
        (found,) = json.loads(files(catalog, BASE)[PATH])["locations"]
        assert found == expected_record("az-mesa", facts, "real", brand, main)
        compared += size(found)

    check()
    assert compared > 80 * 12


def test_no_published_export_holds_an_unconfirmed_fact() -> None:
    """Read from the raw bytes: numbers, streets, ZIP codes, hours, places that are held back."""
    data = {**exported("real", True)}
    assert b"24:00" in data.pop("locations.schema.json")  # about all hours, not of a clinic
    everything = b"\n".join(data.values()).decode()
    digits = re.sub(r"[^0-9\n]", "", everything)
    seen = {"telephone": 0, "street": 0, "hours": 0, "held": 0}
    records = {item["id"]: item for item in json.loads(data[PATH])["locations"]}
    confirmed = 0
    for slug, facts in read_locations(FOLDERS["real"] / "locations").items():
        if "telephone" in facts and is_unconfirmed(facts, "telephone"):
            assert parse_telephone(facts["telephone"]).e164.removeprefix("+1") not in digits
            seen["telephone"] += 1
        street = facts["address"].get("street_address")
        if street and is_unconfirmed(facts, "address"):
            assert street not in everything
            seen["street"] += 1
        if "opening_hours" in facts.get("unconfirmed", ()):
            assert "opening_hours" not in records.get(facts["id"], {})
            seen["hours"] += 1
        elif facts.get("opening_hours"):
            confirmed += 1
        if is_unconfirmed(facts, "status") or is_unconfirmed(facts, "name"):
            assert facts["name"] not in everything
            assert slug not in everything
            seen["held"] += 1
    assert confirmed or re.search(r"[0-9]{2}:[0-9]{2}", everything) is None
    assert all(seen.values()), seen


@pytest.mark.parametrize("case", CASES)
def test_the_bytes_are_the_same_each_time_and_know_no_clock(case: tuple[str, bool]) -> None:
    again = files(catalog_of(*case), BASE)
    assert again == exported(*case)
    assert list(again) == list(exported(*case))
    fixed = {"locations.json", "locations.schema.json", "locations.geojson"}
    fixed |= {"locations.kml", "locations.csv"}
    assert fixed <= set(again)
    other = files(catalog_of(*case), "https://other.test")
    assert all(BASE.encode() not in data for data in other.values())
