"""Open data: the clinics in the formats of other programs, all from the same records.

Both builds write all of it. As in JSON-LD, production holds confirmed facts only and development
everything that its pages show (see `record`). `profile` is for marketing: a command writes it, and
no build does.
"""

from __future__ import annotations

from .files import calendar_url, files, vcard_url

__all__ = ["calendar_url", "files", "vcard_url"]
