"""The stores' own search, charts and developer pages."""

from __future__ import annotations

import pytest

from crawler.replica.finding import GOOGLE_LIMIT
from crawler.replica.model import Shop
from crawler.replica.world import World


@pytest.mark.parametrize("shop", list(Shop))
def test_marks_do_not_matter_to_the_search(world: World, shop: Shop) -> None:
    shelf = world.shelves[shop]
    assert shelf.search("nhập vai", 200) == shelf.search("NHAP VAI", 200) != ()


def test_titles_come_before_texts(world: World) -> None:
    shelf = world.shelves[Shop.GOOGLE]
    listing = shelf.listings[4]
    assert shelf.search(listing.title, GOOGLE_LIMIT)[0].title == listing.title


@pytest.mark.parametrize("term", ["", "   ", "qzxwv", "!!!"])
def test_a_term_without_words_or_hits_finds_nothing(world: World, term: str) -> None:
    assert world.shelves[Shop.APPLE].search(term, 200) == ()


def test_the_limit_holds(world: World) -> None:
    assert len(world.shelves[Shop.GOOGLE].search("game", 5)) == 5


def test_a_full_title_has_a_card(world: World) -> None:
    shelf = world.shelves[Shop.GOOGLE]
    exact = shelf.exact(shelf.listings[0].title.upper())
    assert exact is not None
    assert exact.title.casefold() == shelf.listings[0].title.casefold()
    assert shelf.exact("no such title anywhere") is None


@pytest.mark.parametrize(
    ("shop", "games", "part"), [(Shop.APPLE, "6014", "7014"), (Shop.GOOGLE, "GAME", "GAME_PUZZLE")]
)
def test_a_part_of_the_chart_keeps_the_order(
    world: World, shop: Shop, games: str, part: str
) -> None:
    shelf = world.shelves[shop]
    whole = shelf.chart(games, 200)
    chosen = shelf.chart(part, 200)
    assert chosen
    assert [entry for entry in whole if entry in chosen] == chosen
