"""Place names for suggestions, normalised as the browser does it, in files by first letters."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from ..geography import Place, places, states

WORDS = {
    "saint": "st",
    "sainte": "ste",
    "fort": "ft",
    "mount": "mt",
    "mountain": "mtn",
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
}
"""Words that people shorten; `theme/static/js/names.js` has the same table, and a test compares."""

SCALE = 1000
"""Positions of places and ZIPs are whole numbers of 1e-3 degrees (about 110 meters)."""

FALLBACK_PLACES = 5000
"""The most populous places, searched when a name is misspelt in its second letter."""

ANY_LETTER_PLACES = 1000
"""Places that are searched when even the first letter is wrong."""


def normalise(name: str) -> str:
    """`name` as it is compared: no accents, apostrophes or points, usual words shortened.

    `St. George` and `Saint George` are both `st george`; `O’Fallon` is `ofallon`.
    """
    plain = unicodedata.normalize("NFKD", name.lower())
    plain = re.sub(r"[\u0300-\u036f'’.]", "", plain)
    return " ".join(WORDS.get(word, word) for word in re.split(r"[^a-z0-9]+", plain) if word)


@cache
def name_files() -> Mapping[str, object]:
    """Every file of names by its path: `c/me.json` (two letters), `c/m.json`, `c/_.json`.

    A state code with which no name begins has a file too, `null`: people type codes, and a
    browser reports every file that is missing as an error.
    """
    ranked = sorted(places(), key=lambda place: (-place.population, place.name, place.state))
    files: dict[str, object] = {f"c/{code.lower()}.json": None for code in states()}
    files |= {f"c/{key}.json": group for key, group in _by_key(ranked, 2)}
    files |= {f"c/{key}.json": group for key, group in _by_key(ranked[:FALLBACK_PLACES], 1)}
    files["c/_.json"] = _columns(ranked[:ANY_LETTER_PLACES])
    return dict(sorted(files.items()))


def _by_key(ranked: Iterable[Place], letters: int) -> Iterator[tuple[str, object]]:
    groups: dict[str, list[Place]] = defaultdict(list)
    for place in ranked:
        key = normalise(place.name).replace(" ", "")[:letters]
        if len(key) == letters:
            groups[key].append(place)
    for key, group in groups.items():
        yield key, _columns(group)


def _columns(group: list[Place]) -> object:
    return {
        "n": "|".join(f"{place.name},{place.state}" for place in group),
        "y": [round(place.latitude * SCALE) for place in group],
        "x": [round(place.longitude * SCALE) for place in group],
        "p": [round(math.log2(place.population + 1)) for place in group],
    }
