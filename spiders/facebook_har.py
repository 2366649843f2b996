"""A HAR file, entry by entry: what Facebook answered. Requests and cookies are dropped."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO
from urllib.parse import parse_qs, urlsplit

import ijson

from crawler.facebook import is_facebook
from spiders.facebook_signs import CHALLENGE, sign_of_page, sign_of_status
from spiders.markup import parted
from spiders.shapes import whole

_GRAPH = "graph.facebook.com"
_READABLE = ("text/html", "json", "javascript", "text/plain")
_LAST_STATUS = 999
_DIGITS = 4_000  # Python itself refuses more than 4,300
_ALIKE = bytes.maketrans(b"123456789", b"000000000")
_LARGEST = 32 << 20  # characters of one answer; the recorded search page has 0.2 million
# Other answers of the same address are the visitor's own: messages, feed, notices.
_OF_ADVERTS = ("ad_library", "adLibrary", "ad_archive", "adArchive", "pages_transparency_info")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What one entry of a HAR says that Facebook answered."""

    url: str
    status: int
    led_to: str | None
    at: datetime | None
    html: bool
    body: str
    asked: Mapping[str, str]  # words, country and status of a search that was scrolled


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """An entry that is not read, and why not."""

    why: str  # "elsewhere", "private", "too_large", "damaged"


class CutOff(Exception):
    """The file ends, or breaks, in the middle of an entry."""


class _Bounded:
    """A file without numbers of more digits than Python reads: the parser does not survive them."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._before = file, b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes; raises ``CutOff`` within such a number."""
        chunk = self._file.read(size)
        seen = self._before + chunk
        if b"0" * _DIGITS in seen.translate(_ALIKE):
            raise CutOff("a number has too many digits")
        self._before = seen[-_DIGITS:]
        return chunk


def read_har(file: BinaryIO) -> Iterator[Exchange | Skipped]:
    """The entries in order, one in memory at a time; raises ``CutOff`` where the file breaks."""
    try:
        for entry in ijson.items(_Bounded(file), "log.entries.item"):
            yield _read(entry)
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise CutOff(str(error)[:80]) from error


def _read(entry: Any) -> Exchange | Skipped:
    try:
        return _exchange(entry)
    except ValueError:  # its body is no base64: one entry, not the file
        return Skipped(why="damaged")


def _exchange(entry: Any) -> Exchange | Skipped:
    try:
        url, answer = str(entry["request"]["url"]), entry["response"]
        parts = urlsplit(url)
        content = answer["content"]
        status = _status(answer["status"])
        led_to = str(answer.get("redirectURL") or "") or None
        kind, text = str(content.get("mimeType", "")).lower(), content.get("text")
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return Skipped(why="damaged")
    host = (parts.hostname or "").lower()
    if not (is_facebook(host) and any(name in kind for name in _READABLE)):
        return Skipped(why="elsewhere")
    if isinstance(text, str) and len(text) > _LARGEST:
        return Skipped(why="too_large")
    body = _body(text, content.get("encoding"))
    is_html = body.lstrip()[:1] == "<"
    library = parts.path.startswith("/ads/library") or host == _GRAPH
    if not library and not _is_ours(body, status, led_to, is_html=is_html):
        return Skipped(why="private")
    return Exchange(
        url=url,
        status=status,
        led_to=led_to,
        at=_moment(entry.get("startedDateTime")),
        html=is_html,
        body=body,
        asked=_asked(entry["request"]),
    )


def _is_ours(body: str, status: int, led_to: str | None, *, is_html: bool) -> bool:
    """Whether an answer beside the Ad Library is of adverts, or says that there is none."""
    if any(word in body for word in _OF_ADVERTS) or sign_of_status(status, led_to):
        return True
    return is_html and (CHALLENGE in body or sign_of_page(parted(body).shown) is not None)


def _body(text: Any, encoding: Any) -> str:
    if not isinstance(text, str):
        return ""
    if encoding != "base64":
        return text
    return base64.b64decode(text, validate=True).decode("utf-8", "replace")


def _asked(request: Mapping[str, Any]) -> dict[str, str]:
    """The search that a scrolling page went on with, out of the form that it posted."""
    posted = request.get("postData")
    text = posted.get("text") if isinstance(posted, dict) else None
    try:
        [variables] = parse_qs(text or "", max_num_fields=500).get("variables", ["{}"])
        told = json.loads(variables)
    except (ValueError, RecursionError, TypeError):
        return {}
    if not isinstance(told, dict):
        return {}
    countries = told.get("countries")
    found = {
        "query": told.get("queryString"),
        "country": countries[0] if isinstance(countries, list) and countries else None,
        "asked_status": told.get("activeStatus"),
    }
    return {name: whole(text) for name, text in found.items() if isinstance(text, str) and text}


def _status(value: Any) -> int:
    """The status; 0 where the number is none. ``int`` of a decimal, as 1e99999999, never ends."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("the status is no whole number")
    return value if 0 <= value <= _LAST_STATUS else 0


def _moment(value: Any) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
