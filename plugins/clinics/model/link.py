"""`content/_link_exceptions.yaml`: links to other sites that `make links` is not to complain of."""

from __future__ import annotations

from pydantic import Field

from .scalars import Date, Model, Text, Url


class LinkException(Model):
    """A link that may be as it is, for a reason and for a time."""

    url: Url = Field(description="the address, as the text or the file of data writes it")
    reason: Text = Field(description="why it may stay; say who has looked at it, by role")
    expires: Date = Field(description="the day from which on it is reported again")


class LinkExceptions(Model):
    """The file as a whole."""

    exceptions: tuple[LinkException, ...]
