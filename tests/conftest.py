"""What several tests need: a small project folder, and the problems that it has."""

from __future__ import annotations

import datetime
import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest

from plugins.clinics.load.repository import LEDGER
from plugins.clinics.problems import Problem
from plugins.clinics.site import Site, load_site
from tests import command

ROOT = Path(__file__).parent.parent
AS_OF = datetime.date(2026, 11, 24)
SITE_URL = "https://www.serenity-test.org"

MINIMAL = """\
id: {slug}
name: {name}
status: open
address: {{address_region: {region}}}
sources: [https://www.serenity-test.org/]
"""
"""The least that a location file may say."""

Files = Mapping[str, str | bytes]
MakeProject = Callable[[Files], Path]


def minimal(slug: str = "az-mesa", name: str = "Mesa", more: str = "") -> str:
    """A location file with the required fields, and `more` lines after them."""
    return MINIMAL.format(slug=slug, name=name, region=slug[:2].upper()) + more


@pytest.fixture
def project(tmp_path: Path) -> MakeProject:
    """A function that writes a project folder: the real shared files, and the given ones."""

    def make(files: Files) -> Path:
        return write_project(tmp_path / "project", files)

    return make


HOLIDAYS = re.compile(r"^holidays:\n(?:  .*\n)+", re.MULTILINE)
"""What the real file of the organization says of holidays, which come and go."""


def write_project(folder: Path, files: Files) -> Path:
    """Write a project into `folder`: the real shared files without holidays, and the given ones."""
    (folder / "locations").mkdir(parents=True, exist_ok=True)
    (folder / "content" / "pages").mkdir(parents=True, exist_ok=True)
    for shared in ("_organization.yaml", "_services.yaml", "_insurance.yaml"):
        shutil.copy(ROOT / "locations" / shared, folder / "locations")
    organization = folder / "locations" / "_organization.yaml"
    organization.write_text(HOLIDAYS.sub("", organization.read_text("utf-8")), "utf-8")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def load(folder: Path, is_production: bool = False) -> Site:
    """Load and check a project folder as of a fixed day; the real one only once."""
    if folder == ROOT:
        return _load_real(is_production)
    return load_site(folder, is_production, AS_OF)


@cache
def _load_real(is_production: bool) -> Site:
    return load_site(ROOT, is_production, AS_OF)


@pytest.fixture
def problems_of(project: MakeProject) -> Callable[..., list[Problem]]:
    """A function from the text of one location file to its problems, in order."""

    def find(
        text: str | bytes, slug: str = "az-mesa", is_production: bool = False
    ) -> list[Problem]:
        folder = project({f"locations/{slug}.yaml": text})
        found = load(folder, is_production).problems
        return sorted(found, key=lambda problem: problem.sort_key)

    return find


def build(root: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the build command on the project folder `root`, with the real theme and settings."""
    return command.run(
        ["build", "--root", str(root), *options],
        cwd=ROOT,
        env={**os.environ, "AS_OF": AS_OF.isoformat(), **environment},
        timeout=120,
    )


def build_afresh(root: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same in a Python that is started for it."""
    return subprocess.run(
        [sys.executable, "-m", "plugins.clinics", "build", "--root", str(root), *options],
        cwd=ROOT,
        env={**os.environ, "AS_OF": AS_OF.isoformat(), **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture(scope="session")
def development_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real data and content, built for development; the folder with the pages."""
    return _real_site(tmp_path_factory, "output")


@pytest.fixture(scope="session")
def production_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real data and content, built for production; the folder with the pages."""
    return _real_site(tmp_path_factory, "public", "--production")


def _real_site(factory: pytest.TempPathFactory, folder: str, *options: str) -> Path:
    """The real site, built once for all test processes."""

    def make(root: Path) -> Path:
        build_real(root, *options)
        return root / folder

    return shared(factory, f"real-{folder}", make)


def build_real(root: Path, *options: str) -> None:
    """Build the real data and content, from a copy of them and of the ledger in `root`."""
    for name in ("locations", "content"):
        shutil.copytree(ROOT / name, root / name)
    (root / LEDGER).parent.mkdir()
    shutil.copy(ROOT / LEDGER, root / LEDGER)
    done = build(root, *options, SITEURL=SITE_URL)
    assert done.returncode == 0, done.stdout + done.stderr


def shared(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Path]) -> Path:
    """What `make` makes in a folder, made once for all test processes: by whoever comes first."""
    base = factory.getbasetemp()
    everybodys = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    done = everybodys / f"{name}.done"
    with (everybodys / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            done.write_text(str(make(everybodys / name)), "utf-8")
    return Path(done.read_text("utf-8"))


def html_pages(site: Path) -> list[Path]:
    """The files of all pages of a built site, sorted; those that only lead on are none."""
    return [path for path in sorted(site.rglob("*.html")) if not leads_on(path)]


def leads_on(path: Path) -> bool:
    """Whether a file stands at an old address and leads to today's page."""
    with path.open("rb") as file:
        return b'http-equiv="refresh"' in file.read(800)
