"""Which sites a sweep visits: flagged names, and every lead."""

from __future__ import annotations

import pytest

from crawler.entries import entries_at, entries_of

NAMED = "nohu88vidu.com"


@pytest.mark.parametrize(
    ("terms", "entries"),
    [
        ([NAMED], [f"domain:{NAMED} https://{NAMED}/"]),
        ([f"https://{NAMED}"], [f"domain:{NAMED} https://{NAMED}/"]),
        (["tiemhoavidu.com", "nổ hũ", "google:com.vidu.game", ""], []),
        (["domain:tiemhoavidu.com"], ["domain:tiemhoavidu.com https://tiemhoavidu.com/"]),
        (
            ["http://tiemhoavidu.com/uploads/a.html?x=1"],
            ["domain:tiemhoavidu.com http://tiemhoavidu.com/uploads/a.html?x=1"],
        ),
        ([f"vip.{NAMED}"], [f"domain:{NAMED} https://vip.{NAMED}/"]),
        (["https://t.me/vidu", "https://1.2.3.4/x", "https://a@vidu.com/x"], []),
    ],
)
def test_names_are_screened_and_leads_are_not(terms: list[str], entries: list[str]) -> None:
    assert list(entries_of(terms, {})) == entries


def test_what_others_named_is_visited_whatever_it_is_called() -> None:
    leads = ["tiemhoavidu.com", f"https://{NAMED}/vao", "google:com.vidu.game"]
    assert entries_of([NAMED], {}, leads) == (
        f"domain:{NAMED} https://{NAMED}/ https://{NAMED}/vao",
        "domain:tiemhoavidu.com https://tiemhoavidu.com/",
    )


def test_what_was_found_is_visited_where_its_name_is_flagged() -> None:
    found = ["https://tiemhoavidu.com/khuyen-mai", f"https://{NAMED}/vao", "nổ hũ", ""]
    assert entries_of([], {}, (), found) == (f"domain:{NAMED} https://{NAMED}/vao",)
    assert entries_of([], {NAMED: "Ví dụ"}, (), found) == ()
    assert entries_of([], {}, found[:1], found[:1]) != ()


def test_a_protected_name_is_visited_only_where_somebody_points() -> None:
    assert entries_of([NAMED], {NAMED: "Ví dụ"}) == ()
    assert entries_of([f"domain:{NAMED}"], {NAMED: "Ví dụ"}) != ()


def test_one_site_is_one_entry_with_all_that_was_pointed_at() -> None:
    found = entries_at(["https://www.vidu.com/", "https://vidu.com/a", "m.vidu.com"])
    assert found == {
        "domain:vidu.com": (
            "domain:vidu.com https://vidu.com/ https://vidu.com/a https://m.vidu.com/"
        )
    }
