"""Hostile content: whatever stands in any field of any file is refused with its place, or inert.

`tests/hostile.py` finds the fields in the models and has the hostile texts. First each field is
tried alone, with nothing but its model; then a linked site, in which checks refuse what a model
cannot know; then built sites, in which every text that is accepted stands in every field.
"""

from __future__ import annotations

import copy
import json
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
import yaml
from hypothesis import given, settings

from plugins.clinics.load.front_matter import parse_front_matter, split_front_matter
from plugins.clinics.load.source import Source
from plugins.clinics.load.tree import place_of
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
from plugins.clinics.problems import Problem, describe
from tests.conftest import ROOT, load
from tests.hostile import FILES, PAYLOADS, Leaf, document, leaves, read, value_at

LEAVES = leaves()
VERIFY = pytest.mark.verify


def test_the_fields_are_found_in_every_kind_of_file() -> None:
    assert len(LEAVES) > 190
    assert {leaf.file for leaf in LEAVES} == set(FILES)
    for file in FILES:
        value, problems = read(file, document(file, {}))
        assert problems == []
        assert all(str(value_at(value, leaf.path)) for leaf in LEAVES if leaf.file == file)


@pytest.mark.parametrize("every", [12, pytest.param(1, marks=VERIFY)], ids=["sample", "all"])
def test_a_field_refuses_a_hostile_text_or_holds_it_as_it_was_written(every: int) -> None:
    found: Counter[str] = Counter()
    for number, leaf in enumerate(LEAVES):
        for payload in PAYLOADS[number % every :: every]:
            found[outcome(leaf, payload)] += 1
    tried = sum(len(PAYLOADS[number % every :: every]) for number in range(len(LEAVES)))
    assert sum(found.values()) == tried > 1_000
    assert found["refused"] > tried / 2
    assert found["held"] > tried / 8


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.sampled_from(LEAVES),
    st.text(max_size=40) | st.lists(st.sampled_from(PAYLOADS[:65]), max_size=3).map("".join),
)
def test_a_field_refuses_any_text_or_holds_it(leaf: Leaf, text: str) -> None:
    assert outcome(leaf, text) in ("refused", "held", "empty")


def outcome(leaf: Leaf, payload: str) -> str:
    """What a field does with a text; fails where it is neither refused well nor held."""
    value, problems = read(leaf.file, document(leaf.file, {leaf.path: payload}))
    errors = [problem for problem in problems if problem.is_error]
    for problem in errors:
        require_well_said(problem, leaf.file)
    if errors:
        return "refused"
    assert value is not None
    if not payload.strip():
        return "empty"
    held = value_at(value, leaf.path)
    words = " ".join(payload.split())
    assert held in (words, payload.strip(), payload.strip().upper()), (leaf, payload)
    return "held"


def require_well_said(problem: Problem, file: str) -> None:
    """A place that exists, a remedy, and no sign that would act on a terminal."""
    assert (problem.path, problem.place.line > 0, problem.place.column > 0) == (file, True, True)
    assert problem.message
    assert problem.hint
    said = describe(problem)
    assert len(said) < 4_000, problem.message
    assert not [sign for sign in said if sign != "\n" and unicodedata.category(sign)[0] == "C"]


# --- A linked site ---------------------------------------------------------------------------

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
                "words": ["oddword"],
                "together_with": ["oddword"],
                "reason": "It is odd.",
                "replacement": "another word",
                "severity": "warning",
            },
            {
                "id": "odder",
                "words": ["odderword"],
                "unless_with": ["study"],
                "reason": "It is odd.",
                "replacement": "another word",
            },
        ]
    },
    "content/_link_exceptions.yaml": {
        "exceptions": [
            {"url": "https://www.fda.gov/pulses", "reason": "A wall.", "expires": "2027-05-01"}
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
            site[name] = data, body
    lines = site["locations/_organization.yaml"][0]["crisis_lines"]
    lines[0] |= {"then_press": "press 1", "sms_word": "HELLO"}
    site["locations/_insurance.yaml"][0]["insurance"][0]["aliases"] = ["Aetna Inc"]
    topics = site["content/faq/_topics.yaml"][0]["topics"]
    topics[1]["first"] = ["do-pulses-hurt"]
    return site


def spot_of(leaf: Leaf, site: dict[str, tuple[Data, str]]) -> Spot | None:
    """Where the linked site has a value for a field."""
    for name in WORLD[leaf.file]:
        found = next(concrete(site[name][0], leaf.path), None)
        if found is not None:
            return name, found
    return None


def concrete(node: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """The paths that lead to a value, for a path in which 0 is any item."""
    if not path:
        if isinstance(node, str):
            yield ()
    elif isinstance(node, list) and path[0] == 0:
        for number, item in enumerate(node):
            yield from ((number, *rest) for rest in concrete(item, path[1:]))
    elif isinstance(node, dict):
        names = list(node) if path[0] == "plain-words" else [path[0]]
        for name in names:
            if name in node:
                yield from ((name, *rest) for rest in concrete(node[name], path[1:]))


TEXTS = (parse_text, parse_words, parse_source)
ADDRESSES = (parse_url, parse_former_url, parse_host)
SPOTS = {
    leaf: spot
    for leaf in LEAVES
    if leaf.parse in (*TEXTS, *ADDRESSES, parse_id)
    for spot in (spot_of(leaf, linked_site()),)
    if spot
}


def test_the_linked_site_has_a_value_in_every_field_for_words() -> None:
    """A new field for words, addresses or names needs one there."""
    wanted = [leaf for leaf in LEAVES if leaf.parse in (*TEXTS, *ADDRESSES, parse_id)]
    assert [str(leaf) for leaf in wanted if leaf not in SPOTS] == []
    assert len(SPOTS) > 100


def write_site(folder: Path, changes: dict[Spot, str]) -> dict[str, Source]:
    """Write the linked site with changes; returns its files, parsed where they can be."""
    site = linked_site()
    for (name, path), text in changes.items():
        node: Any = site[name][0]
        for part in path[:-1]:
            node = node[part]
        node[path[-1]] = text
    if not folder.exists():
        shutil.copytree(ROOT / "tests" / "site_small", folder)
    parsed = {}
    for name, (data, body) in site.items():
        text = json.dumps(data, ensure_ascii=False) + "\n"
        text = f"---\n{text}---\n{body}" if name.endswith(".md") else text
        (folder / name).write_text(text, "utf-8")
        parse = parse_front_matter if name.endswith(".md") else parse_yaml
        source = parse(Source(name, text))[0]
        if source:
            parsed[name] = source
    return parsed


def spot_at(problem: Problem, changes: Iterable[Spot], parsed: dict[str, Source]) -> Spot | None:
    """The changed value that a Problem points at."""
    for name, path in changes:
        if name == problem.path and name in parsed:
            place = place_of(parsed[name].root, path)
            here = problem.place
            if place.line == here.line and 0 <= here.column - place.column <= place.length:
                return name, path
    return None


def refused(folder: Path, changes: dict[Spot, str]) -> tuple[set[Spot], list[Problem]]:
    """The changed values that loading and the checks refuse, and errors elsewhere."""
    parsed = write_site(folder, changes)
    there, elsewhere = set(), []
    for problem in load(folder).problems:
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


def test_the_linked_site_is_without_errors(tmp_path: Path) -> None:
    assert refused(tmp_path / "site", {}) == (set(), [])


UNREAD_NAMES = {
    "locations/_organization.yaml:crisis_lines.0.fact": "for editors; no page shows it",
}
"""Names that nothing looks up."""

INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2028\u2029\ufeff\U000e0041]"
)
HIDDEN = [text for text in PAYLOADS if INVISIBLE.search(text.replace("\r\n", "\n"))]
NAMES = [text for text in PAYLOADS if len(text) < 300 and text.strip() and text not in HIDDEN]


@pytest.mark.parametrize(
    "number", [2, pytest.param(len(NAMES), marks=VERIFY)], ids=["sample", "all"]
)
def test_a_name_of_something_that_is_not_there_is_refused_in_every_field(
    number: int, tmp_path: Path
) -> None:
    fields = {leaf: spot for leaf, spot in SPOTS.items() if leaf.parse is parse_id}
    assert len(fields) > 25
    for payload in NAMES[:: len(NAMES) // number]:
        there, _others = refused(tmp_path / "site", dict.fromkeys(fields.values(), payload))
        accepted = {str(leaf) for leaf, spot in fields.items() if spot not in there}
        assert accepted == set(UNREAD_NAMES), payload


@pytest.mark.parametrize(
    "number", [1, pytest.param(len(HIDDEN), marks=VERIFY)], ids=["sample", "all"]
)
def test_a_sign_that_hides_something_is_refused_in_every_field_for_words(
    number: int, tmp_path: Path
) -> None:
    assert len(HIDDEN) >= 6
    fields = {leaf: spot for leaf, spot in SPOTS.items() if leaf.parse in TEXTS}
    assert len(fields) > 60
    # What the model refuses hides its file from the checks.
    words = {leaf for leaf in fields if leaf.parse is parse_words}
    for payload in HIDDEN[:: len(HIDDEN) // number]:
        for group in (words, set(fields) - words):
            changes = {fields[leaf]: payload for leaf in group}
            there, _others = refused(tmp_path / "site", changes)
            assert [str(leaf) for leaf in group if fields[leaf] not in there] == [], payload
