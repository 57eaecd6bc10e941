"""The rules, one by one: what breaks each of them, and what comes close and is allowed.

Those about questions and texts: test_checks_faq.py; the editorial ones: test_editorial.py; those
about old addresses: test_checks_redirects.py; about links: test_checks_links.py; about
exceptions for links: test_links.py; about addresses that were published: test_ledger.py; about the
days of texts: test_checks_going_out.py; about copied prose: test_checks_similar.py.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any

import pytest

from plugins.clinics.checks import (
    CHECKS,
    Check,
    address,
    content,
    coordinates,
    editorial,
    example,
    faq,
    going_out,
    hours,
    identity,
    images,
    ledger,
    link_exceptions,
    links,
    organization,
    redirects,
    references,
    rules,
    similar,
    status,
    tables,
    telephone,
    text,
    texts,
)
from plugins.clinics.problems import Problem, Severity
from plugins.clinics.prose import converter
from tests import photos
from tests.accept import README, readme_with_rules
from tests.conftest import ROOT, MakeProject, load, minimal

Files = Mapping[str, str]
"""Slug of a location → lines after the required ones; or the path of any other file → its text."""

GEO = "geo: {latitude: %s, longitude: %s}\n"
ADDRESS = "address: {street_address: %s, unit: %s, address_region: AZ, postal_code: 85004}\n"
OVERTON, TUBA_CITY, PANAMA_CITY = (36.5433, -114.4469), (36.1350, -111.2399), (30.1588, -85.6602)
PAGE = "---\ntitle: Page\ndescription: A page.\n---\n\n"


EXAMPLE = {
    "locations/_example.yaml": minimal("az-example", "Example")
    + "former_urls: [/old/]\nconfirmed: {on: 2026-11-20, by: clinic manager}\n"
}


QUESTION = (
    "---\ntitle: Does it hurt?\npublished: 2026-11-02\nfacts_checked: 2026-11-02\n"
    "next_review: 2027-05-02\n---\n\nA little.\n"
)
EXAMPLE_TEXTS = {"content/pages/_example.md": PAGE, "content/faq/_example.md": QUESTION}

ROOM: dict[str, Any] = {"content/images/room.png": photos.plain("PNG")}

JANE = {"locations/_providers.yaml": "providers: [{id: jane, name: J, sources: [https://a.com]}]"}


def located(path: str, lines: str) -> tuple[str, str]:
    """The path and the text of a file of `Files`."""
    if "/" in path:
        return path, lines
    base = minimal(path, path.split("-", 1)[1].title())
    given = {line.split(":")[0] for line in lines.split("\n")}
    kept = [line for line in base.split("\n") if line.split(":")[0] not in given or not line]
    return f"locations/{path}.yaml", "\n".join(kept) + lines


def broken(rule: Check, files: Files, project: MakeProject, **how: bool) -> list[Problem]:
    """What `rule` finds; files that cannot even be read are a mistake of the test."""
    everything = {"az-other": "", **files}
    site = load(project(dict(located(*item) for item in everything.items())), **how)
    assert site.catalog is not None, site.problems
    assert site.catalog.repository.problems == ()
    return list(rule(site.catalog))


def page(body: str) -> Files:
    return {"content/pages/page.md": PAGE + body}


def organized(old: str, new: str) -> Files:
    """A change in the real _organization.yaml."""
    source = (ROOT / "locations" / "_organization.yaml").read_text("utf-8")
    assert old in source
    return {"locations/_organization.yaml": source.replace(old, new)}


RTL = "\u202e"

BROKEN: list[tuple[Check, Files, str]] = [
    *(
        (text.no_misleading_characters, {"az-a": f"entrance_note: a{char}b"}, f"U+{ord(char):04X}")
        for char in "\u00ad\u061c\u200b\u200e\u202e\u2066\u2800\u3164\ufeff\U000e0041"
    ),
    (text.no_misleading_characters, {"az-a": 'entrance_note: "a\\u2066b"'}, "U+2066"),
    (text.no_misleading_characters, {"az-a": 'entrance_note: "a\\ufffeb"'}, "U+FFFE"),
    (text.no_misleading_characters, {"az-a": 'entrance_note: "a\\x00b"'}, "U+0000"),
    (text.no_misleading_characters, {"az-a": f"# {RTL}a comment"}, "U+202E"),
    (text.no_misleading_characters, page(f"a{RTL}b"), "U+202E"),
    (text.no_misleading_characters, page("a\x07b"), "U+0007"),
    (
        text.no_misleading_characters,
        {"locations/_redirects.yaml": f"redirects: []  # {RTL}"},
        "U+202E",
    ),
    (identity.slugs_are_well_formed, {"AZ-Mesa": "id: az-mesa"}, "“AZ-Mesa.yaml” cannot become"),
    (identity.slugs_are_well_formed, {"az-mesa (1)": "id: az-mesa"}, "cannot become"),
    (identity.slugs_are_well_formed, {"az--mesa": "id: az-mesa"}, "cannot become"),
    (identity.slugs_are_well_formed, {"az-city": ""}, "“city” is a reserved word"),
    (identity.slug_begins_with_the_state, {"az-a": "address: {address_region: NV}"}, "is in NV"),
    (identity.ids_are_unique_and_permanent, {"az-a": "id: az-b"}, "is not the file name “az-a”"),
    (
        identity.ids_are_unique_and_permanent,
        {"az-a": "id: az-other\nformer_urls: [/x/]"},
        "the id is the same as in locations/az-a.yaml",
    ),
    (identity.names_are_unique_in_a_state, {"az-a": "name: OTHER"}, "the name is the same as in"),
    (
        organization.emergency_lines_are_named,
        organized("telephone: 911", "telephone: 988"),
        "telephone: 911",
    ),
    (
        organization.emergency_lines_are_named,
        organized("is_emergency: yes", "is_emergency: no"),
        "telephone: 988",
    ),
    (
        organization.shared_ids_are_unique,
        organized("id: terms", "id: language-help"),
        "“language-help” is given twice in notices",
    ),
    (
        organization.shared_ids_are_unique,
        {"locations/_insurance.yaml": "insurance: [{id: a, name: A}, {id: a, name: B}]"},
        "“a” is given twice in insurance",
    ),
    (
        hours.holidays_are_listed_once,
        organized("holidays:\n", "holidays:\n" + "  - {date: 2026-12-26, name: A}\n" * 2),
        "another line names the same day",
    ),
    (
        hours.dated_facts_are_not_over,
        organized("holidays:\n", "holidays:\n  - {date: 2026-11-23, name: Yesterday}\n"),
        "this ended on 2026-11-23",
    ),
    (references.regions_exist, {"az-a": "address: {address_region: ZZ}"}, "unknown state “ZZ”"),
    (references.regions_exist, {"az-a": "address: {address_region: ''}"}, "unknown state “”"),
    (references.services_exist, {"az-a": "services: [botox]"}, "unknown service “botox”"),
    (references.services_exist, {"az-a": "services: [tms]"}, "“tms” is called “tms-therapy” here"),
    (references.services_exist, {"az-a": "services: [{id: KAP}]"}, "“ketamine-assisted-psych"),
    (references.carriers_exist, {"az-a": "insurance: [BCBS]"}, "“blue-cross-blue-shield” here"),
    (references.carriers_exist, {"az-a": "insurance: [Aetna]"}, "“Aetna” is called “aetna”"),
    (references.languages_exist, {"az-a": "languages: [EN]"}, "unknown language “EN”"),
    (
        references.languages_exist,
        {
            "az-a": "providers: [jane]",
            "locations/_providers.yaml": "providers: [{id: jane, name: J, languages: [En], "
            "sources: [https://a.com]}]",
        },
        "unknown language “En”",
    ),
    (references.telehealth_states_exist, {"az-a": "telehealth_states: [az]"}, "state “az”"),
    (references.providers_exist, {"az-a": "providers: [jane]"}, "unknown provider “jane”"),
    (references.providers_work_somewhere, JANE, "no location names the provider “jane”"),
    (
        hours.special_dates_have_a_reason,
        {"az-a": "special_opening_hours: [{date: 2026-12-24, hours: closed}]"},
        "the reason is missing",
    ),
    (
        references.appointment_hosts_are_known,
        {"az-a": "appointment_url: https://evil.com/"},
        "the host “evil.com” is not one of our",
    ),
    (
        references.appointment_hosts_are_known,
        {
            "az-a": "appointment_url: https://book.example.com.evil.com/",
            **organized("appointment_hosts: []", "appointment_hosts: [book.example.com]"),
        },
        "book.example.com.evil.com",
    ),
    *(
        (references.unconfirmed_paths_lead_somewhere, {"az-a": f"unconfirmed: [{path}]"}, part)
        for path, part in (
            ("telephone", "leads to nothing"),
            ("services.tms-therapy", "leads to nothing"),
            ("status.open", "leads to nothing"),
            (".", "leads to nothing"),
            ("address.address_region.AZ", "leads to nothing"),
        )
    ),
    (
        references.unconfirmed_paths_lead_somewhere,
        {"az-a": GEO % (33.45, -112.07) + "unconfirmed: [geo.latitude]"},
        "“geo.latitude” goes too deep",
    ),
    (
        references.unconfirmed_paths_lead_somewhere,
        {"az-a": "services: [{id: spravato, note: x}]\nunconfirmed: [services.spravato.note]"},
        "goes too deep",
    ),
    *(
        (references.no_item_is_listed_twice, {"az-a": f"{name}: [{item}, {item}]"}, f"in {name}")
        for name, item in (
            ("services", "spravato"),
            ("insurance", "aetna"),
            ("languages", "en"),
            ("accessibility", "elevator"),
            ("former_urls", "/x/"),
            ("sources", "https://www.example.com/"),
        )
    ),
    (telephone.area_code_fits_the_state, {"az-a": "telephone: 305-956-5680"}, "belongs to FL"),
    (
        telephone.numbers_are_not_shared,
        {"az-a": "telephone: 480-956-5680", "az-b": "telephone: (480) 956 5680"},
        "locations/az-a.yaml has the same",
    ),
    (
        telephone.numbers_are_not_shared,
        {"az-a": "telephone: 844-310-1649"},
        "locations/_organization.yaml has the same",
    ),
    (telephone.numbers_are_real, {"az-a": "fax_number: 602-555-0199"}, "602-555-0199 is a made-up"),
    (telephone.numbers_are_real, organized("844-310-1649", "844-555-0100"), "made-up"),
    (telephone.short_numbers_are_for_emergencies, {"az-a": "telephone: 988"}, "988 is not"),
    (telephone.short_numbers_are_for_emergencies, organized("844-310-1649", "911"), "911 is not"),
    (
        telephone.short_numbers_are_for_emergencies,
        {"az-a": "services: [{id: spravato, telephone: 211}]"},
        "211 is not",
    ),
    *(
        (
            address.postal_code_fits_the_state,
            {"az-a": f"address: {{address_region: AZ, postal_code: {code}}}"},
            part,
        )
        for code, part in (
            ("80202", "ZIP 80202 belongs to CO, the address is in AZ"),
            ("00000", "ZIP 00000 is not in use"),
            ("85000", "not in our table"),
        )
    ),
    (
        address.street_is_complete,
        {"az-a": "address: {street_address: 1 Main St, address_region: AZ}"},
        "without its address_locality",
    ),
    *(
        (address.no_post_office_box, {"az-a": ADDRESS % (street, "A")}, "is a post office box")
        for street in ("PO Box 1", "P.O. Box 1", "p. o. box 1", "Post Office Box 1")
    ),
    (
        address.addresses_are_unique,
        {
            "az-a": ADDRESS % ("1 Main St.", '"Suite #2"'),
            "az-b": ADDRESS % ('"1, MAIN  ST"', "suite 2"),
        },
        "the address is the same",
    ),
    (coordinates.coordinates_are_in_the_state, {"az-a": GEO % (33.45, 112.07)}, "not in Arizona"),
    (coordinates.coordinates_are_in_the_state, {"az-a": GEO % (-112.07, 33.45)}, "not in Arizona"),
    (coordinates.coordinates_are_in_the_state, {"az-a": GEO % (0, 0)}, "not in Arizona"),
    (coordinates.coordinates_are_in_the_state, {"az-a": GEO % (9999, 9999)}, "not in Arizona"),
    *(
        (coordinates.coordinates_are_in_the_state, {slug: GEO % geo}, part)
        for slug, geo, part in (
            # Each lies in the box around the state.
            ("az-a", OVERTON, "these coordinates are not in Arizona but in Nevada."),
            ("az-a", (32.5, -114.9), "these coordinates are not in Arizona."),  # San Luis, Mexico
            ("ak-a", (60.7211, -135.0566), "these coordinates are not in Alaska."),  # Whitehorse
            ("ak-a", (60, 175), "these coordinates are not in Alaska."),  # the Bering Sea
            ("mi-a", (44.5, -87), "not in Michigan."),  # Lake Michigan
            # And in no other state's.
            (
                "az-a",
                (25, -120),
                "these coordinates are not in Arizona.",
            ),  # where the map has Alaska
            ("ak-a", (25, -120), "these coordinates are not in Alaska."),
            ("az-a", (33.45, 247.93), "these coordinates are not in Arizona."),
            ("pr-a", (18.3419, -64.9307), "not in Puerto Rico but in U.S. Virgin Islands."),
        )
    ),
    (
        coordinates.coordinates_are_near_the_postal_code,
        {"az-a": "address: {address_region: AZ, postal_code: 85004}\n" + GEO % (32.22, -110.97)},
        "106 miles",
    ),
    (
        coordinates.coordinates_are_unique,
        {"az-a": GEO % (33.45, -112.07), "az-b": GEO % ("33.450", "-112.07")},
        "the position is the same",
    ),
    *(
        (coordinates.coordinates_have_four_decimals, {"az-a": GEO % geo}, part)
        for geo, part in (
            ((34, -112.0702), "good to about 70 miles"),
            ((33.4510, -112.1), "good to about 7 miles"),
            (("33.45", "'-112.070'"), "good to about a mile"),
            (("33.451", "-112.0702"), "good to about 100 yards"),
        )
    ),
    (
        coordinates.coordinates_are_in_the_time_zone,
        {"az-a": GEO % TUBA_CITY},
        "clocks here show the time of America/Denver, and those of this location America/Phoenix",
    ),
    (
        coordinates.coordinates_are_in_the_time_zone,
        {"fl-a": "time_zone: America/New_York\n" + GEO % PANAMA_CITY},
        "clocks here show the time of America/Chicago, and those of this location America/New_York",
    ),
    (address.time_zone_fits_the_state, {"az-a": "time_zone: MST"}, "“MST” is not a time zone of"),
    (address.time_zone_fits_the_state, {"tx-a": "opening_hours: {monday: closed}"}, "several time"),
    *(
        (hours.days_have_a_plausible_length, {"az-a": f"opening_hours: {{monday: {day}}}"}, part)
        for day, part in (
            ("06:00-08:30", "only 2 hours 30 minutes long"),
            ("06:00-20:01", "14 hours 1 minute"),
            ("02:00-08:00", "in the middle of the night"),
        )
    ),
    (
        hours.nights_end_before_the_next_day_begins,
        {"az-a": "opening_hours: {monday: 22:00-06:00, tuesday: 05:00-12:00}"},
        "Monday lasts until 6:00 AM",
    ),
    (
        hours.nights_end_before_the_next_day_begins,
        {"az-a": "opening_hours: {sunday: 22:00-06:00, monday: open 24 hours}"},
        "Sunday lasts until 6:00 AM",
    ),
    *(
        (hours.special_dates_are_whole, {"az-a": f"special_opening_hours: [{{{day}}}]"}, part)
        for day, part in (
            ("hours: closed", "the date is missing"),
            ("from: 2026-12-24, hours: closed", "the date is missing"),
            ("date: 2026-12-24, to: 2026-12-25, hours: closed", "a single date and a range"),
            ("from: 2026-12-25, to: 2026-12-24, hours: closed", "last day is before the first"),
        )
    ),
    (
        hours.special_dates_are_whole,
        {"az-a": "alerts: [{from: 2026-12-25, to: 2026-12-24, message: x}]"},
        "last day is before the first",
    ),
    (
        hours.special_dates_do_not_overlap,
        {
            "az-a": "special_opening_hours: [{date: 2026-12-24, hours: closed}, "
            "{from: 2026-12-20, to: 2026-12-31, hours: closed}]"
        },
        "special hours for the same date",
    ),
    (
        hours.dated_facts_have_a_plausible_length,
        {"az-a": "special_opening_hours: [{from: 2026-12-24, to: 2028-12-24, hours: closed}]"},
        "this lasts 731 days",
    ),
    (
        hours.dated_facts_have_a_plausible_length,
        {"az-a": "alerts: [{from: 2026-12-24, to: 2099-12-24, message: x}]"},
        "this lasts 26663 days",
    ),
    (
        hours.dated_facts_have_a_plausible_length,
        {"az-a": "special_opening_hours: [{from: 2000-01-01, to: 2099-12-31, hours: closed}]"},
        "this lasts 36524 days",
    ),
    (
        hours.dated_facts_are_not_over,
        {"az-a": "special_opening_hours: [{date: 2026-11-23, hours: closed}]"},
        "this ended on 2026-11-23",
    ),
    *(
        (status.status_has_its_dates, {"az-a": lines}, part)
        for lines, part in (
            ("status: opening_soon", "needs a date"),
            ("status: opening_soon\nstatus_from: 2026-11-24", "has come"),
            ("status: temporarily_closed", "needs its last day or a message"),
            ("status: temporarily_closed\nstatus_until: 2026-11-23", "ended on 2026-11-23"),
            ("status: virtual_only\nstatus_until: 2026-11-23", "ended on 2026-11-23"),
            ("status: moved", "needs its successor"),
            ("status: open\nstatus_until: 2027-01-24", "while the status is open"),
            ("status: closed\nstatus_until: 2027-01-24", "while the status is closed"),
            ("status: open\nstatus_message: Repairs.", "nobody sees this message"),
            ("status: open\nmoved_to: az-other", "the status is open"),
            ("status: closed\nstatus_from: 2026-02-01\nstatus_until: 2026-01-01", "is before"),
        )
    ),
    *(
        (status.successor_exists, {"az-a": f"status: moved\nmoved_to: {to}"}, part)
        for to, part in (
            ("az-nowhere", "there is no location “az-nowhere”"),
            ("../etc", "there is no location “../etc”"),
            ("az-a", "patients cannot go to “az-a”"),
        )
    ),
    (
        status.successor_exists,
        {"az-a": "status: moved\nmoved_to: az-b", "az-b": "status: closed"},
        "patients cannot go to “az-b”",
    ),
    (
        status.successor_exists,
        {"az-a": "status: moved\nmoved_to: az-b", "az-b": "unconfirmed: [name]"},
        "patients cannot go to “az-b”",
    ),
    (
        status.successor_exists,
        {
            "az-a": "status: moved\nmoved_to: az-b",
            "az-b": "status: moved\nmoved_to: az-other\nstatus_from: 2027-03-01",
        },
        "patients cannot go to “az-b”",
    ),
    (
        status.successor_exists,
        {"az-a": "status: moved\nmoved_to: az-b", "az-b": "unconfirmed: [status]"},
        "the status of “az-b” is not confirmed",
    ),
    *(
        (
            status.successor_exists,
            {
                "az-a": f"status: moved\nmoved_to: az-b\n{day}",
                "az-b": "status: opening_soon\nstatus_from: 2027-03-02",
            },
            "“az-b” opens on 2027-03-02, later",
        )
        for day in ("", "status_from: 2027-03-01")
    ),
    (
        address.cities_are_spelled_alike,
        {
            "az-a": "address: {address_region: AZ, address_locality: Mesa}",
            "az-b": "address: {address_region: AZ, address_locality: MESA}",
        },
        "spells this city “Mesa”",
    ),
    (
        address.cities_are_spelled_alike,
        {"az-a": "address: {address_region: AZ, address_locality: 京都}"},
        "has no letter",
    ),
    *(
        (example.nothing_is_left_of_the_example, {"az-a": line, **EXAMPLE}, part)
        for line, part in (
            ("name: Example", "name is still the one of the example"),
            ("confirmed: {on: 2026-11-20, by: clinic manager}", "confirmed is still"),
            ("former_urls: [/old/]", "former_urls is still"),
            ("sources: [https://www.example.com/a]", "sources is still"),
        )
    ),
    *(
        (example.texts_differ_from_the_example, {**EXAMPLE_TEXTS, path: text}, part)
        for path, text, part in (
            ("content/pages/a.md", PAGE.replace("A page", "Mine"), "title is still"),
            ("content/pages/a.md", PAGE.replace("Page", "Mine", 1), "description is still"),
            ("content/faq/tms/a.md", QUESTION, "title is still"),
        )
    ),
    *(
        (images.images_are_described, page(text), part)
        for text, part in (
            ("![](/images/room.jpg)", "has no description"),
            ("![ ][room]\n\n[room]: /images/room.jpg", "has no description"),
            ("![Room]({filename}/pages/room.jpg)", "cannot be “{filename}/pages/room.jpg”"),
            ("![Room](room.jpg 'Title')", "cannot be “room.jpg”"),
            (f"![Room](https://a.com/{'x' * 900}.jpg)", "cannot be “(https://a.com/xxx"),
            (f"![Room](/images/room.jpg '{'x' * 600}')", "cannot be “(/images/room.jpg"),
            ("![Room](</room.jpg>)", "cannot be “/room.jpg”"),
            ("[![Room](https://a.com/room.jpg)](/locations/)", "cannot be “https://a.com/room"),
            ("Wow![Room][]\n\n[room]: //a.com/room.jpg", "cannot be “//a.com/room.jpg”"),
            ("![Room]\n\n[room]: /images/../room.jpg", "cannot be “/images/../room.jpg”"),
            ("![Room]()", "cannot be “”"),
            ("![Room](data:image/svg+xml,x)", "cannot be “data:image/svg+xml,x”"),
        )
    ),
    (images.images_exist, page("![A room](/images/room.jpg)"), "there is no image “room.jpg”"),
    (images.images_exist, page("![A][a]\n\n[a]: /images/b.webp"), "there is no image “b.webp”"),
    (images.images_are_used, {**page("![A room](/images/rooms.png)"), **ROOM}, "no text shows"),
    *(
        (images.images_are_written_plainly, page(text), "“/images/room.jpg” is written in a way")
        for text in (
            "![A\nroom](/images/room.jpg)",
            "![A [nice] room](/images/room.jpg)",
            "![A room][r]\n\n[r]:\n    /images/room.jpg",
        )
    ),
    *(
        (tables.columns_are_named, page(text), "has no name")
        for text in (
            "| | a |\n|---|---|\n| b | c |",
            "a || b\n:-:|--|-\n1|2|3",
            "|a| `b`|  |\n|-|-|-|",
        )
    ),
    (
        content.titles_are_unique,
        {"content/pages/a.md": PAGE, "content/pages/b.md": PAGE},
        "content/pages/a.md has the same title",
    ),
    (
        status.confirmation_is_recent,
        {"az-a": "confirmed: {on: 2026-11-25, by: x}"},
        "2026-11-25 is in the future",
    ),
    (
        status.confirmation_is_recent,
        {"az-a": "confirmed: {on: 2026-08-25, by: x}"},
        "confirmed 91 days ago",
    ),
    *(
        (content.page_names_are_their_own, {f"content/pages/{name}.md": PAGE}, part)
        for name, part in (
            ("Our Team", "“Our Team.md” cannot become"),
            ("..", "“...md” cannot become"),
            (".hidden", "cannot become"),
            ("locations", "the address /locations/ is taken"),
            ("near", "the address /near/ is taken"),
            ("nginx", "the address /nginx/ is taken"),
            ("pagefind", "the address /pagefind/ is taken"),
        )
    ),
    *(
        (content.prose_is_plain_markdown, page(body), part)
        for body, part in (
            ("a <b>bold</b> word", "HTML (“<b”)"),
            ("<script>alert(1)</script>", "HTML (“<script”)"),
            ("<!-- hidden -->", "HTML (“<!--”)"),
            ("<Strong\n>", "HTML (“<Strong”)"),
            ("<img/src=x@y onerror=alert(1)>", "HTML (“<img/src=x@y”)"),
            ("# Second title", "a first-level heading"),
            ("Second title\n====", "a first-level heading"),
            ("<<<<<<< HEAD", "unfinished merge"),
            (">>>>>>> branch", "unfinished merge"),
            ("[a](/b/ \"href='{attach}/../pelicanconf.py'\")", "“{attach}” cannot be used"),
            ("{Static}/x", "“{Static}” cannot be used"),
        )
    ),
    *(
        (content.prose_has_a_reasonable_size, page(body), part)
        for body, part in (
            ("[" * 1_001, "too long"),
            ("a\n" * 2_001, "too long"),
            ("*a " * 3_334, "more than 10,000 characters without an empty line"),
            ("“a”\n" * 1_900 + "a" * 4_301, "more than 10,000 characters"),
            ("> " * 20 + "a", "nested too deeply"),
            ("1. " * 20 + "a", "nested too deeply"),
            (" " * 60 + "* a", "nested too deeply"),
        )
    ),
]

ALLOWED: list[tuple[Check, Files]] = [
    (
        text.no_misleading_characters,
        {"az-a": "entrance_note: क्\u200dष 👩\u200d⚕️ é e\u0301 ñ – “B”"},
    ),
    (text.no_misleading_characters, page("a\u00a0b\tc 😀")),
    (identity.slugs_are_well_formed, {"az-mesa-2-east": "", "tx-city-centre": ""}),
    (identity.slug_begins_with_the_state, {"nv-a": "address: {address_region: nv}"}),
    (identity.slug_begins_with_the_state, {"az-a": "address: {address_region: Arizona}"}),
    (identity.ids_are_unique_and_permanent, {"az-a": "id: az-b\nformer_urls: [/locations/az/b/]"}),
    (identity.names_are_unique_in_a_state, {"nv-a": "name: Other"}),
    (organization.emergency_lines_are_named, {}),
    (organization.shared_ids_are_unique, {}),
    (
        hours.holidays_are_listed_once,
        organized("holidays:\n", "holidays:\n  - {date: 2026-12-26, name: A}\n"),
    ),
    (
        hours.dated_facts_are_not_over,
        organized("holidays:\n", "holidays:\n  - {date: 2026-11-24, name: Today}\n"),
    ),
    (references.regions_exist, {"pr-a": "", "dc-b": ""}),
    (references.services_exist, {"az-a": "services: [spravato, {id: tms-therapy, note: x}]"}),
    (references.carriers_exist, {"az-a": "insurance: [aetna]"}),
    (references.languages_exist, {"az-a": "languages: [en, ase]"}),
    (references.telehealth_states_exist, {"az-a": "telehealth_states: [AZ, DC]"}),
    (
        references.providers_exist,
        {
            "az-a": "providers: [jane]",
            "locations/_providers.yaml": "providers: [{id: jane, name: J, sources: [https://a.com]}]",
        },
    ),
    (
        references.appointment_hosts_are_known,
        {
            "az-a": "appointment_url: https://BOOK.example.com:443/a",
            **organized("appointment_hosts: []", "appointment_hosts: [Book.example.com]"),
        },
    ),
    (
        references.unconfirmed_paths_lead_somewhere,
        {
            "az-a": "services: [spravato, {id: tms-therapy, note: x}]\nfirst_visit: [photo ID]\n"
            "opening_hours: {monday: closed}\nunconfirmed: [services, services.tms-therapy, "
            "services.spravato, opening_hours.monday, first_visit.photo ID, name, unconfirmed]"
        },
    ),
    (references.no_item_is_listed_twice, {"az-a": "services: [spravato, tms-therapy]"}),
    (telephone.area_code_fits_the_state, {"az-a": "telephone: 702-956-5680"}),
    (telephone.area_code_fits_the_state, {"az-a": "telephone: 800-956-5680"}),
    (telephone.numbers_are_not_shared, {"az-a": "telephone: 480-956-5680\nfax_number: 4809565680"}),
    (
        telephone.numbers_are_not_shared,
        {
            "az-a": "telephone: 480-956-5680\nstatus: moved\nmoved_to: az-b",
            "az-b": "telephone: 480-956-5680",
            "az-c": "telephone: 480-956-5680\nstatus: closed\nmoved_to: az-b",
        },
    ),
    (telephone.numbers_are_real, {"az-a": "telephone: 602-555-0200"}),
    (telephone.short_numbers_are_for_emergencies, {"az-a": "telephone: 602-988-0911"}),
    (
        address.postal_code_fits_the_state,
        {"az-a": "address: {address_region: AZ, postal_code: 85004-1234}"},
    ),
    (
        address.street_is_complete,
        {
            "az-a": "address: {street_address: 1 A St, address_locality: Mesa, address_region: AZ, "
            "postal_code: 85201}"
        },
    ),
    (address.no_post_office_box, {"az-a": ADDRESS % ("1 Boxwood Drive", "Depot Box 2")}),
    (
        address.addresses_are_unique,
        {"az-a": ADDRESS % ("1 Main St", "Suite 2"), "az-b": ADDRESS % ("1 Main St", "Suite 3")},
    ),
    (coordinates.coordinates_are_in_the_state, {"az-a": GEO % ("+33.45", -112.07)}),
    (
        coordinates.coordinates_are_near_the_postal_code,
        {"az-a": "address: {address_region: AZ, postal_code: 85004}\n" + GEO % (33.45, -112.07)},
    ),
    (
        coordinates.coordinates_are_unique,
        {"az-a": GEO % (33.45, -112.07), "az-b": GEO % (33.45001, -112.07)},
    ),
    *(
        (coordinates.coordinates_are_in_the_state, {slug: GEO % geo})
        for slug, geo in (
            ("ak-a", (52.9100, 172.9000)),  # Attu, west of 180 degrees
            ("ak-a", (55.3422, -131.6461)),  # Ketchikan
            ("hi-a", (21.3069, -157.8583)),
            ("fl-a", (24.5551, -81.7800)),  # Key West
            ("va-a", (37.8257, -75.9922)),  # Tangier, an island that has no outline
            ("me-a", (43.7650, -69.3200)),  # Monhegan, another
            ("pr-a", (18.4655, -66.1057)),  # a territory, of which the box is known
            ("nv-a", (35.9800, -114.8300)),  # Boulder City
            ("az-a", (37.0300, -112.5300)),  # two miles into Utah
        )
    ),
    *(
        (coordinates.coordinates_have_four_decimals, {"az-a": GEO % geo})
        for geo in (
            ("33.4500", "-112.0700"),
            ("'33.45101'", "\u2212112.0702"),
            (0, 0),
        )
    ),
    *(
        (coordinates.coordinates_are_in_the_time_zone, {slug: f"{zone}\n" + GEO % geo})
        for slug, zone, geo in (
            ("az-a", "", (33.4510, -112.0702)),
            ("az-a", "time_zone: America/Denver", TUBA_CITY),
            ("fl-a", "time_zone: America/Chicago", PANAMA_CITY),
            (
                "in-a",
                "time_zone: America/Indiana/Indianapolis",
                (38.2542, -85.7594),
            ),  # Louisville's
            ("fl-a", "", PANAMA_CITY),  # no time zone is named
            ("fl-a", "time_zone: America/New_York", OVERTON),  # an error already
            ("fl-a", "time_zone: America/Denver", PANAMA_CITY),  # this too
        )
    ),
    (address.time_zone_fits_the_state, {"az-a": "time_zone: America/Denver"}),
    (address.time_zone_fits_the_state, {"az-a": "opening_hours: {monday: closed}"}),
    (
        address.time_zone_fits_the_state,
        {"tx-a": "opening_hours: {monday: closed}\ntime_zone: America/Denver"},
    ),
    *(
        (hours.days_have_a_plausible_length, {"az-a": f"opening_hours: {{monday: {day}}}"})
        for day in ("05:00-19:00", "09:00-12:00", "open 24 hours", "22:00-06:00", "closed")
    ),
    (
        hours.nights_end_before_the_next_day_begins,
        {"az-a": "opening_hours: {monday: 22:00-06:00, tuesday: 06:00-12:00, wednesday: closed}"},
    ),
    (
        hours.nights_end_before_the_next_day_begins,
        {"az-a": "opening_hours: {monday: open 24 hours, tuesday: open 24 hours}"},
    ),
    (
        hours.special_dates_are_whole,
        {"az-a": "special_opening_hours: [{from: 2026-12-24, to: 2026-12-24, hours: closed}]"},
    ),
    (
        hours.special_dates_do_not_overlap,
        {
            "az-a": "special_opening_hours: [{date: 2026-12-24, hours: closed}, "
            "{from: 2026-12-25, to: 2026-12-31, hours: closed}]"
        },
    ),
    (
        hours.dated_facts_have_a_plausible_length,
        {
            "az-a": "special_opening_hours: [{from: 2026-12-01, to: 2027-02-01, hours: closed}]\n"
            "alerts: [{from: 2026-12-24, to: 2027-12-24, message: x}]"
        },
    ),
    (
        hours.dated_facts_are_not_over,
        {"az-a": "alerts: [{from: 2026-11-01, to: 2026-11-24, message: x}]"},
    ),
    *(
        (status.status_has_its_dates, {"az-a": lines})
        for lines in (
            "status: opening_soon\nstatus_from: 2026-11-25",
            "status: temporarily_closed\nstatus_until: 2026-11-24",
            "status: temporarily_closed\nstatus_message: Repairs.",
            "status: moved\nmoved_to: az-other",
            "status: closed",
            "status: virtual_only",
            "status: virtual_only\nstatus_until: 2027-01-24\nstatus_message: By video.",
            "status: closed\nstatus_message: Thank you.",
            "status: virtual_only\nstatus_until: 2026-11-24",
        )
    ),
    (status.successor_exists, {"az-a": "status: closed\nmoved_to: az-other"}),
    (
        status.successor_exists,
        {
            "az-a": "status: moved\nmoved_to: az-b\nstatus_from: 2027-03-01",
            "az-b": "status: opening_soon\nstatus_from: 2027-03-01",
        },
    ),
    (
        address.cities_are_spelled_alike,
        {
            "az-a": "address: {address_region: AZ, address_locality: St. George}",
            "ut-b": "address: {address_region: UT, address_locality: st george}",
        },
    ),
    (references.providers_work_somewhere, {"az-a": "providers: [jane]", **JANE}),
    (
        hours.special_dates_have_a_reason,
        {"az-a": "special_opening_hours: [{date: 2026-12-24, hours: closed, reason: Eve}]"},
    ),
    (content.titles_are_unique, {"content/pages/a.md": PAGE}),
    (
        example.nothing_is_left_of_the_example,
        {
            "az-a": "former_urls: [/older/]\nconfirmed: {on: 2026-11-21, by: clinic manager}\n"
            "sources: [https://www.serenity-test.org/]",
            "az-other": "sources: [Call with the manager]",
            **EXAMPLE,
        },
    ),
    (
        example.texts_differ_from_the_example,
        {
            **EXAMPLE_TEXTS,
            "content/pages/a.md": PAGE.replace("age", "lace"),
            "content/faq/tms/a.md": QUESTION.replace(" it ", " this "),
        },
    ),
    (status.confirmation_is_recent, {"az-a": "confirmed: {on: 2026-11-24, by: x}"}),
    (status.confirmation_is_recent, {"az-a": "confirmed: {on: 2026-08-26, by: x}"}),
    (content.page_names_are_their_own, {"content/pages/our-team.md": PAGE}),
    (
        content.prose_is_plain_markdown,
        page(
            "## Heading\n\n3 < 4, p<0.05, <3, `<b>code</b>`, <https://a.com>, <me@example.com>"
            "\n\nA == B\n-------\n\n#hash {braces} |Tag|Index|\n"
        ),
    ),
    (
        content.prose_has_a_reasonable_size,
        page(
            "a\n\n" * 200
            + f"{'b' * 5000}\n{'b' * 5000}\n \n"
            + "[a](/b/)\n" * 900
            + "-" * 200
            + "\n- - - - -\n1. a\n    * b\n        > c\n"
        ),
    ),
    (
        images.images_are_described,
        page(
            '![A room](/images/room.jpg) ![A sofa](</images/sofa.png> "Sofa") `![](x)` '
            "\\![](/locations/) It works![@S001] Oh no![sic] "
            "[![A door](/images/door.png)](/locations/) "
            "![A lamp][lamp]\n\n[lamp]: /images/lamp.png\n"
        ),
    ),
    *(
        (rule, {**page("![A room](/images/room.png) `![x](/images/x.png)` " + more), **ROOM})
        for rule, more in (
            (images.images_exist, "![A sofa](/sofa.png)"),
            (images.images_are_used, ""),
            (
                images.images_are_written_plainly,
                "![A room][r] [![It](/images/room.png)](/a/) `![a [b]](/images/c.png)`\n\n"
                '[r]: /images/room.png "Title"\n',
            ),
        )
    ),
    (
        tables.columns_are_named,
        page(
            "| a | `b` |\n|---|---|\n| | c |\n\na \\| b | c\n--|--\n1|\n\n| | no table |\n\n---\n"
        ),
    ),
]


def named(row: object) -> str:
    return row.__name__ if callable(row) else str(row)[:60]


@pytest.mark.parametrize(("rule", "files", "part"), BROKEN, ids=named)
def test_a_rule_finds_what_breaks_it(
    rule: Check, files: Files, part: str, project: MakeProject
) -> None:
    found = broken(rule, files, project)
    assert [part for problem in found if part in problem.message], found


@pytest.mark.parametrize(("rule", "files"), ALLOWED, ids=named)
def test_a_rule_allows_what_only_comes_close(
    rule: Check, files: Files, project: MakeProject
) -> None:
    assert broken(rule, files, project) == []


MODULES_ELSEWHERE = tuple(
    module.__name__
    for module in (
        *(editorial, faq, going_out, ledger, link_exceptions, links, redirects, similar),
        texts,
    )
)
ELSEWHERE = {rule for rule in CHECKS if rule.__module__ in MODULES_ELSEWHERE}


@pytest.mark.parametrize("rule", [rule for rule in CHECKS if rule not in ELSEWHERE], ids=named)
def test_every_rule_has_both_kinds_of_examples(rule: Check) -> None:
    assert rule in [row[0] for row in BROKEN]
    assert rule in [row[0] for row in ALLOWED]


# --- How a problem is told -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("region", "hint"),
    [
        ("Arizona", "write AZ."),
        ("Ariz.", "write AZ."),
        ("nev", "write NV."),
        ("north", "write its two letters, like AZ."),
        ("XX", "write its two letters, like AZ."),
    ],
)
def test_a_state_is_never_guessed_by_spelling(region: str, hint: str, project: MakeProject) -> None:
    files = {"az-a": f"address: {{address_region: {region}}}"}
    assert [problem.hint for problem in broken(references.regions_exist, files, project)] == [hint]


@pytest.mark.parametrize(
    ("geo", "hint"),
    [
        ((33.45, 112.07), "longitude is negative in the US: write -112.07."),
        ((-112.07, 33.45), "latitude comes first: exchange the two numbers."),
        ((112.07, 33.45), "latitude comes first, and longitude is negative."),
        ((0, -112.07), "delete the geo line; 0 is in the Gulf of Guinea."),
    ],
)
def test_coordinates_that_slipped_are_put_right(
    geo: tuple[float, float], hint: str, project: MakeProject
) -> None:
    found = broken(coordinates.coordinates_are_in_the_state, {"az-a": GEO % geo}, project)
    assert [problem.hint for problem in found] == [hint]


@pytest.mark.parametrize(
    ("rule", "files"),
    [
        (telephone.numbers_are_real, {"az-a": "telephone: 602-555-0142"}),
        (references.appointment_hosts_are_known, {"az-a": "appointment_url: https://a.com/"}),
    ],
    ids=named,
)
def test_what_is_made_up_may_be_previewed_but_not_published(
    rule: Check, files: Files, project: MakeProject
) -> None:
    preview = broken(rule, files, project)
    published = broken(rule, files, project, is_production=True)
    assert [problem.severity for problem in preview] == [Severity.WARNING]
    assert [problem.severity for problem in published] == [Severity.ERROR]


def test_a_hint_that_a_service_is_meant_never_stands_alone(project: MakeProject) -> None:
    found = broken(references.services_exist, {"az-a": "services: [iv-therapy]"}, project)
    assert found[0].hint.endswith("Otherwise choose an id of _services.yaml, or add it there.")


def test_raw_and_escaped_characters_are_told_at_once(project: MakeProject) -> None:
    lines = f'entrance_note: a{RTL}b\nwaiting_for_driver: "a\\u202eb"'
    found = broken(text.no_misleading_characters, {"az-a": lines}, project)
    assert [problem.place.line for problem in found] == [6, 7]


# --- Markdown is untrusted -----------------------------------------------------------------------

PELICAN_LINK = re.compile(
    r"""<[^>]+(?:href|src|poster|data|cite|formaction|action|content)\s*=\s*(["'])"""
    r"""(?P<path>[{|](?P<what>.*?)[|}].*?)\1"""
)
"""As in pelican.contents: what it takes for a link to a file."""


@pytest.mark.parametrize(
    "body",
    [
        "[a](/b/ \"href='{attach}/../pelicanconf.py'\")",
        "![href='{attach}/../pelicanconf.py'](/b.png)",
        "[a](/b/?href='{attach}/../pelicanconf.py')",
        "[a][b]\n\n[b]: /c \"src='{static}/../pelicanconf.py'\"",
        '[a](/b/ "&quot; href=&quot;{attach}/../pelicanconf.py")',
        "<https://a.com/?href='{attach}/../pelicanconf.py'>",
        "[a]({attach}/../pelicanconf.py)",
        "[a](&#123;attach}/../pelicanconf.py)",
        "<a href='{attach}/../pelicanconf.py'>a</a>",
    ],
)
def test_no_text_makes_pelican_publish_a_file(body: str) -> None:
    assert not PELICAN_LINK.search(converter().convert(body))
    assert PELICAN_LINK.search("<a title=\"x\" href='{attach}x'>")


def test_an_address_of_a_person_stays_a_link() -> None:
    assert "<a href=" in converter().convert("<someone@example.com>")


@pytest.mark.parametrize(
    "piece", ["[", "![", "[a](", "![a](", "<a:", "](", "`", "* a\n", "> ", "# a\n"]
)
def test_no_page_takes_long_to_check(piece: str, project: MakeProject) -> None:
    files = page(piece * (200_000 // len(piece)))
    folder = project({"locations/az-other.yaml": minimal("az-other"), **files})
    start = time.process_time()
    load(folder)
    assert time.process_time() - start < 1


@pytest.mark.parametrize("piece", ["[", "![", "[a](", "* a\n"])
def test_a_page_within_the_limits_does_not_take_long_to_convert(piece: str) -> None:
    number = content.MAX_BRACKETS if "[" in piece else content.MAX_LINES
    start = time.process_time()
    converter().convert(piece * number)
    assert time.process_time() - start < 2


# --- The rules in words --------------------------------------------------------------------------


def test_every_rule_is_one_sentence() -> None:
    words = rules()
    assert len(set(words)) == len(CHECKS)
    assert all(re.fullmatch(r"[A-Z0-9`].+\.", rule) for rule in words), words


def test_the_readme_lists_the_rules() -> None:
    text = README.read_text("utf-8")
    assert text == readme_with_rules(text), "run: python -m tests.accept rules"


@pytest.mark.parametrize(("last", "is_error"), [("2027-12-25", False), ("2027-12-26", True)])
def test_special_hours_of_more_than_a_year_are_an_error(
    last: str, is_error: bool, project: MakeProject
) -> None:
    """Each day would be an event in the calendar: a century is a file of 12 MB."""
    lines = f"special_opening_hours: [{{from: 2026-12-24, to: {last}, hours: closed}}]"
    folder = project({"locations/az-a.yaml": minimal("az-a", "A", f"{lines}\n")})
    catalog = load(folder).catalog
    assert catalog is not None
    (problem,) = hours.dated_facts_have_a_plausible_length(catalog)
    assert problem.is_error is is_error
