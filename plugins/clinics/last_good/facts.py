"""What changes for patients when a file of `locations/` goes back: old and new, a line each."""

from __future__ import annotations

import difflib
from itertools import islice
from pathlib import Path

from ..load.files import load_file
from ..load.repository import is_location
from ..load.source import read_source
from ..model.location import Location
from ..patient_facts import Locations, patient_facts

NO_CHANGE = "Nothing that patients act on changes by that."
CHANGES = "This changes for patients (in the newest version → on the site):"
LINES = "Line by line (- in the newest version, + on the site):"

HEADERS = 2
"""So many lines of a unified diff name its two files."""


def facts_going_back(path: str, project: Path, copy: Path) -> tuple[str, ...]:
    """From the newest version of a file, in `project`, to the one that goes out, in `copy`.

    A file that cannot be read as a location, and a list that all clinics share, is compared line by
    line.
    """
    newest, going_out = (_reading(path, root) for root in (project, copy))
    if newest is None or going_out is None:
        return _lines(path, project, copy)
    changes = patient_facts(newest, going_out)
    return (CHANGES, *(change.words for change in changes)) if changes else (NO_CHANGE,)


def _reading(path: str, root: Path) -> Locations | None:
    """The location of a file; none where the file is not there, None where it cannot be read."""
    file = root / path
    if not file.exists():
        return {}
    if not is_location(file):
        return None
    found, _problems = load_file(Location, root, file)
    return {file.stem: found} if found else None


def _lines(path: str, project: Path, copy: Path) -> tuple[str, ...]:
    newest, going_out = (_text(path, root) for root in (project, copy))
    found = islice(difflib.unified_diff(newest, going_out, n=0, lineterm=""), HEADERS, None)
    changes = (line for line in found if line[0] != "@" and line[1:].strip())
    return (LINES, *(f"{line[0]} {line[1:]}" for line in changes))


def _text(path: str, root: Path) -> tuple[str, ...]:
    source, _problems = read_source(root, root / path)
    return source.lines if source else ()
