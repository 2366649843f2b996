"""Which listings are games by the store's word."""

from __future__ import annotations

from typing import Any

import pytest

from matchers.genre import is_game
from tests.matchers.sights import sighting


@pytest.mark.parametrize(
    ("facts", "game"),
    [
        ({"genre_id": "6014"}, True),
        ({"genre_id": 7006}, True),
        ({"genre_ids": ["6016", "6014"]}, True),
        ({"genre_ids": ["6016", "6002"]}, False),
        ({"genre_id": "6015"}, False),
        ({"genre_id": "GAME_CASINO"}, True),
        ({"genre_id": "FINANCE"}, False),
        ({}, None),
        ({"genre_ids": [], "genre_id": None}, None),
    ],
)
def test_genre_says_whether_it_is_a_game(facts: dict[str, Any], game: bool | None) -> None:
    assert is_game(sighting(facts=facts)) is game
