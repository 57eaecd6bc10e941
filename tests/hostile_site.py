"""A site that links everything, with hostile texts in whichever of its fields a test likes."""

from __future__ import annotations

import copy
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from plugins.clinics.load.front_matter import parse_front_matter, split_front_matter
from plugins.clinics.load.source import Source
from plugins.clinics.load.tree import Mapping, find, place_of
from plugins.clinics.load.yaml_text import parse_yaml
from plugins.clinics.model.scalars import (
    parse_former_url,
    parse_host,
    parse_id,
    parse_source,
    parse_text,
    parse_url,
)
from plugins.clinics.model.wording import parse_words
from plugins.clinics.problems import Place, Problem
from tests.conftest import ROOT, load
from tests.hostile import LEAVES, Leaf, outcome, require_well_said
from tests.hostile_texts import PAYLOADS
from tests.plugin.test_site_small import make_numbers_real

Data = dict[str, Any]
ODD = {"rule": "odd", "text": "oddword", "reason": "A name.", "expires": "2027-05-01"}
DATES = {"last_reviewed": "2026-11-02", "medical_reviewer": "jane"}
QUESTIONS = {"questions": ["do-pulses-hurt"]}
NEW: dict[str, Data] = {
    "locations/_providers.yaml": {
        "providers": [
            {
                "id": "jane",
                "name": "Jane",
                "honorific_suffix": "MD",
                "job_title": "Psychiatrist",
                "languages": ["en"],
                "sources": ["Call with the manager"],
            }
        ]
    },
    "locations/_redirects.yaml": {
        "hosts": ["former.small-clinics.test"],
        "redirects": [{"from": "/former/", "to": "/locations/az/", "reason": "The state."}],
        "tables": {"treatment": {"pulses": "/treatments/tms-therapy/"}},
        "patterns": [{"pattern": "/pages/<treatment>", "reason": "The old site."}],
    },
    "content/_wording.yaml": {
        "rules": [
            {
                "id": "odd",
                "words": ["another", "oddword"],
                "reason": "It is odd.",
                "replacement": "another word",
                "severity": "warning",
            },
            {
                "id": "odder",
                "words": ["odderword"],
                "together_with": ["study"],
                "unless_with": ["trial"],
                "reason": "It is odd.",
                "replacement": "another word",
            },
        ]
    },
    "content/_link_exceptions.yaml": {
        "exceptions": [
            {"url": "https://988lifeline.org", "reason": "A wall.", "expires": "2027-05-01"}
        ]
    },
}
"""Files that the small site does not have."""

SHUT = {
    "id": "az-shut",
    "name": "Shut",
    "status": "temporarily_closed",
    "status_from": "2026-11-01",
    "status_until": "2026-12-20",
    "status_message": "Closed for repairs.",
    "address": {"address_region": "AZ"},
    "sources": ["Call with the manager"],
}
GONE = {
    "id": "az-gone",
    "name": "Gone",
    "status": "moved",
    "status_from": "2026-11-01",
    "moved_to": "az-second",
    "address": {"address_region": "AZ"},
    "sources": ["Call with the manager"],
}
WORLD: dict[str, dict[str, Data]] = {
    "locations/_organization.yaml": {"locations/_organization.yaml": {}},
    "locations/_services.yaml": {"locations/_services.yaml": {}},
    "locations/_insurance.yaml": {"locations/_insurance.yaml": {}},
    "locations/az-example.yaml": {
        "locations/az-example.yaml": {
            "devices": ["A device"],
            "providers": ["jane"],
            "services": [{"id": "tms-therapy", "note": "Words."}],
            "unconfirmed": ["insurance.cigna"],
        },
        "locations/az-shut.yaml": SHUT,
        "locations/az-gone.yaml": GONE,
    },
    "content/faq/_topics.yaml": {"content/faq/_topics.yaml": {}},
    "content/_conditions.yaml": {"content/_conditions.yaml": {}},
    "content/_sources.yaml": {"content/_sources.yaml": {}},
    "content/faq/tms/question.md": {"content/faq/tms/do-pulses-hurt.md": DATES},
    "content/pages/text.md": {"content/pages/about.md": QUESTIONS},
    "content/treatments/text.md": {"content/treatments/tms-therapy.md": DATES | QUESTIONS},
    "content/conditions/text.md": {"content/conditions/major-depression.md": DATES},
    "content/articles/text.md": {"content/articles/first-words.md": DATES | QUESTIONS},
    **{name: {name: data} for name, data in NEW.items()},
}
"""Kind of file → its files in the small site, with what they have besides."""

Spot = tuple[str, tuple[str | int, ...]]
"""A file of the linked site, and the path of a value in it."""


def linked_site() -> dict[str, tuple[Data, str]]:
    """Every file of `WORLD` as data, with the Markdown below it."""
    site = {}
    for files in WORLD.values():
        for name, more in files.items():
            path = ROOT / "tests" / "site_small" / name
            text = path.read_text("utf-8") if path.exists() else "{}"
            front, body = (
                (split_front_matter(text) or ("", "")) if name.endswith(".md") else (text, "")
            )
            data = {**yaml.load(front, yaml.BaseLoader), **copy.deepcopy(more)}
            if name.endswith(".md"):
                data["editorial_exceptions"] = [dict(ODD)]
                data["former_urls"] = [f"/once/{Path(name).stem}/"]
                body += "\nAn oddword.\n"
            if name.endswith(".md") and "/faq/" not in name:
                data |= {"expires": "2027-05-01", "see_instead": "/faq/"}
            site[name] = data, body
    organization = site["locations/_organization.yaml"][0]
    organization["security_contact"] = "https://www.example.com/weakness"
    lines = organization["crisis_lines"]
    lines[0] |= {"then_press": "press 1", "sms_word": "HELLO"}
    site["locations/_insurance.yaml"][0]["insurance"][0]["aliases"] = ["Aetna Inc"]
    topics = site["content/faq/_topics.yaml"][0]["topics"]
    topics[1]["first"] = ["do-pulses-hurt"]
    return site


def spot_of(leaf: Leaf, site: dict[str, tuple[Data, str]]) -> Spot | None:
    """Where the linked site has a value for a field."""
    for name in WORLD[leaf.file]:
        found = next(_concrete(site[name][0], leaf.path), None)
        if found is not None:
            return name, found
    return None


def _concrete(node: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """The paths that lead to a value, for a path in which 0 is any item."""
    if not path:
        if isinstance(node, str):
            yield ()
    elif isinstance(node, list) and path[0] == 0:
        for number, item in enumerate(node):
            yield from ((number, *rest) for rest in _concrete(item, path[1:]))
    elif isinstance(node, dict):
        names = list(node) if path[0] == "plain-words" else [path[0]]
        for name in names:
            if name in node:
                yield from ((name, *rest) for rest in _concrete(node[name], path[1:]))


TEXTS = (parse_text, parse_words, parse_source)
ADDRESSES = (parse_url, parse_former_url, parse_host)
SPOTS = {
    leaf: spot
    for leaf in LEAVES
    if leaf.parse in (*TEXTS, *ADDRESSES, parse_id)
    for spot in (spot_of(leaf, linked_site()),)
    if spot
}


def write_site(folder: Path, changes: dict[Spot, str]) -> dict[str, Source]:
    """Write the linked site with changes; returns its files, parsed where they can be."""
    site = linked_site()
    for (name, path), text in changes.items():
        node: Any = site[name][0]
        for part in path[:-1]:
            node = node[part]
        node[path[-1]] = text
    if not folder.exists():
        folder.parent.mkdir(exist_ok=True)
        shutil.copytree(ROOT / "tests" / "site_small", folder)
        make_numbers_real(folder / "locations")
    parsed = {}
    for name, (data, body) in site.items():
        text = json.dumps(data, ensure_ascii=False) + "\n"
        text = f"---\n{text}---\n{body}" if name.endswith(".md") else text
        text = text.replace("-555-01", "-555-12")  # no published site shows numbers of fiction
        (folder / name).write_text(text, "utf-8")
        parse = parse_front_matter if name.endswith(".md") else parse_yaml
        source = parse(Source(name, text))[0]
        if source:
            parsed[name] = source
    return parsed


def spot_at(problem: Problem, changes: Iterable[Spot], parsed: dict[str, Source]) -> Spot | None:
    """The changed value that a Problem points at, or one beside it in the same group."""
    near = None
    for name, path in changes:
        if name == problem.path and name in parsed:
            root = parsed[name].root
            group = find(root, path[:-1])
            if _is_in(place_of(root, path), problem.place):
                return name, path
            if isinstance(group, Mapping) and len(path) > 1:
                places = (place_of(root, (*path[:-1], key)) for key in group.entries)
                near = (name, path) if any(_is_in(x, problem.place) for x in places) else near
    return near


def _is_in(whole: Place, part: Place) -> bool:
    return whole.line == part.line and 0 <= part.column - whole.column <= whole.length


def refused(
    folder: Path, changes: dict[Spot, str], is_production: bool = False
) -> tuple[set[Spot], list[Problem]]:
    """The changed values that loading and the checks refuse, and errors elsewhere."""
    parsed = write_site(folder, changes)
    there, elsewhere = set(), []
    for problem in load(folder, is_production).problems:
        if problem.is_error:
            require_well_said(problem, problem.path)
            if problem.path not in parsed:  # the file as a whole
                there |= {spot for spot in changes if spot[0] == problem.path}
            spot = spot_at(problem, changes, parsed)
            if spot:
                there.add(spot)
            else:
                elsewhere.append(problem)
    return there, elsewhere


UNREAD_NAMES = {
    "locations/_organization.yaml:crisis_lines.0.fact": "for editors; no page shows it",
}
"""Names that nothing looks up."""

INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2028\u2029\ufeff\U000e0041]"
)
HIDDEN = [text for text in PAYLOADS if INVISIBLE.search(text.replace("\r\n", "\n"))]
NAMES = [text for text in PAYLOADS if len(text) < 300 and text.strip() and text not in HIDDEN]


ROUNDS = 6

LONGEST = 500
"""Characters that a text may have."""


MUST_QUOTE = ("editorial_exceptions", 0, "text")
"""It must be in the text below, which is why nothing else is accepted."""


FORMULA = '=HYPERLINK("https://evil.test","x")'
"""In the first site the fields of the spreadsheet begin with this and the like."""


def packed(leaf: Leaf, taken: list[str], number: int) -> str:
    """Hostile texts that a field takes, as many as it has room for, beginning with one of them."""
    start = (number + (taken.index(FORMULA) if FORMULA in taken else 0)) % len(taken)
    text, *others = taken[start:] + taken[:start]
    if leaf.parse is parse_former_url:
        return f"{text}/{number}/"
    for other in others if leaf.parse is parse_text else ():
        if len(" ".join(f"{text} {other}?".split())) <= LONGEST:
            text = f"{text} {other}"
    is_question = (leaf.file, leaf.path) == ("content/faq/tms/question.md", ("title",))
    return f"{text}?" if is_question else text


def hostile_site(folder: Path, number: int, is_production: bool) -> dict[Spot, str]:
    """Write a site with a hostile text wherever one is accepted; returns these texts."""
    taken: dict[Any, list[str]] = {}
    changes = {}
    street = [leaf.path for leaf in SPOTS].index(("address", "street_address"))
    for position, (leaf, spot) in enumerate(SPOTS.items()):
        if leaf.parse not in taken:
            taken[leaf.parse] = [
                x for x in PAYLOADS if x not in HIDDEN and outcome(leaf, x) == "held"
            ]
        is_name = leaf.parse is parse_id and str(leaf) not in UNREAD_NAMES
        if taken[leaf.parse] and leaf.path != MUST_QUOTE and not is_name:
            start = position - street + number * len(PAYLOADS) // ROUNDS
            changes[spot] = packed(leaf, taken[leaf.parse], start)
    for _attempt in range(8):
        there, elsewhere = refused(folder, changes, is_production)
        if not there and not elsewhere:
            return changes
        assert there, elsewhere
        changes = {spot: text for spot, text in changes.items() if spot not in there}
    raise AssertionError(f"there are still errors: {there}")
