"""An address is followed hop by hop; each end is told by its own name."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import Response

from crawler.errors import AddressRefused, LimitExceeded
from crawler.records import Presence, evidence_id
from spiders.site.follow import Arrival, follow
from spiders.site.outcome import PRESENCE, Ending
from spiders.site.sides import Network
from spiders.site.visit import Entry, SiteSeen, SiteVisit, needs_browser

HOME = "https://vidu.example/"
Answers = Mapping[str, Response | Exception]


def answer(body: str = "", status: int = 200, **headers: str) -> Response:
    """One answer; its address is set by who asks."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(HOME, status=status, headers=named, body=body.encode())


def arrived(answers: Answers) -> Arrival:
    """Where the home page leads when these are the answers."""

    async def fetch(request: Request) -> Response:
        found = answers[request.url]
        if isinstance(found, Exception):
            raise found
        return found.replace(url=request.url)

    return asyncio.run(follow(HOME, fetch, {}))


def test_of_a_page_that_is_not_read_no_markup_is_kept() -> None:
    flood = arrived({HOME: answer("<b>" * 250_000)})
    assert (flood.ending, flood.markup) == (Ending.UNREADABLE, "")
    assert len(arrived({HOME: answer("<p>" + "a" * 3_000_000)}).markup) == 2_000_000


def test_an_answer_that_no_reader_takes_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> str:
        raise LookupError("no such encoding")

    monkeypatch.setattr("spiders.site.follow.read_markup", refused)
    found = arrived({HOME: answer("a")})
    assert (found.ending, found.why) == (Ending.UNREADABLE, "no such encoding")
    assert [(hop.url, hop.status) for hop in found.hops] == [(HOME, 200)]


@pytest.mark.parametrize("name", ["hex", "idna", "punycode"])
def test_a_site_that_names_a_wrong_encoding_is_read(name: str) -> None:
    page = Response(
        HOME, headers={"Content-Type": f"text/html; charset={name}"}, body=b"<p>Vi du \xff"
    )
    found = arrived({HOME: page})
    assert found.ending is Ending.VISITED
    assert found.own is not None
    assert found.own.text.startswith("Vi du")


def test_each_hop_is_told_and_the_entrys_own_page_is_kept_apart() -> None:
    found = arrived(
        {
            HOME: answer(status=301, Location="/vao"),
            f"{HOME}vao": answer(
                "<title>Cửa</title><script>location='https://a.example/'</script>"
            ),
            "https://a.example/": answer("<title>Đích</title>"),
        }
    )
    assert [(hop.url, hop.way) for hop in found.hops] == [
        (HOME, "http"),
        (f"{HOME}vao", "script"),
        ("https://a.example/", None),
    ]
    assert found.ending is Ending.VISITED
    assert found.left == "script"
    assert found.own is not None
    assert found.page is not None
    assert (found.own.title, found.page.title) == ("Cửa", "Đích")


@pytest.mark.parametrize(
    ("error", "ending"),
    [
        (CannotResolveHostError("x"), Ending.NO_NAME),
        (DownloadConnectionRefusedError("x"), Ending.CLOSED),
        (DownloadTimeoutError("x"), Ending.NO_ANSWER),
        (DownloadFailedError("[('SSL routines', 'certificate verify failed')]"), Ending.TLS_FAILED),
        (DownloadFailedError("Connection lost"), Ending.CLOSED),
        (LimitExceeded("The header is too long."), Ending.UNREADABLE),
        (AddressRefused("127.0.0.1 was not asked"), Ending.FORBIDDEN_ADDRESS),
        (IgnoreRequest("Forbidden by robots.txt"), Ending.ROBOTS),
    ],
)
def test_what_went_wrong_has_a_name(error: Exception, ending: Ending) -> None:
    found = arrived({HOME: error})
    assert found.ending is ending
    assert PRESENCE[ending] is Presence.UNKNOWN


@pytest.mark.parametrize(
    ("reply", "ending"),
    [
        (answer(status=403), Ending.REFUSED),
        (answer(status=429), Ending.REFUSED),
        (answer('<div class="g-recaptcha">', status=503), Ending.REFUSED),
        (answer(status=404), Ending.BROKEN),
        (answer(status=502), Ending.BROKEN),
        (answer(status=302, Location=HOME), Ending.LOOP),
        (answer(status=302, Location="file:///etc/passwd"), Ending.UNREADABLE),
        (answer(status=302, Location="https://[::1"), Ending.UNREADABLE),
        (answer(status=302), Ending.VISITED),
        (answer("<b>" * 250_000), Ending.UNREADABLE),
        (answer("<p>Xin chào</p>"), Ending.VISITED),
    ],
)
def test_what_was_answered_has_a_name(reply: Response, ending: Ending) -> None:
    assert arrived({HOME: reply}).ending is ending


def test_a_way_without_end_is_left() -> None:
    chain = {
        f"{HOME}{number or ''}": answer(status=302, Location=f"/{number + 1}")
        for number in range(20)
    }
    found = arrived(chain)
    assert found.ending is Ending.LOOP
    assert len(found.hops) <= 10


def test_nothing_that_a_site_answers_is_gone() -> None:
    assert Presence.GONE not in PRESENCE.values()
    assert set(PRESENCE) == set(Ending)


def test_only_a_page_of_little_text_and_much_script_needs_a_browser() -> None:
    def needs(body: str) -> bool:
        page = arrived({HOME: answer(body)}).own
        return page is not None and needs_browser(page)

    script = f"<script>{'document.write(x);' * 40}</script>"
    assert needs(f"Chờ{script}")
    assert needs('<div id=app></div><script src="/app.js"></script>')
    assert not needs(f"<p>{'Nhiều chữ để đọc. ' * 40}</p>{script}")
    assert not needs("<p>Xin chào</p>")


@dataclass(frozen=True)
class Shown:
    """What a browser shows of a page."""

    final_url: str
    dom: str = "<title>Sảnh</title><p>Chữ do kịch bản viết ra cho người xem đọc</p>"
    screenshot: bytes | None = None


def rendered(final_url: str) -> SiteSeen:
    """A visit of a page of scripts; a browser ends at this address."""
    bare = f"<p>Chờ</p><script>{'document.write(x);' * 40}</script>"

    async def fetch(request: Request) -> Response:
        return answer(bare).replace(url=request.url)

    async def render(url: str) -> Shown:
        return Shown(final_url)

    entry = Entry(subject="domain:vidu.example", host="vidu.example")
    visit = SiteVisit(entry, fetch, Network(agent="rasoat", render=render))
    return asyncio.run(visit.make(answer(bare)))


def test_what_another_side_was_shown_names_its_own_answer() -> None:
    async def fetch(request: Request) -> Response:
        phone = b"Mobile" in (request.headers.get("User-Agent") or b"")
        return answer("<p>sanh choi</p>" if phone else "<p>tiem hoa</p>").replace(url=request.url)

    entry = Entry(subject="domain:vidu.example", host="vidu.example")
    seen = asyncio.run(SiteVisit(entry, fetch, Network(agent="rasoat")).make(None))
    assert [(each["kind"], each["evidence"]) for each in seen.cloaking] == [
        ("device", evidence_id(b"<p>sanh choi</p>"))
    ]
    assert [each["evidence"] for each in rendered(HOME).cloaking] == [None]


def test_where_a_browser_is_led_is_told_by_its_own_address() -> None:
    away = "https://dich-vidu.example/vao"
    seen = rendered(away)
    assert [each["url"] for each in seen.cloaking] == [away]
    assert seen.facts["landing"]["url"] == away
    assert seen.home.url == HOME


def test_what_scripts_show_is_no_difference_of_the_other_sides() -> None:
    seen = rendered(HOME)
    assert [each["kind"] for each in seen.cloaking] == ["script"]
    assert seen.home.own is not None
    assert seen.home.own.title == "Sảnh"


def test_codes_are_looked_for_beside_the_visits_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[str] = []

    def looked(_: bytes) -> tuple[str, ...]:
        threads.append(threading.current_thread().name)
        return ("vi du",)

    async def fetch(request: Request) -> Response:
        return answer("", status=404).replace(url=request.url)

    monkeypatch.setattr("spiders.site.visit.codes_in", looked)
    page = answer('<p>Ví dụ</p><img alt="QR" src="data:image/png;base64,aGk=">')
    entry = Entry(subject="domain:vidu.example", host="vidu.example")
    seen = asyncio.run(SiteVisit(entry, fetch, Network(agent="rasoat")).make(page))
    assert seen.facts["codes"] == ["vi du"]
    assert threads
    assert threading.main_thread().name not in threads
