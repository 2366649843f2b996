"""A sample of the damage to every recorded answer; all: benchmarks/payload_mutations.py."""

from __future__ import annotations

import pytest

from tests.spiders.answers import body_of_answer, names, readers
from tests.spiders.damage import BYTES, VALUES, faults, gone_in, read_or_named, with_damaged_values
from tests.spiders.recorded import STORES


@pytest.mark.parametrize("name", names())
def test_damage_to_a_recorded_answer_makes_no_app_and_removes_none(name: str) -> None:
    body = body_of_answer(name)
    for called, read in readers(name).items():
        gone = gone_in(read_or_named(read, body) or [])
        # One place of the first value that is JSON, and two of the larger damage to bytes.
        broken = [next(with_damaged_values(body, each, name, 1), body) for each in VALUES]
        broken += [twin for damage in BYTES for twin in list(damage(body))[:2]]
        for twin in broken:
            assert list(faults(read_or_named(read, twin) or [], gone)) == [], called


def test_no_recorded_answer_is_left_out() -> None:
    answers = {
        path.relative_to(STORES).as_posix()
        for store in ("apple", "google_play")
        for path in (STORES / store).rglob("*.*")
        if ".expected." not in path.name  # what a peer made of an answer is none itself
    }
    assert answers <= set(names())
