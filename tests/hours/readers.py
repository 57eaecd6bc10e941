"""What each format says of a day, by the rules of that format alone.

No reader knows the plugin, and none knows another one. `says` gives the hours that begin on a date:
pairs of minutes after midnight (more than 1,440 in the night that follows), or one of the words
below; `SILENT` where a format says nothing.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from bs4 import BeautifulSoup, Tag

Times = tuple[tuple[int, int], ...]
Said = Times | str
Span = tuple[datetime.date, datetime.date]

CLOSED, APPOINTMENT, UNKNOWN = "closed", "by appointment", "unknown"
REGULAR = "regular hours"
SILENT = "silent"

DAY = 24 * 60
ALL_DAY: Times = ((0, DAY),)
ONE_DAY = datetime.timedelta(days=1)
EVER = datetime.date.max
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def minutes(clock: str) -> int:
    """`08:30` as minutes after midnight."""
    found = re.fullmatch(r"(\d\d):(\d\d)", clock)
    assert found, clock
    return int(found[1]) * 60 + int(found[2])


def pair(opens: int, closes: int) -> tuple[int, int]:
    """An end that is not after its beginning lies on the next day."""
    return opens, closes if closes > opens else closes + DAY


def date(written: str) -> datetime.date:
    return datetime.date.fromisoformat(written)


def on(spans: Iterable[tuple[Span, Said]], day: datetime.date) -> list[Said]:
    """What holds on a day."""
    return [said for (first, last), said in spans if first <= day <= last]


@dataclass
class Dated:
    """A week, days that differ from it, and days on which nobody can come; the last ones win."""

    week: dict[str, Said] = field(default_factory=dict)
    special: list[tuple[Span, Said]] = field(default_factory=list)
    barred: list[Span] = field(default_factory=list)

    def says(self, day: datetime.date) -> Said:
        if any(first <= day <= last for first, last in self.barred):
            return CLOSED
        usual = self.week.get(NAMES[day.weekday()], UNKNOWN)
        found = on(self.special, day)
        assert len(found) < 2, day
        return usual if not found or found[0] == REGULAR else found[0]


# The page, as a visitor reads it.

WORDS = {
    "Closed": CLOSED,
    "By appointment": APPOINTMENT,
    "Call to ask": UNKNOWN,
    "Regular hours": REGULAR,
    "Open 24 hours": ALL_DAY,
}


def page(html: str) -> Dated:
    """The table, the days with other hours, the days to ask about, and the notice above them."""
    soup = BeautifulSoup(html, "lxml")
    section = soup.select_one("section.hours")
    assert section
    found = Dated()
    for row in section.select("tbody tr"):
        assert row.th
        assert row.td
        found.week[_text(row.th)] = _words(_text(row.td))
    assert found.week or "Call to ask about opening hours" in _text(section)
    for item in section.select("ul.plain li"):
        is_to_ask = "Call to ask" in _text(item.find_previous(["h3", "p"]))
        found.special.append((_span(item), UNKNOWN if is_to_ask else _words(_after_date(item))))
    for notice in soup.select(".notice"):
        found.barred += _barred(notice)
    return found


def shipped(html: str) -> str | None:
    """The rules in the page for its script."""
    section = BeautifulSoup(html, "lxml").select_one("section.hours")
    return str(section["data-hours"]) if section and "data-hours" in section.attrs else None


def _text(element: Any) -> str:
    return " ".join(element.get_text(" ").split())


def _words(text: str) -> Said:
    for words, said in WORDS.items():
        if text.startswith(words):
            return said
    found = re.findall(r"(\d+):(\d\d) ([AP]M)", text)
    assert all(1 <= int(hour) <= 12 for hour, _minute, _half in found), text
    clocks = [
        int(hour) % 12 * 60 + int(minute) + (half == "PM") * DAY // 2
        for hour, minute, half in found
    ]
    assert clocks, text
    return tuple(map(pair, clocks[::2], clocks[1::2]))


def _after_date(item: Tag) -> str:
    """The hours of an item like `December 24, 2026: 8:00 AM – 12:00 PM (Christmas Eve)`."""
    dates = len(" to ".join(_text(time) for time in item.select("time")))
    text = _text(item)[dates:]
    assert text.lstrip().startswith(":"), text
    return text.lstrip()[1:].strip().partition(" (")[0]


def _span(element: Tag) -> Span:
    dates = [date(str(time["datetime"])) for time in element.select("time")]
    assert 1 <= len(dates) <= 2
    return dates[0], dates[-1]


def _barred(notice: Tag) -> list[Span]:
    """On which days a notice says that nobody can come."""
    title = _text(notice.strong) if notice.strong else ""
    said = notice.find(
        lambda tag: tag.name == "p" and re.match("This clinic (plans|is|closes|moves) ", _text(tag))
    )
    text = _text(said) if isinstance(said, Tag) else ""
    dates = _span(said) if isinstance(said, Tag) and said.select("time") else None
    if title == "Opening soon":
        return [(datetime.date.min, dates[0] - ONE_DAY if dates else EVER)]
    if text.startswith(("This clinic closes", "This clinic moves")) and dates:
        return [(dates[0], EVER)]
    if title != "Closed for now" and not text.startswith("This clinic is closed"):
        return []
    first, last = dates or (datetime.date.min, EVER)
    if re.search(r"closed (since|from) (?!.* to )", text):
        return [(first, EVER)]
    return [(datetime.date.min if "closed until" in text else first, last)]


# JSON-LD, as Google reads it.


@dataclass
class Markup:
    """Opening hours specifications; those without a day of the week win on their dates."""

    items: list[dict[str, Any]]

    def says(self, day: datetime.date) -> Said:
        week, dated = [], []
        for item in self.items:
            if not item.get("validFrom", "") <= str(day) <= item.get("validThrough", "9"):
                continue
            times = minutes(item["opens"]), minutes(item["closes"])
            named = item.get("dayOfWeek")
            if named is None:
                dated.append(times)
            elif f"https://schema.org/{NAMES[day.weekday()]}" in (
                named if isinstance(named, list) else [named]
            ):
                week.append(times)
        return self._read(dated or week)

    @staticmethod
    def _read(times: list[tuple[int, int]]) -> Said:
        if not times:
            return SILENT
        if times == [(0, 0)]:
            return CLOSED
        # 23:59 is the safe reading of midnight as an end.
        ends = [(opens, DAY if closes == DAY - 1 else closes) for opens, closes in times]
        assert all(opens != closes for opens, closes in ends)
        return tuple(pair(opens, closes) for opens, closes in ends)


# The open data, by the table in the README of the plugin.


def _status(status: str, first: str | None, last: str | None, as_of: datetime.date) -> list[Span]:
    """The days on which the hours do not apply."""
    if status == "opening_soon":
        return [(datetime.date.min, date(first) - ONE_DAY if first else EVER)]
    if status == "temporarily_closed":
        end = date(last) if last else EVER
        return [(date(first) if first else min(as_of, end), end)]
    return []


KINDS = {
    "closed": CLOSED,
    "open_24_hours": ALL_DAY,
    "by_appointment": APPOINTMENT,
    "regular_hours": REGULAR,
    "unknown": UNKNOWN,
}


def json_record(record: dict[str, Any], as_of: datetime.date) -> Dated:
    """A clinic of locations.json."""

    def day(value: dict[str, Any]) -> Said:
        if value["kind"] != "hours":
            return KINDS[value["kind"]]
        found = []
        for item in value["intervals"]:
            opens, closes = minutes(item["opens"]), minutes(item["closes"])
            is_night = item.get("closes_on_next_day", False)
            assert 0 < closes <= DAY  # midnight is 24:00, and not in the night after
            found.append((opens, closes + DAY * is_night))
        return tuple(found)

    return Dated(
        {name.capitalize(): day(value) for name, value in record.get("opening_hours", {}).items()},
        [
            ((date(item["first_day"]), date(item["last_day"])), day(item["hours"]))
            for item in record.get("special_opening_hours", ())
        ],
        _status(record["status"], record.get("status_from"), record.get("status_until"), as_of),
    )


def csv_row(row: dict[str, str], as_of: datetime.date) -> Dated:
    """A row of locations.csv."""

    def day(text: str) -> Said:
        if text in (CLOSED, APPOINTMENT, REGULAR, UNKNOWN):
            return text
        return ALL_DAY if text == "open 24 hours" else _ranges(text)

    found = Dated(barred=_status(row["status"], row["status_from"], row["status_until"], as_of))
    found.week = {name: day(row[name.lower()]) for name in NAMES if row[name.lower()]}
    for item in filter(None, row["special_opening_hours"].split("; ")):
        dates, _, hours = item.partition(": ")
        first, _, last = dates.partition("/")
        found.special.append(((date(first), date(last or first)), day(hours)))
    return found


def _ranges(text: str) -> Times:
    """`08:00-12:00, 22:00-06:00`."""
    found = (tuple(map(minutes, part.split("-"))) for part in text.split(", "))
    return tuple(pair(opens, closes) for opens, closes in found)


# The sheet for Google Business Profile.


@dataclass
class Sheet:
    """A row of the sheet; SILENT on each day where it has no week."""

    row: dict[str, str]

    def says(self, day: datetime.date) -> Said:
        opening = self.row.get("Opening date")
        if not any(f"{name} hours" in self.row for name in NAMES):
            assert "Special hours" not in self.row
            return SILENT
        if opening and day < date(opening):
            return CLOSED
        special = [
            item.removeprefix(f"{day}: ")
            for item in self.row.get("Special hours", "").split(", ")
            if item.startswith(f"{day}: ")
        ]
        cell = ", ".join(special) or self.row[f"{NAMES[day.weekday()]} hours"]
        return CLOSED if cell == "x" else _ranges(cell)


# The calendar.


Moments = list[tuple[datetime.datetime, datetime.datetime]]


def calendar(
    data: bytes, zone: ZoneInfo | None
) -> tuple[dict[datetime.date, Said], dict[datetime.date, Moments]]:
    """Each day of the calendar, with times as the clock of the clinic shows them, and its moments.

    A whole day is what the words of its event say, and has no moments.
    """
    moments: dict[datetime.date, Moments] = {}
    timed: dict[datetime.date, list[tuple[int, int]]] = {}
    found: dict[datetime.date, Said] = {}
    for event in icalendar.Calendar.from_ical(data).walk("VEVENT"):
        start, end = event.decoded("DTSTART"), event.decoded("DTEND")
        if isinstance(start, datetime.datetime):
            assert zone
            opens, closes = (x.astimezone(zone).replace(tzinfo=None) for x in (start, end))
            midnight = datetime.datetime.combine(opens.date(), datetime.time())
            ends = [int((x - midnight).total_seconds()) // 60 for x in (opens, closes)]
            timed.setdefault(opens.date(), []).append((ends[0], ends[1]))
            moments.setdefault(opens.date(), []).append((start, end))
            continue
        words = str(event["SUMMARY"]).partition(": ")[2].partition(" (")[0]
        for offset in range((end - start).days):
            day = start + offset * ONE_DAY
            assert day not in found
            found[day] = _words(words)
    assert not set(found) & set(timed)
    return found | {day: tuple(sorted(times)) for day, times in timed.items()}, moments
