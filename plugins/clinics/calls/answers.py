"""What a clinic said about one fact: it is right, it is another value, or it is not there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ..catalog import Catalog
from ..drift import cells
from ..edit import Change
from ..load.tree import Node, Plain, Scalar, Sequence, find, item_id, plain
from ..model.location import Status
from ..model.organization import InsuranceCarrier, Service, ids_by_spelling
from .facts import WHOLE_FILE, is_item, said

YES = frozenset(("yes", "y", "ok", "right", "correct", "same", "confirmed", "true"))
NO = frozenset(("no", "n", "wrong", "false"))
YES_OR_NO_FIELDS = ("is_accepting_new_patients",)
"""Facts that are a yes or a no themselves: here “no” is the fact."""

TELEPHONES = ("telephone", "fax_number", "text_telephone", "after_hours_telephone")


class NotUnderstood(Exception):
    """An answer that has no one meaning: what is wrong, and the remedy."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def is_same(path: str, here: str, there: str) -> bool:
    """Whether two cells say the same of a fact, however a spreadsheet has written it."""
    return _reading(path)(here) == _reading(path)(there)


def change(catalog: Catalog, root: Node, path: str, told: str) -> Change | None:
    """What has to change in a file; None where it is right as it is.

    Raises:
        NotUnderstood: the answer could mean several things, or it has to be written by hand.
    """
    word = told.casefold().strip(" .!")
    parts = tuple(path.split("."))
    node = find(root, parts)
    if path == WHOLE_FILE and word not in YES:
        raise NotUnderstood(f"“{told}” does not confirm the whole file.", ITS_OWN_ROW)
    if is_item(root, path):
        if word not in YES | NO:
            raise NotUnderstood(f"“{told}” is neither yes nor no.", "write yes or no.")
        return None if word in YES else _without_item(root, path)
    if path == WHOLE_FILE:
        return None
    if path in YES_OR_NO_FIELDS and word in ("yes", "no"):
        return None if said(node) == word else Change(parts, word)
    if word in YES:
        if not said(node):
            raise NotUnderstood("there is nothing here to confirm.", "write what you were told.")
        return None
    if word in NO:
        raise NotUnderstood(f"“{told}” does not say what is right.", INSTEAD)
    if is_same(path, said(node), told):
        return None
    value = _value(catalog, path, node, told)
    return None if node is not None and value == plain(node) else Change(parts, value)


def _value(catalog: Catalog, path: str, node: Node | None, told: str) -> Plain:
    """What the file shall say; lists keep the order that they have."""
    if node is None or isinstance(node, Scalar):
        return _written(path, told)
    items = plain(node)
    if not isinstance(node, Sequence) or not isinstance(items, list):
        raise NotUnderstood("this fact has several parts.", BY_HAND)
    if any(not isinstance(item, Scalar) for item in node.items):
        raise NotUnderstood("the items of this list have several parts.", BY_HAND)
    ids = _ids(catalog, path)
    words = [word.strip() for word in re.split("[;,]", told) if word.strip()]
    wanted = [ids.get(word.casefold(), word) for word in words]
    return [item for item in items if item in wanted] + [
        item for item in dict.fromkeys(wanted) if item not in items
    ]


def _written(path: str, told: str) -> str:
    """An answer as our files write it; the model says what is wrong with it."""
    if path == "status":
        word = told.casefold().replace(" ", "_")
        status = cells.STATUSES.get(cells.words(told))
        return word if word in tuple(Status) or status is None else str(status)
    if path in TELEPHONES:
        return cells.telephone_display(told)
    return str(_READINGS.get(_kind(path), str)(told))


def _without_item(root: Node, path: str) -> Change:
    head, _, rest = path.partition(".")
    node = find(root, (head,))
    assert isinstance(node, Sequence), "is_item has said so"
    return Change((head,), [plain(item) for item in node.items if item_id(item) != rest])


def _ids(catalog: Catalog, path: str) -> dict[str, str]:
    """Every spelling of a service or carrier, in small letters, and its id."""
    lists: dict[str, Iterable[Service | InsuranceCarrier]] = {
        "services": catalog.services.values(),
        "insurance": catalog.insurance.values(),
    }
    return ids_by_spelling(lists.get(path, ()))


def _kind(path: str) -> str:
    return "opening_hours" if path.startswith("opening_hours.") else path


def _reading(path: str) -> Callable[[str], object]:
    if path in TELEPHONES:
        return cells.telephone
    return _READINGS.get(_kind(path), cells.words)


_READINGS: dict[str, Callable[[str], object]] = {
    "opening_hours": cells.day,
    "address.postal_code": cells.postal_code,
    "status_from": cells.date,
    "status_until": cells.date,
}
INSTEAD = "write what is right; for a clinic that is closed: closed, or temporarily closed."
BY_HAND = "answer yes if it is right as it is; else change it in the clinic's file."
ITS_OWN_ROW = "write yes; what is wrong is answered in its own row, and this one stays empty."
