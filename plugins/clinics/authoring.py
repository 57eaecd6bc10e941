"""The commands that write for editors: the call sheet and what comes back of it."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

from .calls import NAME, are_open, call_sheet, plan, read_answers
from .catalog import Catalog
from .edit import as_on_disk
from .failures import ExitCode, Failure
from .ledger import addresses, renewed
from .load.repository import LEDGER, Repository, load_repository
from .new import NEW, Interview
from .problems import Place, Problem, plural, report, visible
from .settings import as_of
from .site import load_site
from .spreadsheet import MAX_BYTES
from .trial import Trial, with_files
from .writing import create, replace_all

NOT_CHANGED = "Nothing was changed."
HOW_TO_CONFIRM = f"""\
Which sheet? Run make report CSV=1, fill in {NAME}, then run: make confirm FILE={NAME}"""
HOW_TO_ANSWER = "Enter leaves a question out. Ctrl-C stops, and nothing is written."


def write_call_sheet(catalog: Catalog, root: Path) -> int:
    """Write call-sheet.csv, a row for each fact that a clinic must confirm.

    Raises:
        Failure: there is one with answers that nobody has imported yet.
    """
    path = root / NAME
    if path.exists():
        answers, problems = read_answers(NAME, path.read_bytes(), catalog.as_of)
        if problems or are_open(catalog, answers):
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
    if made.has_errors:
        print(report(made.problems, NOT_CHANGED))
        return ExitCode.CONTENT
    print("\n".join(map(visible, made.sentences)))
    if made.problems:
        print(report(made.problems))
    if not (options.write or _agrees()):
        print(f"Nothing is written yet. To write it: make confirm FILE={path} WRITE=1")
        return ExitCode.FINE
    _write_texts(options.root, site.catalog, made.texts)
    print(f"Wrote {plural(len(answers), 'answer')} into {plural(len(made.texts), 'file')}.")
    return ExitCode.FINE


def _write_texts(root: Path, catalog: Catalog, texts: Mapping[str, tuple[str, str]]) -> None:
    """Give files their new texts, and the ledger what is new by them, together."""
    files = {name: new for name, (_old, new) in texts.items()}
    new = _new_addresses(catalog.repository, files, catalog.as_of)
    ledger = _ledger(catalog.repository, new)
    changes = {**texts, **({LEDGER: ledger} if ledger else {})}
    replace_all(dict(_on_disk(root, *change) for change in changes.items()))


def new(options: argparse.Namespace) -> int:
    """Ask what is needed for something new, and write it."""
    kind = NEW[options.new]
    day = as_of(os.environ)
    repository = load_repository(options.root)
    if None in (repository.organization, repository.services, repository.insurance):
        print(report(repository.problems, NOT_CHANGED))
        return ExitCode.CONTENT
    is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if is_terminal:
        print(HOW_TO_ANSWER)
    interview = Interview(vars(options), _read if is_terminal else None, print)
    path, text = kind.make(repository, day, interview)
    interview.refuse_unused(kind.questions)
    if interview.refused:
        print("\n".join((*interview.refused, NOT_CHANGED)), file=sys.stderr)
        return ExitCode.CONFIGURATION
    problems = Trial(repository, day).new_problems({path: text})
    has_errors = any(problem.is_error for problem in problems)
    if has_errors and not kind.to_finish:
        print(report(problems, NOT_CHANGED))
        return ExitCode.CONTENT
    if kind.is_change:
        old = repository.locations[Path(path).stem].source.text
        _write_texts(options.root, Catalog(repository, day), {path: (old, text)})
    else:
        create(options.root / path, text)
    print(f"Wrote {options.root / path}.")
    if problems:
        print("\nWhat remains to be done:\n" + report(problems))
    if not (has_errors or kind.is_change):
        _write_ledger(options.root, repository, _new_addresses(repository, {path: text}, day))
    print(kind.to_finish if has_errors else kind.next_step)
    return ExitCode.FINE


def add_addresses(options: argparse.Namespace) -> int:
    """Add the addresses of new pages and questions to the list of all that were ever there."""
    site = load_site(options.root, True, as_of(os.environ))
    if site.catalog is None or site.has_errors:
        print(report(site.problems, NOT_CHANGED))
        return ExitCode.CONTENT
    catalog = site.catalog
    _write_ledger(options.root, catalog.repository, addresses(catalog))
    return ExitCode.FINE


def _write_ledger(root: Path, repository: Repository, new: Collection[str]) -> None:
    if change := _ledger(repository, new):
        replace_all(dict([_on_disk(root, LEDGER, change)]))
        print(f"Added the new addresses to {LEDGER}; commit it together with the rest.")


def _ledger(repository: Repository, new: Collection[str]) -> tuple[str, str] | None:
    """Old and new text of the list of addresses; None where nothing is new, or there is none."""
    if repository.ledger is None:
        return None
    old = repository.ledger.text
    text = renewed(filter(None, repository.ledger.lines), new)
    return (old, text) if text != old else None


def _new_addresses(
    repository: Repository, files: Mapping[str, str], day: datetime.date
) -> frozenset[str]:
    """The addresses that the published site has only with these files."""
    after, _problems = with_files(repository, files)
    return addresses(Catalog(after, day, True)) - addresses(Catalog(repository, day, True))


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


def _read(words: str) -> str:
    """A line that a person types; the end of input stops everything, like Ctrl-C."""
    try:
        return input(words)
    except EOFError:
        raise KeyboardInterrupt from None
    except UnicodeDecodeError:
        return "\ufffd\0"  # refused like every text that is no text
