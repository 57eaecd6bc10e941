"""The commands of `plugins.clinics`; those that look outside of the site are in `outside`.

Exit codes: 0 fine, 1 content (for drift: differences; for links: dead ones), 2 configuration or
usage, 3 environment, 70 a fault of ours, 130 and 143 for signals.
"""

from __future__ import annotations

import signal

if __name__ == "__main__":
    # Until `main` has said what to do, Ctrl-C ends us without a traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import argparse
import json
import os
import secrets
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import NoReturn

from .environment import leave_secrets_behind

if __name__ == "__main__":
    leave_secrets_behind()  # before what takes its time to load

from .authoring import add_addresses, confirm, new, write_call_sheet
from .catalog import Catalog
from .failures import UNCHANGED, ConfigurationError, ExitCode, Failure
from .going_out import label
from .new import NEW
from .outside import drift, explain, links, profile
from .problems import plural, report
from .settings import as_of
from .site import Site, load_site

URGENT = (
    "Must something go out now? make publish LAST_GOOD=1 publishes the last good version of each "
    "broken text, and everything else as it is: see README.md."
)
WATCHED = ("theme", "plugins", "pelicanconf.py")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _stop)
    # A shell that starts us in the background would have us ignore it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        command: Callable[[argparse.Namespace], int] = options.command
        return command(options)
    except Failure as failure:
        print(f"error: {failure}\n{UNCHANGED}", file=sys.stderr)
        return failure.code
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return ExitCode.INTERRUPTED
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        print(f"error: {error.strerror or error}{where}. {UNCHANGED}", file=sys.stderr)
        return ExitCode.ENVIRONMENT
    except Exception:  # whatever it is, it must not look like a mistake of the editor
        traceback.print_exc()
        print(f"This is a fault of the program, not of your edit. {UNCHANGED}", file=sys.stderr)
        return ExitCode.OUR_FAULT


def check(options: argparse.Namespace) -> int:
    """Print every problem of data and content."""
    started = time.perf_counter()
    site = _load(options)
    text = report(site.problems)
    if text and options.github:
        _annotate(options, site, text)
    elif text:
        print(text)
    if site.catalog:
        repository = site.catalog.repository
        seconds = time.perf_counter() - started
        print(
            f"Checked {plural(len(repository.locations), 'location')}, "
            f"{plural(len(list(repository.texts)), 'text')} and "
            f"{plural(len(repository.library.questions), 'question')} in {seconds:.1f} s."
        )
    return ExitCode.CONTENT if site.has_errors else ExitCode.FINE


def _annotate(options: argparse.Namespace, site: Site, text: str) -> None:
    """Print the problems for GitHub Actions: as annotations, then as everybody reads them."""
    from .annotations import silent, workflow_commands
    from .explain import changed_first

    problems = changed_first(options.root, options.base, site.problems)
    print("\n".join((*workflow_commands(problems), silent(text, secrets.token_hex()))))


def build(options: argparse.Namespace) -> int:
    """Check everything, then write the site and put it in place."""
    started = time.perf_counter()
    if options.last_good is not None:
        return _build_last_good(options, started)
    site = _load(options)
    text = report(site.problems, UNCHANGED if site.has_errors else "")
    if text:
        print(text)
    if site.has_errors and options.production:
        print(URGENT)
    return _write(options, site, started)


def _build_last_good(options: argparse.Namespace, started: float) -> int:
    """The same with the last good versions of what is broken."""
    from .last_good import last_good, named_locations, summary

    if not options.production:
        raise ConfigurationError("LAST_GOOD is for make publish; other commands show what is.")
    named = named_locations(options.last_good)
    with last_good(options.root, named, as_of(os.environ)) as found:
        text = report(found.problems, UNCHANGED if found.site.has_errors else "")
        print(*filter(None, (text, *summary(found))), sep="\n", flush=True)
        return _write(options, found.site, started, found.published)


def _write(
    options: argparse.Namespace,
    site: Site,
    started: float,
    went_back: tuple[dict[str, str], ...] = (),
) -> int:
    """Write a site without errors, and say what it holds and what it does not."""
    if site.catalog is None or site.has_errors:
        return ExitCode.CONTENT
    from .build import Terms, build_site
    from .release import target

    default = Path("publishconf.py" if options.production else "pelicanconf.py")
    terms = Terms(options.fewer_pages, went_back)
    number = build_site(site.catalog, options.settings or default, options.root, terms)
    if options.production:
        print("\n".join(_left_out(site.catalog)))
    folder = target(options.root, options.production).link.name
    seconds = time.perf_counter() - started
    day = site.catalog.as_of
    print(f"Built {plural(number, 'page')} into {folder}/ as of {day} in {seconds:.1f} s.")
    return ExitCode.FINE


def serve(options: argparse.Namespace) -> int:
    """Serve on localhost: pages are made when they are asked for, and reload on every change."""
    from .preview import serve as serve_site

    root: Path = options.root.resolve()
    watched = [root / "content", root / "locations", *map(Path, WATCHED)]
    python = [sys.executable, "-m"]
    build = ["nice", *python, "plugins.clinics", "build", "--root", str(root)]
    pages = [*python, "plugins.clinics.preview.child", str(root), "pelicanconf.py"]
    day = os.environ.get("AS_OF", "")
    output = root / "output"
    return serve_site(Path.cwd(), options.port, build, output, watched, day, root, pages)


def show_report(options: argparse.Namespace) -> int:
    """Print what still has to be confirmed, supplied or reviewed."""
    from .readiness import report_lines, website

    site = _load(options)
    if site.catalog is None or site.has_errors:
        print(report(site.problems, "The report needs data without errors."))
        return ExitCode.CONTENT
    if options.csv:
        return write_call_sheet(site.catalog, options.root)
    more = website(Path("theme"), options.root / "output")
    print("\n".join(report_lines(site.catalog, more)))
    return ExitCode.FINE


def show_overdue(options: argparse.Namespace) -> int:
    """Fail if a clinic was last confirmed more than 180 days ago; for a check by the week."""
    from .readiness import overdue, overdue_summary

    site = _load(options)
    if site.catalog is None or site.has_errors:
        print(report(site.problems, "The confirmations need data without errors."))
        return ExitCode.CONTENT
    text = report(overdue(site.catalog))
    print("\n".join(filter(None, (text, overdue_summary(site.catalog)))))
    return ExitCode.CONTENT if text else ExitCode.FINE


def show_dates(options: argparse.Namespace) -> int:
    """List the coming days on which the site changes by itself, and has to be built again."""
    from .changes import summary

    site = _load(options)
    if site.catalog is None or site.has_errors:
        print(report(site.problems, "The dates need data without errors."))
        return ExitCode.CONTENT
    print("\n".join(summary(site.catalog)))
    return ExitCode.FINE


def schema(options: argparse.Namespace) -> int:
    """Write the JSON Schemas of locations and texts, for editors."""
    from .schema import SCHEMAS, json_schema

    for name, model in SCHEMAS.items():
        path = options.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(json_schema(model), indent=2) + "\n", "utf-8")
        print(f"Wrote {path}.")
    return ExitCode.FINE


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    """End by an exception, as SIGINT does by itself, so that nothing half-made stays."""
    raise SystemExit(128 + number)


def _left_out(catalog: Catalog) -> Iterator[str]:
    """What a production build leaves out and somebody must supply."""
    for slug in catalog.held:
        yield f"Held back until it is confirmed: {slug}."
    for item in catalog.repository.withheld:
        yield f"Not out: {item.entry.source.path} ({label(item.entry.value, catalog.as_of)})."
    for notice in catalog.missing_notices:
        yield f"Missing notice: {notice.name}. {notice.reason}"
    unconfirmed = sum(len(location.withheld) for location in catalog.published)
    yield f"{plural(unconfirmed, 'unconfirmed fact')} not shown as such; `make report` lists them."


def _load(options: argparse.Namespace) -> Site:
    is_production = getattr(options, "production", False)
    return load_site(options.root, is_production, as_of(os.environ))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plugins.clinics", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command in (
        ("check", check),
        ("explain", explain),
        ("build", build),
        ("serve", serve),
        ("report", show_report),
        ("overdue", show_overdue),
        ("confirm", confirm),
        ("addresses", add_addresses),
        ("dates", show_dates),
        ("profile", profile),
        ("drift", drift),
        ("links", links),
        ("schema", schema),
    ):
        sub = commands.add_parser(name, help=(command.__doc__ or "").splitlines()[0])
        sub.set_defaults(command=command)
        sub.add_argument("--root", type=Path, default=Path(), help="folder of locations/, content/")
        if name in ("check", "explain"):
            sub.add_argument("--base", default="", metavar="REF", help="the commit before")
        if name == "check":
            sub.add_argument("--github", action="store_true", help="also as annotations")
        if name == "explain":
            sub.add_argument("--markdown", action="store_true", help="for a comment on GitHub")
        if name == "build":
            sub.add_argument("--settings", type=Path, help="instead of pelicanconf.py")
            sub.add_argument("--production", action="store_true", help="strict, into public/")
            sub.add_argument("--last-good", metavar="NAMES", help="older versions of broken files")
            sub.add_argument(
                "--fewer-pages", action="store_true", help="pages are meant to be gone"
            )
        if name == "report":
            sub.add_argument("--csv", action="store_true", help="write call-sheet.csv instead")
        if name == "confirm":
            sub.add_argument("--write", action="store_true", help="write, after all is checked")
        if name in ("drift", "confirm"):
            sub.add_argument("sheet", type=Path, nargs="?", help="the CSV file")
        if name == "links":
            sub.add_argument("--fresh", action="store_true", help="ask about every link again")
        if name == "serve":
            sub.add_argument("--port", type=int, default=8000)
    for name, kind in NEW.items():
        sub = commands.add_parser(f"new-{name}", help=f"ask for a new {name}, and write it")
        sub.set_defaults(command=new, new=name)
        sub.add_argument("--root", type=Path, default=Path(), help="folder of locations/, content/")
        for question in kind.questions:
            words = question.words.replace("%", "%%")
            sub.add_argument(question.option, dest=question.name, metavar="…", help=words)
    return parser


if __name__ == "__main__":
    sys.exit(main())
