"""How long it takes to read a text: words as readers count them."""

from __future__ import annotations

import pytest

from plugins.clinics.reading_time import WORDS_PER_MINUTE, minutes_to_read


@pytest.mark.parametrize(
    ("words", "minutes"),
    [(0, 1), (1, 1), (WORDS_PER_MINUTE, 1), (WORDS_PER_MINUTE + 1, 2), (WORDS_PER_MINUTE * 7, 7)],
)
def test_minutes_are_rounded_up(words: int, minutes: int) -> None:
    assert minutes_to_read("<p>" + "don’t " * words + "</p>") == minutes


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>One<strong> two</strong></p><p>three</p>", 3),
        ("<li>one</li><li>two</li>", 2),
        ('<p class="a b c">one</p>', 1),
        ('one<sup class="citation"><a href="#s">[1]</a><a href="#t">[2]</a></sup> two.', 2),
        ("U.S. 0.5 off-label it’s 1,200 &amp; Ju&ntilde;o &ndash; &lt;b&gt;", 7),
    ],
)
def test_only_words_count(html: str, words: int) -> None:
    fill = WORDS_PER_MINUTE - words
    assert minutes_to_read(html + " <p>" + "x " * fill) == 1
    assert minutes_to_read(html + " <p>" + "x " * (fill + 1)) == 2
