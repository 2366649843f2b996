"""What all sightings of one subject say together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from crawler.merging import merged
from crawler.records import Presence
from tests.crawler.office import NOW
from tests.crawler.one_game import look, seen


def test_rows_of_lists_do_not_displace_what_the_page_said() -> None:
    page = seen(text="đầy đủ", seen_at=NOW - timedelta(hours=1))
    row = seen(text="tóm tắt", rating=4.5, facts={"layer": "chart", "rank": 3})
    both = merged([row, page])
    assert (both.text, both.rating, both.facts["rank"]) == ("đầy đủ", 4.5, 3)
    assert both.facts["layer"] == "lookup"
    assert both.seen_at == row.seen_at


def test_the_newest_word_of_each_field_counts_and_silence_says_nothing() -> None:
    old = seen(title="Cũ", publisher="Cũ", seen_at=NOW - timedelta(days=1))
    new = seen(title="Mới", publisher=None)
    both = merged([new, old])
    assert (both.title, both.publisher) == ("Mới", "Cũ")


def test_of_a_site_the_newest_visit_counts_whole() -> None:
    site = {"source": "domains", "publisher": None}
    former = seen(
        "domain:vidu.com", text="cũ", facts={"layer": "site", "landing": {"url": "x"}}, **site
    )
    dead = seen("domain:vidu.com", presence=Presence.UNKNOWN, facts={"ending": "closed"}, **site)
    newest = seen("domain:vidu.com", title=None, text=None, facts={"layer": "site"}, **site)
    assert merged([dead, newest, former]) == newest
    assert merged([dead, former]) == former


def test_presence_is_the_newest_ones() -> None:
    gone = seen(presence=Presence.GONE, title=None, text=None)
    both = merged([gone, seen(seen_at=datetime(2026, 1, 1, tzinfo=UTC))])
    assert (both.presence, both.title) == (Presence.GONE, "Thành Trì Sao Băng")


def test_a_closer_look_adds_its_facts_and_displaces_nothing() -> None:
    gone = seen(presence=Presence.GONE, seen_at=NOW - timedelta(hours=1), evidence="sha256:1")
    both = merged([look("Hay", evidence="sha256:2"), gone])
    assert (both.presence, both.seen_at, both.evidence) == (
        Presence.GONE,
        gone.seen_at,
        "sha256:1",
    )
    assert both.facts["layer"] == "lookup"
    assert both.facts["reviews"] == [{"id": "Hay", "text": "Hay"}]


def test_reviews_of_several_pages_and_sweeps_are_put_together_each_as_last_edited() -> None:
    edited = look("Hay")
    edited = replace(edited, facts={"reviews": [{"id": "Hay", "text": "Dở"}]})
    both = merged([edited, look("Hay", "Vui"), look("Chán"), seen()])
    assert [each["text"] for each in both.facts["reviews"]] == ["Dở", "Vui", "Chán"]
