"""Build the site so that nobody ever sees half of it.

A build goes into a fresh folder on the same disk; only when all of it is there, one symlink
(`output` or `public`) is replaced, which is atomic. A failed or killed build changes nothing.
"""

from __future__ import annotations

import fcntl
import itertools
import json
import logging
import os
import shutil
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError
from pelican import Pelican
from pelican.log import console
from pelican.settings import DEFAULT_CONFIG, read_settings

from .catalog import Catalog
from .changes import changes
from .checks.texts import unreviewed
from .containment import require_own_folders, require_plain_theme
from .failures import UNCHANGED, ConfigurationError, ExitCode, Failure
from .output_types import require_web_files
from .pages import Plan, plan
from .problems import report
from .redirects import redirect_pages, summary
from .settings import changed_settings, require_site_url, require_time_zone, unknown_settings
from .site import illustrated
from .translation import speak

KEPT = 2
"""Finished builds that stay on disk: the one that is served, and the one before it, which a
server may still be reading."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a build goes: `link` is what is served, `store` holds the builds behind it."""

    link: Path
    store: Path


def target(root: Path, is_production: bool) -> Target:
    """`output` for development, `public` for production; they never share a folder."""
    name = "public" if is_production else "output"
    return Target(root / name, root / ".builds" / name)


def build_site(catalog: Catalog, settings_path: Path, root: Path) -> int:
    """Write the site of a checked catalog and put it in place; returns the number of pages.

    A production build also prints what kinds of hosts can answer of the old addresses.

    Raises:
        ConfigurationError: a setting cannot be used.
        Failure: a required review is missing, or the site could not be made; what was served
            before is still served.
        OSError: the disk or a folder does not allow it.
    """
    where = target(root, catalog.is_production)
    require_own_folders(where.store, where.link)
    settings = _settings(settings_path, root, catalog.is_production)
    if settings["CLINICS_REQUIRE_MEDICAL_REVIEW"]:
        _require_medical_review(catalog)
    speak(settings)
    planned = plan(illustrated(catalog, root))
    with _only_one(where):
        _remove_unfinished(where)
        stage = (
            where.store
            / f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{os.getpid()}.unfinished"
        )
        try:
            stage.mkdir()
            _run_pelican({**settings, "CLINICS_PLAN": planned, "OUTPUT_PATH": str(stage)})
            expected = _expected_files(planned)
            _require(stage, [*expected, *(x.save_as for x in redirect_pages(planned.redirects))])
            _write_build_json(stage, planned.catalog, len(expected))
            require_web_files(stage, catalog.repository.root)
        except BaseException:
            shutil.rmtree(stage, ignore_errors=True)
            raise
        _put_in_place(where, stage)
    if catalog.is_production:
        print("\n".join(summary(planned.redirects, settings["SITEURL"])))
    return len(expected)


def _settings(path: Path, root: Path, is_production: bool) -> dict[str, Any]:
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


def _require_medical_review(catalog: Catalog) -> None:
    problems = list(unreviewed(catalog))
    if problems:
        raise Failure(report(problems, UNCHANGED), ExitCode.CONTENT)


def _run_pelican(settings: dict[str, Any]) -> None:
    """Run Pelican in this process; any warning of it stops the build.

    Pelican itself logs a broken link, or a plugin that cannot be loaded, and goes on.
    """
    collector = _Collector()
    logger = logging.getLogger("pelican")
    logger.handlers, logger.propagate = [collector], False
    console.quiet = True
    pelican = Pelican(settings)
    loaded = [plugin.__name__ for plugin in pelican.plugins]
    if collector.messages or __package__ not in loaded:
        reasons = collector.messages or [f"PLUGINS does not name {__package__}."]
        raise Failure(f"the plugin is not there. {' '.join(reasons)}", ExitCode.CONFIGURATION)
    try:
        pelican.run()
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


def _expected_files(planned: Plan) -> list[str]:
    markdown = (f"{text.url}index.html" for text in planned.catalog.repository.texts)
    return sorted(itertools.chain((page.save_as for page in planned.pages), markdown))


def _require(stage: Path, expected: list[str]) -> None:
    """Every page is there and ends as a page ends: a plugin that did not load is noticed here."""
    missing = [name for name in expected if not _is_whole(stage / name)]
    if missing:
        names = ", ".join(missing[:5])
        message = f"{len(missing)} of {len(expected)} pages were not written: {names}."
        raise Failure(message, ExitCode.CONFIGURATION)


def _is_whole(path: Path) -> bool:
    return path.is_file() and path.read_bytes().rstrip().endswith(b"</html>")


def _write_build_json(stage: Path, catalog: Catalog, number: int) -> None:
    facts = {
        "as_of": catalog.as_of.isoformat(),
        "is_production": catalog.is_production,
        "locations": len(catalog.published),
        "pages": number,
        "rebuild_on": sorted({change.date.isoformat() for change in changes(catalog)}),
    }
    (stage / "build.json").write_text(json.dumps(facts, indent=2) + "\n", "utf-8")


def _put_in_place(where: Target, stage: Path) -> None:
    finished = stage.with_suffix("")
    stage.rename(finished)
    new_link = where.store / "next"
    new_link.unlink(missing_ok=True)
    new_link.symlink_to(os.path.relpath(finished, where.link.parent))
    os.replace(new_link, where.link)
    # By the time of the file system, and never the one just published: a clock may go back.
    others = [build for build in _builds(where) if build != finished]
    for old in sorted(others, key=lambda build: build.stat().st_mtime_ns)[: 1 - KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _builds(where: Target) -> Iterator[Path]:
    return (path for path in where.store.iterdir() if path.is_dir() and not path.is_symlink())


def _remove_unfinished(where: Target) -> None:
    for left_over in where.store.glob("*.unfinished"):
        shutil.rmtree(left_over, ignore_errors=True)


@contextmanager
def _only_one(where: Target) -> Iterator[None]:
    """Hold the lock of this target; a second build waits for the first."""
    where.store.mkdir(parents=True, exist_ok=True)
    with (where.store / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another build is running; waiting for it to end.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
