"""No request leaves the hosts of its source."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.crawler import Crawler

from crawler.crawl.guard import HostGuard
from crawler.errors import SourceBlocked
from spiders.google_play import GooglePlay

GUARD = HostGuard(frozenset({"play.google.com"}))


@pytest.mark.parametrize(
    "url", ["https://play.google.com/store", "https://PLAY.google.com:443/robots.txt"]
)
def test_the_sources_own_addresses_pass(url: str) -> None:
    request = Request(url)
    GUARD.process_request(request)
    assert request.url.lower() == url.lower()


@pytest.mark.parametrize(
    "url",
    [
        "http://play.google.com/store",
        "https://play.google.com:8443/",
        "https://consent.google.com/",
        "https://play.google.com.vidu.example/",
        "https://play.google.com@vidu.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "ftp://play.google.com/",
    ],
)
def test_any_other_address_is_refused_before_it_is_asked(url: str) -> None:
    with pytest.raises(SourceBlocked, match="was not followed"):
        GUARD.process_request(Request(url))


def test_pictures_of_a_store_pass_where_it_keeps_them() -> None:
    crawler = Crawler(GooglePlay)
    crawler.spider = GooglePlay()
    guard = HostGuard.from_crawler(crawler)
    guard.process_request(Request("https://play-lh.googleusercontent.com/vidu"))
    with pytest.raises(SourceBlocked):
        guard.process_request(Request("https://lh3.vidu.example/vidu"))


def test_a_source_that_is_the_whole_web_has_no_hosts_of_its_own() -> None:
    request = Request("http://vidu.example/")
    HostGuard(frozenset(), whole_web=True).process_request(request)
    with pytest.raises(SourceBlocked):
        HostGuard(frozenset()).process_request(request)
