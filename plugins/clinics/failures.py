"""How a command ends when it cannot do its work: an exit code and one sentence."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the exit code of a command says, for scripts; 128 + n stands for signal n."""

    FINE = 0
    CONTENT = 1
    CONFIGURATION = 2
    ENVIRONMENT = 3
    OUR_FAULT = 70
    INTERRUPTED = 130


UNCHANGED = "Nothing was published; the live site is unchanged."
"""Ends the report of every command that could have published."""


class Failure(Exception):
    """Stops a command. Its text is for the person who started it, and needs no traceback."""

    def __init__(self, message: str, code: ExitCode = ExitCode.CONTENT) -> None:
        super().__init__(message)
        self.code = code


class ConfigurationError(Failure):
    """A setting or an argument that cannot be used."""

    def __init__(self, message: str) -> None:
        super().__init__(message, ExitCode.CONFIGURATION)
