"""Pelican's reader for our Markdown: strict front matter, no raw HTML.

Pelican's own reader would leak nested YAML into the text and let HTML through.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican.readers import BaseReader

from .load.files import load_file
from .load.front_matter import parse_front_matter, split_front_matter
from .load.repository import CONTENT_KINDS
from .problems import report
from .prose import converter


class FrontMatterReader(BaseReader):
    """Reads `.md` files; the front matter has been checked before, by the same loader."""

    enabled = True
    file_extensions = ("md",)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The HTML of the body and the metadata, for Pelican's Content."""
        path = Path(source_path)
        content_folder = Path(self.settings["PATH"])
        kind = path.relative_to(content_folder).parts[0]
        sourced, problems = load_file(
            CONTENT_KINDS[kind], content_folder.parent, path, parse_front_matter
        )
        if sourced is None:
            raise SystemExit(report(problems))
        parts = split_front_matter(sourced.source.text)
        body = parts[1] if parts else ""
        metadata = sourced.value.model_dump(exclude_none=True)
        return converter().convert(body), {**metadata, "slug": path.stem}
