"""`location.vcf`: read back by another library, it says what the files say, and no more."""

from __future__ import annotations

from typing import Any

import pytest
import vobject
from hypothesis import given, settings

from plugins.clinics.exports import files, vcard_url
from plugins.clinics.load.repository import Repository
from plugins.clinics.model.telephone import parse_telephone
from tests.conftest import MakeProject, load, minimal
from tests.exports_world import (
    AS_OF,
    BASE,
    CASES,
    Facts,
    catalog_of,
    catalog_with,
    expected_row,
    exported,
    hostile_locations,
    number_of,
    on_the_day,
    one_location,
    shared,
    shown,
)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return one_location(tmp_path_factory.mktemp("vcard"), minimal())


def card_of(data: bytes) -> Any:
    """The only card of a file whose lines are as RFC 2426 wants them."""
    assert data.count(b"\n") == data.count(b"\r") == data.count(b"\r\n")
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")  # no letter is torn apart by a fold
    (card,) = vobject.readComponents(data.decode("utf-8"))
    return card


def compare(card: Any, slug: str, facts: Facts, brand: str, main_number: str) -> int:
    """Each property against the files; how many there are."""
    row = expected_row(slug, facts, brand, main_number)
    expected: dict[str, Any] = {
        "version": ["3.0"],
        "fn": [row["full_name"]],
        "org": [[row["full_name"]]],
        "n": [";;;;"],
        "x-abshowas": ["COMPANY"],
        "url": [row["url"]],
        "tel": [("WORK,VOICE", dialled(facts.get("telephone", main_number)))],
        "uid": [card.uid.value],
    }
    if "fax_number" in facts:
        expected["tel"].append(("WORK,FAX", dialled(facts["fax_number"])))
    if row["status"] != "virtual_only":
        street = ", ".join(row[name] for name in ("street_address", "unit") if row[name])
        parts = (row[name] for name in ("address_locality", "address_region", "postal_code"))
        expected["adr"] = [("", "", street, *parts, "US")]
    if row["latitude"]:
        expected["geo"] = [f"{row['latitude']};{row['longitude']}"]
    found = {name: [value_of(item) for item in items] for name, items in card.contents.items()}
    note = found.pop("note", [""])[0]
    assert found == expected
    assert card.uid.value.partition("@")[0] == row["id"]
    compare_note(note, row, facts)
    return sum(map(len, found.values())) + bool(note)


def value_of(item: Any) -> Any:
    """A property's value in parts."""
    if item.name == "TEL":
        return ",".join(item.params["TYPE"]), item.value
    if item.name == "ADR":
        names = ("box", "extended", "street", "city", "region", "code", "country")
        return tuple(getattr(item.value, name) for name in names)
    if item.name == "N":
        names = ("family", "given", "additional", "prefix", "suffix")
        return ";".join(getattr(item.value, name) for name in names)
    return item.value


def dialled(written: str) -> str:
    telephone = parse_telephone(written)
    return telephone.e164 + (f",{telephone.extension}" if telephone.extension else "")


def compare_note(note: str, row: dict[str, str], facts: Facts) -> None:
    """The status in words with its message, then the other telephones."""
    lines = note.split("\n") if note else []
    for name, words in (
        ("after_hours_telephone", "After hours"),
        ("text_telephone", "Text messages"),
    ):
        if name in facts:
            assert lines.pop() == f"{words}: {parse_telephone(facts[name]).display}"
    is_special = row["status"] != "open" or bool(row["status_message"])
    assert len(lines) == is_special
    if is_special:
        start = {
            "opening_soon": "Opening soon",
            "temporarily_closed": "Closed for now",
            "virtual_only": "Video visits only",
            "open": row["status_message"],
        }[row["status"]]
        assert lines[0].startswith(start)
        assert lines[0].endswith(row["status_message"])


@pytest.mark.parametrize("case", CASES)
def test_every_card_says_what_the_files_say(case: tuple[str, bool]) -> None:
    data = exported(*case)
    compared, properties = 0, 0
    for slug, facts in shown(*case).items():
        card = card_of(data[f"locations/{slug.replace('-', '/', 1)}/location.vcf"])
        properties += compare(card, slug, facts, *shared(case[0]))
        compared += 1
    cards = [path for path in data if path.endswith(".vcf")]
    assert compared == len(cards) == number_of(*case)
    assert properties > 8 * compared


def test_the_known_example_has_its_latitude_first() -> None:
    card = card_of(exported("small", False)["locations/az/example/location.vcf"])
    assert card.geo.value == "33.45101;-112.07002"
    assert card.uid.value == "az-example@www.small-clinics.test"
    assert card.note.value == "Text messages: 602-555-0144\nAfter hours: 602-555-0145"


@pytest.mark.parametrize(
    ("path", "note"),
    [
        ("locations/co/soon", "Opening soon: plans to open on February 1, 2027."),
        ("locations/az/second", "Closed for now until January 31, 2027."),
        ("locations/tx/video", "Video visits only. Please do not come in person."),
    ],
)
def test_a_status_is_said_with_its_dates(path: str, note: str) -> None:
    card = card_of(exported("small", True)[f"{path}/location.vcf"])
    assert card.note.value == note


@pytest.mark.parametrize("status", ["closed", "moved"])
def test_a_clinic_that_is_no_more_has_no_card(project: MakeProject, status: str) -> None:
    text = minimal().replace("status: open", f"status: {status}")
    catalog = load(project({"locations/az-mesa.yaml": text})).catalog
    assert catalog
    assert vcard_url(catalog.location("az-mesa")) is None
    assert not any("mesa" in path for path in files(catalog, BASE))


@pytest.mark.parametrize("case", CASES)
def test_a_page_is_told_the_address_of_its_card(case: tuple[str, bool]) -> None:
    data = exported(*case)
    urls = {vcard_url(location) for location in catalog_of(*case).locations}
    assert urls == {path for path in data if path.endswith(".vcf")}


def test_hostile_texts_come_back_from_a_card(repository: Repository) -> None:
    compared = 0

    @given(facts=hostile_locations())
    @settings(max_examples=80, deadline=None, derandomize=True)
    def check(facts: Facts) -> None:
        nonlocal compared
        catalog = catalog_with(repository, facts)
        facts = on_the_day(facts, AS_OF)
        card = card_of(files(catalog, BASE)["locations/az/mesa/location.vcf"])
        organization = catalog.organization
        compared += compare(
            card, "az-mesa", facts, organization.name, organization.telephone.display
        )

    check()
    assert compared > 80 * 8


def test_a_card_holds_no_street_that_is_not_confirmed() -> None:
    published = exported("real", True)["locations/az/biltmore/location.vcf"]
    assert b"\r\nADR;TYPE=WORK:;;;Phoenix;AZ;;US\r\n" in published
    preview = exported("real", False)["locations/az/biltmore/location.vcf"]
    assert b"2390 East Camelback Road\\, Suite 130" in preview
