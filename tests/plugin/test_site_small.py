"""Golden pages: the small site, which uses every feature, built in both ways and compared.

When a difference is meant, `python -m tests.accept small` makes it the new expectation; the
diff of tests/expected/site_small/ then shows in the commit what changed for visitors.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, SITE_URL, build, shared

SITE = ROOT / "tests" / "site_small"
EXPECTED = ROOT / "tests" / "expected" / "site_small"
ACCEPT = "if this is meant, run: python -m tests.accept small"
KINDS = {"development": ("output",), "production": ("public", "--production")}


def build_small(folder: Path, kind: str, **environment: str) -> Path:
    """Build a copy of the small site in `folder`; returns the folder with the pages."""
    root = folder / "site"
    shutil.copytree(SITE, root)
    if kind == "production":
        make_numbers_real(root / "locations")
    output, *options = KINDS[kind]
    done = build(root, *options, SITEURL=SITE_URL, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / output


def golden_files(site: Path) -> Iterator[Path]:
    """What is compared: the pages, the feed, the clinics of the near-me index, the build's record.

    The files of the theme, of the search, of ZIPs and of place names are not, and of the ZIP pages
    only one is.
    """
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site)
        is_index = name.parts[0] == "pagefind" or (
            name.parts[0] == "near" and "t" not in name.parts
        )
        is_zip_page = name.parts[:2] == ("near-me", "zip") and "852" not in name.parts
        if path.suffix in (".html", ".json", ".xml") and not is_index and not is_zip_page:
            yield name


def golden_text(path: Path) -> str:
    """A file without what changes with every file of the theme: checksums, and what is theirs."""
    text = re.sub(r"(/theme/[\w/-]+\.)[0-9a-f]{8}\.", r"\1CHECKSUM.", path.read_text("utf-8"))
    return re.sub(r'^  "(?:bytes|sha256)": .*\n', "", text, flags=re.MULTILINE)


def make_numbers_real(locations: Path) -> None:
    """Leave the block set aside for fiction, which a production build refuses."""
    for path in locations.glob("*.yaml"):
        path.write_text(path.read_text().replace("-555-01", "-555-12"))


def shared_small(factory: pytest.TempPathFactory, kind: str) -> Path:
    """The small site, built once for all test processes; nobody changes it."""
    return shared(factory, f"small-{kind}", lambda folder: build_small(folder, kind))


@pytest.mark.parametrize("kind", KINDS)
def test_the_small_site_looks_as_expected(
    kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site = shared_small(tmp_path_factory, kind)
    expected = EXPECTED / kind
    names = list(golden_files(site))
    assert names == list(golden_files(expected)), ACCEPT
    assert len(names) >= 12
    for name in names:
        new, old = golden_text(site / name), (expected / name).read_text()
        assert new.split("\n") == old.split("\n"), (
            f"{name}; accept with: python -m tests.accept small"
        )


def test_production_leaves_out_what_development_labels() -> None:
    development = set(golden_files(EXPECTED / "development"))
    production = set(golden_files(EXPECTED / "production"))
    left_out = {str(path) for path in development - production if path.parts[0] != "near"}
    assert left_out == {
        "locations/co/held/index.html",
        "report/index.html",
        "styleguide/index.html",
    }
