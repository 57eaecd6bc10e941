"""`locations/_redirects.yaml`: old addresses that no single clinic or text can declare itself.

Whether a target is there and a pattern is understood needs the whole site: `checks/redirects.py`.
"""

from __future__ import annotations

from pydantic import Field

from .scalars import FormerUrl, Host, Id, Model, Slug, Text


class RedirectEntry(Model):
    """One old address and where it leads today."""

    from_url: FormerUrl = Field(alias="from", description="a path, with its query if it has one")
    to: Id = Field(description="the path of a page of ours, or of a question with its #anchor")
    reason: Text = Field(description="why this page is the best one today")


class PatternRule(Model):
    """Many old addresses at once: literal text with names in angle brackets."""

    pattern: Id
    reason: Text


class RedirectFile(Model):
    """The file as a whole."""

    hosts: tuple[Host, ...] = Field((), description="names under which this whole site stood")
    redirects: tuple[RedirectEntry, ...] = ()
    tables: dict[Slug, dict[Slug, Id]] = Field(
        default_factory=dict, description="by name: word of an old address → path of a page"
    )
    patterns: tuple[PatternRule, ...] = ()
