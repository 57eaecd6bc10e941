"""Pelican's reader for our Markdown: only what is out, strict front matter, no raw HTML.

Pelican's own reader would leak nested YAML into the text and let HTML through.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pelican.readers import BaseReader

from .catalog import Catalog
from .failures import UNCHANGED
from .load.front_matter import body
from .load.texts import text_url
from .pages import Plan, plan
from .problems import report
from .prose import read_prose
from .reading_time import minutes_to_read
from .settings import as_of
from .site import illustrated, load_site

TEMPLATES = {"treatments": "treatment", "conditions": "condition", "articles": "article"}
"""Kind of text → its template; pages choose their own."""


class FrontMatterReader(BaseReader):
    """Gives Pelican the texts of the plan; they have been read and checked with everything else."""

    enabled = True
    file_extensions = ("md",)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The HTML of the body and the metadata, for Pelican's Content."""
        path = Path(source_path)
        kind = path.relative_to(Path(self.settings["PATH"])).parts[0]
        planned: Plan = self.settings["CLINICS_PLAN"]
        sourced = getattr(planned.catalog.repository.texts, kind)[path.stem]
        prose = read_prose(body(sourced.source))
        url = text_url(kind, path.stem)
        metadata = {
            "title": sourced.value.title,
            "description": sourced.value.description,
            "template": TEMPLATES.get(kind) or getattr(sourced.value, "template", "page"),
            "slug": path.stem,
            "kind": kind,
            "url": url,
            "save_as": f"{url}index.html",
            "headings": prose.headings,
            "cited": prose.cited,
            "minutes": minutes_to_read(prose.html),
        }
        return prose.html, metadata


def choose_texts(pelican: Any) -> None:
    """Let Pelican read the texts of this build, file by file, and no other.

    It takes the plan of the command that has loaded and checked everything, or makes one. Pelican
    would read whole folders, with drafts and texts whose day has not come.
    """
    settings = pelican.settings
    planned: Plan = settings.get("CLINICS_PLAN") or plan(_load(settings))
    texts = planned.catalog.repository.texts
    settings["CLINICS_PLAN"] = planned
    settings["PAGE_PATHS"] = [f"{text.kind}/{text.slug}.md" for text in texts]


def _load(settings: dict[str, Any]) -> Catalog:
    root = Path(settings["PATH"]).parent
    site = load_site(root, bool(settings.get("CLINICS_PRODUCTION")), as_of(os.environ))
    if site.catalog is None or site.has_errors:
        raise SystemExit(report(site.problems, UNCHANGED))
    return illustrated(site.catalog, root)
