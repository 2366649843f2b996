"""A page is read as a visitor reads it; what nobody sees is told apart."""

from __future__ import annotations

import time

import pytest

from spiders.site.leads import Lead, Way, lead_of
from spiders.site.page import read_page, same_site
from spiders.site.ways import installs_in, messengers_in, outlinks_of, promising

URL = "https://vidu.example/"
LONG = "<p>" + "Trang có nhiều chữ để đọc. " * 40 + "</p>"


def test_words_links_forms_and_what_nobody_sees() -> None:
    page = read_page(
        '<html lang="VI"><head><title> Ví Dụ &amp; Bạn </title>'
        '<link rel="Shortcut Icon" href=f.ico>'
        "</head><body><h1>Xin <b>chào</b></h1><script>var a = 'không đọc'</script>"
        '<a href="/nap">Nạp <i>ngay</i></a><div style="left:-9999px">ẩn <a href="/x">kín</a></div>'
        "<form><input type=password name=mk placeholder='Mật khẩu'></form></body></html>",
        URL,
    )
    assert (page.title, page.language) == ("Ví Dụ & Bạn", "vi")
    assert page.text == "Xin chào\nNạp ngay"
    assert page.hidden == "ẩn kín"
    assert [(link.url, link.words, link.seen) for link in page.links] == [
        (f"{URL}nap", "Nạp ngay", True),
        (f"{URL}x", "kín", False),
    ]
    assert page.icons == (f"{URL}f.ico",)
    assert page.fields == ("password mk Mật khẩu",)


@pytest.mark.parametrize(
    "style", ["font-size:1px;color:#fff", "display:none", "visibility: hidden", "height:0"]
)
def test_ways_to_hide_links(style: str) -> None:
    page = read_page(f'<body>a<a href="/x" style="{style}">b</a></body>', URL)
    assert [link.seen for link in page.links] == [False]
    assert "b" in page.hidden


@pytest.mark.parametrize(
    "markup",
    ["<b>" * 1_000_000, "<a x=1 " * 1_000_000, '<a href="/x">y</a>' * 100_000],
    ids=["nested", "attributes", "links"],
)
def test_floods_are_left_unread_at_once(markup: str) -> None:
    began = time.process_time()
    page = read_page(markup, URL)
    assert page.cut
    assert not page.text
    assert time.process_time() - began < 5


def test_addresses_that_are_none_are_left_out() -> None:
    page = read_page(
        '<base href="https://[::1"><a href="https://[::1">a</a><a href="//[">b</a>'
        "<script>location='https://[::1'</script><iframe src='//['></iframe>",
        URL,
    )
    assert (page.links, page.frames, lead_of(page)) == ((), (), None)


def test_a_base_is_where_links_lead_and_not_where_the_page_stands() -> None:
    page = read_page(
        '<base href="https://bao-vidu.example/a/"><a href="/nap">Nạp</a><a href="tin">tin</a>'
        f'<a href="{URL}vi">Ví</a><script>location="/dich"</script>',
        URL,
    )
    assert page.url == URL
    assert [link.url for link in page.links] == [
        *("https://bao-vidu.example/nap", "https://bao-vidu.example/a/tin", f"{URL}vi")
    ]
    assert [link.url for link in promising(page, 9)] == [f"{URL}vi"]
    assert outlinks_of([page]) == ("https://bao-vidu.example/nap",)
    assert lead_of(page) == Lead("https://bao-vidu.example/dich", Way.SCRIPT)


@pytest.mark.parametrize("markup", ["", "\0", "<", "<!DOCTYPE html>", "<?xml version='1.0'?>"])
def test_nothing_is_a_page_without_words(markup: str) -> None:
    assert read_page(markup, URL).links == ()


def test_many_links_are_bounded() -> None:
    assert len(read_page('<a href="/x">y</a>' * 40_000, URL).links) == 2_000


AWAY = "https://dich-vidu.example/a"


@pytest.mark.parametrize(
    ("markup", "way"),
    [
        (f'<meta http-equiv=refresh content="0;url={AWAY}">', Way.META),
        (f"<script>location='{AWAY}'</script>", Way.SCRIPT),
        (f'<script>window.location.href = "{AWAY}";</script>{LONG}', Way.SCRIPT),
        (f"<script>top.location.replace('{AWAY}')</script>", Way.SCRIPT),
        (
            "<script>location.href='https:'+'//dich-vidu'+\".example/a\"</script>",
            Way.SCRIPT,
        ),
        (
            "<script>location.assign(atob('aHR0cHM6Ly9kaWNoLXZpZHUuZXhhbXBsZS9h'))</script>",
            Way.SCRIPT,
        ),
        (f"<script>setTimeout(function(){{location='{AWAY}'}},9)</script>Chờ", Way.SCRIPT),
        (f'<iframe src="{AWAY}"></iframe>', Way.FRAME),
    ],
)
def test_where_a_page_leads_by_itself(markup: str, way: Way) -> None:
    assert lead_of(read_page(markup, URL)) == Lead(AWAY, way)


@pytest.mark.parametrize(
    "content",
    [f"0;url={AWAY}", f" 5 , URL = '{AWAY}'", f"0.5 url={AWAY}", f"url={AWAY}", f"0;  url={AWAY}"],
)
def test_ways_to_write_a_refresh(content: str) -> None:
    page = read_page(f'<meta http-equiv=refresh content="{content}">', URL)
    assert page.refresh == AWAY


@pytest.mark.timing
@pytest.mark.parametrize("content", ["0" + " " * 2_000 + "x", "1" * 500_000, " " * 500_000 + "x"])
def test_a_refresh_made_to_harm_is_read_at_once(content: str) -> None:
    began = time.process_time()
    assert read_page(f'<meta http-equiv=refresh content="{content}">', URL).refresh is None
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "markup",
    [
        f"<script>function go() {{ location = '{AWAY}' }}</script>{LONG}",
        f'<iframe src="{AWAY}"></iframe>{LONG}',
        f'<meta http-equiv=refresh content="300;url={AWAY}">',
        f'<meta http-equiv=refresh content="0;url={URL}">',
        "<script>location = 'javascript:alert(1)'</script>",
        "<script>location.href = '/a' + x</script>" + LONG.replace("p>", "q>"),
        f'<a href="{AWAY}">đi</a>',
    ],
)
def test_what_waits_for_a_visitor_leads_nowhere(markup: str) -> None:
    found = lead_of(read_page(markup, URL))
    assert found is None or found.url != AWAY


@pytest.mark.timing
def test_many_jumps_that_wait_are_read_at_once() -> None:
    scripts = "function go() {" + "location='/a';" * 21_000
    began = time.process_time()
    assert lead_of(read_page(f"<script>{scripts}</script>{LONG}", URL)) is None
    assert time.process_time() - began < 1


def test_a_jump_behind_functions_leads_on() -> None:
    script = f"function go() {{ location = '/cho' }} location = '{AWAY}'"
    assert lead_of(read_page(f"<script>{script}</script>{LONG}", URL)) == Lead(AWAY, Way.SCRIPT)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("vidu.example", "www.vidu.example", True),
        ("m.vidu.example", "vidu.example", True),
        ("vidu.example", "xvidu.example", False),
        ("a.vidu.example", "b.vidu.example", False),
    ],
)
def test_one_site_by_its_names(one: str, other: str, same: bool) -> None:
    assert same_site(one, other) is same


def test_links_tell_what_a_site_is_for() -> None:
    page = read_page(
        '<a href="/t/vidu.apk">tải</a><a href="itms-services://?action=x">iOS</a>'
        '<a href="https://t.me/+vidu">tele</a><a href="https://zalo.me/0900000000">zalo</a>'
        '<a href="https://khac.example/1">a</a><a href="https://khac.example/2">b</a>'
        '<a href="/tin">tin</a><a href="/vi">Ví</a><a href="/x" hidden>x</a>'
        '<a href="/wp-content/uploads/2024/tin.html">.</a>',
        URL,
    )
    assert installs_in(page) == (f"{URL}t/vidu.apk", "itms-services://?action=x")
    assert messengers_in(page) == {
        "telegram": ["https://t.me/+vidu"],
        "zalo": ["https://zalo.me/0900000000"],
    }
    assert outlinks_of([page]) == (
        "https://t.me/+vidu",
        "https://zalo.me/0900000000",
        "https://khac.example/1",
    )
    wanted = [link.url.removeprefix(URL) for link in promising(page, 9)]
    assert wanted == ["x", "vi", "wp-content/uploads/2024/tin.html"]


def test_the_first_gate_is_looked_at_beside_the_most_promising_links() -> None:
    page = read_page(
        '<a href="/nap">Nạp</a><a href="/rut">Rút</a><a href="/p1">Vào sảnh ngay</a>'
        '<a href="/vao">Mở</a><a href="/hoc">Vào lớp học</a>',
        URL,
    )
    assert [link.url.removeprefix(URL) for link in promising(page, 1)] == ["nap", "p1"]
    assert [link.url.removeprefix(URL) for link in promising(page, 9)] == ["nap", "rut", "p1"]
