"""The index of the site search: Pagefind reads the pages as they are and writes files for browsers.

It reads the pages whose `main` has the mark of the template `base.html`; theme/README.md says more.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from pagefind.service import get_executable

from .failures import ExitCode, Failure
from .search_order import ENTRY, put_in_order

FOLDER = "pagefind"
"""Where the index lies below the root of the site."""

MARK = b"data-pagefind-body"
"""What a page that is to be found has in its HTML."""

LEFT_OUT = ".citation"
"""What stands in the text and is not to be read in an excerpt, besides `data-pagefind-ignore`."""

UNUSED = ("*-ui.*", "pagefind-highlight.js", "pagefind-worker.js")
"""Parts of Pagefind that our own page does without."""


def write_search_index(site: Path) -> None:
    """Index the marked pages below `site` into a folder there; nothing while none is marked.

    The same pages give the same bytes.

    Raises:
        Failure: Pagefind is missing, or could not make the index; its message says why.
    """
    marked = [path for path in site.rglob("*.html") if MARK in path.read_bytes()]
    if not marked:
        return
    # Only these pages are laid before Pagefind: it would read thousands for ZIP codes in vain.
    with TemporaryDirectory(dir=site) as folder:
        pages = Path(folder)
        for path in marked:
            copy = pages / path.relative_to(site)
            copy.parent.mkdir(parents=True, exist_ok=True)
            os.link(path, copy)
        _run_pagefind(pages.resolve(), site.resolve() / FOLDER)
    for pattern in UNUSED:
        for path in (site / FOLDER).glob(pattern):
            path.unlink()


def _run_pagefind(pages: Path, index: Path) -> None:
    program = get_executable()
    if program is None:
        raise _failure("Pagefind is not installed")
    command = [str(program), "--site", str(pages), "--output-path", str(index)]
    command += ["--exclude-selectors", LEFT_OUT, "--silent"]
    # From within the pages, so that no settings file of another folder changes anything.
    try:
        done = subprocess.run(command, cwd=pages, capture_output=True, text=True)
    except OSError as error:
        raise _failure(str(error)) from error
    if done.returncode or not (index / ENTRY).is_file():
        said = (done.stderr or done.stdout).strip()
        raise _failure(said or f"{program} ended with exit code {done.returncode}")
    try:
        put_in_order(index)
    except ValueError as error:
        raise _failure(str(error)) from error


def _failure(reason: str) -> Failure:
    return Failure(f"the index of the search could not be made: {reason}.", ExitCode.ENVIRONMENT)
