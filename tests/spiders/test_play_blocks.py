"""The envelopes of Google Play on small tables of cases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import PayloadChanged
from spiders.play_blocks import batch_answer, blocks, day_in, pick


@pytest.mark.parametrize(
    ("array", "path", "value"),
    [
        ([1, [2, 3]], (1, 0), 2),
        ([1], (5,), None),
        ([1, {"6": "far"}], (5,), "far"),
        ([1, {"2": "here"}], (1,), "here"),
        ([1, None, {"2": "filled"}], (1,), "filled"),
        ([{"3": [0, {"8": "deep"}]}], (2, 7), "deep"),
        ([1, {"x": 1}], (1,), None),
        ("text", (0,), None),
        (None, (0, 1), None),
        ([], (0,), None),
    ],
)
def test_pick_reads_the_trailing_object(array: Any, path: tuple[int, ...], value: Any) -> None:
    assert pick(array, *path) == value


@given(st.dictionaries(st.integers(0, 40), st.integers(), min_size=1), st.integers(0, 10))
def test_pick_does_not_care_where_an_array_is_shortened(values: dict[int, int], short: int) -> None:
    full = [values.get(index) for index in range(41)]
    rest = {str(index + 1): value for index, value in values.items() if index >= short}
    assert [pick([*full[:short], rest], index) for index in range(41)] == full


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1 thg 7, 2025", date(2025, 7, 1)),
        ("22 thg 12, 2025", date(2025, 12, 22)),
        ("1 tháng 7, 2025", date(2025, 7, 1)),
        ("Jul 1, 2025", date(2025, 7, 1)),
        ("December 31, 2018", date(2018, 12, 31)),
        ("31 thg 2, 2025", None),
        ("Foo 1, 2025", None),
        ("2025年7月1日", None),
        ("", None),
        (None, None),
    ],
)
def test_printed_day_is_read_in_both_languages_or_not_at_all(
    text: str | None, day: date | None
) -> None:
    assert day_in(text) == day


@given(st.text(max_size=30))
def test_no_printed_day_breaks_the_reading(text: str) -> None:
    assert day_in(text) is None or isinstance(day_in(text), date)


PAGE = (
    b"<script>var AF_dataServiceRequests = {'ds:1' : {id:'Aa',request:[]},'ds:2' : {id:'Bb'}};"
    b"</script><script>AF_initDataCallback({key: 'ds:2', isError:  false , hash: '1', "
    b"data:function(){return [2]\n}});</script>"
    b"<script>AF_initDataCallback({key: 'ds:1', hash: '2', data:[1], sideChannel: {}});</script>"
)


def test_block_is_found_by_its_service_whatever_its_number_and_layout() -> None:
    assert list(blocks(PAGE, "Aa")) == [[1]]
    assert list(blocks(PAGE, "Bb")) == [[2]]
    assert list(blocks(PAGE, "Cc")) == []


def test_block_with_endless_nesting_is_a_change() -> None:
    with pytest.raises(PayloadChanged):
        list(blocks(PAGE.replace(b"data:[1]", b"data:" + b"[" * 200_000), "Aa"))


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (')]}\'\n\n[["wrb.fr","X","[1]",null,null,null,"generic"],["di",7]]', [1]),
        (')]}\'[\n["wrb.fr","X","[1]"]]', [1]),
        (')]}\'\n\n105\n[["wrb.fr","X","[1]"]]\n25\n[["e",4]]', [1]),
        (')]}\'\n\n[["di",7],["wrb.fr","X",null]]', None),
    ],
)
def test_batch_answer_is_read_without_a_fixed_offset(body: str, answer: Any) -> None:
    assert batch_answer(body.encode(), "X") == answer


@pytest.mark.parametrize(
    "body",
    [
        ')]}\'\n\n[["wrb.fr","X",null,null,null,[3],"generic"]]',
        ')]}\'\n\n[["wrb.fr","Y","[1]"]]',
        ')]}\'\n\n[["wrb.fr","X","[1"]]',
        ')]}\'\n\n[["wrb.fr","X",["1"]]]',
        ")]}'",
        "<html></html>",
        "",
    ],
)
def test_other_batch_answer_is_a_change(body: str) -> None:
    with pytest.raises(PayloadChanged):
        batch_answer(body.encode(), "X")
