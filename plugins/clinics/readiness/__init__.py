"""The readiness report: what is not wrong, but still to be confirmed, supplied or reviewed.

A missing fact never stops a build (DESIGN §5.5); it is a line here instead, the gravest first.
"""

from .clinics import WANTED, Readiness, readiness
from .overdue import overdue, overdue_summary
from .report import report_lines
from .summary import Headline, headlines
from .texts import TextReadiness, text_readiness
from .website import website

__all__ = [
    "WANTED",
    "Headline",
    "Readiness",
    "TextReadiness",
    "headlines",
    "overdue",
    "overdue_summary",
    "readiness",
    "report_lines",
    "text_readiness",
    "website",
]
