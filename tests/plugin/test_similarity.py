"""Pieces of writing that are alike are found, by far fewer comparisons than there are pairs."""

from __future__ import annotations

import random
import time
from itertools import combinations

import pytest

from plugins.clinics.similarity import (
    Piece,
    contained,
    jaccard,
    letter_shingles,
    likenesses,
    word_shingles,
    words_of,
)

WORDS = [f"w{number}" for number in range(3_000)]


def piece(name: str, text: str, page: str = "") -> Piece[str]:
    return Piece(page or name, word_shingles(words_of(text)), name)


def invented(number: int, seed: int) -> list[list[str]]:
    """Paragraphs of random words; every fifth is an earlier one with a few words exchanged."""
    chance = random.Random(seed)
    made: list[list[str]] = []
    for at in range(number):
        words = chance.choices(WORDS, k=chance.randint(20, 80))
        if at % 5 == 4:
            words = list(chance.choice(made))
            for _time in range(chance.randint(0, len(words) // 8)):
                words[chance.randrange(len(words))] = chance.choice(WORDS)
        made.append(words)
    return made


@pytest.mark.parametrize("limit", [0.3, 0.6, 0.9])
def test_the_index_finds_what_comparing_every_pair_finds(limit: float) -> None:
    pieces = [Piece(at, word_shingles(words), at) for at, words in enumerate(invented(400, 7))]
    compared, expected = 0, {}
    for some, others in combinations(pieces, 2):
        compared += 1
        share = contained(some, others)
        expected[others.origin] = max(share, expected.get(others.origin, 0.0))
    found = {one.later: one.share for one in likenesses(pieces, limit, contained)}
    assert found == {at: share for at, share in expected.items() if share >= limit}
    assert compared == 79_800
    assert len(found) > 10


def test_ten_thousand_copies_of_one_template_are_each_found_in_seconds() -> None:
    template = invented(1, 1)[0][:20] * 2
    chance = random.Random(3)
    pieces = []
    for at in range(10_000):
        words = [*template, *chance.choices(WORDS, k=10)]
        pieces.append(Piece(at, word_shingles(words), at))
    start = time.process_time()
    found = list(likenesses(pieces, 0.6, contained))
    assert time.process_time() - start < 10
    assert [one.later for one in found] == list(range(1, 10_000))


def test_a_paragraph_inside_of_a_longer_one_is_contained_but_titles_are_judged_as_wholes() -> None:
    short, long = "one two three four five six", "zero one two three four five six seven eight nine"
    pieces = [piece("long", long), piece("short", short)]
    assert [one.share for one in likenesses(pieces, 0.1, contained)] == [1.0]
    assert jaccard(pieces[0].shingles, pieces[1].shingles) == 2 / 6


def test_pieces_of_one_page_are_not_compared() -> None:
    text = "one two three four five six"
    pieces = [piece("a", text, "page"), piece("b", text, "page"), piece("c", text, "other")]
    assert [(x.later, x.earlier) for x in likenesses(pieces, 0.5, contained)] == [("c", "a")]


def test_marks_and_capitals_make_no_difference_and_short_texts_have_no_shingles() -> None:
    assert word_shingles(words_of("One, two – THREE; (four) five!")) == word_shingles(
        words_of("one two three four five")
    )
    assert word_shingles(words_of("one two three four")) == frozenset()
    assert letter_shingles("Does it hurt?") == letter_shingles("does  it hurt")
    assert list(likenesses([piece("a", "one"), piece("b", "one")], 0.1, contained)) == []
