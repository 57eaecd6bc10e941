"""The finished folder holds what the web needs, and nothing else."""

from __future__ import annotations

import gzip
import os
import shutil
from pathlib import Path

import pytest

from plugins.clinics.failures import Failure
from plugins.clinics.output_types import TYPES, require_web_files
from tests import photos
from tests.conftest import ROOT, MakeProject, build, minimal

PAGE = b"<!doctype html>\n<html></html>\n"
FONT = (ROOT / "theme" / "static" / "fonts" / "hanken-grotesk.woff2").read_bytes()
GOOD = {
    "index.html": PAGE,
    "a/b/page.html": b"<!DOCTYPE html><p>\xc3\xa9",
    "locations.json": b"{}",
    "_headers": b"/*\n",
    ".well-known/security.txt": b"Contact: mailto:a@b.org\n",
    "icon.svg": b"<svg/>",
    "room.jpg": photos.plain("JPEG"),
    "room.png": photos.plain("PNG"),
    "room.webp": photos.plain("WEBP"),
    "favicon.ico": photos.saved(photos.corners((32, 32)), "ICO"),
    "font.woff2": FONT,
    "pagefind/wasm.en.pagefind": gzip.compress(b"pagefind"),
    "index.html.gz": gzip.compress(PAGE),
    "index.html.br": b"compressed",
}


def finished(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder / "site"


def test_what_the_web_needs_is_published(tmp_path: Path) -> None:
    require_web_files(finished(tmp_path, GOOD), tmp_path)


@pytest.mark.parametrize("suffix", [suffix for suffix in TYPES if suffix != ".svg"])
def test_a_file_that_only_has_the_name_of_a_type_is_refused(suffix: str, tmp_path: Path) -> None:
    for data in (b"\x7fELF\0\0\xff\xff", b"\0\0\0\0", b"MZ\x90\0"):
        with pytest.raises(Failure, match=rf"x{suffix}: its content is not of the type"):
            require_web_files(finished(tmp_path, {f"x{suffix}": data}), tmp_path)


SOURCE = minimal().encode()


@pytest.mark.parametrize(
    ("name", "data", "part"),
    [
        *(
            (f"x{suffix}", b"text", "files of this type")
            for suffix in (
                *(".md", ".yaml", ".yml", ".py", ".pyc", ".po", ".mo", ".jinja", ".sh", ".php"),
                *(".psd", ".xlsx", ".docx", ".pdf", ".zip", ".bak", ".png~", ".exe", ".swp", ""),
                *(".JPG", ".html.orig", ".gif", ".log", ".sqlite", ".pem", ".key", ".env"),
            )
        ),
        ("alone.html.gz", gzip.compress(PAGE), "files of this type"),
        ("alone.html.br", b"x", "files of this type"),
        (".env", b"A=1", "hidden"),
        (".git/config", b"x", "hidden"),
        ("theme/.DS_Store", b"x", "hidden"),
        (".well-known/.x.txt", b"x", "hidden"),
        ("x.html", b"<p>No page", "its content"),
        ("x.html", b"<!doctype html>\0", "its content"),
        ("x.html", b"<!doctype html>\xe9", "its content"),
        ("x.png", PAGE, "its content"),
        ("x.jpg", photos.plain("PNG"), "its content"),
        ("x.svg", PAGE, "its content"),
        ("x.svg", b"<svg><script>1</script></svg>", "its content"),
        ("x.pf_index", b"index", "its content"),
        ("x.txt", SOURCE, "a copy of a source"),
        ("a/x.csv", b"---\ntitle: x\n", "a copy of a source"),
    ],
)
def test_any_other_file_is_refused(name: str, data: bytes, part: str, tmp_path: Path) -> None:
    sources = {"locations/az-mesa.yaml": SOURCE, "content/pages/x.md": b"---\ntitle: x\n"}
    for source, text in sources.items():
        (tmp_path / source).parent.mkdir(parents=True)
        (tmp_path / source).write_bytes(text)
    site = finished(tmp_path, {**GOOD, name: data})
    with pytest.raises(Failure) as refusal:
        require_web_files(site, tmp_path)
    first, line, _remedy = str(refusal.value).split("\n")
    assert first == "1 file of the finished site must not be published:"
    assert line.startswith(f"  {name}: ")
    assert part in line


def test_links_and_pipes_are_refused_and_not_followed(tmp_path: Path) -> None:
    site = finished(tmp_path, GOOD)
    os.symlink("/proc/self/environ", site / "environ.txt")
    os.symlink("..", site / "up")
    os.symlink("nowhere", site / "broken.html")
    os.mkfifo(site / "pipe.txt")
    with pytest.raises(Failure) as refusal:
        require_web_files(site, tmp_path)
    lines = str(refusal.value).split("\n")[1:-1]
    names = ("broken.html", "environ.txt", "pipe.txt", "up")
    assert sorted(lines) == [f"  {name}: this is no ordinary file." for name in names]


def test_an_image_that_comes_out_as_it_was_is_no_copy_of_a_source(tmp_path: Path) -> None:
    image = tmp_path / "content" / "images" / "room.png"
    image.parent.mkdir(parents=True)
    image.write_bytes(GOOD["room.png"])
    require_web_files(finished(tmp_path, GOOD), tmp_path)


def test_what_lies_in_the_theme_by_mistake_stops_a_build(
    project: MakeProject, tmp_path: Path
) -> None:
    root = project({"locations/az-mesa.yaml": minimal().replace("status: open", "status: closed")})
    assert build(root).returncode == 0
    before = os.readlink(root / "output")
    static = shutil.copytree(ROOT / "theme", tmp_path / "theme") / "static"
    mistakes = {
        "design.psd": b"8BPS",
        "notes.md": b"# Notes",
        "icons/.secret": b"x",
        "images/photo.jpg": PAGE,
        "copy.txt": (root / "locations" / "az-mesa.yaml").read_bytes(),
    }
    for name, data in mistakes.items():
        (static / name).parent.mkdir(exist_ok=True)
        (static / name).write_bytes(data)
    settings = tmp_path / "pelicanconf.py"
    conf = (ROOT / "pelicanconf.py").read_text("utf-8")
    settings.write_text(f"{conf}\nTHEME = {str(tmp_path / 'theme')!r}\n", "utf-8")
    done = build(root, "--settings", str(settings))
    assert done.returncode == 2, done.stdout + done.stderr
    assert "error: 5 files of the finished site must not be published:" in done.stderr
    assert [name for name in mistakes if f"  theme/{name}: " not in done.stderr] == []
    assert "Nothing was published; the live site is unchanged." in done.stderr
    assert os.readlink(root / "output") == before
    assert not list((root / ".builds" / "output").glob("*.unfinished"))
