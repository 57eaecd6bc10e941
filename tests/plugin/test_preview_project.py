"""The project in memory: what the preview shows after an edit, after a mistake, on another day."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plugins.clinics.load import files
from plugins.clinics.load.files import load_file
from plugins.clinics.load.memory import Memory, remembering
from plugins.clinics.model.location import Location
from plugins.clinics.preview.child import Child, code_of
from plugins.clinics.preview.process import Message
from plugins.clinics.preview.project import Project
from plugins.clinics.preview.renderer import Renderer
from plugins.clinics.preview.status import Status
from tests.conftest import AS_OF, ROOT, minimal
from tests.plugin.test_site_small import SITE


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the small site whose files are settled: they were not written just now."""
    root = tmp_path / "site"
    shutil.copytree(SITE, root)
    for path in root.rglob("*.*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return root


@pytest.fixture
def project(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """That site in memory, read and checked."""
    monkeypatch.setenv("AS_OF", AS_OF.isoformat())
    project = Project(root, ROOT / "pelicanconf.py", tmp_path / "made")
    project.catch_up()
    check(project)
    assert project.text_of_errors == ""
    return project


def check(project: Project) -> None:
    """Let the checks come to their end."""
    while not project.is_checked:
        project.check_on()


def page(project: Project, path: str, day: datetime.date | None = None) -> str:
    """A page as it is now."""
    made = project.make(path, day)
    assert made.folder is not None
    assert made.fault == ""
    return (made.folder / path / "index.html").read_text("utf-8")


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Replace a file by one with another text."""
    path = root / name
    text = path.read_text("utf-8")
    assert old in text
    path.unlink()
    path.write_text(text.replace(old, new), "utf-8")


def first_clinic() -> tuple[str, str, str]:
    """A clinic of the small site: its file, its address, its name."""
    path = sorted((SITE / "locations").glob("[a-z]*.yaml"))[0]
    state, _, rest = path.stem.partition("-")
    name = next(x for x in path.read_text().splitlines() if x.startswith("name: "))
    return f"locations/{path.name}", f"locations/{state}/{rest}/", name


def test_an_edit_is_seen_and_its_file_is_named(project: Project, root: Path) -> None:
    file, url, name = first_clinic()
    number = project.number
    assert project.catch_up() == ()
    edit(root, file, name, "name: Another Name")
    assert "Another Name" not in page(project, url)
    assert project.catch_up() == (file,)
    assert project.number > number
    assert "Another Name" in page(project, url)
    assert project.make(url).source == file


def test_a_file_with_a_mistake_leaves_the_last_good_page(project: Project, root: Path) -> None:
    file, url, name = first_clinic()
    before, number = page(project, url), project.number
    edit(root, file, name, f"{name}\nname: Twice")
    assert project.catch_up() == (file,)
    assert f"{file}:" in project.text_of_errors, "told before the checks have ended"
    assert page(project, url) == before
    check(project)
    assert page(project, url) == before
    assert project.number == number, "no browser has a reason to reload"


def test_a_broken_rule_is_shown_until_it_is_found_and_then_the_last_good_page(
    project: Project, root: Path
) -> None:
    file, url, name = first_clinic()
    before = page(project, url)
    edit(root, file, name, "name: Another Name")
    edit(root, file, "insurance: [aetna, cigna]", "insurance: [none-such]")
    project.catch_up()
    assert project.text_of_errors == ""
    assert "Another Name" in page(project, url)
    check(project)
    assert "“none-such”" in project.text_of_errors
    assert page(project, url) == before


def test_a_page_that_an_unchecked_edit_breaks_waits_for_the_checks(
    project: Project, root: Path
) -> None:
    file, url, _name = first_clinic()
    before = page(project, url)
    edit(root, file, "languages: [en, es]", "languages: [en, xx]")  # of which no page knows a name
    project.catch_up()
    assert not project.is_checked
    assert page(project, url) == before
    assert project.is_checked
    assert "“xx”" in project.text_of_errors


def test_a_repaired_file_is_shown_again(project: Project, root: Path) -> None:
    file, url, name = first_clinic()
    edit(root, file, name, "name: [")
    project.catch_up()
    check(project)
    assert project.text_of_errors
    edit(root, file, "name: [", "name: Repaired")
    project.catch_up()
    assert project.text_of_errors == ""
    assert "Repaired" in page(project, url)


def test_a_page_of_another_day_is_made_of_what_holds_on_that_day(project: Project) -> None:
    today, later = page(project, "report/"), page(project, "report/", datetime.date(2027, 9, 1))
    assert today != later
    assert page(project, "report/") == today
    _file, url, _name = first_clinic()
    assert "Confirmed long ago" in page(project, url, datetime.date(2027, 9, 1))
    assert "Confirmed long ago" not in page(project, url)


def test_the_theme_is_read_again_when_it_changes(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    monkeypatch.setitem(project._settings, "THEME", str(theme))
    project.catch_up()
    assert "A new footer" not in page(project, "about/")
    (theme / "templates" / "partials" / "footer.html").write_text("A new footer")
    project.catch_up()
    assert "A new footer" in page(project, "about/")
    (theme / "templates" / "partials" / "footer.html").write_text("\n{{ no_such_name }}")
    project.catch_up()
    assert "footer.html:2: error: 'no_such_name' is undefined" in project.make("about/").fault


def test_the_theme_is_read_again_also_while_the_content_has_a_mistake(
    project: Project, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    monkeypatch.setitem(project._settings, "THEME", str(theme))
    file, url, name = first_clinic()
    project.catch_up()
    assert "A new footer" not in page(project, url)
    edit(root, file, name, "name: [")
    project.catch_up()
    assert project.text_of_errors
    (theme / "templates" / "partials" / "footer.html").write_text("A new footer")
    project.catch_up()
    assert "A new footer" in page(project, url)


def test_a_process_knows_when_its_settings_have_changed(project: Project, tmp_path: Path) -> None:
    settings = tmp_path / "settings.py"
    settings.write_text("A = 1\n")
    child = Child(project, code_of(settings), settings)
    assert not child.refresh()["is_outdated"]
    settings.write_text("A = 12\n")
    assert child.refresh()["is_outdated"]


def test_a_process_whose_code_has_changed_is_replaced(tmp_path: Path) -> None:
    ended: list[int] = []

    class Process:
        """Is outdated if it is the first one."""

        def __init__(self, _heard: object) -> None:
            self.is_first = not made

        def ask(self, _request: object) -> Message:
            return {"is_outdated": self.is_first, "changed": []}

        def end(self) -> None:
            ended.append(made.index(self))

    made: list[Process] = []
    said: list[str] = []

    def start(heard: object) -> Any:
        made.append(process := Process(heard))
        return process

    renderer = Renderer(start, tmp_path, tmp_path, Status(), said.append)
    assert renderer.refresh()
    assert (len(made), ended) == (2, [0])
    assert renderer.refresh()
    assert (len(made), ended) == (2, [0])
    assert len(said) == 1


def test_an_unknown_address_gets_the_page_that_says_so(project: Project) -> None:
    made = project.make("no/such/page/")
    assert made.folder is not None
    assert (made.folder / "404.html").is_file()
    assert not (made.folder / "no").exists()


def test_what_was_made_for_older_edits_is_deleted(project: Project, root: Path) -> None:
    file, url, name = first_clinic()
    folders = []
    for number in range(4):
        edit(root, file, name, f"name: Edit {number}")
        name = f"name: Edit {number}"
        project.catch_up()
        folders.append(project.make(url).folder)
    assert [folder is not None and folder.exists() for folder in folders] == [False] * 2 + [
        True
    ] * 2


# ------------------------------------------------------------------------------- the memory


def test_only_a_file_that_has_changed_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    original = files.read_source

    def reading(root: Path, path: Path):  # type: ignore[no-untyped-def]
        read.append(path.name)
        return original(root, path)

    monkeypatch.setattr(files, "read_source", reading)
    paths = [tmp_path / f"az-{name}.yaml" for name in ("mesa", "yuma")]
    for path in paths:
        path.write_text(minimal(path.stem))
    memory = Memory()

    def load() -> list[str]:
        read.clear()
        with remembering(memory):
            found = [load_file(Location, tmp_path, path) for path in paths]
        assert all(sourced and not problems for sourced, problems in found)
        return list(read)

    assert load() == ["az-mesa.yaml", "az-yuma.yaml"]
    assert load() == ["az-mesa.yaml", "az-yuma.yaml"], "written just now: the time proves nothing"
    monkeypatch.setattr("plugins.clinics.load.memory.SETTLED_NANOSECONDS", -1)
    load()
    assert load() == []
    paths[1].write_text(minimal("az-yuma", "Yuma"))
    assert load() == ["az-yuma.yaml"]
    paths[1].unlink()
    with remembering(memory):
        sourced, problems = load_file(Location, tmp_path, paths[1])
    assert sourced is None
    assert [problem.message for problem in problems] == ["this file is missing."]
