"""A build reads and writes in folders of its own, and follows no link out of them."""

from __future__ import annotations

from pathlib import Path

from .failures import ConfigurationError, ExitCode, Failure
from .load.plain_files import not_plain
from .problems import report


def require_own_folders(store: Path, *links: Path) -> None:
    """Nothing is written through a link of somebody else, or in place of a folder of theirs.

    `store` is the folder of builds, `links` are those that lead to one; all lie in one project.

    Raises:
        Failure: a link leads elsewhere, or a folder stands where the link belongs.
    """
    builds = store.parent
    for path in (builds, store, store / "lock", builds / "images"):
        if path.is_symlink():
            raise _not_ours(f"{path.relative_to(builds.parent)} is a link")
    for link in links:
        if link.is_symlink():
            if link.resolve().parent != store.resolve():
                raise _not_ours(f"{link.name} is a link to another folder")
        elif link.exists():
            raise _not_ours(f"{link.name}/ is a folder")


def require_plain_theme(theme: Path) -> None:
    """The theme is one, and Pelican, which follows links, finds none in it.

    Raises:
        ConfigurationError: the folder is no theme.
        Failure: it holds a link, a pipe, or what cannot be read.
    """
    if not (theme / "templates").is_dir() or not (theme / "static").is_dir():
        raise ConfigurationError(f"THEME is {theme}, which has no folders templates/ and static/.")
    problems = list(not_plain(theme.parent, theme))
    if problems:
        raise Failure(report(problems), ExitCode.CONFIGURATION)


def _not_ours(what: str) -> Failure:
    return Failure(
        f"{what} that this command did not make. "
        "Move it away, then build again; nothing of it was changed.",
        ExitCode.ENVIRONMENT,
    )
