"""The next names of invented operators."""

from __future__ import annotations

import pytest

from matchers.domains.successors import Habit, successors


def names(confirmed: list[str], limit: int = 100) -> list[str]:
    return [found.name for found in successors(_parted(confirmed), limit)]


def _parted(confirmed: list[str]) -> list[tuple[str, str]]:
    parts = [name.partition(".") for name in confirmed]
    return [(label, suffix) for label, _, suffix in parts]


@pytest.mark.parametrize(
    ("confirmed", "expected"),
    [
        (["zeta01.com", "zeta02.com"], "zeta03.com"),
        (["zeta-0019.com", "zeta-0020.com"], "zeta-0021.com"),
        (["zeta09.com", "zeta10.com"], "zeta11.com"),
        (["zeta9.com", "zeta10.com"], "zeta11.com"),
        (["08zeta.com", "09zeta.com"], "10zeta.com"),
    ],
)
def test_the_next_number_of_a_series_comes_first(confirmed: list[str], expected: str) -> None:
    assert names(confirmed)[0] == expected


def test_a_number_that_the_series_jumped_over_is_likely() -> None:
    found = successors(_parted(["zeta1.com", "zeta2.com", "zeta4.com", "zeta5.com"]))
    assert [each.name for each in found if each.habit is Habit.GAP] == ["zeta3.com"]


def test_a_series_with_large_gaps_has_none_of_them() -> None:
    found = successors(_parted(["zeta1.com", "zeta900.com"]))
    assert not [each for each in found if each.habit is Habit.GAP]


def test_letters_behind_a_number_go_on() -> None:
    assert "zeta88c.com" in names(["zeta88a.com", "zeta88b.com"])
    assert "zetb.com" not in names(["zeta.com", "zetz.com"])


def test_the_suffixes_of_the_others_come_before_the_usual_ones() -> None:
    found = names(["zeta88.example", "zeta77.example", "zeta88.test"])
    assert found.index("zeta77.test") < found.index("zeta77.com")


def test_a_label_on_many_suffixes_is_likelier_on_the_next() -> None:
    found = successors(_parted(["zeta.com", "zeta.net", "zeta.vip", "omega.com"]))
    scores = {each.name: each.score for each in found}
    assert scores["zeta.org"] > scores["omega.org"]


def test_one_number_alone_is_weak_evidence() -> None:
    found = successors(_parted(["zeta88.com"]))
    assert found[0].habit is Habit.OTHER_SUFFIX


def test_confirmed_names_are_never_successors() -> None:
    confirmed = ["zeta1.com", "zeta2.com", "zeta3.com", "zeta3.net"]
    assert not set(names(confirmed)) & set(confirmed)


def test_the_list_is_ranked_whole_and_the_same_for_any_order() -> None:
    confirmed = ["zeta1.com", "zeta2.com", "omega88.net", "omega88.vip"]
    found = successors(_parted(confirmed))
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert len({each.name for each in found}) == len(found)
    assert successors(_parted(confirmed[::-1])) == found
    assert successors(_parted(confirmed), 3) == found[:3]


def test_nothing_confirmed_has_no_successor() -> None:
    assert successors([]) == ()
