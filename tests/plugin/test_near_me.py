"""The near-me index: exact for every ZIP, deterministic, and honest about what is unconfirmed."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from functools import cache

import numpy as np
import pytest

from plugins.clinics.catalog import Catalog
from plugins.clinics.geography import states
from plugins.clinics.hours import Cause, day_of
from plugins.clinics.near_me import NearMe, near_me
from plugins.clinics.near_me.index import Index, build_index
from plugins.clinics.near_me.names import normalise
from plugins.clinics.near_me.records import Record, filters, records, words
from plugins.clinics.near_me.tree import LEAF_SIZE, NEAREST
from plugins.clinics.near_me.zips import PREFIX_CLINICS, ZipTable, placed_zips, zip_table
from tests.conftest import ROOT, MakeProject, load, minimal
from tests.near_me_world import BruteForce, generated_records, mask_words

SIZES = [1, 9, 33, 400, 1000, pytest.param(10_000, marks=pytest.mark.verify)]


@cache
def real_catalog(is_production: bool = False) -> Catalog:
    catalog = load(ROOT, is_production).catalog
    assert catalog
    return catalog


@cache
def real_answer() -> NearMe:
    return near_me(real_catalog())


@cache
def world(count: int) -> tuple[list[Record], ZipTable]:
    rows = generated_records(count)
    return rows, zip_table(rows)


@pytest.mark.parametrize("count", SIZES)
def test_every_clinic_is_in_one_leaf_and_no_leaf_is_too_large(count: int) -> None:
    rows, table = world(count)
    members = [int(row) for leaf in table.leaves for row in leaf]
    assert sorted(members) == list(range(len(rows)))
    assert max(len(leaf) for leaf in table.leaves) <= LEAF_SIZE
    assert len(table.leaves) == -(-count // LEAF_SIZE)


@pytest.mark.parametrize("count", SIZES)
def test_the_hints_of_a_zip_hold_its_ten_nearest_clinics(count: int) -> None:
    rows, table = world(count)
    brute = BruteForce.of(rows)
    leaf_of = {int(row): number for number, leaf in enumerate(table.leaves) for row in leaf}
    areas = placed_zips()[:: max(1, count // 4)]
    assert len(table.hints) == 41_197
    for area in areas:
        assert area.latitude is not None
        assert area.longitude is not None
        miles = brute.miles(area.latitude, area.longitude)
        nearest = np.argsort(miles, kind="stable")[:NEAREST]
        needed = {leaf_of[int(row)] for row in nearest}
        assert needed <= set(table.hints[area.postal_code]), area.postal_code
    assert len(areas) > 16


@pytest.mark.parametrize("count", SIZES)
def test_the_clinics_of_a_zip_page_are_the_nearest_of_each_of_its_zips(count: int) -> None:
    rows, table = world(count)
    brute = BruteForce.of(rows)
    areas = placed_zips()[:: max(1, count // 4)]
    for area in areas:
        assert area.latitude is not None
        assert area.longitude is not None
        miles = brute.miles(area.latitude, area.longitude)
        found = miles[table.nearest[area.postal_code]]
        assert np.allclose(found, np.sort(miles)[:PREFIX_CLINICS], rtol=0, atol=1e-6)
    assert len(areas) > 16


def test_a_zip_page_unites_the_answers_of_its_zips() -> None:
    rows = records(real_catalog())
    table = zip_table(rows)
    compared = 0
    codes_of: dict[str, list[str]] = defaultdict(list)
    for area in placed_zips():
        codes_of[area.postal_code[:3]].append(area.postal_code)
    for prefix in real_answer().prefixes:
        codes = codes_of[prefix.digits]
        wanted = {rows[row].slug for code in codes for row in table.nearest[code]}
        assert {item.location.slug for item in prefix.clinics} == wanted
        compared += len(codes)
    assert compared > 41_000
    assert len(real_answer().prefixes) == 916


def test_equal_facts_give_equal_files_and_a_change_gives_another_folder(
    project: MakeProject,
) -> None:
    first = real_answer().index
    again = near_me(real_catalog()).index
    assert (first.path, first.files) == (again.path, again.files)
    other = load(project({"locations/az-mesa.yaml": minimal()})).catalog
    assert other
    assert near_me(other).index.path != first.path


def test_all_files_are_json_and_the_page_carries_the_root() -> None:
    index = real_answer().index
    assert len(index.files) < 1400
    assert sum(map(len, index.files.values())) < 3_000_000
    empty = {path for path, data in index.files.items() if json.loads(data) is None}
    assert {"z/000.json", "c/tx.json"} <= empty < {path for path in index.files if path[0] in "cz"}
    assert {path for path in index.files if path[0] == "z"} == {
        f"z/{n:03}.json" for n in range(1000)
    }
    assert all(f"c/{code.lower()}.json" in index.files for code in states())
    assert {**json.loads(index.files["root.json"]), "path": f"/{index.path}"} == index.root
    assert index.root["version"] == 2


def test_every_zip_is_in_its_file_with_its_kind() -> None:
    files = real_answer().index.files
    found = {}
    for path, data in files.items():
        content = json.loads(data)
        if path.startswith("z/") and content:
            digits = content["z"]
            for position in range(len(digits) // 2):
                code = path[2:5] + digits[position * 2 : position * 2 + 2]
                found[code] = (content["t"][position], content["y"][position])
    assert len(found) == 41_986
    assert sum(kind == 3 for kind, _y in found.values()) == 784
    assert all(y is None for kind, y in found.values() if kind == 3)
    assert found["85201"][0] == 0


def leaves_of(index: Index) -> dict[str, tuple[list[int], list[int]]]:
    """Confirmed and possible words of each clinic, by slug."""
    found = {}
    for path, data in index.files.items():
        if path.startswith("t/l"):
            leaf = json.loads(data)
            for slug, confirmed, possible in zip(leaf["s"], leaf["c"], leaf["u"], strict=True):
                found[slug] = (confirmed, possible)
    return found


def test_masks_tell_confirmed_from_possible_and_hide_nothing_unconfirmed() -> None:
    catalog = real_catalog()
    found = leaves_of(real_answer().index)
    bits = {item.id: item.bit for item in filters(catalog)}
    compared = 0
    for slug, (confirmed, possible) in found.items():
        location = catalog.repository.locations[slug].value
        for item in location.services:
            word, bit = divmod(bits[item.id], 31)
            is_unconfirmed = location.is_unconfirmed(f"services.{item.id}")
            assert bool(confirmed[word] >> bit & 1) == (not is_unconfirmed), (slug, item.id)
            assert possible[word] >> bit & 1, (slug, item.id)
            compared += 1
    assert compared > 100
    assert len(found) > 20


def test_only_what_some_clinic_has_confirmed_can_be_asked_for(project: MakeProject) -> None:
    def offered(more: str) -> set[str]:
        text = minimal(more=f"insurance: [aetna, cigna]\nis_accepting_new_patients: yes\n{more}")
        catalog = load(project({"locations/az-mesa.yaml": text})).catalog
        assert catalog
        return {item.id for item in filters(catalog)}

    assert offered("") == {"aetna", "cigna", "accepting-new-patients"}
    assert offered("unconfirmed: [insurance.cigna]") == {"aetna", "accepting-new-patients"}
    assert offered("unconfirmed: [insurance, is_accepting_new_patients]") == set()


def test_production_leaves_out_what_is_held_back_and_closed() -> None:
    catalog = real_catalog(True)
    found = leaves_of(near_me(catalog).index)
    assert len(found) > 20
    assert not set(found) & set(catalog.held)
    assert set(found) <= {location.slug for location in catalog.locations}


@pytest.mark.parametrize("status", ["closed", "temporarily_closed", "virtual_only"])
def test_a_clinic_that_patients_cannot_visit_is_not_in_the_index(
    project: MakeProject, status: str
) -> None:
    text = minimal(more="status_message: Water.\n").replace("status: open", f"status: {status}")
    text = text.replace("{address_region: AZ}", "{address_locality: Mesa, address_region: AZ}")
    catalog = load(project({"locations/az-mesa.yaml": text})).catalog
    assert catalog
    assert records(catalog) == []
    assert near_me(catalog).index.root["count"] == 0


def test_a_mask_is_cut_into_words_that_javascript_can_hold() -> None:
    for mask in (0, 1, 1 << 30, 1 << 31, (1 << 62) - 1, 0x1234_5678_9ABC_DEF0 & ((1 << 62) - 1)):
        assert list(words(mask, 2)) == mask_words(mask, 2)
        assert all(0 <= word < 2**31 for word in words(mask, 2))


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("St. George", "st george"),
        ("Saint George", "st george"),
        ("O’Fallon", "ofallon"),
        ("Coeur d'Alene", "coeur dalene"),
        ("Winston-Salem", "winston salem"),
        ("Cañon City", "canon city"),
        ("  Fort   Worth ", "ft worth"),
        ("Mount Vernon", "mt vernon"),
        ("<img onerror>", "img onerror"),
        ("", ""),
    ],
)
def test_names_are_compared_without_what_people_write_differently(name: str, normal: str) -> None:
    assert normalise(name) == normal


def test_a_small_index_has_no_directories() -> None:
    rows, table = world(1000)
    small = build_index(real_catalog(), rows, table).root
    assert (small["directory"], len(small["entries"])) == (0, 32)


@pytest.mark.verify
def test_the_largest_index_has_directories_and_few_files() -> None:
    rows = generated_records(50_000)
    index = build_index(real_catalog(), rows, zip_table(rows))
    assert index.root["directory"] == 64
    assert len(index.root["entries"]) == -(-1563 // 64)
    assert len(index.files) < 3500


WEEK = "opening_hours: {monday: 08:00-17:00, tuesday: closed}\n"


@pytest.mark.parametrize(
    ("dates", "is_listed"),
    [
        ("status_from: 2026-11-25\n", True),
        ("status_from: 2026-11-25\nstatus_until: 2026-12-24\n", True),
        ("status_from: 2026-11-24\n", False),
        ("status_until: 2026-12-24\n", False),
        ("status_from: 2026-11-25\nunconfirmed: [status_from]\n", True),
    ],
)
def test_a_clinic_is_in_the_index_until_its_closure_begins(
    project: MakeProject, dates: str, is_listed: bool
) -> None:
    text = minimal(more=f"status_message: Water.\n{WEEK}{dates}")
    text = text.replace("status: open", "status: temporarily_closed")
    text = text.replace("{address_region: AZ}", "{address_locality: Mesa, address_region: AZ}")
    folder = project({"locations/az-mesa.yaml": text})
    catalog = load(folder).catalog
    assert catalog
    found = records(catalog)
    assert bool(found) == is_listed
    for record in found:
        assert record.schedule
        day = day_of(record.schedule, datetime.date(2026, 11, 25))
        assert day.cause is Cause.CLOSURE
    if "unconfirmed" in dates:
        published = load(folder, is_production=True).catalog
        assert published
        (record,) = records(published)
        assert record.schedule is not None
        assert record.schedule.spans == (), "a day that is not confirmed is not told"


def test_a_leaf_has_each_rule_once_and_gives_each_clinic_its_own() -> None:
    rows, table = world(400)
    index = build_index(real_catalog(), rows, table)
    by_slug = {row.slug: row.schedule for row in rows}
    compared = 0
    for path, data in index.files.items():
        if not path.startswith("t/l"):
            continue
        leaf = json.loads(data)
        for name in "zwd":
            texts = [json.dumps(item) for item in leaf[name]]
            assert len(texts) == len(set(texts)) <= LEAF_SIZE
        for slug, chosen in zip(leaf["s"], leaf["h"], strict=True):
            rules = by_slug[slug]
            if rules is None:
                assert chosen == 0
                continue
            zone, week, spans = chosen
            shipped = {"zone": leaf["z"][zone], "week": leaf["w"][week], "spans": leaf["d"][spans]}
            assert shipped == rules.shipped
            compared += 1
    assert compared > 350


def test_open_now_is_offered_where_the_hours_of_a_clinic_are_known(project: MakeProject) -> None:
    for more, expected in (("", False), (WEEK, True), (f"{WEEK}unconfirmed: [opening_hours]\n", 0)):
        text = minimal(more=more).replace("{address_r", "{address_locality: Mesa, address_r")
        catalog = load(project({"locations/az-mesa.yaml": text}), is_production=True).catalog
        assert catalog
        assert near_me(catalog).index.root["has_hours"] == expected
