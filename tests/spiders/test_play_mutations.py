"""Kinds of damage × every answer of Google Play of our own."""

from __future__ import annotations

from functools import cache, partial

import pytest

from tests.spiders.damage import BYTES, VALUES, faults, gone_in, read_or_named, with_damaged_values
from tests.spiders.payloads import body_of, cases, parse

OWN = {case.name: case for case in cases() if case.parent.name == "google_play"}
PLACES = 12  # damaged places of one answer by one kind


@cache
def whole(name: str) -> tuple[bytes, int]:
    """The undamaged body, and how many apps are gone by it."""
    body = body_of(OWN[name])
    return body, gone_in(read_or_named(partial(parse, OWN[name]), body) or [])


def check(name: str, body: bytes) -> None:
    """No app without id or title, none gone that was not, and no error without a name."""
    found = read_or_named(partial(parse, OWN[name]), body) or []
    assert list(faults(found, whole(name)[1])) == []


def test_there_are_more_kinds_of_damage_than_twenty() -> None:
    assert len({each.__name__ for each in (*BYTES, *VALUES)}) >= 20


@pytest.mark.parametrize("name", OWN)
def test_damaged_bytes_make_no_app_and_remove_none(name: str) -> None:
    body, _ = whole(name)
    for damage in BYTES:
        for broken in damage(body):
            check(name, broken)


@pytest.mark.parametrize("name", OWN)
def test_damaged_values_make_no_app_and_remove_none(name: str) -> None:
    body, _ = whole(name)
    for damage in VALUES:
        for broken in with_damaged_values(body, damage, name, PLACES):
            check(name, broken)
