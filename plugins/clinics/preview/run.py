"""Start and stop the parts of `make serve`."""

import os
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from types import FrameType

from .build import Builder, BuildResult
from .editor import NO_EDITOR, editor_of
from .process import PageProcess
from .renderer import Renderer
from .server import NoPortError, PreviewServer, open_server
from .status import Status
from .terminal import Terminal
from .watch import Watcher

_ENVIRONMENT_FAULT = 3
_OUR_FAULT = 70
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # the last: the terminal was closed
_JOIN_SECONDS = 0.5
QUIET_SECONDS = 5.0
"""So long after the last edit a whole build begins, which makes the index of the search."""


def serve(
    root: Path,
    port: int,
    build_command: Sequence[str],
    output: Path,
    watched: Sequence[Path],
    day: str = "",
    project: Path | None = None,
    page_command: Sequence[str] = (),
) -> int:
    """Serve on localhost, and reload in the browser after each change, until a signal.

    `build_command` runs in `root` and swaps `output`, a symbolic link, when it succeeds. `watched`
    are the folders and files that a build reads; one that does not exist yet is watched too.
    `day` is the date that pages take for today; if it is empty, they look at the clock.

    With a `project` folder, its pages are made when they are asked for, by `page_command` (see
    `child`), and a build follows when nothing has been saved for some seconds; without one, the
    pages are those of the last build, which begins at once.
    Returns the exit code: 128 and the signal's number, 3 when no port is free.
    """
    say = Terminal().say
    status = Status()
    renderer, editor = None, NO_EDITOR
    if project:
        start = partial(PageProcess, page_command, root)
        renderer = Renderer(start, project, output, status, say)
        editor = editor_of(project, os.environ)
    try:
        server = open_server(port, output, status, say, day, renderer, editor)
    except NoPortError as error:
        say(str(error))
        return _ENVIRONMENT_FAULT
    preview = _Preview(server, Builder(build_command, root), status, say, renderer)
    with _ended_by_signals() as endings:
        say("Building the site. Press Ctrl-C to stop.")
        preview.start(watched, endings)
        code = endings.get()
        preview.stop()
    say("Stopped.")
    return code


class _Preview:
    """The threads: the server, the watcher, the one that has changes read, and the builder.

    The watcher wakes the one that has changes read, and that the builder when it has grown quiet;
    without a renderer, the watcher wakes the builder.
    """

    def __init__(
        self,
        server: PreviewServer,
        builder: Builder,
        status: Status,
        say: Callable[[str], None],
        renderer: Renderer | None,
    ) -> None:
        self._server = server
        self._builder = builder
        self._status = status
        self._say = say
        self._renderer = renderer
        self._changed = Event()
        self._wanted = Event()
        self._stopping = Event()
        self._threads: list[Thread] = []

    def start(self, watched: Sequence[Path], endings: "SimpleQueue[int]") -> None:
        """Start all threads; one that fails ends the preview instead of leaving half of it."""
        works = [self._serve_pages, self._build_when_wanted]
        on_change = self._wanted.set
        if self._renderer:
            works.append(partial(self._refresh_when_changed, self._renderer))
            on_change = self._changed.set
        watcher = Watcher(watched, on_change, self._stopping, self._say)
        for work in (*works, watcher.run):
            thread = Thread(target=self._guarded(work, endings), daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Stop all threads and the running build, in less than two seconds."""
        self._stopping.set()
        self._changed.set()
        self._wanted.set()
        self._status.close()
        self._builder.stop()
        if self._renderer:
            self._renderer.stop()
        self._server.shutdown()
        self._server.server_close()
        for thread in self._threads:
            thread.join(_JOIN_SECONDS)

    def _guarded(self, work: Callable[[], None], endings: "SimpleQueue[int]") -> Callable[[], None]:
        def run() -> None:
            try:
                work()
            except Exception:  # a thread that dies in silence would leave half a preview
                self._say(f"The preview itself failed:\n{traceback.format_exc()}")
                endings.put(_OUR_FAULT)

        return run

    def _serve_pages(self) -> None:
        self._server.serve_forever(poll_interval=0.1)

    def _build_when_wanted(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()  # before the build: a change during it wants another one
            if self._stopping.is_set():
                return
            result = self._builder.build()
            if result is not None and not self._stopping.is_set():
                self._tell(result)

    def _refresh_when_changed(self, renderer: Renderer) -> None:
        """Have changes read at once; a whole build follows when nothing more is saved."""
        is_first = True
        while True:
            self._changed.wait()
            self._changed.clear()  # before the reading: a change during it wants another one
            if self._stopping.is_set():
                return
            if renderer.refresh() and is_first:
                is_first = False
                self._say(f"{self._server.url} shows the site, and each edit when it is saved.")
            if not self._changed.wait(QUIET_SECONDS) and not renderer.has_errors:
                self._wanted.set()

    def _tell(self, result: BuildResult) -> None:
        """Tell the browsers first: what the terminal says is then true already."""
        url = self._server.url
        if self._renderer and result.report is None:
            self._say(
                f"Built in {result.seconds:.1f} s{_warned(result)}. The search is up to date."
            )
        elif result.report is None:
            self._status.build_succeeded()
            self._say(f"Built in {result.seconds:.1f} s{_warned(result)}. {url} is up to date.")
        else:
            self._status.build_failed(result.report)
            self._say(f"{result.report.text}\n{result.report.summary} {url} shows it too.")


def _warned(result: BuildResult) -> str:
    if not result.warnings:
        return ""
    return f" with {result.warnings} warning{'s' if result.warnings > 1 else ''} (see `make check`)"


@contextmanager
def _ended_by_signals() -> "Iterator[SimpleQueue[int]]":
    """Give a queue of exit codes that a signal fills; this queue is safe inside a handler."""
    endings: SimpleQueue[int] = SimpleQueue()

    def end(number: int, _frame: FrameType | None) -> None:
        endings.put(128 + number)

    before = {number: signal.signal(number, end) for number in _SIGNALS}
    try:
        yield endings
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
