"""Questions about one clinic: each from its own file only, and none for what is not known."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from plugins.clinics.catalog import Catalog
from plugins.clinics.faq import AnsweredQuestion
from plugins.clinics.faq_section import plain_words
from plugins.clinics.location_questions import QUESTIONS, location_questions
from plugins.clinics.model.location import Location, Status
from plugins.clinics.publication import PublishedLocation
from plugins.clinics.site import load_site
from tests.conftest import AS_OF, ROOT, MakeProject, load, minimal

PROVIDERS = {
    "locations/_providers.yaml": "providers: [{id: jane-doe, name: Jane Doe, "
    "honorific_suffix: MD, job_title: Psychiatrist, sources: [Consent of 2026]}]\n"
}


class Row(NamedTuple):
    """A question: its anchor, the lines of the file that it needs, its path, its answer."""

    anchor: str
    lines: str
    path: str
    answer: str


STREET = "street_address: 1 Main Street, unit: Suite 2, address_locality: Mesa, postal_code: 85201"

TABLE = (
    Row(
        "opening-hours",
        "opening_hours: {monday: 09:00-17:00, tuesday: 09:00-17:00, sunday: closed}",
        "opening_hours",
        "Monday to Tuesday: 9:00 AM – 5:00 PM Sunday: Closed",
    ),
    Row(
        "address",
        f"address: {{{STREET}, address_region: AZ}}",
        "address",
        "1 Main Street, Suite 2, Mesa, AZ 85201",
    ),
    Row("bus-and-train", "public_transit: Bus 50", "public_transit", "Bus 50"),
    Row(
        "parking-here",
        "parking: {kind: garage, cost: free, note: Enter from the north}",
        "parking",
        "Parking garage, free. Enter from the north",
    ),
    Row(
        "accessible",
        "accessibility: [step_free_entrance, elevator]",
        "accessibility",
        "Step-free entrance Elevator",
    ),
    Row("treatments", "services: [tms-therapy]", "services", "TMS therapy"),
    Row(
        "spravato",
        "certified_for: [spravato_rems]",
        "certified_for",
        "Yes. This clinic is certified in the safety program (REMS) for it.",
    ),
    Row(
        "insurance-plans",
        "insurance: [aetna]",
        "insurance",
        "Aetna Confirm with your plan before your visit: what it pays for differs between members.",
    ),
    Row(
        "new-patients",
        "is_accepting_new_patients: yes",
        "is_accepting_new_patients",
        "Yes, new patients are welcome.",
    ),
    Row("ages-treated", "ages: {from: 12, to: 65}", "ages", "People who are 12 to 65."),
    Row(
        "video-visits",
        "telehealth_states: [AZ, NV]",
        "telehealth_states",
        "Yes, for people who are in Arizona and Nevada at the time of the visit. "
        "Infusions, TMS and testing need a visit in person.",
    ),
    Row(
        "what-to-bring",
        "first_visit: [photo ID, insurance card]",
        "first_visit",
        "photo ID insurance card",
    ),
    Row("driver", "waiting_for_driver: In the lobby", "waiting_for_driver", "In the lobby"),
    Row("languages", "languages: [en, es]", "languages", "English and Spanish."),
    Row("clinicians", "providers: [jane-doe]", "providers", "Jane Doe, MD, Psychiatrist"),
    Row(
        "booking",
        "telephone: 480-956-5680",
        "telephone",
        "Call 480-956-5680 to book, change or cancel a visit.",
    ),
)
"""The table of the medical facts, §5.5; the last question of it, the emergency, needs no fact."""

OTHERS = {
    "az-other": "\n".join(row.lines for row in TABLE if row.anchor not in ("booking", "address"))
    + "\ntelephone: 480-956-5681\nentrance_note: By the back door"
}
"""A clinic nearby that knows everything."""

FULL_CLINIC = minimal(
    more="\n".join(row.lines for row in TABLE if row.anchor != "address")
    + "\nentrance_note: By the north lobby\ncancellation_policy: Call a day ahead\n"
    + "special_opening_hours: [{date: 2026-12-24, hours: closed, reason: Christmas Eve}]\n"
).replace("address: {address_region: AZ}", TABLE[1].lines)
"""Every field that a question needs."""


def clinic(
    project: MakeProject, lines: str = "", is_production: bool = False
) -> tuple[Catalog, PublishedLocation]:
    """A clinic with these lines beside one that knows everything."""
    given = {line.split(":")[0] for line in lines.split("\n") if line}
    kept = [line for line in minimal().split("\n") if line.split(":")[0] not in given]
    files = {
        "locations/az-mesa.yaml": "\n".join(kept) + lines + "\n",
        **{
            f"locations/{slug}.yaml": minimal(slug, "Other", f"{more}\n")
            for slug, more in OTHERS.items()
        },
        **PROVIDERS,
    }
    site = load(project(files), is_production)
    assert site.catalog is not None
    assert site.catalog.repository.problems == ()
    return site.catalog, site.catalog.location("az-mesa")


def asked(
    project: MakeProject, lines: str = "", is_production: bool = False
) -> dict[str, AnsweredQuestion]:
    """The questions about this clinic by anchor, without the one that every clinic has."""
    found = {item.id: item for item in location_questions(*clinic(project, lines, is_production))}
    assert list(found)[-1:] == ["emergency"]
    return {anchor: item for anchor, item in found.items() if anchor != "emergency"}


def words_of(item: AnsweredQuestion) -> str:
    """The answer as readers see it, its lines joined by spaces."""
    return plain_words(str(item.accepted_answer).replace("><", "> <"))


def test_the_table_is_that_of_the_code() -> None:
    anchors = [row.anchor for row in TABLE]
    assert [*anchors, "emergency"] == [anchor for anchor, *_ in QUESTIONS]
    assert [row.path for row in TABLE] == [path for _, _, path, _ in QUESTIONS][:-1]


def test_an_empty_file_asks_nothing(project: MakeProject) -> None:
    assert asked(project) == {}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.anchor)
def test_a_fact_answers_its_question_and_no_other(row: Row, project: MakeProject) -> None:
    found = asked(project, row.lines)
    assert list(found) == [row.anchor]
    item = found[row.anchor]
    assert words_of(item) == row.answer
    assert "the Mesa clinic" in item.name
    assert item.name.endswith("?")
    assert (item.path, item.url, item.sources) == (row.path, "", ())


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.anchor)
def test_an_unconfirmed_fact_asks_nothing_in_production(row: Row, project: MakeProject) -> None:
    lines = f"{row.lines}\nunconfirmed: [{row.path}]"
    assert list(asked(project, lines)) == [row.anchor]
    assert asked(project, lines, is_production=True) == {}


@pytest.mark.parametrize(
    ("lines", "anchor", "words"),
    [
        (
            "services: [tms-therapy, spravato]\nunconfirmed: [services.spravato]",
            "treatments",
            "TMS",
        ),
        ("insurance: [aetna, cigna]\nunconfirmed: [insurance.cigna]", "insurance-plans", "Aetna"),
        ("languages: [en, es]\nunconfirmed: [languages.es]", "languages", "English"),
    ],
)
def test_production_tells_the_confirmed_parts_of_a_fact(
    lines: str, anchor: str, words: str, project: MakeProject
) -> None:
    texts = [
        plain_words(asked(project, lines, is_production)[anchor].accepted_answer)
        for is_production in (False, True)
    ]
    for hidden in ("Spravato", "Cigna", "Spanish"):
        assert hidden not in texts[1]
    assert words in texts[1]
    assert texts[0] != texts[1]


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        ("address: {address_locality: Mesa, address_region: AZ}", "address"),
        ("opening_hours: {}", "opening-hours"),
        ("parking: {}", "parking-here"),
        ("services: []", "treatments"),
        ("certified_for: []", "spravato"),
        ("entrance_note: By the back door", "address"),
        ("cancellation_policy: Call a day ahead", "booking"),
        ("special_opening_hours: [{date: 2026-12-24, hours: closed}]", "opening-hours"),
    ],
)
def test_half_a_fact_asks_nothing(lines: str, gone: str, project: MakeProject) -> None:
    assert gone not in asked(project, lines)


@pytest.mark.parametrize(
    ("lines", "anchor", "answer"),
    [
        ("is_accepting_new_patients: no", "new-patients", "Not now."),
        ("ages: {to: 17}", "ages-treated", "People who are up to 17."),
        ("parking: {note: Ask at the desk}", "parking-here", "Ask at the desk"),
        (
            "appointment_url: https://a.com/",
            "booking",
            "You can request an appointment on another website.",
        ),
        (
            "telephone: 480-956-5680\nappointment_url: https://a.com/\n"
            "cancellation_policy: Call a day ahead.",
            "booking",
            "Call 480-956-5680 to book, change or cancel a visit. You can also request an "
            "appointment on another website. Call a day ahead.",
        ),
        (
            f"address: {{{STREET}, address_region: AZ}}\nentrance_note: By the north lobby.",
            "address",
            "1 Main Street, Suite 2, Mesa, AZ 85201 By the north lobby.",
        ),
        (
            "opening_hours: {monday: 09:00-17:00}\nspecial_opening_hours: "
            "[{date: 2026-12-24, hours: closed, reason: Christmas Eve}, {date: 2026-11-23, "
            "hours: closed}, {from: 2026-12-31, to: 2027-01-01, hours: 09:00-12:00}]",
            "opening-hours",
            "Monday: 9:00 AM – 5:00 PM December 24, 2026: Closed (Christmas Eve) "
            "December 31, 2026 to January 1, 2027: 9:00 AM – 12:00 PM",
        ),
    ],
)
def test_an_answer_says_what_the_file_says(
    lines: str, anchor: str, answer: str, project: MakeProject
) -> None:
    assert words_of(asked(project, lines)[anchor]) == answer


@pytest.mark.parametrize(
    ("status", "questions"),
    [
        ("closed", []),
        ("moved\nmoved_to: az-other\nunconfirmed: [moved_to]", []),
        ("temporarily_closed\nstatus_message: Repairs.", ["address", "booking", "emergency"]),
        ("opening_soon\nstatus_from: 2027-01-01", ["address", "booking", "emergency"]),
        ("virtual_only", ["booking", "emergency"]),
        ("open", ["opening-hours", "address", "booking", "emergency"]),
    ],
)
def test_what_is_asked_fits_the_status(
    status: str, questions: list[str], project: MakeProject
) -> None:
    lines = f"status: {status}\n" + "\n".join(
        row.lines for row in TABLE if row.anchor in ("opening-hours", "address", "booking")
    )
    found = location_questions(*clinic(project, lines))
    assert [item.id for item in found] == questions


def test_every_clinic_says_what_to_do_in_an_emergency(project: MakeProject) -> None:
    (item,) = location_questions(*clinic(project))
    words = plain_words(item.accepted_answer)
    assert words.startswith("Do not wait for the clinic: it is not an emergency service.")
    assert 'href="tel:988"' in item.accepted_answer
    assert 'href="tel:911"' in item.accepted_answer


def test_hostile_facts_stay_words(project: MakeProject) -> None:
    lines = "public_transit: '\"5 > 3\" & {state} %s'\nfirst_visit: ['{0} & co']"
    found = asked(project, lines)
    assert found["bus-and-train"].accepted_answer == ("<p>&#34;5 &gt; 3&#34; &amp; {state} %s</p>")
    assert found["what-to-bring"].accepted_answer == "<ul><li>{0} &amp; co</li></ul>"


@pytest.mark.parametrize(("is_production", "at_least"), [(False, 150), (True, 45)])
def test_the_real_clinics_ask_as_much_as_their_files_know(
    is_production: bool, at_least: int
) -> None:
    catalog = load_site(ROOT, is_production, AS_OF).catalog
    assert catalog is not None
    found = {item.slug: location_questions(catalog, item) for item in catalog.published}
    expected = {
        item.slug: sum(
            known(today(catalog, item), path, is_production) for _, _, path, _ in QUESTIONS
        )
        for item in catalog.published
        if item.facts.status not in (Status.CLOSED, Status.MOVED)
    }
    assert {slug: len(items) for slug, items in found.items() if items} == expected
    assert sum(expected.values()) >= at_least


def today(catalog: Catalog, item: PublishedLocation) -> Location:
    """The whole file, with the status of today: a closure that is to come is none yet."""
    file = catalog.repository.locations[item.slug].value
    return file.model_copy(update={"status": item.facts.status})


def known(location: Location, path: str, is_production: bool) -> bool:
    """Whether a build may answer a question about this fact; found without its code."""

    def may_show(name: str) -> bool:
        return not (is_production and location.is_unconfirmed(name))

    if path == "":
        return True
    value = getattr(location, path)
    if isinstance(value, tuple):
        return any(may_show(f"{path}.{getattr(item, 'id', item)}") for item in value)
    if path == "address":
        has_street = bool(value.street_address) and location.status is not Status.VIRTUAL_ONLY
        return has_street and may_show("address.street_address")
    if path == "opening_hours":
        days = [name for name, hours in (value.days() if value else ()) if hours]
        return location.status is Status.OPEN and any(may_show(f"{path}.{day}") for day in days)
    other = path == "telephone" and location.appointment_url and may_show("appointment_url")
    return bool(other) or (value is not None and may_show(path))
