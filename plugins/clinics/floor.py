"""The publish floor: what a production build must hold before it takes the place of the last one.

Each published clinic has its page. And of the pages that people know, at most a tenth is not there.
What people know is the ledger. Like is compared with like: its lines for pages, without those that
an editor has let go by declaring where they lead (`former_urls`, `_redirects.yaml`, a confirmed
move). So years of renaming do not use the tenth up; what ceases without such a word does: clinics
that are held back, cities and states that are left without one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .catalog import Catalog
from .failures import ExitCode, Failure
from .problems import plural
from .redirects import Redirects
from .redirects.targets import answers_of_themselves

MAY_GO = 0.1
"""This part of the pages may be missing without a word."""

NAMED = 5
"""So many of the missing pages are named."""

IsThere = Callable[[str], bool]
"""Whether a build has written a whole page for an address from the root, like `faq/tms/`."""


def require_floor(
    catalog: Catalog, redirects: Redirects, is_there: IsThere, may_be_fewer: bool
) -> None:
    """Refuse a site that has lost pages. `may_be_fewer` is the word that the loss is meant.

    Raises:
        Failure: a clinic has no page, or too many pages are missing.
    """
    bare = [clinic.slug for clinic in catalog.published if not is_there(clinic.url)]
    if bare:
        message = f"{plural(len(bare), 'published clinic')} would have no page: {_some(bare)}."
        raise Failure(message, ExitCode.CONFIGURATION)
    known = list(_known(catalog, redirects, is_there))
    missing = [url for url in known if not is_there(url)]
    if len(missing) > MAY_GO * len(known) and not may_be_fewer:
        raise Failure(
            f"{len(missing)} of {len(known)} pages that people know would be missing, more than a "
            f"tenth: {_some([f'/{url}' for url in missing])}. If that is meant, publish with "
            "FEWER_PAGES=1."
        )


def _known(catalog: Catalog, redirects: Redirects, is_there: IsThere) -> Iterator[str]:
    """The pages of the ledger that nobody has let go."""
    by_themselves = {url for url, _page in answers_of_themselves(catalog)}
    for line in catalog.repository.ledger.lines if catalog.repository.ledger else ():
        url = line.removeprefix("/")
        if not line.endswith("/") or "#" in line:
            continue
        if is_there(url) or url in by_themselves or redirects.answer(line) is None:
            yield url


def _some(names: list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{', '.join(names[:NAMED])}{more}"
