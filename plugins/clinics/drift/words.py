"""What a comparison found, for a terminal: a table, sentences, and at the end the patch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ..edit import as_on_disk
from ..load.files import Sourced
from ..model.location import Location
from ..problems import plural, visible
from .found import Difference, Drift
from .patch import patched, unified

HEADER = ("Clinic", "Field", "In our file", "In the profile")
WIDEST = 60
NOTHING = "(nothing)"
APPLY = (
    "The patch below sets our files to what the profile says; nothing is written yet. Ask the\n"
    "clinics who is right. Then save this output as drift.patch, delete in it the files that are\n"
    "right as they are, and run: git apply drift.patch"
)


def summary(
    drift: Drift, files: Mapping[str, Sourced[Location]], read: Callable[[str], bytes]
) -> Iterator[str]:
    """The whole report, line by line; `read` gives the bytes of one of our files."""
    texts, by_hand = patched(drift.differences, files)
    patches = []
    for path, (old, new) in texts.items():
        data = read(path)
        before, after = as_on_disk(old, data), as_on_disk(new, data)
        if before is None or after is None or before.encode() != data:
            by_hand.append(f"{path}: its line ends are mixed; save it with the line ends “LF”.")
        else:
            patches.append(unified(path, before, after).removesuffix("\n"))
    if drift.differences:
        yield from _table(drift.differences)
        yield ""
    yield from map(visible, (*drift.findings, *drift.notes))
    for reason, slugs in sorted(drift.expected_missing.items()):
        yield f"Not in the download, as expected ({reason}): {', '.join(slugs)}."
    if drift.same_unconfirmed:
        number = plural(len(drift.same_unconfirmed), "field")
        clinics = ", ".join(sorted(set(drift.same_unconfirmed)))
        yield f"{number} unconfirmed here and the same in the profile: {clinics}."
    found = plural(len(drift.differences) + len(drift.findings), "difference")
    yield f"{plural(drift.compared, 'field')} compared, {found}."
    if by_hand:
        yield "\nTo do by hand:"
        yield from (f"- {visible(sentence)}" for sentence in by_hand)
    if patches:
        yield f"\n{APPLY}\n"
        yield from patches


def _table(differences: list[Difference]) -> Iterator[str]:
    rows = [HEADER, *map(_cells, differences)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADER))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _cells(item: Difference) -> tuple[str, str, str, str]:
    ours, theirs = (_short(text) or NOTHING for text in (item.ours, item.theirs))
    mark = " (unconfirmed here)" if item.is_unconfirmed else ""
    return item.slug, item.field, f"{ours}{mark}", theirs


def _short(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= WIDEST else f"{shown[:WIDEST]} …"
