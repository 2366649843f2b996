"""What a stranger's robots.txt may cost, and what it then says."""

from __future__ import annotations

import asyncio
from itertools import chain
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.utils.test import get_crawler

from crawler.crawl import robots as module
from crawler.crawl.robots import BoundedRobots, RobotsOfHosts
from crawler.errors import RobotsForbid

PAGE = "https://store.example/app"


def robots(text: str) -> BoundedRobots:
    return BoundedRobots.from_crawler(get_crawler(), text.encode())


def many(agents: int, rules: int) -> str:
    named = (f"User-agent: bot{number}\n" for number in range(agents))
    ruled = (f"Disallow: /{number}\n" for number in range(rules))
    return "".join(chain(named, ruled))


def test_a_usual_file_says_what_it_says() -> None:
    found = robots("User-agent: *\nDisallow: /private\nAllow: /\n")
    assert found.allowed(PAGE, "rasoat/0")
    assert not found.allowed("https://store.example/private/1", "rasoat/0")


def test_a_long_file_of_few_user_agents_is_read() -> None:
    found = robots(many(20, 8_000))
    assert found.allowed(PAGE, "bot7")
    assert not found.allowed("https://store.example/7", "bot7")


@pytest.mark.parametrize(
    "text",
    [
        many(3_000, 3_000),
        many(3_000, 3_000).replace("User-agent:", "useragent"),
        many(3_000, 3_000).replace("\n", "\u2028"),
        many(3_000, 3_000).replace("User", " USER"),
    ],
)
def test_a_file_that_the_parser_would_multiply_forbids_everything(text: str) -> None:
    found = robots(text)
    assert not found.allowed(PAGE, "rasoat/0")
    assert not found.allowed(PAGE, "bot7")


def test_a_host_that_was_not_asked_for_long_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KEPT_HOSTS", 2)
    settings = {"ROBOTSTXT_OBEY": True, "ROBOTSTXT_PARSER": f"{module.__name__}.BoundedRobots"}
    crawler: Any = get_crawler(settings_dict=settings)
    read: list[str] = []

    async def download(request: Request) -> Response:
        read.append(request.url)
        return TextResponse(request.url, body=b"User-agent: *\nDisallow: /private\n")

    crawler.engine = SimpleNamespace(download_async=download)
    kept = RobotsOfHosts(crawler)

    async def ask(*hosts: str) -> None:
        for host in hosts:
            await kept.process_request(Request(f"https://{host}.example/app"))

    asyncio.run(ask("a", "b", "a", "b"))
    assert read == ["https://a.example/robots.txt", "https://b.example/robots.txt"]
    asyncio.run(ask("c", "c", "a"))
    assert read[2:] == ["https://c.example/robots.txt", "https://a.example/robots.txt"]
    forbidden = Request("https://a.example/private")
    with pytest.raises(RobotsForbid, match=r"forbids https://a\.example/private"):
        asyncio.run(kept.process_request(forbidden))
