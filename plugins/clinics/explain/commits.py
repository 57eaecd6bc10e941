"""What has changed since a commit, and who has written it, asked of git."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..failures import ConfigurationError, ExitCode, Failure
from ..git_history import History, Version

USUAL = ("origin/main", "main")
"""What a change is compared with where nobody names anything else: the first one that is there."""

UNCOMMITTED = "not committed yet"

AUTHOR = "\x01"
"""Stands before a name in what git prints, so that it is no path."""


def base_of(history: History, name: str) -> Version:
    """The commit from which the project folder has gone on since it left `name`.

    Raises:
        ConfigurationError: there is no such commit.
        Failure: this clone does not reach back far enough.
    """
    history.require()
    names = (name,) if name else USUAL
    known = next((item for item in names if _is_commit(history, item)), None)
    if known is None:
        wanted = " or ".join(f"“{item}”" for item in names)
        raise ConfigurationError(
            f"git knows no commit {wanted} here. Fetch it with git fetch origin, or name another "
            "one: make explain BASE=main."
        )
    done = history.ask("merge-base", "HEAD", known)
    commit = done.stdout.decode().strip()
    if done.returncode or not commit:
        raise Failure(_why_none(history, known), ExitCode.ENVIRONMENT)
    shown = history.ask("show", "--no-patch", "--format=%H%x00%h%x00%as%x00%an", commit)
    return Version(*shown.stdout.decode("utf-8", "replace").rstrip("\n").split("\0"))


def _is_commit(history: History, name: str) -> bool:
    if name.startswith("-"):  # git would take it for an option
        return False
    wanted = f"{name}^{{commit}}"
    return history.ask("rev-parse", "--verify", "--quiet", wanted).returncode == 0


def _why_none(history: History, name: str) -> str:
    if history.is_shallow:
        return (
            f"this clone holds only the newest commits, not the one that it shares with “{name}”. "
            "Fetch the others with git fetch --unshallow (on GitHub: fetch-depth: 0)."
        )
    return f"nothing here has come from “{name}”: the two share no commit."


@dataclass(frozen=True)
class Commits:
    """The files that differ from the commit `base`, and their authors; deleted ones too."""

    history: History
    base: Version

    @cached_property
    def changed(self) -> tuple[str, ...]:
        """Every changed file below the project folder, committed or not, by path."""
        since = self._names("diff", "--name-only", "--no-renames", "--relative", self.base.commit)
        return tuple(sorted({*since, *self._new}))

    def author(self, path: str) -> str:
        """Who has changed a file, in words: `by Jane Roe, not committed yet`; empty for nobody."""
        names = self._authors.get(path, ())
        written = [f"by {' and '.join(names)}"] if names else []
        return ", ".join((*written, UNCOMMITTED) if path in self._uncommitted else written)

    @cached_property
    def _new(self) -> frozenset[str]:
        return frozenset(self._names("ls-files", "--others", "--exclude-standard"))

    @cached_property
    def _uncommitted(self) -> frozenset[str]:
        edited = self._names("diff", "--name-only", "--no-renames", "--relative", "HEAD")
        return self._new.union(edited)

    @cached_property
    def _authors(self) -> dict[str, tuple[str, ...]]:
        """By file, everybody who has changed it since, the newest first."""
        found: dict[str, dict[str, None]] = {}
        form = f"--format={AUTHOR}%an"
        span = f"{self.base.commit}..HEAD"
        author = ""
        for word in self._names("log", "--name-only", "--no-renames", "--relative", form, span):
            if word.startswith(AUTHOR):
                author = word.removeprefix(AUTHOR)
            else:
                found.setdefault(word, {})[author] = None
        return {path: tuple(names) for path, names in found.items()}

    def _names(self, command: str, *arguments: str) -> Iterator[str]:
        done = self.history.ask(command, "-z", *arguments)
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()
            raise Failure(f"git {command} has failed: {said}", ExitCode.ENVIRONMENT)
        words = done.stdout.decode("utf-8", "replace").split("\0")
        return (word.strip("\n") for word in words if word.strip("\n"))
