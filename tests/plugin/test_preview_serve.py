"""`serve` on the real program: pages over HTTP, made when they are asked for.

One preview runs for all tests of a process; each puts back what it has edited.
"""

from __future__ import annotations

import http.client
import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http import HTTPStatus
from pathlib import Path

import pytest

from plugins.clinics.news import NEWS_PATH
from plugins.clinics.preview.editor import GITHUB, Editor, editor_of
from plugins.clinics.preview.pages import keeping_day, with_edit_link
from plugins.clinics.preview.run import QUIET_SECONDS
from plugins.clinics.preview.server import HOST
from tests.conftest import AS_OF, ROOT
from tests.plugin.test_preview import PATIENCE, EventReader, is_running, wait_until
from tests.plugin.test_site_small import SITE

FILE, URL, NAME = "locations/az-example.yaml", "/locations/az/example/", "name: Example "
SECONDS = 30  # the program starts, and others may be at work
EDITOR = "test://open?file={path}&line={line}&column={column}"


class Serving:
    """`python -m plugins.clinics serve`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.process = subprocess.Popen(
            [sys.executable, "-m", "plugins.clinics", "serve", "--root", str(root), "--port", "0"],
            cwd=ROOT,
            env={**os.environ, "AS_OF": AS_OF.isoformat(), "EDITOR_URL": EDITOR},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        found = re.search(r"http://localhost:(\d+)/ shows the site", self.printed("shows the site"))
        assert found
        self.port = int(found[1])

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def end(self, number: int) -> int:
        """Send a signal; the exit code."""
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)
        if self.process.stdout:
            self.process.stdout.close()
        return code

    def printed(self, text: str) -> str:
        """The next line that holds a text."""
        seen = []
        try:
            while not seen or text not in seen[-1]:
                seen.append(self.lines.get(timeout=SECONDS))
        except queue.Empty:
            pytest.fail(f"{text!r} was not printed, but {seen}")
        return seen[-1]

    def get(self, url: str) -> tuple[int, str]:
        """The status and the body of an answer."""
        with closing(http.client.HTTPConnection(HOST, self.port, timeout=SECONDS)) as connection:
            connection.request("GET", url)
            response = connection.getresponse()
            return response.status, response.read().decode("utf-8", "replace")

    @contextmanager
    def edited(self, name: str, old: str, new: str) -> Iterator[None]:
        """Save a file with another text, and put it back in the end."""
        path = self.root / name
        text = path.read_text("utf-8")
        assert old in text
        self._save(path, text.replace(old, new))
        try:
            yield
        finally:
            self._save(path, text)

    def _save(self, path: Path, text: str) -> None:
        new = path.with_name(f".{path.name}")
        new.write_text(text, "utf-8")
        new.replace(path)


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The small site, served."""
    root = tmp_path_factory.mktemp("serving") / "site"
    shutil.copytree(SITE, root)
    running = Serving(root)
    yield running
    assert running.end(signal.SIGINT) == 130


@pytest.fixture
def events(serving: Serving) -> Iterator[EventReader]:
    """What a browser is told."""
    reader = EventReader(serving.port)
    assert reader.next()[0] == "hello"
    yield reader
    reader.close()


@pytest.fixture
def quiet(serving: Serving) -> None:
    """A whole build has followed the last edit, whatever other tests have saved before."""
    with serving.edited(FILE, NAME, "name: Whole "):
        pass
    serving.printed("The search is up to date.")
    store = serving.root / ".builds" / "output"
    wait_until(lambda: not any(store.glob("*.unfinished")))


def test_a_page_shows_what_was_saved_before_it_was_asked_for(serving: Serving) -> None:
    assert serving.get(URL)[0] == HTTPStatus.OK
    for number in range(3):
        with serving.edited(FILE, NAME, f"name: Edit {number} "):
            assert f"Edit {number}" in serving.get(URL)[1], "the very first answer after the save"
            line = serving.printed(f"{FILE}: at {URL}")
            assert re.fullmatch(rf"{FILE}: at {URL} \d+ ms after it was saved\.", line)
    assert "Edit" not in re.sub("Edit this page", "", serving.get(URL)[1])


def test_an_open_browser_is_told_of_an_edit(serving: Serving, events: EventReader) -> None:
    with serving.edited(FILE, NAME, "name: Told "):
        name, version = events.next()
        assert name == "reload"
        page = serving.get(URL)[1]
        assert "Told" in page
        assert f'data-build="{version}"' in page, "so the page does not reload once more"
    assert events.next()[0] == "reload"


def test_a_mistake_is_told_with_its_place_and_the_last_good_page_stays(
    serving: Serving, events: EventReader
) -> None:
    with serving.edited(FILE, NAME, "naem: Wrong "):
        name, data = events.next()
        assert name == "problems"
        assert f"{FILE}:11:1: error:" in json.loads(data)["text"]
        assert "Wrong" not in serving.get(URL)[1]
        assert serving.get(URL)[0] == HTTPStatus.OK
        assert f"{FILE}:11:1" in serving.printed("error:")
    assert events.next()[0] in ("problems", "reload")  # first the fault alone, then all rules
    serving.printed("All problems are repaired.")


def test_a_page_of_another_day_keeps_that_day_in_its_links(serving: Serving) -> None:
    page = serving.get(f"{URL}?as_of=2027-09-01")[1]
    assert '<html data-as-of="2027-09-01"' in page
    assert "Preview as of 2027-09-01" in page
    links = re.findall(r'<a\b[^>]*? href="(/[^"]*)"', page)
    assert len(links) > 20
    assert [link for link in links if "as_of=2027-09-01" not in link] == []
    assert serving.get("/report/")[1] != serving.get("/report/?as_of=2027-09-01")[1]
    assert "as_of" not in serving.get(URL)[1]


@pytest.mark.parametrize("day", ["2026-13-01", "tomorrow", "1066-10-14", "<b>"])
def test_a_day_that_is_none_is_told(serving: Serving, day: str) -> None:
    status, page = serving.get(f"/?as_of={day}")
    assert status == HTTPStatus.BAD_REQUEST
    assert "AS_OF=" in page
    assert "<b>" not in page


def test_files_that_are_no_pages_are_made_too(serving: Serving) -> None:
    page = serving.get("/near-me/")[1]
    addresses = {*re.findall(r'(?:src|href)="(/(?:theme|near)/[^"]+)"', page)}
    assert len(addresses) > 3
    for address in (*addresses, "/locations.json", "/robots.txt", f"/{NEWS_PATH}"):
        assert serving.get(address)[0] == HTTPStatus.OK, address
    for address in (
        "/no/such/page/",
        "/no-such.css",
        "/../pelicanconf.py",
        "/%2e%2e/x",
        "/_headers",
    ):
        assert serving.get(address)[0] == HTTPStatus.NOT_FOUND, address


@pytest.mark.usefixtures("quiet")
def test_the_whole_build_follows_and_makes_the_search(serving: Serving) -> None:
    assert serving.get("/pagefind/pagefind.js")[0] == HTTPStatus.OK
    assert "whole build" in serving.get("/search/")[1]


def test_an_edit_during_a_whole_build_is_told_at_once(
    serving: Serving, quiet: None, events: EventReader
) -> None:
    with serving.edited(FILE, NAME, "name: Before "):
        assert events.next()[0] == "reload"
        begun = time.monotonic()
        store = serving.root / ".builds" / "output"
        wait_until(lambda: any(store.glob("*.unfinished")))
        assert time.monotonic() - begun > QUIET_SECONDS - 1
    assert events.next()[0] == "reload"
    assert any(store.glob("*.unfinished")), "the build is still at work"


def test_a_page_names_its_source_and_links_to_the_editor(serving: Serving) -> None:
    page = serving.get(URL)[1]
    address = f"test://open?file={serving.root}/{FILE}&amp;line=1&amp;column=1"
    assert f'<a href="{address}">Edit this page</a>: {FILE}' in page
    assert "content/pages/" in serving.get("/about/")[1]
    assert "preview-edit" not in serving.get("/locations/")[1], "made of many files"


def test_a_signal_ends_the_process_that_makes_pages_too(tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(SITE, root)
    running = Serving(root)
    children = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(running.process.pid)], capture_output=True, text=True
    ).stdout.split()
    assert children
    assert running.end(signal.SIGTERM) == 143
    assert not any(is_running(int(pid)) for pid in children)


# ------------------------------------------------------------------------------- what is added


def test_links_to_other_sites_and_files_keep_their_address() -> None:
    page = (
        b'<body><a href="https://x.test/">a</a><a href="//x.test/">b</a><a href="#c">c</a>'
        b'<link href="/d.css"><a class="e" href="/e/?q=1#f">e</a><form action="/s/"></form></body>'
    )
    assert keeping_day(page, "2026-12-24") == (
        b'<body><p role="note">Preview as of 2026-12-24. <a href="?">Show today</a></p>'
        b'<a href="https://x.test/">a</a><a href="//x.test/">b</a><a href="#c">c</a>'
        b'<link href="/d.css"><a class="e" href="/e/?q=1&amp;as_of=2026-12-24#f">e</a>'
        b'<form action="/s/"><input type="hidden" name="as_of" value="2026-12-24"></form></body>'
    )


@pytest.mark.parametrize(
    ("remote", "repository"),
    [
        ("git@github.com:a/b.git", "a/b"),
        ("https://github.com/a/b-c.d.git", "a/b-c.d"),
        ("https://token@github.com/a/b", "a/b"),
        ("ssh://git@github.com/a/b.git", "a/b"),
        ("https://github.com.evil.test/a/b", None),
        ("https://gitlab.com/a/b.git", None),
        ("", None),
    ],
)
def test_github_is_known_by_the_address_of_the_remote(remote: str, repository: str | None) -> None:
    found = GITHUB.fullmatch(remote)
    assert (found and found[1]) == repository


def test_without_an_editor_and_without_a_repository_a_page_only_names_its_source(
    tmp_path: Path,
) -> None:
    editor = editor_of(tmp_path, {"EDITOR_URL": ""})
    assert editor == Editor()
    page = with_edit_link(b"<body></body>", "content/<b>.md", editor)
    assert page == (
        b'<body><p id="preview-edit"><small>Source: content/&lt;b&gt;.md</small></p></body>'
    )


def test_vs_code_is_the_editor_by_default(tmp_path: Path) -> None:
    assert editor_of(tmp_path, {}).link("a b.md") == f"vscode://file{tmp_path}/a%20b.md:1:1"


def test_no_build_has_a_link_to_an_editor(development_site: Path, production_site: Path) -> None:
    pages = [page for site in (development_site, production_site) for page in site.rglob("*.html")]
    assert len(pages) > 1000
    assert [page for page in pages if b"preview-edit" in page.read_bytes()] == []
