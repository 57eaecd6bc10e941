"""The links of a built site: found, looked at, followed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup

from tests.conftest import SITE_URL, leads_on

SINGLE = (
    *("href", "src", "poster", "action", "formaction", "data", "cite", "background", "longdesc"),
    "xlink:href",
)
LISTS = {"srcset": ",", "imagesrcset": ",", "ping": None}
"""Attributes with several addresses, and what stands between them."""

LEFT_OVER = re.compile(r"[{}]|%7[BD]|\|(?:filename|static|attach)\|", re.IGNORECASE)
SHAPES = {
    "https": r"https://[a-z0-9.-]+\.[a-z]{2,}(?:[/?#]\S*)?",
    "tel": r"tel:(?:\+1[2-9]\d{9}|988|911|711)",
    "sms": r"sms:(?:\d{5,6}|988|\+1[2-9]\d{9})",
    "mailto": r"mailto:[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}",
}
"""Scheme → the form of its addresses."""

ADDRESS = re.compile(re.escape(SITE_URL) + r"(?![\w.-])[^\s\"'<>\\),;&|]*")
CSS_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)")
IN_JSON = re.compile(r'"(/[^"\s]*)"')


def links_of(page: BeautifulSoup) -> Iterator[str]:
    """Every address in any attribute that loads or leads."""
    for tag in page.find_all(True):
        for name in SINGLE:
            if name in tag.attrs:
                yield str(tag[name])
        for name, between in LISTS.items():
            for part in str(tag.attrs.get(name, "")).split(between):
                if part.strip():
                    yield part.split()[0]


def is_internal(link: str) -> bool:
    """Whether it leads to our own site."""
    return not re.match(r"[a-z][a-z0-9+.-]*:|//", link, re.IGNORECASE)


def fault_of_shape(link: str) -> str | None:
    """What is wrong with an address as it is written; None if nothing is."""
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", link, re.IGNORECASE)
    path = link.partition("#")[0].partition("?")[0]
    if LEFT_OVER.search(link):
        return "has a name in it that no program has replaced"
    if scheme:
        form = SHAPES.get(scheme[1])
        if form is None:
            return f"begins with “{scheme[0]}”"
        return None if re.fullmatch(form, link) else f"has not the form of {scheme[0]}"
    if not link.startswith(("/", "#")) or link == "#":
        return "does not begin at the root of the site"
    if "//" in path or "/." in path:
        return "has “//” or “/.” in it"
    if path.endswith("/index.html"):
        return "ends with index.html"
    if path != path.lower():
        return "has capitals"
    if "/drafts/" in path or "/_" in path:
        return "leads to a draft"
    if path and not path.endswith("/") and "." not in path.rpartition("/")[2]:
        return "has no slash at its end"
    return None


@dataclass
class BuiltSite:
    """The folder of a built site, asked where addresses lead."""

    folder: Path
    _ids: dict[Path, Counter[str]] = field(default_factory=dict)

    @cached_property
    def leading_on(self) -> frozenset[Path]:
        """Its redirect pages."""
        return frozenset(path for path in self.folder.rglob("*.html") if leads_on(path))

    def file(self, path: str) -> Path:
        """The file that answers a path from the root."""
        found = self.folder / unquote(path).lstrip("/")
        return found / "index.html" if path.endswith("/") or not path else found

    def ids(self, file: Path) -> Counter[str]:
        """The anchors of a page, and how often each is there."""
        if file not in self._ids:
            self._ids[file] = _ids(BeautifulSoup(file.read_text("utf-8"), "html.parser"))
        return self._ids[file]

    def keep(self, pages: Mapping[str, BeautifulSoup]) -> None:
        """Take over pages, by their address, that somebody has parsed already."""
        self._ids |= {self.file(url): _ids(page) for url, page in pages.items()}

    def fault_of_target(self, page: str, link: str) -> str | None:
        """Why a link of ours, as it stands on a page, leads nowhere; None if it does lead."""
        target = urlsplit(urljoin(page, link))
        file = self.file(target.path)
        if not file.is_file():
            return "leads to nothing"
        if file in self.leading_on:
            return "leads to a redirect"
        is_page = file.suffix in (".html", ".svg")
        if target.fragment and is_page and unquote(target.fragment) not in self.ids(file):
            return "names an anchor that is not there"
        return None


def _ids(page: BeautifulSoup) -> Counter[str]:
    return Counter(str(tag["id"]) for tag in page.find_all(id=True))


class Lychee(NamedTuple):
    """What lychee says.

    Attributes:
        checked: how many links it has followed.
        broken: page, from the root, and target of each that leads nowhere.
    """

    checked: int
    broken: list[tuple[str, str]]


def lychee(site: Path, *inputs: Path) -> Lychee:
    """Let lychee follow the links of files, of all of the site if none is given.

    Without a network: addresses on the site's own host are looked up in the folder.
    """
    site = site.resolve()
    command = [str(Path(sys.executable).parent / "lychee"), "--offline", "--no-progress"]
    command += ["--format", "json", "--extensions", "html,css,xml,txt", "--include-fragments"]
    command += ["--index-files", "index.html", "--root-dir", str(site)]
    command += ["--remap", rf"^{re.escape(SITE_URL)}(/.*)?$ {site.as_uri()}$1"]
    command += [str(path) for path in inputs] or [str(site)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode in (0, 2), done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    assert report["timeouts"] == report["unknown"] == report["unsupported"] == 0
    broken = [
        (_address(site, Path(file)), _as_written(Path(file), link["url"], site.as_uri()))
        for file, links in report["error_map"].items()
        for link in links
    ]
    return Lychee(report["successful"] + report["errors"], broken)


def _as_written(file: Path, url: str, base: str) -> str:
    """A target from the root; lychee leaves out the slash at the end of a path."""
    target = url.removeprefix(base)
    path, mark, anchor = target.partition("#")
    whole = f"{path}/{mark}{anchor}"
    return whole if not path.endswith("/") and whole in file.read_text("utf-8") else target


def _address(site: Path, file: Path) -> str:
    path = file.resolve()
    name = path.relative_to(site).as_posix() if path.is_relative_to(site) else path.name
    return "/" + name.removesuffix("index.html")
