"""The answers so far as a file that is not written yet, so that the rules can look at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..problems import Problem
from ..trial import Trial
from .interview import Ask, Interview, problem

Answers = dict[str, str]
File = Callable[[Answers], tuple[str, str]]
"""From answers to the path and the text of a file; what is not answered yet has a stand-in."""


@dataclass(slots=True)
class Draft:
    """Asks one question after the other and says what each answer would bring about.

    Attributes:
        taken: paths of files that are there, and must stay as they are.
        told: what is wrong with the stand-ins, or with earlier answers: no later one is to blame.
    """

    trial: Trial
    file: File
    interview: Interview
    taken: frozenset[str] = frozenset()
    answers: Answers = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.told = {found.message for found in self._problems({})}

    def ask(self, question: Ask, default: str = "", reading: Callable[[str], str] = str) -> str:
        """Ask, and keep what `reading` makes of the answer."""
        found: list[Problem] = []

        def faults(said: str) -> list[Problem]:
            new = self._problems({**self.answers, question.name: reading(said)})
            # One answer may stand in several lines, like hours: its fault is told once.
            once = {item.hint: item for item in reversed(new) if item.message not in self.told}
            found[:] = reversed(once.values())
            return found

        said = reading(self.interview.answer(question, faults, default))
        # What is refused must not hide what is wrong with the answers after it.
        self.answers[question.name] = "" if any(item.is_error for item in found) else said
        self.told |= {item.message for item in self._problems(self.answers)}
        return said

    def _problems(self, answers: Answers) -> list[Problem]:
        path, text = self.file(answers)
        if path in self.taken:
            return [problem(f"{path} is there already.", "choose another name, or edit that file.")]
        return self.trial.new_problems({path: text})
