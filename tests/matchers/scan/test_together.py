"""Terms stand together where a plain search for the nearest ones finds them."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.scan.together import Stand, Together

TEXTS = ["a", "b", "c", "d", "e"]
COMBINATIONS = [
    ([frozenset("a"), frozenset("b")], 20),
    ([frozenset("ab"), frozenset("bc"), frozenset("cde")], 30),
    ([frozenset("e")], 3),
    ([frozenset("d"), frozenset("d")], 9),
]
_Hit = tuple[int, int, int, int]  # text, start, end, folded
HITS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 60), st.integers(1, 6), st.integers(0, 1)),
    max_size=40,
).map(
    lambda rows: sorted(
        ((text, start, start + size, folded) for text, start, size, folded in rows),
        key=lambda hit: (hit[1], -hit[2]),
    )
)


@given(HITS, st.sampled_from([0, 70]))
def test_the_nearest_hits_of_each_part_are_taken(hits: list[_Hit], whole: int) -> None:
    together = Together(COMBINATIONS)
    for text in [*TEXTS, "none of them"]:
        together.add(text, benign=False, weighs=False, proves=False)
    rows, _, _ = together.found(np.array(hits, dtype=np.int32).reshape(-1, 4), [], whole)
    found = {which: [hits[place] for place in places if place >= 0] for which, *places in rows}
    plain = {
        which: _plainly(hits, parts, whole or within)
        for which, (parts, within) in enumerate(COMBINATIONS)
    }
    assert {which: [hit[1:] for hit in some] for which, some in found.items()} == {
        which: [hit[1:] for hit in some] for which, some in plain.items() if some
    }


def _plainly(hits: list[_Hit], parts: Sequence[frozenset[str]], reach: int) -> list[_Hit]:
    first_part, *others = [
        sorted(
            (hit for hit in hits if hit[0] < len(TEXTS) and TEXTS[hit[0]] in part),
            key=lambda hit: (hit[1], -hit[2], hit[3]),
        )
        for part in parts
    ]
    best: tuple[int, list[_Hit]] = reach + 1, []
    for first in first_part:
        chosen = [first]
        for some in others:
            middle = bisect_left(some, first[1], key=lambda hit: hit[1])
            near = some[max(middle - 8, 0) : middle + 8] if len(some) > 8 else some
            free = [
                hit
                for hit in near
                if all(hit[1] >= other[2] or other[1] >= hit[2] for other in chosen)
            ]
            if not free:
                break
            chosen.append(min(free, key=lambda hit: abs(hit[1] - first[1])))
        else:
            size = max(hit[2] for hit in chosen) - min(hit[1] for hit in chosen)
            if size < best[0]:
                best = size, chosen
    return best[1]


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=3).map(
    lambda spans: [(start, start + size) for start, size in spans]
)


@given(HITS, SPANS)
def test_what_is_denied_or_explained_stands_as_a_plain_search_says(
    hits: list[_Hit], denied: list[tuple[int, int]]
) -> None:
    together = Together([([frozenset({text})], 90) for text in TEXTS])
    explain = [True, False, False, False, True, False]
    weighs = [True, True, True, False, True, True]
    prove = [False, True, False, False, False, True]
    for name, *told in zip([*TEXTS, "none of them"], explain, weighs, prove, strict=True):
        benign, weighty, proving = told
        together.add(name, benign=benign, weighs=weighty, proves=proving)
    combined, stands, proves = together.found(
        np.array(hits, dtype=np.int32).reshape(-1, 4), denied, whole=0
    )
    expected, reach, explained = [], -1, -1
    for text, start, end, _ in hits:
        denies = any(first < start < last for first, last in denied)
        stand = Stand.WITHIN
        if not explain[text] and (denies or start < explained):
            stand = Stand.DENIED
        elif weighs[text] and end > reach:
            stand, reach = Stand.OUTER, end
        expected.append(stand)
        explained = max(explained, end if explain[text] else -1)
    assert stands == expected
    assert proves == any(
        stand != Stand.DENIED and prove[text] and not folded
        for (text, _, _, folded), stand in zip(hits, expected, strict=True)
    )
    kept = {text for (text, *_), stand in zip(hits, stands, strict=True) if stand}
    assert {which for which, *_ in combined} == kept - {len(TEXTS)}


@pytest.mark.timing
def test_a_text_of_denials_takes_no_time_for_each_pair() -> None:
    many = 200_000
    together = Together([([frozenset("a")], 90)])
    together.add("a", benign=False, weighs=True, proves=True)
    places = np.arange(many, dtype=np.int32) * 10
    hits = np.stack((places * 0, places + 1, places + 4, places * 0), axis=1)
    denied = [(at * 10, at * 10 + 5) for at in range(many)]
    together.found(hits[:1], denied[:1], whole=0)
    before = time.process_time()
    _, stands, proves = together.found(hits, denied, whole=0)
    assert time.process_time() - before < 5
    assert not proves
    assert not any(stands)
