"""Which answer a built site gives to an address.

The output is a symbolic link that a build swaps. It is followed once for each answer, so that the
page, its 404 page and its headers come from one and the same build.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path, PurePath
from urllib.parse import quote, unquote

from ..content_types import content_type
from .headers_file import headers_for, parse_headers

_FOR_THE_HOST = {("_headers",), ("_redirects",)}  # a host reads these and does not publish them
_OURS = {"cache-control", "connection", "content-length", "date", "location", "transfer-encoding"}
_POLICY = "content-security-policy"
# Cannot hold without https, and Safari obeys it on localhost: no style, no script.
_UPGRADE = re.compile(r"\s*upgrade-insecure-requests\s*(;|$)", re.IGNORECASE)
_PLAIN_TEXT = content_type(PurePath("plain.txt"))
_ATTEMPTS = 3


@dataclass(frozen=True)
class Answer:
    """One HTTP answer, complete but for what the preview adds to a page."""

    status: HTTPStatus
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(output: Path, target: str) -> Answer | None:
    """Return the answer to a request target such as `/locations/?x=1`; None without any build.

    A build may swap the output, and delete the old folder, while we read: then we read again.
    """
    result = None
    for _ in range(_ATTEMPTS):
        build = _current_build(output)
        if build is None:
            return None
        result = _answer_from(build, target)
        if _current_build(output) == build:
            break
    return result


def _current_build(output: Path) -> Path | None:
    try:
        build = output.resolve(strict=True)
    except (OSError, RuntimeError):  # RuntimeError: symbolic links that lead in a circle
        return None
    return build if build.is_dir() else None


def _answer_from(build: Path, target: str) -> Answer:
    path, question_mark, query = target.partition("#")[0].partition("?")
    headers = _headers(build, path)
    segments = _segments(path)
    if segments is None or tuple(segments) in _FOR_THE_HOST:
        return _not_found(build, headers)
    is_folder_address = segments[-1] == ""
    names = segments[:-1] if is_folder_address else segments
    page = _read(build, [*names, "index.html"])
    if is_folder_address:
        return _ok(page, "index.html", headers) if page is not None else _not_found(build, headers)
    if page is not None:
        location = f"/{'/'.join(map(quote, names))}/{question_mark}{query}"
        return _moved(location, headers)
    body = _read(build, names)
    return _ok(body, names[-1], headers) if body is not None else _not_found(build, headers)


def _segments(path: str) -> list[str] | None:
    """Split and decode a path; None for one that no page can have, above all one that climbs."""
    if not path.startswith("/"):
        return None
    try:
        segments = [unquote(segment, errors="strict") for segment in path[1:].split("/")]
    except UnicodeDecodeError:
        return None
    if "" in segments[:-1]:  # "//other.example/" must never become a redirect
        return None
    if any(segment in (".", "..") or set(segment) & set("/\\\0") for segment in segments):
        return None
    return segments


def _read(build: Path, names: Sequence[str]) -> bytes | None:
    """Return a file's bytes; None when it is no file or lies outside the build."""
    try:
        path = build.joinpath(*names).resolve(strict=True)
        if path.is_relative_to(build) and path.is_file():
            return path.read_bytes()
    except (OSError, RuntimeError):
        return None
    return None


def _headers(build: Path, path: str) -> dict[str, str]:
    text = (_read(build, ["_headers"]) or b"").decode("utf-8", errors="replace")
    headers = headers_for(path, parse_headers(text))
    for name in _OURS & headers.keys():
        del headers[name]
    if _POLICY in headers:
        headers[_POLICY] = _UPGRADE.sub("", headers[_POLICY])
    return headers


def _ok(body: bytes, name: str, headers: dict[str, str]) -> Answer:
    """Answer with a file; `_headers` may name another type for it, as with a host."""
    kind = headers.pop("content-type", content_type(PurePath(name)))
    return Answer(HTTPStatus.OK, kind, body, headers)


def _moved(location: str, headers: dict[str, str]) -> Answer:
    headers = _without_type(headers) | {"location": location}
    return Answer(HTTPStatus.MOVED_PERMANENTLY, _PLAIN_TEXT, b"", headers)


def _not_found(build: Path, headers: dict[str, str]) -> Answer:
    headers = _without_type(headers)
    body = _read(build, ["404.html"])
    if body is None:
        return Answer(HTTPStatus.NOT_FOUND, _PLAIN_TEXT, b"There is no such page.\n", headers)
    return Answer(HTTPStatus.NOT_FOUND, content_type(PurePath("404.html")), body, headers)


def _without_type(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "content-type"}
