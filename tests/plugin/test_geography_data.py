"""The tables of `plugins/clinics/data/` against what the Census Bureau publishes itself.

The references in `tests/expected/` do not come from the package that the ZIP table is made of:
`census_zctas.txt.gz` holds the 33,791 ZIP code tabulation areas of the 2022 Gazetteer as Debian
ships it, to 1/100 degree; `state_outlines.txt.gz` the state borders of us-atlas 3.0.1 to 1/1000
degree. Both are steps from one number to the next, a tenth of the size of a plain table, so that
all of it can be compared and not a sample. `plugins/clinics/data/update.py` writes them.
"""

import csv
import gzip
import hashlib
import itertools
import math
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

from plugins.clinics.distance import Point, between
from plugins.clinics.geography import places, states, states_of_area_code, zip_area, zip_areas

EXPECTED = Path(__file__).parents[1] / "expected"
DATA = Path(__file__).parents[2] / "plugins" / "clinics" / "data"
KILOMETRES_PER_MILE = 1.609344

# ZIPs with mail through a state that their point does not lie in, and why that is right.
REVIEWED_OUTSIDE = {
    "96898": "Wake Island has mail through Hawaii, 3,700 km away",
    "05902": "Beecher Falls VT: the Census area reaches into New Hampshire",
    "24218": "Ben Hur VA: the source has the point 1 km into Kentucky",
    # On islands and spits that the outlines are too coarse to show.
    "00913": "San Juan PR, the beach",
    "02872": "Prudence Island RI",
    "04003": "Bailey Island ME",
    "04006": "Biddeford Pool ME",
    "04570": "Squirrel Island ME",
    "04635": "Frenchboro ME",
    "04674": "Seal Cove ME, with islands",
    "04852": "Monhegan ME",
    "11957": "Orient NY, with Plum Island",
    "27927": "Corolla NC",
    "33922": "Bokeelia FL",
    "33956": "Saint James City FL",
    "78382": "Rockport TX",
    "78402": "Corpus Christi TX, the beach",
    "94130": "Treasure Island, San Francisco CA",
    "98353": "Manchester WA",
    "98640": "Ocean Park WA",
}

# Set by hand from maps, at the middle of each ZIP, and not from any table.
KNOWN_ZIPS = {
    "00501": (40.813, -73.047),  # Holtsville NY, the tax service
    "02108": (42.358, -71.064),  # Boston, Beacon Hill
    "10001": (40.750, -73.997),  # New York, Penn Station
    "20500": (38.898, -77.037),  # Washington, the White House
    "33131": (25.766, -80.189),  # Miami, Brickell
    "60601": (41.886, -87.623),  # Chicago, the Loop
    "77002": (29.757, -95.365),  # Houston, downtown
    "85003": (33.451, -112.078),  # Phoenix, downtown
    "94103": (37.773, -122.411),  # San Francisco, South of Market
    "99701": (64.838, -147.716),  # Fairbanks AK, where the Census point is 296 km off
}


@cache
def census_points() -> dict[str, Point]:
    """Point of each tabulation area."""
    lines = gzip.decompress((EXPECTED / "census_zctas.txt.gz").read_bytes()).decode().splitlines()
    codes, latitudes, longitudes = map(running_sums, lines)
    rows = zip(codes, latitudes, longitudes, strict=True)
    return {f"{code:05}": Point(y / 100, x / 100) for code, y, x in rows}


def running_sums(steps: str) -> list[int]:
    return list(itertools.accumulate(map(int, steps.split())))


class Outline:
    """The land of one state: even-odd rule, with the edges sorted into bands of latitude."""

    BANDS_PER_DEGREE = 10

    def __init__(self, rings):
        self.edges = [edge for ring in rings for edge in itertools.pairwise(ring)]
        self.bands = defaultdict(list)
        for edge in self.edges:
            low, high = sorted((self.band(edge[0][1]), self.band(edge[1][1])))
            for band in range(low, high + 1):
                self.bands[band].append(edge)

    def band(self, latitude):
        return math.floor(latitude * self.BANDS_PER_DEGREE)

    def contains(self, latitude, longitude):
        is_inside = False
        for (x1, y1), (x2, y2) in self.bands[self.band(latitude)]:
            crosses = (y1 > latitude) != (y2 > latitude)
            if crosses and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
                is_inside = not is_inside
        return is_inside

    def kilometres_to(self, latitude, longitude):
        """Distance to the border, on a plane around the point."""
        scale = math.cos(math.radians(latitude))

        def plane(x, y):
            return ((x - longitude) * scale * 111.2, (y - latitude) * 111.2)

        return min(distance_to_origin(plane(*a), plane(*b)) for a, b in self.edges)


def distance_to_origin(a, b):
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    share = 0 if length == 0 else max(0, min(1, -(a[0] * dx + a[1] * dy) / length))
    return math.hypot(a[0] + share * dx, a[1] + share * dy)


@cache
def outlines() -> dict[str, Outline]:
    rings = defaultdict(list)
    text = gzip.decompress((EXPECTED / "state_outlines.txt.gz").read_bytes()).decode()
    for line in text.splitlines():
        state, *columns = line.split("|")
        xs, ys = map(running_sums, columns)
        rings[state].append([(x / 1000, y / 1000) for x, y in zip(xs, ys, strict=True)])
    return {state: Outline(parts) for state, parts in rings.items()}


def located_zips():
    return [area for area in zip_areas() if area.latitude is not None and area.state in states()]


def kilometres_from_state(area):
    """How far the point of a ZIP lies off the land of its state; 0 inside."""
    outline = outlines()[area.state]
    if outline.contains(area.latitude, area.longitude):
        return 0
    return outline.kilometres_to(area.latitude, area.longitude)


def kilometres_from_census(area):
    point = Point(area.latitude, area.longitude)
    return between(point, census_points()[area.postal_code]).miles * KILOMETRES_PER_MILE


def test_the_references_are_the_files_that_were_reviewed():
    digests = {
        name: hashlib.sha256((EXPECTED / name).read_bytes()).hexdigest()[:16]
        for name in ("census_zctas.txt.gz", "state_outlines.txt.gz")
    }
    assert digests == {
        "census_zctas.txt.gz": "05fc4931a8027f73",
        "state_outlines.txt.gz": "dac35b583419e703",
    }


def test_every_tabulation_area_of_the_census_is_a_zip_with_a_position():
    codes = census_points().keys()
    assert len(codes) == 33_791
    areas = [zip_area(code) for code in codes]
    assert all(area is not None and area.latitude is not None for area in areas)


def test_every_zip_is_where_the_census_has_it_unless_it_was_moved_on_purpose():
    with (EXPECTED / "zips_moved_from_census.csv").open(encoding="utf-8", newline="") as file:
        moved = {row["zip"]: int(row["kilometres"]) for row in csv.DictReader(file)}
    areas = [zip_area(code) for code in census_points()]
    distances = {area.postal_code: kilometres_from_census(area) for area in areas}
    kept = [distance for code, distance in distances.items() if code not in moved]
    assert (len(kept), len(moved)) == (33_595, 196)
    assert max(kept) < 1.0  # the reference is rounded to 1/100 degree
    assert all(abs(distances[code] - km) < 1.5 for code, km in moved.items())


def test_every_civil_zip_has_a_position_and_every_other_is_named():
    located = [area for area in zip_areas() if area.latitude is not None]
    assert len(located) == 41_197
    without = Counter(area.state for area in zip_areas() if area.latitude is None)
    assert without == {"AE": 512, "AP": 211, "AA": 61, "FM": 4, "PW": 1}


def test_every_zip_lies_in_the_state_that_it_claims():
    areas = located_zips()
    assert len(areas) == 41_195
    off = {
        area.postal_code: distance for area in areas if (distance := kilometres_from_state(area))
    }
    assert len(off) < 120
    assert {code for code, distance in off.items() if distance > 1} == REVIEWED_OUTSIDE.keys()
    assert all(distance < 10.5 for code, distance in off.items() if code != "96898")


def test_every_zip_lies_in_the_box_of_its_state():
    areas = located_zips()
    assert len(areas) == 41_195
    outside = {
        area.postal_code
        for area in areas
        if not states()[area.state].contains(area.latitude, area.longitude)
    }
    assert outside == {"96898"}  # Wake Island


def test_the_box_of_each_state_holds_its_outline_and_little_more():
    assert outlines().keys() == states().keys()
    compared = 0
    for code, outline in outlines().items():
        box = states()[code]
        for (longitude, latitude), _ in outline.edges:
            assert box.contains(latitude, longitude), code
            compared += 1
        latitudes = [latitude for (_, latitude), _ in outline.edges]
        assert 0.04 < min(latitudes) - box.latitudes[0] < 0.07, code
        assert 0.04 < box.latitudes[1] - max(latitudes) < 0.07, code
    assert compared > 14_000


def test_ten_known_zips_are_within_two_kilometres():
    assert len(KNOWN_ZIPS) == 10
    for code, (latitude, longitude) in KNOWN_ZIPS.items():
        area = zip_area(code)
        distance = between(Point(area.latitude, area.longitude), Point(latitude, longitude))
        assert distance.miles * KILOMETRES_PER_MILE < 2, code


def test_the_kinds_of_zips_are_as_many_as_the_readme_says():
    kinds = Counter(area.kind for area in zip_areas())
    assert kinds == {"standard": 32_815, "po_box": 7_682, "unique": 705, "military": 784}
    text = (DATA / "README.md").read_text(encoding="utf-8")
    assert all(f"{count:,}" in text for count in kinds.values())


def test_military_mail_is_filed_by_its_prefix_and_has_no_position():
    areas = [area for area in zip_areas() if area.kind == "military"]
    assert len(areas) == 784
    by_first_digit = {"0": "AE", "3": "AA", "9": "AP"}
    assert all(area.state == by_first_digit[area.postal_code[0]] for area in areas)
    assert all(area.latitude is None and area.longitude is None for area in areas)


def test_the_residents_are_those_of_the_american_community_survey():
    """The survey of 2018 to 2022 counts 331.1 million people, and 3.3 million in Puerto Rico."""
    total = sum(area.population for area in zip_areas())
    assert 334_000_000 < total < 335_000_000
    empty = {area.state for area in zip_areas()} - {
        area.state for area in zip_areas() if area.population
    }
    assert empty == {"AA", "AE", "AP", "AS", "FM", "GU", "MH", "MP", "PW", "VI"}


def test_every_state_has_zips_places_and_area_codes():
    area_codes = {str(number) for number in range(200, 1000)}
    states_with_code = set().union(*map(states_of_area_code, area_codes))
    assert states_with_code == states().keys()
    assert {place.state for place in places()} == states().keys()
    assert {area.state for area in located_zips()} == states().keys()
    assert sum(bool(states_of_area_code(code)) for code in area_codes) == 365


def test_every_place_lies_in_its_state():
    assert len(places()) == 35_916
    off = [
        (place.name, place.state)
        for place in places()
        if not outlines()[place.state].contains(place.latitude, place.longitude)
        and outlines()[place.state].kilometres_to(place.latitude, place.longitude) > 10
    ]
    # Islands that the outlines leave out.
    assert off == [("Taulaga", "AS"), ("Wake Island", "HI"), ("Monhegan", "ME")]


def test_every_city_of_a_zip_is_a_place():
    names = {(place.name, place.state) for place in places()}
    cities = {(area.city, area.state) for area in located_zips()}
    assert len(cities) == 29_666
    assert cities <= names


def test_the_tables_are_plain_sorted_utf_8_with_unix_line_ends():
    tables = {"us_zips.csv": 41_987, "us_places.csv": 35_917}
    for name, lines in tables.items():
        content = (DATA / name).read_bytes()
        rows = list(csv.reader(content.decode("utf-8").splitlines()))
        assert len(rows) == content.count(b"\n") == lines
        assert content.endswith(b"\n")
        assert not set(b'\r"\t') & set(content)
        assert len({len(row) for row in rows}) == 1
    codes = [area.postal_code for area in zip_areas()]
    assert codes == sorted(codes)
    keys = [(place.state, place.name) for place in places()]
    assert keys == sorted(keys)


def test_no_distance_from_the_middle_proves_that_a_place_is_not_in_its_zip():
    """The numbers of the data's README, which keep a rule about coordinates from being an error."""
    with (EXPECTED / "zips_moved_from_census.csv").open(encoding="utf-8", newline="") as file:
        assert sum(int(row["kilometres"]) > 40 for row in csv.DictReader(file)) == 62
    lonely = Counter(area.state for area in alone_in_half_a_degree() if is_alone(area))
    assert lonely == {"AK": 26, "NV": 1, "CA": 1}


def alone_in_half_a_degree():
    """ZIPs with residents but for those with another one in a cell of less than 80 km across."""
    cells = defaultdict(list)
    for area in zip_areas():
        if area.population:
            cells[area.latitude // 0.5, area.longitude // 0.5].append(area)
    return [areas[0] for areas in cells.values() if len(areas) == 1]


def is_alone(area):
    """Whether no other ZIP with residents has its middle within 80 km."""
    here = Point(area.latitude, area.longitude)
    return not any(
        between(here, Point(other.latitude, other.longitude)).miles * KILOMETRES_PER_MILE <= 80
        for other in zip_areas()
        if other.population and abs(other.latitude - area.latitude) < 0.75 and other != area
    )
