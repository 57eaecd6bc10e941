"""The boundary to Pelican: our catalog in, finished pages out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pelican.generators import Generator, PagesGenerator
from pelican.readers import Readers
from pelican.writers import Writer

from .catalog import Catalog
from .failures import UNCHANGED
from .pages import Plan, plan, trail
from .problems import report
from .reader import FrontMatterReader
from .scripts import bundle_scripts
from .settings import as_of
from .site import load_site


class ClinicsGenerator(Generator):
    """Writes every page that is made from data.

    Puts one object into Pelican's context, `catalog`, and lets Markdown link to a location's
    data file: `[Biltmore]({filename}/locations/az-biltmore.yaml)`.
    """

    plan: Plan

    def generate_context(self) -> None:
        """Take the plan of the command that has loaded and checked everything, or make one."""
        self.plan = self.settings.get("CLINICS_PLAN") or plan(_load(self.settings))
        catalog = self.plan.catalog
        self.context["catalog"] = catalog
        self.context["is_production"] = catalog.is_production
        for location in catalog.published:
            self.context["generated_content"][f"locations/{location.slug}.yaml"] = location

    def generate_output(self, writer: Writer) -> None:
        """Render and write each page, then the files that are not pages."""
        for page in self.plan.pages:
            writer.write_file(
                page.save_as,
                self.get_template(page.template.removesuffix(".html")),
                self.context,
                relative_urls=self.settings["RELATIVE_URLS"],
                url=page.url,
                page=page,
                **page.context,
            )
        for path, data in self.plan.files.items():
            target = Path(self.output_path, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)


def add_breadcrumbs(generator: PagesGenerator) -> None:
    """Give each Markdown page what our own pages have: breadcrumbs and `is_indexable`."""
    for page in generator.pages:
        page.breadcrumbs = trail(page.title, page.url)
        page.is_indexable = True


def get_generator(_pelican: Any) -> type[ClinicsGenerator]:
    """Our generator, for Pelican's list."""
    return ClinicsGenerator


def add_reader(readers: Readers) -> None:
    """Read Markdown with our reader instead of Pelican's."""
    readers.reader_classes["md"] = FrontMatterReader


def bundle_theme_scripts(pelican: Any) -> None:
    """Replace the theme's modules, which Pelican has copied, by their bundles."""
    bundle_scripts(Path(pelican.output_path, pelican.settings["THEME_STATIC_DIR"], "js"))


def _load(settings: dict[str, Any]) -> Catalog:
    root = Path(settings["PATH"]).parent
    site = load_site(root, bool(settings.get("CLINICS_PRODUCTION")), as_of(os.environ))
    if site.catalog is None or site.has_errors:
        raise SystemExit(report(site.problems, UNCHANGED))
    return site.catalog
