"""The bytes of a changed text, as the file was saved before."""

from __future__ import annotations


def as_on_disk(text: str, data: bytes) -> str | None:
    """`text` with the line ends and the mark of the file; None where these are mixed."""
    stored = data.decode("utf-8", "replace")
    mark = "\ufeff" if stored.startswith("\ufeff") else ""
    ends = "\r\n" if "\r\n" in stored else "\n"
    is_even = stored.count("\r") == (stored.count("\n") if ends == "\r\n" else 0)
    return mark + text.replace("\n", ends) if is_even else None
