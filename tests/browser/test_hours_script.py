"""The script of a clinic's page and the engine agree at every change, wherever the visitor is.

The theme's own modules run in Chromium on the rules that the page ships. The engine's answers are
made of its days and their instants; the local times of the script become instants by the engine's
rule. Every proof counts what it compared.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page

from plugins.clinics.hours import (
    Schedule,
    StateKind,
    day_of,
    instant,
    intervals,
    moments,
    next_change,
    state_at,
)
from plugins.clinics.model.hours import DayKind
from tests.browser.served import served
from tests.conftest import AS_OF, ROOT
from tests.hours.readers import shipped
from tests.hours.test_readers import FEBRUARY, SUMMER, site_of
from tests.hours.walk import walk
from tests.hours.world import WALK, Clinic, built_clinics, generated_clinics
from tests.plugin.test_hours import CLOCK_CHANGES, rules, special
from tests.structured_data.facts import DAYS

SCRIPTS = ROOT / "theme" / "static" / "js"
ONE_DAY = datetime.timedelta(days=1)
EPOCH = datetime.date(1970, 1, 1)
DAY = 24 * 60
ASKED = {DayKind.UNKNOWN: None, DayKind.BY_APPOINTMENT: "by appointment"}

ASK = """
async (question) => {
  const { stateAt } = await import("/hours.js");
  const { rules, instants } = JSON.parse(question);
  const answers = instants.map((instant) => {
    const { kind, now, until, opens, ask, day } = stateAt(rules, instant);
    const asked = ask ? [ask.day, ask.hours] : null;
    return [kind, now, until ?? null, opens ?? null, asked, day.cause, day.reason];
  });
  return JSON.stringify(answers);
}
"""

ZONES = [
    pytest.param("UTC", "en-US", marks=pytest.mark.verify),
    pytest.param(
        "Asia/Katmandu", "ar-EG", marks=pytest.mark.verify
    ),  # a quarter of an hour, and other digits
    pytest.param(
        "Australia/Lord_Howe", "th-TH", marks=pytest.mark.verify
    ),  # clock changes of half an hour, and another calendar
    ("Pacific/Kiritimati", "fa-IR"),  # a day ahead
]


def modules() -> dict[str, bytes]:
    """The theme's modules as they are, and an empty page."""
    files = {path.name: path.read_bytes() for path in SCRIPTS.glob("*.js")}
    return files | {"": b"<!doctype html><html lang=en-US><title>x</title>"}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(modules()) as url:
        yield url


class Engine:
    """The engine's answers for one clinic, from the day before a date on."""

    def __init__(self, rules: Schedule, first: datetime.date, days: int) -> None:
        self.rules = rules
        self.zone = ZoneInfo(rules.time_zone)
        self.first = first - ONE_DAY
        dates = [self.first + offset * ONE_DAY for offset in range(days + WALK + 3)]
        self.openings = [sorted(x for x, _end in intervals(rules, date)) for date in dates]
        self.asked = [day_of(rules, date).hours.kind in ASKED for date in dates]
        start = datetime.datetime.combine(self.first, datetime.time(12), self.zone)
        listed = list(moments(rules, start, days + 5))
        kinds = [state_at(rules, x).kind for x in listed]
        self.changes = [
            moment
            for moment, kind, before in zip(listed[1:], kinds[1:], kinds, strict=False)
            if kind != before
        ]

    def next_change(self, moment: datetime.datetime) -> datetime.datetime | None:
        at = bisect_right(self.changes, moment)
        return self.changes[at] if at < len(self.changes) else None

    def next_opening(
        self, moment: datetime.datetime
    ) -> tuple[datetime.datetime | None, datetime.date | None]:
        """When hours begin next, or on which day one has to ask before that."""
        today = (moment.astimezone(self.zone).date() - self.first).days
        for at in range(today, today + WALK):
            if self.asked[at]:
                return None, self.first + at * ONE_DAY
            for opens in self.openings[at]:
                if opens > moment:
                    return opens, None
        return None, None


def compare(clinic: Clinic, page: Page, days: int = WALK) -> Counter[str]:
    """Every change of a clinic, the minute before and the minute after it."""
    text = shipped(clinic.html)
    if clinic.zone is None:
        assert text is None
        return Counter({"no zone": 1})
    assert text
    assert json.loads(text) == clinic.rules.shipped
    return compare_shipped(json.loads(text), clinic, page, days)


def compare_shipped(
    shipped_rules: dict[str, Any], clinic: Clinic, page: Page, days: int
) -> Counter[str]:
    """The script's answers by these rules, and the engine's."""
    assert clinic.zone
    listed = walk(clinic.rules, clinic.as_of, days)
    question = {
        "rules": shipped_rules,
        "instants": [int(moment.timestamp()) * 1000 for moment, _kind in listed],
    }
    answers = json.loads(page.evaluate(ASK, json.dumps(question)))
    engine = Engine(clinic.rules, clinic.as_of, days)
    seen: Counter[str] = Counter(clinics=1)
    for number, ((moment, kind), answer) in enumerate(zip(listed, answers, strict=True)):
        where = (clinic.name, moment.isoformat(), moment.astimezone(clinic.zone), answer)
        assert answer[0] == kind, where
        seen[kind] += 1
        change = engine.next_change(moment)
        if number % 101 == 0 and change:
            assert next_change(clinic.rules, moment) == change, where
            seen["next changes"] += 1
        seen[compare_words(engine, moment, change, answer, where)] += 1
    seen["instants"] = len(listed)
    return seen


def compare_words(
    engine: Engine,
    moment: datetime.datetime,
    change: datetime.datetime | None,
    answer: list[Any],
    where: tuple[Any, ...],
) -> str:
    """Until when, or when next; returns what was compared."""
    kind, now, until, opens, ask, cause, reason = answer
    day = state_at(engine.rules, moment).day
    assert (cause, reason) == (day.cause.value, day.reason), where
    if kind == StateKind.OPEN.value:
        assert ask is opens is None, where
        if until - now > DAY:  # then visitors read “Open now” only
            assert change is None or local_minutes(engine, change) - now > DAY, where
            return "open for long"
        assert at(engine, until) == change, where
        return "until"
    expected, asked = engine.next_opening(moment)
    if asked:
        hours = ASKED[day_of(engine.rules, asked).hours.kind]
        assert (ask, opens) == ([(asked - EPOCH).days, hours], None), where
        return "ask"
    assert ask is None, where
    if opens is None:
        assert expected is None, where
        return "never"
    if at(engine, opens) != expected:
        # Hours wholly inside of the hour that spring leaves out take no time.
        local = EPOCH + opens // DAY * ONE_DAY
        assert len(intervals(engine.rules, local)) < len(
            day_of(engine.rules, local).hours.intervals
        ), where
        return "in the missing hour"
    return "opens"


def at(engine: Engine, local: int) -> datetime.datetime:
    """The instant of a local time of the script."""
    return instant(engine.zone, EPOCH + local // DAY * ONE_DAY, local % DAY)


def local_minutes(engine: Engine, moment: datetime.datetime) -> int:
    """What the clock of the clinic shows at an instant, in minutes since 1970."""
    local = moment.astimezone(engine.zone).replace(tzinfo=datetime.UTC)
    return int(local.timestamp()) // 60


def total(counters: list[Counter[str]]) -> Counter[str]:
    return sum(counters, Counter())


GENERATED = [
    pytest.param(12, 1, AS_OF, 60, 5_000, id="sample"),
    pytest.param(36, 2, AS_OF, WALK, 95_000, id="winter", marks=pytest.mark.verify),
    pytest.param(36, 3, FEBRUARY, WALK, 95_000, id="3-changes", marks=pytest.mark.verify),
    pytest.param(36, 4, SUMMER, WALK, 95_000, id="leap-day", marks=pytest.mark.verify),
]


@pytest.mark.parametrize(("amount", "seed", "as_of", "days", "instants"), GENERATED)
def test_the_script_and_the_engine_agree_at_every_change(
    amount: int,
    seed: int,
    as_of: datetime.date,
    days: int,
    instants: int,
    page: Page,
    address: str,
) -> None:
    page.goto(address)
    clinics = generated_clinics(amount, seed, as_of)
    seen = total([compare(clinic, page, days) for clinic in clinics])
    assert seen["clinics"] + seen["no zone"] == amount == seen["no zone"] * 12
    assert seen["instants"] > instants
    assert sum(seen[kind.value] for kind in StateKind) == seen["instants"]
    assert min(seen[kind.value] for kind in StateKind) > seen["instants"] // 200
    assert sum(seen[words] for words in ANSWERS) == seen["instants"]
    assert min(seen["until"], seen["opens"], seen["ask"]) > seen["instants"] // 20
    assert seen["in the missing hour"] == IN_THE_MISSING_HOUR.get(seed, 0)


ANSWERS = ("until", "open for long", "opens", "ask", "never", "in the missing hour")
IN_THE_MISSING_HOUR = {3: 56}
"""By seed: how often the script names hours that the clock leaves out as a whole."""


@pytest.mark.verify
@pytest.mark.parametrize(
    ("which", "is_production", "amount", "without_zone"),
    [("real", True, 29, 0), ("real", False, 32, 0), ("small", True, 4, 1), ("small", False, 5, 1)],
)
def test_the_script_and_the_engine_agree_on_every_built_page(
    which: str,
    is_production: bool,
    amount: int,
    without_zone: int,
    page: Page,
    address: str,
    request: pytest.FixtureRequest,
) -> None:
    clinics = built_clinics(site_of(which, is_production, request), which, is_production)
    page.goto(address)
    # A page on which nothing has a time carries no rules.
    silent = [clinic for clinic in clinics if clinic.zone and shipped(clinic.html) is None]
    assert all(not (clinic.rules.is_known or clinic.rules.spans) for clinic in silent)
    seen = total([compare(clinic, page) for clinic in clinics if clinic not in silent])
    assert len(clinics) == amount
    spoken = amount - without_zone - len(silent)
    assert (seen["clinics"], seen["no zone"]) == (spoken, without_zone)
    assert seen["instants"] >= seen["clinics"] * WALK * 3  # each midnight


@pytest.mark.parametrize(("visitor", "language"), ZONES)
def test_only_the_instant_counts_and_not_the_clock_of_the_visitor(
    visitor: str, language: str, browser: Browser, address: str
) -> None:
    clinics = generated_clinics(12, 1, AS_OF)
    with browser.new_context(timezone_id=visitor, locale=language) as context:
        page = context.new_page()
        page.goto(address)
        used = page.evaluate("Intl.DateTimeFormat().resolvedOptions()")
        assert (used["timeZone"], used["locale"][:2]) == (visitor, language[:2])
        seen = total([compare(clinic, page, 15) for clinic in clinics])
    assert seen["clinics"] == 11
    assert seen["instants"] > 1_200


def planted(zone: str, date: str, hours: str) -> Clinic:
    """A clinic that is open on one day only, two days before which the walk begins."""
    found = rules(
        zone,
        opening_hours=dict.fromkeys(DAYS, "closed"),
        special_opening_hours=[special(date, hours)],
    )
    first = datetime.date.fromisoformat(date) - 2 * ONE_DAY
    clinic = generated_clinics(12, 1, AS_OF)[0]
    return dataclasses.replace(
        clinic, name=f"{zone} {date}", rules=found, as_of=first, zone=ZoneInfo(zone)
    )


def test_the_script_is_right_over_every_clock_change(page: Page, address: str) -> None:
    page.goto(address)
    seen: Counter[str] = Counter()
    for zone, date, hours, _opens, _closes, length in CLOCK_CHANGES:
        clinic = planted(zone, date, hours)
        seen += compare_shipped(clinic.rules.shipped, clinic, page, 5)
        ((begin, end),) = intervals(clinic.rules, datetime.date.fromisoformat(date))
        assert end - begin == datetime.timedelta(hours=length)
    assert seen["clinics"] == len(CLOCK_CHANGES) > 20
    assert seen["instants"] > 400


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param("now < closes)", "now <= closes)", marks=pytest.mark.verify),
        pytest.param("opens <= now &&", "opens < now &&", marks=pytest.mark.verify),
        ("+time.slice(3)", "+time.slice(3) + 1"),
        ("return Math.max(...before)", "return now"),  # the hour that autumn repeats
        pytest.param("closes + DAY]", "closes]", marks=pytest.mark.verify),  # nights
    ],
)
def test_a_script_that_is_wrong_by_a_minute_is_noticed(right: str, wrong: str, page: Page) -> None:
    files = modules()
    text = files["hours.js"].decode()
    assert text.count(right) == 1
    files["hours.js"] = text.replace(right, wrong).encode()
    clinic = planted("America/Denver", "2026-11-01", "00:30-01:30, 20:00-00:30")
    with served(files) as url:
        page.goto(url)
        with pytest.raises(AssertionError, match="Denver"):
            compare_shipped(clinic.rules.shipped, clinic, page, 5)


@pytest.mark.parametrize("reason", ["Repairs in suite #200", "A $& B", "$' and ##", "Eve"])
def test_a_reason_stands_in_the_line_as_it_was_written(
    reason: str, page: Page, address: str
) -> None:
    page.goto(address)
    said = page.evaluate(
        """async (reason) => {
          document.documentElement.lang = "en-US";
          const { opening } = await import("/opening.js");
          const spans = [["2026-12-24", "2026-12-24", "closed", "special", reason]];
          const rules = { zone: "America/Phoenix", week: Array(7).fill("08:00-17:00"), spans };
          const opensOn = "Opens ## at #";
          const phrases = { closedFor: "Closed for ##", opensOn, tomorrow: "tomorrow" };
          return opening(rules, Date.parse("2026-12-24T18:00Z"), phrases);
        }""",
        reason,
    )
    assert said["state"] == f"Closed for {reason}"
    assert said["detail"].startswith("Opens tomorrow at 8:00")
