"""Whether Google Business Profile still says what our files say (`make drift`).

`sheet` reads the download, `cells` its values, `compare` finds the differences (`found`), `patch`
makes a change of our files out of them, and `words` says it all. Nothing here writes a file.
"""

from __future__ import annotations

from .compare import compare
from .found import Drift
from .sheet import read_sheet
from .words import summary

__all__ = ["Drift", "compare", "read_sheet", "summary"]
