"""How long an edit takes to be seen: `python -m bench.preview`.

`serve` runs on a copy of the real project. A location and an article are edited again and again;
each time the clock runs from the moment before the file is replaced until its page, asked for over
HTTP without pause, shows the edit. A mistake is timed until the problems are told to the browser.
"""

from __future__ import annotations

import http.client
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from subprocess import PIPE
from threading import Thread

ROOT = Path(__file__).parents[1]
ROUNDS = 20
PATIENCE = 60.0
LOCATION = ("locations/az-biltmore.yaml", "/locations/az/biltmore/")
COPIED = ("content", "locations", "tests/urls.txt")


def main() -> None:
    """Measure, and print the medians."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as port:
        root = Path(folder)
        article = next((root / "content/articles").glob("[a-z]*.md"))
        pages = {
            "a location": (root / LOCATION[0], LOCATION[1], told_in_location),
            "an article": (article, f"/articles/{article.stem}/", told_in_text),
        }
        for name, (path, url, edit) in pages.items():
            original = path.read_text("utf-8")
            seconds = [
                until_seen(port, url, path, *edit(original, number)) for number in range(ROUNDS)
            ]
            replace(path, original)
            tell(f"save → visible over HTTP, {name}", seconds)
        path = root / LOCATION[0]
        tell("save → problems in the browser, a bad number", list(mistakes(port, path, BAD_NUMBER)))
        tell("save → problems in the browser, a broken rule", list(mistakes(port, path, BAD_RULE)))


Edit = tuple[str, bytes]
BAD_NUMBER = ("telephone: ", "telephone: 9")
BAD_RULE = ("  postal_code: 8", "  postal_code: 1")


def told_in_location(text: str, number: int) -> Edit:
    """The text of a location with another name, and what the page then holds."""
    name = f"Measured {number}"
    return re.sub(r"^name: .*", f"name: {name}", text, flags=re.MULTILINE), name.encode()


def told_in_text(text: str, number: int) -> Edit:
    """A text with one more paragraph, and what the page then holds."""
    return f"{text}\nMeasured {number}.\n", f"Measured {number}.".encode()


@contextmanager
def served(root: Path) -> Iterator[int]:
    """A copy of the project, served; gives the port when the first checks are done."""
    for name in COPIED:
        source, target = ROOT / name, root / name
        target.parent.mkdir(exist_ok=True)
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, target)
    command = [sys.executable, "-m", "plugins.clinics", "serve", "--root", str(root)]
    process = subprocess.Popen([*command, "--port", "8700"], cwd=ROOT, stdout=PIPE, text=True)
    assert process.stdout
    try:
        found = (re.search(r":(\d+)/ shows", line) for line in process.stdout)
        port = next(int(match[1]) for match in found if match)
        Thread(target=process.stdout.read, daemon=True).start()
        get(port, LOCATION[1])
        time.sleep(8)  # the first checks take longer than those of an edit
        yield port
    finally:
        process.terminate()
        process.wait()


def get(port: int, url: str) -> bytes:
    """A page."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request("GET", url)
        return connection.getresponse().read()


def replace(path: Path, text: str) -> None:
    """Save as most editors do: a new file takes the place of the old one."""
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, "utf-8")
    new.replace(path)


def until_seen(port: int, url: str, path: Path, text: str, sign: bytes) -> float:
    """The seconds from a save until the page shows it."""
    time.sleep(1.5)  # as after a real edit: the checks of the one before are over
    started = time.perf_counter()
    replace(path, text)
    while sign not in get(port, url):
        assert time.perf_counter() - started < PATIENCE, f"{url} does not show the edit"
    return time.perf_counter() - started


def mistakes(port: int, path: Path, mistake: tuple[str, str]) -> Iterator[float]:
    """The seconds from a save with a mistake until a browser is told."""
    original = path.read_text("utf-8")
    wrong = original.replace(*mistake, 1)
    assert wrong != original, mistake
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with closing(connection):
        connection.request("GET", "/_preview/events")
        events = connection.getresponse()
        wait_for(events.readline, b"event: hello")
        for _ in range(ROUNDS):
            time.sleep(1.5)
            started = time.perf_counter()
            replace(path, wrong)
            wait_for(events.readline, b"event: problems")
            yield time.perf_counter() - started
            replace(path, original)
            wait_for(events.readline, b"event: reload")


def wait_for(read: Callable[[], bytes], line: bytes) -> None:
    """Read until a line begins so."""
    while not (found := read()).startswith(line):
        assert found, "the events have ended"


def tell(what: str, seconds: list[float]) -> None:
    """Print the median, the best and the worst, in milliseconds."""
    best, median, worst = (1000 * value(seconds) for value in (min, statistics.median, max))
    print(f"{what:50} median {median:4.0f} ms (from {best:.0f} to {worst:.0f})", flush=True)


if __name__ == "__main__":
    main()
