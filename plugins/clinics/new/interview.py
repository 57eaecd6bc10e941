"""Questions to an editor: asked on a terminal, or answered by arguments.

An argument that cannot be used, and one that is needed and missing, are collected, so that a script
learns all of them at once. On a terminal the question comes again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ..problems import Place, Problem, Severity, visible

Faults = Callable[[str], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Ask:
    """One question.

    Attributes:
        name: of the answer, and of the argument: `postal_code` is `--postal-code`.
        words: as an editor reads them.
    """

    name: str
    words: str
    is_needed: bool = False

    @property
    def option(self) -> str:
        """The argument of the command."""
        return f"--{self.name.replace('_', '-')}"


@dataclass(slots=True)
class Interview:
    """Answers from arguments, else from a person.

    Attributes:
        given: the arguments, None where there is none.
        read: asks a person, with the words to show; None where nobody is at a terminal.
        tell: shows a line to the person.
        refused: what is wrong with the arguments, a sentence each.
        asked: the names of the questions that have come up.
    """

    given: Mapping[str, str | None]
    read: Callable[[str], str] | None
    tell: Callable[[str], None]
    refused: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def answer(self, question: Ask, faults: Faults, default: str = "") -> str:
        """The answer to a question, without spaces around it; empty where there is none."""
        self.asked.add(question.name)
        given = self.given.get(question.name)
        if given is not None:
            found = [problem for problem in _faults(given.strip(), faults) if problem.is_error]
            self.refused += [f"{question.option}: {_sentence(problem)}" for problem in found]
            return given.strip()
        if self.read is None:
            if question.is_needed and not default:
                self.refused.append(f"{question.option} is missing: {question.words}")
            return default
        return self._asked(self.read, question, faults, default)

    def refuse_unused(self, questions: Iterable[Ask]) -> None:
        """Refuse an argument that answers no question which has come up."""
        for question in questions:
            if self.given.get(question.name) is not None and question.name not in self.asked:
                self.refused.append(f"{question.option} has no meaning with these answers.")

    def _asked(
        self, read: Callable[[str], str], question: Ask, faults: Faults, default: str
    ) -> str:
        kept = ""
        while True:
            said = read(f"{question.words}{_hint(question, kept, default)}: ").strip()
            said = said or kept or default
            if not said and not question.is_needed:
                return ""
            found = _faults(said, faults) if said else [problem("an answer is needed here.", "")]
            for fault in found:
                self.tell(f"    {_sentence(fault)}")
            has_errors = any(fault.is_error for fault in found)
            if not has_errors and (said == kept or not found):
                return said
            kept = "" if has_errors else said  # a doubt: Enter says that it is right


def problem(message: str, hint: str, severity: Severity = Severity.ERROR) -> Problem:
    """A Problem with an answer, which stands in no file yet."""
    return Problem("", Place(), message, hint, severity)


def items(text: str) -> list[str]:
    """What stands between commas or semicolons."""
    return [item.strip() for item in re.split("[;,]", text) if item.strip()]


def ids(spellings: Mapping[str, str]) -> Callable[[str], str]:
    """Reads a list of names: each that `spellings` has, in small letters, becomes its id."""
    return lambda said: ", ".join(spellings.get(x.casefold(), x.casefold()) for x in items(said))


def _hint(question: Ask, kept: str, default: str) -> str:
    """What Enter would mean."""
    if kept or default:
        return f" [{kept or default}]"
    return "" if question.is_needed else " (Enter: leave out)"


def _faults(said: str, faults: Faults) -> list[Problem]:
    if visible(said) != said:
        return [problem("it holds an invisible character.", "type it again.")]
    return list(faults(said)) if said else []


def _sentence(fault: Problem) -> str:
    fix = " ".join(part for part in (fault.hint, fault.harm) if part)
    return visible(f"{fault.message} {f'Fix: {fix}' if fix else ''}").strip()
