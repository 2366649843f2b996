"""The body of Google Play's chart call, built from its structure (app-stores.md §2.4)."""

from __future__ import annotations

from typing import Any

from spiders.play_blocks import batch_body

CHARTS = ("topselling_free", "topgrossing")
# All games, then one by one those where gambling hides (app-stores.md §2.4).
CATEGORIES = (
    "GAME",
    "GAME_CASINO",
    "GAME_CARD",
    "GAME_BOARD",
    "GAME_ROLE_PLAYING",
    "GAME_STRATEGY",
    "GAME_CASUAL",
    "GAME_SIMULATION",
    "GAME_PUZZLE",
)
ROWS = 200  # asked for more, Google gives about 100
# The mask asks each of eight groups of fields for each of thirty ids.
_IDS = [1, 31, 104, 9, 8, 27, 12, 65, 110, 88, 11, 56, 55, 96, 10]
_IDS += [122, 72, 71, 64, 113, 139, 150, 169, 165, 151, 163, 32, 16, 108, 100]
_GROUP_7 = [1, 73, 96, 103, 97, 58, 50, 92, 52, 112, 69, 19, 31]
_GROUP_7 += [101, 123, 74, 49, 80, 38, 20, 10, 14, 79, 43, 42, 139]
_GROUPS = {
    7: _GROUP_7,
    9: [1, 7, 9, 24, 12, 31, 5, 15, 27, 8, 13, 10],
    17: [1, 7, 9, 25, 13, 31, 5, 41, 27, 8, 14, 10],
    10: [1, 7, 6, 9],
    1: [1, 5, 14, 38, 19, 29, 34, 4, 12, 11, 6, 30, 43, 40, 42, 16, 10, 7],
    4: [1, 3, 5, 4, 7, 6, 11, 19, 21, 17, 15, 12, 16, 20],
    3: [1, 5, 14, 4, 10, 17],
    2: [1, 5, 7, 4, 13, 16, 12, 18],
}
_FIELDS = [64, 1, 195, 71, 8, 72, 9, 10, 11, 139, 12, 16, 145, 148, 150, 151, 152, 27, 30, 31]
_FIELDS += [96, 32, 34, 163, 100, 165, 104, 169, 108, 110, 113, 55, 56, 57, 122]


def chart_body(chart: str, category: str) -> str:
    """The form of a batchexecute POST that asks for one chart of one category."""
    return batch_body("vyAe2", _question(chart, category))


def _question(chart: str, category: str) -> list[Any]:
    nothing: list[Any] = [[None, []]]
    switches = [[True], None, nothing, None, None, None, None, [None, 2]]
    switches += [None] * 6 + [[1]] + [None] * 7 + [[1]]
    layout: list[Any] = [switches, [None, nothing], [None, nothing, None, [True]], [None, nothing]]
    layout += [None] * 4 + [[nothing], [nothing]]
    mask = [[[group, number], [fields]] for group, fields in _GROUPS.items() for number in _IDS]
    wanted = [[8, [20, ROWS]], True, None, _FIELDS, [None, None, layout, [mask]]]
    tail: list[Any] = [None, None, [[[1, 2], [10, 8, 9], [], []]]]
    return [[None, wanted + tail, [2, chart, category]]]
