"""The maps: complete, in their frame, every pin in its state, small, and always the same."""

from __future__ import annotations

import datetime
import gzip
import itertools
import json
import re
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.clinics.catalog import Catalog
from plugins.clinics.geography import states, zip_areas
from plugins.clinics.maps import PIN_LIMIT, Map, national_map, state_map
from plugins.clinics.site import load_site
from tests.conftest import MakeProject, load, minimal

ROOT = Path(__file__).parents[2]
DATA = ROOT / "plugins" / "clinics" / "data"
TERRITORIES = {"AS", "GU", "MP", "PR", "VI"}
DRAWN = sorted(set(states()) - TERRITORIES)
NUMBER = re.compile(r"-?[\d.]+")


def rings(path: str) -> list[list[complex]]:
    """The corners of each ring of a path made of M, l and z."""
    found = []
    for ring in path.split("z")[:-1]:
        start, steps = ring.removeprefix("M").split("l")
        numbers = [float(number) for text in (start, steps) for number in NUMBER.findall(text)]
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        found.append(list(itertools.accumulate(complex(x, y) for x, y in pairs)))
    return found


def contains(outline: list[list[complex]], point: complex) -> bool:
    """Even-odd rule, with the rings closed."""
    crossings = 0
    for ring in outline:
        for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
            if (a.imag > point.imag) != (b.imag > point.imag):
                x = a.real + (b.real - a.real) * (point.imag - a.imag) / (b.imag - a.imag)
                crossings += point.real < x
    return crossings % 2 == 1


def frame(drawn: Map) -> tuple[float, float, float, float]:
    left, top, width, height = map(float, drawn.view_box.split())
    return left, top, left + width, top + height


def is_in_frame(drawn: Map, point: complex, margin: float = 0) -> bool:
    left, top, right, bottom = frame(drawn)
    is_between = left - margin <= point.real <= right + margin
    return is_between and top - margin <= point.imag <= bottom + margin


def render(name: str, drawn: Map) -> str:
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
    return environment.get_template(f"partials/{name}.html").render(map=drawn)


@cache
def real_catalog() -> Catalog:
    site = load_site(ROOT, False, datetime.date(2026, 11, 24))
    assert site.catalog
    return site.catalog


def clinic(slug: str, name: str, postal_code: str) -> str:
    """A location file with a ZIP, whose middle is its position; without one it has none."""
    region = slug[:2].upper()
    address = f"address: {{address_region: {region}}}"
    city = "address_locality: Somewhere, street_address: 1 Main Street"
    whole = f'address: {{{city}, address_region: {region}, postal_code: "{postal_code}"}}'
    return minimal(slug, name).replace(address, whole if postal_code else address)


def catalog_of(project: MakeProject, zips: dict[str, str]) -> Catalog:
    """A catalog of clinics, given as slug: ZIP."""
    files: dict[str, str | bytes] = {
        f"locations/{slug}.yaml": clinic(slug, slug[3:].title(), zip5)
        for slug, zip5 in zips.items()
    }
    site = load(project(files))
    assert site.catalog, site.problems
    return site.catalog


def one_in_every_state() -> dict[str, str]:
    """A slug and the most populous ZIP of every state and territory."""
    areas = sorted(zip_areas(), key=lambda area: area.population)
    return {
        f"{area.state.lower()}-largest": area.postal_code
        for area in areas
        if area.state in states() and area.latitude is not None
    }


def crowd(number: int) -> dict[str, str]:
    """So many clinics all over the country, at ZIPs with residents."""
    areas = [a for a in zip_areas() if a.population > 1000 and a.state in DRAWN]
    step = len(areas) / number
    chosen = (areas[int(index * step)] for index in range(number))
    return {f"{area.state.lower()}-z{area.postal_code}": area.postal_code for area in chosen}


# The table


def test_the_table_has_every_state_once_and_is_small() -> None:
    content = (DATA / "us_states.json").read_bytes()
    table = json.loads(content)
    assert len(content) < 150_000
    assert list(table) == ["national", "detail", "states"]
    assert list(table["states"]) == DRAWN
    assert len(table["national"]) == len(table["detail"])


def test_every_arc_of_the_table_is_used_by_one_state_or_by_two() -> None:
    table = json.loads((DATA / "us_states.json").read_bytes())
    used: list[int] = []
    for shape in table["states"].values():
        used += [max(index, ~index) for ring in shape["rings"] for index in ring]
    assert set(used) == set(range(len(table["detail"])))
    assert max(used.count(index) for index in set(used)) == 2


@pytest.mark.parametrize("kind", ["national", "detail"])
def test_every_ring_of_the_table_is_closed(kind: str) -> None:
    table = json.loads((DATA / "us_states.json").read_bytes())

    def ends(index: int) -> tuple[tuple[int, int], tuple[int, int]]:
        arc = table[kind][max(index, ~index)]
        both = ((arc[0], arc[1]), (sum(arc[::2]), sum(arc[1::2])))
        return both if index >= 0 else both[::-1]

    for shape in table["states"].values():
        for ring in shape["rings"]:
            if all(table[kind][max(index, ~index)] for index in ring):
                for before, after in zip(ring, ring[1:] + ring[:1], strict=True):
                    assert ends(before)[1] == ends(after)[0]


# The map of the country


def test_the_country_has_every_state_once_by_name_and_closed_in_its_frame() -> None:
    drawn = national_map(real_catalog())
    assert sorted(state.code for state in drawn.states) == DRAWN
    assert [state.name for state in drawn.states] == sorted(state.name for state in drawn.states)
    for state in drawn.states:
        assert re.fullmatch(r"(M-?\d+[ -]\d+l[-\d ]+z)+", state.path), state.name
        for ring in rings(state.path):
            assert len(ring) >= 3
            assert all(is_in_frame(drawn, point) for point in ring), state.name


def test_states_with_clinics_lead_to_their_pages_and_others_nowhere() -> None:
    catalog = real_catalog()
    counts = {item.state.code: len(item.locations) for item in catalog.states if item.locations}
    for state in national_map(catalog).states:
        assert state.count == counts.get(state.code, 0)
        expected = f"locations/{state.code.lower()}/" if state.code in counts else None
        assert state.url == expected


def test_every_real_clinic_with_a_position_has_one_pin_in_its_state() -> None:
    catalog = real_catalog()
    drawn = national_map(catalog)
    expected = {item.slug for item in catalog.locations if catalog.point(item)}
    assert sorted(pin.location.slug for pin in drawn.pins) == sorted(expected)
    assert len(expected) > 20
    outlines = {state.code: rings(state.path) for state in drawn.states}
    for pin in drawn.pins:
        assert contains(outlines[pin.location.region], complex(pin.x, pin.y)), pin.title


def test_pins_that_are_close_are_told_apart() -> None:
    pins = [complex(pin.x, pin.y) for pin in national_map(real_catalog()).pins]
    assert min(abs(a - b) for a, b in itertools.combinations(pins, 2)) > 4


def test_titles_say_what_a_pointer_is_on(project: MakeProject) -> None:
    drawn = national_map(catalog_of(project, {"az-a": "85003", "az-b": "85201", "ut-c": "84101"}))
    titles = [state.title for state in drawn.states if state.url]
    assert titles == ["Arizona: 2 clinics", "Utah: 1 clinic"]
    assert next(pin.title for pin in drawn.pins) == "C: Somewhere, UT"


def test_the_map_of_the_country_is_small() -> None:
    html = render("map_national", national_map(real_catalog()))
    assert len(gzip.compress(html.encode(), 9)) <= 7 * 1024


def test_one_clinic_in_every_state_has_its_pin_there_and_territories_are_text(
    project: MakeProject,
) -> None:
    catalog = catalog_of(project, one_in_every_state())
    drawn = national_map(catalog)
    outlines = {state.code: rings(state.path) for state in drawn.states}
    assert sorted(pin.location.region for pin in drawn.pins) == DRAWN
    for pin in drawn.pins:
        assert contains(outlines[pin.location.region], complex(pin.x, pin.y)), pin.title
    assert {state.code for state in drawn.territories} == TERRITORIES
    assert all(state.url and state.path == "" for state in drawn.territories)
    html = render("map_national", drawn)
    assert '<a href="/locations/pr/">Puerto Rico: 1 clinic</a>' in html
    assert len(gzip.compress(html.encode(), 9)) <= 8 * 1024
    assert [code for code in states() if not state_map(catalog, catalog.state(code))] == sorted(
        TERRITORIES
    )


def test_a_clinic_without_a_position_is_counted_and_has_no_pin(project: MakeProject) -> None:
    catalog = catalog_of(project, {"al-nowhere": "", "al-somewhere": "36104"})
    drawn = national_map(catalog)
    assert [pin.location.slug for pin in drawn.pins] == ["al-somewhere"]
    assert next(state for state in drawn.states if state.code == "AL").count == 2


def test_clinics_in_one_place_are_side_by_side(project: MakeProject) -> None:
    catalog = catalog_of(project, {f"az-{name}": "85003" for name in ("a", "b", "c")})
    for drawn in (national_map(catalog), state_map(catalog, catalog.state("AZ"))):
        assert drawn
        assert len({(pin.x, pin.y) for pin in drawn.pins}) == 3


def test_no_clinic_at_all_is_a_quiet_map(project: MakeProject) -> None:
    drawn = national_map(catalog_of(project, {}))
    assert not drawn.pins
    assert not any(state.url for state in drawn.states)
    assert "<a " not in render("map_national", drawn)


def test_a_crowd_becomes_one_bubble_for_each_state(project: MakeProject) -> None:
    catalog = catalog_of(project, crowd(PIN_LIMIT + 20))
    drawn = national_map(catalog)
    assert not drawn.pins
    assert sum(bubble.count for bubble in drawn.bubbles) == PIN_LIMIT + 20
    assert sorted(bubble.url for bubble in drawn.bubbles) == sorted(
        item.url for item in catalog.states
    )
    assert all(is_in_frame(drawn, complex(item.x, item.y)) for item in drawn.bubbles)
    assert all(
        (a.count >= b.count) and (a.radius >= b.radius)
        for a, b in itertools.pairwise(drawn.bubbles)
    )
    html = render("map_national", drawn)
    assert html.count("<circle") == len(drawn.bubbles)


def test_as_many_clinics_as_the_limit_are_still_pins(project: MakeProject) -> None:
    drawn = national_map(catalog_of(project, crowd(PIN_LIMIT)))
    assert len(drawn.pins) == PIN_LIMIT
    assert not drawn.bubbles
    outlines = {state.code: rings(state.path) for state in drawn.states}
    outside = [
        pin.title
        for pin in drawn.pins
        if not contains(outlines[pin.location.region], complex(pin.x, pin.y))
    ]
    assert outside == []


def test_a_crowd_in_one_state_becomes_bubbles_of_cities(project: MakeProject) -> None:
    areas = [area for area in zip_areas() if area.state == "CA" and area.population > 0]
    zips = {f"ca-z{area.postal_code}": area.postal_code for area in areas[: PIN_LIMIT + 1]}
    catalog = catalog_of(project, zips)
    drawn = state_map(catalog, catalog.state("CA"))
    assert drawn
    assert [(bubble.url, bubble.count) for bubble in drawn.bubbles] == [
        ("locations/ca/city/somewhere/", PIN_LIMIT + 1)
    ]
    assert not drawn.pins


# The map of a state


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """One clinic in every state."""
    folder = tmp_path_factory.mktemp("everywhere")
    (folder / "content" / "pages").mkdir(parents=True)
    (folder / "locations").mkdir()
    for name in ("_organization.yaml", "_services.yaml", "_insurance.yaml"):
        (folder / "locations" / name).write_bytes((ROOT / "locations" / name).read_bytes())
    for slug, zip5 in one_in_every_state().items():
        (folder / "locations" / f"{slug}.yaml").write_text(clinic(slug, "Largest", zip5))
    site = load(folder)
    assert site.catalog
    return site.catalog


@pytest.mark.parametrize("code", DRAWN)
def test_a_state_fills_its_map_and_has_its_pin(everywhere: Catalog, code: str) -> None:
    drawn = state_map(everywhere, everywhere.state(code))
    assert drawn
    (state,) = drawn.states
    outline = rings(state.path)
    corners = [corner for ring in outline for corner in ring]
    assert all(is_in_frame(drawn, corner) for corner in corners)
    left, top, right, bottom = frame(drawn)
    width = max(c.real for c in corners) - min(c.real for c in corners)
    height = max(c.imag for c in corners) - min(c.imag for c in corners)
    assert width > 0.9 * (right - left) or height > 0.85 * (bottom - top)
    (pin,) = drawn.pins
    assert contains(outline, complex(pin.x, pin.y))
    assert pin.label
    assert is_in_frame(drawn, complex(pin.label.x, pin.label.y))


@pytest.mark.parametrize("code", DRAWN)
def test_around_a_state_is_what_is_seen_of_its_neighbors(everywhere: Catalog, code: str) -> None:
    drawn = state_map(everywhere, everywhere.state(code))
    assert drawn
    codes = [neighbor.code for neighbor in drawn.neighbors]
    assert codes == sorted(codes)
    assert states()[code].neighbors <= set(codes)
    assert code not in codes
    for neighbor in drawn.neighbors:
        for ring in rings(neighbor.path):
            assert all(is_in_frame(drawn, corner, margin=7) for corner in ring)


def test_north_is_up_in_every_state(everywhere: Catalog) -> None:
    """The long straight borders along a parallel are level."""
    drawn = state_map(everywhere, everywhere.state("WY"))
    assert drawn
    (outline,) = rings(drawn.states[0].path)
    top = min(corner.imag for corner in outline)
    northern = [corner for corner in outline if corner.imag < top + 20]
    west, east = min(northern, key=lambda c: c.real), max(northern, key=lambda c: c.real)
    assert east.real - west.real > 700
    assert abs(east.imag - west.imag) < 6


def test_pins_and_names_of_the_real_states_cover_nothing() -> None:
    catalog = real_catalog()
    for directory in catalog.states:
        drawn = state_map(catalog, directory)
        assert drawn
        outline = rings(drawn.states[0].path)
        pins = [complex(pin.x, pin.y) for pin in drawn.pins]
        assert all(contains(outline, pin) for pin in pins)
        assert all(abs(a - b) > 22 for a, b in itertools.combinations(pins, 2))
        labels = [pin.label for pin in drawn.pins if pin.label]
        assert len(labels) > len(pins) / 2
        html = render("map_state", drawn)
        assert html.count("<text") == len(labels)
        assert len(gzip.compress(html.encode(), 9)) < 3 * 1024


def test_a_city_has_a_map_with_its_own_clinics(project: MakeProject) -> None:
    catalog = catalog_of(project, {"az-a": "85003", "az-b": "85004", "ut-a": "84101"})
    (city,) = catalog.state("AZ").cities
    drawn = state_map(catalog, city)
    assert drawn
    assert sorted(pin.location.slug for pin in drawn.pins) == ["az-a", "az-b"]


# What is written


def test_two_runs_write_the_same() -> None:
    def all_maps() -> list[str]:
        site = load_site(ROOT, False, datetime.date(2026, 11, 24))
        assert site.catalog
        maps = (state_map(site.catalog, item) for item in site.catalog.states)
        html = [render("map_state", drawn) for drawn in maps if drawn]
        return [render("map_national", national_map(site.catalog)), *html]

    assert all_maps() == all_maps()


def test_only_states_are_tab_stops_and_nothing_needs_a_script_or_a_style() -> None:
    catalog = real_catalog()
    drawn = national_map(catalog)
    html = render("map_national", drawn)
    stops = re.findall(r'<a href="/([^"]+)"><title>', html)
    assert stops == [state.url for state in drawn.states if state.url]
    assert html.count('tabindex="-1"') == len(drawn.pins)
    of_state = render("map_state", state_map(catalog, catalog.state("AZ")) or drawn)
    assert of_state.count("<a ") == of_state.count('tabindex="-1"') > 0
    for text in (html, of_state):
        assert not re.search(r"style=|<script|<style|\son\w+=", text)
