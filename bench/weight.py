"""What a first visit loads, printed as a table: `make weight` runs this.

A fresh Chromium loads one page for each template of the published site. Texts count compressed
(gzip, level 9), fonts and pictures as they are. tests/browser/test_weight.py holds the budgets.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, find_chromium
from tests.browser.delivered import sent_size
from tests.browser.test_weight import CLINIC, FIRST_FLIGHT
from tests.browser.weight import blocking, measured, table
from tests.conftest import ROOT, SITE_URL, build
from tests.structured_data.reading import address


def main() -> int:
    """Build the site, print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        site = built(Path(folder))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
            print(table(list(measured(browser, site))))
            browser.close()
        sizes = {
            address(site, path): sent_size(path) + blocking(site, path.read_text())
            for path in site.rglob("*.html")
        }
        for suffix in ("css", "js"):
            files = list(site.glob(f"theme/**/*.{suffix}"))
            print(f"all {suffix}: {sum(map(sent_size, files)):,} in {len(files)} files")
        print("HTML and the style sheets that a page waits for:")
        clinics = [size for url, size in sizes.items() if CLINIC.fullmatch(url)]
        print(f"  median of {len(clinics)} clinics {median(clinics):,.0f} of {FIRST_FLIGHT:,}")
        for url in sorted(sizes, key=lambda url: -sizes[url])[:5]:
            print(f"  {sizes[url]:>7,} {url}")
    return 0


def built(folder: Path) -> Path:
    """The published site below `folder`."""
    for name in ("locations", "content"):
        shutil.copytree(ROOT / name, folder / name)
    done = build(folder, "--production", SITEURL=SITE_URL)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return folder / "public"


if __name__ == "__main__":
    sys.exit(main())
