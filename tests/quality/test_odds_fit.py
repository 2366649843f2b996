"""The shipped odds of words are those that the fit writes, and say the same on every run."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.odds import apart, as_odds, fit, read
from matchers.odds import FILE, OFFENCES, WORDS, Row, read_rows


@pytest.fixture(scope="module")
def fitted() -> list[Row]:
    some = read()
    return as_odds(fit(some.entries, some.labels), some, apart(some))


@pytest.mark.slow
def test_the_shipped_file_is_what_the_fit_writes(fitted: list[Row]) -> None:
    shipped = list(read_rows(FILE.read_text(encoding="utf-8").splitlines()))
    words = {row.told: row for row in fitted if row.what == WORDS}
    mine = {row.told: row for row in shipped if row.what == WORDS}
    assert {told: row.texts for told, row in mine.items()} == {
        told: row.texts for told, row in words.items()
    }
    for offence in OFFENCES:
        some = [[getattr(rows[told], offence) for told in mine] for rows in (mine, words)]
        # Other processors round otherwise, and findings change with the lexicon.
        assert np.corrcoef(some)[0, 1] > 0.99
