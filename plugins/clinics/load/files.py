"""One file of an editor as a typed value that knows where it came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from ..problems import Place, Problem, Severity
from .memory import recalled
from .models import build
from .source import Source, read_source
from .yaml_text import parse_yaml

T_co = TypeVar("T_co", covariant=True)
M = TypeVar("M", bound=BaseModel)
Parse = Callable[[Source], tuple[Source | None, list[Problem]]]


@dataclass(frozen=True, slots=True)
class Sourced(Generic[T_co]):
    """A value and the file that it comes from."""

    value: T_co
    source: Source


def load_file(
    model: type[M], root: Path, path: Path, parse: Parse = parse_yaml, is_optional: bool = False
) -> tuple[Sourced[M] | None, list[Problem]]:
    """One file as an instance of `model`, and every problem with it.

    That an optional file is not there is no problem.
    """
    if is_optional and not path.exists():
        return None, []
    load = partial(_load, model, root, path, parse)
    sourced, problems = recalled((model, root, path), path, load)
    return sourced, list(problems)


def _load(
    model: type[M], root: Path, path: Path, parse: Parse
) -> tuple[Sourced[M] | None, list[Problem]]:
    source, problems = read_source(root, path)
    if source is None:
        return None, problems
    parsed, found = parse(source)
    problems += found
    if parsed is None:
        return None, problems
    value, found = build(model, parsed)
    problems += found
    return (Sourced(value, parsed) if value is not None else None), problems


def file_problem(
    root: Path, path: Path, message: str, hint: str, severity: Severity = Severity.ERROR
) -> Problem:
    """A Problem with a whole file or folder."""
    return Problem(path.relative_to(root).as_posix(), Place(), message, hint, severity)
