"""The browser's search and brute force agree, at every size, for every kind of question.

The shipped search.js runs in Chromium on the files that the build would publish; numpy answers the
same questions by the formula, on all clinics. Every proof counts what it compared.
"""

from __future__ import annotations

import datetime
import json
from functools import cache
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from plugins.clinics.catalog import Catalog
from plugins.clinics.near_me.index import Index, build_index
from plugins.clinics.near_me.records import WORD_BITS, Record, filters, records
from plugins.clinics.near_me.zips import placed_zips, zip_table
from plugins.clinics.scripts import minified
from tests.browser.served import served
from tests.conftest import ROOT, load
from tests.near_me_world import (
    MASK_BITS,
    BruteForce,
    generated_records,
    instants,
    kinds,
    mask_words,
    world_catalog,
)

BLANK = b"<!doctype html><title>x</title>"
TOLERANCE = 1e-6
"""Miles (2 mm): how far two correct computations of one distance may differ."""

SIZES = [
    pytest.param(("real", 200), id="real"),
    pytest.param((10_000, 30), id="10000"),
    pytest.param(("real", 41_197), id="real-all", marks=pytest.mark.verify),
    pytest.param((1000, 41_197), id="1000-all", marks=pytest.mark.verify),
    pytest.param((10_000, 41_197), id="10000-all", marks=pytest.mark.verify),
    pytest.param((50_000, 3000), id="50000", marks=pytest.mark.verify),
]

ASK = """
async ({ root, questions }) => {
  const { nearest } = await import("/search.js");
  const files = new Map();
  let loads = 0;
  const load = (path) => {
    loads += 1;
    if (!files.has(path)) files.set(path, fetch(root.path + path).then((answer) => answer.json()));
    return files.get(path);
  };
  const answers = [];
  for (const { origin, need, count, instant } of questions) {
    loads = 0;
    const found = await nearest(root, load, origin, need, count, instant);
    const rows = (list) => list.map(({ columns, row, miles }) => [columns.s[row], miles]);
    answers.push([rows(found.confirmed), rows(found.possible), loads]);
  }
  return answers;
}
"""

Answer = tuple[list[tuple[str, float]], list[tuple[str, float]], int]


@cache
def world(size: str | int) -> tuple[list[Record], Index]:
    catalog = catalog_of(size)
    rows = records(catalog) if size == "real" else generated_records(int(size))
    return rows, build_index(catalog, rows, zip_table(rows))


@cache
def catalog_of(size: str | int) -> Catalog:
    catalog = load(ROOT).catalog if size == "real" else world_catalog()
    assert catalog
    return catalog


def filter_bits(size: str | int) -> int:
    return len(filters(catalog_of(size)))


def words_count(size: str | int) -> int:
    return -(-filter_bits(size) // WORD_BITS)


@cache
def shipped_search() -> dict[str, bytes]:
    """The search as the build ships it, minified by itself: a bundle has no exports."""
    paths = [ROOT / "theme" / "static" / "js" / name for name in ("search.js", "hours.js")]
    return {path.name: minified(path.read_text(), path).encode() for path in paths}


def ask(page: Page, index: Index, questions: list[dict[str, Any]]) -> list[Answer]:
    """The browser's answers to all questions."""
    files = {f"{index.path}{path}": data for path, data in index.files.items()}
    files |= {**shipped_search(), "": BLANK}
    with served(files) as url:
        page.goto(url)
        answers: list[Answer] = page.evaluate(ASK, {"root": index.root, "questions": questions})
    assert len(answers) == len(questions)
    return answers


def assert_equal(
    rows: list[Record],
    questions: list[dict[str, Any]],
    needs: list[int],
    answers: list[Answer],
) -> int:
    """Every answer is the one of brute force; returns how many clinics were compared."""
    brute = BruteForce.of(rows)
    position = {row.slug: number for number, row in enumerate(rows)}
    compared = 0
    for question, need, answer in zip(questions, needs, answers, strict=True):
        origin = question["origin"]
        miles = brute.miles(origin["latitude"], origin["longitude"])
        instant = question.get("instant")
        moment = datetime.datetime.fromtimestamp(instant / 1000, datetime.UTC) if instant else None
        states = kinds(rows, moment) if moment else None
        wanted = brute.nearest(
            origin["latitude"], origin["longitude"], need, question["count"], states
        )
        for list_number, expected in enumerate(wanted):
            found = answer[list_number]
            assert len(found) == len(expected), question
            assert np.allclose([m for _s, m in found], expected, rtol=0, atol=TOLERANCE), question
            for slug, distance in found:
                row = rows[position[slug]]
                assert abs(miles[position[slug]] - distance) < TOLERANCE, question
                mask = row.possible if list_number else row.confirmed
                assert mask & need == need, question
                if states is not None:
                    kind = states[position[slug]]
                    assert kind != "closed" if list_number else kind == "open", question
            assert len({slug for slug, _miles in found}) == len(found)
            compared += len(found)
    return compared


@pytest.mark.parametrize("case", SIZES)
def test_the_answer_for_a_zip_is_exact_and_needs_only_its_hinted_leaves(
    case: tuple[str | int, int], page: Page
) -> None:
    size, amount = case
    rows, index = world(size)
    areas = placed_zips()
    picked = np.random.default_rng(2).permutation(len(areas))[:amount]
    zeros = [0] * words_count(size)
    questions, hint_counts = [], []
    for area in (areas[int(number)] for number in sorted(picked)):
        content = json.loads(index.files[f"z/{area.postal_code[:3]}.json"])
        at = [content["z"][i : i + 2] for i in range(0, len(content["z"]), 2)].index(
            area.postal_code[3:]
        )
        origin = {
            "latitude": content["y"][at] / 1000,
            "longitude": content["x"][at] / 1000,
            "hints": content["h"][at],
        }
        hint_counts.append(len(content["h"][at]))
        questions.append({"origin": origin, "need": zeros, "count": 10})
    answers = ask(page, index, questions)
    compared = assert_equal(rows, questions, [0] * len(questions), answers)
    assert compared == len(questions) * min(10, len(rows)) >= amount
    assert [loads for *_, loads in answers] == hint_counts


def positions(amount: int, dice: np.random.Generator) -> list[dict[str, float]]:
    """Where visitors may be: mostly near ZIPs, one in ten anywhere on Earth, some at ±180°."""
    areas = placed_zips()
    found = []
    for number in range(amount):
        if number % 10 == 0:
            latitude = float(np.degrees(np.arcsin(dice.uniform(-1, 1))))
            longitude = float(dice.uniform(-180, 180))
        elif number % 50 == 1:
            latitude, longitude = float(dice.uniform(-20, 75)), float(dice.choice([-180.0, 180.0]))
        else:
            area = areas[int(dice.integers(len(areas)))]
            latitude = float(area.latitude or 0) + float(dice.normal(0, 0.1))
            longitude = float(area.longitude or 0) + float(dice.normal(0, 0.1))
        found.append({"latitude": latitude, "longitude": longitude})
    return found


@pytest.mark.parametrize("case", SIZES)
def test_the_answer_for_a_position_is_exact_anywhere_on_earth(
    case: tuple[str | int, int], page: Page
) -> None:
    size, amount = case
    rows, index = world(size)
    amount = min(amount, 10_000)
    dice = np.random.default_rng(3)
    zeros = [0] * words_count(size)
    questions = [
        {"origin": origin, "need": zeros, "count": int(dice.choice([1, 10, 10, 20, 50]))}
        for origin in positions(amount, dice)
    ]
    answers = ask(page, index, questions)
    compared = assert_equal(rows, questions, [0] * amount, answers)
    wanted = [int(str(question["count"])) for question in questions]
    assert compared == sum(min(count, len(rows)) for count in wanted)


@pytest.mark.parametrize("case", SIZES)
def test_the_answer_with_filters_is_exact_and_hides_no_possible_clinic(
    case: tuple[str | int, int], page: Page
) -> None:
    size, amount = case
    rows, index = world(size)
    amount = min(amount, 5000)
    dice = np.random.default_rng(4)
    bits = filter_bits(size) if size == "real" else MASK_BITS
    questions, needs = [], []
    for origin in positions(amount, dice):
        need = sum({1 << int(bit) for bit in dice.integers(0, bits, int(dice.integers(1, 4)))})
        needs.append(need)
        questions.append(
            {"origin": origin, "need": mask_words(need, words_count(size)), "count": 10}
        )
    answers = ask(page, index, questions)
    compared = assert_equal(rows, questions, needs, answers)
    assert compared > amount


@pytest.mark.parametrize("case", SIZES)
def test_open_now_is_exact_at_every_instant_and_hides_no_clinic_that_may_be_open(
    case: tuple[str | int, int], page: Page
) -> None:
    size, amount = case
    rows, index = world(size)
    amount = min(amount, 1500)
    dice = np.random.default_rng(6)
    bits = filter_bits(size) if size == "real" else MASK_BITS
    questions, needs = [], []
    for origin, moment in zip(positions(amount, dice), instants(amount, dice), strict=True):
        need = 1 << int(dice.integers(bits)) if dice.random() < 0.5 else 0
        needs.append(need)
        words = mask_words(need, words_count(size))
        instant = round(moment.timestamp() * 1000)
        questions.append({"origin": origin, "need": words, "count": 10, "instant": instant})
    answers = ask(page, index, questions)
    compared = assert_equal(rows, questions, needs, answers)
    assert compared > amount
    assert sum(bool(confirmed) for confirmed, *_ in answers) > amount / 4
