"""Whether a listing is a game, by the store's own genre."""

from __future__ import annotations

from crawler.records import Sighting

_APPLE_GAMES = frozenset({6014, *range(7001, 7020)})


def is_game(sighting: Sighting) -> bool | None:
    """The store's word; ``None`` when the sighting holds no genre that says it."""
    genres = sighting.facts.get("genre_ids") or [sighting.facts.get("genre_id")]
    known = [str(genre) for genre in genres if genre]
    if not known:
        return None
    return any(_is_game_genre(genre) for genre in known)


def _is_game_genre(genre: str) -> bool:
    if genre.isdecimal():
        return int(genre) in _APPLE_GAMES
    return genre == "GAME" or genre.startswith("GAME_")
