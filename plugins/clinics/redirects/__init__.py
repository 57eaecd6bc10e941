"""Old addresses and the pages that they lead to.

`resolved` gives one list for a build; the writers turn it into what each kind of host reads.
"""

from .files import server_files
from .pages import RedirectPage, redirect_pages
from .resolve import Redirects, resolved
from .summary import summary

__all__ = [
    "RedirectPage",
    "Redirects",
    "redirect_pages",
    "resolved",
    "server_files",
    "summary",
]
