"""The commands that look outside of the site.

profile and drift look at Google, links at other sites, explain at the commits of git.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from .catalog import Catalog
from .failures import UNCHANGED, ExitCode
from .problems import Place, Problem, plural, report
from .settings import as_of
from .site import load_site

PROFILE = "business-profile.csv"
NOT_COMPARED = "Nothing was compared."
HOW_TO_DRIFT = """\
Which download? In Business Profile Manager choose all businesses, then Actions, then Download
businesses, and name that file: make drift PROFILE=export.csv"""


def profile(options: argparse.Namespace) -> int:
    """Write business-profile.csv, confirmed facts for Google Business Profile."""
    from .exports.profile import business_profile

    site = load_site(options.root, True, as_of(os.environ))
    if site.catalog is None or site.has_errors:
        print(report(site.problems, UNCHANGED))
        return ExitCode.CONTENT
    catalog = site.catalog
    made = business_profile(catalog, _address(catalog))
    path = options.root / PROFILE
    path.write_bytes(made.sheet)
    print("\n".join(made.left_out))
    print(f"Wrote {plural(made.locations, 'clinic')} to {path}.")
    return ExitCode.FINE


def drift(options: argparse.Namespace) -> int:
    """Compare a download of Google Business Profile with our files; writes nothing."""
    from .drift import compare, read_sheet, summary
    from .spreadsheet import MAX_BYTES

    path: Path | None = options.sheet
    if path is None or path == Path():
        print(HOW_TO_DRIFT, file=sys.stderr)
        return ExitCode.CONFIGURATION
    try:
        with path.open("rb") as file:  # of what is too large, only so much that it shows
            sheet = read_sheet(str(path), file.read(MAX_BYTES + 1))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        hint = "check its name and folder; download it in Business Profile Manager."
        sheet = Problem(str(path), Place(), f"this file cannot be read ({reason}).", hint)
    if isinstance(sheet, Problem):
        print(report([sheet], NOT_COMPARED))
        return ExitCode.CONFIGURATION
    site = load_site(options.root, False, as_of(os.environ))
    if site.catalog is None or site.has_errors:
        print(report(site.problems, NOT_COMPARED))
        return ExitCode.CONFIGURATION
    catalog = site.catalog
    found = compare(catalog, _address(catalog), sheet)
    files = catalog.repository.locations
    print("\n".join(summary(found, files, lambda name: (options.root / name).read_bytes())))
    return ExitCode.CONTENT if found.is_any else ExitCode.FINE


def explain(options: argparse.Namespace) -> int:
    """Say in plain words what has changed since a commit, for patients first."""
    from .explain import explain, lines, markdown

    found = explain(options.root, options.base, as_of(os.environ))
    print(markdown(found) if options.markdown else "\n".join(lines(found)))
    return ExitCode.FINE


def links(options: argparse.Namespace) -> int:
    """Ask other sites whether what we link to is there; writes links-report.md."""
    from .links.run import check_links

    site = load_site(options.root, False, as_of(os.environ))
    if site.catalog is None:
        print(report(site.problems, "No link was looked at."))
        return ExitCode.CONTENT
    if site.has_errors:
        print("`make check` finds errors; a file that cannot be read is not looked at.")

    def tell(progress: str) -> None:
        print(progress, flush=True)

    outcome = check_links(site.catalog, options.root, _address(site.catalog), tell, options.fresh)
    print(outcome.text)
    return ExitCode.CONTENT if outcome.is_dead else ExitCode.FINE


def _address(catalog: Catalog) -> str:
    """Where the published site is, without a slash at its end."""
    return os.environ.get("SITEURL") or catalog.organization.url.rstrip("/")
