"""Files of names in every form are screened while they are read, for a sweep of sites."""

from __future__ import annotations

import gzip
import io

import pytest

from crawler.errors import NamesRefused
from crawler.feeds import read_feed

NAMED = "nohu88vidu.com"


def words(body: bytes, protected: dict[str, str] | None = None) -> list[str]:
    return list(read_feed(io.BytesIO(body), "names", protected or {}).words)


@pytest.mark.parametrize(
    "body",
    [
        f"{NAMED}\ntiemhoavidu.com\n",
        f"# feed\n{NAMED}   # seen today\ntiemhoavidu.com # {NAMED}/vao\n",
        f"id,domain,registered\n1,{NAMED},2026-11-20\n2,tiemhoavidu.com,2026-11-20\n",
        f"0.0.0.0 {NAMED}\n0.0.0.0 tiemhoavidu.com\n",
        f"{NAMED}. 3600 IN NS ns1.vidu.example.\ntiemhoavidu.com. 3600 IN NS ns1.vidu.example.\n",
    ],
    ids=["plain", "comments", "table", "hosts", "zone"],
)
def test_of_every_form_only_flagged_names_are_kept(body: str) -> None:
    kept = [word.rstrip(".") for word in words(body.encode())]
    assert kept == [NAMED]
    assert words(gzip.compress(body.encode())) == words(body.encode())
    assert words(body.encode(), {NAMED: "Ví dụ"}) == []


def test_what_points_at_one_site_is_kept_whatever_it_is_called() -> None:
    named = ["domain:tiemhoavidu.com", "https://tiemhoavidu.com/hoa"]
    others = ["https://tiemhoavidu.com/", "google:com.vidu.game", "::1 localhost"]
    assert words("\n".join([*named, *others]).encode()) == named


def test_a_feed_that_is_cut_off_is_refused() -> None:
    with pytest.raises(NamesRefused):
        words(gzip.compress(f"{NAMED}\n".encode())[:-9])


def test_every_line_of_a_file_is_counted_once() -> None:
    odd = [
        NAMED,
        f"{NAMED}.",
        "tiemhoavidu.com",
        "",
        "# lời",
        "com.vn",
        "103.1.2.3",
        "http://[::1]/x",
    ]
    odd += ["bet88" + "a" * 300 + ".com", "nohu88\0vidu.com", "a@nohu88vidu.com", "blogspot.com"]
    odd += ["domain:tiemhoavidu.com", "domain:127.0.0.1", "*.nohu88vidu.com", "javascript:alert(1)"]
    body = "\n".join(odd).encode() + b"\nnohu88\xff\xfevidu.com\n"
    feed = read_feed(io.BytesIO(body), "names", {})
    filled = len(odd) + 1 - 2
    assert feed.names + sum(feed.refused.values()) == filled
    assert feed.kept <= feed.names
    assert "domain:tiemhoavidu.com" in feed.words
    assert len(feed.words) == len(set(feed.words))
    lines = {line for line, _, _ in feed.shown}
    assert len(feed.shown) == sum(feed.refused.values())
    assert {odd.index(one) + 1 for one in ("103.1.2.3", "domain:127.0.0.1", odd[8])} <= lines


def test_of_many_refused_lines_the_first_are_told_and_all_are_counted() -> None:
    feed = read_feed(io.BytesIO(b"103.1.2.3\n" * 500), "names", {})
    assert (len(feed.shown), feed.shown[0][0], sum(feed.refused.values())) == (20, 1, 500)
