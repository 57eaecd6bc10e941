"""`build.json`: which sources a site was built from, as of which day, and what it consists of."""

from __future__ import annotations

import datetime
import hashlib
import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .catalog import Catalog
from .changes import changes
from .security_txt import next_quarter

PATH = "build.json"


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a folder.

    Attributes:
        sha256: of the list of all files, as `sha256sum` prints it, sorted by path.
    """

    files: int
    bytes: int
    sha256: str


def contents(site: Path) -> Contents:
    """Read all files of a built site."""
    sizes: list[int] = []
    listing = hashlib.sha256()
    for name, data in _files(site):
        sizes.append(len(data))
        listing.update(f"{hashlib.sha256(data).hexdigest()}  {name}\n".encode())
    return Contents(len(sizes), sum(sizes), listing.hexdigest())


def build_json(
    catalog: Catalog,
    pages: int,
    found: Contents | None,
    commit: str | None,
    last_good: Sequence[Mapping[str, str]],
) -> bytes:
    """The file; what is None is not known, or in development, where it changes all the time.

    `last_good` lists the files that went out in an older version than that of the commit.
    """
    facts: dict[str, Any] = {
        "as_of": catalog.as_of.isoformat(),
        "is_production": catalog.is_production,
        "commit": commit,
        "last_good": list(last_good),
        "locations": len(catalog.published),
        "pages": pages,
        **(asdict(found) if found else {}),
        "rebuild_on": [day.isoformat() for day in _days(catalog)],
    }
    return (json.dumps(facts, indent=2) + "\n").encode()


def _days(catalog: Catalog) -> list[datetime.date]:
    """When the site has to be built again: what visitors see changes, or a file's last day."""
    of_files = {next_quarter(catalog.as_of)} if catalog.is_production else set()
    return sorted({change.date for change in changes(catalog)} | of_files)


def commit_of(root: Path) -> str | None:
    """The commit that is checked out in `root`, with `-dirty` where files differ from it.

    None where `root` is not the top of a git repository, or git is not there.
    """
    top_and_commit = _git(root, "rev-parse", "--show-toplevel", "HEAD")
    changed = _git(root, "status", "--porcelain")
    if top_and_commit is None or changed is None:
        return None
    top, commit = top_and_commit.splitlines()
    if Path(top) != root.resolve():
        return None
    return f"{commit}-dirty" if changed else commit


def _git(root: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def _files(site: Path) -> Iterator[tuple[str, bytes]]:
    paths = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return ((name, path.read_bytes()) for name, path in sorted(paths.items()))
