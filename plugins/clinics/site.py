"""Load and check: the one way from files to a catalog, for every command."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from pathlib import Path

from .catalog import Catalog
from .checks import run_checks
from .images.publish import published_images
from .load.images import images
from .load.repository import load_repository
from .problems import Problem

IMAGE_CACHE = ".builds/images"
"""Where what builds have made of images is kept."""


@dataclass(frozen=True, slots=True)
class Site:
    """What the files say, and what is wrong with them.

    Attributes:
        catalog: None where a file is missing without which there is no site.
        problems: of loading and of all checks, unsorted.
    """

    catalog: Catalog | None
    problems: tuple[Problem, ...]

    @property
    def has_errors(self) -> bool:
        """Whether anything stops a build."""
        return self.catalog is None or any(problem.is_error for problem in self.problems)


def load_site(root: Path, is_production: bool, as_of: datetime.date) -> Site:
    """Read and check the project folder `root`. Never raises for bad content.

    The checks see every text, so that no day brings an error; the catalog of the published site
    holds only those that are out.
    """
    repository = load_repository(root)
    parts = (repository.organization, repository.services, repository.insurance)
    if any(part is None for part in parts):
        return Site(None, repository.problems)
    catalog = Catalog(repository, as_of, is_production)
    problems = (*repository.problems, *run_checks(catalog))
    return Site(catalog.as_published if is_production else catalog, problems)


def illustrated(catalog: Catalog, root: Path) -> Catalog:
    """A checked catalog with the images that its texts show, ready to go out.

    `root` is the folder in which builds are kept.

    Raises:
        OSError: the disk or a folder does not allow it.
    """
    repository = catalog.repository
    named = {image.file for source in repository.prose for image in images(source)}
    files = {name: path for name, path in repository.images.good.items() if name in named}
    made = published_images(files, root / IMAGE_CACHE, catalog.is_production)
    return replace(catalog, images=made) if made else catalog
