"""Where an editor must change a link: the source file and line behind a link of a built page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from markdown.extensions.toc import slugify

from plugins.clinics.prose import HEADING
from tests.conftest import ROOT, SITE_URL

TEMPLATES = ROOT / "theme" / "templates"
CITED = re.compile(r"@(S\w+)")
COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*", re.MULTILINE)
HEADINGS = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
EDGE = r"[\w/%-]"
"""Signs that would make a found address a part of a longer one."""


def fault(page: str, target: str, what: str, root: Path = ROOT) -> str:
    """A message about a link: `content/articles/x.md:12: “/y/” … (on the page /articles/x/)`."""
    return f"{source_of(page, target, root)}: “{target}” {what} (on the page {page})"


def source_of(page: str, target: str, root: Path = ROOT) -> str:
    """The file and line in which a link of a page stands, from the root of the project.

    Looked at first is the page's own file, then what many pages show, then the theme. Where no line
    names the target, it is the page's own file, or its template, as a whole.
    """
    own = list(_own(page, root))
    if page == target and own:
        return _relative(own[0], root)
    shared = [*_files(root, "locations", "_*.yaml"), *_files(root, "content", "_*.yaml")]
    answers = _files(root, "content/faq", "*/*.md")
    spelled = list(_spellings(target))
    for files, patterns in (
        (own, spelled),
        (own, [*_names(target)]),
        (shared, spelled),
        (_templates(page), spelled),
        (answers, spelled),
    ):
        for pattern in patterns:
            for path in files:
                if line := _line(path, pattern):
                    return f"{_relative(path, root)}:{line}"
    if own and (line := _generated(own[0], target)):
        return f"{_relative(own[0], root)}:{line}"
    own.sort(key=lambda path: path.stem != target.partition("#")[2])
    return _relative((own or _templates(page))[0], root)


def _own(page: str, root: Path) -> Iterator[Path]:
    """The files that one page is made from."""
    parts = page.strip("/").split("/")
    folder = "content/pages" if len(parts) == 1 else f"content/{parts[0]}"
    candidates = [root / folder / f"{parts[-1]}.md"]
    if parts[0] == "locations":
        candidates.append(root / "locations" / f"{'-'.join(parts[1:])}.yaml")
    if parts[0] == "faq":
        candidates += _files(root, f"content/{'/'.join(parts)}", "*.md")
        candidates.append(root / "content/faq/_topics.yaml")
    return (path for path in candidates if path.is_file())


def _templates(page: str) -> list[Path]:
    """The templates, those of a page before those of others."""
    parts = page.strip("/").removesuffix(".html").split("/")
    names = [
        parts[-1] or "index",
        {"locations": "directory", "near-me": "zip-prefix"}.get(parts[0]),
    ]
    names += [parts[0].removesuffix("s"), "text", "base"]
    own = [TEMPLATES / f"{name}.html" for name in names if name]
    others = [*_files(TEMPLATES, "partials", "*"), *_files(TEMPLATES, "macros", "*")]
    others += _files(TEMPLATES, "", "*.html")
    return list(dict.fromkeys(path for path in (*own, *others) if path.is_file()))


def _files(root: Path, folder: str, pattern: str) -> list[Path]:
    """Files in a folder; not the examples, which are shown nowhere."""
    found = sorted((root / folder).glob(pattern))
    return [path for path in found if not path.name.startswith(("_example", "_redirects"))]


def _spellings(target: str) -> Iterator[re.Pattern[str]]:
    """The ways in which a source writes the address of a link."""
    if digits := re.fullmatch(r"(?:tel|sms):(?:\+1)?(\d+)", target):
        yield _pattern(target)
        yield re.compile(r"(?<!\d)" + r"[^\d\n]{0,2}".join(digits[1]) + r"(?!\d)")
        return
    plain = unquote(target.removeprefix(SITE_URL))
    yield _pattern(plain)
    path, _, anchor = plain.partition("#")
    parts = path.strip("/").split("/")
    if parts[0] == "faq" and anchor:
        yield _pattern(f"{parts[-1]}/{anchor}.md")
        yield _pattern(f"{anchor}.md", r"[\w-]")
    if anchor:
        yield _pattern(f"#{anchor}", r"[\w-]")
    if parts[0] == "locations":
        yield _pattern(f"{'-'.join(parts[1:])}.yaml", r"[\w-]")
    if parts[-1]:
        yield _pattern(f"{'/'.join(parts)}.md", r"[\w-]")
        yield _pattern(f"{parts[-1]}.md", r"[\w-]")


def _names(target: str) -> Iterator[re.Pattern[str]]:
    """The ids by which front matter and YAML files name a page or a question."""
    path, _, anchor = target.removeprefix(SITE_URL).partition("#")
    parts = path.strip("/").split("/")
    names = (anchor, "-".join(parts[1:]), parts[-1]) if len(parts) > 1 else (anchor,)
    return (_pattern(name, r"[\w-]") for name in names if name)


def _generated(path: Path, target: str) -> int | None:
    """The line of the heading or the citation from which an anchor of a text was made."""
    kind, _, rest = target.removeprefix("#").partition("-")
    text = path.read_text("utf-8")
    if kind in ("source", "cite") and rest.isdigit():
        first = {found[1]: found.start() for found in reversed([*CITED.finditer(text)])}
        places = sorted(first.values())[int(rest) - 1 : int(rest)]
    else:
        places = [
            found.start()
            for found in HEADINGS.finditer(text)
            if kind == HEADING and slugify(found[1], "-") == rest
        ]
    return text.count("\n", 0, places[0]) + 1 if places else None


def _pattern(text: str, edge: str = EDGE) -> re.Pattern[str]:
    return re.compile(f"(?<!{edge}){re.escape(text)}(?!{edge})")


def _line(path: Path, pattern: re.Pattern[str]) -> int | None:
    text = path.read_text("utf-8")
    if path.suffix == ".yaml":
        text = COMMENT.sub("", text)
    found = pattern.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else None


def _relative(path: Path, root: Path) -> str:
    base = root if path.is_relative_to(root) else ROOT
    return path.relative_to(base).as_posix()
