"""The HTTP server of the preview, for this computer only."""

import errno
import socket
import sys
from collections.abc import Callable
from datetime import date
from http.server import ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer

from .editor import NO_EDITOR, Editor
from .handler import PreviewHandler
from .renderer import Made, Renderer
from .status import Status

HOST = "127.0.0.1"
PORTS_TRIED = 20
_LAST_PORT = 65535
MADE_BY_BUILDS = "/pagefind/"
"""The index of the search needs all finished pages."""


class NoPortError(Exception):
    """No port could be opened; the message says why and what to do."""


class PreviewServer(ThreadingHTTPServer):
    """Serves the newest build; one thread for each connection, none of which delays the end."""

    daemon_threads = True

    def __init__(
        self,
        address: tuple[str, int],
        output: Path,
        status: Status,
        say: Callable[[str], None],
        day: str = "",
        renderer: Renderer | None = None,
        editor: Editor = NO_EDITOR,
    ) -> None:
        super().__init__(address, PreviewHandler)
        self.output = output
        self.status = status
        self.say = say
        self.day = day
        self.renderer = renderer
        self.editor = editor

    @property
    def url(self) -> str:
        """Return the address to open in a browser."""
        return f"http://localhost:{self.server_port}/"

    def made(self, target: str, day: date | None) -> Made:
        """Make what is asked for; without a renderer it is what the last build has made."""
        path = target.partition("?")[0].partition("#")[0]
        if self.renderer and not path.startswith(MADE_BY_BUILDS):
            return self.renderer.made(path, day)
        return Made(self.output, self.status.version)

    def server_bind(self) -> None:
        """Bind, but do not ask the network for the computer's name, which takes long offline."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", int(self.socket.getsockname()[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell of a fault of ours; a browser that went away is none."""
        error = sys.exc_info()[1]
        if not isinstance(error, ConnectionError):
            self.say(f"The preview failed to answer a request: {error!r}")


def open_server(
    port: int,
    output: Path,
    status: Status,
    say: Callable[[str], None],
    day: str = "",
    renderer: Renderer | None = None,
    editor: Editor = NO_EDITOR,
) -> PreviewServer:
    """Open the port, or the next free one, and say so; 0 stands for any free port."""
    last = min(port + PORTS_TRIED, _LAST_PORT)
    for candidate in range(port, last + 1):
        try:
            _check_localhost(candidate)
            server = PreviewServer((HOST, candidate), output, status, say, day, renderer, editor)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise NoPortError(
                    f"Port {candidate} cannot be opened: {error.strerror}."
                ) from error
            continue
        if candidate != port:
            say(f"Port {port} is in use by another program; taking port {candidate} instead.")
        return server
    raise NoPortError(
        f"The ports {port} to {last} are all in use. "
        "Stop the programs that hold them, or name another port."
    )


def _check_localhost(port: int) -> None:
    """Raise when another program answers to `localhost` on IPv6, which browsers try first."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("::1", port))
    except OSError as error:  # all others mean that this computer has no IPv6
        if error.errno == errno.EADDRINUSE:
            raise
