"""The committed versions of files, asked of git.

Of the versions of a file only the main line counts (`--first-parent`): what a branch said before it
was merged was never published.
"""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from .failures import ExitCode, Failure

SECONDS = 30
"""So long one question to git may take; a usual one takes a hundredth of a second."""

ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""Variables, set where git itself calls us, that would lead to another repository."""


@dataclass(frozen=True, slots=True)
class Version:
    """A commit: its full and its short name, its day (2026-11-24), and who wrote it."""

    commit: str
    short: str
    date: str
    author: str


@dataclass(frozen=True)
class History:
    """What git knows of the project folder `root`, which may lie inside of a repository."""

    root: Path

    def require(self) -> None:
        """Make sure that there is a history.

        Raises:
            Failure: git is not there, or the folder is in no repository with a commit.
        """
        done = self.ask("rev-parse", "--verify", "--quiet", "HEAD")
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
            reason = f" ({said})" if said else ""
            raise Failure(
                f"older versions are taken out of git, and git knows none here{reason}. "
                "Run it in a clone of the repository.",
                ExitCode.ENVIRONMENT,
            )

    @property
    def is_shallow(self) -> bool:
        """Whether the clone holds only the newest commits."""
        return self.ask("rev-parse", "--is-shallow-repository").stdout.strip() == b"true"

    def versions(self, path: str, most: int) -> tuple[Version, ...]:
        """The commits that have changed a file or a folder, newest first; none where it is new."""
        form = "--format=%H%x00%h%x00%as%x00%an"
        done = self.ask("log", "--first-parent", f"--max-count={most}", form, "--", path)
        lines = done.stdout.decode("utf-8", "replace").splitlines()
        return tuple(Version(*line.split("\0")) for line in lines)

    def content(self, version: Version, path: str) -> bytes | None:
        """A file as it was then; None where there was none."""
        done = self.ask("cat-file", "blob", f"{version.commit}:./{path}")
        return None if done.returncode else done.stdout

    def extract(self, version: Version, path: str, folder: Path) -> None:
        """Write a file or folder as it was then below `folder`; nothing where it was not there."""
        done = self.ask("archive", "--format=tar", version.commit, "--", path)
        if done.returncode == 0:
            with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
                members = [item for item in archive if item.isfile() or item.isdir()]
                archive.extractall(folder, members, filter="data")

    def ask(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """What git answers in the project folder; nothing is ever changed by asking.

        Raises:
            Failure: git is not there, or does not answer.
        """
        kept = {name: text for name, text in os.environ.items() if name not in ELSEWHERE}
        try:
            return subprocess.run(
                ["git", "-C", str(self.root.resolve()), "--literal-pathspecs", *arguments],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                env={**kept, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
                timeout=SECONDS,
            )
        except FileNotFoundError:
            message = "this needs git, which is not installed here: apt-get install git."
            raise Failure(message, ExitCode.ENVIRONMENT) from None
        except subprocess.TimeoutExpired:
            message = f"git did not answer within {SECONDS} seconds."
            raise Failure(message, ExitCode.ENVIRONMENT) from None
