"""Every sentence of the site is its own: no eight words in a row of the customer's old article.

`expected/old_article_runs.txt` holds a hash of each run of eight words of that article, not the
article itself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from tests.conftest import ROOT, html_pages

LENGTH = 8
RUNS = frozenset((ROOT / "tests" / "expected" / "old_article_runs.txt").read_text().split())


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Each run of eight words with its hash; capitals and punctuation do not count."""
    words = re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))
    for at in range(len(words) - LENGTH + 1):
        run = " ".join(words[at : at + LENGTH])
        yield run, hashlib.sha256(run.encode()).hexdigest()[:16]


def blocks(html: str) -> list[str]:
    """The words of each paragraph, heading, item or cell; a link inside of one does not end it."""
    seen = re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.DOTALL)
    joined = re.sub(r"</?(?:a|em|strong|sup|span|abbr)\b[^>]*>", " ", seen)
    return [unescape(block) for block in re.split(r"<[^>]*>", joined)]


def test_no_eight_words_in_a_row_are_those_of_the_old_article(development_site: Path) -> None:
    """The development site holds all that the published one does."""
    compared, taken = 0, []
    for path in html_pages(development_site):
        for block in blocks(path.read_text("utf-8")):
            for run, digest in runs(block):
                compared += 1
                if digest in RUNS:
                    taken.append((str(path.relative_to(development_site)), run))
    assert taken == []
    assert compared > 100_000
    assert len(RUNS) > 1_000


def test_a_sentence_of_the_old_article_would_be_found() -> None:
    sentence = (
        "Ketamine was originally developed as an anesthetic, but has since emerged as a fast-acting"
    )
    found = [digest in RUNS for _run, digest in runs(sentence)]
    assert found
    assert all(found)
