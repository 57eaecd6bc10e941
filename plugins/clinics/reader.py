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
from .load.files import load_file
from .load.front_matter import body, parse_front_matter
from .load.texts import KINDS, text_url
from .pages import Plan, plan
from .problems import report
from .prose import read_prose
from .reading_time import minutes_to_read
from .settings import as_of
from .site import illustrated, load_site

TEMPLATES = {"treatments": "treatment", "conditions": "condition", "articles": "article"}
"""Kind of text → its template; pages choose their own."""


class FrontMatterReader(BaseReader):
    """Reads `.md` files; the front matter has been checked before, by the same loader."""

    enabled = True
    file_extensions = ("md",)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The HTML of the body and the metadata, for Pelican's Content."""
        path = Path(source_path)
        content_folder = Path(self.settings["PATH"])
        kind = path.relative_to(content_folder).parts[0]
        sourced, problems = load_file(KINDS[kind], content_folder.parent, path, parse_front_matter)
        if sourced is None:
            raise SystemExit(report(problems))
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
