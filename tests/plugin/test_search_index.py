"""The index of the search holds what is marked, is always the same, and fails aloud."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from plugins.clinics.failures import ExitCode, Failure
from plugins.clinics.search_index import write_search_index
from plugins.clinics.search_order import SIGNATURE, put_in_order
from tests.plugin.test_build import contents

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta name="search-kind" content="{kind}" data-pagefind-filter="kind[content]">
<meta name="search-treatment" content="A, B ({title})" data-pagefind-filter="treatment[content]">
</head><body><main{mark}><h1>{title}</h1><p>Words of {title}.<sup class="citation">[1]</sup></p>
<p data-pagefind-ignore>Not this.</p></main></body></html>"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Twenty marked pages of as many kinds, and one that is not marked."""
    for number in range(20):
        write(tmp_path, f"page-{number}", f"Kind {number}", " data-pagefind-body")
    write(tmp_path, "hidden", "Kind 0", "")
    return tmp_path


def write(site: Path, name: str, kind: str, mark: str) -> None:
    path = site / name / "index.html"
    path.parent.mkdir()
    path.write_text(PAGE.format(title=name.title(), kind=kind, mark=mark))


def fragments(site: Path) -> list[dict[str, Any]]:
    """What the index says of each page."""
    paths = sorted((site / "pagefind" / "fragment").iterdir())
    unpacked = (gzip.decompress(path.read_bytes()) for path in paths)
    return [json.loads(data.removeprefix(SIGNATURE)) for data in unpacked]


def test_the_index_holds_the_marked_pages_and_of_them_what_is_not_ignored(site: Path) -> None:
    write_search_index(site)
    found = {item["url"]: item for item in fragments(site)}
    assert set(found) == {f"/page-{number}/" for number in range(20)}
    assert found["/page-7/"]["content"] == "Page-7. Words of Page-7."
    assert found["/page-7/"]["filters"] == {"kind": ["Kind 7"], "treatment": ["A, B (Page-7)"]}


def test_nothing_else_is_left_in_the_site(site: Path) -> None:
    before = set(contents(site))
    write_search_index(site)
    added = set(contents(site)) - before
    assert all(name.startswith("pagefind/") for name in added)
    assert [name for name in added if "ui" in name or "highlight" in name] == []
    assert {path.name for path in site.iterdir() if "page" not in path.name} == {"hidden"}


def test_the_same_pages_give_the_same_bytes(site: Path) -> None:
    """Twenty values of two filters: Pagefind itself would write them in another order each time."""
    runs = []
    for _ in range(3):
        write_search_index(site)
        runs.append(contents(site))
        shutil.rmtree(site / "pagefind")
    assert runs[0] == runs[1] == runs[2]
    filters = {name: data for name, data in runs[0].items() if name.endswith(".pf_filter")}
    assert len(filters) == 2
    for data in filters.values():
        assert gzip.decompress(data).startswith(SIGNATURE)


def test_a_site_without_a_marked_page_has_no_index(tmp_path: Path) -> None:
    write(tmp_path, "hidden", "Kind", "")
    write_search_index(tmp_path)
    assert not (tmp_path / "pagefind").exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"something else", "does not begin with pagefind_dcd"),
        (SIGNATURE + b"\x82\x61a\x61b", "no array where one was expected"),
        (SIGNATURE + b"\x82\xf6\x80", "an item of kind 7"),
    ],
)
def test_files_of_another_release_are_refused(site: Path, content: bytes, reason: str) -> None:
    write_search_index(site)
    path = next((site / "pagefind" / "filter").iterdir())
    path.write_bytes(gzip.compress(content))
    with pytest.raises(ValueError, match=reason):
        put_in_order(site / "pagefind")


PROGRAMS = {
    "ends": "#!/bin/sh\necho 'no space left' >&2\nexit 1\n",
    "does nothing": "#!/bin/sh\n",
    "is no program": "",
}


@pytest.mark.parametrize("text", PROGRAMS.values(), ids=PROGRAMS)
def test_a_program_that_fails_is_a_failure_of_the_build(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    program = tmp_path / "pagefind-program"
    program.write_text(text)
    program.chmod(0o755 if text else 0o644)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(program))
    with pytest.raises(Failure, match=r"index of the search could not be made: .+") as failure:
        write_search_index(site)
    assert failure.value.code == ExitCode.ENVIRONMENT
