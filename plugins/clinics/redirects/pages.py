"""Pages that lead on by themselves, for hosts that serve files and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .resolve import Redirect, Redirects

SAFE = re.compile(r"(?:/[A-Za-z0-9_~+,=@!()&-][A-Za-z0-9_.~+,=@!()&-]{0,150})+")


@dataclass(frozen=True, slots=True)
class RedirectPage:
    """A file at an old address.

    Attributes:
        save_as: the file below the output folder.
        to: the address of today's page, from the root, perhaps with an anchor.
    """

    save_as: str
    to: str

    @property
    def canonical(self) -> str:
        """The address of today's page without an anchor."""
        return self.to.partition("#")[0]


def redirect_pages(redirects: Redirects) -> tuple[RedirectPage, ...]:
    """A page for each old path that can be a file, sorted."""
    found = {
        file: RedirectPage(file, item.to)
        for item in reversed(redirects.paths)
        if (file := html_file(item))
    }
    return tuple(found[file] for file in sorted(found))


def html_file(redirect: Redirect) -> str | None:
    """`old/page/index.html` for `/old/page`; None where no file could be found by its address."""
    path = redirect.old.path
    if not SAFE.fullmatch(path):
        return None
    folder, _, name = path.rpartition("/")
    if ".html/" in f"{folder}/":
        return None  # the folder would have the name of a file
    if name.endswith(".html"):
        return path[1:]
    # `/logo.png` or `/old.php` would be served as what its name says, or as a folder.
    return None if re.search(r"\.[a-z]{2,5}$", name, re.IGNORECASE) else f"{path[1:]}/index.html"
