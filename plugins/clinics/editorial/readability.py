"""How hard a text is to read: words, sentences, and the Flesch–Kincaid grade.

The grade is 0.39 × words per sentence + 11.8 × syllables per word - 15.59, in years of school
(Kincaid and others, 1975). Syllables are counted by groups of vowels: over the words of our texts
that comes within 2 % of the CMU pronouncing dictionary, without its license and its time to load.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
SENTENCE = re.compile(r"\S.*?(?:[.!?:](?=[\"”’)\]]*(?:\s|$))[\"”’)\]]*|\Z)", re.DOTALL)
"""Ends with a full stop, question mark, exclamation mark or colon before a space."""

LONGEST_ABBREVIATION = 4
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|vs|Dr|St|Inc|No|a\.m|p\.m|U\.S)\.\Z")


@dataclass(frozen=True, slots=True)
class Readability:
    """The measures of a piece of prose."""

    words: int
    sentences: int
    syllables: int

    @property
    def words_per_sentence(self) -> float:
        """The average; 0 for no sentence."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def grade(self) -> float:
        """The Flesch–Kincaid grade, at least 0; 0 for no word."""
        if not self.words:
            return 0.0
        per_word = self.syllables / self.words
        return max(0.0, 0.39 * self.words_per_sentence + 11.8 * per_word - 15.59)

    def __add__(self, other: Readability) -> Readability:
        return Readability(
            self.words + other.words,
            self.sentences + other.sentences,
            self.syllables + other.syllables,
        )


NOTHING = Readability(0, 0, 0)


def measure(text: str) -> Readability:
    """The measures of `text`, which begins and ends with a sentence."""
    words = WORD.findall(text)
    sentences = sum(bool(WORD.search(text, start, end)) for start, end in sentences_in(text))
    return Readability(len(words), sentences, sum(map(syllables, words)))


def sentences_in(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of `text` begins and ends. An abbreviation ends none."""
    begin = None
    for found in SENTENCE.finditer(text):
        begin = found.start() if begin is None else begin
        last_word = text[max(begin, found.end() - LONGEST_ABBREVIATION - 1) : found.end()]
        if not _ABBREVIATION.search(last_word):
            yield begin, found.end()
            begin = None
    if begin is not None:
        yield begin, len(text.rstrip())


@cache
def syllables(word: str) -> int:
    """About how many syllables a word has, at least 1; an abbreviation has one for each letter."""
    if word.isupper() and 2 <= len(word) <= 5:
        return len(word)
    letters = re.sub(r"[^a-z]", "", word.lower())
    number = len(re.findall(r"[aeiouy]+", letters))
    number += len(re.findall(r"(?:[^cgqst]i|[^gq]u)a|[aeiouy]ing\b", letters))
    has_silent_end = re.search(r"[^e]e$|[^dt]ed$|[^cgisuxz]es$", letters)
    is_spoken = re.search(r"[^aeiouy]le$|(?:ch|sh|[^aeiouy]l)es$", letters)
    return max(1, number - bool(has_silent_end and not is_spoken))
