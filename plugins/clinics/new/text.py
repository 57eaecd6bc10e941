"""`make new-article` and `make new-question`: the lines between `---`, and a short answer.

The text itself is for a person to write. Until it is there `make check` says so, and nothing is
published.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from ..checks.texts import HALF_YEAR
from ..directories import slug_of
from ..edit.written import entry
from ..load.repository import Repository
from ..model.organization import ids_by_spelling
from ..model.text import RegulatoryStatus
from ..problems import Problem, nearest
from ..trial import Trial
from .draft import Answers, Draft
from .interview import Ask, Interview, ids, items, problem

TITLE = Ask("title", "Title, at most about 60 characters", is_needed=True)
DESCRIPTION = Ask("description", "One or two sentences for search results", is_needed=True)
STATUS = Ask("regulatory_status", f"What the FDA says: {', '.join(RegulatoryStatus)}")
SERVICES = Ask("services", "Services that it is about, with commas between them")
CONDITIONS = Ask("conditions", "Conditions that it is about, with commas between them")
PUBLISHED = Ask("published", "Day on which it goes out, like 2027-01-04", is_needed=True)

ASKED = Ask("title", "The question, as people ask it", is_needed=True)
TOPIC = Ask("topic", "Topic", is_needed=True)
SOURCES = Ask("sources", "Sources of its medical statements, like S001, with commas between them")
ANSWER = Ask("answer", "The answer, if it is one paragraph; else write it into the file")

ARTICLE = (TITLE, DESCRIPTION, STATUS, SERVICES, CONDITIONS, PUBLISHED)
QUESTION = (TOPIC, ASKED, SERVICES, CONDITIONS, SOURCES, PUBLISHED, ANSWER)


def new_article(
    repository: Repository, as_of: datetime.date, interview: Interview
) -> tuple[str, str]:
    """Path and text of the file of a new article."""
    draft = Draft(
        Trial.without_texts(repository, as_of),
        lambda answers: article_file(answers, as_of),
        interview,
        frozenset(f"content/articles/{slug}.md" for slug in repository.texts.articles),
    )
    draft.ask(TITLE)
    draft.ask(DESCRIPTION)
    draft.ask(STATUS, RegulatoryStatus.NONE)
    _ask_what_it_is_about(draft, repository)
    draft.ask(PUBLISHED, as_of.isoformat())
    return article_file(draft.answers, as_of)


def new_question(
    repository: Repository, as_of: datetime.date, interview: Interview
) -> tuple[str, str]:
    """Path and text of the file of a new question."""
    topics = repository.library.topics
    known = [topic.id for topic in topics.value.topics] if topics else []

    def faults(said: str) -> list[Problem]:
        if said in known:
            return []
        near = nearest(said, known)
        hint = f"Did you mean {near}?" if near else f"write one of {', '.join(known)}."
        return [problem(f"there is no topic “{said}”.", hint)]

    topic = interview.answer(Ask(TOPIC.name, f"{TOPIC.words} ({', '.join(known)})", True), faults)
    if topic not in known:  # refused already; the other answers are checked all the same
        topic = known[0] if known else "topic"
    draft = Draft(
        Trial.without_texts(repository, as_of),
        lambda answers: question_file(topic, answers, as_of),
        interview,
        frozenset(f"content/faq/{topic}/{slug}.md" for slug in repository.library.questions),
    )
    draft.ask(ASKED)
    _ask_what_it_is_about(draft, repository)
    draft.ask(SOURCES)
    draft.ask(PUBLISHED, as_of.isoformat())
    draft.ask(ANSWER)
    return question_file(topic, draft.answers, as_of)


def article_file(answers: Answers, as_of: datetime.date) -> tuple[str, str]:
    """Path and text; where needed answers are not there yet, stand-ins are."""
    title = answers.get("title") or "A new article"
    lines = [
        entry("title", title),
        entry("description", answers.get("description") or "What it is about."),
        *_about(answers),
        entry("regulatory_status", answers.get("regulatory_status") or RegulatoryStatus.NONE),
        *_dates(answers, as_of),
    ]
    path = f"content/articles/{slug_of(title) or 'article'}.md"
    return path, f"---\n{''.join(lines)}---\n\n## Key points\n"


def question_file(topic: str, answers: Answers, as_of: datetime.date) -> tuple[str, str]:
    """Path and text; where needed answers are not there yet, stand-ins are."""
    title = answers.get("title") or "What is new?"
    lines = [entry("title", title), *_about(answers)]
    if sources := items(answers.get("sources", "")):
        lines.append(entry("sources", list(sources)))
    path = f"content/faq/{topic}/{slug_of(title) or 'question'}.md"
    text = f"---\n{''.join((*lines, *_dates(answers, as_of)))}---\n"
    answer = answers.get("answer")
    return path, f"{text}\n{answer}\n" if answer else text


def _ask_what_it_is_about(draft: Draft, repository: Repository) -> None:
    services = repository.services.value.services if repository.services else ()
    conditions = repository.library.conditions
    named = conditions.value.conditions if conditions else ()
    for question, spellings in (
        (SERVICES, ids_by_spelling(services)),
        (CONDITIONS, {name.casefold(): x.id for x in named for name in (x.id, x.name)}),
    ):
        known = ", ".join(dict.fromkeys(spellings.values()))
        draft.ask(Ask(question.name, f"{question.words} ({known})"), reading=ids(spellings))


def _about(answers: Answers) -> Iterator[str]:
    for name in (SERVICES.name, CONDITIONS.name):
        if named := items(answers.get(name, "")):
            yield entry(name, list(named))


def _dates(answers: Answers, as_of: datetime.date) -> Iterator[str]:
    """The first day, today, and that of the next review: half a year is never too late."""
    later = as_of + datetime.timedelta(days=HALF_YEAR)
    for name, day, reason in (
        ("published", answers.get("published") or as_of, "the day on which it first goes out"),
        ("facts_checked", as_of, "the day on which you have compared it with its sources"),
        ("next_review", later, "the day on which to look at it again"),
    ):
        yield f"{name}: {day}".ljust(28) + f"# {reason}\n"
