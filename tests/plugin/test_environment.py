"""What our commands know of the machine: secrets of its environment reach nothing that they run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from pagefind.service import get_executable

from plugins.clinics.environment import kept
from tests.conftest import ROOT, SITE_URL, build_afresh, minimal, write_project

SECRETS = {
    "CI_TOKEN": "planted-1",
    "AWS_SECRET_ACCESS_KEY": "planted-2",
    "GITHUB_TOKEN": "planted-3",
    "PYTHON_GITLAB_TOKEN": "planted-4",
    "HTTPS_PROXY": "http://user:planted-5@localhost:1/",
}
WANTED = {
    "AS_OF": "2026-11-24",
    "SITEURL": SITE_URL,
    "PYTHONHASHSEED": "7",
    "LC_ALL": "C.UTF-8",
    "TZ": "Asia/Tokyo",
}

SPY = """
import os
import pathlib

folder = pathlib.Path({folder!r})
folder.joinpath("settings").write_text(repr(dict(os.environ)))
folder.joinpath("process").write_bytes(pathlib.Path("/proc/self/environ").read_bytes())
folder.joinpath("child").write_text(os.popen("env").read())
SITENAME = repr(dict(os.environ))
"""
"""Lines of a settings file that writes down what it sees, and tries to publish it."""


def test_a_planted_secret_is_seen_by_no_settings_no_program_and_no_page(tmp_path: Path) -> None:
    closed = minimal().replace("status: open", "status: closed")
    root = write_project(tmp_path / "project", {"locations/az-mesa.yaml": closed})
    seen = tmp_path / "seen"
    seen.mkdir()
    settings = tmp_path / "settings.py"
    theme = f"THEME = {str(ROOT / 'theme')!r}\n"
    lines = (ROOT / "pelicanconf.py").read_text() + theme + SPY.format(folder=str(seen))
    settings.write_text(lines)
    pagefind = tmp_path / "pagefind"
    pagefind.write_text(f'#!/bin/sh\nenv > {seen}/pagefind\nexec {get_executable()} "$@"\n')
    pagefind.chmod(0o755)

    done = build_afresh(
        root,
        *("--settings", str(settings)),
        **{**WANTED, **SECRETS, "PAGEFIND_BINARY_PATH": str(pagefind)},
    )
    assert done.returncode == 0, done.stdout + done.stderr

    places = sorted(path for path in seen.iterdir() if path.is_file())
    assert [path.name for path in places] == ["child", "pagefind", "process", "settings"]
    published = [path for path in (root / "output").rglob("*") if path.is_file()]
    assert len(published) > 50
    for path in (*places, *published):
        assert b"planted-" not in path.read_bytes(), path
    for path in places:
        said = path.read_text()
        assert all(name in said and value in said for name, value in WANTED.items()), path


def test_a_new_variable_is_kept_only_by_name() -> None:
    environment = {**WANTED, **SECRETS, "PATH": "/bin", "LC_TOKEN2": "x", "MY_AS_OF": "x"}
    assert kept(environment) == {**WANTED, "PATH": "/bin"}


def test_every_variable_that_our_code_asks_for_is_kept() -> None:
    """What a module reads from `os.environ` by its name would else be silently gone."""
    code = "\n".join(
        path.read_text() for path in (*(ROOT / "plugins").rglob("*.py"), ROOT / "publishconf.py")
    )
    asked = set(re.findall(r"environ(?:ment)?(?:\.get\(|\[)\"([A-Z_]+)\"", code))
    assert asked == {"AS_OF", "SITEURL", "SOURCE_DATE_EPOCH"}
    assert set(kept(dict.fromkeys(asked, "x"))) == asked


def test_the_second_start_is_the_last(tmp_path: Path) -> None:
    """A variable that the system adds at each start would else start us for ever."""
    script = tmp_path / "run.py"
    script.write_text(
        "import os, sys\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "os.environ['ADDED_BY_SYSTEM'] = 'x'\n"
        "from plugins.clinics.environment import leave_secrets_behind\n"
        "leave_secrets_behind()\n"
        "print(sorted(set(os.environ) - {'LC_CTYPE'}), sys.argv[1:])\n"
    )
    done = subprocess.run(
        [sys.executable, str(script), "a b", ""],
        env={"PATH": os.environ["PATH"], "SECRET": "x"},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert (done.returncode, done.stdout) == (0, "['PATH'] ['a b', '']\n"), done.stderr
