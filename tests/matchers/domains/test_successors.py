"""The next names of invented operators."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from matchers.domains.successors import Habit, Learned, learn, successors


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


TODAY = date(2026, 11, 20)


def learned(*names: str, days: int = 10) -> Learned:
    """From names that came up so many days ago."""
    day = TODAY - timedelta(days=days)
    return learn([(*parts, day) for parts in _parted(list(names))], TODAY)


def test_the_suffixes_that_others_take_lately_come_first() -> None:
    others = [f"omega{number}.test" for number in range(40)]
    found = successors(_parted(["zeta.com", "zeta.net"]), 5, learned(*others, "zeta.com"))
    assert found[0].name == "zeta.test"


def test_what_was_taken_long_ago_weighs_less_than_what_is_taken_now() -> None:
    day = TODAY - timedelta(days=10)
    old = [(f"omega{n}", "example", TODAY - timedelta(days=3_000)) for n in range(40)]
    new = [(f"sigma{n}", "test", day) for n in range(40)]
    weights = learn([*old, *new], TODAY).suffixes
    assert weights["test"] > 5 * weights["example"]


def test_who_takes_country_suffixes_takes_the_next_one() -> None:
    others = [f"omega{n}.vip" for n in range(20)] + [f"sigma{n}.ke" for n in range(20)]
    countries = [f"zeta.{country}" for country in ("my", "tw", "is", "lc", "cr", "al")]
    found = [each.name for each in successors(_parted(countries), 50, learned(*others, *countries))]
    assert found.index("zeta.ke") < found.index("zeta.vip")


def test_the_label_that_moved_last_moves_next() -> None:
    day = TODAY - timedelta(days=2_000)
    known = learn([("zeta", "com", TODAY), ("omega", "com", day)], TODAY)
    found = successors([("zeta", "com"), ("omega", "com")], 4, known)
    assert {each.name.partition(".")[0] for each in found} == {"zeta"}


def test_a_long_series_is_filled_and_carried_on_beside_a_jump() -> None:
    taken = [f"zeta{number}.com" for number in (1, 2, 4, 5, 7, 8, 10, 888)]
    found = successors(_parted(taken), 20, learned(*taken))
    assert {"zeta3.com", "zeta6.com", "zeta9.com", "zeta11.com", "zeta12.com"} <= {
        each.name for each in found
    }
    assert "zeta500.com" not in {each.name for each in successors(_parted(taken), 10_000)}


def test_a_series_that_ended_long_ago_is_not_carried_on() -> None:
    taken = [f"zeta{number}.com" for number in range(1, 9)]
    fresh = successors(_parted(taken), 1, learned(*taken))
    stale = successors(_parted(taken), 1, learned(*taken, days=2_000))
    assert fresh[0].habit is Habit.NEXT_NUMBER
    assert stale[0].habit is Habit.OTHER_SUFFIX
