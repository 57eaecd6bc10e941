"""Make what is there now the new expectation: `python -m tests.accept broken`, `… rules`,
`… small`, `… urls`.

Run it after a test has shown a difference that is meant; the commit then shows what changed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from plugins.clinics.checks import rules
from plugins.clinics.ledger import addresses, renewed
from tests.conftest import AS_OF, ROOT, load
from tests.ledger import LEDGER, read_ledger
from tests.plugin.test_site_small import EXPECTED, KINDS, build_small, golden_files, golden_text

BROKEN = ROOT / "tests" / "site_broken"
EXPECTED_PROBLEMS = BROKEN / "expected_problems.txt"
README = ROOT / "locations" / "README.md"
RULES_BEGIN, RULES_END = "<!-- rules -->\n", "<!-- /rules -->\n"


def check_broken(**environment: str) -> subprocess.CompletedProcess[str]:
    """What `check` does with the broken site on a fixed day."""
    return subprocess.run(
        [sys.executable, "-m", "plugins.clinics", "check", "--root", str(BROKEN)],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", "AS_OF": AS_OF.isoformat(), **environment},
        capture_output=True,
        encoding="utf-8",
    )


def problems_in(output: str) -> str:
    """The output without its last line, which says how long it took."""
    return "".join(output.splitlines(keepends=True)[:-1])


def readme_with_rules(text: str) -> str:
    """`text` of locations/README.md with the present rules between its two marks."""
    before, rest = text.split(RULES_BEGIN)
    after = rest.split(RULES_END)[1]
    bullets = "".join(f"- {rule}\n" for rule in rules())
    return f"{before}{RULES_BEGIN}\n{bullets}\n{RULES_END}{after}"


def accept_broken() -> None:
    """Renew tests/site_broken/expected_problems.txt."""
    EXPECTED_PROBLEMS.write_text(problems_in(check_broken().stdout), "utf-8")


def accept_rules() -> None:
    """Renew the list of rules in locations/README.md."""
    README.write_text(readme_with_rules(README.read_text("utf-8")), "utf-8")


def accept_small() -> None:
    """Renew tests/expected/site_small/, both kinds of build."""
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            site = build_small(Path(folder), kind)
            shutil.rmtree(EXPECTED / kind, ignore_errors=True)
            for name in golden_files(site):
                target = EXPECTED / kind / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(golden_text(site / name), "utf-8")


def accept_urls() -> None:
    """Add the addresses of today's production site to tests/urls.txt."""
    catalog = load(ROOT, is_production=True).catalog
    assert catalog is not None
    LEDGER.write_text(renewed(read_ledger(), addresses(catalog)), "utf-8")


ACCEPT: dict[str, Callable[[], None]] = {
    "broken": accept_broken,
    "rules": accept_rules,
    "small": accept_small,
    "urls": accept_urls,
}


def main(names: list[str]) -> int:
    """Renew each named expectation."""
    unknown = [name for name in names if name not in ACCEPT]
    if unknown or not names:
        print(f"Name one or more of: {', '.join(ACCEPT)}.", file=sys.stderr)
        return 2
    for name in names:
        ACCEPT[name]()
        print(f"Accepted: {name}. Look at the difference with git diff.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
