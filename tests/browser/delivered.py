"""A built site as a good host delivers it: HTTP/1.1, compressed, with types and cache headers."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from plugins.clinics.preview.site import answer

COMPRESSED_ALREADY = (".woff2", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".gz")


@cache
def compressed(body: bytes) -> bytes:
    """What is sent instead of `body`; the same bytes at any time."""
    return gzip.compress(body, 9, mtime=0)


def sent_size(path: Path) -> int:
    """The bytes that a visitor's browser gets for this file, without headers."""
    body = path.read_bytes()
    return len(body if path.suffix in COMPRESSED_ALREADY else compressed(body))


def at_once(_path: str) -> float:
    """No wait."""
    return 0


@contextmanager
def delivered(folder: Path, wait: Callable[[str], float] = at_once, port: int = 0) -> Iterator[str]:
    """Serve `folder`; the address of its root, without the last slash.

    `wait` gives the seconds after which the file at a path is sent; the folder may be filled later.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            time.sleep(wait(path))
            found = answer(folder, self.path)
            assert found, "nothing is built"
            body, headers = found.body, dict(found.headers)
            headers["Content-Type"] = found.content_type
            headers["Cache-Control"] = "max-age=3600"
            if not path.endswith(COMPRESSED_ALREADY) and body:
                headers["Vary"] = "Accept-Encoding"
                if "gzip" in self.headers.get("Accept-Encoding", ""):
                    body = compressed(body)
                    headers["Content-Encoding"] = "gzip"
            headers["Content-Length"] = str(len(body))
            self.send_response(found.status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET

        def log_message(self, *_arguments: object) -> None:
            """Say nothing: tests print what matters."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
