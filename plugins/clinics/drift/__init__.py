"""Whether Google Business Profile still says what our files say (`make drift`).

`sheet` reads the download, `cells` its values, `compare` finds the differences, `patch` makes a
change of our files out of them, and `words` says it all. Nothing here reads or writes a file.
"""

from __future__ import annotations

from .compare import Drift, compare
from .sheet import read_sheet
from .words import summary

__all__ = ["Drift", "compare", "read_sheet", "summary"]
