"""What a change does, in plain words: `make explain`, and the comment on a pull request.

`commits` asks git, `reading` holds the site before or after the change, `compare` puts together
what `patients`, `prose`, `site_changes` and `rest` find, and `text` and `markdown` tell it. No page
is rendered: what is compared is the data of each page (`shown`).
"""

from .command import changed_first, explain
from .markdown import markdown
from .text import lines

__all__ = ["changed_first", "explain", "lines", "markdown"]
