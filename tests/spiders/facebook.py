"""Invented answers of Facebook in the real shapes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from spiders.facebook_reading import AnswerSeen

SEEN = AnswerSeen(
    source="captures",
    market="vn",
    seen_at=datetime(2026, 9, 20, 3, 0, tzinfo=UTC),
    evidence="sha256:0",
    facts={"query": "nổ hũ", "country": "VN"},
)
AD, PAGE = 9_100_000_000_000_000, 910_000_000_000_000


def advert(number: int = 1, page: int = 1, **changed: Any) -> dict[str, Any]:
    """One advert; ``changed`` replaces fields of its snapshot."""
    snapshot = {
        "page_profile_uri": f"https://www.facebook.com/Vi.Du.{page}/",
        "page_name": f"Cổng Game Ví Dụ {page}",
        "page_is_deleted": False,
        "caption": "vidu.example",
        "title": "Nổ hũ mỗi ngày",
        "body": {"text": "Nạp rút 1:1. Vào https://t.me/vidu?utm_source=fb ngay"},
        "cards": [],
        "cta_text": "Tìm hiểu thêm",
        "cta_type": "LEARN_MORE",
        "display_format": "IMAGE",
        "link_description": "Tặng 58k",
        "link_url": "https://l.facebook.com/l.php?u=https%3A%2F%2Fvidu.example%2Fa&h=x",
        "page_categories": ["Trò chơi"],
        "page_like_count": 1000,
        "images": [{}],
        "videos": [],
        "extra_links": [],
        "extra_texts": [{"text": "Thêm chữ"}],
    } | changed
    return {
        "ad_archive_id": str(AD + number),
        "collation_count": 1,
        "collation_id": str(8_100_000_000_000_000 + number),
        "is_active": True,
        "page_id": str(PAGE + page),
        "page_is_deleted": snapshot["page_is_deleted"],
        "page_name": snapshot["page_name"],
        "snapshot": snapshot,
        "start_date": 1_788_000_000,
        "end_date": 1_788_259_200,
        "publisher_platform": ["FACEBOOK", "INSTAGRAM"],
        "gated_type": "ELIGIBLE",
        "hide_data_status": "NONE",
        "contains_sensitive_content": False,
    }


def search(*adverts: dict[str, Any], count: int | None = None) -> dict[str, Any]:
    """A page of results of the Ad Library with these adverts."""
    connection = {
        "count": len(adverts) if count is None else count,
        "edges": [{"node": {"collated_results": [one]}} for one in adverts],
        "page_info": {"end_cursor": "x", "has_next_page": True},
    }
    main = {"search_results_connection": connection}
    return {"data": {"xfb_ad_library_is_captcha_required": False, "ad_library_main": main}}


def page(answer: dict[str, Any], *, cards: str = "", before: str = "") -> str:
    """A saved page of the Ad Library that was served with this answer."""
    inside = {"require": [["S", "handle", None, [{"__bbox": {"result": answer}}]]]}
    data = json.dumps(inside, ensure_ascii=False)
    return (
        f'<!DOCTYPE html>\n{before}<html id="facebook"><head><title>Thư viện quảng cáo</title>'
        f"</head><body>{cards}"
        f'<script type="application/json" data-sjs>{data}</script></body></html>'
    )


def archived(number: int = 1) -> dict[str, Any]:
    """One advert of ``ads_archive``."""
    return {
        "id": str(AD + number),
        "ad_creation_time": "2026-01-01",
        "ad_creative_bodies": ["Bản một", "Bản hai", "{{product.name}}"],
        "ad_creative_link_captions": ["vidu.example"],
        "ad_creative_link_titles": ["{{product.name}}"],
        "ad_delivery_start_time": "2026-01-02",
        "ad_delivery_stop_time": "2026-01-03",
        "ad_snapshot_url": f"https://www.facebook.com/ads/archive/render_ad/?id={AD + number}",
        "page_id": str(PAGE),
        "page_name": "Trang Ví Dụ",
        "publisher_platforms": ["facebook"],
        "languages": ["vi"],
    }


def graph_page() -> dict[str, Any]:
    """One page as the Graph gives it."""
    return {
        "id": str(PAGE),
        "name": "Trang Ví Dụ",
        "username": "Trang.ViDu",
        "link": "https://www.facebook.com/615000000000009/",
        "about": "Chơi ở https://vidu.example/?fbclid=x",
        "category": "Trò chơi",
        "category_list": [{"id": "2200", "name": "Trò chơi"}],
        "website": "http://vidu.example",
        "emails": ["hotro@vidu.example"],
        "fan_count": 7,
    }


def box(**info: Any) -> dict[str, Any]:
    """What "about this page" was given."""
    history = [
        {"item_type": "CREATION", "event_time": 1_577_836_800},
        {"item_type": "NAME_CHANGE", "event_time": 1_746_057_600, "target_name": "Tiệm Ví Dụ"},
        {"item_type": "NAME_CHANGE", "event_time": 1_751_328_000, "target_name": "Cổng Ví Dụ"},
    ]
    places = [{"country": {"iso_name": "Cambodia"}, "count": 5}]
    return {
        "data": {
            "page": {
                "id": str(PAGE),
                "name": "Cổng Ví Dụ",
                "about": {"text": "Giới thiệu"},
                "pages_transparency_info": {
                    "linked_profile_id": "61500000000009",
                    "history_items": history,
                    "admin_locations": {"admin_country_counts": places, "num_unknown": 1},
                    "has_active_ads": True,
                },
            },
            "ad_library_page_info": {
                "page_info": {
                    "page_id": str(PAGE),
                    "page_name": "Cổng Ví Dụ",
                    "page_alias": "cong.vidu",
                    "page_category": "Trò chơi",
                    "likes": 12,
                    "page_is_deleted": False,
                    **info,
                }
            },
        }
    }


def post(**actor: Any) -> dict[str, Any]:
    """One post of a feed, as a line of Zeeschuimer holds it."""
    writer = {"name": "Trang Ví Dụ", "url": "https://www.facebook.com/trang.vidu", **actor}
    time = {
        "__typename": "CometFeedStoryMinimizedTimestampStrategy",
        "story": {"creation_time": 1_789_700_000},
    }
    return {
        "comet_sections": {
            "content": {
                "story": {
                    "post_id": "1001",
                    "wwwURL": "https://www.facebook.com/trang.vidu/posts/1001",
                    "message": {"text": "Nổ hũ https://vidu.example"},
                    "actors": [writer],
                    "attachments": [
                        {
                            "media": {
                                "url": "https://l.facebook.com/l.php?u=https%3A%2F%2Fzalo.me%2Fg%2Fvidu"
                            }
                        }
                    ],
                }
            },
            "context_layout": {"story": {"comet_sections": {"metadata": [time]}}},
        }
    }
