"""What the benchmarks of the match are made of: more listings, more entries, exponents."""

from __future__ import annotations

import pytest

from benchmarks.match_growth import exponent
from benchmarks.scaled import INVENTED, fold, more_entries, more_listings, read_rows


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
