"""The questions about one clinic, answered from that clinic's own file.

A field that is empty, or that this build may not show, gives no question: nothing is guessed, and
nothing is taken from a clinic nearby. Which question needs which field is the table of the medical
facts, §5.5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from markupsafe import Markup

from .catalog import Catalog
from .faq import AnsweredQuestion, clinic_words
from .formats import date_words, span_words
from .model.hours import SpecialOpeningHours
from .model.location import Status
from .publication import PublishedLocation
from .translation import gettext, later, markup
from .wording import listing

Answer = Callable[[Catalog, PublishedLocation], Markup | None]

PARAGRAPH = Markup("<p>{}</p>")
LINK = Markup('<a href="{}">{}</a>')


def location_questions(
    catalog: Catalog, location: PublishedLocation
) -> tuple[AnsweredQuestion, ...]:
    """Every question that the clinic's file answers; none for a clinic that is closed or moved."""
    if not location.is_listed:
        return ()
    found = ((row, row[3](catalog, location)) for row in QUESTIONS)
    return tuple(
        AnsweredQuestion(anchor, gettext(name, clinic=clinic_words(location)), answer, path=path)
        for (anchor, name, path, _answer), answer in found
        if answer is not None
    )


def _hours(_catalog: Catalog, location: PublishedLocation) -> Markup | None:
    week = location.facts.opening_hours
    if location.facts.status is not Status.OPEN or week is None or week.is_empty:
        return None
    days = [f"{days}: {hours.display}" for days, hours in week.spans()]
    return _list((*days, *map(_special, location.special_days), *_to_ask(location)))


def _special(special: SpecialOpeningHours) -> str:
    reason = f" ({special.reason})" if special.reason else ""
    return f"{_when(special)}: {special.hours.display}{reason}"


def _to_ask(location: PublishedLocation) -> Iterator[str]:
    days = [f"{x.reason} ({_when(x)})" if x.reason else _when(x) for x in location.days_to_ask]
    if days:
        yield gettext("Call to ask about hours on these days: %(days)s", days="; ".join(days))


def _when(special: SpecialOpeningHours) -> str:
    dates = dict.fromkeys(day for day in (special.first_day, special.last_day) if day)
    words = [date_words(day) for day in dates]
    return span_words(words[0], words[-1]) if words else ""


def _address(_catalog: Catalog, location: PublishedLocation) -> Markup | None:
    address = location.facts.address
    if address.street_address is None or location.facts.status is Status.VIRTUAL_ONLY:
        return None
    return _paragraphs((", ".join(address.lines), location.facts.entrance_note or ""))


def _public_transit(_catalog: Catalog, location: PublishedLocation) -> Markup | None:
    return _sentence(location.facts.public_transit)


def _parking(_catalog: Catalog, location: PublishedLocation) -> Markup | None:
    return _sentence(location.facts.parking.display if location.facts.parking else None)


def _accessibility(_catalog: Catalog, location: PublishedLocation) -> Markup | None:
    return _list(feature.display for feature in location.facts.accessibility)


def _services(catalog: Catalog, location: PublishedLocation) -> Markup | None:
    known = (catalog.services.get(item.id) for item in location.facts.services)
    return _list(service.name for service in known if service)


def _spravato(_catalog: Catalog, location: PublishedLocation) -> Markup | None:
    if "spravato_rems" not in location.facts.certified_for:
        return None
    return PARAGRAPH.format(
        gettext("Yes. This clinic is certified in the safety program (REMS) for it.")
    )


def _insurance(_catalog: Catalog, location: PublishedLocation) -> Markup | None:
    plans = _list(carrier.name for carrier in location.insurance)
    advice = gettext(
        "Confirm with your plan before your visit: what it pays for differs between members."
    )
    return plans + PARAGRAPH.format(advice) if plans else None


def _new_patients(_catalog: Catalog, location: PublishedLocation) -> Markup | None:
    is_accepting = location.facts.is_accepting_new_patients
    if is_accepting is None:
        return None
    return PARAGRAPH.format(
        gettext("Yes, new patients are welcome.") if is_accepting else gettext("Not now.")
    )


def _ages(_catalog: Catalog, location: PublishedLocation) -> Markup | None:
    ages = location.facts.ages
    if ages is None:
        return None
    return PARAGRAPH.format(gettext("People who are %(ages)s.", ages=ages.display))


def _telehealth(catalog: Catalog, location: PublishedLocation) -> Markup | None:
    names = [catalog.state_name(code) for code in location.facts.telehealth_states]
    if not names:
        return None
    return _paragraphs(
        (
            gettext(
                "Yes, for people who are in %(states)s at the time of the visit.",
                states=listing(names),
            ),
            gettext("Infusions, TMS and testing need a visit in person."),
        )
    )


def _first_visit(_catalog: Catalog, location: PublishedLocation) -> Markup | None:
    return _list(location.facts.first_visit)


def _waiting(_catalog: Catalog, location: PublishedLocation) -> Markup | None:
    return _sentence(location.facts.waiting_for_driver)


def _languages(catalog: Catalog, location: PublishedLocation) -> Markup | None:
    names = [catalog.language(code) for code in location.facts.languages]
    return PARAGRAPH.format(f"{listing(names)}.") if names else None


def _providers(catalog: Catalog, location: PublishedLocation) -> Markup | None:
    people = (catalog.providers.get(item) for item in location.facts.providers)
    return _list(
        ", ".join(part for part in (one.name, one.honorific_suffix, one.job_title) if part)
        for one in people
        if one
    )


def _booking(_catalog: Catalog, location: PublishedLocation) -> Markup | None:
    facts = location.facts
    parts = []
    if facts.telephone:
        number = LINK.format(facts.telephone.uri, facts.telephone.display)
        parts.append(markup("Call %(number)s to book, change or cancel a visit.", number=number))
    if facts.appointment_url:
        link = LINK.format(facts.appointment_url, gettext("on another website"))
        if parts:
            parts.append(markup("You can also request an appointment %(where)s.", where=link))
        else:
            parts.append(markup("You can request an appointment %(where)s.", where=link))
    return _paragraphs((*parts, facts.cancellation_policy or "")) if parts else None


def _emergency(catalog: Catalog, _location: PublishedLocation) -> Markup | None:
    lines = (
        Markup("{}: {}").format(LINK.format(line.telephone.uri, line.telephone.display), line.note)
        for line in catalog.organization.emergency_lines
        if line.telephone
    )
    first = gettext("Do not wait for the clinic: it is not an emergency service.")
    return PARAGRAPH.format(first) + (_list(lines) or "")


QUESTIONS: tuple[tuple[str, str, str, Answer], ...] = (
    ("opening-hours", later("What are the opening hours of %(clinic)s?"), "opening_hours", _hours),
    ("address", later("Where is %(clinic)s?"), "address", _address),
    (
        "bus-and-train",
        later("How do I get to %(clinic)s by bus or train?"),
        "public_transit",
        _public_transit,
    ),
    ("parking-here", later("Where can I park at %(clinic)s?"), "parking", _parking),
    ("accessible", later("What makes %(clinic)s accessible?"), "accessibility", _accessibility),
    ("treatments", later("Which treatments does %(clinic)s offer?"), "services", _services),
    (
        "spravato",
        later("Is Spravato® (esketamine) given at %(clinic)s?"),
        "certified_for",
        _spravato,
    ),
    ("insurance-plans", later("Which insurance does %(clinic)s take?"), "insurance", _insurance),
    (
        "new-patients",
        later("Does %(clinic)s accept new patients?"),
        "is_accepting_new_patients",
        _new_patients,
    ),
    ("ages-treated", later("Which ages does %(clinic)s treat?"), "ages", _ages),
    (
        "video-visits",
        later("Does %(clinic)s offer video visits?"),
        "telehealth_states",
        _telehealth,
    ),
    (
        "what-to-bring",
        later("What do I bring to a first visit at %(clinic)s?"),
        "first_visit",
        _first_visit,
    ),
    ("driver", later("Where can my driver wait at %(clinic)s?"), "waiting_for_driver", _waiting),
    ("languages", later("Which languages are spoken at %(clinic)s?"), "languages", _languages),
    ("clinicians", later("Who works at %(clinic)s?"), "providers", _providers),
    ("booking", later("How do I book a visit at %(clinic)s?"), "telephone", _booking),
    ("emergency", later("What if it is an emergency?"), "", _emergency),
)
"""Anchor, question, the fact that must be known, and what makes the answer of it."""


def _sentence(text: str | None) -> Markup | None:
    return PARAGRAPH.format(text) if text else None


def _paragraphs(parts: Iterable[str]) -> Markup:
    return Markup().join(PARAGRAPH.format(part) for part in parts if part)


def _list(items: Iterable[str]) -> Markup | None:
    entries = Markup().join(_entries(items))
    return Markup("<ul>{}</ul>").format(entries) if entries else None


def _entries(items: Iterable[str]) -> Iterator[Markup]:
    return (Markup("<li>{}</li>").format(item) for item in items)
