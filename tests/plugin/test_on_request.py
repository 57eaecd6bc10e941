"""A file made on request has the bytes that a whole build gives it."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.clinics.build import site_settings
from plugins.clinics.on_request import Compiled, OnRequest
from plugins.clinics.site import illustrated, load_site
from tests.conftest import AS_OF, ROOT
from tests.plugin.test_site_small import shared_small

MADE_FROM_FINISHED_PAGES = "pagefind"


def on_request(project: Path, folder: Path) -> OnRequest:
    """The development site of a project folder, of which nothing is made yet."""
    catalog = load_site(project, False, AS_OF).catalog
    assert catalog is not None
    settings = site_settings(ROOT / "pelicanconf.py", project, is_production=False)
    settings["JINJA_ENVIRONMENT"] = {
        **settings["JINJA_ENVIRONMENT"],
        "bytecode_cache": Compiled(),
    }
    return OnRequest(illustrated(catalog, folder), settings, folder)


def differing(built: Path, folder: Path) -> tuple[int, list[str]]:
    """How many files of a build were made on request, and which of them differ."""
    project, wrong = built.resolve().parent, []
    while not (project / "locations").is_dir():
        project = project.parent
    site = on_request(project, folder)
    names = [
        str(path.relative_to(built))
        for path in sorted(built.rglob("*"))
        if path.is_file() and path.relative_to(built).parts[0] != MADE_FROM_FINISHED_PAGES
    ]
    for name in reversed(names):  # in another order than a build: no page leans on one before it
        is_there = site.make(name)
        if not is_there or (folder / name).read_bytes() != (built / name).read_bytes():
            wrong.append(name)
    return len(names), wrong


def test_every_file_of_the_small_site_has_the_bytes_of_the_build(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    built = shared_small(tmp_path_factory, "development")
    number, wrong = differing(built, tmp_path)
    assert wrong == []
    assert number == sum(1 for path in tmp_path.rglob("*") if path.is_file())
    assert len(list(tmp_path.rglob("*.html"))) > 900  # most of them for ZIP prefixes


@pytest.mark.verify
def test_every_file_of_the_real_site_has_the_bytes_of_the_build(
    development_site: Path, tmp_path: Path
) -> None:
    number, wrong = differing(development_site, tmp_path)
    assert wrong == []
    assert number > 2000


def test_what_the_site_does_not_have_is_not_made(tmp_path: Path) -> None:
    site = on_request(ROOT / "tests" / "site_small", tmp_path)
    for path in ("missing/index.html", "locations/az", "", "index.htm", "../index.html"):
        assert not site.make(path), path
    assert list(tmp_path.iterdir()) == []
