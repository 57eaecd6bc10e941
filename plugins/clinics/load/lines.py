"""A line of Markdown without the parts that a rule is not about; columns stay."""

from __future__ import annotations

import re

IMAGE = re.compile(
    r"(?<!\\)!\[(?P<words>(?!@)[^\[\]]*)\]"
    r"(?:\(\s*+<?(?P<target>[^)\s>]{0,500}+)[^)]{0,300}+\)"
    r"|\[(?P<label>[^\[\]]*)\]|(?P<open>\(.{0,80}))?"
)
"""An image with its address, or with the label of one; a citation behind “!” is none.

An address that does not end soon is `open`: a line of many such would take minutes.
"""


def without_code(line: str) -> str:
    """`line` with inline code blanked."""
    return re.sub(r"`[^`]*`", _blank, line)


def without_images(line: str) -> str:
    """`line` with images blanked, so that only links are left."""
    return IMAGE.sub(_blank, line)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
