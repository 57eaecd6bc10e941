"""A real nginx that serves a built site with the files that the build made for it."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")

MISSING = (
    "nginx is missing, or its module for brotli; run: apt-get update && "
    "apt-get install -y nginx libnginx-mod-http-brotli-static"
)

CONF = """\
load_module {module};
pid {folder}/pid;
error_log {folder}/error.log;
worker_processes {workers};
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {site}/nginx/redirects.conf;
    include {site}/nginx/http.conf;
    server {{
        listen 127.0.0.1:{port} default_server;
        root {site};
        set $clinics_previous {site}-previous;
        include {site}/nginx/server.conf;
        include {site}/nginx/brotli.conf;
    }}
}}
"""


class Answer(NamedTuple):
    """An answer; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Nginx(NamedTuple):
    """A running server."""

    port: int

    @property
    def address(self) -> str:
        """The address of the root, without the last slash."""
        return f"http://localhost:{self.port}"

    def get(self, url: str, **headers: str) -> Answer:
        """The answer to a request for an address, as a browser asks, whatever its host."""
        return self.ask("GET", url, **headers)

    def ask(self, method: str, url: str, **headers: str) -> Answer:
        """The same for any method of HTTP."""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        asked = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"Host": parts.netloc or "localhost", **asked})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, found, body)


@contextmanager
def serving(site: Path, folder: Path, workers: int = 1) -> Iterator[Nginx]:
    """Serve a production site (a folder, or the link to one); `folder` is for nginx's own files."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    assert program, MISSING
    assert MODULE.is_file(), MISSING
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder.chmod(0o755)
    conf = folder / "nginx.conf"
    conf.write_text(
        CONF.format(module=MODULE, folder=folder, site=site, port=port, workers=workers)
    )
    command = [program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(conf)]
    # As root its workers would be somebody who may not read the folders of tests.
    user = "user root; " if os.geteuid() == 0 else ""
    command += ["-g", f"{user}daemon off;"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            _wait_until_it_listens(server, port)
            yield Nginx(port)
        finally:
            server.terminate()


def _wait_until_it_listens(server: subprocess.Popen[str], port: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if server.poll() is not None:
            assert server.stderr is not None
            pytest.fail(f"nginx has ended: {server.stderr.read()}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("nginx does not listen")
