"""Hostile content: whatever stands in a field of a file is refused with its place, or held as text.

`tests/hostile.py` finds the fields in the models and has the hostile texts. First each field is
tried alone, with nothing but its model; then in a linked site, where checks refuse what a model
cannot know. What is accepted comes into the built sites of test_hostile_site.py.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from plugins.clinics.model.scalars import parse_id
from plugins.clinics.model.wording import parse_words
from tests.hostile import FILES, LEAVES, Leaf, document, outcome, read, value_at
from tests.hostile_site import ADDRESSES, HIDDEN, NAMES, SPOTS, TEXTS, UNREAD_NAMES, refused
from tests.hostile_texts import PAYLOADS

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


def test_the_linked_site_has_a_value_in_every_field_for_words() -> None:
    """A new field for words, addresses or names needs one there."""
    wanted = [leaf for leaf in LEAVES if leaf.parse in (*TEXTS, *ADDRESSES, parse_id)]
    assert [str(leaf) for leaf in wanted if leaf not in SPOTS] == []
    assert len(SPOTS) > 100


def test_the_linked_site_is_without_errors(tmp_path: Path) -> None:
    assert refused(tmp_path / "site", {}) == (set(), [])


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
