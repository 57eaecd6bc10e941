"""`make new-alert`: a message for the visitors of one clinic, from one day to another."""

from __future__ import annotations

import datetime
from typing import get_args

from ..edit import CannotChange, Change, changed
from ..failures import Failure
from ..load.models import field_names
from ..load.repository import Repository
from ..load.source import Source
from ..load.tree import Plain, find, plain
from ..model.location import Alert, Location
from ..problems import Problem, nearest
from ..trial import Trial
from .draft import Answers, Draft
from .interview import Ask, Interview, problem

CLINIC = Ask("clinic", "Which clinic, by the name of its file, like az-biltmore", is_needed=True)
MESSAGE = Ask("message", "What visitors shall read", is_needed=True)
FROM = Ask("from", "First day", is_needed=True)
TO = Ask("to", "Last day", is_needed=True)
LEVEL = Ask("level", "How grave: info, warning or emergency", is_needed=True)

ALERT = (CLINIC, MESSAGE, FROM, TO, LEVEL)
LEVELS = get_args(Alert.model_fields["level"].annotation)


def new_alert(
    repository: Repository, as_of: datetime.date, interview: Interview
) -> tuple[str, str]:
    """Path and new text of the clinic's file, with the alert behind those that it has."""
    known = sorted(repository.locations)

    def faults(said: str) -> list[Problem]:
        if said in known:
            return []
        near = nearest(said, known)
        hint = f"Did you mean {near}?" if near else f"write one of {', '.join(known)}."
        return [problem(f"there is no clinic “{said}”.", hint)]

    slug = interview.answer(CLINIC, faults)
    if slug not in known:  # refused already; the others are checked at some clinic
        slug = known[0]
    source = repository.locations[slug].source
    draft = Draft(
        Trial.without_texts(repository, as_of),
        lambda answers: (source.path, with_alert(source, answers, as_of)),
        interview,
    )
    draft.ask(MESSAGE)
    draft.ask(FROM, as_of.isoformat())
    draft.ask(TO)
    draft.ask(LEVEL, LEVELS[0])
    return source.path, with_alert(source, draft.answers, as_of)


def with_alert(source: Source, answers: Answers, as_of: datetime.date) -> str:
    """The text of a clinic's file with one more alert; stand-ins for what is not answered yet.

    Raises:
        Failure: a person has to write it, for a reason that the message tells.
    """
    first = answers.get("from") or as_of.isoformat()
    alert: Plain = {
        "from": first,
        "to": answers.get("to") or first,
        "level": answers.get("level") or LEVELS[0],
        "message": answers.get("message") or "Closed.",
    }
    node = find(source.root, ("alerts",))
    before = plain(node) if node else []
    now = [*before, alert] if isinstance(before, list) else [alert]
    try:
        return changed(source.text, Change(("alerts",), now), field_names(Location, ()))
    except CannotChange as reason:
        raise Failure(f"{source.path} cannot take the alert: {reason}") from None
