"""Addresses of Facebook in all their forms, and what its links lead to."""

from __future__ import annotations

import csv
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.facebook import (
    AddressKind,
    FacebookAddress,
    is_facebook,
    links_in,
    read_address,
    read_id,
    unwrapped,
    vanity_key,
)
from matchers.addresses import host_of, parts_of

SHARED = Path(__file__).resolve().parents[3] / "shared"
CANONICAL = SHARED / "data" / "facebook" / "urls" / "canonical.csv"
FB = "https://www.facebook.com"
PAGE = "104567890123456"


def read(address: str) -> FacebookAddress | None:
    """What is read of an address; None: it is not on Facebook."""
    host, parts = host_of(address), parts_of(address)
    if host is None or parts is None or not is_facebook(host):
        return None
    return read_address(parts, host)


@pytest.mark.parametrize(
    ("address", "subject"),
    [
        ("https://D.facebook.com/ViDu.Game?eav=x&paipv=0", "fbpage:@vidugame"),
        ("http://x.facebook.com/vidu", "fbpage:@vidu"),
        ("https://pt-br.facebook.com/vidu/?_rdr", "fbpage:@vidu"),
        ("m.fb.com/vidu", "fbpage:@vidu"),
        ("https://mbasic.facebook.com/vidu/about?lst=1", "fbpage:@vidu"),
        (f"{FB}/go88", "fbpage:@go88"),
        (f"{FB}/game-bai-2024", "fbpage:@game-bai-2024"),
        (f"{FB}/Game-B%C3%A0i-{PAGE}/", f"fbpage:{PAGE}"),
        (f"{FB}/p/Game-Bai-{PAGE}/?mibextid=x", f"fbpage:{PAGE}"),
        (f"{FB}/pg/Game-Bai-{PAGE}/posts/", f"fbpage:{PAGE}"),
        (f"{FB}/pages/Game-Bài/{PAGE}?sk=info", f"fbpage:{PAGE}"),
        (f"{FB}/Pages/Category/Games/Vi-Du-{PAGE}/", f"fbpage:{PAGE}"),
        (f"{FB}/people/_/{PAGE}", f"fbpage:{PAGE}"),
        (f"{FB}/@{PAGE}", f"fbpage:{PAGE}"),
        (f"{FB}/permalink.php?story_fbid=pfbid0Ab&id={PAGE}", f"fbpage:{PAGE}"),
        (f"{FB}/story.php?story_fbid=1&amp;id={PAGE}", f"fbpage:{PAGE}"),
        (f"{FB}/photo.php?fbid=1&id={PAGE}", f"fbpage:{PAGE}"),
        (f"{FB}/profile.php?id={PAGE}&sk=about", f"fbpage:{PAGE}"),
        (f"{FB}/#!/vidu", "fbpage:@vidu"),
        (f"{FB}/home.php#!/profile.php?id={PAGE}", f"fbpage:{PAGE}"),
        (f"{FB}/vidu&ref=bookmarks", "fbpage:@vidu"),
        ("https://m.me/vidu?ref=w123", "fbpage:@vidu"),
        ("https://messenger.com/t/vidu", "fbpage:@vidu"),
        (f"{FB}/ads/library/?id=9000000000000001", "fbad:9000000000000001"),
        (f"{FB}/ads/archive/?id=9000000000000001", "fbad:9000000000000001"),
        (f"{FB}/ads/library/?country=VN&search_type=page&view_all_page_id=12", "fbpage:12"),
    ],
)
def test_page_or_advert_of_an_address(address: str, subject: str) -> None:
    found = read(address)
    assert found is not None
    assert found.subject == subject


@pytest.mark.parametrize(
    ("address", "why"),
    [
        (f"{FB}/groups/{PAGE}/permalink/1", "a group"),
        (f"{FB}/events/{PAGE}", "an event"),
        (f"{FB}/login/", "the log-in"),
        (f"{FB}/checkpoint/1501092823525282/", "the log-in"),
        (f"{FB}/reel/1234567890", "a video"),
        (f"{FB}/photo/?fbid=1", "a picture"),
        (f"{FB}/share/p/AbC/", "a short link"),
        ("https://fb.me/vidu", "a short link"),
        (f"{FB}/profile.php", "without the number"),
        (f"{FB}/profile.php?id=1&id=2", "without the number"),
        (f"{FB}/people/Ví-Dụ/pfbid02abc", "without the number"),
        (f"{FB}/pages/Ví-Dụ/", "no page's own address"),
        (f"{FB}/ads/library/?q=no+hu&country=VN", "a search of the Ad Library"),
        (f"{FB}/sharer.php", "no page's own address"),
        (f"{FB}/some.php?id=5", "no page's own address"),
        (f"{FB}/...", "no page's own address"),
        ("https://developers.facebook.com/docs", "shows no pages"),
        ("https://m.me/g/AbC", "no page's chat"),
    ],
)
def test_what_is_no_page_says_what_it_is(address: str, why: str) -> None:
    found = read(address)
    assert found is not None
    assert found.subject is None
    assert why in str(found.why)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.faceboоk.com/vidu",
        "https://facebook.com.vidu.example/vidu",
        "https://notfacebook.com/vidu",
        "https://facebook-com.vidu.example/",
        "https://facebook.com@vidu.example/vidu",
    ],
)
def test_host_that_only_looks_like_facebook_is_not_it(address: str) -> None:
    assert read(address) is None


def test_group_and_event_are_told_by_their_own_address() -> None:
    addresses = [f"{FB}/groups/{PAGE}/posts/1", f"{FB}/groups/vi.du", f"{FB}/events/{PAGE}?x=1"]
    assert [str(found.canonical) for found in map(read, addresses) if found] == [
        *(f"{FB}/groups/{PAGE}", f"{FB}/groups/vi.du"),
        f"{FB}/events/{PAGE}",
    ]


def wrapped(address: str, times: int) -> str:
    """The address behind so many shims."""
    for _ in range(times):
        address = f"https://l.facebook.com/l.php?u={quote(address, safe='')}&h=x"
    return address


@pytest.mark.parametrize(
    ("link", "target"),
    [
        (wrapped("https://vidu.example/a?b=1", 5), "https://vidu.example/a?b=1"),
        (wrapped("https://vidu.example/", 6), None),
        ("https://lm.facebook.com/l.php?u=http%3A%2F%2Fvidu.example", "http://vidu.example"),
        (
            "https://m.facebook.com/flx/warn/?u=https%3A%2F%2Fvidu.example%2F",
            "https://vidu.example/",
        ),
        (f"{FB}/sharer/sharer.php?u=https%3A%2F%2Fvidu.example", "https://vidu.example"),
        ("https://l.instagram.com/?u=https%3A%2F%2Fvidu.example&e=x", "https://vidu.example"),
        ("https://l.facebook.com/l.php?u=javascript%3Aalert(1)", None),
        ("https://vidu.example/?fbclid=z&x=%E1%BB%95", "https://vidu.example/?x=%E1%BB%95"),
        ("https://vidu.example/?x=a+b&y", "https://vidu.example/?x=a+b&y"),
        ("https://[vidu.example/", None),
        ("tel:1900", None),
    ],
)
def test_link_is_followed_to_its_target_without_asking(link: str, target: str | None) -> None:
    found = unwrapped(link)
    assert (found.target if found else None) == target


def test_campaign_of_a_link_is_kept_beside_it() -> None:
    found = unwrapped("https://vidu.example/r?id=7&utm_source=fb&utm_campaign=no-hu&fbclid=x")
    assert found is not None
    assert found.target == "https://vidu.example/r?id=7"
    assert found.campaign == {"utm_source": "fb", "utm_campaign": "no-hu"}


def test_links_of_a_text_lose_the_sentence_around_them() -> None:
    text = "Vào (https://vidu.example/a). Hoặc https://t.me/vidu, nhé!"
    assert list(links_in(text)) == ["https://vidu.example/a", "https://t.me/vidu"]


def test_numbers_are_digits_and_nothing_else() -> None:
    assert [read_id(value) for value in ("12", 12, "012", "١٢", True, None, "1" * 21, "-1")] == [
        *("12", "12", *[None] * 6)
    ]


NAMES = st.from_regex(r"[A-Za-z0-9](?:[A-Za-z0-9.]{3,20})[A-Za-z]", fullmatch=True)
HOSTS = st.sampled_from(
    ["www.facebook.com", "m.facebook.com", "vi-vn.facebook.com", "fb.com", "web.facebook.com"]
)
TRACKING = st.sampled_from(["", "?ref=x", "?__tn__=C-R&mibextid=1", "/?locale=vi_VN", "#top"])


@given(HOSTS, NAMES, TRACKING)
def test_host_and_tracking_never_change_the_page(host: str, name: str, tracking: str) -> None:
    found = read(f"https://{host}/{name}{tracking}")
    assert found is not None
    if found.kind is AddressKind.PAGE:
        assert found.subject == f"fbpage:@{vanity_key(name)}"
        assert read(str(found.canonical)) == found


@pytest.mark.skipif(not CANONICAL.exists(), reason="shared data absent: the table of addresses")
def test_shared_table_of_addresses() -> None:
    with CANONICAL.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 36
    assert [row["input"] for row in rows if not as_in_the_table(row)] == []


def as_in_the_table(row: dict[str, str]) -> bool:
    """Whether an address is read as its row says."""
    if row["kind"] == "shim" or row["input"].startswith("https://l."):
        link = unwrapped(row["input"])
        return (link.target if link else "") == row["target"]
    found = read(row["input"])
    if found is None:
        return row["kind"] == "invalid"
    if found.kind is AddressKind.SHIM:  # the plugin of a page holds its address
        found = read(found.target or "")
        assert found is not None
    key = vanity_key(found.vanity) if found.vanity else ""
    told = (found.kind.value, found.id or "", found.vanity or "", key, found.canonical or "")
    return told == tuple(row[name] for name in ("kind", "id", "vanity", "vanity_key", "canonical"))
