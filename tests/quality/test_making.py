"""The labelled titles are what their README says."""

from __future__ import annotations

import csv
import random
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.quality.making.disguises import WRITINGS, nodia, telex, vni
from tests.quality.making.folding import Known, key
from tests.quality.making.make import make

TITLES = Path(__file__).parent / "titles"
_WORDS = st.text(st.sampled_from("abcdeghiklmnopqrstuvxyáàảãạăâđêôơưừựỏÁĐỨ "), min_size=1).filter(
    str.strip
)


def _rows(name: str) -> list[dict[str, str]]:
    with (TITLES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_set_is_made_by_its_command(tmp_path: Path) -> None:
    make(tmp_path, seed=20, entries=1_130, listings=2_250, hard=True)
    for name in ("registry.csv", "listings.csv"):
        assert (tmp_path / name).read_bytes() == (TITLES / name).read_bytes()


def test_each_label_follows_from_the_row_it_names() -> None:
    entries = {row["reg_id"]: row for row in _rows("registry.csv")}
    for row in _rows("listings.csv"):
        named = entries.get(row["reg_id"])
        assert (named is None) == (row["expected"] == "no_entry"), row
        assert (row["expected"] == "unsure") == (named is not None and not row["developer"]), row
        if row["expected"] in ("licensed", "licence_problem"):
            assert named is not None
            assert (named["status"] == "active") == (row["expected"] == "licensed"), row


def test_an_unlicensed_title_never_has_the_letters_of_a_registered_one() -> None:
    registered = {key(row["title"]) for row in _rows("registry.csv")}
    plain = {"exact", "case", "nodia", "emoji", "platword"}
    for row in _rows("listings.csv"):
        if row["expected"] == "no_entry" and set(row["noise"].split("+")) <= plain:
            assert key(row["title"]) not in registered, row


def test_entries_have_an_id_of_their_own() -> None:
    for name, column in (("registry.csv", "reg_id"), ("listings.csv", "listing_id")):
        ids = [row[column] for row in _rows(name)]
        assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("write", "written"),
    [
        (telex, "Tieengs Vieetj ddepj, thuowr xuwa"),
        (vni, "Tie6ng1 Vie6t5 d9ep5, thuo73 xu7a"),
        (nodia, "Tieng Viet dep, thuo xua"),
    ],
)
def test_keyboards_and_missing_marks(
    write: Callable[[str, random.Random], str], written: str
) -> None:
    assert write("Tiếng Việt đẹp, thuở xưa", random.Random(1)) == written


@given(title=_WORDS, seed=st.integers(0, 999), name=st.sampled_from(["case", "rtl", "zerowidth"]))
def test_what_only_disguises_keeps_the_letters(title: str, seed: int, name: str) -> None:
    written = WRITINGS[name](title, random.Random(seed))
    seen = "".join(sign for sign in written if unicodedata.category(sign) != "Cf")
    assert key(seen) == key(title)


def test_a_title_that_two_entries_begin_with_is_known_as_such() -> None:
    known = Known(["Đảo Mây Xanh", "Đảo Mây Trắng"], frozenset({"mobile"}))
    assert known.beginning_with("Đảo Mâ") == {"daomayxanh", "daomaytrang"}
    assert known.near("Đảo Mây Xah") == {"daomayxanh"}
    assert known.same_words("Xanh Đảo Mây Mobile") == {"daomayxanh"}
