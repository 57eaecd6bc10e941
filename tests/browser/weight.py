"""What a first visit loads: every request that Chromium makes, with the bytes that are sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.browser.delivered import delivered, sent_size
from tests.browser.pages import PUBLISHED, Sample

LINK = re.compile(r"<link\s[^>]*>")
SCRIPT = re.compile(r"<script\b[^>]*>")
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
KINDS = {".css": "css", ".js": "scripts", ".woff2": "font", "": "html", ".html": "html"}

LOADED = """async () => {
  await document.fonts.ready;
  await new Promise((done) => setTimeout(done, 50));
}"""


@dataclass(frozen=True)
class Weight:
    """What one page makes a browser load, with an empty cache.

    Attributes:
        files: bytes of each file of ours by its path; texts compressed.
        elsewhere: addresses on other hosts, and those that are not there.
    """

    sample: Sample
    files: dict[str, int]
    elsewhere: tuple[str, ...]

    @property
    def total(self) -> int:
        """All bytes."""
        return sum(self.files.values())

    @property
    def scripts(self) -> set[str]:
        """Names of the scripts, without what tells their versions apart."""
        return {plain_name(path) for path in self.files if path.endswith((".js", ".mjs"))}

    def of(self, kind: str) -> int:
        """Bytes of the files of one kind: html, css, scripts, font or other."""
        return sum(size for path, size in self.files.items() if kind_of(path) == kind)


def kind_of(path: str) -> str:
    """What a file is, by its address."""
    return KINDS.get(Path(path).suffix if not path.endswith("/") else "", "other")


def plain_name(path: str) -> str:
    """`near-me.js` also for `/theme/js/near-me.3f2a91c0.js`: a name may carry a checksum."""
    return re.sub(r"[.-][0-9a-f]{8,}(?=\.\w+$)", "", path.rpartition("/")[2])


def measured(
    browser: Browser, site: Path, samples: tuple[Sample, ...] = PUBLISHED
) -> Iterator[Weight]:
    """Load each page into a browser that has loaded nothing yet."""
    with delivered(site) as root:
        for sample in samples:
            requests: list[str] = []
            with browser.new_context(viewport={"width": 390, "height": 844}) as context:
                page = context.new_page()
                page.on("request", lambda request, to=requests: to.append(request.url))
                page.goto(root + sample.url)
                page.evaluate(LOADED)
            paths = {url: urlsplit(url).path for url in requests if url.startswith(f"{root}/")}
            found = {path: file_of(site, path) for path in paths.values()}
            missing = [path for path, file in found.items() if not file.is_file()]
            files = {path: sent_size(file) for path, file in found.items() if file.is_file()}
            elsewhere = [url for url in requests if url not in paths]
            yield Weight(sample, files, (*elsewhere, *missing))


def file_of(site: Path, path: str) -> Path:
    """The file that is sent for an address."""
    return site / f"{path.lstrip('/')}{'index.html' * path.endswith('/')}"


def blocking(site: Path, html: str) -> int:
    """Bytes of the style sheets that a page waits for before it shows anything."""
    tags = [dict(ATTRIBUTE.findall(tag)) for tag in LINK.findall(html)]
    sheets = {
        tag["href"]
        for tag in tags
        if "stylesheet" in tag.get("rel", "").split() and tag.get("media") != "print"
    }
    return sum(sent_size(file_of(site, urlsplit(sheet).path)) for sheet in sheets)


def scripts_of(html: str) -> list[dict[str, str]]:
    """Attributes of every script tag that is no data."""
    tags = [dict(ATTRIBUTE.findall(tag)) for tag in SCRIPT.findall(html)]
    return [tag for tag in tags if not tag.get("type", "").endswith("json")]


def table(weights: list[Weight]) -> str:
    """Figures for people, a line for each template; bytes, texts compressed."""
    kinds = ("html", "css", "scripts", "font", "other")
    head = f"{'page':<20}{'requests':>9}" + "".join(f"{kind:>9}" for kind in (*kinds, "total"))
    lines = [
        f"{weight.sample.name:<20}{len(weight.files):>9}"
        + "".join(f"{weight.of(kind):>9,}" for kind in kinds)
        + f"{weight.total:>9,}"
        for weight in weights
    ]
    return "\n".join((head, *lines))
