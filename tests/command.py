"""The commands of the plugin, in processes for which everything is loaded already.

Most tests of a command are about what it does, not about how Python starts. So a server loads the
plugin once (`loaded.py`), and each command runs in a fork of it, with an environment, a working
folder, outputs and an exit code of its own. What depends on the start of Python, such as the seed
of its hashes, must be proved with a real start.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

_PROCESSES = get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.loaded", "tests.command"])


def run(
    arguments: list[str], cwd: Path, env: dict[str, str], timeout: float
) -> subprocess.CompletedProcess[str]:
    """`python -m plugins.clinics` with these arguments."""
    with TemporaryDirectory() as folder:
        outputs = Path(folder, "stdout"), Path(folder, "stderr")
        for path in outputs:
            path.touch()
        process = _PROCESSES.Process(target=_command, args=(arguments, cwd, env, outputs))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(arguments, timeout)
        texts = [path.read_text("utf-8") for path in outputs]
        return subprocess.CompletedProcess(arguments, process.exitcode, *texts)


def _command(
    arguments: list[str], cwd: Path, env: dict[str, str], outputs: tuple[Path, Path]
) -> None:
    for number, path in enumerate(outputs, 1):
        os.dup2(os.open(path, os.O_WRONLY), number)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8") for number in (1, 2))
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    os.chdir(cwd)
    from plugins.clinics.__main__ import main

    sys.exit(main(arguments))
