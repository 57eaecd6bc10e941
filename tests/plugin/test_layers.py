"""Layers point one way, and Pelican is known only at the boundary (DESIGN §3)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "plugins" / "clinics"

LAYERS = (
    ("environment", "translation"),
    ("formats",),
    (
        "failures",
        "problems",
        "geography",
        "distance",
        "citations",
        "content_types",
        "faq_section",
        "fingerprint",
        "reading_time",
        "similarity",
        "wording",
    ),
    (
        *("a_z", "annotations", "atom", "crisis", "git_history", "hosting", "images"),
        *("robots", "search_order", "security_txt", "writing"),
    ),
    ("albers", "model", "prose", "settings"),
    ("outlines", "schema", "load"),
    ("edit", "editorial", "hours", "publication", "text_links", "time_zones"),
    ("directories", "going_out", "overdue", "patient_facts"),
    ("catalog",),
    ("faq", "redirects"),
    ("anchors", "containment", "ledger", "links", "output_types"),
    (
        "changes",
        "checks",
        "exports",
        "facets",
        "feed",
        "floor",
        "location_questions",
        "maps",
        "near_me",
        "news",
        "readiness",
        "structured_data",
    ),
    ("spreadsheet",),
    (
        "build_facts",
        "drift",
        "llms",
        "pages",
        "pictures",
        "release",
        "scripts",
        "search_index",
        "site",
        "styles",
        "trial",
    ),
    ("assets", "build", "calls", "explain", "last_good", "new", "reader", "sitemap"),
    ("generator",),
    ("on_request",),
    ("__init__", "authoring", "outside", "preview"),
    ("__main__",),
)
"""From the ground up; a module may import what is below it, or its own package."""

BOUNDARY = {"__init__", "build", "generator", "on_request", "reader"}
"""The only modules that may import Pelican."""

LEVELS = {name: level for level, names in enumerate(LAYERS) for name in names}
MODULES = sorted(
    path for path in PACKAGE.rglob("*.py") if "data" not in path.relative_to(PACKAGE).parts
)


def top_name(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> tuple[set[str], set[str]]:
    """Our own top-level modules, and other packages, that a module imports."""
    depth = len(path.relative_to(PACKAGE).parts)
    ours: set[str] = set()
    others: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level == depth:
            names = [node.module.split(".")[0]] if node.module else [a.name for a in node.names]
            ours.update(names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            assert not node.module.startswith("plugins"), "inside the package imports are relative"
            others.add(node.module.split(".")[0])
        elif isinstance(node, ast.Import):
            others.update(alias.name.split(".")[0] for alias in node.names)
    return ours, others


def test_every_module_has_its_layer() -> None:
    assert {top_name(path) for path in MODULES} == set(LEVELS)
    assert len(MODULES) > 25


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_is_below_it(path: Path) -> None:
    name = top_name(path)
    ours, _others = imports(path)
    assert {other for other in ours - {name} if LEVELS[other] >= LEVELS[name]} == set()
    if name in ("problems", "geography", "distance", "model"):
        assert ours <= {name, "formats", "translation"}, "these import nothing else of ours"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_boundary_knows_pelican(path: Path) -> None:
    _ours, others = imports(path)
    assert ("pelican" in others) <= (top_name(path) in BOUNDARY)
