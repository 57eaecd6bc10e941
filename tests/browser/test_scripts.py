"""Scripts are joined and made small without a change of what they do."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from plugins.clinics.failures import ConfigurationError
from plugins.clinics.scripts import bundle

MODULES = {
    "main.js": """import { find, LIMIT } from "./far-away.js";
import {
  near,
} from "./near.js";

// A comment that nobody needs.
window.answer = [find(2), near(3), LIMIT];
""",
    "far-away.js": """import { near } from "./near.js";
export const LIMIT = 7;
const secret = "far";
export async function later() {}
export function find(number) { return secret + near(number); }
""",
    "near.js": """const secret = "near";
window.runs = (window.runs ?? 0) + 1;
export function near(number) { return secret + number; }
""",
    "alone.js": 'window.alone = "1";\n',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in MODULES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_bundle_does_what_its_modules_do(folder: Path, page: Page) -> None:
    page.add_script_tag(content=bundle(folder / "main.js"))
    assert page.evaluate("[window.answer, window.runs]") == [["farnear2", "near3", 7], 1]
    assert page.evaluate("typeof secret") == "undefined"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('import thing from "./near.js";', "cannot be bundled: import thing"),
        ('import { a } from "./missing.js";', "missing.js: this script is imported"),
        ("export default 1;", "cannot be bundled: export default"),
        ("let a = ;", "unexpected ;"),
    ],
)
def test_what_cannot_be_bundled_is_named(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "main.js"
    path.write_text(f"{line}\n")
    with pytest.raises(ConfigurationError, match=reason):
        bundle(path)
