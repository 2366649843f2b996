"""A given pair has the figures that the engine gives the pairs that it finds itself."""

from __future__ import annotations

import numpy as np
import pytest

from matchers.engine.build import build_index
from matchers.engine.candidates import KEPT
from matchers.engine.pairs import figures_of_pairs
from matchers.engine.score import FEATURES, figures_of

FIRM = "Công ty Cổ phần Sen Vàng"  # invented
TITLES = ["Đảo Rồng Huyền Thoại", "Đảo Rồng Mobile", "Tam Quốc Chí Sen", "Kẹo Dẻo Vui"]
INDEX = build_index(TITLES, [FIRM, "Công ty TNHH Ví Dụ Xanh", FIRM, FIRM])
ASKED = ["Dao Rong Huyen Thoai", "Đảo Rồng Legends", "三国志 Sen", "Kẹo Dẻo Vui 2", "Đảo Rồng"]
ACCOUNTS = ["Sen Vàng Games", "", "Ví Dụ Xanh", "Sen Vàng", ""]


def test_a_pair_that_the_search_finds_has_the_figures_of_the_search() -> None:
    found = figures_of(INDEX, ASKED, ACCOUNTS)
    seen = [(row, at) for row, at in np.argwhere(found.entries >= 0).tolist()]
    given = figures_of_pairs(
        INDEX,
        [ASKED[row] for row, _ in seen],
        [ACCOUNTS[row] for row, _ in seen],
        [int(found.entries[row, at]) for row, at in seen],
    )
    assert len(seen) >= len(ASKED)
    assert np.array_equal(given, np.array([found.figures[row, at] for row, at in seen]))


def test_a_pair_that_the_search_does_not_find_is_compared_as_the_last() -> None:
    assert 3 not in figures_of(INDEX, ["Đảo Rồng"], [""]).entries
    found = figures_of_pairs(INDEX, ["Đảo Rồng", "Đảo Rồng"], ["", "Sen Vàng"], [3, 3])
    assert found.shape == (2, FEATURES)
    assert found[0, 5] == 0.0  # no word in common
    assert found[0, 31] == 3  # words of the entry
    assert found[1, 50] == 1.0  # an account is named, though it was not searched for
    assert found[1, 54] == 1.0  # and is the entry's publisher


def test_a_pair_behind_a_full_list_of_candidates_is_compared() -> None:
    titles = [f"Đảo Rồng {word}" for word in ("Xanh", "Đỏ", "Tím", "Nâu", "Hồng", "Bạc", "Đen")]
    index = build_index([*titles, "Kẹo Dẻo"], [FIRM] * 8)
    assert (figures_of(index, ["Đảo Rồng"], [""]).entries >= 0).sum() == KEPT
    rows = figures_of_pairs(index, ["Đảo Rồng"] * 8, [""] * 8, range(8))
    assert rows[7, 5] == 0.0
    assert rows[7, FEATURES - 4] == KEPT  # its rank
    assert (rows[:7, 5] > 0.0).all()


def test_an_answer_does_not_depend_on_the_pairs_beside_it() -> None:
    together = figures_of_pairs(INDEX, ASKED, ACCOUNTS, [3, 0, 2, 1, 0])
    alone = [
        figures_of_pairs(INDEX, [ASKED[at]], [ACCOUNTS[at]], [entry])[0]
        for at, entry in enumerate([3, 0, 2, 1, 0])
    ]
    assert np.array_equal(together, np.array(alone))


@pytest.mark.parametrize("entry", [-1, 4])
def test_an_entry_outside_the_index_is_refused(entry: int) -> None:
    with pytest.raises(IndexError, match="Entries are 0 to 3"):
        figures_of_pairs(INDEX, ["Đảo Rồng"], [""], [entry])


@pytest.mark.parametrize("title", ["", "★★★", "\u202e\u200b\x00", "𠀀" * 400, "a" * 10_000])
def test_no_title_breaks_it(title: str) -> None:
    assert figures_of_pairs(INDEX, [title], [title], [1]).shape == (1, FEATURES)
