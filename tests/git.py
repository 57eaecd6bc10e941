"""A git repository of a test: files are written and committed, by somebody with a name."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

WHO = {
    "GIT_AUTHOR_NAME": "Jane Roe",
    "GIT_AUTHOR_EMAIL": "jane@a.org",
    "GIT_COMMITTER_NAME": "Jane Roe",
    "GIT_COMMITTER_EMAIL": "jane@a.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


def git(folder: Path, *arguments: str) -> str:
    """What a git command prints; the test fails where git does."""
    done = subprocess.run(
        ["git", "-C", str(folder), "-c", "core.fsync=none", *arguments],
        env={name: text for name, text in os.environ.items() if name[:4] != "GIT_"} | WHO,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def start(folder: Path) -> None:
    """Make a folder a repository, and commit all that is in it."""
    git(folder, "init", "--quiet", "--initial-branch=main")
    save(folder, {})


def save(folder: Path, files: dict[str, str | None], day: str = "2026-11-20") -> str:
    """Write files (None deletes one) and commit everything on a day; returns its short name."""
    write(folder, files)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message=edit", f"--date={day}T12:00:00")
    return git(folder, "rev-parse", "--short", "HEAD")


def write(folder: Path, files: dict[str, str | None]) -> None:
    """Write files and commit nothing; None deletes one."""
    for name, text in files.items():
        path = folder / name
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
