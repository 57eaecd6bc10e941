"""What changes for patients: every fact that they act on, old and new, as the pages say it."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.clinics.load.files import load_file
from plugins.clinics.model.location import Location
from plugins.clinics.patient_facts import FactChange, Locations, patient_facts
from tests.conftest import ROOT, minimal
from tests.real import PUBLISHED

WEEK = "opening_hours:\n  friday: 08:00-17:00\n  saturday: 08:00-19:00\n  sunday: closed\n"


def reading(folder: Path, **clinics: str) -> Locations:
    """The locations of these texts, by slug: `az_mesa` is `az-mesa`."""
    (folder / "locations").mkdir(parents=True, exist_ok=True)
    found = {}
    for name, text in clinics.items():
        slug = name.replace("_", "-")
        path = folder / "locations" / f"{slug}.yaml"
        path.write_text(text, "utf-8")
        sourced, problems = load_file(Location, folder, path)
        assert sourced, problems
        found[slug] = sourced
    return found


def told(folder: Path, old: str, new: str) -> list[str]:
    """The changes from one text of a clinic to another, without the name of the file."""
    changes = patient_facts(reading(folder / "old", az_mesa=old), reading(folder, az_mesa=new))
    assert all(change.slug == "az-mesa" for change in changes)
    return [str(change).removeprefix("locations/az-mesa.yaml:") for change in changes]


CHANGES: dict[str, tuple[str, str, str]] = {
    "a number": (
        "telephone: 480-956-5680\n",
        "telephone: (480) 956-5681\n",
        "6: Telephone: 480-956-5680 → 480-956-5681",
    ),
    "a number that is new": (
        "",
        "after_hours_telephone: 480-956-5680\n",
        "6: Telephone after hours: (nothing) → 480-956-5680",
    ),
    "a number that has gone": (
        "languages: [en]\ntext_telephone: 480-956-5680\n",
        "languages: [en]\n",
        "7: Telephone for texts: 480-956-5680 → (nothing)",
    ),
    "a number that is confirmed": (
        "telephone: 480-956-5680\nunconfirmed: [telephone]\n",
        "telephone: 480-956-5680\n",
        "6: Telephone: 480-956-5680 (unconfirmed) → 480-956-5680",
    ),
    "the end of a day": (
        WEEK,
        WEEK.replace("08:00-19:00", "08:00-08:30"),
        "8: Saturday closing: 7:00 PM → 8:30 AM",
    ),
    "the begin of a day": (
        WEEK,
        WEEK.replace("08:00-19:00", "09:00-19:00"),
        "8: Saturday opening: 8:00 AM → 9:00 AM",
    ),
    "a day that is closed now": (
        WEEK,
        WEEK.replace("08:00-19:00", "closed"),
        "8: Saturday: 8:00 AM – 7:00 PM → Closed",
    ),
    "both ends of a day": (
        WEEK,
        WEEK.replace("08:00-19:00", "09:00-18:00"),
        "8: Saturday: 8:00 AM – 7:00 PM → 9:00 AM – 6:00 PM",
    ),
    "a day of which nothing is known any more": (
        WEEK,
        WEEK.replace("  sunday: closed\n", ""),
        "9: Sunday: Closed → Call to ask",
    ),
    "neighbors": (
        WEEK.replace("19:00", "17:00"),
        WEEK.replace("19:00", "17:00").replace("17:00", "15:00"),
        "7: Friday to Saturday closing: 5:00 PM → 3:00 PM",
    ),
    "hours that are no longer sure": (
        "opening_hours: {friday: 08:00-17:00}\n",
        "opening_hours: {friday: 08:00-16:00}\nunconfirmed: [opening_hours]\n",
        "6: Friday: 8:00 AM – 5:00 PM → 8:00 AM – 4:00 PM (unconfirmed)",
    ),
    "a special day": (
        "special_opening_hours:\n  - {date: 2026-12-24, hours: closed, reason: Eve}\n",
        "special_opening_hours:\n  - {date: 2026-12-24, hours: 08:00-12:00, reason: Eve}\n",
        "7: Special hours December 24, 2026: Closed (Eve) → 8:00 AM – 12:00 PM (Eve)",
    ),
    "the first of two special days goes": (
        "special_opening_hours:\n  - {date: 2026-12-24, hours: closed, reason: Eve}\n"
        "  - {date: 2026-12-31, hours: closed, reason: Old Year}\n",
        "special_opening_hours:\n  - {date: 2026-12-31, hours: closed, reason: Old Year}\n",
        "7: Special hours December 24, 2026: Closed (Eve) → (nothing)",
    ),
    "an alert": (
        "",
        "alerts:\n  - {from: 2026-12-20, to: 2026-12-21, message: Snow.}\n",
        "7: Alert December 20, 2026 to December 21, 2026: (nothing) → Snow.",
    ),
    "a booking link": (
        "appointment_url: https://a.org/x\n",
        "appointment_url: https://a.org/y\n",
        "6: Booking link: https://a.org/x → https://a.org/y",
    ),
    "a service": (
        "services: [spravato]\n",
        "services:\n  - {id: spravato, telephone: 480-956-5680, referral_required: yes}\n",
        "7: Service “spravato”: offered → offered, 480-956-5680, referral required",
    ),
    "an insurer": (
        "insurance: [aetna, cigna]\n",
        "insurance: [cigna]\n",
        "6: Insurance “aetna”: accepted → (nothing)",
    ),
    "new patients": (
        "is_accepting_new_patients: yes\n",
        "is_accepting_new_patients: no\n",
        "6: Takes new patients: yes → no",
    ),
    "ages": ("ages: {from: 12}\n", "ages: {from: 18}\n", "6: Ages: 12 and older → 18 and older"),
}


@pytest.mark.parametrize(("old", "new", "line"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_told_once_in_plain_words(
    tmp_path: Path, old: str, new: str, line: str
) -> None:
    assert told(tmp_path, minimal(more=old), minimal(more=new)) == [line]
    assert told(tmp_path, minimal(more=new), minimal(more=new)) == []


def test_a_status_is_told_with_its_days_message_and_successor(tmp_path: Path) -> None:
    closed = "status: temporarily_closed\nstatus_from: 2026-12-01\nstatus_until: 2026-12-03"
    new = minimal(more="status_message: Storm.\n").replace("status: open", closed)
    assert told(tmp_path, minimal(), new) == [
        "3: Status: Open → Closed for now from December 1, 2026 until December 3, 2026: Storm."
    ]
    moved = minimal(more="moved_to: az-tempe\n").replace("status: open", "status: moved")
    assert told(tmp_path, minimal(), moved) == ["3: Status: Open → Moved, to “az-tempe”"]


def test_an_address_is_told_on_one_line(tmp_path: Path) -> None:
    old = minimal().replace("{address_region: AZ}", "{street_address: 1 Elm, address_region: AZ}")
    assert told(tmp_path, old, old.replace("1 Elm", "2 Elm")) == [
        "4: Address: 1 Elm, AZ → 2 Elm, AZ"
    ]


def test_what_harms_most_comes_first_and_clinics_come_as_they_are_held_or_confirmed(
    tmp_path: Path,
) -> None:
    held = "unconfirmed: [status]\n"
    old = reading(
        tmp_path / "old",
        az_gone=minimal("az-gone", "Gone"),
        az_mesa=minimal(more=f"insurance: [aetna]\ntelephone: 480-956-5680\n{WEEK}"),
        az_tempe=minimal("az-tempe", "Tempe", "telephone: 480-956-5682\n"),
        az_held=minimal("az-held", "Held", held),
        az_never=minimal("az-never", "Never", held),
    )
    new = reading(
        tmp_path / "new",
        az_mesa=minimal(more="telephone: 480-956-5681\n").replace(": open", ": closed"),
        az_tempe=minimal("az-tempe", "Tempe", "telephone: 480-956-5683\n"),
        az_held=minimal("az-held", "Held"),
        az_never=minimal("az-never", "Never", f"telephone: 480-956-5680\n{held}"),
    )
    found = patient_facts(old, new)
    assert [(change.name, change.label) for change in found] == [
        ("Gone", "Clinic"),
        ("Mesa", "Status"),
        ("Mesa", "Telephone"),
        ("Tempe", "Telephone"),
        ("Mesa", "Friday"),
        ("Mesa", "Saturday"),
        ("Mesa", "Sunday"),
        ("Mesa", "Insurance “aetna”"),
        ("Held", "Clinic"),
    ]
    assert (found[0].old, found[0].new, found[-1].old, found[-1].new) == (
        "Open; AZ",
        "",
        "",
        "Open; AZ",
    )


def test_a_new_clinic_is_told_with_its_numbers_and_hours(tmp_path: Path) -> None:
    text = minimal(more=f"telephone: 480-956-5680\n{WEEK}unconfirmed: [opening_hours]\n")
    (new,) = patient_facts({}, reading(tmp_path, az_mesa=text))
    assert new.words == (
        "Clinic: (nothing) → Open; AZ; Telephone 480-956-5680; Friday 8:00 AM – 5:00 PM "
        "(unconfirmed); Saturday 8:00 AM – 7:00 PM (unconfirmed); Sunday Closed (unconfirmed)"
    )


def test_hostile_text_cannot_move_the_cursor(tmp_path: Path) -> None:
    new = minimal(more='alerts: [{from: 2026-12-20, to: 2026-12-20, message: "a\\u202eb"}]\n')
    (line,) = told(tmp_path, minimal(), new)
    assert line.endswith("a\\u202eb")


def test_every_clinic_of_the_site_is_told_when_all_go_and_nothing_when_nothing_changes() -> None:
    paths = [ROOT / "locations" / f"{slug}.yaml" for slug in sorted(PUBLISHED)]
    loaded = {path.stem: load_file(Location, ROOT, path)[0] for path in paths}
    real = {slug: item for slug, item in loaded.items() if item}
    assert patient_facts(real, real) == ()
    gone: tuple[FactChange, ...] = patient_facts(real, {})
    assert [change.slug for change in gone] == sorted(PUBLISHED)
    assert len(gone) > 20
