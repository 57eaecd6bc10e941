"""Words of crisis are recognized as people type them, and little else is."""

from __future__ import annotations

import re

import pytest

from plugins.clinics.crisis import PHRASES, crisis_pattern

CRISIS = re.compile(crisis_pattern(), re.IGNORECASE)


@pytest.mark.parametrize(
    "typed",
    [
        "suicide",
        "help with SUICIDAL thoughts",
        "suicidle",
        "sucide",
        "i want to kill myself",
        "killing my self",
        "kill-myself",
        "end my life",
        "want to die",
        "I wanna die",
        "self-harm",
        "selfharm in teens",
        "overdose",
        "hurt myself",
        "I don't want to live",
        "I don’t want to live",
        "dont want to live",
        "988",
        "what if I overdosed?",
    ],
)
def test_words_of_crisis_are_recognized(typed: str) -> None:
    assert CRISIS.search(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "tms",
        "98801",
        "insecticide",
        "suicid",
        "dose",
        "diet",
        "I want to diet",
        "end my lifelong wait",
        "cutting costs",
        "life insurance",
        "self care",
        "who can help myself",
    ],
)
def test_other_words_are_not(typed: str) -> None:
    assert not CRISIS.search(typed)


def test_every_phrase_of_the_list_is_found_as_it_stands() -> None:
    assert [phrase for phrase in PHRASES if not CRISIS.fullmatch(phrase)] == []
    assert len(set(PHRASES)) == len(PHRASES) > 50


def test_the_pattern_says_the_same_in_javascript() -> None:
    """Only what both languages read alike, and nothing that HTML would have to escape."""
    rest = re.sub(r"\\b|\\s|\(\?:|\)|\||\[\\s-\]\*|\['’\]\?|[a-z0-9]", "", crisis_pattern())
    assert set(rest) <= set("[]*?-'’")
