"""Whose screenshots are looked at: games that need a tie to Vietnam and have none, each once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crawler.records import Marketplace, Question, VerdictKind
from crawler.store import Store
from crawler.store.sightings import add_sightings
from crawler.store.verdicts import add_verdict, latest_verdict
from crawler.untied import screens_of_untied, screens_terms
from matchers.reasons import reason
from tests.crawler.office import judge_as, new_store, sighting

OPEN, DOUBTED, TIED, LICENSED = (f"google:com{n}.vidu" for n in range(4))
DOUBT = Question.GAMBLING_UNCONFIRMED


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A game without a tie, one that may be gambling, the same with a tie, and a licensed one."""
    store = new_store(tmp_path)
    judge_as(store, VerdictKind.NO_ENTRY, OPEN)
    judge_as(store, VerdictKind.UNSURE, DOUBTED, question=DOUBT)
    judge_as(store, VerdictKind.UNSURE, TIED, question=DOUBT)
    tie = reason("tie_to_vietnam", field="text", quote="zalo", what_vi="a", what_en="b")
    seen = latest_verdict(store, TIED)
    assert seen is not None
    with store.writing():
        add_verdict(store, replace(seen, reasons=(tie,)))
    judge_as(store, VerdictKind.LICENSED, LICENSED)
    judge_as(store, VerdictKind.NO_ENTRY, "apple:9000000001")
    return store


def test_games_without_a_tie_are_asked_for_the_newest_first(store: Store) -> None:
    assert screens_terms(store, Marketplace.GOOGLE) == (f"screens:{DOUBTED}", f"screens:{OPEN}")
    assert screens_terms(store, Marketplace.APPLE) == ("screens:apple:9000000001",)


def test_no_game_is_asked_for_twice_and_no_more_than_some(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.untied._AT_MOST", 1)
    assert screens_terms(store, Marketplace.GOOGLE) == (f"screens:{DOUBTED}",)
    add_sightings(store, [sighting(DOUBTED, found_by="screens")], crawl=None)
    assert screens_terms(store, Marketplace.GOOGLE) == (f"screens:{OPEN}",)


def test_named_apps_are_asked_for_unless_something_else_decides(store: Store) -> None:
    named = (OPEN, DOUBTED, TIED, LICENSED, "google:com.vidu.new")
    asked = [OPEN, DOUBTED, "google:com.vidu.new"]
    assert screens_of_untied(store, named) == tuple(f"screens:{each}" for each in asked)
