"""What a near-me answer costs: bytes, requests and round trips, printed as a table.

`make bench` runs this. The shipped search runs in Chromium with an empty cache for each question,
on indexes of 35 to 50,000 generated clinics. Bytes are gzip bodies (level 9); a trip is a wait for
files that could only be asked for after earlier ones had come. The root is inline in the page and
not counted. A target that is missed ends the program with exit code 1.
"""

from __future__ import annotations

import datetime
import gzip
import json
import sys
import time
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from playwright.sync_api import Page, sync_playwright

from plugins.clinics.near_me.index import Index, build_index
from plugins.clinics.near_me.opening import WORDS
from plugins.clinics.near_me.zips import placed_zips, zip_table
from plugins.clinics.scripts import bundle, minified
from tests.browser.conftest import find_chromium
from tests.browser.served import served
from tests.conftest import ROOT
from tests.near_me_world import MASK_BITS, generated_records, mask_words, world_catalog

SCRIPTS = ROOT / "theme" / "static" / "js"
QUESTIONS = 150
BLANK = b"<!doctype html><title>x</title>"

TARGETS = {
    "ZIP": {35: (3, 4), 1000: (4.5, 8.5), 10_000: (4.5, 8.5), 50_000: (4.5, 8.5)},
    "position": {35: (2.5, 2.5), 1000: (4, 8), 10_000: (7.5, 12), 50_000: (11, 18)},
    "one filter": {35: (2.5, 2.5), 1000: (15, 20), 10_000: (22, 30), 50_000: (30, 40)},
    "two filters": {35: (2.5, 2.5), 1000: (10, 18), 10_000: (14.5, 36), 50_000: (20, 50)},
    "open by day": {35: (2.5, 2.5), 1000: (6, 12), 10_000: (9, 16), 50_000: (14, 24)},
    "open at night": {35: (2.5, 2.5), 1000: (17, 27), 10_000: (24, 33), 50_000: (33, 44)},
    "open on holiday": {35: (2.5, 2.5), 1000: (15, 20), 10_000: (22, 30), 50_000: (30, 40)},
}
"""Gzip kilobytes, median and 99th percentile, for each kind of question and number of clinics.

The hours in a leaf of generated clinics, with four lists of special days, are about 0.35 KB of it.
"""

WHEN = {
    "open by day": "2026-12-01T18:00+00:00",
    "open at night": "2026-12-01T08:30+00:00",
    "open on holiday": "2026-12-25T18:00+00:00",
}
"""When “Open now” is asked: a Tuesday at noon and at night, and at Christmas."""

SCRIPT_TARGET = 7.35
"""Gzip kilobytes of the script of the page /near-me/."""

ASK = """
async ({ root, questions }) => {
  const { nearest } = await import("/search.js");
  const answers = [];
  for (const { origin, need, instant } of questions) {
    const paths = new Set();
    let pending = 0;
    let trips = 0;
    const load = async (path) => {
      if (!pending) trips += 1;
      pending += 1;
      paths.add(path);
      const answer = await (await fetch(root.path + path)).json();
      pending -= 1;
      return answer;
    };
    await nearest(root, load, origin, need, 10, instant);
    answers.push([[...paths], trips]);
  }
  return answers;
}
"""


@dataclass(frozen=True)
class Cost:
    """The costs of many questions of one kind."""

    kilobytes: Any
    requests: Any
    trips: Any


def main() -> int:
    """Print the table; 1 if a target was missed."""
    missed = 0
    print(f"{'clinics':>8} {'question':<15} {'KB median':>10} {'KB p99':>8} requests  trips")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for count in (35, 1000, 10_000, 50_000):
            index, seconds = timed_index(count)
            for kind, targets in TARGETS.items():
                cost = measure(browser.new_page(), index, kind)
                missed += show(count, kind, cost, targets[count])
            size = sum(map(len, index.files.values()))
            files = f"{len(index.files)} files, {size / 1e6:.2f} MB"
            print(f"{count:>8} built in {seconds:.2f} s: {files}")
        browser.close()
    script = len(gzip.compress(bundle(SCRIPTS / "near-me.js").encode(), 9)) / 1000
    missed += script > SCRIPT_TARGET
    note = f"  MISSED: at most {SCRIPT_TARGET}" if script > SCRIPT_TARGET else ""
    print(f"near-me JavaScript: {script:.2f} KB gzip{note}")
    return 1 if missed else 0


@cache
def timed_index(count: int) -> tuple[Index, float]:
    """An index of generated clinics, and the seconds that it took to build."""
    catalog = world_catalog()
    rows = generated_records(count)
    placed_zips()  # reading the tables is part of every build and not of the index
    started = time.perf_counter()
    index = build_index(catalog, rows, zip_table(rows))
    return index, time.perf_counter() - started


def measure(page: Page, index: Index, kind: str) -> Cost:
    """Ask `QUESTIONS` questions of one kind and add up what they fetched."""
    questions, first_files = ask_for(kind, index)
    scripts = [SCRIPTS / "search.js", SCRIPTS / "hours.js"]
    files = {f"{index.path}{path}": data for path, data in index.files.items()}
    files |= {path.name: minified(path.read_text(), path).encode() for path in scripts}
    files[""] = BLANK
    with served(files) as url:
        page.goto(url)
        answers = page.evaluate(ASK, {"root": index.root, "questions": questions})
    page.close()
    sizes = {path: len(gzip.compress(data, 9)) for path, data in index.files.items()}
    both = list(zip(first_files, answers, strict=True))
    fetched = [[*first, *paths] for first, (paths, _trips) in both]
    return Cost(
        np.array([sum(sizes[path] for path in paths) / 1000 for paths in fetched]),
        np.array([len(paths) for paths in fetched]),
        np.array([bool(first) + trips for first, (_paths, trips) in both]),
    )


def ask_for(kind: str, index: Index) -> tuple[list[dict[str, Any]], list[list[str]]]:
    """Questions from where people live, and the files that each needs before the search."""
    dice = np.random.default_rng(5)
    moment = datetime.datetime.fromisoformat(WHEN[kind]) if kind in WHEN else None
    instant = moment.timestamp() * 1000 if moment else None
    areas = placed_zips()
    weights = np.array([area.population for area in areas], dtype=np.float64)
    questions, first_files = [], []
    for number in dice.choice(len(areas), QUESTIONS, p=weights / weights.sum()):
        area = areas[int(number)]
        path = f"z/{area.postal_code[:3]}.json"
        content = json.loads(index.files[path])
        at = [content["z"][i : i + 2] for i in range(0, len(content["z"]), 2)].index(
            area.postal_code[3:]
        )
        origin = {"latitude": content["y"][at] / 1000, "longitude": content["x"][at] / 1000}
        if kind == "ZIP":
            origin["hints"] = content["h"][at]
        bits = dice.choice(
            MASK_BITS, {"one filter": 1, "two filters": 2}.get(kind, 0), replace=False
        )
        words = (len(index.root["entries"][0]) - 5) // 2 - WORDS
        need = mask_words(sum(1 << int(bit) for bit in bits), words)
        questions.append({"origin": origin, "need": need, "instant": instant})
        first_files.append([path] if kind == "ZIP" else [])
    return questions, first_files


def show(count: int, kind: str, cost: Cost, target: tuple[float, float]) -> int:
    """Print one row; 1 if it misses its target."""
    median, worst = float(np.median(cost.kilobytes)), float(np.percentile(cost.kilobytes, 99))
    is_met = median <= target[0] and worst <= target[1]
    note = "" if is_met else f"  MISSED: at most {target[0]} and {target[1]}"
    print(
        f"{count:>8} {kind:<15} {median:>10.2f} {worst:>8.2f} "
        f"{np.median(cost.requests):>4.0f}/{np.percentile(cost.requests, 99):<4.0f} "
        f"{np.median(cost.trips):>3.0f}/{np.percentile(cost.trips, 99):<3.0f}{note}",
        flush=True,
    )
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
