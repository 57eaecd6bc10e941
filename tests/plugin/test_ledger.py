"""No address that was ever published is lost: `tests/urls.txt` lists them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.clinics.catalog import Catalog
from tests.conftest import ROOT, load, minimal, write_project
from tests.ledger import COMMAND, published, read_ledger, renewed, unanswered


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    found = load(ROOT, is_production=True).catalog
    assert found is not None
    return found


@pytest.fixture(scope="module")
def today(production_site: Path, catalog: Catalog) -> set[str]:
    return published(production_site, catalog)


def test_the_ledger_is_sorted_and_has_each_address_once() -> None:
    lines = read_ledger()
    assert lines == sorted(set(lines))
    assert len(lines) > 230
    assert {"/", "/faq/tms/#does-tms-hurt", "/locations.json", "/near-me/zip/"} <= set(lines)


def test_every_address_of_the_site_is_in_the_ledger(today: set[str]) -> None:
    missing = sorted(today - set(read_ledger()))
    assert missing == [], f"Addresses are new; run {COMMAND} and commit tests/urls.txt."
    assert len(today) > 230


def test_every_line_of_the_ledger_is_answered(today: set[str], catalog: Catalog) -> None:
    faults = unanswered(read_ledger(), today, catalog)
    assert not faults, "\n".join(faults)


def test_renewing_the_ledger_takes_no_line_out() -> None:
    assert renewed(["/b/", "/"], {"/a/", "/"}) == "/\n/a/\n/b/\n"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("/nowhere/", "nothing answers it"),
        ("/faq/tms/#never-asked", "Give content/faq/tms/never-asked.md its name again"),
        ("/never-a-topic/#question", "nothing answers it"),
    ],
)
def test_a_lost_address_is_told(line: str, words: str, today: set[str], catalog: Catalog) -> None:
    (fault,) = unanswered(["/", line, "/about/"], today, catalog)
    assert fault.startswith(f"{line}: ")
    assert words in fault


def test_an_address_that_a_redirect_answers_is_not_lost(today: set[str], catalog: Catalog) -> None:
    lines = ["/conditions/depression/", "/anxiety-blog/", "/service-page/ptsd/#treatment"]
    assert not set(lines) & today
    assert unanswered(lines, today, catalog) == []


def test_a_redirect_that_leads_wrong_is_told(tmp_path: Path) -> None:
    """To a page that is no longer there, and to a clinic that has closed."""
    closed = minimal("az-mesa", "Mesa", "former_urls: [/mesa/]\n").replace("open", "closed")
    other = minimal("az-yuma", "Yuma", "former_urls: [/yuma/]\n")
    files = {"locations/az-mesa.yaml": closed, "locations/az-yuma.yaml": other}
    found = load(write_project(tmp_path, files)).catalog
    assert found is not None
    live = {"/locations/az/mesa/"}
    assert unanswered(["/mesa/", "/yuma/"], live, found) == [
        "/mesa/: its redirect leads to /locations/az/mesa/, a clinic that is not there.",
        "/yuma/: its redirect leads to /locations/az/yuma/, which is no page.",
    ]
