"""Read `_headers`, the file in which a site tells its host which headers to send.

    # a comment
    /*
      Referrer-Policy: no-referrer
    /locations/:state/
      X-Robots-Tag: noindex

A line that starts at the margin is a pattern: `*` stands for anything, `:name` for one part of the
address. The indented lines below it are headers. All patterns that fit an address apply, and a
header named twice is joined with a comma. A line that is neither is passed over, as hosts do.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_PLACEHOLDER = re.compile(r"\*|:[A-Za-z]\w*")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t\x20-\x7e\xa0-\xff]*")


@dataclass(frozen=True)
class HeaderRule:
    """One header, its name in lower case, and the addresses that get it."""

    pattern: re.Pattern[str]
    name: str
    value: str


def parse_headers(text: str) -> tuple[HeaderRule, ...]:
    """Return the rules of a `_headers` file, in the order of the file."""
    return tuple(_rules(text.splitlines()))


def headers_for(path: str, rules: Iterable[HeaderRule]) -> dict[str, str]:
    """Return the headers for an address such as `/locations/az/`, names in lower case."""
    headers: dict[str, str] = {}
    for rule in rules:
        if rule.pattern.fullmatch(path):
            before = f"{headers[rule.name]}, " if rule.name in headers else ""
            headers[rule.name] = before + rule.value
    return headers


def _rules(lines: Iterable[str]) -> Iterable[HeaderRule]:
    pattern: re.Pattern[str] | None = None
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line[0].isspace():
            pattern = _pattern(line.strip()) if line.startswith("/") else None
            continue
        name, colon, value = (part.strip() for part in line.partition(":"))
        if pattern and colon and _NAME.fullmatch(name) and _VALUE.fullmatch(value):
            yield HeaderRule(pattern, name.lower(), value)


def _pattern(address: str) -> re.Pattern[str]:
    expression = ""
    position = 0
    for found in _PLACEHOLDER.finditer(address):
        expression += re.escape(address[position : found.start()])
        expression += ".*" if found.group() == "*" else "[^/]+"
        position = found.end()
    return re.compile(expression + re.escape(address[position:]))
