"""The stores of Android apps beside Google Play: what they ask, and that absence is their word."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from scrapy import Request

from crawler.crawl.frontier import ask_of
from crawler.errors import PayloadChanged, SourceBlocked
from crawler.records import ANDROID_STORES, Marketplace, Presence, Proof, evidence_id
from spiders.android_store import AndroidStore, package_of
from spiders.apkpure import ApkPure
from spiders.appgallery import AppGallery
from spiders.aptoide import Aptoide
from spiders.galaxy_store import GalaxyStore
from tests.spiders.payloads import PACKAGE, PAYLOADS, SEEN, body_of, cases
from tests.spiders.test_mutations import BREAKS, broken, check
from tests.spiders.test_spiders import answered, called, payload, split, started

KINDS: list[type[AndroidStore]] = [Aptoide, GalaxyStore, AppGallery, ApkPure]
SUBJECT = f"google:{PACKAGE}"


def store(kind: type[AndroidStore], *terms: str, **asked: Any) -> AndroidStore:
    """A store with a clock that stands still."""
    return kind(clock=lambda: SEEN["seen_at"], terms=terms, **asked)


def first(kind: type[AndroidStore], term: str = SUBJECT) -> Request:
    """The first request for a term."""
    [request] = started(store(kind, term))
    return request


def detail(kind: type[AndroidStore]) -> Request:
    """The request that reads one app, after the interface code where there is one."""
    request = first(kind)
    if kind is not AppGallery:
        return request
    [question] = called(request, answered(request, b'"code.of.vidu"'))
    return question  # type: ignore[no-any-return]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
class TestEveryAndroidStore:
    def test_its_file_its_source_and_its_subjects_bear_one_name(
        self, kind: type[AndroidStore]
    ) -> None:
        assert kind.__module__ == f"spiders.{kind.name}"
        assert kind.store == kind.name
        assert kind.store in ANDROID_STORES

    def test_is_experimental_and_not_faster_than_apple(self, kind: type[AndroidStore]) -> None:
        assert kind.proof is Proof.EXPERIMENTAL
        assert kind.seconds_between_requests >= 4
        assert kind.expect.filled["title"] == 1.0

    def test_asks_its_own_host_once_for_a_package_that_another_store_has(
        self, kind: type[AndroidStore]
    ) -> None:
        [request] = started(store(kind, SUBJECT, f"aptoide:{PACKAGE}"))
        assert urlsplit(request.url).hostname in kind.hosts
        assert PACKAGE in request.url
        assert ask_of(request).stored()  # it can wait in the frontier

    def test_words_are_asked_only_where_there_is_a_search(self, kind: type[AndroidStore]) -> None:
        asked = kind.questions(["nổ hũ", SUBJECT, "sun.win"], ["apple:900", SUBJECT])
        words = ("nổ hũ", SUBJECT, "sun.win") if kind.has_search else (SUBJECT,)
        assert asked == words

    def test_limit_bounds_the_apps(self, kind: type[AndroidStore]) -> None:
        terms = [f"google:vn.vidu.app{number}" for number in range(5)]
        assert len(started(store(kind, *terms, limit=2))) == 2

    def test_reads_the_app_with_its_evidence(self, kind: type[AndroidStore]) -> None:
        request = detail(kind)
        name = "detail_two_versions" if kind is ApkPure else "detail_one_app"
        body = payload(f"{kind.name}/{name}")
        [sighting] = called(request, answered(request, body))
        assert (sighting.subject, sighting.presence) == (
            f"{kind.name}:{PACKAGE}",
            Presence.PRESENT,
        )
        assert (sighting.source, sighting.evidence) == (kind.name, evidence_id(body))
        assert sighting.found_by == "lookup"

    @pytest.mark.parametrize("status", [403, 429, 500, 503])
    def test_refusal_is_a_block(self, kind: type[AndroidStore], status: int) -> None:
        for request in (first(kind), detail(kind)):
            with pytest.raises(SourceBlocked, match=str(status)):
                called(request, answered(request, b"{}", status))

    def test_another_host_is_a_block(self, kind: type[AndroidStore]) -> None:
        for request in (first(kind), detail(kind)):
            with pytest.raises(SourceBlocked, match=r"consent\.example"):
                called(request, answered(request, b"{}", url="https://consent.example/x"))

    def test_status_404_in_other_words_is_never_a_removal(self, kind: type[AndroidStore]) -> None:
        request = detail(kind)
        for body in (b"<h1>Not Found</h1>", b"{}", b'{"version_list":[]}'):
            with pytest.raises((PayloadChanged, SourceBlocked)):
                called(request, answered(request, body, 404))


def test_package_is_read_from_android_subjects_only() -> None:
    assert package_of(SUBJECT) == PACKAGE
    assert package_of("apkpure:vn.vidu.x") == "vn.vidu.x"
    for text in ("apple:900", "sun.win", "google:", "fbpage:12", "nổ hũ: tải về"):
        assert package_of(text) is None
    assert Marketplace.APPLE not in ANDROID_STORES


def test_aptoide_search_asks_the_names_of_its_client_and_follows_pages_and_apps() -> None:
    request = first(Aptoide, "nổ hũ")
    url = urlsplit(request.url)
    assert (url.hostname, url.path) == ("ws75.aptoide.com", "/api/7/apps/search")
    assert {key: value for key, [value] in parse_qs(url.query).items()} == {
        "query": "nổ hũ",
        "limit": "50",
        "offset": "0",
        "lang": "vi_VN",
        "mature": "true",
    }
    page = json.loads(payload("aptoide/search_two_apps"))
    page["datalist"] |= {"total": 60, "next": 50}
    sightings, requests = split(called(request, answered(request, json.dumps(page).encode())))
    assert [each.found_by for each in sightings] == ["search:nổ hũ#1", "search:nổ hũ#2"]
    assert [each.meta["step"] for each in requests] == ["detail", "detail", "search"]
    assert "offset=50" in requests[-1].url
    more, last = split(
        called(requests[-1], answered(requests[-1], payload("aptoide/search_two_apps")))
    )
    assert more[0].found_by == "search:nổ hũ#51"
    assert last == []


def test_aptoide_search_ends_after_its_pages_though_the_store_counts_more() -> None:
    page = json.loads(payload("aptoide/search_two_apps"))
    spider, asked = store(Aptoide, "nổ hũ"), []
    queue = started(spider)
    while queue:
        request = queue.pop()
        offset = request.cb_kwargs.get("offset")
        if offset is None:
            continue
        asked.append(offset)
        page["datalist"] |= {"total": 9_000, "next": offset + 50}
        queue += split(called(request, answered(request, json.dumps(page).encode())))[1]
    assert asked == [0, 50, 100, 150]


def test_aptoide_unknown_package_is_gone_by_status_and_code_together() -> None:
    request = first(Aptoide)
    body = payload("aptoide/gone_app_1")
    [sighting] = called(request, answered(request, body, 404))
    assert (sighting.presence, sighting.evidence) == (Presence.GONE, evidence_id(body))
    with pytest.raises(PayloadChanged):
        called(request, answered(request, body, 200))


def test_galaxy_store_is_asked_for_vietnam_and_says_gone_by_its_code() -> None:
    request = first(GalaxyStore)
    assert request.url == f"https://galaxystore.samsung.com/api/detail/{PACKAGE}?cntyCd=VNM"
    body = payload("galaxy_store/gone_not_registered")
    [sighting] = called(request, answered(request, body))
    assert (sighting.presence, sighting.title) == (Presence.GONE, None)


def test_appgallery_asks_with_the_code_that_it_was_given() -> None:
    code = first(AppGallery, "nổ hũ")
    assert (code.method, urlsplit(code.url).path) == ("POST", "/edge/webedge/getInterfaceCode")
    [search] = called(code, answered(code, b'"code.of.vidu"'))
    assert parse_qs(urlsplit(search.url).query)["uri"] == ["searchApp|nổ hũ"]
    assert search.headers["Interface-Code"].startswith(b"code.of.vidu_1")
    assert search.headers["Identity-Id"] == code.headers["Identity-Id"]
    body = payload("appgallery/search_two_apps")
    sightings, requests = split(called(search, answered(search, body)))
    assert len(sightings) == len(requests) == 2
    assert len({ask_of(each).key for each in (code, *requests)}) == 3


def test_appgallery_answer_without_a_byte_is_unknown_and_a_strange_code_is_a_change() -> None:
    request = detail(AppGallery)
    assert json.loads(request.body)["pkgName"] == PACKAGE
    [sighting] = called(request, answered(request, b""))
    assert sighting.presence is Presence.UNKNOWN
    code = first(AppGallery)
    for body in (b"{}", b'""', b'"a\\nb"', b"<html></html>"):
        with pytest.raises(PayloadChanged):
            called(code, answered(code, body))


def test_apkpure_is_asked_with_its_two_headers_and_reads_the_newest_version() -> None:
    request = first(ApkPure)
    assert request.headers["Ual-Access-Businessid"] == b"projecta"
    [sighting] = called(request, answered(request, payload("apkpure/detail_two_versions")))
    assert (sighting.version, sighting.facts["version_code"]) == ("2.4.1", 241)


OWN = [case for case in cases() if case.parent.name in {kind.name for kind in KINDS}]
READ = [case for case in OWN if (case / "output.json").exists() and "nothing" not in case.name]


def known_empty(case: Path, value: Any) -> bool:
    """Without its cards a search of AppGallery is the empty search that AppGallery sends."""
    is_search = (case.parent.name, case.name.partition("_")[0]) == ("appgallery", "search")
    return is_search and bool(value.get("layoutData") == [])


@pytest.mark.parametrize("break_it", BREAKS)
@pytest.mark.parametrize("case", READ, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_broken_part_is_named_and_makes_no_app_disappear(
    case: Path, break_it: Callable[[Any, Any], None]
) -> None:
    for value in broken(json.loads(body_of(case)), break_it):
        if not known_empty(case, value):
            check(case, json.dumps(value).encode())


def test_no_broken_listing_ever_reads_as_gone() -> None:
    """The two words for “gone”, put into answers that show the app."""
    galaxy = json.loads(payload("galaxy_store/detail_one_app"))
    aptoide = json.loads(payload("aptoide/detail_one_app"))
    tries: list[tuple[type[AndroidStore], int, Any]] = [
        (GalaxyStore, 200, {**galaxy, "errCode": "9900"}),
        (GalaxyStore, 200, {"errCode": 9900}),
        (GalaxyStore, 200, {"errMsg": "this content is not registered at store"}),
        (Aptoide, 404, {**aptoide, "errors": [{"code": "APP-1"}]}),
        (Aptoide, 404, {"info": {"status": "FAIL"}, "errors": []}),
        (Aptoide, 404, {"info": {"status": "FAIL"}, "errors": [{"code": "APP-1"}, {"code": "X"}]}),
        (ApkPure, 200, {"version_list": None}),
    ]
    for kind, status, value in tries:
        request = first(kind)
        with pytest.raises(PayloadChanged):
            called(request, answered(request, json.dumps(value).encode(), status))


def test_every_store_has_payloads_that_are_read_and_that_are_refused() -> None:
    for kind in KINDS:
        folder = PAYLOADS / kind.name
        assert any(folder.glob("*/output.json"))
        assert any(folder.glob("*/raises.txt"))
