"""Our clinics against the profiles of a download, field by field.

Both sides are cells: ours come from `exports.profile`, which writes the sheet. Unconfirmed facts
are compared too, and marked: Google may know what we still ask for. An empty cell is a difference
only where our own sheet would fill it; a column that the download does not have is not compared.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from ..catalog import Catalog
from ..exports.profile import DAY_COLUMNS, obstacle, row, said
from ..load.tree import Path
from ..model.hours import WEEKDAYS, DayHours
from ..model.location import GONE, Location, Status
from ..problems import suggestion
from ..publication import PublishedLocation
from ..spreadsheet import uncelled
from .cells import STATUSES, date, is_same, special_days, telephone_display, value, words
from .found import PATHS, Difference, Drift
from .sheet import COMPARED, MORE_LINES, Row, Sheet

LINES = ("Address line 1", "Address line 2")


def compare(catalog: Catalog, base: str, sheet: Sheet) -> Drift:
    """Every difference; `catalog` is that of a development build, which knows all facts."""
    drift = Drift()
    rows = {found.code: found for found in sheet.rows if found.code}
    known = (*catalog.published, *catalog.moved.values())
    published = {location.facts.id: location for location in known}
    held = {catalog.repository.locations[slug].value.id: slug for slug in catalog.held}
    for found in sheet.rows:
        if not found.code:
            what = found.cells.get("Address line 1") or "without an address"
            drift.findings.append(f"Line {found.line}: a profile ({what}) has no store code.")
        elif found.code in held:
            note = f"Line {found.line}: {held[found.code]} is held back here, and not compared."
            drift.findings.append(note)
        elif found.code not in published:
            near = suggestion(found.code, (*published, *held))
            sentence = f"Line {found.line}: no clinic has the store code “{found.code}”. {near}"
            drift.findings.append(sentence.rstrip())
    for id_, location in published.items():
        if id_ in rows:
            _Comparison(catalog, base, sheet, location, rows[id_], drift).run()
        else:
            _missing(location, drift)
    absent_and_held = [slug for id_, slug in held.items() if id_ not in rows]
    if absent_and_held:
        drift.expected_missing["held back here"] = absent_and_held
    absent = [name for name in COMPARED if name not in sheet.columns]
    if absent:
        drift.notes.append(
            f"Not compared, because the sheet has no such column: {', '.join(absent)}."
        )
    return drift


def _missing(location: PublishedLocation, drift: Drift) -> None:
    if location.facts.status in GONE:
        reason = f"{location.facts.status} here"
    else:
        reason = obstacle(location).removesuffix(".")
    if reason:
        drift.expected_missing.setdefault(reason, []).append(location.slug)
    else:
        drift.findings.append(f"{location.slug} is not in the download, and should be.")


@dataclass(frozen=True, slots=True)
class _Comparison:
    """One clinic against its profile."""

    catalog: Catalog
    base: str
    sheet: Sheet
    location: PublishedLocation
    row: Row
    drift: Drift

    def run(self) -> None:
        facts, slug = self.location.facts, self.location.slug
        self._status(facts)
        if facts.status in GONE:
            return
        if facts.status in (Status.TEMPORARILY_CLOSED, Status.VIRTUAL_ONLY):
            self.drift.notes.append(
                f"{slug} is {_words(facts.status)} here: {obstacle(self.location)}"
            )
        ours = said(self.catalog, self.base, self.location, facts)
        ours = {name: uncelled(text) for name, text in ours.items()}
        written = row(self.catalog, self.base, self.location)
        theirs = self._theirs()
        if _is_one_line(ours, theirs):
            theirs |= {name: ours.get(name, "") for name in LINES}
        for column in COMPARED:
            if column not in self.sheet.columns:
                continue
            if column == "Special hours":
                self._special(facts, ours.get(column, ""), theirs[column], column in written)
            elif not (column == "Opening date" and self._is_past(facts, theirs[column])):
                self._field(facts, column, ours.get(column, ""), theirs[column], column in written)

    def _theirs(self) -> dict[str, str]:
        """The profile's cells; an empty day beside others with hours is a closed one."""
        cells = dict(self.row.cells)
        more = [cells.get(name, "") for name in ("Address line 2", *MORE_LINES)]
        if "Address line 2" in cells:
            cells["Address line 2"] = " ".join(filter(None, more))
        days = [name for name in DAY_COLUMNS.values() if name in cells]
        if any(cells[name] for name in days):
            cells |= {name: cells[name] or "x" for name in days}
        return cells

    def _field(
        self, facts: Location, column: str, ours: str, theirs: str, is_written: bool
    ) -> None:
        path = PATHS.get(column, ())
        if column == "Opening date" and facts.status is not Status.OPENING_SOON:
            path = ()  # there `status_from` is not the day of an opening
        is_unconfirmed = facts.is_unconfirmed(".".join(map(str, path))) if path else False
        self.drift.compared += 1
        if is_same(column, ours, theirs) or not (theirs or is_written):
            if is_unconfirmed and theirs:
                self.drift.same_unconfirmed.append(self.location.slug)
            return
        self._differ(
            column,
            _as_in_files(column, ours) or _unsayable(facts, path),
            _as_in_files(column, theirs),
            is_unconfirmed,
            path,
            _as_in_files(column, theirs),
        )

    def _special(self, facts: Location, ours: str, theirs: str, is_written: bool) -> None:
        """Special hours, date by date; a date with the hours of its weekday is no special one."""
        self.drift.compared += 1
        is_unconfirmed = facts.is_unconfirmed("special_opening_hours")
        here, there = special_days(ours) or {}, special_days(theirs)
        if there is None:
            self._differ("Special hours", ours, theirs, is_unconfirmed)
            return
        if not theirs and not is_written:
            return
        week = dict(facts.opening_hours.days()) if facts.opening_hours else {}
        for day in sorted({*here, *there}):
            usual = week.get(WEEKDAYS[day.weekday()])
            mine, other = here.get(day, usual), there.get(day, usual)
            if day < self.catalog.as_of or mine == other:
                continue
            path, new = self._special_path(day), str(there[day]) if day in there else ""
            name = f"Special hours {day}"
            self._differ(
                name, str(here.get(day, "")), str(there.get(day, "")), is_unconfirmed, path, new
            )

    def _special_path(self, day: datetime.date) -> Path:
        """Where the hours of a single date stand in the file; empty for days within a range."""
        whole = self.catalog.repository.locations[self.location.slug].value
        for position, item in enumerate(whole.special_opening_hours):
            if item.first_day == item.last_day == day:
                return ("special_opening_hours", position, "hours")
        return ()

    def _is_past(self, facts: Location, theirs: str) -> bool:
        """Whether an opening date is that of a clinic that is open, which our files do not keep."""
        opened = date(theirs)
        is_over = not theirs or (isinstance(opened, datetime.date) and opened <= self.catalog.as_of)
        return facts.status is not Status.OPENING_SOON and is_over

    def _status(self, facts: Location) -> None:
        """Open or closed, where the download has a column for it; else a word about closed ones."""
        cell = self.row.cells.get("Status", "")
        theirs = STATUSES.get(words(cell))
        ours = Status.CLOSED if facts.status in GONE else facts.status
        if theirs is None:
            if facts.status in GONE:
                self.drift.notes.append(
                    f"{self.location.slug} is {facts.status} here: see that its profile (line "
                    f"{self.row.line}) is marked as permanently closed."
                )
            return
        self.drift.compared += 1
        may_come = (Status.OPEN, Status.OPENING_SOON, Status.VIRTUAL_ONLY)
        if ours != theirs and not (ours in may_come and theirs is Status.OPEN):
            is_unconfirmed = facts.is_unconfirmed("status")
            self._differ("Status", _words(facts.status), cell, is_unconfirmed, ("status",))

    def _differ(
        self,
        name: str,
        ours: str,
        theirs: str,
        is_unconfirmed: bool,
        path: Path = (),
        new: str = "",
    ) -> None:
        slug = self.location.slug
        found = Difference(slug, name, ours, theirs, is_unconfirmed, path, new)
        self.drift.differences.append(found)


def _is_one_line(ours: dict[str, str], theirs: dict[str, str]) -> bool:
    """Whether street and suite are the same, only divided otherwise."""
    both = [" ".join(cells.get(name, "") for name in LINES) for cells in (ours, theirs)]
    return words(both[0]) == words(both[1]) and all(name in theirs for name in LINES)


def _as_in_files(column: str, cell: str) -> str:
    """A cell as our files would have it, where it can be read."""
    found = value(column, cell)
    if isinstance(found, DayHours | datetime.date):
        return str(found)
    if column == "Primary phone":
        return telephone_display(cell)
    return str(found) if column in ("Administrative area", "Postal code") else cell


def _unsayable(facts: Location, path: Path) -> str:
    """Hours for which Google has no words: by appointment."""
    if path[:1] != ("opening_hours",) or facts.opening_hours is None:
        return ""
    hours = dict(facts.opening_hours.days())[str(path[1])]
    return str(hours) if hours else ""


def _words(status: Status) -> str:
    return status.replace("_", " ")
