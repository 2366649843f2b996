"""What a visitor asks and what the replica answers, apart from any wire."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Visit:
    """One request as a store sees it."""

    host: str
    path: str  # unquoted, without the query
    query: Mapping[str, str]  # the last value of each key
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    secure: bool = True  # over TLS

    @property
    def form(self) -> Mapping[str, str]:
        """The fields of a posted form."""
        return _flat(self.body.decode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer."""

    status: int
    body: bytes
    content_type: str
    headers: Mapping[str, str] = field(default_factory=dict)


def visit(
    host: str,
    target: str,
    method: str = "GET",
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    *,
    secure: bool = True,
) -> Visit:
    """A request from its host and its target, ``/path?query``."""
    parts = urlsplit(target)
    path, query = unquote(parts.path), _flat(parts.query)
    return Visit(host, path, query, method, body, headers or {}, secure)


def _flat(query: str) -> dict[str, str]:
    return {key: values[-1] for key, values in parse_qs(query, keep_blank_values=True).items()}


def json_reply(value: Any, status: int = 200) -> Reply:
    """An answer in JSON."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return Reply(status, body, "application/json; charset=utf-8")


def html_reply(text: str, status: int = 200, **headers: str) -> Reply:
    """An answer in HTML; underscores in header names become hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, text.encode(), "text/html; charset=utf-8", named)


def text_reply(text: str) -> Reply:
    """An answer in plain text."""
    return Reply(200, text.encode(), "text/plain; charset=utf-8")


def not_found() -> Reply:
    """The stores' answer to an address they do not have."""
    return html_reply(
        "<!DOCTYPE html><html><head><title>Not Found</title></head>"
        "<body><h1>We're sorry, the requested URL was not found on this server.</h1></body></html>",
        status=404,
    )
