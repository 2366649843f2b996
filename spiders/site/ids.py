"""Ids that a page shows to everybody: of analytics, trackers and live chats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_MOST = 40  # of one page


class PublicId(NamedTuple):
    """An account of a service, in the form in which pages show it."""

    service: str
    id: str


# Each pattern is the public form that the service's own snippet has. What may repeat is bounded
# wherever it fits the pattern's own beginning: a page of beginnings would take hours.
_TRACKERS: tuple[tuple[str, str], ...] = (
    ("google_analytics", r"\b(UA-\d{4,10}-\d{1,4})\b"),
    ("google_analytics", r"[\"'/=](G-[A-Z0-9]{8,12})\b"),
    ("google_tag_manager", r"\b(GTM-[A-Z0-9]{5,9})\b"),
    ("google_ads", r"\b(AW-\d{8,12})\b"),
    ("google_adsense", r"\b(ca-pub-\d{10,20})\b"),
    ("facebook_pixel", r"\bfbq\(\s*[\"']init[\"']\s*,\s*[\"'](\d{10,20})[\"']"),
    ("facebook_pixel", r"facebook\.com/tr/?\?id=(\d{10,20})\b"),
    ("tiktok_pixel", r"\bttq\.load\(\s*[\"']([A-Z0-9]{15,25})[\"']"),
    ("yandex_metrica", r"\bym\(\s*(\d{5,10})\s*,|mc\.yandex\.ru/watch/(\d{5,10})"),
    ("histats", r"Histats\.start[\"']\s*,\s*[\"']1,(\d{4,10})|Histats\.start\(\s*1\s*,\s*(\d{4,10})"
     r"|sstatic1\.histats\.com/0\.gif\?(\d{4,10})"),
    ("baidu_tongji", r"hm\.baidu\.com/hm\.js\?([0-9a-f]{32})"),
    ("cnzz", r"cnzz\.com/[\w./]{0,100}\?[\w=&;]{0,200}?\bid=(\d{6,12})"),
    ("51la", r"LA\.init\(\s*\{\s*id\s*:\s*[\"']([\w-]{8,40})[\"']"),
    ("matomo", r"setSiteId[\"']\s*,\s*[\"']?(\d{1,6})"),
    ("hotjar", r"\bhjid\s*:\s*(\d{4,10})"),
    ("clarity", r"clarity\.ms/tag/([a-z0-9]{8,12})\b|[\"']clarity[\"']\s*,\s*[\"']script[\"']\s*,"
     r"\s*[\"']([a-z0-9]{8,12})[\"']"),
    ("cloudflare_analytics", r"data-cf-beacon=[\"'][^>]{0,300}?token[^0-9a-f>]{1,8}([0-9a-f]{32})"),
)  # fmt: skip
_MATOMO_HOST = re.compile(
    r"setTrackerUrl[\"']\s*,\s*(?:u\s*\+\s*)?[\"']|var\s+u\s*=\s*[\"'](?:https?:)?//([\w.-]+)"
)
_CHATS: tuple[tuple[str, str], ...] = (
    ("tawk", r"embed\.tawk\.to/([0-9a-f]{24}/[\w-]{1,40})"),
    ("livechat", r"__lc\.license\s*=\s*(\d{5,12})|livechatinc\.com/licen[cs]e/(\d{5,12})"),
    ("crisp", r"CRISP_WEBSITE_ID\s*=\s*[\"']([0-9a-f-]{36})"),
    ("zalo_oa", r"data-oaid=[\"'](\d{6,24})"),
    ("facebook_chat", r"\bpage_id=[\"'](\d{8,20})"),
    ("subiz", r"(?:subiz_account_id|subiz-account-id)[\"'\s:=]+[\"']?(ac[a-z0-9]{10,30})"),
    ("tidio", r"code\.tidio\.co/([a-z0-9]{20,40})"),
    ("intercom", r"app_id\s*:\s*[\"']([a-z0-9]{8})[\"']"),
    ("smartsupp", r"_smartsupp\.key\s*=\s*[\"']([0-9a-f]{40})"),
    ("salesmartly", r"assets\.salesmartly\.com/js/project_(\w{4,40})"),
    ("chatra", r"ChatraID\s*=\s*[\"'](\w{10,30})[\"']"),
)
_COMPILED = {
    kind: tuple((service, re.compile(pattern)) for service, pattern in rows)
    for kind, rows in (("trackers", _TRACKERS), ("chats", _CHATS))
}


def trackers_in(markup: str) -> tuple[PublicId, ...]:
    """The accounts of analytics and trackers; a self-hosted Matomo goes by its host too."""
    host = next((match[1] for match in _MATOMO_HOST.finditer(markup) if match[1]), None)
    found = []
    for each in _found("trackers", markup):
        if each.service == "matomo":
            # Every Matomo counts its sites from 1: without its host the number says nothing.
            if host is None:
                continue
            each = PublicId("matomo", f"{host}#{each.id}")
        found.append(each)
    return tuple(found)


def chats_in(markup: str) -> tuple[PublicId, ...]:
    """The accounts of live chats."""
    return tuple(_found("chats", markup))


def _found(kind: str, markup: str) -> Iterator[PublicId]:
    seen: dict[PublicId, None] = {}
    for service, pattern in _COMPILED[kind]:
        for match in pattern.finditer(markup):
            seen.setdefault(PublicId(service, next(filter(None, match.groups()))))
            if len(seen) >= _MOST:
                break
    yield from seen
