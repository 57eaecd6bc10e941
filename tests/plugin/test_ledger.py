"""No address that was ever published is lost: `tests/urls.txt` lists them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.clinics.catalog import Catalog
from plugins.clinics.checks.ledger import published_addresses_stay
from plugins.clinics.ledger import NOT_KEPT, addresses, renewed
from plugins.clinics.problems import Place, Problem
from plugins.clinics.redirects import resolved
from tests.conftest import ROOT, Files, MakeProject, load, minimal
from tests.ledger import COMMAND, read_ledger, written
from tests.plugin.test_site_small import SITE, shared_small

from .test_checks import PAGE
from .test_checks_faq import article, question


def catalog_of(folder: Path, is_production: bool = True) -> Catalog:
    found = load(folder, is_production).catalog
    assert found is not None
    return found


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return catalog_of(ROOT)


def test_the_ledger_is_sorted_and_has_each_address_once() -> None:
    lines = read_ledger()
    assert lines == sorted(set(lines))
    assert len(lines) > 230
    assert {"/", "/faq/tms/#does-tms-hurt", "/locations.json", "/near-me/zip/"} <= set(lines)
    assert [line for line in lines if NOT_KEPT.fullmatch(line[1:])] == []


@pytest.mark.parametrize("kind", ["development", "production"])
@pytest.mark.parametrize("which", ["real", "small"])
def test_the_addresses_known_without_a_build_are_those_that_a_build_writes(
    which: str, kind: str, request: pytest.FixtureRequest
) -> None:
    is_production = kind == "production"
    if which == "real":
        site: Path = request.getfixturevalue(f"{kind}_site")
        catalog = catalog_of(ROOT, is_production)
    else:
        site = shared_small(request.getfixturevalue("tmp_path_factory"), kind)
        catalog = catalog_of(SITE, is_production)
    known, there = addresses(catalog), written(site, catalog)
    assert known == there, known ^ there
    assert len(known) > (230 if which == "real" else 30)


def test_a_site_without_articles_has_no_file_about_them(project: MakeProject) -> None:
    known = addresses(catalog_of(project({"locations/az-mesa.yaml": minimal()})))
    assert {"/sitemap.xml", "/sitemaps/pages.xml", "/locations/az/mesa/"} < known
    assert [url for url in known if "articles" in url] == []


def test_every_address_of_the_site_is_in_the_ledger(catalog: Catalog) -> None:
    missing = sorted(addresses(catalog) - set(read_ledger()))
    assert missing == [], (
        f"Addresses are new; run {COMMAND} and commit tests/urls.txt, or add these lines there."
    )


def test_every_line_of_the_ledger_is_answered_in_one_step(catalog: Catalog) -> None:
    today, redirects = addresses(catalog), resolved(catalog)
    assert list(published_addresses_stay(catalog)) == []
    for line in read_ledger():
        if line not in today:
            to = redirects.answer(line)
            assert f"/{to}" in today, line
            assert redirects.answer(f"/{to}") is None, line


def test_renewing_the_ledger_takes_no_line_out() -> None:
    assert renewed(["/b/", "/"], {"/a/", "/"}) == "/\n/a/\n/b/\n"


# --- what the rule says --------------------------------------------------------------------------


def lost(make: MakeProject, lines: str, files: Files, **how: bool) -> list[Problem]:
    """What the rule says about a project with these lines in its ledger."""
    everything: Files = {"locations/az-other.yaml": minimal("az-other", "Other"), **files}
    folder = make({"tests/urls.txt": lines.replace(" ", "\n") + "\n", **everything})
    site = load(folder, **how)
    assert site.catalog is not None
    return list(published_addresses_stay(site.catalog))


EAST = {"locations/az-mesa-east.yaml": minimal("az-mesa-east", "Mesa East")}
YUMA = {"locations/az-yuma.yaml": minimal("az-yuma", "Yuma")}
RENAMED = {"locations/az-gilbert.yaml": minimal("az-mesa", "Gilbert")}
ELSEWHERE = {"locations/nv-mesa.yaml": minimal("nv-mesa", "Mesa")}
CLOSED_WITH = minimal("az-shut", "Shut", "former_urls: [/locations/az/mesa/]\n").replace(
    "status: open", "status: closed"
)
IS_IT = "(is it {} under a new name?)"

LOST: dict[str, tuple[str, Files, str, str]] = {
    "a clinic with a new name": (
        "/locations/az/other/ /locations/az/mesa/",
        EAST,
        "nothing answers /locations/az/mesa/ any more.",
        "add “former_urls: [/locations/az/mesa/]” to locations/az-mesa-east.yaml (is it "
        "locations/az-mesa.yaml under a new name?)",
    ),
    "a clinic that has kept its id": (
        "/locations/az/other/ /locations/az/mesa/",
        {**EAST, **RENAMED},
        "nothing answers",
        "to locations/az-gilbert.yaml (is it",
    ),
    "a clinic and the only new one of its state": (
        "/locations/az/other/ /locations/az/mesa/",
        {**YUMA, **ELSEWHERE},
        "nothing answers",
        "to locations/az-yuma.yaml (is it",
    ),
    "a clinic that was deleted": (
        "/locations/az/other/ /locations/az/mesa/",
        ELSEWHERE,
        "nothing answers",
        "restore locations/az-mesa.yaml (with “status: closed” or",
    ),
    "an article": (
        "/articles/a-texts/",
        article(),
        "nothing answers /articles/a-texts/",
        "to content/articles/tms.md (is it content/articles/a-texts.md under a new name?)",
    ),
    "a page that was deleted": (
        "/page/",
        {},
        "nothing answers",
        "restore content/pages/page.md, or add “former_urls: [/page/]” to the file that replaces",
    ),
    "a list of pages": (
        "/articles/",
        {},
        "nothing answers",
        "add “{from: /articles/, to: …, reason: …}” to the redirects of locations/_redirects.yaml.",
    ),
    "a question with a new name": (
        "/faq/tms/#does-it-ache",
        question(),
        "the question /faq/tms/#does-it-ache is not there any more.",
        "give content/faq/tms/does-it-ache.md its name again: is it "
        "content/faq/tms/does-it-hurt.md now? No server",
    ),
    "a question in another topic": (
        "/faq/safety/#does-it-hurt",
        question() | {"content/faq/safety/other.md": question()["content/faq/tms/does-it-hurt.md"]},
        "the question /faq/safety/#does-it-hurt is not",
        "its name again: it is content/faq/tms/does-it-hurt.md now.",
    ),
    "a question that was deleted": (
        "/faq/tms/#does-it-hurt /faq/tms/#is-it-loud",
        question(),
        "the question /faq/tms/#is-it-loud is not there any more.",
        "its name again, or restore it and let its answer say what is true today.",
    ),
    "a redirect to a clinic that has closed": (
        "/locations/az/mesa/",
        {"locations/az-shut.yaml": CLOSED_WITH},
        "/locations/az/mesa/ leads to “az-shut”, a clinic that has closed or will.",
        "take it out of former_urls of locations/az-shut.yaml, and add",
    ),
    "a redirect to a clinic that will close": (
        "/locations/az/mesa/",
        {"locations/az-shut.yaml": CLOSED_WITH + "status_from: 2027-03-01\n"},
        "/locations/az/mesa/ leads to “az-shut”, a clinic that has closed or will.",
        "“{from: /locations/az/mesa/, to: /locations/az/, reason: …}”",
    ),
}


@pytest.mark.parametrize("case", LOST)
@pytest.mark.parametrize("is_production", [False, True], ids=["development", "production"])
def test_a_lost_address_is_told_at_its_line_with_the_remedy(
    case: str, is_production: bool, project: MakeProject
) -> None:
    lines, files, message, hint = LOST[case]
    (problem,) = lost(project, lines, files, is_production=is_production)
    last = lines.split(" ")[-1]
    assert problem.path == "tests/urls.txt"
    assert problem.place == Place(lines.count(" ") + 1, 1, len(last))
    assert problem.excerpt == last
    assert problem.is_error
    assert message in problem.message
    assert hint in problem.hint


@pytest.mark.parametrize(
    "line",
    [
        *("https://[x", "https://evil.com/", "//evil.com/", "foo", "#", "/x/ ", "/a\0/", "/a//b/"),
        *("/locations/../", "/..", '/locations/x";}/', "/locations/$host/", "/locations/*/"),
    ],
)
def test_a_line_that_is_no_address_is_told_and_reaches_no_server(
    line: str, project: MakeProject
) -> None:
    """The rules of a web server must not be broken out of."""
    text = f"/\n{line}\n"
    folder = project(
        {"tests/urls.txt": text, "locations/az-other.yaml": minimal("az-other", "Other")}
    )
    catalog = catalog_of(folder)
    (problem,) = published_addresses_stay(catalog)
    assert problem.place == Place(2, 1, len(line))
    assert problem.message == f"“{line}” is not an address of this site."
    assert resolved(catalog).exact == ()


HELD = minimal("nv-held", "Held", "unconfirmed: [status]\n")

KEPT: dict[str, tuple[str, Files]] = {
    "what is there": ("/ /locations/az/ /locations.csv /robots.txt /sitemap.xml /near-me/", {}),
    "no ledger of today's new page": ("/", EAST),
    "what a file declares": (
        "/locations/az/mesa/",
        {"locations/az-east.yaml": minimal("az-east", "E", "former_urls: [/locations/az/mesa]\n")},
    ),
    "what _redirects.yaml declares, also wrongly, which another rule tells": (
        "/old/ /older/",
        {
            "locations/_redirects.yaml": "redirects:\n"
            "  - {from: /old, to: /locations/, reason: test}\n"
            "  - {from: /older/, to: /nowhere/, reason: test}\n"
        },
    ),
    "a clinic that is held back, its city and its state": (
        "/locations/nv/held/ /locations/nv/ /locations/nv/city/reno/ /locations/az/city/mesa/",
        {"locations/nv-held.yaml": HELD},
    ),
    "a clinic that has moved": (
        "/locations/az/mesa/",
        {
            "locations/az-mesa.yaml": minimal("az-mesa", "Mesa", "moved_to: az-other\n").replace(
                "status: open", "status: moved"
            )
        },
    ),
    "a file that cannot be read": (
        "/locations/az/mesa/ /locations/az/tempe/",
        {"locations/az-mesa.yaml": "id: [", "content/pages/page.md": PAGE},
    ),
    "redirects that cannot be read": ("/old/", {"locations/_redirects.yaml": "redirects: ["}),
    "topics that cannot be read": (
        "/faq/ /faq/tms/ /faq/tms/#does-it-hurt",
        question() | {"content/faq/_topics.yaml": "topics: ["},
    ),
}


@pytest.mark.parametrize("case", KEPT)
@pytest.mark.parametrize("is_production", [False, True], ids=["development", "production"])
def test_an_address_that_is_answered_is_not_lost(
    case: str, is_production: bool, project: MakeProject
) -> None:
    assert lost(project, *KEPT[case], is_production=is_production) == []


def test_what_ceases_without_an_edit_is_answered_by_its_state(project: MakeProject) -> None:
    """A city whose second clinic has closed, a held clinic, a state whose clinics are all held."""
    lines = "/locations/az/city/mesa/ /locations/nv/held/ /locations/nv/ /locations/az/other/"
    files = {
        "tests/urls.txt": lines.replace(" ", "\n"),
        "locations/az-other.yaml": minimal("az-other", "Other"),
        "locations/nv-held.yaml": HELD,
    }
    folder = project(files)
    found = resolved(catalog_of(folder))
    assert [found.answer(line) for line in lines.split(" ")] == [
        "locations/az/",
        "locations/",
        "locations/",
        None,
    ]
    shown = resolved(catalog_of(folder, is_production=False))
    assert [shown.answer(line) for line in lines.split(" ")] == ["locations/az/", None, None, None]
