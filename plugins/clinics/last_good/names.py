"""What LAST_GOOD may say, and what must be there for it."""

from __future__ import annotations

from pathlib import Path

from ..failures import ConfigurationError, ExitCode, Failure
from ..git_history import History
from ..problems import suggestion

TEXTS_ONLY = ("1", "yes")
"""What stands for: texts go back, and no location."""


def named_locations(value: str) -> tuple[str, ...]:
    """The files in `locations/` that LAST_GOOD names; none for `1`.

    Raises:
        ConfigurationError: it names anything else.
    """
    words = tuple(word.removeprefix("./") for word in value.split() if word not in TEXTS_ONLY)
    for word in words:
        folder, _, name = word.partition("/")
        if folder != "locations" or "/" in name or not name.endswith(".yaml"):
            raise ConfigurationError(
                f"LAST_GOOD=“{word}” names no file of locations/. Write LAST_GOOD=1: then every "
                "broken text goes back by itself. Add the name of each broken location that is to "
                "go back too, like LAST_GOOD=locations/az-biltmore.yaml."
            )
    return words


def require_known(root: Path, history: History, named: tuple[str, ...]) -> None:
    """Every named file is there, or was.

    Raises:
        ConfigurationError: one is not.
        Failure: there is no history to ask.
    """
    for path in named:
        if (root / path).is_file():
            continue
        history.require()
        if not history.versions(path, 1):
            files = (f"locations/{file.name}" for file in (root / "locations").glob("*.yaml"))
            meant = suggestion(path, files)
            raise ConfigurationError(f"LAST_GOOD names {path}, which is not there. {meant}".strip())


def require_whole_history(history: History, path: str, is_new: bool) -> None:
    """Whether `path` has an older version can be known: it is new, or the clone is a whole one.

    Raises:
        Failure: older versions may be missing here.
    """
    if not is_new and history.is_shallow:
        raise Failure(
            f"this clone holds only the newest commits, and {path} has no good version among them. "
            "Fetch the others with git fetch --unshallow (on GitHub: fetch-depth: 0), then publish "
            "again.",
            ExitCode.ENVIRONMENT,
        )
