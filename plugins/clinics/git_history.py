"""The committed versions of files, asked of git.

Of the versions of a file only the main line counts (`--first-parent`): what a branch said before it
was merged was never published.
"""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from .failures import ExitCode, Failure

SECONDS = 30
"""So long one question to git may take; a usual one takes a hundredth of a second."""

ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""Variables, set where git itself calls us, that would lead to another repository."""

FILES = ("100644", "100755")
"""The modes of ordinary files; a link (120000) is none."""


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

    def files(self, version: Version, path: str) -> dict[str, bytes]:
        """All files of a folder as they were then, or the one file; none where it was not there.

        They are read as they are stored: `git archive` would do what a `.gitattributes` among them
        says, like putting the names of people into a text.
        """
        listed = self.ask("ls-tree", "-r", "-z", version.commit, "--", path).stdout
        names: dict[str, str] = {}
        for line in filter(None, listed.decode("utf-8", "surrogateescape").split("\0")):
            kind, _, name = line.partition("\t")
            mode, _, number = kind.split()
            if mode in FILES and ".." not in name.split("/"):
                names[name] = number
        blobs = self._blobs(names.values())
        return {name: blobs[number] for name, number in names.items() if number in blobs}

    def extract(self, version: Version, path: str, folder: Path) -> None:
        """Write a file or folder as it was then below `folder`; nothing where it was not there."""
        for name, data in self.files(version, path).items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)

    def _blobs(self, numbers: Collection[str]) -> dict[str, bytes]:
        """What is stored under these numbers; the answer to each is a line and its bytes."""
        asked = "".join(f"{number}\n" for number in numbers).encode()
        answers = io.BytesIO(self.ask("cat-file", "--batch", given=asked).stdout)
        found = {}
        while words := answers.readline().split():
            if len(words) == len(("number", "blob", "size")):
                found[words[0].decode()] = answers.read(int(words[2]))
                answers.readline()
        return found

    def ask(self, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """What git answers in the project folder; nothing is ever changed by asking.

        Raises:
            Failure: git is not there, or does not answer.
        """
        kept = {name: text for name, text in os.environ.items() if name not in ELSEWHERE}
        try:
            return subprocess.run(
                ["git", "-C", str(self.root.resolve()), "--literal-pathspecs", *arguments],
                input=given,
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
