"""What benchmarks are made of: more listings, exponents, what was foreseen and what was found."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.match_growth import exponent
from benchmarks.operator_quality import scored
from benchmarks.scaled import INVENTED, fold, more_entries, more_listings, read_rows
from benchmarks.successor_quality import Name, at_cut, families, naive


def test_a_larger_register_has_each_title_once_and_new_ids() -> None:
    rows = read_rows(INVENTED / "registry.csv")
    more = list(more_entries(rows, 5 * len(rows)))
    assert len(more) == 5 * len(rows)
    assert more[: len(rows)] == rows
    assert len({row["reg_id"] for row in more}) == len(more)
    made = [fold(row["title"]) for row in more[len(rows) :]]
    assert len(set(made)) == len(made)
    assert not set(made) & {fold(row["title"]) for row in rows}


def test_more_listings_are_all_different() -> None:
    rows = read_rows(INVENTED / "listings.csv")[:50]
    more = list(more_listings(rows, 220))
    assert more[:50] == [row | {"listing_id": f"{row['listing_id']}-0"} for row in rows]
    assert len({row["listing_id"] for row in more}) == 220
    assert len({(row["title"], row["developer"]) for row in more[50:]}) == 170


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_the_exponent_of_a_power_is_the_power(power: float) -> None:
    sizes = (10.0, 100.0, 5_000.0)
    assert exponent([(size, 3 * size**power) for size in sizes]) == pytest.approx(power)


CUT = date(2026, 1, 1)
EARLIER: list[Name] = [
    *(("zalvin88", suffix, date(2025, 1, 1)) for suffix in ("com", "net")),
    ("brumko9", "com", date(2025, 6, 1)),
]


def test_what_came_later_changes_nothing_that_was_foreseen() -> None:
    later: list[Name] = [("zalvin88", "vip", date(2026, 2, 1)), ("brumko10", "com", CUT)]
    told = at_cut([*EARLIER, *later], CUT)
    assert (told["known"], told["later"], told["foreseen"], told["naive"]) == (3, 2, 2, 1)
    noise: list[Name] = [(f"khac{number}", "test", date(2026, 3, 1)) for number in range(50)]
    assert at_cut([*EARLIER, *later, *noise], CUT) == told | {"later": 52}


def test_the_naive_rule_counts_on_and_then_moves_to_another_suffix() -> None:
    of = families(EARLIER)
    assert set(of) == {"zalvin", "brumko"}
    assert naive(of["brumko"], ["com", "net"]) == ["brumko10.com", "brumko9.net"]


def test_a_link_is_found_within_one_operator_and_a_pair_of_two_is_wrong() -> None:
    owner = {"a": "x", "b": "x", "c": "y", "d": None}
    links = [{"left": "a", "right": "b", "shared": ["chat"]}]
    told = scored([["a", "b", "c"]], links, owner)
    assert told["found"] == {"chat": [1, 1], "links": [1, 1]}
    assert told["wrong"] == [("a", "c"), ("b", "c")]
    assert scored([["a", "d"]], links, owner)["wrong"] == [("a", "d")]
