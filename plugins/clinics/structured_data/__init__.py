"""One JSON-LD graph for each page: schema.org's words for what the page shows."""

from __future__ import annotations

from .graph import Described, graph
from .markup import Markup

__all__ = ["Described", "Markup", "graph"]
