"""Faults of the machine: never half a site, never a traceback, always the same bytes.

Killed builds, two at once and stale clocks: test_build.py.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import AS_OF, ROOT, SITE_URL, build, build_real, write_project
from tests.plugin.test_build import FILES, contents
from tests.plugin.test_site_small import build_small, shared_small

OTHER_DAY = "2026-12-01"
COMMAND = (sys.executable, "-m", "plugins.clinics")


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project with a good build of it."""
    root = write_project(tmp_path_factory.mktemp("once"), FILES)
    done = build(root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Path:
    """A copy of that project, to be changed."""
    return Path(shutil.copytree(built_once, tmp_path / "project", symlinks=True))


def start(arguments: Sequence[str], **environment: str) -> subprocess.Popen[str]:
    """A command of ours in a Python of its own, on another day, so that the site would change."""
    return subprocess.Popen(
        arguments,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "AS_OF": OTHER_DAY, **environment},
    )


def run(arguments: Sequence[str], **environment: str) -> tuple[int, str]:
    """Its exit code, and what it has printed."""
    process = start(arguments, **environment)
    out, err = process.communicate(timeout=120)
    return process.returncode, out + err


def require_refused(code: int, said: str, root: Path, before: dict[str, bytes]) -> None:
    """The command has failed as a fault of the machine, in words, and the site is as it was."""
    assert code == 3, said
    assert "error: " in said
    assert "the live site is unchanged" in said
    assert "Traceback" not in said
    assert contents(root / "output") == before
    assert not list((root / ".builds").glob("*/*.unfinished"))


# --- A full disk -----------------------------------------------------------------------------

TMPFS = """
set -e
mount -t tmpfs -o size=$1k none "$2"
cp -a "$3/." "$2/"
shift 3
status=0
"$@" || status=$?
cp -a "$ROOM/." "$AFTERWARDS/"
exit $status
"""
"""Within a file system of so many kilobytes: a copy of a project, a command, and a copy back."""


def may_mount() -> bool:
    command = ["unshare", "--mount", "--map-root-user", "mount", "-t", "tmpfs", "none", "/mnt"]
    return not subprocess.run(command, capture_output=True).returncode


def size_of(folder: Path) -> int:
    """In kilobytes, as a file system counts them."""
    return int(subprocess.check_output(["du", "-sk", str(folder)]).split()[0])


def build_on_small_disk(built: Path, folder: Path, share: float) -> tuple[int, str, Path]:
    """Build on a disk with room for so much of a second site: exit code, output, the project."""
    room, afterwards = folder / "room", folder / "afterwards"
    room.mkdir()
    afterwards.mkdir()
    size = size_of(built) + size_of(built / ".builds" / "output") * share
    inside = ["sh", "-c", TMPFS, "sh", str(int(size)), str(room), str(built)]
    command = ["unshare", "--mount", "--map-root-user", *inside, *COMMAND]
    places = {"ROOM": str(room), "AFTERWARDS": str(afterwards)}
    return *run([*command, "build", "--root", str(room)], **places), afterwards


def build_with_short_files(built: Path, share: float) -> tuple[int, str, Path]:
    """Build where no file may be longer than so much of the longest one of the site."""
    longest = max(map(len, contents(built / "output").values()))
    limit = f"--fsize={int(longest * share)}"
    return *run(["prlimit", limit, *COMMAND, "build", "--root", str(built)]), built


VERIFY = pytest.mark.verify
SHARES = [pytest.param(n / 20, marks=() if n == 10 else VERIFY) for n in range(20)]


@pytest.mark.parametrize("share", SHARES)
def test_a_full_disk_leaves_the_old_site(share: float, built: Path, tmp_path: Path) -> None:
    """Where no file system may be mounted, only the test below fills a disk."""
    if not may_mount():
        pytest.skip("this machine lets nobody mount a small disk")
    before = contents(built / "output")
    code, said, root = build_on_small_disk(built, tmp_path, share)
    require_refused(code, said, root, before)


@pytest.mark.parametrize("share", SHARES)
def test_a_file_that_cannot_be_written_to_its_end_leaves_the_old_site(
    share: float, built: Path
) -> None:
    before = contents(built / "output")
    code, said, root = build_with_short_files(built, share)
    require_refused(code, said, root, before)


# --- Permissions -----------------------------------------------------------------------------


def without_powers(command: Sequence[str]) -> list[str]:
    """A command for which the modes of files count, also where the tests run as root."""
    if os.geteuid():
        return list(command)
    return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", *command]


def test_the_modes_of_files_count_in_these_tests(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    secret.chmod(0)
    assert subprocess.run(without_powers(["cat", str(secret)]), capture_output=True).returncode


@pytest.mark.parametrize("name", [".builds/output", "."])
def test_a_folder_that_must_not_be_written_leaves_the_old_site(name: str, built: Path) -> None:
    before = contents(built / "output")
    if name == ".":
        shutil.rmtree(built / ".builds" / "output")
        (built / ".builds").rmdir()
        (built / "output").unlink()
        before = {}
    (built / name).chmod(0o555)
    code, said = run(without_powers([*COMMAND, "build", "--root", str(built)]))
    (built / name).chmod(0o755)
    assert "Permission denied" in said
    require_refused(code, said, built, before)


@pytest.mark.parametrize("name", [".builds", ".builds/output"])
def test_a_file_in_the_place_of_a_folder_of_ours_is_an_error_in_words(
    name: str, tmp_path: Path
) -> None:
    root = write_project(tmp_path / "project", {**FILES, name: "mine"})
    code, said = run([*COMMAND, "build", "--root", str(root)])
    require_refused(code, said, root, {})
    assert (root / name).read_text() == "mine"


UNREADABLE = (
    "locations/az-mesa.yaml",
    "locations/_organization.yaml",
    "content/pages/about.md",
    "content/pages",
    "content/faq/t",
    "content",
    "locations",
)


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_must_not_be_read_is_named(name: str, tmp_path: Path) -> None:
    topics = "topics: [{id: t, name: T, description: D.}]"
    question = "content/faq/t/question.md"
    root = write_project(
        tmp_path / "project", {**FILES, "content/faq/_topics.yaml": topics, question: "x"}
    )
    (root / name).chmod(0)
    code, said = run(without_powers([*COMMAND, "check", "--root", str(root)]))
    (root / name).chmod(0o755)
    assert code in (1, 3), said
    is_named = rf"{name}:1:1: error: .* cannot be read \(|^error: Permission denied: .*/{name}"
    assert re.search(is_named, said, re.MULTILINE), said
    assert "Traceback" not in said


@pytest.mark.parametrize("name", ["locations/az-pipe.yaml", "content/pages/pipe.md"])
def test_a_pipe_is_a_problem_and_nobody_waits_for_it(name: str, built: Path) -> None:
    os.mkfifo(built / name)
    code, said = run([*COMMAND, "check", "--root", str(built)])
    assert (code, f"{name}:1:1: error: this is no ordinary file" in said) == (1, True), said


# --- Signals and locks -----------------------------------------------------------------------


@pytest.mark.verify
def test_a_build_that_is_stopped_at_any_moment_says_so_and_leaves_a_whole_site(
    built: Path,
) -> None:
    """In `make test` test_build.py stops builds at two chosen moments."""
    old = contents(built / "output")
    command = [*COMMAND, "build", "--root", str(built)]
    started = time.perf_counter()
    assert run(command)[0] == 0
    duration = time.perf_counter() - started
    new = contents(built / "output")
    assert old != new, "the two sites must differ, or nothing is proved"
    dice = random.Random(11)
    for number in range(40):
        sent, code = ((signal.SIGINT, 130), (signal.SIGTERM, 143))[number % 2]
        process = start(command, AS_OF=dice.choice((OTHER_DAY, AS_OF.isoformat())))
        time.sleep(dice.uniform(0, duration))
        process.send_signal(sent)
        out, err = process.communicate(timeout=60)
        # Before our handlers are there, the system ends the process itself, as a shell would say.
        assert process.returncode in (code, -sent, 0), out + err
        # Python itself may still be starting; it has a traceback for that.
        assert "Traceback" not in err or "plugins/clinics" not in err, err
        assert contents(built / "output") in (old, new)
    assert run(command)[0] == 0
    assert contents(built / "output") == new
    assert list((built / ".builds" / "output").glob("*.unfinished")) == []


def test_a_second_build_says_that_it_waits_and_goes_on_when_the_first_is_killed(
    built: Path,
) -> None:
    lock = built / ".builds" / "output" / "lock"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        process = start([*COMMAND, "build", "--root", str(built)], PYTHONUNBUFFERED="1")
        assert process.stdout is not None
        assert process.stdout.readline() == "Another build is running; waiting for it to end.\n"
        assert process.poll() is None
    out, err = process.communicate(timeout=60)
    assert (process.returncode, "Built " in out) == (0, True), err


# --- The same bytes --------------------------------------------------------------------------

STRANGE = """
import os
import socket

def refuse(*arguments, **names):
    raise OSError("a build asks nobody")

socket.socket.connect = socket.socket.connect_ex = refuse
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse

listdir, scandir = os.listdir, os.scandir

class Backwards:
    def __init__(self, entries): self.entries = entries
    def __iter__(self): return self
    def __next__(self):
        if not self.entries: raise StopIteration
        return self.entries.pop()
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def close(self): pass

def backwards(path="."):
    with scandir(path) as entries:
        return Backwards(sorted(entries, key=lambda entry: entry.name))

os.listdir = lambda path=".": sorted(listdir(path), reverse=True)
os.scandir = backwards
os.umask(0o077)
open(os.environ["PYTHONSTRANGE"], "a").write("strange\\n")
"""
"""Runs at the start of each Python: no network, folders backwards, files for the owner only."""


def strange_machine(folder: Path) -> dict[str, str]:
    """The environment of a machine on which all is different that must not matter."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(STRANGE)
    (folder / "bin").mkdir()  # so there is no git
    return {
        "PYTHONPATH": str(folder),
        "PYTHONSTRANGE": str(folder / "started"),
        "PATH": str(folder / "bin"),
        "PYTHONHASHSEED": "12345",
        "TZ": "Pacific/Kiritimati",
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "C",
        "HOME": "/nonexistent",
        "SOURCE_DATE_EPOCH": "4102444799",
    }


def without_network(command: Sequence[str]) -> list[str]:
    """A command in a network of its own without a way out, where that may be made.

    Elsewhere the sockets of Python alone refuse to connect.
    """
    own = ["unshare", "--net", "--map-root-user"]
    is_allowed = not subprocess.run([*own, "true"], capture_output=True).returncode
    return [*own, *command] if is_allowed else list(command)


def build_strangely(root: Path, folder: Path) -> None:
    """A production build in a Python of its own on the strange machine."""
    for path in root.rglob("*"):
        os.utime(path, (4_000_000_000, 4_000_000_000), follow_symlinks=False)
    environment = strange_machine(folder)
    program = Path(shutil.which("unshare") or "").parent
    command = without_network([*COMMAND, "build", "--root", str(root), "--production"])
    command[0] = str(program / command[0]) if command[0] == "unshare" else command[0]
    code, said = run(command, **environment, AS_OF=AS_OF.isoformat(), SITEURL=SITE_URL)
    assert code == 0, said
    assert "strange" in (folder / "started").read_text()


def hashes(site: Path) -> dict[str, str]:
    """Every file of a site with the hash of its bytes."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in contents(site).items()}


def test_a_strange_machine_without_a_network_makes_the_same_bytes(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    expected = hashes(shared_small(tmp_path_factory, "production"))
    site = build_small(tmp_path, "production")  # leaves its sources beside it
    shutil.rmtree(site.resolve())
    site.unlink()
    build_strangely(site.parent, tmp_path / "machine")
    assert hashes(site) == expected
    assert len(expected) > 1_000
    # Its files are for their owner only, but a web server is somebody else.
    inside = [site.resolve(), *site.resolve().rglob("*")]
    assert {path.stat().st_mode & 0o777 for path in inside} == {0o644, 0o755}


@pytest.mark.verify
def test_a_strange_machine_makes_the_same_real_site(tmp_path: Path, production_site: Path) -> None:
    build_real(tmp_path / "real", "--production")
    site = tmp_path / "real" / "public"
    shutil.rmtree(site.resolve())
    site.unlink()
    build_strangely(site.parent, tmp_path / "machine")
    assert hashes(site) == hashes(production_site)
    assert len(hashes(site)) > 2_000
