"""What sites have answered, kept for a day: who repairs three links does not ask for all again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from .answer import Answer, Trouble

FILE = ".links-cache.json"
DAY = 24 * 60 * 60
VERSION = 1
"""Changes with the meaning of the file; what an older program has written is not read."""

Answers = dict[str, tuple[float, Answer]]
"""By address: when it was asked, in seconds of the clock, and what was answered."""


def read_cache(path: Path, now: float) -> Answers:
    """The answers that are no older than a day; none where the file cannot be read."""
    try:
        data = json.loads(path.read_bytes())
        if data["version"] != VERSION:
            return {}
        rows = {str(url): (float(asked), _answer(*row)) for url, asked, *row in data["answers"]}
    except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return {}
    return {url: row for url, row in rows.items() if 0 <= now - row[0] < DAY}


def write_cache(path: Path, answers: Mapping[str, tuple[float, Answer]]) -> None:
    """Keep the answers that last; the others are asked for again next time."""
    rows = [
        [url, asked, answer.status, answer.trouble, answer.moved_to]
        for url, (asked, answer) in sorted(answers.items())
        if answer.is_lasting
    ]
    path.write_text(json.dumps({"version": VERSION, "answers": rows}, indent=0) + "\n", "utf-8")


def _answer(status: int, trouble: str | None, moved_to: str) -> Answer:
    return Answer(int(status), Trouble(trouble) if trouble else None, str(moved_to))
