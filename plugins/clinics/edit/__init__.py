"""Changes of a YAML file as text: comments, order and every other line stay as they are.

`written` says how a value is written, `places` where one stands to the character, and `change`
puts one in and proves that nothing else has changed. Nothing here reads or writes a file.
"""

from __future__ import annotations

from .change import CannotChange, Change, changed
from .line_ends import as_on_disk

__all__ = ["CannotChange", "Change", "as_on_disk", "changed"]
