"""The call sheet: what to ask the clinics, and what they said, back into their files.

`facts` knows what is to be asked, `sheet` writes and reads the table, `answers` understands a cell,
and `plan` makes changes of the files out of it, all of them or none. Nothing here writes a file.
"""

from __future__ import annotations

from .plan import Plan, are_open, plan
from .sheet import NAME, call_sheet, read_answers

__all__ = ["NAME", "Plan", "are_open", "call_sheet", "plan", "read_answers"]
