"""An invented game as it is seen in a store, and what its players say."""

from __future__ import annotations

from typing import Any

from crawler.records import Presence, Sighting
from tests.crawler.office import NOW

GAME = "apple:9000000001"
VIETNAMESE = "Nhập vai đánh theo lượt, lập bang hội, tranh đoạt thành trì cùng bạn bè khắp nơi."


def seen(subject: str = GAME, **fields: Any) -> Sighting:
    """An invented game of a Vietnamese account."""
    values: dict[str, Any] = {
        "subject": subject,
        "source": "apple_app_store",
        "market": "vn",
        "seen_at": NOW,
        "presence": Presence.PRESENT,
        "title": "Thành Trì Sao Băng",
        "publisher": "Bếp Lửa Ví Dụ",
        "text": VIETNAMESE,
        "facts": {"layer": "lookup", "genre_id": "6014"},
    }
    return Sighting(**(values | fields))


def look(*reviews: str, **fields: Any) -> Sighting:
    """A page of reviews of the game; each is another player's."""
    facts = {"layer": "reviews", "reviews": [{"id": text, "text": text} for text in reviews]}
    silent = dict.fromkeys(("title", "publisher", "text"))
    return seen(**{"presence": Presence.UNKNOWN, "facts": facts, **silent, **fields})
