"""Files of names in every form are screened while they are read, for a sweep of sites."""

from __future__ import annotations

import gzip
import io

import pytest

from crawler.errors import NamesRefused
from crawler.feeds import words_worth_a_visit

NAMED = "nohu88vidu.com"


def words(body: bytes, protected: dict[str, str] | None = None) -> list[str]:
    return list(words_worth_a_visit(io.BytesIO(body), "names", protected or {}))


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
