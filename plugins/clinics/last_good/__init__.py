"""Publish although a text is broken: what is broken goes out in its last good committed version.

`git_history` asks git, `copy` holds the files that are built, `choose` decides what goes back next,
`search` puts these together, and `words` tells the editor. The project folder is only read.
"""

from .names import named_locations
from .search import last_good
from .words import summary

__all__ = ["last_good", "named_locations", "summary"]
