"""Where a text uses words that `content/_wording.yaml` advises against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ..model.wording import Wording, WordingRule
from .draft import Passage
from .faults import Fault
from .readability import sentences_in


class Terms:
    """The rules of the file, ready to be looked for."""

    def __init__(self, wording: Wording) -> None:
        self._rules = tuple(
            (rule, _pattern(rule.words), frozenset(map(_first_letters, rule.words)))
            for rule in wording.rules
        )

    def faults(self, passage: Passage) -> Iterator[Fault]:
        """Every place of the passage where a rule is broken."""
        folded, text = passage.text.casefold(), passage.text
        for rule, words, beginnings in self._rules:
            if not any(beginning in folded for beginning in beginnings):
                continue
            stretches = sentences_in(text) if _minds_the_sentence(rule) else [(0, len(text))]
            for start, end in stretches:
                found = list(words.finditer(text, start, end))
                for match in found if found and _is_meant(rule, text[start:end]) else ():
                    written = " ".join(match[0].split())
                    yield Fault(
                        rule.id,
                        passage.place(*match.span()),
                        f"“{written}” {rule.reason}",
                        rule.replacement,
                        written,
                        rule.severity,
                    )


def _minds_the_sentence(rule: WordingRule) -> bool:
    return bool(rule.together_with or rule.unless_with)


def _is_meant(rule: WordingRule, sentence: str) -> bool:
    """Whether the words of a rule are wrong in this sentence."""
    if rule.together_with and not _pattern(rule.together_with).search(sentence):
        return False
    return not (rule.unless_with and _pattern(rule.unless_with).search(sentence))


def _first_letters(words: str) -> str:
    """What stands for sure in a text with these words; much faster to look for than a pattern."""
    return re.split(r"[\s*'’-]", words.casefold())[0]


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(_one, longest_first)), re.IGNORECASE)


def _one(words: str) -> str:
    """A phrase as a pattern: whole words, over line ends, with any apostrophe or hyphen."""
    escaped = r"\s+".join(map(re.escape, words.split()))
    escaped = escaped.replace(r"\-", r"(?:[-\u2010\u2011\u2013]|\s)\s*")
    escaped = escaped.replace("'", "['’‘\u02bc]").replace(r"\*", r"\w*")
    before = r"(?<!\w)" if re.match(r"\w", words) else ""
    after = r"(?!\w)" if re.search(r"[\w*]\Z", words) else ""
    return f"{before}{escaped}{after}"
