"""The index as bytes: given back equal, or refused."""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers.engine.build import build_index
from matchers.engine.index import Index
from matchers.engine.model import ranker
from matchers.engine.score import new_scratch, score
from matchers.index_bytes import index_digest, pack, unpack

TITLES = ("Đảo Rồng", "Đảo Rồng 2 Mobile", "Thành Cổ", "Võ Lâm Ví Dụ")
FIRMS = ("Công ty TNHH Ví Dụ Xanh", "Công ty TNHH Ví Dụ Xanh", "Ví Dụ Vàng", "Ví Dụ Vàng")
NAMES = st.text(st.sampled_from("aâbđồ 2:-\ud800中😀") | st.characters(), max_size=12)


def arrays(values: Any) -> Iterator[npt.NDArray[Any]]:
    for value in values:
        if isinstance(value, np.ndarray):
            yield value
        else:
            yield from arrays(value)


def same(one: Index, other: Index) -> bool:
    pairs = list(zip(arrays(one), arrays(other), strict=True))
    return all(a.dtype == b.dtype and np.array_equal(a, b) for a, b in pairs)


def signed(body: bytes) -> bytes:
    return hashlib.sha256(body).digest() + body


def listed(rows: Any, behind: bytes = b"") -> bytes:
    text = json.dumps(rows).encode()
    return signed(len(text).to_bytes(4, "little") + text + behind)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(NAMES, NAMES), max_size=6))
def test_any_register_comes_back_equal(rows: list[tuple[str, str]]) -> None:
    index = build_index([title for title, _ in rows], [firm for _, firm in rows])
    assert same(unpack(pack(index)), index)


def test_what_comes_back_answers_the_same_and_is_not_compiled_anew() -> None:
    index = build_index(TITLES, FIRMS)
    again = unpack(pack(index))
    asked = ["Đảo Rồng II", "VLVD", "Thanh Co - Ví Dụ Vàng"], ["Ví Dụ Xanh", "", "Ví Dụ Vàng"]
    answers = [score(one, ranker(), new_scratch(len(TITLES)), *asked) for one in (index, again)]
    for part, other in zip(*answers, strict=True):
        assert np.array_equal(part, other)
    assert all(part.flags.aligned and part.flags.writeable for part in arrays(again))


@pytest.mark.parametrize(
    ("titles", "firms"),
    [
        ((*TITLES, "Cờ Sao Hỏa"), (*FIRMS, "Ví Dụ Vàng")),
        (("Đảo Rống", *TITLES[1:]), FIRMS),
        (TITLES, ("Công ty TNHH Ví Dụ Xám", *FIRMS[1:])),
        (TITLES[::-1], FIRMS[::-1]),
        ((*TITLES, *FIRMS[:1]), FIRMS[1:]),
        ((*TITLES[:2], TITLES[2] + TITLES[3]), FIRMS),
    ],
)
def test_another_register_has_another_name(titles: tuple[str, ...], firms: tuple[str, ...]) -> None:
    assert index_digest(titles, firms) != index_digest(TITLES, FIRMS)


def test_any_changed_or_missing_byte_is_refused() -> None:
    packed = pack(build_index(TITLES, FIRMS))
    for place in (0, 31, 32, 36, 500, len(packed) // 2, len(packed) - 1):
        changed = bytearray(packed)
        changed[place] ^= 1
        with pytest.raises(ValueError, match="digest"):
            unpack(bytes(changed))
        with pytest.raises(ValueError, match="digest"):
            unpack(packed[:place])
    with pytest.raises(ValueError, match="digest"):
        unpack(packed + b"\0")


@pytest.mark.parametrize(
    "packed",
    [
        listed([]),
        listed({}),
        listed([["titles.symbols", "|O", [1]]], b"12345678"),
        listed([["titles.symbols", "<i8", [1]]], b"12345678"),
        listed([["titles.symbols", "|u1", [-1]]]),
        listed([["titles.symbols", "|u1", [1 << 62, 1 << 62]]]),
        listed([["titles.symbols", "|u1", ["1"]]], b"1"),
        listed([["titles.symbols", "|u1", [9]]], b"1"),
        listed([["titles.symbols", "|u1", [1]]], b"12"),
        signed(b""),
        signed(b"\xff\xff\xff\xff[]"),
        signed((100_000).to_bytes(4, "little") + b"[" * 100_000),
        signed(pickle.dumps({"an": "object"})),
    ],
)
def test_a_foreign_list_of_arrays_is_refused(packed: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json and numpy use their own words
        unpack(packed)


def test_an_array_of_another_type_is_refused() -> None:
    index = build_index(TITLES, FIRMS)
    wrong = index._replace(holder=index.holder.astype(np.uint64))
    with pytest.raises(ValueError, match="holder"):
        unpack(pack(wrong))
