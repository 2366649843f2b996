"""Signs that an answer is none: log-in walls, challenges, limits, the words "not available"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from spiders.facebook_reading import Reading, Sign

CHALLENGE = "__rd_verify_"
_PASSWORD = re.compile(r"<input[^>]{0,300}\btype=[\"']?password")
_LOGIN = re.compile(r"<form[^>]{0,300}\baction=[\"'][^\"'>]{0,300}/login")
# As recorded and quoted (facebook.md §8). Pages that exist show the same words to strangers.
_UNAVAILABLE = (
    "this content isn't available right now",
    "this content isn't available at the moment",
    "the link you followed may be broken, or the page may have been removed",
    "<title>content not found",
    "bạn hiện không xem được nội dung này",
    "nội dung này hiện không khả dụng",
    "nội dung này hiện không có sẵn",
    "trang này không khả dụng",
)
_BY_CODE: Mapping[int, Sign] = {
    **dict.fromkeys((1, 2, 1675030), Sign.SERVER_TROUBLE),
    **dict.fromkeys((4, 17, 32, 613, 1675004), Sign.RATE_LIMITED),
    **dict.fromkeys((1357001, 1357004, 102), Sign.SESSION),
    **dict.fromkeys((10, 368), Sign.NO_PERMISSION),
    **dict.fromkeys((2500, 1009), Sign.BAD_REQUEST),
    190: Sign.TOKEN_INVALID,
    803: Sign.ALIAS_UNKNOWN,
}
_PERMISSION_WORDS = ("permission", "public content access", "public metadata access")
_NOT_THERE = 33  # subcode of 100


def sign_of_error(error: Mapping[str, Any]) -> Sign | None:
    """What an error of the Graph or of GraphQL is about; None for a code that nobody knows."""
    code, subcode = error.get("code"), error.get("error_subcode")
    if not isinstance(code, int) or isinstance(code, bool):
        return None
    if code == 100:
        return _of_hundred(subcode, str(error.get("message", "")).lower())
    if 200 <= code <= 299:
        return Sign.NO_PERMISSION
    if 80000 <= code <= 80009:
        return Sign.RATE_LIMITED
    return _BY_CODE.get(code)


def _of_hundred(subcode: Any, message: str) -> Sign:
    if subcode == _NOT_THERE:
        return Sign.MISSING_OR_FORBIDDEN
    if any(words in message for words in _PERMISSION_WORDS):
        return Sign.NO_PERMISSION
    return Sign.BAD_REQUEST


def sign_of_page(shown: str) -> Sign | None:
    """What a page without any data shows instead; None for a page like others."""
    told = shown.replace("’", "'").replace("&#039;", "'").lower()
    if any(words in told for words in _UNAVAILABLE):
        return Sign.UNAVAILABLE
    return Sign.LOGIN_WALL if _LOGIN.search(told) and _PASSWORD.search(told) else None


def sign_of_status(status: int, led_to: str | None) -> Sign | None:
    """What the status of an answer, or the address that it sends to, says of the visitor."""
    try:
        path = urlsplit(led_to or "").path
    except ValueError:  # a bracket that is no IPv6 address
        path = ""
    if path.startswith("/login"):
        return Sign.LOGIN_WALL
    if path.startswith("/checkpoint"):
        return Sign.BLOCKED
    return {403: Sign.BLOCKED, 429: Sign.RATE_LIMITED}.get(status)


def heeded(read: Reading, status: int, led_to: str | None, *, html: bool) -> Reading:
    """What was read, or what the status says in its place; an error in JSON says more than it."""
    sign = sign_of_status(status, led_to)
    if sign is None or (read.signs and not html):
        return read
    return Reading(signs=frozenset({sign}), known=True)
