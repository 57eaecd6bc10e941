"""While the site is published again and again, no visitor gets an error or half of a page."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from plugins.clinics.release import Target, put_in_place, target
from tests.nginx import Nginx, serving
from tests.plugin.test_site_small import shared_small

RELEASES = ("one", "two")
VISITORS = 4
SHEET = re.compile(rb'<link rel="stylesheet" href="(/theme/css/site\.[^"]+\.css)">')


@dataclass
class World:
    """Two releases of a site that are put in place in turn.

    Attributes:
        pages: by address, what each release answers.
        started, finished: how often the site began to be published so far, and how often it was.
    """

    where: Target
    releases: Mapping[str, Path]
    pages: Mapping[str, frozenset[bytes]] = field(default_factory=dict)
    started: int = 0
    finished: int = 0

    def publish(self) -> None:
        """Put a fresh copy of the other release in place, as a build does."""
        release = RELEASES[self.started % len(RELEASES)]
        stage = self.where.store / f"{self.started:05}.unfinished"
        shutil.copytree(self.releases[release], stage, copy_function=os.link)
        self.started += 1
        put_in_place(self.where, stage)
        self.finished += 1


@pytest.fixture
def world(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The small site twice: with other pages, and another style sheet of another name."""
    built = shared_small(tmp_path_factory, "production")
    ignored = shutil.ignore_patterns("near", "near-me", "pagefind", "cards", "*.gz")
    for name in RELEASES:
        shutil.copytree(built, tmp_path / name, ignore=ignored)
        for sheet in (tmp_path / name / "theme" / "css").glob("site.*.css"):
            renamed = sheet.with_name(f"site.{name}.css")
            sheet.rename(renamed)
            renamed.write_text(f"/* {name} */{renamed.read_text()}")
        for page in (tmp_path / name).rglob("*.html"):
            text = re.sub(r"css/site\.\w+\.css", f"css/site.{name}.css", page.read_text())
            page.write_text(text.replace("</main>", f"<p>Release {name}</p></main>"))
            page.with_name(f"{page.name}.br").unlink(missing_ok=True)
    found = World(target(tmp_path, is_production=True), {n: tmp_path / n for n in RELEASES})
    found.where.store.mkdir(parents=True)
    found.pages = dict(_answers(found.releases))
    found.publish()
    found.publish()
    return found


def _answers(releases: Mapping[str, Path]) -> Iterator[tuple[str, frozenset[bytes]]]:
    first = releases[RELEASES[0]]
    for path in sorted(first.rglob("index.html")):
        name = path.relative_to(first)
        bodies = frozenset((folder / name).read_bytes() for folder in releases.values())
        if len(bodies) == len(releases):
            yield f"/{name.parent.as_posix()}/".replace("/./", "/"), bodies


def visit(nginx: Nginx, world: World, until: threading.Event, seen: Counter[str]) -> None:
    """Ask for pages and their style sheets, over one connection, until told to stop."""
    connection = http.client.HTTPConnection("127.0.0.1", nginx.port, timeout=20)

    def ask(url: str) -> tuple[int, bytes]:
        connection.request("GET", url)
        answer = connection.getresponse()
        return answer.status, answer.read()

    while not until.is_set():
        for url, bodies in world.pages.items():
            finished = world.finished
            status, body = ask(url)
            seen["page" if status == 200 and body in bodies else f"{url}: {status}"] += 1
            if not (found := SHEET.search(body)):
                seen[f"{url}: no style sheet"] += 1
                continue
            status, _sheet = ask(found[1].decode())
            # Whoever takes longer than a whole publish has to load the page again.
            if status == 200 or world.started <= finished + 1:
                seen["sheet" if status == 200 else f"{found[1].decode()}: {status}"] += 1
    connection.close()


@pytest.mark.parametrize(
    ("requests", "swaps"),
    [(3_000, 20), pytest.param(100_000, 200, marks=pytest.mark.verify)],
)
def test_no_request_fails_while_the_site_is_published(
    requests: int, swaps: int, world: World, tmp_path: Path
) -> None:
    (tmp_path / "nginx").mkdir()
    seen: Counter[str] = Counter()
    until = threading.Event()
    with serving(world.where.link, tmp_path / "nginx", workers=2) as nginx:
        visitors = [
            threading.Thread(target=visit, args=(nginx, world, until, seen))
            for _number in range(VISITORS)
        ]
        for visitor in visitors:
            visitor.start()
        for number in range(1, swaps + 1):
            world.publish()
            while seen.total() < requests * number / swaps:
                assert all(visitor.is_alive() for visitor in visitors)
                time.sleep(0.005)
        until.set()
        for visitor in visitors:
            visitor.join()
    assert set(seen) == {"page", "sheet"}, seen
    assert seen.total() >= requests
    assert world.finished == swaps + len(RELEASES)
    assert len(world.pages) > 15


def test_a_page_of_neither_release_would_be_noticed(world: World, tmp_path: Path) -> None:
    (tmp_path / "nginx").mkdir()
    served = world.where.link.resolve()
    page = served / "index.html"
    text = page.read_text()
    page.unlink()  # it is a link to the file of the release
    page.write_text(text[: len(text) // 2])
    (served / "about" / "index.html").unlink()
    seen: Counter[str] = Counter()
    until = threading.Event()
    with serving(world.where.link, tmp_path / "nginx") as nginx:
        visitor = threading.Thread(target=visit, args=(nginx, world, until, seen))
        visitor.start()
        time.sleep(1)
        until.set()
        visitor.join()
    assert seen["/: 200"] > 0
    assert seen["/about/: 404"] + seen["/about/: 403"] > 0
