"""The commands that write for editors: the call sheet and what comes back of it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from .calls import NAME, call_sheet, plan, read_answers
from .catalog import Catalog
from .edit import as_on_disk
from .failures import ExitCode, Failure
from .ledger import addresses, renewed
from .load.repository import LEDGER
from .problems import Place, Problem, plural, report, visible
from .settings import as_of
from .site import load_site
from .spreadsheet import MAX_BYTES
from .trial import with_files
from .writing import replace_all

NOT_CHANGED = "Nothing was changed."
HOW_TO_CONFIRM = f"""\
Which sheet? Run make report CSV=1, fill in {NAME}, and name it: make confirm FILE={NAME}"""


def write_call_sheet(catalog: Catalog, root: Path) -> int:
    """Write call-sheet.csv, a row for each fact that a clinic must confirm.

    Raises:
        Failure: there is one that somebody has begun to fill in.
    """
    path = root / NAME
    if path.exists() and any(read_answers(NAME, path.read_bytes(), catalog.as_of)):
        raise Failure(f"{path} is filled in; import it first (make confirm), or rename it.")
    path.write_bytes(call_sheet(catalog))
    print(f"Wrote {path}. Call the clinics, fill it in, then run: make confirm FILE={NAME}")
    return ExitCode.FINE


def confirm(options: argparse.Namespace) -> int:
    """Take what the clinics said from a filled-in call sheet; writes only with --write or a yes."""
    path: Path | None = options.sheet
    if path is None or path == Path():
        print(HOW_TO_CONFIRM, file=sys.stderr)
        return ExitCode.CONFIGURATION
    day = as_of(os.environ)
    data = _bytes(path)
    answers, problems = (
        ([], [data]) if isinstance(data, Problem) else read_answers(str(path), data, day)
    )
    if problems:
        print(report(problems, NOT_CHANGED))
        return ExitCode.CONTENT
    if not answers:
        print(f"No row of {path} is filled in. {NOT_CHANGED}")
        return ExitCode.CONTENT
    site = load_site(options.root, False, day)
    if site.catalog is None or site.has_errors:
        print(report(site.problems, NOT_CHANGED))
        return ExitCode.CONTENT
    made = plan(site.catalog, str(path), answers)
    print("\n".join(map(visible, made.sentences)))
    if made.problems:
        print(report(made.problems, NOT_CHANGED if made.has_errors else ""))
    if made.has_errors:
        return ExitCode.CONTENT
    if not (options.write or _agrees()):
        print(f"Nothing is written yet. To write it: make confirm FILE={path} WRITE=1")
        return ExitCode.FINE
    changes = with_ledger(site.catalog, made.texts)
    replace_all(dict(_on_disk(options.root, *change) for change in changes.items()))
    print(f"Wrote {plural(len(answers), 'answer')} into {plural(len(made.texts), 'file')}.")
    return ExitCode.FINE


def with_ledger(
    catalog: Catalog, texts: Mapping[str, tuple[str, str]]
) -> dict[str, tuple[str, str]]:
    """The changes of files, and that of the list of addresses, if they bring in new ones."""
    ledger = catalog.repository.ledger
    after, _problems = with_files(
        catalog.repository, {path: new for path, (_old, new) in texts.items()}
    )
    if ledger is None:
        return dict(texts)
    lines = [line for line in ledger.lines if line]
    new = renewed(lines, addresses(Catalog(after, catalog.as_of, True)))
    return {**texts, **({LEDGER: (ledger.text, new)} if new != ledger.text else {})}


def _bytes(path: Path) -> bytes | Problem:
    """The sheet; of what is too large, only so much that it shows."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"this file cannot be read ({reason})."
        return Problem(str(path), Place(), message, "check its name and folder.")


def _on_disk(root: Path, name: str, texts: tuple[str, str]) -> tuple[Path, tuple[bytes, bytes]]:
    """A file with its old and new bytes, which have the line ends that it has."""
    path = root / name
    data = path.read_bytes()
    before, after = (as_on_disk(text, data) for text in texts)
    if before is None or after is None or before.encode() != data:
        raise Failure(f"{path}: its line ends are mixed; save it with the line ends “LF”.")
    return path, (data, after.encode())


def _agrees() -> bool:
    """Whether a person at a terminal says yes."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    try:
        return input("Write this into the files? [y/N] ").strip().casefold() in ("y", "yes")
    except EOFError:
        return False
