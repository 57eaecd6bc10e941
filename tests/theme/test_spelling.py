"""The spelling of what visitors and editors read; the list of words is in pyproject.toml."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

TYPOS = Path(sys.executable).with_name("typos")


def misspelt(*files: Path, fails: bool) -> str:
    """What `typos` says of these files, or of the repository, with our settings."""
    command = [TYPOS, "--config", ROOT / "pyproject.toml", "--format", "brief", *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == (2 if fails else 0), done.stdout + done.stderr
    return done.stdout


def test_nothing_is_misspelt() -> None:
    assert misspelt(fails=False) == ""


@pytest.mark.parametrize(
    ("name", "text", "wrong"),
    [
        ("page.md", "Talk to your docter about depresion.\n", ["docter", "depresion"]),
        (
            "az-mesa.yaml",
            "entrance_note: The enterance is behind the colour shop.\n",
            ["enterance", "colour"],
        ),
        ("page.html", "<p>Your apointment</p>\n", ["apointment"]),
        ("known.md", "ECT, HSA, esketamine, Spravato, TMS and BDNF.\n", []),
    ],
)
def test_a_misspelt_word_is_found(name: str, text: str, wrong: list[str], tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    said = misspelt(tmp_path / name, fails=bool(wrong))
    assert len(said.splitlines()) == len(wrong)
    assert all(f"`{word}`" in said for word in wrong)


@pytest.mark.parametrize(
    "path",
    [
        "content/pages/about.md",
        "content/faq/_example.md",
        "content/_conditions.yaml",
        "locations/_organization.yaml",
        "locations/az-biltmore.yaml",
        "theme/templates/partials/footer.html",
        "README.md",
        "plugins/clinics/data/README.md",
    ],
)
def test_what_people_read_is_looked_at(path: str) -> None:
    command = [TYPOS, "--files"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    folder = {str(Path(line)) for line in listed.splitlines()}
    assert path in folder
