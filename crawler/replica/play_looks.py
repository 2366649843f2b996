"""What Play tells of an app beside its page: reviews, permissions, data safety."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from crawler.replica.model import StoreListing
from crawler.replica.play_blocks import link, old_layout, sparse

_MOST_REVIEWS = 199
_HOURS = time(20, 15)


def reviews(listing: StoreListing, asked: Sequence[Any]) -> list[Any]:
    """A page of reviews, and the token of the next one where something follows."""
    wanted, _, token = asked[2]
    size, start = min(int(wanted), _MOST_REVIEWS), int(token or 0)
    rows = [
        _review(listing, number, text)
        for number, text in enumerate(listing.reviews[start : start + size], start)
    ]
    more = start + size < len(listing.reviews)
    return [rows, [None, str(start + size)]] if more else [rows]


def _review(listing: StoreListing, number: int, text: str) -> list[Any]:
    written = datetime.combine(listing.updated, _HOURS, UTC) - timedelta(days=number)
    return sparse(
        {
            0: f"replica-{listing.store_id}-{number}",
            1: [f"Người chơi Ví Dụ {number + 1}", [None, 2]],
            2: 1 + number % 5,
            4: text,
            5: [int(written.timestamp()), 0],
            6: number % 7,
            10: listing.version,
        }
    )


def permissions(listing: StoreListing) -> list[Any]:
    """The permissions of an app in their two lists; apps with accounts ask for more."""
    storage = ["Bộ nhớ", None, [[None, "đọc nội dung trong bộ nhớ dùng chung"]], "storage"]
    other = ["Khác", None, [[None, "truy cập mạng đầy đủ"], [None, "xem kết nối mạng"]], "other"]
    return [[storage] if listing.email is not None else None, [other]]


def data_safety(listing: StoreListing) -> list[Any]:
    """The data of the page of declarations, in today's layout or as a long array."""
    purchases = [
        [None, "Thông tin tài chính"],
        None,
        None,
        None,
        [["Nhật ký mua hàng", True, None]],
    ]
    location = [[None, "Vị trí"], None, None, None, [["Vị trí gần đúng", None, "Phân tích"]]]
    practices = [[None, "Dữ liệu được mã hóa trong khi truyền", [None, "Qua kết nối an toàn"]]]
    declared = sparse({4: [[[location]], [[purchases]]], 9: [None, None, practices]})
    privacy = None if listing.privacy_url is None else [link(listing.privacy_url)]
    if old_layout(listing):
        return [1, [None, None, sparse({0: [listing.title], 99: privacy, 137: declared})]]
    return [1, [None, None, [[listing.title], {"138": declared, "100": privacy}]]]
