"""Builds are atomic, reproducible and honest about what went wrong."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import pytest

from plugins.clinics.failures import ConfigurationError
from plugins.clinics.settings import require_site_url
from tests.conftest import (
    AS_OF,
    ROOT,
    MakeProject,
    build,
    build_afresh,
    minimal,
    write_project,
)

PAGE = "---\ntitle: About\ndescription: About us.\n---\n\nHello.\n"
OPEN_CLOSED = ("status: open", "status: closed")
"""Without an open clinic there are no pages for ZIP codes, which take half the time of a build."""

FILES = {
    "locations/az-mesa.yaml": minimal().replace(*OPEN_CLOSED),
    "locations/az-tempe.yaml": minimal("az-tempe", "Tempe").replace(*OPEN_CLOSED),
    "content/pages/about.md": PAGE,
}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its relative name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project with a good build of it; tests that change something work on a copy."""
    root = write_project(tmp_path_factory.mktemp("once"), FILES)
    done = build(root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Path:
    """A copy of that project, to be changed."""
    return Path(shutil.copytree(built_once, tmp_path / "project", symlinks=True))


def test_a_build_writes_a_page_for_every_location_and_text(built_once: Path) -> None:
    pages = contents(built_once / "output")
    for name in ("index.html", "404.html", "about/index.html", "locations/az/mesa/index.html"):
        assert pages[name].rstrip().endswith(b"</html>")
    facts = json.loads(pages["build.json"])
    assert facts["as_of"] == AS_OF.isoformat()
    assert facts["pages"] == sum(name.endswith(".html") for name in pages)


def test_two_builds_are_the_same_bytes_whatever_the_machine_is_set_to(project: MakeProject) -> None:
    root = project(FILES)
    first = build_afresh(root, PYTHONHASHSEED="1", TZ="Asia/Tokyo", LC_ALL="C", LANG="de_DE.UTF-8")
    assert first.returncode == 0, first.stderr
    before = contents(root / "output")
    os.utime(root / "locations" / "az-mesa.yaml", (0, 0))
    second = build_afresh(root, PYTHONHASHSEED="2", TZ="America/Phoenix", LC_ALL="C.UTF-8")
    assert second.returncode == 0, second.stderr
    assert contents(root / "output") == before
    assert len(before) > 10


def test_an_error_in_the_data_prints_the_problem_and_changes_nothing(built: Path) -> None:
    before = contents(built / "output")
    (built / "locations" / "az-mesa.yaml").write_text(minimal() + "telefone: 480-956-5680\n")
    done = build(built)
    assert done.returncode == 1
    assert "az-mesa.yaml:6:1: error: unknown field “telefone”." in done.stdout
    assert "the live site is unchanged" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert contents(built / "output") == before


def test_a_warning_does_not_stop_a_build(built: Path) -> None:
    (built / "locations" / "az-mesa.yaml").write_text(minimal() + "fax_number:\n")
    done = build(built)
    assert (done.returncode, "1 warning" in done.stdout) == (0, True)


def test_a_deleted_source_leaves_no_stale_page(built: Path) -> None:
    (built / "locations" / "az-tempe.yaml").unlink()
    assert build(built).returncode == 0
    assert not (built / "output" / "locations" / "az" / "tempe").exists()
    assert (built / "output" / "locations" / "az" / "mesa" / "index.html").exists()


def test_a_clock_that_goes_back_never_costs_the_site(built: Path) -> None:
    store = built / ".builds" / "output"
    (newest,) = (path for path in store.iterdir() if path.is_dir())
    for year in ("2098", "2099"):
        shutil.copytree(newest, store / f"{year}0101T000000-1")
    assert build(built).returncode == 0
    assert (built / "output" / "index.html").exists()
    assert len([path for path in store.iterdir() if path.is_dir()]) == 2


def test_a_folder_that_is_not_ours_is_never_replaced(project: MakeProject) -> None:
    root = project({**FILES, "output/precious.txt": "mine"})
    done = build(root)
    assert done.returncode == 3
    assert "Move it away" in done.stderr
    assert (root / "output" / "precious.txt").read_text() == "mine"


def test_development_and_production_share_no_folder(built: Path) -> None:
    before = contents(built / "output")
    done = build(built, "--production", SITEURL="https://www.serenity-test.org")
    assert done.returncode == 0, done.stdout + done.stderr
    assert contents(built / "output") == before
    assert f" pages into public/ as of {AS_OF} in " in done.stdout
    assert b"noindex" not in (built / "public" / "index.html").read_bytes()
    assert b"noindex" in (built / "output" / "index.html").read_bytes()


@pytest.mark.parametrize("url", ["", "http://www.serenity-test.org", "https://www.example.com"])
def test_production_needs_its_real_address(built_once: Path, url: str) -> None:
    done = build(built_once, "--production", SITEURL=url)
    assert done.returncode == 2
    assert "SITEURL" in done.stderr
    assert not (built_once / "public").exists()


@pytest.mark.parametrize(
    ("host", "is_public"),
    [
        ("clinic.org", True),
        ("www.goodexample.com", True),
        ("example.clinic.org", True),
        ("xn--bcher-kva.xn--p1ai", True),
        ("www.example.com", False),
        ("example.org", False),
        ("clinic.test", False),
        ("www.clinic.localhost", False),
        ("localhost", False),
        ("127.0.0.1", False),
        ("www..clinic.org", False),
        (".clinic.org", False),
        ("-a.clinic.org", False),
        ("www.clinic.org.", False),
        ("www.clinic.org\n", False),
        ("www.clinic.org/", False),
        ("www.clinic.org:8443", False),
        ("user:secret@clinic.org", False),
        ("WWW.CLINIC.ORG", False),
        ("bücher.org", False),
        (f"{'a' * 64}.org", False),
        (f"{'a.' * 130}org", False),
    ],
)
def test_an_address_is_taken_only_if_browsers_can_find_it(host: str, is_public: bool) -> None:
    with nullcontext() if is_public else pytest.raises(ConfigurationError, match="SITEURL is"):
        require_site_url(f"https://{host}")


def test_nobody_leads_the_own_host_of_the_site_away(built: Path) -> None:
    mesa = built / "locations/az-mesa.yaml"
    whole, page = "https://WWW.serenity-test.org/", "https://www.serenity-test.org/about/"
    mesa.write_text(f"{mesa.read_text()}former_urls: [{whole}, {page}, https://old.clinic.org/]\n")
    done = build(built, "--production", SITEURL="https://www.serenity-test.org")
    assert done.returncode == 1
    for text in (whole, page):
        assert f"error: “{text}” is on the host of the site itself." in done.stderr
    assert "locations/az-mesa.yaml:" in done.stderr
    assert "old.clinic.org" not in done.stderr.replace(mesa.read_text().splitlines()[-1], "")
    assert not (built / "public").exists()
    done = build(built, "--production", SITEURL="https://www.serenity-other.org")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("value", ["tomorrow", "2026-02-30", "24/12/2026"])
def test_a_build_date_that_is_no_date_is_refused(built_once: Path, value: str) -> None:
    done = build(built_once, AS_OF=value)
    assert (done.returncode, value in done.stderr) == (2, True)
    assert "Traceback" not in done.stderr


def test_a_build_without_an_index_of_the_search_is_no_build(built: Path) -> None:
    before = contents(built / "output")
    assert any(name.startswith("pagefind/fragment/") for name in before)
    done = build(built, AS_OF="2026-12-01", PAGEFIND_BINARY_PATH="/bin/false")
    assert done.returncode == 3
    assert "error: the index of the search could not be made: /bin/false ended" in done.stderr
    assert "the live site is unchanged" in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(built / "output") == before
    assert not list((built / ".builds" / "output").glob("*.unfinished"))


def settings_file(tmp_path: Path, more: str) -> Path:
    """The real settings with other lines after them."""
    path = tmp_path / "pelicanconf.py"
    theme = f"THEME = {str(ROOT / 'theme')!r}\n"
    path.write_text((ROOT / "pelicanconf.py").read_text() + theme + more)
    return path


def build_with(root: Path, settings: Path) -> subprocess.CompletedProcess[str]:
    return build(root, "--settings", str(settings))


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("PAGE_PATH = ['pages']\n", "unknown setting PAGE_PATH. Did you mean “PAGE_PATHS”?"),
        ("CLINICS_PRODUCTON = True\n", "Did you mean “CLINICS_PRODUCTION”?"),
        ("raise RuntimeError('no')\n", "RuntimeError: no"),
        ("not Python at all\n", "SyntaxError"),
        ("TIMEZONE = 'Mars/Olympus'\n", "Mars/Olympus"),
    ],
)
def test_a_setting_that_cannot_be_used_is_a_configuration_error(
    built_once: Path, tmp_path: Path, line: str, part: str
) -> None:
    before = contents(built_once / "output")
    done = build_with(built_once, settings_file(tmp_path, line))
    assert done.returncode == 2, done.stdout + done.stderr
    assert part in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(built_once / "output") == before


@pytest.mark.parametrize("plugins", ["[]", "['plugins.clinicz']"])
def test_a_build_without_the_plugin_is_refused(
    built_once: Path, tmp_path: Path, plugins: str
) -> None:
    before = contents(built_once / "output")
    done = build_with(built_once, settings_file(tmp_path, f"PLUGINS = {plugins}\n"))
    assert done.returncode == 2
    assert "plugin" in done.stderr.lower()
    assert "clinicz" in done.stderr or plugins == "[]"
    assert "Traceback" not in done.stderr
    assert contents(built_once / "output") == before


def test_a_template_that_names_nothing_stops_the_build_with_its_line(
    built_once: Path, tmp_path: Path
) -> None:
    theme = tmp_path / "theme"
    subprocess.run(["cp", "-r", str(ROOT / "theme"), str(theme)], check=True)
    (theme / "templates" / "404.html").write_text("<p>\n{{ page.titel }}</html>\n")
    before = contents(built_once / "output")
    done = build_with(built_once, settings_file(tmp_path, f"THEME = {str(theme)!r}\n"))
    assert done.returncode == 2
    assert "404.html:2" in done.stderr
    assert "titel" in done.stderr
    assert contents(built_once / "output") == before


def start_build(root: Path) -> subprocess.Popen[bytes]:
    """A build of another day, running."""
    return subprocess.Popen(
        [sys.executable, "-m", "plugins.clinics", "build", "--root", str(root)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "AS_OF": "2026-12-01"},
    )


@pytest.mark.parametrize(
    "kills", [2, pytest.param(40, marks=pytest.mark.verify)], ids=["sample", "all"]
)
def test_a_build_killed_at_any_moment_leaves_a_whole_site(built: Path, kills: int) -> None:
    old = contents(built / "output")
    started = time.perf_counter()
    assert build_afresh(built, AS_OF="2026-12-01").returncode == 0
    duration = time.perf_counter() - started
    new = contents(built / "output")
    assert old != new, "the two sites must differ, or nothing is proved"
    dice = random.Random(7)
    for _ in range(kills):
        process = start_build(built)
        time.sleep(dice.uniform(0, duration))
        process.kill()
        process.wait(timeout=30)
        assert contents(built / "output") in (old, new)
    assert build(built).returncode == 0
    assert contents(built / "output") == old
    assert list((built / ".builds" / "output").glob("*.unfinished")) == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_build_that_is_told_to_stop_says_so_in_its_exit_code(
    built: Path, number: signal.Signals, code: int
) -> None:
    old = contents(built / "output")
    process = start_build(built)
    stages = built / ".builds" / "output"
    while process.poll() is None and not list(stages.glob("*.unfinished")):
        time.sleep(0.001)
    process.send_signal(number)
    assert process.wait(timeout=30) == code
    assert contents(built / "output") == old
    assert not list(stages.glob("*.unfinished"))


def test_two_builds_at_once_both_end_well(built: Path) -> None:
    before = contents(built / "output")
    command = [sys.executable, "-m", "plugins.clinics", "build", "--root", str(built)]
    environment = {**os.environ, "AS_OF": AS_OF.isoformat()}
    runs = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment)
        for _ in range(3)
    ]
    outputs = [run.communicate(timeout=60)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], outputs
    assert contents(built / "output") == before


def test_plain_pelican_builds_the_same_pages(built_once: Path, tmp_path: Path) -> None:
    target = tmp_path / "plain"
    command = [sys.executable, "-m", "pelican", str(built_once / "content"), "-o", str(target)]
    done = subprocess.run(
        [*command, "-s", "pelicanconf.py", "--fatal", "warnings"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "AS_OF": AS_OF.isoformat()},
    )
    assert done.returncode == 0, done.stderr
    ours = contents(built_once / "output")
    del ours["build.json"]
    assert contents(target) == ours


def test_a_required_medical_review_stops_the_build(built: Path, tmp_path: Path) -> None:
    dates = "published: 2026-11-01\nfacts_checked: 2026-11-01\nnext_review: 2027-05-01\n"
    text = f"---\ntitle: New\ndescription: A text.\n{dates}---\n\nSo it is [@S1].\n"
    (built / "content" / "articles").mkdir()
    (built / "content" / "articles" / "new.md").write_text(text, "utf-8")
    sources = "sources: [{id: S1, title: T, publisher: P}]\n"
    (built / "content" / "_sources.yaml").write_text(sources, "utf-8")
    before = contents(built / "output")
    line = "CLINICS_REQUIRE_MEDICAL_REVIEW = True\n"
    done = build_with(built, settings_file(tmp_path, line))
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert "content/articles/new.md:2:8: error: no clinician has reviewed this text" in said
    assert "Nothing was published" in said
    assert contents(built / "output") == before
    assert build(built).returncode == 0
