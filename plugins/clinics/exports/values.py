"""What every exported value has in common: it is fixed, and its text is one line."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

UNFIT = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Characters that XML 1.0 (§2.2), vCards and calendars cannot hold; a rule refuses them anyway."""


def plain(text: str) -> str:
    """One line of text that every format can hold."""
    return " ".join(UNFIT.sub("", text).split())


Plain = Annotated[str, AfterValidator(plain)]


class Exported(BaseModel):
    """Base of everything that the exports say; fixed once it is made."""

    model_config = ConfigDict(frozen=True, extra="forbid")
