"""Links that open a source file: in an editor on this computer, and on GitHub."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

VARIABLE = "EDITOR_URL"
"""The address that opens an editor, with {path}, {line} and {column} in it; empty for none."""

VS_CODE = "vscode://file{path}:{line}:{column}"

GITHUB = re.compile(
    r"(?:git@github\.com:|(?:https|ssh)://(?:[^/@]+@)?github\.com/)([\w.-]+/[\w.-]+?)(?:\.git)?/?"
)
"""The address of a remote repository on GitHub; the owner and the name are its group."""


@dataclass(frozen=True)
class Editor:
    """Where the sources of the site can be edited.

    Attributes:
        pattern: the address that opens an editor, empty where there is none; `{path}`, relative to
            the project folder, `{line}` and `{column}` are to be filled in.
        github: the address below which GitHub edits files; empty where the project is not there.
    """

    pattern: str = ""
    github: str = ""

    def link(self, path: str) -> str:
        """The address that opens a file in the editor; empty where there is none."""
        filled = self.pattern.replace("{path}", quote(path))
        return filled.replace("{line}", "1").replace("{column}", "1")

    def github_link(self, path: str) -> str:
        """The address at which GitHub edits a file; empty where there is none."""
        return self.github and f"{self.github}/{quote(path)}"


NO_EDITOR = Editor()


def editor_of(root: Path, environment: Mapping[str, str]) -> Editor:
    """The editor that is asked for, VS Code by default, and GitHub if the project comes from it."""
    pattern = environment.get(VARIABLE, VS_CODE)
    return Editor(pattern.replace("{path}", f"{quote(str(root))}/{{path}}"), _github(root))


def _github(root: Path) -> str:
    found = GITHUB.fullmatch(_git(root, "remote", "get-url", "origin"))
    branch = _git(root, "symbolic-ref", "--short", "HEAD")
    return f"https://github.com/{found[1]}/edit/{quote(branch)}" if found and branch else ""


def _git(root: Path, *arguments: str) -> str:
    """What git says; empty where there is no git or no repository."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, timeout=5
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
