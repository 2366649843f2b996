"""Where a page leads by itself: a meta refresh, a simple script, a frame over the whole page."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from enum import StrEnum
from typing import NamedTuple

from spiders.site.page import SitePage, host_in, joined, same_site, split


class Way(StrEnum):
    """How one address leads to the next."""

    HTTP = "http"  # a status 3xx
    META = "meta"
    SCRIPT = "script"
    FRAME = "frame"


class Lead(NamedTuple):
    """Where a page leads, and how."""

    url: str
    way: Way


_SHORT = 400  # letters of text; a page with more is there to be read
_FRAME_SHORT = 200
_PIECE = r"""(?:"[^"\n]*"|'[^'\n]*'|(?:window\.)?atob\(\s*["'][A-Za-z0-9+/=]+["']\s*\))"""
_TARGET = rf"({_PIECE}(?:\s*\+\s*{_PIECE})*)"
_JUMPS = re.compile(
    rf"\blocation(?:\.href)?\s*=\s*{_TARGET}|\blocation\.(?:replace|assign)\(\s*{_TARGET}"
)
_ONE_PIECE = re.compile(_PIECE)
_REFRESH_HEADER = re.compile(r"url\s*=\s*[\"']?([^\"';]+)", re.IGNORECASE)


def lead_of(page: SitePage) -> Lead | None:
    """Where the page leads without anybody's doing; None: it is there to be read."""
    if page.refresh and page.refresh.partition("#")[0] != page.url:
        return Lead(page.refresh, Way.META)
    if (target := _script_target(page)) is not None:
        return Lead(target, Way.SCRIPT)
    if len(page.text) <= _FRAME_SHORT and not page.fields:
        host = host_in(page.url)
        for frame in page.frames:
            if not same_site(host_in(frame), host):
                return Lead(frame, Way.FRAME)
    return None


def refresh_header(value: str, url: str) -> str | None:
    """The address of a ``Refresh`` header."""
    found = _REFRESH_HEADER.search(value)
    return joined(url, found[1].strip()) if found else None


def _script_target(page: SitePage) -> str | None:
    short = len(page.text) <= _SHORT
    depth = counted = 0
    for jump in _JUMPS.finditer(page.scripts):
        span = counted, jump.start()
        depth += page.scripts.count("{", *span) - page.scripts.count("}", *span)
        counted = jump.start()
        # Within a function it waits for a visitor to press something, on a page that has words.
        if not short and depth > 0:
            continue
        spelled = "".join(_spelled(piece) for piece in _ONE_PIECE.findall(jump[1] or jump[2]))
        target = joined(page.base or page.url, spelled.strip()) if spelled.strip() else None
        parts = split(target) if target else None
        if (
            target
            and parts is not None
            and parts.scheme in ("http", "https")
            and target != page.url
        ):
            return target
    return None


def _spelled(piece: str) -> str:
    if not piece.endswith(")"):
        return piece[1:-1].replace("\\/", "/")
    quoted = re.search(r"[\"']([A-Za-z0-9+/=]+)[\"']", piece)
    try:
        return b64decode(quoted[1]).decode("utf-8", "replace") if quoted else ""
    except binascii.Error:
        return ""
