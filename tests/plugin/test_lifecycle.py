"""From one status follow page, markup, lists, near me, sitemap, exports, news and redirects.

A clinic moves, two are merged, one closes, one is renamed; before the day and from the day on.
"""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.clinics.catalog import Catalog
from plugins.clinics.news import news
from plugins.clinics.redirects import resolved, server_files
from tests.conftest import SITE_URL, Files, MakeProject, build, leads_on, load, minimal

DAY = datetime.date(2027, 3, 1)
EVE = datetime.date(2027, 2, 28)

OLD_HOST = "https://mesa.old.org/"
MOVED = f"status_from: {DAY}\nmoved_to: az-new\nformer_urls: [/mesa/, {OLD_HOST}]\n"
PARTS = "street_address: {}, address_locality: Mesa, address_region: AZ, postal_code: {}"
LINKS = (
    "---\ntitle: Links\ndescription: To a clinic.\n---\n\n"
    "[By file]({filename}/locations/az-old.yaml) and [by address](/locations/az/old/#hours).\n"
)
HOURS = "opening_hours: {monday: 08:00-17:00}\ntelephone: 602-224-1234\n"


def clinic(
    slug: str, name: str, street: str = "", zip_code: str = "85201", more: str = "", **facts: str
) -> str:
    text = minimal(slug, name, more)
    if street:
        address = PARTS.format(street, zip_code)
        text = text.replace("address: {address_region: AZ}", f"address: {{{address}}}")
    return text.replace("status: open", f"status: {facts.get('status', 'open')}")


def moving(more: str = "", **how: str) -> Files:
    """A clinic that moves on a day, its successor, a third one, and a text with links."""
    old = clinic("az-old", "Quillgate", "123 Old Street", more=MOVED + HOURS + more, status="moved")
    new = clinic("az-new", "New Town", "9 New Street", "85203", how.get("new", ""))
    third = clinic("az-third", "Third", "5 Third Street", "85204")
    return {
        "locations/az-old.yaml": old,
        "locations/az-new.yaml": new,
        "locations/az-third.yaml": third,
        "content/pages/links.md": LINKS,
    }


def catalog_on(folder: Path, day: datetime.date, is_production: bool = True) -> Catalog:
    site = load(folder, is_production)
    assert site.catalog is not None
    assert not site.has_errors, site.problems
    return replace(site.catalog, as_of=day)


class Built:
    """A production build of a project on a day."""

    def __init__(self, folder: Path, day: datetime.date, *options: str) -> None:
        how = options or ("--production",)
        done = build(folder, *how, SITEURL=SITE_URL, AS_OF=day.isoformat())
        assert done.returncode == 0, done.stdout + done.stderr
        self.site = folder / ("public" if "--production" in how else "output")

    def text(self, name: str) -> str:
        return (self.site / name).read_text("utf-8")

    def page(self, url: str) -> BeautifulSoup:
        return BeautifulSoup(self.text(f"{url}index.html"), "html.parser")

    def notices(self, url: str) -> str:
        found = self.page(url).select(".notice")
        return " ".join(" ".join(item.get_text().split()) for item in found)

    def names_it(self, name: str) -> set[str]:
        """The pages, exports, feeds and sitemaps in which a word stands; not the search's index."""
        left_out = ("near-me/zip/", "pagefind/", "nginx/", "theme/", "near/t/")
        ends = (".html", ".json", ".geojson", ".csv", ".kml", ".xml", ".txt", ".vcf", ".ics")
        return {
            path.relative_to(self.site).as_posix()
            for path in self.site.rglob("*")
            if path.suffix in ends
            and not path.relative_to(self.site).as_posix().startswith(left_out)
            and name in path.read_text("utf-8")
        }


def markup(page: BeautifulSoup) -> list[dict[str, object]]:
    script = page.find("script", type="application/ld+json")
    assert script is not None
    nodes: list[dict[str, object]] = json.loads(script.get_text())["@graph"]
    return nodes


# --- A move --------------------------------------------------------------------------------------


def test_until_its_day_a_clinic_that_moves_is_an_open_one_that_says_so(
    project: MakeProject,
) -> None:
    site = Built(project(moving("status_message: We need more room.\n")), EVE)
    assert site.notices("locations/az/old/") == (
        "This clinic moves on March 1, 2027. Until then it is here for you as usual. "
        "We need more room. From then on, please go to our New Town clinic."
    )
    page = site.page("locations/az/old/")
    assert page.find("meta", attrs={"name": "robots"}) is None
    (node,) = (node for node in markup(page) if node["@type"] == "MedicalClinic")
    assert node["telephone"] == "+16022241234"
    assert "openingHoursSpecification" in node
    (listed,) = (
        item
        for item in json.loads(site.text("locations.json"))["locations"]
        if item["id"] == "az-old"
    )
    assert listed["status"] == "open"
    assert {"status_from", "status_message"}.isdisjoint(listed)
    assert "Quillgate" in site.page("locations/az/").get_text()
    assert not site.page("locations/az/").select("#former")
    assert "/locations/az/old/" in site.text("sitemaps/locations.xml")
    assert "/locations/az/old/" in site.text("links/index.html")
    assert "az/old " not in site.text("_redirects")
    assert site.notices("locations/az/new/") == "Our Quillgate clinic moves here on March 1, 2027."
    assert site.page("locations/az/new/").select('.notice a[href="/locations/az/old/"]')


def test_from_its_day_on_every_kind_of_host_leads_to_the_successor(project: MakeProject) -> None:
    site = Built(project(moving()), DAY)
    file = site.site / "locations/az/old/index.html"
    assert leads_on(file)
    html = file.read_text("utf-8")
    assert '<meta http-equiv="refresh" content="0; url=/locations/az/new/">' in html
    assert f'<link rel="canonical" href="{SITE_URL}/locations/az/new/">' in html
    assert '<meta name="robots" content="noindex">' in html
    lines = site.text("_redirects").splitlines()
    to = f"{SITE_URL}/locations/az/new/"
    assert {
        *(f"/locations/az/old {to} 301!", f"/locations/az/old/ {to} 301"),
        *(f"/locations/az/old/index.html {to} 301", f"/mesa/ {to} 301"),
        f"https://mesa.old.org/* {to} 301!",
    } <= set(lines)
    nginx = site.text("nginx/redirects.conf")
    assert f'"/locations/az/old" "{to}";' in nginx
    assert f'"~^mesa\\.old\\.org/" "{to}";' in nginx
    assert "/locations/az/old → /locations/az/new/" in site.text("redirects.txt")


def test_from_its_day_on_no_page_no_export_and_no_map_names_the_old_address(
    project: MakeProject,
) -> None:
    """But the lists of redirects, and in words the page of the state and of the successor."""
    site = Built(project(moving()), DAY)
    assert site.names_it("az/old") == {"redirects.txt"}
    assert site.names_it("Quillgate") == {
        "feeds/clinics.atom.xml",
        "locations/az/index.html",
        "locations/az/new/index.html",
    }
    former = site.page("locations/az/").select_one("#former + ul")
    assert former is not None
    assert former.get_text(" ", strip=True) == "Quillgate Moved Please go to New Town ."
    assert [str(link["href"]) for link in former.select("a")] == ["/locations/az/new/"]


def test_the_page_of_the_successor_tells_what_has_moved_there(project: MakeProject) -> None:
    site = Built(project(moving()), DAY)
    sentence = "Our Quillgate clinic has moved here from 123 Old Street on March 1, 2027."
    assert site.notices("locations/az/new/") == sentence
    nodes = markup(site.page("locations/az/new/"))
    (node,) = (node for node in nodes if node["@type"] == "MedicalClinic")
    assert node["name"] == "Serenity Mental Health Centers New Town"
    assert "Old" not in json.dumps(nodes)


@pytest.mark.parametrize(
    ("unconfirmed", "sentence"),
    [
        ("address", "Our Quillgate clinic has moved here on March 1, 2027."),
        ("status_from", "Our Quillgate clinic has moved here from 123 Old Street."),
        ("address, status_from", "Our Quillgate clinic has moved here."),
    ],
)
def test_what_is_unconfirmed_of_a_move_is_not_published(
    unconfirmed: str, sentence: str, project: MakeProject
) -> None:
    folder = project(moving(f"unconfirmed: [{unconfirmed}]\n"))
    assert Built(folder, DAY).notices("locations/az/new/") == sentence
    shown = Built(folder, DAY, "--root", str(folder)).notices("locations/az/new/")
    assert "from 123 Old Street on March 1, 2027." in shown
    assert shown.count("unconfirmed") == unconfirmed.count(",") + 1


def test_a_day_that_is_not_confirmed_sends_nobody_away_before_it(project: MakeProject) -> None:
    site = Built(project(moving("unconfirmed: [status_from]\n")), EVE)
    assert site.notices("locations/az/old/") == (
        "This clinic moves soon. Until then it is here for you as usual. From then on, please go "
        "to our New Town clinic."
    )
    assert site.notices("locations/az/new/") == "Our Quillgate clinic moves here soon."


@pytest.mark.parametrize("is_production", [False, True], ids=["development", "production"])
@pytest.mark.parametrize(
    ("more", "new"),
    [
        ("unconfirmed: [moved_to]\n", ""),
        ("unconfirmed: [status]\n", ""),
        ("", "unconfirmed: [status]\n"),
    ],
    ids=["successor unconfirmed", "move unconfirmed", "successor held back"],
)
def test_until_the_successor_is_sure_the_old_page_stays_as_a_notice(
    more: str, new: str, is_production: bool, project: MakeProject
) -> None:
    files = {name: text for name, text in moving(more, new=new).items() if ".yaml" in name}
    catalog = catalog_on(project(files), DAY, is_production)
    is_held = is_production and more == "unconfirmed: [status]\n"
    leads_on = not is_production and bool(new)
    assert ("az-old" in catalog.held) == is_held
    assert ("az-old" in catalog.moved) == leads_on
    answer = resolved(catalog).answer("/locations/az/old/")
    assert answer == ("locations/az/new/" if leads_on else None)
    if not is_held and not leads_on:
        old = catalog.location("az-old")
        assert not old.is_listed
        assert [item.slug for item in catalog.state("AZ").former] == ["az-old"]


def test_a_successor_that_opens_later_is_announced_with_both_days(project: MakeProject) -> None:
    opening = f"status_from: {DAY}\n"
    files = dict(moving(new=opening))
    files["locations/az-new.yaml"] = files["locations/az-new.yaml"].replace(
        "status: open", "status: opening_soon"
    )
    site = Built(project(files), EVE)
    assert site.notices("locations/az/new/") == (
        "Opening soon This clinic plans to open on March 1, 2027. "
        "Our Quillgate clinic moves here on March 1, 2027."
    )
    assert "From then on" in site.notices("locations/az/old/")


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (
            EVE,
            (
                "Quillgate clinic, Arizona: moving soon",
                "This clinic moves on March 1, 2027. From then on, please go to our New Town "
                "clinic, Arizona.",
                "locations/az/old/",
            ),
        ),
        (
            DAY,
            (
                "Quillgate clinic, Arizona: moved",
                "This clinic has moved as of March 1, 2027. Please do not come to its former "
                "address. Please go to our New Town clinic, Arizona.",
                "locations/az/new/",
            ),
        ),
    ],
    ids=["before", "after"],
)
def test_the_news_of_a_move_leads_to_a_page_that_is_there(
    day: datetime.date, told: tuple[str, str, str], project: MakeProject
) -> None:
    (entry,) = news(catalog_on(project(moving()), day), SITE_URL)
    assert (entry.title, entry.summary, entry.url.removeprefix(f"{SITE_URL}/")) == told
    assert entry.id.endswith("#az-old-moved-2027-03-01")
    assert entry.published == DAY


def test_links_in_texts_follow_a_clinic_on_its_day(project: MakeProject) -> None:
    """No link passes through a redirect, though nobody has edited the text."""
    folder = project(moving())
    for day, urls in ((EVE, ["old/", "old/#hours"]), (DAY, ["new/", "new/"])):
        prose = Built(folder, day).page("links/").select("main a[href^='/locations/az/']")
        assert [str(a["href"]) for a in prose] == [f"/locations/az/{url}" for url in urls]


def test_the_last_clinic_of_a_state_may_move_to_another_state(project: MakeProject) -> None:
    nevada = minimal("nv-old", "Old", "moved_to: az-new\n").replace("open", "moved", 1)
    files = {"locations/nv-old.yaml": nevada, "locations/az-new.yaml": minimal("az-new", "New")}
    ledger = "/locations/nv/\n/locations/nv/old/\n"
    catalog = catalog_on(project({**files, "tests/urls.txt": ledger}), DAY)
    assert "locations/nv/" in catalog.urls
    assert catalog.state("NV").locations == ()
    assert resolved(catalog).answer("/locations/nv/old/") == "locations/az/new/"


# --- A merger ------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_production", [False, True], ids=["development", "production"])
def test_two_clinics_are_merged_into_one(is_production: bool, project: MakeProject) -> None:
    def gone(slug: str, name: str, street: str, zip_code: str) -> str:
        more = f"status_from: {DAY}\nmoved_to: az-both\nformer_urls: [/{name.lower()}/]\n"
        return clinic(slug, name, street, zip_code, more, status="moved")

    files = {
        "locations/az-east.yaml": gone("az-east", "East", "1 East Street", "85201"),
        "locations/az-west.yaml": gone("az-west", "West", "2 West Street", "85204"),
        "locations/az-both.yaml": clinic("az-both", "Both", "3 Main Street", "85203"),
        "tests/urls.txt": "/locations/az/city/mesa/\n/locations/az/east/\n/locations/az/west/\n",
    }
    folder = project(files)
    catalog = catalog_on(folder, DAY, is_production)
    found = resolved(catalog)
    for asked in ("/locations/az/east/", "/locations/az/west", "/east/", "/west/"):
        assert found.answer(asked) == "locations/az/both/"
    assert [item.slug for item in catalog.locations] == ["az-both"]
    both = catalog.location("az-both")
    assert [item.slug for item in catalog.predecessors(both)] == ["az-east", "az-west"]
    assert found.answer("/locations/az/city/mesa/") == "locations/az/"
    assert "/locations/az/east → " in server_files(found, SITE_URL)["redirects.txt"].decode()
    # The only page of the ledger that no clinic takes with it is that of the city.
    options = ("--production", "--fewer-pages") if is_production else ("--root", str(folder))
    assert Built(folder, DAY, *options).notices("locations/az/both/") == (
        "Our East clinic has moved here from 1 East Street on March 1, 2027. "
        "Our West clinic has moved here from 2 West Street on March 1, 2027."
    )


# --- A closure -----------------------------------------------------------------------------------


def closing(more: str = f"status_from: {DAY}\n") -> Files:
    return {
        "locations/az-old.yaml": clinic(
            "az-old", "Quillgate", "123 Old Street", more=HOURS + more, status="closed"
        ),
        "locations/az-near.yaml": clinic("az-near", "Near", "9 New Street", "85203"),
        "locations/az-far.yaml": clinic("az-far", "Far", "5 Far Street", "85387"),
        "content/pages/links.md": LINKS,
    }


def test_a_closed_clinic_keeps_its_page_as_a_notice_with_the_nearest_open_ones(
    project: MakeProject,
) -> None:
    site = Built(project(closing()), DAY)
    page = site.page("locations/az/old/")
    assert site.notices("locations/az/old/") == "Closed This clinic has closed as of March 1, 2027."
    names = [link.get_text() for link in page.select("#nearby ~ .cards .card-title a")]
    assert names == ["Near", "Far"]
    robots = page.find("meta", attrs={"name": "robots"})
    assert robots is not None
    assert robots["content"] == "noindex"
    assert {node["@type"] for node in markup(page)} == {"WebPage", "BreadcrumbList"}
    assert "602-224-1234" not in page.get_text(), "nobody answers there"
    assert site.names_it("az/old") == {
        "feeds/clinics.atom.xml",
        "locations/az/index.html",
        "locations/az/old/index.html",
        "links/index.html",
    }
    former = site.page("locations/az/").select_one("#former + ul")
    assert former is not None
    assert former.get_text(" ", strip=True) == "Quillgate Closed"
    assert not re.search("Quillgate", site.text("near-me/zip/852/index.html"))
    assert "az/old" not in site.text("_redirects")


def test_until_its_day_a_clinic_that_closes_is_an_open_one_that_says_so(
    project: MakeProject,
) -> None:
    folder = project(closing(f"status_from: {DAY}\nmoved_to: az-near\n"))
    site = Built(folder, EVE)
    assert site.notices("locations/az/old/") == (
        "This clinic closes on March 1, 2027. Until then it is here for you as usual. "
        "From then on, please go to our Near clinic."
    )
    assert site.page("locations/az/old/").find("meta", attrs={"name": "robots"}) is None
    assert "/locations/az/old/" in site.text("sitemaps/locations.xml")
    assert "Quillgate" in site.text("near-me/zip/852/index.html")
    assert site.notices("locations/az/near/") == "", "it takes patients, and nobody moves there"
    (entry,) = news(catalog_on(folder, EVE), SITE_URL)
    assert entry.title == "Quillgate clinic, Arizona: closing soon"
    assert entry.summary.startswith("This clinic closes on March 1, 2027. From then on, please")


# --- A new name ----------------------------------------------------------------------------------


def test_a_renamed_clinic_keeps_its_id_and_answers_at_its_old_address(
    project: MakeProject,
) -> None:
    ledger = {"tests/urls.txt": "/locations/az/old/\n"}
    text = clinic("az-old", "New Town", "123 Old Street")
    site = load(project({**ledger, "locations/az-new.yaml": text}))
    told = sorted(f"{item.path}: {item.hint}" for item in site.problems if item.is_error)
    assert len(told) == 2
    assert "keep the id and add /locations/az/old/ to former_urls" in told[0]
    assert "add “former_urls: [/locations/az/old/]” to locations/az-new.yaml" in told[1]
    more = "former_urls: [/locations/az/old/]\n"
    catalog = catalog_on(project({**ledger, "locations/az-new.yaml": text + more}), DAY)
    assert resolved(catalog).answer("/locations/az/old/") == "locations/az/new/"
    assert catalog.location("az-new").facts.id == "az-old"
