"""What the report reads from outside of the catalog: translations, and the last built site."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from ..ledger import IN_DEVELOPMENT
from ..problems import plural
from ..translation import FOLDER
from .summary import Headline

HEAVIEST = 5


def website(theme: Path, built: Path) -> tuple[Headline, ...]:
    """Gaps of the translations in `theme`, and the heaviest pages of the site in `built`.

    Raises:
        OSError: a folder or a file cannot be read.
    """
    return (*_translations(theme / FOLDER), _heaviest(built))


def _translations(folder: Path) -> Iterator[Headline]:
    wanted = entries((folder / "messages.pot").read_text("utf-8"))
    files = sorted(folder.glob("*/LC_MESSAGES/messages.po"))
    for path in files:
        language = path.parent.parent.name
        there = entries(path.read_text("utf-8"))
        gaps = sum(not there.get(message, False) for message in wanted)
        says = f"{gaps} of {plural(len(wanted), 'message')} not translated" if gaps else "complete"
        yield Headline(f"Translation {language}", says)
    if not files:
        yield Headline("Translations", "there is none; the site is in English")


def entries(text: str) -> dict[str, bool]:
    """Every message of a PO file (gettext), and whether all its forms are translated."""
    found = {}
    for block in re.split(r"\n\s*\n", text):
        strings = {name: _string(rest) for name, rest in _STRING.findall(block)}
        forms = [value for name, value in strings.items() if name.startswith("msgstr")]
        if message := strings.get("msgid"):
            is_certain = not re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE)
            found[message] = is_certain and all(forms)
    return found


def _heaviest(built: Path) -> Headline:
    if not built.is_dir():
        return Headline("Heaviest pages", "unknown, because nothing was built yet (make html)")
    root = built.resolve()
    sizes = {
        path.relative_to(root).as_posix().removesuffix("index.html"): path.stat().st_size
        for path in root.rglob("*.html")
    }
    heaviest = sorted(sizes.keys() - set(IN_DEVELOPMENT), key=lambda url: (-sizes[url], url))
    named = (f"/{url} {sizes[url] / 1024:.0f} KB" for url in heaviest[:HEAVIEST])
    return Headline("Heaviest pages of the last development build, HTML alone", ", ".join(named))


def _string(quoted: str) -> str:
    return "".join(ast.literal_eval(part) for part in re.findall(r'"(?:[^"\\\n]|\\.)*"', quoted))


_STRING = re.compile(r'^(msg\S+)((?:\s+"(?:[^"\\\n]|\\.)*")+)', re.MULTILINE)
