"""What the compressed copies spare a web server, printed as a ratio.

`make bench` runs this. A real nginx answers requests for pages of the published site, once with
the copies that the build has made and once by compressing each answer. What counts is the processor
time of nginx itself, so that whoever asks may be as slow as they are. Both take turns; the median
counts.
"""

from __future__ import annotations

import http.client
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.weight import built
from tests.browser.pages import PUBLISHED
from tests.nginx import Nginx, serving

REQUESTS = 3_000
ROUNDS = 3
TARGET = 10
"""How many times as much work compressing each answer must be at least."""

SHIPPED = "gzip off;\ngzip_static on;\n"
ON_THE_FLY = "gzip on;\ngzip_comp_level 6;\ngzip_types *;\n"
URLS = [sample.url for sample in PUBLISHED if sample.name not in ("404", "zip-index")]


def main() -> int:
    """Print milliseconds for each request and the ratio; 1 when it misses the target."""
    with tempfile.TemporaryDirectory() as folder:
        site = built(Path(folder))
        found = dict(_measured(site, Path(folder)))
    for name, times in found.items():
        print(f"{name:<28}{statistics.median(times) * 1000 / REQUESTS:8.3f} ms of nginx a request")
    ratio = statistics.median(
        slow / fast for fast, slow in zip(found[COPIES], found[COMPRESSING], strict=True)
    )
    print(f"Compressing each answer is {ratio:.0f} times the work (target: at least {TARGET}).")
    return int(ratio < TARGET)


COPIES, COMPRESSING = "copies, made at build time", "compressing each answer"


def _measured(site: Path, folder: Path) -> Iterator[tuple[str, list[float]]]:
    times: dict[str, list[float]] = {COPIES: [], COMPRESSING: []}
    conf = site / "nginx" / "server.conf"
    shipped = conf.read_text()
    assert SHIPPED in shipped
    for number in range(ROUNDS):
        for name, text in (
            (COPIES, shipped),
            (COMPRESSING, shipped.replace(SHIPPED, ON_THE_FLY)),
        ):
            conf.write_text(text)
            own = folder / f"{name[:5]}{number}"
            own.mkdir()
            with serving(site, own) as nginx:
                times[name].append(_seconds_of(nginx, own))
    yield from times.items()


def _seconds_of(nginx: Nginx, folder: Path) -> float:
    """The processor time of nginx for all requests, in seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", nginx.port, timeout=10)
    before = _processor_seconds(folder)
    for number in range(REQUESTS):
        connection.request("GET", URLS[number % len(URLS)], headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        assert (answer.status, answer.getheader("Content-Encoding")) == (200, "gzip")
    connection.close()
    return _processor_seconds(folder) - before


def _processor_seconds(folder: Path) -> float:
    """Of the only worker: user and system time, by the kernel's record of it (man 5 proc)."""
    master = int((folder / "pid").read_text())
    (worker,) = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
