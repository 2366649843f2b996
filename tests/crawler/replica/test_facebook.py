"""The replica of Facebook changes as it is told, and knows what it cannot be told."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from crawler.errors import UsageProblem
from crawler.replica.answers import Reply, visit
from crawler.replica.facebook.graph import TOKEN
from crawler.replica.facebook.world import CONTROL
from spiders.facebook_pages import FacebookPages
from tests.spiders.graph_driver import crawl, replica

PAGE = "910000000000002"


def asked(facebook: Any, target: str, token: str = TOKEN) -> Reply:
    reply: Reply = facebook.reply(
        visit("graph.facebook.com", target, headers={"authorization": f"Bearer {token}"})
    )
    return reply


def error(reply: Reply) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(reply.body)["error"]
    return found


def test_a_page_is_renamed_taken_down_and_put_up_again() -> None:
    facebook = replica(f"rename {PAGE} Tiệm Bánh Ví Dụ", f"down {CONTROL}")
    ran = crawl(FacebookPages, facebook, f"fbpage:{PAGE}", f"fbpage:{CONTROL}")
    assert [seen.title for seen in ran.sightings] == ["Tiệm Bánh Ví Dụ", None]
    facebook.change(f"up {CONTROL}")
    ran = crawl(FacebookPages, facebook, f"fbpage:{CONTROL}")
    assert [seen.title for seen in ran.sightings] == ["Trang Ví Dụ Chính Thức"]


def test_only_its_own_token_opens_it_and_a_question_must_be_one() -> None:
    facebook = replica()
    assert error(asked(facebook, f"/v24.0/{PAGE}?fields=id", "EAABKhac"))["code"] == 190
    assert error(asked(facebook, f"/v24.0/{PAGE}?fields=id,secret"))["code"] == 100
    assert error(asked(facebook, "/v24.0/0?fields=id"))["error_subcode"] == 33
    archive = "/v24.0/ads_archive?fields=id&ad_reached_countries="
    for wrong in ("VN", '["US"]&search_terms=a', '["VN"]', f'["VN"]&search_terms={"a" * 101}'):
        assert error(asked(facebook, archive + wrong))["code"] == 100
    too_many = asked(facebook, f'{archive}["VN"]&search_terms=a&limit=5000')
    assert (too_many.status, error(too_many)["code"]) == (500, 1)


def test_an_advert_ends_and_runs_again() -> None:
    facebook = replica("end 9100000000000000", adverts=4)

    def active(target: str) -> list[bool]:
        shown = facebook.reply(visit("www.facebook.com", target)).body.decode()
        return [found == "true" for found in re.findall(r'"is_active": (true|false)', shown)]

    alone = "/ads/library/?id=9100000000000000&active_status=all"
    assert active(alone) == [False]
    running = active("/ads/library/?q=58k")
    facebook.change("run 9100000000000000")
    assert active(alone) == [True]
    assert len(active("/ads/library/?q=58k")) == len(running) + 1


def test_robots_may_be_shut_out() -> None:
    facebook = replica("robots")
    assert b"Disallow: /\n" in asked(facebook, "/robots.txt").body
    facebook.change("well")
    assert b"Disallow:\n" in asked(facebook, "/robots.txt").body


@pytest.mark.parametrize("words", ["sing", "graph soon", "library rain", "rename 1 Ai Đó"])
def test_what_changes_nothing_is_refused(words: str) -> None:
    with pytest.raises(UsageProblem, match="changes nothing here"):
        replica(words)
