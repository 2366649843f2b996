"""Values come back from the database as they were put in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from crawler.records import Reason
from crawler.store.values import (
    optional_day,
    optional_time,
    read_reasons,
    read_time,
    stored_day,
    stored_json,
    stored_reasons,
    stored_time,
)

_OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda n: timezone(timedelta(minutes=n)))
_MOMENTS = st.datetimes(
    min_value=datetime(1970, 1, 3), max_value=datetime(2100, 1, 1), timezones=_OFFSETS
)
_TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
_OPTIONAL = st.none() | _TEXTS
_REASONS = st.builds(
    Reason,
    rule=_TEXTS,
    field=_OPTIONAL,
    quote=_OPTIONAL,
    entry=_OPTIONAL,
    agreed=st.lists(_TEXTS).map(tuple),
    differed=st.lists(_TEXTS).map(tuple),
    vi=_TEXTS,
    en=_TEXTS,
)


@given(_MOMENTS)
def test_a_time_comes_back_in_utc(moment: datetime) -> None:
    assert read_time(stored_time(moment)) == moment
    assert read_time(stored_time(moment)).tzinfo is UTC


@given(_MOMENTS, _MOMENTS)
def test_stored_times_are_ordered_as_text(one: datetime, other: datetime) -> None:
    assert (stored_time(one) < stored_time(other)) == (one < other)


@given(st.dates())
def test_a_day_comes_back(day: date) -> None:
    assert optional_day(stored_day(day)) == day


def test_what_is_not_known_stays_unknown() -> None:
    assert (stored_day(None), optional_day(None), optional_time(None)) == (None, None, None)


@given(st.lists(_REASONS).map(tuple))
def test_reasons_come_back(reasons: tuple[Reason, ...]) -> None:
    assert read_reasons(stored_reasons(reasons)) == reasons


def test_json_keeps_vietnamese_letters_and_has_one_order() -> None:
    assert stored_json({"b": "đổi thưởng", "a": [1, None]}) == '{"a":[1,null],"b":"đổi thưởng"}'
    assert stored_json({"a": 1, "b": 2}) == stored_json({"b": 2, "a": 1})
