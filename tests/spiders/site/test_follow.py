"""An address is followed hop by hop; each end is told by its own name."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from OpenSSL.SSL import Error as TlsError
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import Response
from service_identity import VerificationError
from twisted.internet.error import ConnectionLost
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.errors import (
    AddressRefused,
    CrawlerError,
    LimitExceeded,
    RenderFailed,
    RobotsForbid,
)
from crawler.records import Presence, evidence_id
from spiders.site.follow import Arrival, follow
from spiders.site.outcome import PRESENCE, Ending
from spiders.site.seen import Entry, SiteSeen
from spiders.site.sides import Network
from spiders.site.visit import SiteVisit, needs_browser

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


def failed_by(cause: Exception) -> DownloadFailedError:
    """The error of a download as Scrapy gives it, with what Twisted says of it."""
    failed = ResponseFailed([Failure(cause)])  # type: ignore[no-untyped-call]
    error = DownloadFailedError(str(failed))
    error.__cause__ = failed
    return error


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
        (
            failed_by(TlsError([("SSL routines", "", "certificate verify failed")])),
            Ending.TLS_FAILED,
        ),
        (failed_by(VerificationError(errors=[])), Ending.TLS_FAILED),
        (failed_by(ConnectionLost()), Ending.CLOSED),
        (DownloadFailedError("ssl88.example refused its TLS certificate"), Ending.CLOSED),
        (DownloadCancelledError(), Ending.UNREADABLE),  # a body that went on and on
        (DownloadTimeoutError("https://larger than.example"), Ending.NO_ANSWER),
        (LimitExceeded("The header is too long."), Ending.UNREADABLE),
        (AddressRefused("127.0.0.1 was not asked"), Ending.FORBIDDEN_ADDRESS),
        (RobotsForbid("robots.txt forbids https://nohu.example/"), Ending.ROBOTS),
        (
            IgnoreRequest("Ignored response <200 https://nohu.example/robots.txt>: its body"),
            Ending.UNREADABLE,
        ),
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


@pytest.mark.parametrize(
    ("again", "same"),
    [
        (answer("<p>Xin chào</p>"), True),
        (answer("<p>Xin chào bạn</p>"), False),
        (answer("<p>Xin chào</p>", Content_Type="text/html; charset=windows-1258"), False),
    ],
)
def test_the_same_bytes_are_not_read_again(again: Response, same: bool) -> None:
    home = arrived({HOME: answer("<p>Xin chào</p>")})

    async def fetch(_: Request) -> Response:
        return again

    found = asyncio.run(follow(HOME, fetch, {}, known=home))
    assert (found.own is home.own) is same
    assert found.ending is Ending.VISITED
    assert found.own_answer is again


def test_a_way_without_end_is_left() -> None:
    chain = {
        f"{HOME}{number or ''}": answer(status=302, Location=f"/{number + 1}")
        for number in range(20)
    }
    found = arrived(chain)
    assert found.ending is Ending.LOOP
    assert len(found.hops) <= 10


def test_nothing_that_a_site_answers_is_gone() -> None:
    gone = [ending for ending, presence in PRESENCE.items() if presence is Presence.GONE]
    assert gone == [Ending.GONE]
    assert set(PRESENCE) == set(Ending)


@pytest.mark.parametrize(
    ("here", "control", "status", "by_proxy", "ending"),
    [
        ("nxdomain", "nxdomain", None, False, Ending.GONE),
        ("nxdomain", "nxdomain", 502, True, Ending.GONE),  # the proxy finds nobody either
        ("nxdomain", "nxdomain", 502, False, Ending.BROKEN),
        ("nxdomain", "nxdomain", 200, False, Ending.VISITED),
        ("nxdomain", "nxdomain", 404, True, Ending.BROKEN),
        # Nobody who carries no block says so.
        ("nxdomain", None, None, False, Ending.NO_NAME),
        ("nxdomain", "servfail", None, False, Ending.NO_NAME),
        ("nxdomain", "no_answer", None, False, Ending.NO_NAME),
        ("servfail", "nxdomain", None, False, Ending.NO_NAME),
        ("noerror", "nxdomain", None, False, Ending.NO_NAME),
        ("nxdomain", "noerror", None, False, Ending.BLOCKED_HERE),
        ("sinkhole", "noerror", None, False, Ending.BLOCKED_HERE),
    ],
)
def test_a_site_is_gone_where_nobody_serves_it_and_no_resolver_knows_it(
    here: str, control: str | None, status: int | None, by_proxy: bool, ending: Ending
) -> None:
    async def fetch(request: Request) -> Response:
        if status is None:
            raise CannotResolveHostError(request.url)
        return answer("<p>Ví dụ</p>", status=status).replace(url=request.url)

    async def look_up(_: str) -> Mapping[str, object]:
        return {"status": here}

    async def look_up_elsewhere(_: str) -> Mapping[str, object]:
        return {"status": control}

    kept: list[str] = []

    def keep(method: str, body: bytes, url: str, media: str) -> str:
        kept.append(method)
        return "sha256:names"

    network = Network(
        agent="rasoat",
        by_proxy=by_proxy,
        look_up=look_up,
        control=look_up_elsewhere if control else None,
        keep=keep,
    )
    entry = Entry(subject="domain:vidu.example", host="vidu.example", again=True)
    seen = asyncio.run(SiteVisit(entry, fetch, network).make(None))
    assert seen.ending is ending
    gone = ending is Ending.GONE
    assert (kept, seen.looked_up) == ((["LOOKED-UP"], "sha256:names") if gone else ([], None))


@pytest.mark.parametrize(
    ("known", "registry", "ending", "registration"),
    [
        (set(), (404, b"", True), Ending.GONE, "none"),
        (set(), (404, b"", False), Ending.GONE, None),  # of a server that knows no such registry
        (set(), (200, b'{"objectClassName": "domain"}', True), Ending.NO_NAME, "registered"),
        (
            set(),
            (200, b'{"objectClassName": "domain", "status": ["client hold"]}', True),
            Ending.GONE,
            "held",
        ),
        (set(), (503, b"", True), Ending.GONE, None),
        ({"www.vidu.example"}, (404, b"", True), Ending.NO_NAME, "none"),
        ({"m.vidu.example"}, (404, b"", True), Ending.NO_NAME, "none"),
    ],
)
def test_before_a_name_is_gone_its_hosts_and_its_registry_are_asked(
    known: set[str], registry: tuple[int, bytes, bool], ending: Ending, registration: str | None
) -> None:
    status, body, led_on = registry

    async def fetch(request: Request) -> Response:
        if request.url == "https://rdap.example/domain/vidu.example" and led_on:
            return answer(status=302, Location="https://registry.example/1").replace(
                url=request.url
            )
        if "rdap." in request.url or "registry." in request.url:
            return answer(body.decode(), status=status).replace(url=request.url)
        raise CannotResolveHostError(request.url)

    async def look_up(name: str) -> Mapping[str, object]:
        return {"status": "noerror" if name in known else "nxdomain"}

    network = Network(agent="rasoat", look_up=look_up, control=look_up, rdap="https://rdap.example")
    pages = ("https://m.vidu.example/",)
    entry = Entry(subject="domain:vidu.example", host="vidu.example", pages=pages, again=True)
    seen = asyncio.run(SiteVisit(entry, fetch, network).make(None))
    assert (seen.ending, seen.facts["registration"]) == (ending, registration)


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
    screenshot: bytes | None = b"no picture"
    settled: bool = True


BARE = f"<p>Chờ</p><script>{'document.write(x);' * 40}</script>"


def rendered(shown: Shown | CrawlerError, *, slowly: float = 0.0) -> SiteSeen:
    """A visit of a page of scripts; a browser shows this of it, or says why it does not."""

    async def fetch(request: Request) -> Response:
        return answer(BARE).replace(url=request.url)

    async def render(url: str) -> Shown:
        await asyncio.sleep(slowly)
        if isinstance(shown, CrawlerError):
            raise shown
        return shown

    def keep(method: str, body: bytes, url: str, media: str) -> str:
        assert method == "RENDERED"
        return f"{media} of {len(body)} at {url}"

    entry = Entry(subject="domain:vidu.example", host="vidu.example")
    visit = SiteVisit(entry, fetch, Network(agent="rasoat", render=render, keep=keep))
    return asyncio.run(visit.make(answer(BARE)))


def test_what_another_side_was_shown_names_its_own_answer() -> None:
    async def fetch(request: Request) -> Response:
        phone = b"Mobile" in (request.headers.get("User-Agent") or b"")
        return answer("<p>sanh choi</p>" if phone else "<p>tiem hoa</p>").replace(url=request.url)

    entry = Entry(subject="domain:vidu.example", host="vidu.example")
    seen = asyncio.run(SiteVisit(entry, fetch, Network(agent="rasoat")).make(None))
    assert [(each["kind"], each["evidence"]) for each in seen.cloaking] == [
        ("device", evidence_id(b"<p>sanh choi</p>"))
    ]


def test_what_a_browser_shows_is_evidence_with_its_picture() -> None:
    [told] = rendered(Shown(HOME)).cloaking
    assert (
        told["evidence"] == f"text/html; charset=utf-8 of {len(Shown(HOME).dom.encode())} at {HOME}"
    )
    assert told["screenshot"] == f"image/png of 10 at {HOME}"


def test_why_a_browser_showed_nothing_is_told() -> None:
    [why] = rendered(RenderFailed("It took too long.")).facts["unseen"]
    assert "It took too long." in why
    assert rendered(Shown(HOME)).facts["unseen"] == []
    [why] = rendered(Shown(HOME, dom=BARE, settled=False)).facts["unseen"]
    assert "rest" in why


def test_to_wait_for_the_browser_is_no_fault_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.site.visit._SECONDS", 0.5)
    seen = rendered(Shown(HOME), slowly=0.7)
    assert (seen.facts["unseen"], seen.facts["near_hash"]) == ([], None)
    assert [each["kind"] for each in seen.cloaking] == ["script"]


@pytest.mark.parametrize(
    ("trouble", "unseen"),
    [
        (DownloadTimeoutError("in time"), ["https://vidu.example/nap did not answer (no_answer)"]),
        (None, []),
    ],
)
def test_a_look_that_no_answer_came_to_is_told(
    trouble: Exception | None, unseen: list[str]
) -> None:
    async def fetch(request: Request) -> Response:
        if trouble is not None and request.url.endswith("/nap"):
            raise trouble
        return answer('<p>Ví dụ</p><a href="/nap">Nạp</a>').replace(url=request.url)

    entry = Entry(subject="domain:vidu.example", host="vidu.example")
    seen = asyncio.run(SiteVisit(entry, fetch, Network(agent="rasoat")).make(None))
    assert (seen.ending, seen.facts["unseen"]) == (Ending.VISITED, unseen)


def test_a_site_that_answers_too_slowly_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.site.visit._SECONDS", 0.05)

    async def fetch(request: Request) -> Response:
        await asyncio.sleep(60 if request.headers.get("Referer") else 0)
        return answer("<p>Ví dụ</p>").replace(url=request.url)

    entry = Entry(subject="domain:vidu.example", host="vidu.example")
    seen = asyncio.run(SiteVisit(entry, fetch, Network(agent="rasoat")).make(None))
    assert ["took more than" in why for why in seen.facts["unseen"]] == [True]
    assert seen.ending is Ending.VISITED


def test_where_a_browser_is_led_is_told_by_its_own_address() -> None:
    away = "https://dich-vidu.example/vao"
    seen = rendered(Shown(away))
    assert [each["url"] for each in seen.cloaking] == [away]
    assert seen.facts["landing"]["url"] == away
    assert seen.home.url == HOME


def test_what_scripts_show_is_no_difference_of_the_other_sides() -> None:
    seen = rendered(Shown(HOME))
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
