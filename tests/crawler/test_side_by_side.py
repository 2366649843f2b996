"""Work is spread over processes; answers come in order, errors come out, memory stays bounded."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator

import pytest

from crawler.errors import ListingsRefused, WorkEnded
from crawler.side_by_side import side_by_side


def doubled(numbers: list[int]) -> list[tuple[int, int]]:
    return [(number * 2, os.getpid()) for number in numbers]


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 95])
def test_answers_stand_in_the_order_of_the_items(count: int) -> None:
    found = list(side_by_side(doubled, range(count), at_once=10))
    assert [answer for answer, _ in found] == [number * 2 for number in range(count)]


def test_one_batch_is_worked_on_right_here() -> None:
    assert {process for _, process in side_by_side(doubled, range(10), at_once=10)} == {os.getpid()}


def test_more_batches_go_to_other_processes() -> None:
    assert os.getpid() not in {found for _, found in side_by_side(doubled, range(40), at_once=10)}


@pytest.mark.parametrize("count", [10, 40])
def test_garbage_is_looked_for_less_often_while_the_work_lasts(count: int) -> None:
    usual = gc.get_threshold()
    held = list(side_by_side(lambda _: [gc.get_threshold()], range(count), at_once=10))
    assert all(least > usual[0] for least, *_ in held)
    assert gc.get_threshold() == usual
    assert gc.get_freeze_count() == 0


def test_an_error_of_the_work_is_the_callers() -> None:
    def refuse(numbers: list[int]) -> list[int]:
        raise ListingsRefused(f"{numbers[0]} cannot be read. Correct it.")

    with pytest.raises(ListingsRefused, match="cannot be read"):
        list(side_by_side(refuse, range(40), at_once=10))


def test_items_are_read_no_further_than_the_work_needs() -> None:
    read = 0

    def items() -> Iterator[int]:
        nonlocal read
        for number in range(10_000):
            read += 1
            yield number

    answers = side_by_side(doubled, items(), at_once=10)
    for _ in range(5):
        next(answers)
    assert read <= 10 * (2 + 2 * len(os.sched_getaffinity(0)) + 1)
    del answers


@pytest.mark.parametrize("count", [0, 1, 10])
def test_nothing_is_asked_for_no_items(count: int) -> None:
    asked = list(side_by_side(lambda some: [len(some)], range(count), at_once=10))
    assert asked == [count] * bool(count)


def test_a_process_that_was_killed_is_told_and_not_taken_for_the_end() -> None:
    def die(numbers: list[int]) -> list[int]:
        if numbers[0] >= 20:
            os.kill(os.getpid(), signal.SIGKILL)
        return numbers

    with pytest.raises(WorkEnded, match="not all"):
        list(side_by_side(die, range(100), at_once=10))
