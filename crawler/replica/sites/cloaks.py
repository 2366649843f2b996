"""The gates of cloaked sites: to whom the true face is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crawler.replica.answers import Visit
from crawler.replica.sites.model import Cloaking

_SEARCH = ("google.", "bing.", "coccoc.", "duckduckgo.", "yandex.")
_HANDHELD = ("Mobile", "Android", "iPhone", "iPad")
SEEN = "da_xem"  # the cookie by which a site knows a visitor again


def from_search(visit: Visit) -> bool:
    """The visitor comes from a search engine."""
    return any(engine in visit.headers.get("referer", "") for engine in _SEARCH)


def by_handheld(visit: Visit) -> bool:
    """The visitor holds a telephone."""
    return any(word in visit.headers.get("user-agent", "") for word in _HANDHELD)


def in_vietnamese(visit: Visit) -> bool:
    """The visitor's browser asks for Vietnamese first."""
    return visit.headers.get("accept-language", "").lower().startswith("vi")


def seen_before(visit: Visit) -> bool:
    """The visitor brings the cookie of an earlier visit."""
    return f"{SEEN}=" in visit.headers.get("cookie", "")


# What a script shows, it shows to everyone who runs it: no gate.
GATES: Mapping[Cloaking, Callable[[Visit], bool]] = {
    Cloaking.DEVICE: by_handheld,
    Cloaking.REFERRER: from_search,
    Cloaking.LANGUAGE: in_vietnamese,
    Cloaking.VISIT: seen_before,
}
