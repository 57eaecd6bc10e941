"""`make new-location`: a clinic's file from a few answers.

What follows from the ZIP code (state, city, time zone) is offered, never more: no fact is made up.
All that nobody has said to be confirmed is listed in `unconfirmed`, the status too, so a new clinic
is on no published page before somebody there was asked. Its name is not: that would make it a mere
lead, without a page in the preview.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from ..directories import slug_of
from ..edit.written import entry, group
from ..geography import ZipArea, states, states_of_zip_prefix, zip_area
from ..load.models import field_names
from ..load.repository import Repository
from ..model.hours import WEEKDAYS
from ..model.location import Location
from ..model.organization import ids_by_spelling
from ..problems import Problem
from ..readiness import WANTED
from ..time_zones import usual
from ..trial import Trial
from .draft import Answers, Draft
from .interview import Ask, Interview, ids, items, problem

NAME = Ask("name", "What people call the clinic, without “Serenity”", is_needed=True)
ZIP = Ask("zip", "ZIP code")
STATE = Ask("state", "State, two letters", is_needed=True)
STREET = Ask("street", "Street and number, without the suite")
UNIT = Ask("unit", "Suite, floor or room")
CITY = Ask("city", "City of the postal address")
PHONE = Ask("phone", "The clinic's own telephone number")
OPENS = Ask("opens", "Opening day, if it is not open yet, like 2027-01-04")
TIME_ZONE = Ask("time_zone", "Time zone")
WEEKDAYS_ALIKE = Ask("weekdays", "Hours from Monday to Friday, each day, like 9am-5pm")
SATURDAY = Ask("saturday", "Hours on Saturday, or closed")
SUNDAY = Ask("sunday", "Hours on Sunday, or closed")
SERVICES = Ask("services", "Services, with commas between them")
SOURCE = Ask("source", "Where you have this from: a web address, or words", is_needed=True)
CONFIRMED = Ask("confirmed", "What somebody at the clinic has confirmed: all, or some of these")
BY = Ask("by", "Who there has confirmed it, a role like clinic manager", is_needed=True)

LOCATION = (
    *(
        ZIP,
        STATE,
        CITY,
        NAME,
        STREET,
        UNIT,
        PHONE,
        OPENS,
        TIME_ZONE,
        WEEKDAYS_ALIKE,
        SATURDAY,
        SUNDAY,
    ),
    *(SERVICES, SOURCE, CONFIRMED, BY),
)
"""All questions, in their order; some are asked only where they make sense."""

ALL = "all"
SPOKEN = {"phone": "telephone", "hours": "opening_hours"}
"""What people call a fact, and its field; a service is enough without the word before it."""


def new_location(
    repository: Repository, as_of: datetime.date, interview: Interview
) -> tuple[str, str]:
    """Path and text of the file of a new clinic."""
    draft = Draft(
        Trial.without_texts(repository, as_of),
        # Whether a clinic is held back is asked last; before that no other answer is to blame.
        lambda answers: location_file({CONFIRMED.name: "status", **answers}, as_of),
        interview,
        frozenset(f"locations/{slug}.yaml" for slug in repository.slugs),
    )
    answers = draft.answers
    draft.ask(ZIP)
    area = zip_area(answers["zip"][:5])
    draft.ask(STATE, _state(answers))
    draft.ask(CITY, area.city if area else "")
    draft.ask(NAME)
    draft.ask(STREET)
    if answers["street"]:
        draft.ask(UNIT)
    draft.ask(PHONE)
    draft.ask(OPENS)
    region = answers["state"].upper()
    zone = _zone(region, area)
    if usual(region) is None or zone not in ("", usual(region)):
        draft.ask(TIME_ZONE, zone)
    for question in (WEEKDAYS_ALIKE, SATURDAY, SUNDAY):
        draft.ask(question)
    known = repository.services.value.services if repository.services else ()
    question = Ask(SERVICES.name, f"{SERVICES.words} ({', '.join(item.id for item in known)})")
    draft.ask(question, reading=ids(ids_by_spelling(known)))
    draft.ask(SOURCE)
    _ask_what_is_confirmed(draft, interview)
    return location_file(answers, as_of)


def location_file(answers: Answers, as_of: datetime.date) -> tuple[str, str]:
    """Path and text; where the needed answers are not there yet, stand-ins are."""
    region = (answers.get("state") or _state(answers) or "AZ").upper()
    name = answers.get("name") or "New clinic"
    # The file of an unknown state is never written; so only its state is wrong.
    slug = f"{region.lower() if region in states() else 'az'}-{slug_of(name)}"
    return f"locations/{slug}.yaml", HEAD + "".join(_lines(answers, region, name, slug, as_of))


def facts_given(answers: Answers) -> list[str]:
    """The paths of the facts that somebody at the clinic must confirm."""
    found = {
        "status": True,
        "status_from": answers.get("opens"),
        "telephone": answers.get("phone"),
        "address": True,
        "opening_hours": any(_week(answers).values()),
        **{f"services.{item}": True for item in _ids(answers.get("services", ""))},
    }
    return [path for path, is_there in found.items() if is_there]


def _lines(
    answers: Answers, region: str, name: str, slug: str, as_of: datetime.date
) -> Iterator[str]:
    yield entry("id", slug).rstrip() + "   # never changes, even if the clinic is renamed\n"
    yield entry("name", name)
    yield entry("status", "opening_soon" if answers.get("opens") else "open")
    if opens := answers.get("opens"):
        yield entry("status_from", opens)
    if phone := answers.get("phone"):
        yield entry("telephone", phone)
    parts = {
        "street_address": answers.get("street", ""),
        "unit": answers.get("unit", ""),
        "address_locality": answers.get("city", ""),
        "address_region": region,
        "postal_code": answers.get("zip", ""),
    }
    yield group("address", {key: value for key, value in parts.items() if value})
    if zone := answers.get("time_zone"):
        yield entry("time_zone", zone)
    if week := {day: hours for day, hours in _week(answers).items() if hours}:
        yield "opening_hours:   # a day that is left out is unknown, never closed\n"
        yield group("", week).partition("\n")[2]
    if services := _ids(answers.get("services", "")):
        yield entry("services", list(services))
    yield from _to_supply(answers)
    yield from _confidence(answers, as_of)
    yield entry("sources", [answers.get("source") or "A call"])


def _confidence(answers: Answers, as_of: datetime.date) -> Iterator[str]:
    """What is confirmed, by whom; and what still has to be."""
    given = facts_given(answers)
    said = answers.get("confirmed", "").casefold()
    if said == ALL:
        yield entry("confirmed", {"on": as_of.isoformat(), "by": answers.get("by") or "clinic"})
        return
    confirmed = _ids(said)
    waiting = [path for path in given if not _is_among(path, confirmed)]
    if waiting:
        yield "# Delete a name from this list once somebody at the clinic has confirmed it.\n"
        yield entry("unconfirmed", list(waiting))


def _to_supply(answers: Answers) -> Iterator[str]:
    """The facts that visitors look for and nobody was asked, as lines to complete."""
    asked = ("telephone", "address", "opening_hours", "services")
    names = [name for name in WANTED if name.partition(".")[0] not in asked]
    yield "# What you learn later; _example.yaml shows how to write it, and no line is a must:\n"
    for name in sorted(names, key=field_names(Location, ()).index):
        yield f"# {name}: …   # {WANTED[name]}\n"


def _ask_what_is_confirmed(draft: Draft, interview: Interview) -> None:
    given = facts_given(draft.answers)
    question = Ask(CONFIRMED.name, f"{CONFIRMED.words} ({', '.join(given)})")
    reading = ids({**SPOKEN, **{path.rpartition(".")[2]: path for path in given}})

    def faults(said: str) -> Iterator[Problem]:
        for item in items(reading(said)) if said.casefold() != ALL else ():
            if not any(_is_among(path, [item]) for path in given):
                hint = f"write all, or some of {', '.join(given)}; leave it out for none."
                yield problem(f"“{item}” is none of the facts of this clinic.", hint)

    draft.answers[CONFIRMED.name] = reading(interview.answer(question, faults))
    if draft.answers[CONFIRMED.name] == ALL:
        draft.ask(BY)


def _is_among(path: str, names: list[str]) -> bool:
    return any(path == name or path.startswith(f"{name}.") for name in names)


def _state(answers: Answers) -> str:
    """The state of the ZIP code; empty where there is none, or more than one."""
    postal_code = answers.get("zip", "")[:5]
    area = zip_area(postal_code)
    homes = {area.state} if area else states_of_zip_prefix(postal_code[:3])
    return next(iter(homes)) if len(homes) == 1 and homes <= set(states()) else ""


def _zone(region: str, area: ZipArea | None) -> str:
    """The time zone at the ZIP code; empty where nobody knows it."""
    state = states().get(region)
    if state is None or area is None or area.state != region:
        return ""
    if area.latitude is None or area.longitude is None:
        return ""
    from tzfpy import get_tz  # its table takes 40 MB of memory: only where it is needed

    found = get_tz(area.longitude, area.latitude)
    return found if found in state.time_zones else ""


def _week(answers: Answers) -> dict[str, str]:
    days = dict.fromkeys(WEEKDAYS[:5], answers.get("weekdays", ""))
    return {**days, **{day: answers.get(day, "") for day in WEEKDAYS[5:]}}


def _ids(text: str) -> list[str]:
    """Ids, which have small letters."""
    return [item.casefold() for item in items(text)]


HEAD = """\
# yaml-language-server: $schema=_location.schema.json
# Begun with `make new-location`. Look at what follows from the ZIP code: city, state, time zone.
"""
