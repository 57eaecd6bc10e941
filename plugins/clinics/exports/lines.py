"""Content lines, of which vCards (RFC 2426) and calendars (RFC 5545) are made."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 75
"""Octets of a line without its end (RFC 2426 §2.6, RFC 5545 §3.1)."""


def content(lines: Iterable[str]) -> bytes:
    """The lines in UTF-8, folded where they are long, each ended by CR LF."""
    return b"".join(_folded(line.encode()) + b"\r\n" for line in lines)


def escaped(text: str) -> str:
    r"""A text value: `\`, `;`, `,` and line breaks escaped (RFC 2426 §4, RFC 5545 §3.3.11)."""
    for char in "\\;,":
        text = text.replace(char, f"\\{char}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: bytes) -> bytes:
    """A line in pieces of at most 75 octets; no letter is torn apart."""
    pieces = []
    room = LONGEST
    while len(line) > room:
        end = room
        while line[end] & 0xC0 == 0x80:  # within a letter of several octets
            end -= 1
        pieces.append(line[:end])
        line = line[end:]
        room = LONGEST - 1  # the space in front of the next piece counts
    return b"\r\n ".join((*pieces, line))
