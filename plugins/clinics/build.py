"""Build the site: run Pelican, see that all of it is there, and put it in place."""

from __future__ import annotations

import itertools
import logging
import os
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import TemplateError, TemplateSyntaxError
from pelican import Pelican
from pelican.log import console
from pelican.settings import DEFAULT_CONFIG, read_settings

from .build_facts import PATH as BUILD_JSON
from .build_facts import build_json, commit_of, contents
from .catalog import Catalog
from .checks.redirects import on_own_host
from .checks.texts import unreviewed
from .containment import require_plain_theme
from .failures import UNCHANGED, ConfigurationError, ExitCode, Failure
from .floor import require_floor
from .hosting.compress import compress_files
from .output_types import require_web_files
from .pages import Plan, plan
from .problems import Problem, plural, report
from .redirects import redirect_pages, summary
from .release import fresh_folder, target
from .settings import changed_settings, require_site_url, require_time_zone, unknown_settings
from .site import illustrated
from .translation import speak

UMASK = 0o022
"""Of a build: a web server, which is somebody else, must read it whoever has built it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a site is published.

    Attributes:
        may_be_fewer: whether pages are meant to be missing.
        went_back: the files that go out in an older version, for `build.json`.
    """

    may_be_fewer: bool = False
    went_back: tuple[dict[str, str], ...] = ()


def build_site(catalog: Catalog, settings_path: Path, root: Path, terms: Terms = Terms()) -> int:
    """Write the site of a checked catalog and put it in place; returns the number of pages.

    The texts are read where the catalog was read, the site is put below `root`. A production build
    also prints what kinds of hosts can answer of the old addresses.

    Raises:
        ConfigurationError: a setting cannot be used.
        Failure: a required review is missing, a former address is on the host of the site itself,
            too many pages are missing, or the site could not be made; what was served before is
            still served.
        OSError: the disk or a folder does not allow it.
    """
    where = target(root, catalog.is_production)
    settings = site_settings(settings_path, catalog.repository.root, catalog.is_production)
    if settings["CLINICS_REQUIRE_MEDICAL_REVIEW"]:
        _require_none(unreviewed(catalog))
    if catalog.is_production:
        _require_none(on_own_host(catalog, urlsplit(settings["SITEURL"]).hostname or ""))
    speak(settings)
    os.umask(UMASK)
    planned = plan(illustrated(catalog, root))
    with fresh_folder(where) as stage:
        _run_pelican({**settings, "CLINICS_PLAN": planned, "OUTPUT_PATH": str(stage)})
        expected = expected_files(planned)
        _require(stage, [*expected, *(x.save_as for x in redirect_pages(planned.redirects))])
        found = commit = None
        if catalog.is_production:
            _require_floor(stage, planned, terms.may_be_fewer)
            found, commit = contents(stage), commit_of(root)
        facts = build_json(planned.catalog, len(expected), found, commit, terms.went_back)
        (stage / BUILD_JSON).write_bytes(facts)
        if settings["CLINICS_PRECOMPRESS"]:
            compress_files(stage)
        require_web_files(stage, catalog.repository.root)
    if found:
        print("\n".join(summary(planned.redirects, settings["SITEURL"])))
        print(f"{plural(found.files, 'file')}, {found.bytes / 1e6:.1f} MB before compression.")
    return len(expected)


def site_settings(path: Path, root: Path, is_production: bool) -> dict[str, Any]:
    """Pelican's settings for the project folder `root`.

    Raises:
        ConfigurationError: a setting cannot be used.
    """
    overrides = {"PATH": str(root / "content")}
    try:
        settings = read_settings(str(path), override=overrides)
    except Exception as error:  # the file is Python: running it may fail in any way
        raise ConfigurationError(f"{path}: {type(error).__name__}: {error}") from error
    wrong = [*unknown_settings(settings, DEFAULT_CONFIG), *changed_settings(settings)]
    if wrong:
        raise ConfigurationError(f"{path}: {' '.join(wrong)}")
    require_plain_theme(Path(settings["THEME"]))
    require_time_zone(settings["TIMEZONE"])
    if is_production:
        require_site_url(settings["SITEURL"])
    return dict(settings)


def _require_none(found: Iterable[Problem]) -> None:
    """Problems that only a build with its settings can find stop it."""
    problems = list(found)
    if problems:
        raise Failure(report(problems, UNCHANGED), ExitCode.CONTENT)


def _run_pelican(settings: dict[str, Any]) -> None:
    """Run Pelican in this process."""
    with strict_pelican() as messages:
        pelican = Pelican(settings)
        loaded = [plugin.__name__ for plugin in pelican.plugins]
        if messages or __package__ not in loaded:
            reasons = messages or [f"PLUGINS does not name {__package__}."]
            message = f"the plugin is not there. {' '.join(reasons)}"
            raise Failure(message, ExitCode.CONFIGURATION)
        pelican.run()


@contextmanager
def strict_pelican() -> Iterator[list[str]]:
    """Give the warnings of Pelican; any of them, or a fault in a template, is a Failure.

    Pelican itself logs a broken link, or a plugin that cannot be loaded, and goes on.
    """
    collector = _Collector()
    logger = logging.getLogger("pelican")
    logger.handlers, logger.propagate = [collector], False
    console.quiet = True
    try:
        yield collector.messages
    except TemplateError as error:
        message = f"{_template_place(error)}: error: {error}"
        raise Failure(message, ExitCode.CONFIGURATION) from error
    if collector.messages:
        raise Failure("\n".join(collector.messages), ExitCode.CONFIGURATION)


def _template_place(error: TemplateError) -> str:
    """`theme/templates/base.html:12`: the innermost template line that the error went through."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename}:{error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{f.filename}:{f.lineno}" for f in frames if f.filename.endswith(".html")]
    return places[-1] if places else "theme"


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        reason = f" ({record.exc_info[1]})" if record.exc_info else ""
        self.messages.append(f"{record.levelname.lower()}: {record.getMessage()}{reason}")


def expected_files(planned: Plan) -> list[str]:
    """Every page of a site but those that lead on, sorted."""
    markdown = (f"{text.url}index.html" for text in planned.catalog.repository.texts)
    return sorted(itertools.chain((page.save_as for page in planned.pages), markdown))


def _require(stage: Path, expected: list[str]) -> None:
    """Every page is there and ends as a page ends: a plugin that did not load is noticed here."""
    missing = [name for name in expected if not _is_whole(stage / name)]
    if missing:
        names = ", ".join(missing[:5])
        message = f"{len(missing)} of {len(expected)} pages were not written: {names}."
        raise Failure(message, ExitCode.CONFIGURATION)


def _require_floor(stage: Path, planned: Plan, may_be_fewer: bool) -> None:
    leads_on = {page.save_as for page in redirect_pages(planned.redirects)}

    def is_there(url: str) -> bool:
        save_as = f"{url}index.html"
        return save_as not in leads_on and _is_whole(stage / save_as)

    require_floor(planned.catalog, planned.redirects, is_there, may_be_fewer)


def _is_whole(path: Path) -> bool:
    return path.is_file() and path.read_bytes().rstrip().endswith(b"</html>")
