"""Reads what a store sent, strictly: a value of the wrong kind is a changed payload."""

from __future__ import annotations

import html
import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, NoReturn

from crawler.errors import CrawlerError, PayloadChanged, SourceBlocked
from crawler.text import nfc

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# Words of the pages that both stores put before their answers when they doubt the visitor.
_CHALLENGES = (b"recaptcha", b"unusual traffic", b"/sorry/", b"consent.google.com")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
# The last moment of the year 9999: a larger number of seconds is no date in any layout.
_LAST_SECOND = 253_402_300_799
_LARGEST = (1 << 63) - 1  # no database holds a larger number, and nothing is counted beyond it


def changed(source: str, what: str) -> PayloadChanged:
    """The error for an answer whose shape no parser knows."""
    return PayloadChanged(
        f"{source} changed its answer: {what}. The body is kept as evidence; "
        "look at it and bring the parser up to date before the next sweep."
    )


def strange_page(body: bytes, source: str, what: str) -> CrawlerError:
    """The error for HTML that is no answer: a challenge is a block, all else a change."""
    lowered = body[:200_000].lower()
    if any(sign in lowered for sign in _CHALLENGES):
        return SourceBlocked(
            f"{source} answered with a captcha or consent page. Nothing was read; "
            "wait, then resume the sweep at a slower pace."
        )
    return changed(source, what)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def read_json(body: bytes, source: str) -> Any:
    """The JSON value of a whole body."""
    try:
        return json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        start = body[:40].decode("utf-8", "replace")
        what = f"this is no JSON ({error}); it begins {start!r}"
        raise strange_page(body, source, what) from error


def read_text(body: bytes, source: str) -> str:
    """The text of a body in UTF-8, as both stores send it."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise changed(source, f"the body is not UTF-8 ({error.reason})") from error


def as_text(value: Any, source: str, name: str) -> str | None:
    """A string in NFC, or None where the store sent nothing."""
    if value is None:
        return None
    if isinstance(value, str):
        return nfc(whole(value))
    raise changed(source, f"{name} is {_kind(value)}, not a text")


def whole(text: str) -> str:
    """The text with U+FFFD for half an emoji, as stores cut them: no database holds the half."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def storable(value: Any, source: str) -> Any:
    """The value with every text in it whole; a number that JSON does not know is a change."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise changed(source, f"{value} stands where a number is expected")
    if isinstance(value, dict):
        return {whole(key): storable(each, source) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(storable(each, source) for each in value)
    return value


def as_number(value: Any, source: str, name: str) -> float | None:
    """A finite number, or None where the store sent nothing."""
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if math.isfinite(number):
            return number
    raise changed(source, f"{name} is {_kind(value)}, not a number")


def as_count(value: Any, source: str, name: str) -> int | None:
    """A count that is not negative, or None where the store sent nothing."""
    number = as_number(value, source, name)
    if number is None:
        return None
    if not 0 <= number <= _LARGEST or number != int(number):
        raise changed(source, f"{name} is {number}, not a count")
    return int(number)


def need_text(value: Any, source: str, name: str) -> str:
    """A string that is there and shows something: invisible characters alone are none."""
    text = as_text(value, source, name)
    if text is None or not any(char.isprintable() and char != " " for char in text):
        raise changed(source, f"{name} is missing or empty")
    return text


def need_key(row: Mapping[str, Any], key: str, source: str) -> Any:
    """The value under a key that every recorded answer has."""
    try:
        return row[key]
    except KeyError:
        raise changed(source, f"the key {key} is missing") from None


def as_mapping(value: Any, source: str, name: str) -> Mapping[str, Any]:
    """A JSON object."""
    if isinstance(value, dict):
        return value
    raise changed(source, f"{name} is {_kind(value)}, not an object")


def as_list(value: Any, source: str, name: str) -> list[Any]:
    """A JSON array."""
    if isinstance(value, list):
        return value
    raise changed(source, f"{name} is {_kind(value)}, not a list")


def day_of(seconds: float | None, source: str, name: str) -> date | None:
    """The day in UTC of a moment that a store gives in seconds since 1970."""
    if seconds is None:
        return None
    if not 0 < seconds <= _LAST_SECOND:
        raise changed(source, f"{name} is {seconds}, not a moment")
    return datetime.fromtimestamp(seconds, UTC).date()


def plain(markup: str | None) -> str | None:
    """The words of a text that a store sends as HTML: breaks become lines, tags go."""
    if markup is None:
        return None
    return nfc(html.unescape(_TAG.sub("", _BREAK.sub("\n", markup))))


def known(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts without those that the store did not give."""
    return {name: value for name, value in facts.items() if value is not None}


def _kind(value: Any) -> str:
    return {
        dict: "an object",
        list: "a list",
        str: "a text",
        bool: "a truth value",
        type(None): "null",
    }.get(type(value), f"the number {value!r:.40}")
