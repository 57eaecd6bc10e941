"""`make serve`: what it serves, and that no edit, failure or Ctrl-C goes wrong.

The build is a stand-in that copies `content/` and swaps a link, as the real one does, in
milliseconds. `PreviewProcess` runs the real `serve` around it.
"""

import errno
import http.client
import json
import os
import queue
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from http import HTTPStatus
from pathlib import Path, PurePath
from unittest.mock import MagicMock

import pytest

from plugins.clinics.content_types import content_type
from plugins.clinics.preview import serve, site
from plugins.clinics.preview.build import Builder
from plugins.clinics.preview.headers_file import headers_for, parse_headers
from plugins.clinics.preview.pages import with_day, with_script
from plugins.clinics.preview.server import HOST, NoPortError, PreviewServer, open_server
from plugins.clinics.preview.site import Answer, answer
from plugins.clinics.preview.status import Report, Status
from plugins.clinics.preview.terminal import printable
from plugins.clinics.preview.watch import Watcher, is_source

CHECKOUT = Path(__file__).parents[2]
PATIENCE = 10.0  # seconds until a test gives up; everything it waits for takes far less

PROBLEM = """content/broken.txt:1:8: error: phone "602-555-014" has 9 digits; a US number has 10.
    1 | phone: 602-555-014 <b>
      |        ^^^^^^^^^^^
    Fix: write all ten digits.
1 problem in 1 file."""

# Writes "start" and "end" to builds.log, waits while there is a file "hold", fails on broken.txt.
FAKE_BUILD = f"""
import os, pathlib, shutil, sys, tempfile, time
def log(word):
    with open("builds.log", "a") as stream:
        stream.write(word + "\\n")
build = pathlib.Path(tempfile.mkdtemp(dir="builds")).resolve()
shutil.copytree("content", build, dirs_exist_ok=True)
log("start")
while os.path.exists("hold"):
    time.sleep(0.01)
log("end")
if (build / "broken.txt").exists():
    print({PROBLEM!r})
    sys.exit(1)
os.symlink(build, "next")
os.replace("next", "output")
"""

# A build that has a child of its own; with "stubborn" both do not listen to SIGTERM.
LONG_BUILD = """
import pathlib, signal, subprocess, sys, time
if "stubborn" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
import os
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path("pids.new").write_text(f"{os.getpid()} {child.pid}")
os.replace("pids.new", "pids")
time.sleep(60)
"""

SERVE = """
import json, pathlib, sys
from plugins.clinics.preview import serve
root = pathlib.Path(sys.argv[1])
watched = [root / name for name in ("content", "later", "settings.py")]
sys.exit(serve(root, int(sys.argv[3]), json.loads(sys.argv[2]), root / "output", watched))
"""


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def is_running(pid: int) -> bool:
    """Say whether a process runs; one that ended and waits to be collected does not."""
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return bool(state) and not state.startswith("Z")


class EventReader:
    """The browser's side of the event stream."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
        self.connection.request("GET", "/_preview/events")
        self.response = self.connection.getresponse()

    def next(self) -> tuple[str, str]:
        """Return the name and the data of the next event."""
        name = ""
        for raw in iter(self.response.readline, b""):
            field, _, value = raw.decode().rstrip("\n").partition(": ")
            if field == "event":
                name = value
            if field == "data":
                return name, value
        return "end", ""

    def close(self) -> None:
        """Go away, as a closed tab does."""
        self.response.close()
        self.connection.close()


class PreviewProcess:
    """`serve` in a process of its own, in a small made-up project folder."""

    def __init__(
        self, root: Path, *, build: str = FAKE_BUILD, arguments: str = "", port: int = 0
    ) -> None:
        self.root = root
        for folder in ("content", "builds"):
            (root / folder).mkdir(exist_ok=True)
        command = [sys.executable, "-c", build, *arguments.split()]
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(root), json.dumps(command), str(port)],
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.port = 0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def printed(self, text: str) -> list[str]:
        """Return the lines up to the one that contains the text, and learn the port."""
        seen: list[str] = []
        while not seen or text not in seen[-1]:
            try:
                seen.append(self.lines.get(timeout=PATIENCE))
            except queue.Empty:
                pytest.fail(f"{text!r} was not printed, but {seen}")
            found = re.search(r"http://localhost:(\d+)/", seen[-1])
            self.port = int(found[1]) if found else self.port
        return seen

    def write(self, name: str, text: str) -> None:
        """Edit a source as most editors do: a new file replaces the old one."""
        new = self.root / "builds" / "being-edited"
        new.write_text(text)
        new.replace(self.root / name)

    def get(self, path: str) -> tuple[int, str]:
        """Return the status and the body of a page."""
        with closing(http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)) as connection:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()

    def builds(self) -> list[str]:
        """Return what the stand-in build logged."""
        log = self.root / "builds.log"
        return log.read_text().split() if log.exists() else []

    def end(self, number: int = signal.SIGINT) -> tuple[int, float]:
        """Send a signal; return the exit code and the seconds it took."""
        started = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return code, time.monotonic() - started

    def close(self) -> None:
        """End the process, by force if it must be."""
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            self._reader.join(PATIENCE)
            if self.process.stdout is not None:
                self.process.stdout.close()


@contextmanager
def preview_process(
    root: Path, *, build: str = FAKE_BUILD, arguments: str = "", port: int = 0
) -> Iterator[PreviewProcess]:
    """Run `serve` and be sure that it is gone afterwards."""
    preview = PreviewProcess(root, build=build, arguments=arguments, port=port)
    try:
        yield preview
    finally:
        preview.close()


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """Return a small built site behind a link, as `output/` is."""
    built = tmp_path / "builds" / "1"
    (built / "locations" / "az").mkdir(parents=True)
    (built / "empty").mkdir()
    (built / "index.html").write_text("<body>home</body>")
    (built / "404.html").write_text("<body>lost</body>")
    (built / "locations" / "az" / "index.html").write_text("<body>Arizona</body>")
    (built / "locations" / "São Paulo.txt").write_text("text")
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "output").symlink_to(built)
    return tmp_path / "output"


def answered(output: Path, target: str) -> Answer:
    """Return an answer that must exist."""
    found = answer(output, target)
    assert found is not None
    return found


# ---------------------------------------------------------------------------- content types


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.JSON", "application/json; charset=utf-8"),
        ("a.geojson", "application/geo+json; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.xml", "application/xml; charset=utf-8"),
        ("a.txt", "text/plain; charset=utf-8"),
        ("a.webmanifest", "application/manifest+json; charset=utf-8"),
        ("a.vcf", "text/vcard; charset=utf-8"),
        ("a.ics", "text/calendar; charset=utf-8"),
        ("a.kml", "application/vnd.google-earth.kml+xml; charset=utf-8"),
        ("a.csv", "text/csv; charset=utf-8"),
        ("a.woff2", "font/woff2"),
        ("a.webp", "image/webp"),
        ("unknown", "application/octet-stream"),
    ],
)
def test_content_type_follows_the_name(name: str, expected: str) -> None:
    assert content_type(PurePath(name)) == expected


# ---------------------------------------------------------------------------- which answer


def test_folder_is_answered_with_its_index_page(build: Path) -> None:
    found = answered(build, "/locations/az/?x=1")
    assert (found.status, found.body) == (HTTPStatus.OK, b"<body>Arizona</body>")
    assert answered(build, "/").body == b"<body>home</body>"


def test_decoded_name_finds_its_file(build: Path) -> None:
    assert answered(build, "/locations/S%C3%A3o%20Paulo.txt").body == b"text"


def test_folder_without_slash_is_redirected_and_keeps_the_query(build: Path) -> None:
    found = answered(build, "/locations/az?x=1&y=2")
    assert found.status is HTTPStatus.MOVED_PERMANENTLY
    assert found.headers["location"] == "/locations/az/?x=1&y=2"


def test_unknown_address_is_answered_with_the_sites_own_404_page(build: Path) -> None:
    for target in ("/missing/", "/missing", "/index.html/", "/" + "x" * 5000):
        found = answered(build, target)
        assert (found.status, found.body) == (HTTPStatus.NOT_FOUND, b"<body>lost</body>"), target


def test_404_without_a_404_page_is_plain_text(build: Path) -> None:
    (build / "404.html").unlink()
    found = answered(build, "/missing/")
    assert found.status is HTTPStatus.NOT_FOUND
    assert found.content_type == "text/plain; charset=utf-8"


def test_folder_without_index_page_is_never_listed(build: Path) -> None:
    for target in ("/empty/", "/empty", "/locations/", "/locations"):
        assert answered(build, target).status is HTTPStatus.NOT_FOUND, target


@pytest.mark.parametrize(
    "target",
    [
        "/../../secret.txt",
        "/locations/../../../secret.txt",
        "/%2e%2e/%2e%2e/secret.txt",
        "/..%2f..%2fsecret.txt",
        "/..%5c..%5csecret.txt",
        "/locations/./az/",
        "//locations/az",
        "/locations//az/",
        "/index.html%00.txt",
        "/%ff",
        "secret.txt",
        "",
    ],
)
def test_no_address_leads_out_of_the_build(build: Path, target: str) -> None:
    assert answered(build, target).status is HTTPStatus.NOT_FOUND


def test_symbolic_link_out_of_the_build_is_not_followed(build: Path) -> None:
    built = build.resolve()
    (built / "leak.txt").symlink_to(build.parent / "secret.txt")
    (built / "leak").symlink_to(build.parent)
    (built / "circle").symlink_to("circle")
    (built / "inside.html").symlink_to("index.html")
    sibling = built.with_name("10")  # shares the beginning of its name with the build "1"
    sibling.mkdir()
    (sibling / "index.html").write_text("other")
    (built / "sibling").symlink_to(sibling)
    for target in ("/leak.txt", "/leak/secret.txt", "/circle", "/sibling/", "/sibling"):
        assert answered(build, target).status is HTTPStatus.NOT_FOUND, target
    assert answered(build, "/inside.html").body == b"<body>home</body>"


def test_files_for_the_host_are_not_published(build: Path) -> None:
    (build / "_headers").write_text("/*\n  X-A: 1\n")
    (build / "_redirects").write_text("/a /b\n")
    for target in ("/_headers", "/_redirects", "/%5Fheaders"):
        assert answered(build, target).status is HTTPStatus.NOT_FOUND, target


def test_without_any_build_there_is_no_answer(tmp_path: Path) -> None:
    assert answer(tmp_path / "output", "/") is None
    (tmp_path / "output").symlink_to(tmp_path / "gone")
    assert answer(tmp_path / "output", "/") is None


@pytest.mark.parametrize("read", [1, 2])  # the headers, the page
@pytest.mark.parametrize("is_deleted", [False, True])
def test_answer_comes_wholly_from_one_build_when_a_swap_comes_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: int, is_deleted: bool
) -> None:
    reads: list[str] = []

    def publish(number: int) -> None:
        built = tmp_path / str(number)
        built.mkdir()
        (built / "index.html").write_text(f"page {number}")
        (built / "_headers").write_text(f"/*\n  X-Page: page {number}\n")
        (tmp_path / "next").symlink_to(built)
        (tmp_path / "next").replace(tmp_path / "output")

    def read_and_swap(build: Path, names: Sequence[str]) -> bytes | None:
        reads.append("/".join(names))
        if len(reads) == read:
            publish(2)
            if is_deleted:
                shutil.rmtree(tmp_path / "1")
        return original(build, names)

    publish(1)
    original = site._read
    monkeypatch.setattr(site, "_read", read_and_swap)
    found = answered(tmp_path / "output", "/")
    assert (found.status, found.body) == (HTTPStatus.OK, b"page 2")
    assert found.headers == {"x-page": "page 2"}


# ---------------------------------------------------------------------------- _headers


def test_headers_of_all_patterns_that_fit_apply() -> None:
    rules = parse_headers(
        "# a comment\n"
        "/*\n"
        "  Referrer-Policy: no-referrer\n"
        "  # another comment\n"
        "  Link: <a>; rel=preload\n"
        "\n"
        "/locations/:state/\n"
        "\tX-Robots-Tag: noindex\n"
        "  link: <b>; rel=preload\n"
    )
    assert headers_for("/", rules) == {
        "referrer-policy": "no-referrer",
        "link": "<a>; rel=preload",
    }
    assert headers_for("/locations/az/", rules) == {
        "referrer-policy": "no-referrer",
        "link": "<a>; rel=preload, <b>; rel=preload",
        "x-robots-tag": "noindex",
    }
    assert "x-robots-tag" not in headers_for("/locations/az/biltmore/", rules)


def test_dots_in_a_headers_pattern_stand_for_themselves() -> None:
    rules = parse_headers("/a.*\n  X-A: 1\n")
    assert headers_for("/a.css", rules) == {"x-a": "1"}
    assert headers_for("/abcss", rules) == {}


def test_malformed_lines_of_a_headers_file_are_passed_over() -> None:
    rules = parse_headers(
        "  X-Before: any pattern\n"
        "/*\n"
        "  no colon\n"
        "  Bad Name: 1\n"
        "  X-Bad: \N{SNOWMAN}\n"
        "  X-Good: a:b\n"
        "https://other.example/*\n"
        "  X-Other-Host: 1\n"
    )
    assert headers_for("/", rules) == {"x-good": "a:b"}


def test_headers_file_is_applied_but_cannot_break_the_answer(build: Path) -> None:
    (build / "_headers").write_text(
        "/*\n"
        "  X-Frame-Options: DENY\n"
        "  Content-Length: 3\n"
        "  Cache-Control: max-age=31536000\n"
        "  Location: /elsewhere/\n"
        "  Content-Security-Policy: default-src 'none'; upgrade-insecure-requests; img-src 'self'\n"
        "/index.html\n"
        "  Content-Type: text/plain\n"
        "/locations/*\n"
        "  Content-Type: text/plain\n"
    )
    policy = "default-src 'none'; img-src 'self'"
    expected = {"x-frame-options": "DENY", "content-security-policy": policy}
    assert answered(build, "/").headers == expected
    assert answered(build, "/missing/").headers == expected
    assert answered(build, "/locations/missing/").headers == expected
    assert answered(build, "/index.html").content_type == "text/plain"
    moved = answered(build, "/locations/az").headers
    assert moved == expected | {"location": "/locations/az/"}


# ---------------------------------------------------------------------------- small parts


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (b"<p>1</p></body></html>", b"<p>1</p>SCRIPT</body></html>"),
        (b"<p>1</p></BODY>", b"<p>1</p>SCRIPT</BODY>"),
        (b"<!-- </body> --><p></body>", b"<!-- </body> --><p>SCRIPT</body>"),
        (b"<p>1</p>", b"<p>1</p>SCRIPT"),
    ],
)
def test_script_goes_before_the_end_of_the_body(page: bytes, expected: bytes) -> None:
    script = b'<script type="module" src="/_preview/reload.js" data-build="v1"></script>'
    assert with_script(page, "v1") == expected.replace(b"SCRIPT", script)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("articles/sleep.md", True),
        ("extra/.well-known/security.txt", True),
        ("images/photo.jpg", True),
        (".git/index", False),
        ("articles/.sleep.md.swp", False),
        ("articles/.#sleep.md", False),
        ("articles/sleep.md~", False),
        ("articles/#sleep.md#", False),
        ("articles/sleep.md.swx", False),
        ("articles/4913", False),
        ("__pycache__/load.cpython-311.pyc", False),
    ],
)
def test_only_sources_cause_a_build(name: str, expected: bool) -> None:
    top = Path("/elsewhere/.hidden/checkout/content")
    assert is_source(top / name, [top]) is expected


def test_watcher_looks_at_the_folders_when_the_system_cannot_watch_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = threading.Event()
    said: list[str] = []
    changes: list[str] = []

    def stand_in(*_folders: Path, force_polling: bool | None, **_: object) -> Iterator[set[str]]:
        if not force_polling:
            raise OSError(errno.ENOSPC, "OS file watch limit reached")
        yield set()
        stop.set()

    monkeypatch.setattr("plugins.clinics.preview.watch.watch", stand_in)
    Watcher([tmp_path], lambda: changes.append("change"), stop, said.append).run()
    assert changes == ["change"]
    assert len(said) == 1
    assert "OS file watch limit reached" in said[0]


def test_part_that_fails_ends_the_preview_with_exit_code_70(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_watcher: Watcher) -> None:
        raise LookupError("a fault of ours")

    monkeypatch.setattr(Watcher, "run", fail)
    before = signal.getsignal(signal.SIGINT)
    assert serve(tmp_path, 0, [sys.executable, "-c", ""], tmp_path / "output", []) == 70
    assert "LookupError: a fault of ours" in capsys.readouterr().out
    assert signal.getsignal(signal.SIGINT) is before


def test_printed_text_cannot_steer_the_terminal() -> None:
    assert printable("a\x1b[2J\r\u202eb\tc\nd\xa0é") == "a\ufffd[2J\ufffd\ufffdb\tc\nd\xa0é"


def test_builder_reports_a_command_that_does_not_exist(tmp_path: Path) -> None:
    result = Builder([str(tmp_path / "no-such-command")], tmp_path).build()
    assert result is not None
    assert result.report is not None
    assert "no-such-command" in result.report.text


@pytest.mark.parametrize(
    ("script", "summary", "text"),
    [
        ("raise SystemExit(1)", "The content has a problem", "printed nothing"),
        ("import sys; print('a'); sys.exit(2)", "A setting has a problem", "a"),
        ("import sys; print('\\x1b[31mred\\x1b[0m'); sys.exit(3)", "This computer lacks", "red"),
        ("import sys; print('out'); sys.exit('err')", "The content has a problem", "out\nerr"),
        ("import os; os.kill(os.getpid(), 9)", "ended by signal 9", "printed nothing"),
    ],
)
def test_builder_reports_a_failed_build_by_its_exit_code(
    tmp_path: Path, script: str, summary: str, text: str
) -> None:
    result = Builder([sys.executable, "-u", "-c", script], tmp_path).build()
    assert result is not None
    assert result.report is not None
    assert summary in result.report.summary
    assert text in result.report.text
    assert "\x1b" not in result.report.text


def test_builder_counts_warnings_of_a_good_build(tmp_path: Path) -> None:
    script = "print('a.yaml:1:2: warning: x.\\n    Fix: y.\\nb.yaml:3:4: warning: z.')"
    result = Builder([sys.executable, "-c", script], tmp_path).build()
    assert result is not None
    assert (result.report, result.warnings) == (None, 2)


def test_builder_ends_what_a_build_leaves_running(tmp_path: Path) -> None:
    script = "import subprocess; print(subprocess.Popen(['sleep', '60']).pid)"
    script += "; raise SystemExit(1)"  # only a failed build tells what it printed
    result = Builder([sys.executable, "-c", script], tmp_path).build()
    assert result is not None
    assert result.report is not None
    pid = int(result.report.text)
    wait_until(lambda: not is_running(pid))


# ---------------------------------------------------------------------------- the HTTP server


@pytest.fixture
def said() -> list[str]:
    """Return the list that collects what the server prints."""
    return []


@pytest.fixture
def server(build: Path, said: list[str]) -> Iterator[PreviewServer]:
    """Run a server for the small site."""
    running = open_server(0, build, Status(), said.append)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.status.close()
    running.shutdown()
    running.server_close()
    thread.join()


def request(
    server: PreviewServer, method: str, target: str, **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    """Ask the server; the target is sent as it is, dots and all."""
    connection = http.client.HTTPConnection(HOST, server.server_port, timeout=PATIENCE)
    with closing(connection):
        connection.request(method, target, headers=headers)
        response = connection.getresponse()
        return response, response.read()


def test_page_is_sent_with_script_and_without_caching(server: PreviewServer, build: Path) -> None:
    (build / "_headers").write_text("/*\n  X-Frame-Options: DENY\n  Cache-Control: max-age=9\n")
    response, body = request(server, "GET", "/locations/az/")
    assert response.status == HTTPStatus.OK
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers.get_all("Cache-Control") == ["no-store"]
    assert response.headers["X-Frame-Options"] == "DENY"
    assert body.count(b"/_preview/reload.js") == 1
    assert b"reload.js" not in (build / "locations" / "az" / "index.html").read_bytes()


def test_head_sends_the_headers_of_get_and_no_body(server: PreviewServer) -> None:
    for target in ("/", "/locations/az", "/missing/", "/_preview/reload.js"):
        got, got_body = raw_answer(server, "GET", target)
        headed, headed_body = raw_answer(server, "HEAD", target)
        assert without_date(headed) == without_date(got), target
        assert f"Content-Length: {len(got_body)}" in got, target
        assert headed_body == b"", target


def raw_answer(server: PreviewServer, method: str, target: str) -> tuple[list[str], bytes]:
    """Return the lines of the head and all that follows; an HTTP client would hide a wrong body."""
    with socket.create_connection((HOST, server.server_port), timeout=PATIENCE) as connection:
        connection.sendall(f"{method} {target} HTTP/1.1\r\nConnection: close\r\n\r\n".encode())
        head, _, body = b"".join(iter(lambda: connection.recv(65536), b"")).partition(b"\r\n\r\n")
        return head.decode().split("\r\n"), body


def without_date(head: list[str]) -> list[str]:
    """Return the head without the one line that changes with the second."""
    return [line for line in head if not line.startswith("Date:")]


def test_file_that_is_no_page_is_sent_as_it_is(server: PreviewServer, build: Path) -> None:
    (build / "data.json").write_text('{"html": "</body>"}')
    _, body = request(server, "GET", "/data.json")
    assert body == b'{"html": "</body>"}'


def test_dots_in_a_request_do_not_lead_out(server: PreviewServer) -> None:
    for target in ("/../../secret.txt", "/%2e%2e/%2e%2e/secret.txt", "//secret.txt"):
        response, body = request(server, "GET", target)
        assert response.status == HTTPStatus.NOT_FOUND, target
        assert b"secret" not in body, target


def test_only_failures_are_printed(server: PreviewServer, said: list[str]) -> None:
    request(server, "GET", "/")
    request(server, "GET", "/missing/", Referer="http://localhost/locations/")
    request(server, "GET", "/_preview/other.js")
    request(server, "POST", "/")
    assert said == [
        "404 /missing/ (asked for by http://localhost/locations/)",
        "404 /_preview/other.js",
        "501 /",
    ]


def test_without_a_build_every_address_shows_the_problems(
    server: PreviewServer, build: Path, said: list[str]
) -> None:
    build.unlink()
    response, body = request(server, "GET", "/any/where/")
    assert response.status == HTTPStatus.SERVICE_UNAVAILABLE
    assert b"being built for the first time" in body
    server.status.build_failed(Report("A summary.", "<script>alert(1)</script> $text"))
    _, body = request(server, "GET", "/any/where/")
    assert b"&lt;script&gt;alert(1)&lt;/script&gt; $text" in body
    assert b"A summary." in body
    assert b"/_preview/reload.js" in body
    assert said == []


def test_port_in_use_is_told_and_the_next_free_one_is_taken(
    server: PreviewServer, build: Path
) -> None:
    said: list[str] = []
    port = server.server_port
    with closing(open_server(port, build, Status(), said.append).socket) as second:
        taken = second.getsockname()[1]
        assert port < taken <= port + 20
    text = f"Port {port} is in use by another program; taking port {taken} instead."
    assert said == [text]


@pytest.mark.parametrize(
    ("fault", "is_taken"),
    [(errno.EADDRINUSE, True), (errno.EADDRNOTAVAIL, False), (errno.EAFNOSUPPORT, False)],
)
def test_port_that_another_program_holds_on_ipv6_counts_as_in_use(
    build: Path, monkeypatch: pytest.MonkeyPatch, fault: int, is_taken: bool
) -> None:
    with closing(socket.create_server((HOST, 0))) as finder:
        port = finder.getsockname()[1]
    probe = MagicMock()
    probe.__enter__.return_value.bind.side_effect = lambda at: fail_for(port, at[1], fault)
    real = socket.socket

    def open_socket(family: int = -1, *others: int, **named: int) -> socket.socket:
        return probe if family == socket.AF_INET6 else real(family, *others, **named)

    monkeypatch.setattr(socket, "socket", open_socket)
    with closing(open_server(port, build, Status(), print).socket) as opened:
        assert (opened.getsockname()[1] > port) is is_taken


def fail_for(port: int, asked: int, fault: int) -> None:
    """Stand in for a `bind` to a port that is not to be had."""
    if asked == port:
        raise OSError(fault, "not to be had")


def test_no_free_port_is_told(
    server: PreviewServer, build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.clinics.preview.server.PORTS_TRIED", 0)
    with pytest.raises(NoPortError, match=f"{server.server_port}.*in use"):
        open_server(server.server_port, build, Status(), print)


def request_threads() -> int:
    """Count the threads that answer requests."""
    return sum("process_request_thread" in thread.name for thread in threading.enumerate())


def test_events_tell_a_new_browser_how_things_stand(server: PreviewServer) -> None:
    server.status.build_failed(Report("S", "line 1\nline 2"))
    events = EventReader(server.server_port)
    assert events.response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert events.next() == ("hello", server.status.version)
    name, data = events.next()
    assert (name, json.loads(data)) == ("problems", {"summary": "S", "text": "line 1\nline 2"})
    server.status.build_succeeded()
    assert events.next() == ("reload", server.status.version)
    events.close()


def test_event_threads_end_with_the_browser_and_with_the_server(server: PreviewServer) -> None:
    leaving, staying = (EventReader(server.server_port) for _ in range(2))
    assert staying.next()[0] == leaving.next()[0] == "hello"
    wait_until(lambda: request_threads() == 2)
    leaving.close()
    wait_until(lambda: request_threads() == 1)
    server.status.close()
    assert staying.next() == ("end", "")
    wait_until(lambda: request_threads() == 0)
    staying.close()


def test_silent_event_stream_is_pinged(
    server: PreviewServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.clinics.preview.handler._LOOK_SECONDS", 0.01)
    monkeypatch.setattr("plugins.clinics.preview.handler._PING_SECONDS", 0.02)
    events = EventReader(server.server_port)
    assert b": ping\n" in iter(events.response.readline, b"")
    events.close()


# ---------------------------------------------------------------------------- the whole thing


def test_edit_is_built_and_told_and_a_broken_one_keeps_the_last_good_page(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "index.html").write_text("<body>one</body>")
    with preview_process(tmp_path) as preview:
        line = preview.printed("is up to date")[-1]
        url = f"http://localhost:{preview.port}/"
        assert re.fullmatch(rf"Built in \d+\.\d s\. {url} is up to date\.", line)
        assert "one" in preview.get("/")[1]
        events = EventReader(preview.port)
        assert events.next()[0] == "hello"

        preview.write("content/index.html", "<body>two</body>")
        assert events.next()[0] == "reload"
        assert "two" in preview.get("/")[1]

        preview.printed("is up to date")
        preview.write("content/broken.txt", "")
        name, data = events.next()
        assert name == "problems"
        assert json.loads(data)["text"] == PROBLEM
        assert json.loads(data)["summary"] == "The content has a problem that needs a fix."
        assert preview.get("/")[0] == HTTPStatus.OK
        assert "two" in preview.get("/")[1]
        printed = preview.printed("needs a fix")
        assert "\n".join(printed[:-1]) == PROBLEM

        (tmp_path / "content" / "broken.txt").unlink()
        assert events.next()[0] == "reload"
        events.close()


def test_first_build_that_fails_shows_the_problems_until_the_repair(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "broken.txt").write_text("")
    (tmp_path / "content" / "index.html").write_text("<body>one</body>")
    with preview_process(tmp_path) as preview:
        preview.printed("shows it too")
        status, body = preview.get("/any/")
        assert status == HTTPStatus.SERVICE_UNAVAILABLE
        assert "has 9 digits" in body
        (tmp_path / "content" / "broken.txt").unlink()
        preview.printed("is up to date")
        assert preview.get("/")[0] == HTTPStatus.OK


def test_edit_during_a_build_is_built_afterwards_and_never_at_the_same_time(
    tmp_path: Path,
) -> None:
    with preview_process(tmp_path) as preview:
        preview.printed("is up to date")
        (tmp_path / "hold").touch()
        preview.write("content/index.html", "<body>first</body>")
        wait_until(lambda: preview.builds()[2:] == ["start"])
        preview.write("content/index.html", "<body>second</body>")
        time.sleep(0.4)  # long enough for the watcher to see it, and for a second build to start
        assert preview.builds()[2:] == ["start"]
        (tmp_path / "hold").unlink()
        preview.printed("is up to date")
        preview.printed("is up to date")
        assert "second" in preview.get("/")[1]
        assert preview.builds() == ["start", "end"] * 3


def test_settings_file_and_folder_that_appears_later_are_watched(tmp_path: Path) -> None:
    with preview_process(tmp_path) as preview:
        preview.printed("is up to date")
        for text in ("one", "two"):  # twice: a watch on the file itself would see only one
            preview.write("settings.py", text)
            preview.printed("is up to date")
        assert is_quiet(preview)
        (tmp_path / "later").mkdir()
        preview.printed("is up to date")
        preview.write("later/a.txt", "a")
        preview.printed("is up to date")
        shutil.rmtree(tmp_path / "later")
        preview.printed("is up to date")
        assert is_quiet(preview)


def is_quiet(preview: PreviewProcess) -> bool:
    """Say whether the builds come to an end when nothing changes any more."""
    time.sleep(0.3)
    built = preview.builds()
    time.sleep(0.3)
    return preview.builds() == built


def test_file_of_an_editor_causes_no_build(tmp_path: Path) -> None:
    with preview_process(tmp_path) as preview:
        preview.printed("is up to date")
        preview.write("content/.a.txt.swp", "")
        preview.write("content/a.txt~", "")
        time.sleep(0.4)
        assert preview.builds() == ["start", "end"]


@pytest.mark.parametrize(
    ("number", "code", "manner"),
    [
        (signal.SIGINT, 130, "obedient"),
        (signal.SIGTERM, 143, "obedient"),
        (signal.SIGINT, 130, "stubborn"),
    ],
)
def test_signal_ends_everything_within_two_seconds(
    tmp_path: Path, number: int, code: int, manner: str
) -> None:
    with preview_process(tmp_path, build=LONG_BUILD, arguments=manner) as preview:
        wait_until((tmp_path / "pids").exists)
        pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
        try:
            assert all(is_running(pid) for pid in pids)
            ended, seconds = preview.end(number)
            assert ended == code
            assert seconds < 2
            wait_until(lambda: not any(is_running(pid) for pid in pids))
        finally:
            for pid in filter(is_running, pids):
                os.kill(pid, signal.SIGKILL)
        assert preview.printed("Stopped")[-2:] == [
            "Building the site. Press Ctrl-C to stop.",
            "Stopped.",
        ]


def test_signal_ends_the_preview_while_browsers_listen(tmp_path: Path) -> None:
    with preview_process(tmp_path) as preview:
        preview.printed("is up to date")
        events = EventReader(preview.port)
        assert events.next()[0] == "hello"
        code, seconds = preview.end(signal.SIGINT)
        assert (code, seconds < 2) == (130, True)
        assert events.next() == ("end", "")
        events.close()


def test_a_page_takes_the_day_of_the_preview_for_today() -> None:
    page = b'<!doctype html>\n<html lang="en"><body>&lt;html</body></html>'
    marked = b'<!doctype html>\n<html data-as-of="2026-12-24" lang="en">'
    assert with_day(page, "2026-12-24").startswith(marked)
    assert with_day(page, "2026-12-24").count(b"data-as-of") == 1
    assert b'"><script>' not in with_day(page, '"><script>')
    assert with_day(page, "") == page
