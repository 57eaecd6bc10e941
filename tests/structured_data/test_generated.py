"""Whatever a location file may say, its graph is valid and its hours are the table's."""

from __future__ import annotations

import dataclasses
import datetime
from collections import Counter
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.clinics.catalog import Catalog
from plugins.clinics.load.repository import Repository, load_repository
from plugins.clinics.location_questions import location_questions
from plugins.clinics.model.location import Location
from plugins.clinics.pages import HOME, Breadcrumb, Page
from plugins.clinics.structured_data import Markup, graph
from tests.conftest import AS_OF, minimal, write_project
from tests.structured_data.facts import DAYS, LANGUAGES, is_to_come, times
from tests.structured_data.reading import defined, nodes, one
from tests.structured_data.vocabulary import faults, missing

MARKUP = Markup("https://www.example.com", "en", ZoneInfo("America/New_York"))
UNTIL = datetime.date(2027, 3, 31)
ONE_DAY = datetime.timedelta(days=1)
SEEN: Counter[str] = Counter()


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A project with one location, whose facts each example replaces."""
    folder = tmp_path_factory.mktemp("generated")
    return load_repository(write_project(folder, {"locations/az-mesa.yaml": minimal()}))


def hh_mm(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


@st.composite
def opening_times(draw: st.DrawFn) -> str:
    """One, two or three ranges of a day; the last may end at midnight or in the night."""
    count = draw(st.integers(1, 3))
    ends = sorted(draw(st.sets(st.integers(0, 1439), min_size=2 * count, max_size=2 * count)))
    ranges = [[hh_mm(ends[i]), hh_mm(ends[i + 1])] for i in range(0, 2 * count, 2)]
    last = ends[-2]
    if last > 12 * 60 and draw(st.booleans()):
        latest = min(ends[0], last - 12 * 60)
        ranges[-1][1] = draw(
            st.sampled_from(["24:00", "00:00"]) | st.integers(0, latest).map(hh_mm)
        )
    return ", ".join("-".join(range_) for range_ in ranges)


DAY = opening_times() | st.sampled_from(["closed", "open 24 hours", "by appointment"])
DATED = DAY | st.sampled_from(["regular hours", "unknown"])
DATE = st.dates(AS_OF - 30 * ONE_DAY, UNTIL)
TEXT = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="<&"), min_size=1, max_size=20
).map(lambda text: f"x{text}")


@st.composite
def special_days(draw: st.DrawFn) -> list[dict[str, str]]:
    """Ranges of days that do not overlap, each with its hours."""
    days = sorted(draw(st.sets(DATE, max_size=6)))
    pairs = zip(days[::2], days[1::2], strict=False)
    return [
        {"from": str(first), "to": str(last), "hours": draw(DATED)}
        for first, last in pairs
        if draw(st.booleans()) or first == last
    ]


def optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


OTHER_FACTS = optional(
    telephone=st.just("480-956-5680"),
    fax_number=st.just("480-956-5681 ext. 7"),
    geo=st.just({"latitude": "33.41521", "longitude": "-111.8"}),
    services=st.lists(
        st.sampled_from(["tms-therapy", "spravato", "neurodiagnostic-testing", "no-such"]),
        unique=True,
    ),
    insurance=st.lists(st.sampled_from(["aetna", "cigna"]), unique=True),
    languages=st.lists(st.sampled_from(sorted(LANGUAGES)), unique=True),
    is_accepting_new_patients=st.sampled_from(["yes", "no"]),
    accessibility=st.lists(st.sampled_from(["elevator", "braille_signs"]), unique=True),
    parking=optional(kind=st.sampled_from(["garage", "none"]), note=TEXT),
    ages=st.just({"from": "12"}),
    public_transit=TEXT,
    waiting_for_driver=TEXT,
    first_visit=st.lists(TEXT, max_size=2),
    telehealth_states=st.lists(st.sampled_from(["AZ", "NV"]), unique=True),
    certified_for=st.lists(st.just("spravato_rems"), max_size=1),
    unconfirmed=st.lists(
        st.sampled_from(
            ["telephone", "address", "opening_hours", "services", "geo", "status_from", "languages"]
        ),
        unique=True,
        max_size=3,
    ),
)
ADDRESS = optional(
    street_address=TEXT, unit=TEXT, address_locality=TEXT, postal_code=st.just("85201-1234")
)
STATUSES = ("opening_soon", "open", "temporarily_closed", "moved", "closed", "virtual_only")


@st.composite
def locations(draw: st.DrawFn) -> dict[str, Any]:
    """The facts of a location as its file would say them."""
    dates = sorted([draw(DATE), draw(DATE)])
    status_dates = {"status_from": str(dates[0]), "status_until": str(dates[1])}
    has_street = draw(st.sampled_from([True, True, True, False]))
    return {
        "id": "az-mesa",
        "name": draw(TEXT),
        "status": draw(st.sampled_from(STATUSES + STATUSES[:3])),
        **{name: date for name, date in status_dates.items() if draw(st.booleans())},
        "address": {
            "address_region": "AZ",
            **draw(ADDRESS),
            **({"street_address": draw(TEXT)} if has_street else {}),
        },
        "opening_hours": {day: draw(DAY) for day in DAYS if draw(st.booleans())},
        "special_opening_hours": draw(special_days()),
        "sources": ["https://www.example.com/"],
        **draw(OTHER_FACTS),
    }


@given(facts=locations(), is_production=st.booleans())
@settings(max_examples=150, deadline=None, derandomize=True)
def check(repository: Repository, facts: dict[str, Any], is_production: bool) -> None:
    located = repository.locations["az-mesa"]
    entry = dataclasses.replace(located, value=Location.model_validate(facts))
    changed = dataclasses.replace(repository, locations={"az-mesa": entry})
    catalog = Catalog(changed, AS_OF, is_production)
    location = catalog.location("az-mesa")
    clinic_page = Page(
        location.url,
        "location.html",
        location.name,
        "A clinic.",
        (HOME, Breadcrumb(location.name, location.url)),
        questions=location_questions(catalog, location),
        subject=location,
    )
    list_page = Page(
        "locations/", "locations.html", "All", "All clinics.", listed=catalog.locations
    )
    pages = (Page("", "index.html", "Home", "The home page."), list_page, clinic_page)
    graphs = [graph(catalog, MARKUP, page)["@graph"] for page in pages]
    known = defined({str(number): found for number, found in enumerate(graphs)})
    for found in graphs:
        assert faults(found, known) == []
        assert missing(found) == []
        SEEN["nodes"] += sum(1 for _node in nodes(found))
    if any(node["@type"] == "MedicalClinic" for node in graphs[-1]):
        shown = facts if not is_production else leave_out(facts, facts.get("unconfirmed", []))
        if is_to_come(facts, AS_OF) and "status_from" not in shown:
            shown = {**shown, "status": "open"}
        compare_hours(one(graphs[-1], "MedicalClinic"), shown)
        SEEN[facts["status"]] += 1


def leave_out(facts: dict[str, Any], names: list[str]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in names}


def compare_hours(clinic: dict[str, Any], facts: dict[str, Any]) -> None:
    """The hours of every single day from the build date on."""
    day = AS_OF
    while day <= UNTIL:
        expected = expected_hours(facts, day)
        assert said_hours(clinic, day) == expected, day
        SEEN["unsaid" if expected is None else "dates"] += 1
        day += ONE_DAY


def said_hours(clinic: dict[str, Any], day: datetime.date) -> list[tuple[str, str]] | None:
    """What the markup says of a day: items without weekdays win; None where it says nothing."""
    week, dated = [], []
    for item in clinic.get("openingHoursSpecification", ()):
        if item.get("validFrom", "") <= str(day) <= item.get("validThrough", "9"):
            named = item.get("dayOfWeek")
            if named is None:
                dated.append((item["opens"], item["closes"]))
            elif DAYS[day.weekday()].capitalize() in str(named):
                week.append((item["opens"], item["closes"]))
    return dated or week or None


def expected_hours(facts: dict[str, Any], day: datetime.date) -> list[tuple[str, str]] | None:
    """Closed during a closure, nothing before an opening, else the special or regular hours."""
    status = facts["status"]
    first, last = (
        datetime.date.fromisoformat(facts[name]) if name in facts else None
        for name in ("status_from", "status_until")
    )
    if status == "opening_soon" and (first is None or day < first):
        return None
    if status in ("closed", "moved") and (first or day) <= day:
        return [("00:00", "00:00")]
    if status == "temporarily_closed" and ((first or day) <= day <= (last or UNTIL)):
        return [("00:00", "00:00")]
    written = next(
        (x["hours"] for x in facts["special_opening_hours"] if x["from"] <= str(day) <= x["to"]),
        "regular hours",
    )
    if written == "regular hours":
        written = facts.get("opening_hours", {}).get(DAYS[day.weekday()], "unknown")
    return None if written == "unknown" else times(written) or None


def test_every_generated_location_has_a_valid_graph_and_the_hours_of_the_table(
    repository: Repository,
) -> None:
    SEEN.clear()
    check(repository)
    assert SEEN["nodes"] > 1_000
    assert min(SEEN[status] for status in STATUSES[:3]) >= 5
    assert SEEN["dates"] > 5_000
    assert SEEN["unsaid"] > 500
