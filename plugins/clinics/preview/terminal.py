"""What `make serve` prints: one line for each build, or the problems."""

import sys
from contextlib import suppress
from threading import Lock
from typing import TextIO
from unicodedata import category

# Control characters, invisible ones such as those that turn the direction of writing, and halves
# of a character, which cannot be written.
_UNPRINTABLE = ("Cc", "Cf", "Cs")


class Terminal:
    """Prints whole lines at once, from any thread."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._lock = Lock()

    def say(self, text: str) -> None:
        """Print a text; a terminal that has gone away is no reason to stop."""
        encoding = self._stream.encoding or "utf-8"
        line = printable(text).encode(encoding, errors="backslashreplace").decode(encoding)
        with self._lock, suppress(OSError):
            self._stream.write(f"{line}\n")
            self._stream.flush()


def printable(text: str) -> str:
    """Replace control characters: an address or a file must not steer the terminal."""
    return "".join(
        letter if _is_harmless(letter) else "\N{REPLACEMENT CHARACTER}" for letter in text
    )


def _is_harmless(letter: str) -> bool:
    return letter in "\n\t" or category(letter) not in _UNPRINTABLE
