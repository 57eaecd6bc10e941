"""What was found: for the terminal, and as Markdown for a file, a summary or an issue."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ..problems import Problem, plural, report, visible
from .judge import Finding, Kind

FILE = "links-report.md"


def terminal_text(found: Iterable[Finding]) -> str:
    """Every finding with its line and its remedy; what is excepted is not told again."""
    return report(item.problem for item in found if item.kind is not Kind.EXCEPTED)


def summary(found: Sequence[Finding], links: int, pages: int) -> str:
    """One sentence: how many were asked about, and how many addresses of each kind were found."""
    counted = [f"{kind.value.lower()}: {number}" for kind, number in _numbers(found)]
    checked = f"{plural(links, 'link')} to {plural(pages, 'page')} of other sites"
    return f"Looked at {checked}. {'; '.join(counted).capitalize() or 'All are fine'}."


def markdown(found: Sequence[Finding], headline: str, day: datetime.date) -> str:
    """The whole report: a group for each kind, the worst first, each address once."""
    lines = [f"# Links to other sites, {day}", "", headline, ""]
    for kind, number in _numbers(found):
        lines += [f"## {kind.value} ({number})", ""]
        of_kind = sorted((x for x in found if x.kind is kind), key=lambda item: item.url)
        for _url, group in groupby(of_kind, key=lambda item: item.url):
            lines += _entry([item.problem for item in group])
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _numbers(found: Iterable[Finding]) -> Iterator[tuple[Kind, int]]:
    """The kinds that occur, and how many addresses there are of each."""
    pairs = {(item.kind, item.url) for item in found}
    for kind in Kind:
        if number := sum(kind is other for other, _url in pairs):
            yield kind, number


def _entry(problems: Sequence[Problem]) -> Iterator[str]:
    """One address: what is wrong, what to do, and every line that has it."""
    yield f"- [ ] {_plain(problems[0].message)}"
    yield f"  **Fix:** {_plain(problems[0].hint)}"
    for problem in problems:
        yield f"  - `{problem.path}:{problem.place.line}:{problem.place.column}`"


def _plain(text: str) -> str:
    """Words that Markdown shows as they are; addresses stay links."""
    words = visible(text).replace("\\", "\\\\")
    for sign in "`*_<>[]|":
        words = words.replace(sign, f"\\{sign}")
    return words
