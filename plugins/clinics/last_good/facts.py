"""What changes for patients when a file of `locations/` goes back: old and new, a line each."""

from __future__ import annotations

import difflib
from pathlib import Path

from ..load.files import load_file
from ..load.repository import is_location
from ..load.source import read_source
from ..model.location import Location
from ..patient_facts import Locations, patient_facts

NO_CHANGE = "Nothing that patients see changes by that."
LINES = "Line by line (- what the newest version says, + what goes out):"


def facts_going_back(path: str, project: Path, copy: Path) -> tuple[str, ...]:
    """From the newest version of a file, in `project`, to the one that goes out, in `copy`.

    A file that cannot be read as a location, and a list that all clinics share, is compared line by
    line.
    """
    newest, going_out = (_reading(path, root) for root in (project, copy))
    if newest is None or going_out is None:
        return _lines(path, project, copy)
    changes = patient_facts(newest, going_out)
    return tuple(change.words for change in changes) or (NO_CHANGE,)


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
    changes = [
        line
        for line in difflib.ndiff(newest, going_out)
        if line[:2] in ("- ", "+ ") and line[2:].strip()
    ]
    return (LINES, *changes)


def _text(path: str, root: Path) -> tuple[str, ...]:
    source, _problems = read_source(root, root / path)
    return source.lines if source else ()
