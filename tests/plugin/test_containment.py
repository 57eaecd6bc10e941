"""No folder is left, reading or writing, whatever a text, a name, a link or a setting says.

A token lies in a file outside, and in the environment; no file of any built site may hold it.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import socket
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.clinics.pages import plan
from plugins.clinics.settings import FIXED, changed_settings
from tests.conftest import (
    AS_OF,
    ROOT,
    SITE_URL,
    MakeProject,
    build,
    load,
    minimal,
    write_project,
)

TOKEN = "token-4711-of-the-build-machine"
CLOSED = minimal().replace("status: open", "status: closed")
FRONT = {
    "pages": "title: {title}\ndescription: A page.\n",
    "treatments": "title: {title}\ndescription: A page.\npublished: 2026-11-02\n"
    "facts_checked: 2026-11-02\nnext_review: 2027-05-02\nregulatory_status: none\n",
}
FRONT |= {
    "conditions": FRONT["treatments"].replace("regulatory_status: none\n", ""),
    "articles": FRONT["treatments"].replace("regulatory_status: none\n", ""),
    "faq/tms": "title: {title}?\npublished: 2026-11-02\nfacts_checked: 2026-11-02\n"
    "next_review: 2027-05-02\n",
}
"""Folder → the front matter that a text in it needs."""

TOPICS = {"content/faq/_topics.yaml": "topics:\n- {id: tms, name: TMS, description: About TMS.}\n"}


def text(kind: str, title: str, body: str, more: str = "") -> str:
    return f"---\n{FRONT[kind].format(title=title)}{more}---\n\n{body}\n"


def published(site: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file of a built site with what is in it, also in what is compressed."""
    for path in sorted(site.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            yield path, gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder; links are not followed."""
    files = (path for path in sorted(folder.rglob("*")) if not path.is_symlink() and path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


# --- Commands of Pelican, and paths, in texts ----------------------------------------------------

COMMANDS = ("{attach}", "{static}", "{filename}", "|attach|", "|static|", "|filename|")
PATHS = (
    "/../secret.txt",
    "../../secret.txt",
    "/%2e%2e/secret.txt",
    "..%2f..%2fsecret.txt",
    "&#46;&#46;/&#46;&#46;/secret.txt",
    "/.././../project/secret.txt",
    "/../../../../../../../../../../../../proc/self/environ",
)
TARGETS = (
    *(f"{command}{path}" for command in COMMANDS for path in PATHS),
    "&#123;attach&#125;/../secret.txt",
    "%7Battach%7D/../secret.txt",
    "{ATTACH}/../secret.txt",
    "{attach}\\..\\secret.txt",
    "../secret.txt",
    "../../../../../../../../../../proc/self/environ",
    "file:///proc/self/environ",
    "/images/../../secret.txt",
    "/images/..%2f..%2fsecret.jpg",
    "/theme/../secret.txt",
)
SHAPES = (
    "[x](%s)",
    "![x](%s)",
    "[x][y]\n\n[y]: %s",
    "![x][y]\n\n[y]: %s",
    "[x](/about/ \"href='%s'\")",
    "![src='%s'](/images/room.jpg)",
    "[x](/about/?href='%s')",
    "<a href='%s'>x</a>",
    '<img src="%s">',
    "<%s>",
    "[![x](%s)](%s)",
    "`[x](%s)` href='%s'",
)


def attempts() -> list[str]:
    return [shape.replace("%s", target) for target in TARGETS for shape in SHAPES]


PLACES = (
    *(("pages", ""), ("articles", ""), ("treatments", "tms-therapy"), ("treatments", "spravato")),
    *(("faq/tms", ""), ("pages", ""), ("articles", ""), ("faq/tms", ""), ("pages", "")),
    *(("articles", ""), ("pages", "")),
)
"""Folder and, where the name matters, name of each text with attempts."""

ATTEMPTS = {"tms-therapy", "spravato", *(f"attempt-{number}" for number in range(100))}

FORCED = """
import datetime, sys
from pathlib import Path
from plugins.clinics.build import build_site
from plugins.clinics.site import load_site
root = Path(sys.argv[1])
site = load_site(root, False, datetime.date.fromisoformat(sys.argv[2]))
build_site(site.catalog, Path("pelicanconf.py"), root)
"""
"""A build that goes on whatever the checks have found: the second lock is tried alone."""


def test_no_text_publishes_a_file_of_the_machine_even_past_the_checks(tmp_path: Path) -> None:
    everything = attempts()
    pages = [everything[start : start + 60] for start in range(0, len(everything), 60)]
    note = " ".join(TARGETS[:12]).replace("'", "")
    files = {
        "secret.txt": TOKEN,
        "locations/az-mesa.yaml": CLOSED + f"entrance_note: '{note}'\nstatus_message: '{note}'\n",
        **TOPICS,
    }
    for number, several in enumerate(pages):
        kind, name = PLACES[number % len(PLACES)]
        path = f"content/{kind}/{name or f'attempt-{number}'}.md"
        files[path] = text(kind, f"Attempt {number}", "\n\n".join(several))
    root = write_project(tmp_path / "project", files)
    found = {problem.path for problem in load(root).problems if problem.is_error}
    tried = {path for path in files if path.endswith(".md")}
    assert (found >= tried, len(tried)) == (True, len(pages)), "the first lock"
    done = subprocess.run(
        [sys.executable, "-c", FORCED, str(root), AS_OF.isoformat()],
        cwd=ROOT,
        env={**os.environ, "CI_TOKEN": TOKEN},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    site = root / "output"
    seen = dict(published(site))
    assert len(everything) > 500
    assert sum(path.parent.name in ATTEMPTS for path in seen) == len(pages) - 2
    assert [path for path, data in seen.items() if TOKEN.encode() in data] == []
    assert not [path for path in seen if "secret" in path.name or "environ" in path.name]


# --- Front matter --------------------------------------------------------------------------------

KEYS = (
    *("save_as", "url", "slug", "path", "source_path", "override_save_as", "Save_as", "SAVE_AS"),
    *("lang", "status", "category", "tags", "date", "authors", "summary", "translation"),
)
VALUES = ("../../evil/index.html", "/etc/cron.d/evil", "locations/az/mesa/index.html")


def test_no_front_matter_says_where_a_page_is_written(project: MakeProject) -> None:
    lines = [f"{key}: {value}\n" for key in KEYS for value in VALUES]
    lines += [f"template: {value}\n" for value in ("../../etc/passwd", "/etc/passwd", "base")]
    files = {
        f"content/{kind}/attempt-{number}.md": text(kind, f"Attempt {number}", "Hello.", line)
        for kind in FRONT
        for number, line in enumerate(lines)
    }
    files |= {
        f"locations/az-{number}.yaml": minimal(f"az-{number}", f"N{number}") + line
        for number, line in enumerate(lines)
    }
    root = project({"locations/az-mesa.yaml": CLOSED, **TOPICS, **files})
    done = build(root)
    assert done.returncode == 1
    assert len(files) > 250
    refused = re.findall(r"^(\S+):\d+:\d+: error: ", done.stdout, re.MULTILINE)
    assert files.keys() - set(refused) == set()
    assert not (root / "output").exists()


NAMES = (
    *("..md", "...md", "%2e%2e.md", "-rf.md", "a\nb.md", "a b.md", "a.b.md", "index.html.md"),
    *("About.md", "ABOUT.md", "caf\u00e9.md", "cafe\u0301.md", "a\\..\\b.md", "a\u202eb.md"),
    *("images.md", "theme.md", "pagefind-\u200b.md", "a'b.md", 'a"b.md', "<b>.md", "a?b.md"),
)


@pytest.mark.parametrize("kind", FRONT)
def test_a_strange_file_name_is_refused(kind: str, project: MakeProject) -> None:
    files = {
        f"content/{kind}/{name}": text(kind, f"T{number}", "Hello.")
        for number, name in enumerate(NAMES)
        if kind == "pages" or name not in ("images.md", "theme.md")
    }
    root = project({"locations/az-mesa.yaml": CLOSED, **TOPICS, **files})
    refused = {problem.path for problem in load(root).problems if problem.is_error}
    assert files.keys() - refused == set()
    assert unicodedata.normalize("NFC", NAMES[11]) == NAMES[10]


EVIL = "../../../evil"
OUTSIDE = ("/../../../evil/", "/%2e%2e/evil/", "/a/..%2f..%2fevil/", "/a/../b/", "/a\\..\\b/")


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("content/faq/_topics.yaml", f"topics:\n- {{id: {EVIL}, name: N, description: D.}}\n"),
        ("content/_conditions.yaml", f"conditions:\n- {{id: {EVIL}, name: N}}\n"),
        ("locations/_services.yaml", f"services:\n- {{id: {EVIL}, name: N}}\n"),
        ("locations/az-a.yaml", minimal("az-a", "A").replace("AZ}", "../az}")),
        ("locations/az-a.yaml", minimal("az-a", "A").replace("id: az-a", f"id: {EVIL}")),
        *(
            ("locations/az-a.yaml", minimal("az-a", "A", f"former_urls: ['{old}']\n"))
            for old in (*OUTSIDE, "/images/room.jpg", "/theme/css/site.css")
        ),
        *(
            (
                "locations/_redirects.yaml",
                f"redirects:\n- {{from: '{old}', to: /locations/, reason: Old.}}\n",
            )
            for old in OUTSIDE
        ),
    ],
)
def test_no_id_and_no_old_address_leads_out_of_the_site(
    path: str, content: str, project: MakeProject
) -> None:
    root = project({"locations/az-mesa.yaml": CLOSED, path: content})
    assert path in {problem.path for problem in load(root).problems if problem.is_error}


def test_no_name_in_the_data_becomes_a_path(project: MakeProject) -> None:
    city = "{address_region: AZ, address_locality: ../../evil, street_address: ../x}"
    clinics = {
        f"locations/az-{name}.yaml": minimal(f"az-{name}", f"../{name}").replace(
            "{address_region: AZ}", city
        )
        for name in ("a", "b")
    }
    catalog = load(project(clinics)).catalog
    assert catalog is not None
    paths = [page.save_as for page in plan(catalog).pages]
    assert [path for path in paths if "city/evil/" in path], "both are in one city"
    assert [path for path in paths if ".." in path or path.startswith("/")] == []


# --- Links, pipes, devices -----------------------------------------------------------------------


def strange(root: Path, outside: Path) -> list[str]:
    """Put a link or a pipe wherever something may be read; returns their names, links last."""
    (root / "theme" / "static" / "css").mkdir(parents=True)
    (root / "theme" / "templates").mkdir()
    (root / "content" / "images").mkdir()
    (root / "content" / "articles").mkdir()
    (outside / "folder").mkdir(parents=True)
    for name in ("text.md", "folder/text.md", "room.jpg"):
        (outside / name).write_text(text("pages", TOKEN, TOKEN))
    links = {
        "content/pages/text.md": outside / "text.md",
        "content/pages/environ.md": "/proc/self/environ",
        "content/pages/loop.md": "loop.md",
        "content/pages/nowhere.md": outside / "nowhere",
        "content/pages/.hidden": outside / "text.md",
        "content/treatments": outside / "folder",
        "content/articles/up": "..",
        "content/faq": outside / "folder",
        "content/images/room.jpg": outside / "room.jpg",
        "content/images/environ.jpg": "/proc/self/environ",
        "content/images/album": outside / "folder",
        "content/_sources.yaml": outside / "text.md",
        "content/_wording.yaml": "/dev/zero",
        "locations/az-link.yaml": "/proc/self/environ",
        "locations/_redirects.yaml": outside / "text.md",
        "theme/static/css/site.css": "/proc/self/environ",
        "theme/static/all": outside,
        "theme/static/loop": "loop",
        "theme/templates/page.html": outside / "text.md",
    }
    for name, target in links.items():
        os.symlink(target, root / name)
    pipes = (
        *("content/pages/pipe.md", "content/images/pipe.png", "locations/az-pipe.yaml"),
        *("locations/_providers.yaml", "content/_conditions.yaml", "theme/static/pipe.css"),
    )
    for name in pipes:
        os.mkfifo(root / name)
    return [*pipes, *links]


def test_every_link_and_pipe_is_named_and_none_is_read(
    project: MakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project({"locations/az-mesa.yaml": CLOSED})
    names = strange(root, tmp_path / "outside")
    monkeypatch.chdir(tmp_path)  # the address of a socket must be short
    server = socket.socket(socket.AF_UNIX)
    server.bind(os.path.relpath(root / "theme" / "socket"))
    with server:
        done = build(root, CI_TOKEN=TOKEN)
    assert done.returncode == 1
    assert [
        n for n in (*names, "theme/socket") if f"{n}:1:1: error: this is" not in done.stdout
    ] == []
    assert TOKEN not in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert not (root / "output").exists()


def test_what_cannot_be_read_is_named(
    project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tests may run as root, whom no folder refuses."""
    root = project({"locations/az-mesa.yaml": CLOSED, "content/articles/a.md": ""})
    scandir = os.scandir

    def refuse(path: object) -> object:
        if str(path).endswith("articles"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", refuse)
    found = {problem.path: problem.message for problem in load(root).problems}
    assert found["content/articles"] == "this cannot be read (permission denied)."


def theme_with(tmp_path: Path, more: str = "") -> tuple[Path, Path]:
    """A copy of the theme, and settings that name it."""
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    settings = tmp_path / "pelicanconf.py"
    conf = (ROOT / "pelicanconf.py").read_text("utf-8")
    settings.write_text(f"{conf}\nTHEME = {str(theme)!r}\n{more}", "utf-8")
    return theme, settings


def test_a_link_in_a_theme_elsewhere_is_refused(project: MakeProject, tmp_path: Path) -> None:
    root = project({"locations/az-mesa.yaml": CLOSED})
    theme, settings = theme_with(tmp_path)
    os.symlink("/proc/self/environ", theme / "static" / "css" / "more.css")
    os.mkfifo(theme / "static" / "pipe.js")
    done = build(root, "--settings", str(settings))
    assert done.returncode == 2
    for name in ("theme/static/css/more.css", "theme/static/pipe.js"):
        assert f"{name}:1:1: error: this is" in done.stderr
    assert not (root / "output").exists()


# --- Settings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STATIC_PATHS", [".."]),
        ("STATIC_PATHS", ["pages"]),
        ("EXTRA_PATH_METADATA", {"pages/about.md": {"path": "../x"}}),
        ("PAGE_PATHS", ["../locations"]),
        ("ARTICLE_PATHS", ["/etc"]),
        ("DEFAULT_METADATA", {"save_as": "../x.html"}),
        ("PATH_METADATA", "(?P<save_as>.*)"),
        ("TEMPLATE_PAGES", {"../../etc/passwd": "x.html"}),
        ("DIRECT_TEMPLATES", ["index"]),
        ("THEME_STATIC_PATHS", ["static", "../locations"]),
        ("THEME_STATIC_DIR", "../../content"),
        ("THEME_TEMPLATES_OVERRIDES", ["/etc"]),
        ("OUTPUT_SOURCES", True),
        ("CACHE_CONTENT", True),
        ("LOAD_CONTENT_CACHE", True),
    ],
)
def test_a_setting_that_leads_out_of_the_folders_is_refused(name: str, value: object) -> None:
    (said,) = changed_settings({**FIXED, name: value})
    assert said.startswith(f"{name} must stay ")
    assert changed_settings(FIXED) == []


def test_settings_cannot_move_what_a_build_reads_or_writes(
    project: MakeProject, tmp_path: Path
) -> None:
    root = project(
        {
            "locations/az-mesa.yaml": CLOSED,
            "content/pages/about.md": text("pages", "About", "Hello."),
        }
    )
    before = contents(root)
    lines = (
        f"OUTPUT_PATH = {str(root / 'content')!r}\nDELETE_OUTPUT_DIRECTORY = True\n"
        f"PATH = {str(root / 'locations')!r}\nPAGE_SAVE_AS = '../../evil/{{slug}}.html'\n"
        "STATIC_SAVE_AS = '../{path}'\nCACHE_PATH = '../cache'\nINDEX_SAVE_AS = '../i.html'\n"
    )
    _theme, settings = theme_with(tmp_path, lines)
    done = build(root, "--settings", str(settings))
    assert done.returncode == 0, done.stdout + done.stderr
    after = contents(root)
    written = after.keys() - before.keys()
    assert {name: after[name] for name in before} == before
    assert {name.split("/")[0] for name in written} == {".builds"}
    assert (root / "output" / "about" / "index.html").is_file()
    names = {path.name for path in tmp_path.iterdir()} - {"__pycache__"}
    assert names == {"project", "theme", "pelicanconf.py"}
    for setting, part in (("THEME = '/etc'", "templates/"), ("STATIC_PATHS = ['..']", "must stay")):
        settings.write_text(settings.read_text("utf-8") + setting + "\n", "utf-8")
        refused = build(root, "--settings", str(settings))
        assert (refused.returncode, part in refused.stderr) == (2, True)


# --- Where a build is put ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "to"),
    [
        ("output", "content"),
        ("output", "locations"),
        ("public", "content/pages"),
        ("public", "."),
        (".builds", "content"),
        (".builds/output", "../locations"),
        (".builds/output", "/etc"),
        (".builds/images", "../content/pages"),
        (".builds/output/lock", "../../locations/az-mesa.yaml"),
    ],
)
def test_a_place_of_builds_that_is_a_link_to_elsewhere_is_refused(
    name: str, to: str, project: MakeProject
) -> None:
    root = project({"locations/az-mesa.yaml": CLOSED})
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    os.symlink(to, root / name)
    before = contents(root)
    options = ("--production",) if name == "public" else ()
    done = build(root, *options, SITEURL=SITE_URL)
    assert done.returncode == 3
    assert f"{name} is a link" in done.stderr
    assert contents(root) == before
    assert os.readlink(root / name) == to
