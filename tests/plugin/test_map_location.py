"""The map of one clinic: true in its scale, legible, and silent about what is not known."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.clinics.albers import project as albers
from plugins.clinics.catalog import Catalog
from plugins.clinics.distance import Point, between
from plugins.clinics.geography import place, states
from plugins.clinics.maps import LocationMap, clinic_grid, location_map
from plugins.clinics.maps.board import LINE, Board, text_width
from plugins.clinics.maps.ground import Ground, ground, states_around
from plugins.clinics.maps.towns import bearing, landmark
from plugins.clinics.maps.values import Label
from plugins.clinics.pages import plan
from tests.conftest import ROOT, MakeProject, load, minimal, write_project
from tests.plugin.test_maps import TERRITORIES, contains, rings

PHOENIX = Point(33.5092, -112.0285)
SIZE = (480, 320)
CITIES = {
    "az-phoenix": (33.5092, -112.0285, "85016"),
    "ak-anchorage": (61.2176, -149.8997, "99501"),
    "ca-san-francisco": (37.7880, -122.4075, "94108"),
    "fl-miami-beach": (25.7907, -80.1301, "33139"),
    "hi-honolulu": (21.3069, -157.8583, "96813"),
    "il-chicago": (41.8786, -87.6251, "60603"),
    "ma-nahant": (42.4281, -70.9261, "01908"),
    "nv-elko": (40.8324, -115.7631, "89801"),
    "ny-new-york": (40.7549, -73.9841, "10036"),
    "ri-providence": (41.8241, -71.4128, "02903"),
    "tx-el-paso": (31.7619, -106.4851, "79901"),
    "wa-seattle": (47.6061, -122.3321, "98101"),
}
"""Doors at coasts and borders and on every inset; Nahant is so small that no outline has it."""


def clinic(slug: str, name: str = "", more: str = "", **address: str) -> str:
    region = slug[:2].upper()
    parts = "".join(f', {key}: "{value}"' for key, value in address.items())
    text = minimal(slug, name or slug[3:].replace("-", " ").title(), more)
    return text.replace(f"{{address_region: {region}}}", f"{{address_region: {region}{parts}}}")


def at(latitude: float, longitude: float) -> str:
    return f"geo: {{latitude: {latitude:.4f}, longitude: {longitude:.4f}}}\n"


def exact(slug: str) -> str:
    """One of `CITIES` with the position of its door."""
    latitude, longitude, postal_code = CITIES[slug]
    return clinic(
        slug,
        more=at(latitude, longitude),
        street_address="1 Main Street",
        address_locality=slug[3:].replace("-", " ").title(),
        postal_code=postal_code,
    )


def catalog_of(make: MakeProject, is_production: bool = False, **texts: str) -> Catalog:
    files = {f"locations/{slug.replace('_', '-')}.yaml": text for slug, text in texts.items()}
    folder = make(files)
    for path in folder.glob("locations/??-*.yaml"):
        if f"locations/{path.name}" not in files:
            path.unlink()
    site = load(folder, is_production)
    assert site.catalog, site.problems
    return site.catalog


def alone(make: MakeProject, text: str, is_production: bool = False) -> tuple[LocationMap, str]:
    """The map of the one clinic in a project, and its HTML."""
    slug = text.split()[1].replace("-", "_")
    catalog = catalog_of(make, is_production, **{slug: text})
    (location,) = catalog.published
    drawn = location_map(catalog, location)
    assert drawn
    return drawn, render(drawn, location)


@pytest.fixture(scope="module")
def real() -> list[LocationMap]:
    """The maps of all real clinics."""
    catalog = load(ROOT).catalog
    assert catalog
    clinics = clinic_grid(catalog)
    found = (location_map(catalog, location, clinics) for location in catalog.locations)
    return [drawn for drawn in found if drawn]


@pytest.fixture(scope="module")
def maps(tmp_path_factory: pytest.TempPathFactory, real: list[LocationMap]) -> list[LocationMap]:
    """The real ones, which are all approximate so far, and exact ones in difficult places."""
    texts = {f"locations/{slug}.yaml": exact(slug) for slug in CITIES}
    catalog = load(write_project(tmp_path_factory.mktemp("cities"), texts)).catalog
    assert catalog
    found = [location_map(catalog, location) for location in catalog.locations]
    assert all(found)
    return [*real, *(drawn for drawn in found if drawn)]


def render(drawn: LocationMap | None, location: object) -> str:
    """The partial, with the settings of the site."""
    environment = Environment(
        loader=FileSystemLoader(ROOT / "theme" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)
    template = environment.get_template("partials/map_location.html")
    return template.render(map=drawn, location=location)


def caption(html: str) -> str:
    """The words of the caption, without marks."""
    text = re.sub(r"<[^>]+>", " ", html.partition("<figcaption>")[2])
    return " ".join(text.split())


def names(drawn: LocationMap) -> Iterator[tuple[str, Label]]:
    """Everything that is written, and where."""
    yield from ((town.name, town.label) for town in drawn.towns)
    yield from ((land.name, land.label) for land in drawn.lands if land.label)
    if drawn.spot.label:
        yield f"{drawn.name} clinic", drawn.spot.label
    yield drawn.scale.title, Label(drawn.scale.middle, drawn.scale.y - 8, "middle")


def room(name: str, label: Label) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a name."""
    width = text_width(name)
    left = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    top = label.y + 5 - LINE
    return left, top, left + width, top + LINE - 4


# How things stand on the map


def test_names_never_overlap_and_stay_inside(maps: list[LocationMap]) -> None:
    compared = 0
    for drawn in maps:
        rooms = [(name, room(name, label)) for name, label in names(drawn)]
        for name, (left, top, right, bottom) in rooms:
            assert min(left, top) >= 0, (drawn.name, name)
            assert right <= drawn.width, (drawn.name, name)
            assert bottom <= drawn.height, (drawn.name, name)
        for (name, a), (other, b) in itertools.combinations(rooms, 2):
            is_apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
            assert is_apart, (drawn.name, name, other)
            compared += 1
    assert compared > 1000


def test_no_name_lies_over_a_dot_or_the_pin(maps: list[LocationMap]) -> None:
    compared = 0
    for drawn in maps:
        dots = [*((town.x, town.y) for town in drawn.towns), *drawn.others]
        pin = [] if drawn.is_approximate else [(drawn.spot.x, drawn.spot.y - 20)]
        for (name, label), (x, y) in itertools.product(names(drawn), [*dots, *pin]):
            left, top, right, bottom = room(name, label)
            assert not (left < x < right and top < y < bottom), (drawn.name, name)
            compared += 1
    assert compared > 2000


def test_the_clinic_is_in_the_middle(maps: list[LocationMap]) -> None:
    for drawn in maps:
        assert (drawn.spot.x, drawn.spot.y) == (drawn.width / 2, drawn.height / 2)
        assert drawn.view_box == "0 0 480 320"
        assert drawn.spot.label, drawn.name


@pytest.mark.parametrize("slug", CITIES)
@pytest.mark.parametrize("scale", [10, 8, 6])
def test_a_mile_is_as_long_in_every_direction(slug: str, scale: int) -> None:
    here = Point(*CITIES[slug][:2])
    view = ground(here, scale, SIZE)
    assert view
    for north, east in ((0.2, 0), (-0.2, 0), (0, 0.3), (0, -0.3), (0.15, 0.2)):
        there = Point(here.latitude + north, here.longitude + east)
        drawn = abs(view(_project(there)) - view.middle) / scale
        assert drawn == pytest.approx(between(here, there).miles, rel=0.006)


def _project(point: Point) -> complex:
    found = albers(point)
    assert found is not None
    return found


def test_north_is_up_and_east_is_right() -> None:
    view = ground(PHOENIX, 10, SIZE)
    assert view
    north = view.way(_project(Point(PHOENIX.latitude + 0.1, PHOENIX.longitude)))
    east = view.way(_project(Point(PHOENIX.latitude, PHOENIX.longitude + 0.1)))
    assert north.imag == pytest.approx(-6.9, abs=0.05)
    assert abs(north.real) < 0.02
    assert east.real == pytest.approx(5.76, abs=0.05)
    assert abs(east.imag) < 0.02


def test_the_scale_bar_is_as_long_as_its_miles(maps: list[LocationMap]) -> None:
    """Two towns on the map are as far apart as by `distance`, measured with the bar."""
    compared = 0
    for drawn in maps:
        assert drawn.scale.miles in (5, 10, 20)
        unit = drawn.scale.miles / drawn.scale.width
        dots = [town for town in drawn.towns if _where(drawn, town.name)]
        for a, b in itertools.combinations(dots, 2):
            measured = math.hypot(a.x - b.x, a.y - b.y) * unit
            true = between(_point(drawn, a.name), _point(drawn, b.name)).miles
            assert measured == pytest.approx(true, rel=0.01, abs=0.25), (drawn.name, a, b)
            compared += 1
    assert compared > 500


def _where(drawn: LocationMap, name: str) -> Point | None:
    """The only place of this name in the states in view."""
    found = [item for land in drawn.lands if (item := place(name, land.code))]
    return Point(found[0].latitude, found[0].longitude) if len(found) == 1 else None


def _point(drawn: LocationMap, name: str) -> Point:
    found = _where(drawn, name)
    assert found
    return found


def test_towns_are_few_and_the_largest_come_first(maps: list[LocationMap]) -> None:
    for drawn in maps:
        assert len(drawn.towns) <= 8
        sizes = [town.is_large for town in drawn.towns[1:]]
        assert sizes == sorted(sizes, reverse=True)
    assert sum(len(drawn.towns) for drawn in maps) > 250


def test_towns_and_clinics_lie_in_their_states(maps: list[LocationMap]) -> None:
    compared = 0
    for drawn in maps:
        outlines = {land.code: rings(land.path) for land in drawn.lands}
        home = next(iter(outlines.values()))
        middle = complex(drawn.spot.x, drawn.spot.y)
        near = [middle + 2 * step for step in (0, 1, -1, 1j, -1j)]  # corners are whole numbers
        assert any(contains(home, point) for point in near), drawn.name
        for town in drawn.towns:
            codes = [code for code in outlines if place(town.name, code)]
            assert any(contains(outlines[code], complex(town.x, town.y)) for code in codes)
            compared += 1
    assert compared > 250


def test_a_border_in_view_has_the_names_of_its_states(project: MakeProject) -> None:
    drawn, _html = alone(project, exact("ri-providence"))
    assert drawn.lands[0].code == "RI"
    assert {land.code for land in drawn.lands} == {"CT", "MA", "RI"}
    assert {"Massachusetts", "Rhode Island"} <= {land.name for land in drawn.lands if land.label}
    inland, _html = alone(project, exact("az-phoenix"))
    assert [(land.code, land.label) for land in inland.lands] == [("AZ", None)]


def test_outlines_are_small_and_in_their_frame(maps: list[LocationMap]) -> None:
    for drawn in maps:
        for land in drawn.lands:
            assert re.fullmatch(r"(M-?\d+[ -]\d+l[-\d ]+z)+", land.path), drawn.name
            corners = [corner for ring in rings(land.path) for corner in ring]
            assert all(-6 <= corner.real <= drawn.width + 6 for corner in corners), drawn.name
            assert all(-6 <= corner.imag <= drawn.height + 6 for corner in corners), drawn.name
        assert sum(len(land.path) for land in drawn.lands) < 800, drawn.name


# What is said of the position


def test_a_door_is_a_pin_and_the_caption_says_how_far_it_is(project: MakeProject) -> None:
    drawn, html = alone(project, exact("az-phoenix"))
    assert (drawn.precision, drawn.spot.radius, drawn.is_approximate) == ("exact", 0, False)
    assert 'class="map-pin"' in html
    assert "map-area" not in html
    assert caption(html) == "About 4 miles east of the middle of Phoenix, in a straight line."
    middle = place("Phoenix", "AZ")
    assert middle
    true = between(PHOENIX, Point(middle.latitude, middle.longitude)).miles
    assert drawn.bearing
    assert drawn.bearing.miles == pytest.approx(true, rel=0.01)


def test_the_middle_of_a_zip_is_a_disc_and_the_caption_says_so(project: MakeProject) -> None:
    text = clinic("az-mesa", postal_code="85016")
    drawn, html = alone(project, text)
    assert (drawn.precision, drawn.area) == ("zip", "ZIP code 85016")
    assert drawn.spot.radius == 3 * drawn.units_per_mile
    assert 'class="map-area"' in html
    assert "map-pin" not in html
    assert caption(html) == (
        "About here: the circle marks the middle of ZIP code 85016, not the clinic’s door. "
        "It is about 4 miles east of the middle of Phoenix, in a straight line."
    )


def test_a_city_alone_is_a_larger_disc_in_its_middle(project: MakeProject) -> None:
    text = clinic("tx-galleria", address_locality="Houston")
    drawn, html = alone(project, text)
    assert (drawn.precision, drawn.area, drawn.bearing) == ("city", "Houston", None)
    assert drawn.spot.radius == 8 * drawn.units_per_mile
    assert caption(html) == (
        "About here: the circle marks the middle of Houston, not the clinic’s door."
    )


def test_the_published_site_has_no_pin_at_an_unconfirmed_door(project: MakeProject) -> None:
    for path in ("geo", "address", "address.street_address"):
        text = exact("az-phoenix") + f"unconfirmed: [{path}]\n"
        development, label = alone(project, text)
        production, html = alone(project, text, True)
        assert (development.precision, production.precision) == ("exact", "zip"), path
        assert "map-pin" not in html
        assert ("We are still confirming this address." in html) == (path != "geo")
        assert (label.count("badge"), html.count("badge")) == (int(path == "geo"), 0), path


def test_far_from_large_towns_the_caption_names_none(project: MakeProject) -> None:
    drawn, html = alone(project, exact("nv-elko"))
    assert drawn.bearing is None
    assert drawn.units_per_mile == 6
    assert caption(html) == "The clinic is at the pin."


@pytest.mark.parametrize(
    ("way", "words"),
    [
        (3 + 3j, "about 4 miles northwest of the middle of Phoenix"),
        (-5, "about 5 miles east of the middle of Phoenix"),
        (-5 + 0.5j, "about 5 miles east of the middle of Phoenix"),
        (-9.6j, "about 10 miles south of the middle of Phoenix"),
        (-0.3 + 1j, "about 1 mile north of the middle of Phoenix"),
        (0.3j, "less than a mile from the middle of Phoenix"),
    ],
)
def test_a_bearing_is_from_the_town_to_the_clinic(way: complex, words: str) -> None:
    phoenix = place("Phoenix", "AZ")
    assert phoenix
    assert str(bearing((way, phoenix))) == words


def test_the_landmark_is_the_best_known_town() -> None:
    phoenix, tempe, aguila = (place(name, "AZ") for name in ("Phoenix", "Tempe", "Aguila"))
    assert phoenix
    assert tempe
    assert aguila
    assert landmark([(8, phoenix), (3, tempe)]) == (8, phoenix)
    assert landmark([(30, phoenix), (3, tempe)]) == (3, tempe)
    assert landmark([(1, aguila)]) is None


# Where there is none


@pytest.mark.parametrize(
    "text",
    [
        clinic("az-mesa"),
        clinic("az-mesa", postal_code="85201").replace("status: open", "status: closed"),
        clinic("az-mesa", postal_code="85201").replace("status: open", "status: moved"),
        clinic("az-mesa", postal_code="85201").replace("status: open", "status: virtual_only"),
        clinic("pr-san-juan", postal_code="00901"),
    ],
    ids=["no position", "closed", "moved", "by video only", "territory"],
)
def test_there_is_no_map(project: MakeProject, text: str) -> None:
    catalog = catalog_of(project, **{text.split()[1].replace("-", "_"): text})
    (location,) = catalog.published
    assert location_map(catalog, location) is None
    assert render(None, location).strip() == ""
    page = next(page for page in plan(catalog).pages if page.url == location.url)
    assert page.context["map"] is None


def test_there_is_no_map_of_a_territory_that_is_somewhere_else(project: MakeProject) -> None:
    """A position that is wrong stops a build; it must not stop the check that says so."""
    catalog = catalog_of(project, pr_wrong=clinic("pr-wrong", more=at(33.5092, -112.0285)))
    assert location_map(catalog, catalog.locations[0]) is None


def test_there_is_no_map_of_the_open_sea() -> None:
    assert ground(Point(30, -60), 10, SIZE) is None
    off = ground(Point(33.5, -118.9), 10, SIZE)
    assert isinstance(off, Ground)
    assert off.lands("CA") is None


# Others, and the whole site


def test_other_clinics_in_view_are_dots(project: MakeProject) -> None:
    texts = {
        "az_one": clinic("az-one", postal_code="85016"),
        "az_two": clinic("az-two", postal_code="85201"),
        "az_closed": clinic("az-closed", postal_code="85251").replace(": open", ": closed"),
        "az_video": clinic("az-video", postal_code="85251").replace(": open", ": virtual_only"),
        "az_far": clinic("az-far", postal_code="86001"),
        "az_nowhere": clinic("az-nowhere"),
    }
    catalog = catalog_of(project, **texts)
    drawn = location_map(catalog, catalog.location("az-one"))
    assert drawn
    assert len(drawn.others) == 1
    assert "Colored dots are our other clinics." in render(drawn, catalog.location("az-one"))
    (far,) = (item for item in catalog.locations if item.slug == "az-far")
    lonely = location_map(catalog, far)
    assert lonely
    assert lonely.others == ()
    assert "other clinics" not in render(lonely, far)


def test_many_clinics_in_view_are_the_nearest_dozen(project: MakeProject) -> None:
    texts = {
        f"az_n{number}": clinic(f"az-n{number}", more=at(33.45 + number / 100, -112.03))
        for number in range(20)
    }
    catalog = catalog_of(project, **texts)
    drawn = location_map(catalog, catalog.location("az-n0"))
    assert drawn
    assert len(drawn.others) == 12
    assert min(y for _x, y in drawn.others) > 40


def test_every_real_clinic_with_a_position_has_a_map_that_is_small() -> None:
    counted = {}
    for is_production in (False, True):
        catalog = load(ROOT, is_production).catalog
        assert catalog
        placed = [
            item
            for item in catalog.locations
            if catalog.point(item) and item.facts.status != "virtual_only"
        ]
        pages = {page.url: page for page in plan(catalog).pages}
        for location in placed:
            drawn = pages[location.url].context["map"]
            assert drawn, location.slug
            html = render(drawn, location)
            svg = html[html.index("<svg") : html.index("</svg>") + 6]
            assert len(svg.encode()) < 2048, location.slug
            assert not re.search(r"style=|<script|<style|\son\w+=|<a ", html)
        counted[is_production] = len(placed)
    assert counted[False] >= 30
    assert counted[True] >= 1


def test_two_runs_give_the_same(real: list[LocationMap]) -> None:
    catalog = load(ROOT).catalog
    assert catalog
    again = [location_map(catalog, location) for location in catalog.locations]
    assert [drawn for drawn in again if drawn] == real


def test_a_full_board_has_no_room() -> None:
    board = Board(100, 60)
    assert board.write_beside("Mesa", 50 + 30j, 5)
    assert board.write_beside("A very long name of a town", 50 + 30j, 5) is None
    while board.write_beside("Mesa", 50 + 30j, 5):
        pass
    assert board.write_beside("Mesa", 50 + 30j, 5) is None


def test_the_insets_are_not_around_the_states_beside_which_they_are_drawn() -> None:
    drawn = [code for code in states() if code not in TERRITORIES]
    assert len(drawn) == 51
    assert all(states_around(code)[0] == code for code in drawn)
    assert {"MD", "NC", "WV"} <= set(states_around("VA"))
    assert not {"AK", "HI"} & set(states_around("TX"))
    assert states_around("HI") == ("HI",)
