"""Links of a page that tell what it is for: files to install, messengers, shops, other sites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from crawler.text import fold_marks
from spiders.site.page import Link, SitePage, host_in, same_site

_MOST = 200  # outlinks that are kept
_INSTALLED = re.compile(
    r"\.(?:apk|xapk|apks|aab|ipa|mobileconfig|plist|exe|dmg)(?:$|[?#])|^itms-services:",
    re.IGNORECASE,
)
_TELEGRAM = re.compile(r"^(?:https?://(?:t|telegram)\.me/[+\w]|tg://)", re.IGNORECASE)
_ZALO = re.compile(r"^(?:https?://(?:[\w-]+\.)*zalo\.me/|zalo:)", re.IGNORECASE)
# Promising by what the address or its words say, folded: where customers pay, register, install,
# what is played, who it is; and pages where an upload folder holds pictures on honest sites.
_PROMISING = re.compile(
    r"\b(?:nap|rut|vi|quy)\b|thanh-?toan|deposit|withdraw|cashier|payment|gui-?tien"
    r"|huong-?dan|khuyen-?mai|khuyen mai|dai-?ly|dai ly|ruong"
    r"|cau-?lac|thuong|tai-?(?:app|game|ung)|tai game|download|dang-?ky|dang ky|casino|slot|no-?hu"
    r"|tai-?xiu|ban-?ca|game|the-?thao|lo-?de|soi-?keo|ca-?cuoc|bet|vip|su-?kien|may-?chu|server"
    r"|open|gioi-?thieu|about|lien-?he"
    r"|/(?:uploads?|images|cache|tmp|files)/\S*\.(?:html?|php)(?: |$)"
)

# Where one is let in to play; behind it often stands a host that all sites of an operator share.
_GATE = re.compile(
    r"/(?:vao|play|enter|go)(?:[/?.\s]|$)|\bvao (?:sanh|ban|cuoc|choi|game)\b|\bchoi ngay\b"
    r"|\bplay now\b"
)


def installs_in(page: SitePage) -> tuple[str, ...]:
    """Files that install something on a phone or a computer."""
    return tuple(dict.fromkeys(link.url for link in page.links if _INSTALLED.search(link.url)))[:40]


def messengers_in(page: SitePage) -> dict[str, list[str]]:
    """Groups and accounts of Telegram and Zalo."""
    found = {
        name: list(dict.fromkeys(link.url for link in page.links if form.search(link.url)))[:40]
        for name, form in (("telegram", _TELEGRAM), ("zalo", _ZALO))
    }
    return {name: urls for name, urls in found.items() if urls}


def outlinks_of(pages: Iterable[SitePage]) -> tuple[str, ...]:
    """Addresses of other sites that the pages link to or put into a frame, each host once."""
    found: dict[str, str] = {}
    for page in pages:
        host = host_in(page.url)
        for url in (*(link.url for link in page.links), *page.frames):
            other = host_in(url)
            if url.startswith("http") and other and not same_site(other, host):
                found.setdefault(other, url)
    return tuple(found.values())[:_MOST]


def promising(page: SitePage, most: int) -> Iterator[Link]:
    """The links of the same site that may tell what it is for; those nobody sees go first.

    Beside ``most`` of them the first gate: where it leads tells who stands behind.
    """
    host, asked = host_in(page.url), {_bare(page.url)}
    ranked, gates = [], []
    for place, link in enumerate(page.links):
        if not link.url.startswith("http") or not same_site(host_in(link.url), host):
            continue
        if _bare(link.url) in asked or _INSTALLED.search(link.url):
            continue
        asked.add(_bare(link.url))
        said = fold_marks(f"{urlsplit(link.url).path} {link.words}")
        if _PROMISING.search(said) or not link.seen:
            ranked.append((link.seen, place, link))
        if _GATE.search(said):
            gates.append(link)
    chosen = [link for _, _, link in sorted(ranked, key=lambda each: each[:2])[:most]]
    yield from chosen
    yield from [link for link in gates if link not in chosen][:1]


def _bare(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path.rstrip('/')}?{parts.query}"
