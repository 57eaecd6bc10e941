"""The command: git and the files in, words out."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from ..git_history import History
from ..load.repository import EDITED, LEDGER
from ..problems import Problem
from ..site import load_site
from .commits import Commits, base_of
from .compare import compare, compare_nothing
from .items import Explanation
from .rest import is_of_editors


def explain(root: Path, base: str, as_of: datetime.date) -> Explanation:
    """What the files of `root` do, compared with the commit `base` (empty: that of main).

    Nothing but a temporary folder is written.

    Raises:
        ConfigurationError: there is no such commit.
        Failure: git is not there, or this clone does not reach back far enough.
    """
    history = History(root)
    version = base_of(history, base)
    commits = Commits(history, version)
    words = f"{base or 'main'} as of {version.date} ({version.short})"
    if not any(map(is_of_editors, commits.changed)):
        return compare_nothing(words, commits.changed)
    with TemporaryDirectory(prefix="explain-") as name:
        folder = Path(name)
        for part in (*EDITED, LEDGER):
            history.extract(version, part, folder)
        before, after = (load_site(each, True, as_of) for each in (folder, root))
        return compare(words, before, after, commits.changed, commits.author)


def changed_first(root: Path, base: str, problems: Iterable[Problem]) -> list[Problem]:
    """Problems in the order in which they matter to who made the change since `base`.

    Those in its files come first, and errors before warnings. Without a base, errors come first.
    """
    history = History(root)
    changed = frozenset(Commits(history, base_of(history, base)).changed if base else ())
    return sorted(
        set(problems), key=lambda item: (item.path not in changed, not item.is_error, item.sort_key)
    )
