"""The same work on many items by all processors, answers in the order of the items."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from crawler.errors import WorkEnded

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 2  # batches that wait for each process: bounds the memory whatever the input


def side_by_side(
    work: Callable[[list[Item]], list[Result]], items: Iterable[Item], *, at_once: int
) -> Iterator[Result]:
    """All results of ``work``, asked for ``at_once`` items; one batch is worked on right here.

    Processes are forked and so know what ``work`` knows; where a system cannot fork, or has one
    processor, all is done here. Raises ``WorkEnded`` where a process was killed.
    """
    waiting = iter(items)
    batches = iter(lambda: list(islice(waiting, at_once)), [])
    first, second = next(batches, []), next(batches, [])
    processes = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    alone = processes < 2 or "fork" not in multiprocessing.get_all_start_methods()
    with few_collections():
        if alone or not second:
            for batch in _chained(first, second, batches):
                yield from work(batch)
            return
        pool = ProcessPoolExecutor(
            processes, multiprocessing.get_context("fork"), initializer=_keep, initargs=(work,)
        )
        try:
            with pool:
                yield from _in_order(pool, _chained(first, second, batches), _AHEAD * processes)
        except BrokenProcessPool as error:
            raise WorkEnded(
                "A process that shared in the work was ended, perhaps for want of memory: what was "
                "shown is not all. Free some memory and run this again."
            ) from error


@contextmanager
def few_collections() -> Iterator[None]:
    """Within it garbage is looked for less often, and never in what was known before.

    Answers hold no cycles; looking for some took a twelfth (2026-11). Processes that are forked
    within do the same, and share what is not looked through.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def _in_order(pool: ProcessPoolExecutor, batches: Iterator[list[Any]], ahead: int) -> Iterator[Any]:
    pending: deque[Future[list[Any]]] = deque()
    for batch in batches:
        pending.append(pool.submit(_run, batch))
        if len(pending) >= ahead:
            yield from pending.popleft().result()
    while pending:
        yield from pending.popleft().result()


def _chained(
    first: list[Item], second: list[Item], rest: Iterator[list[Item]]
) -> Iterator[list[Item]]:
    yield from filter(None, (first, second))
    yield from rest


_kept: list[Any] = []


def _keep(work: Any) -> None:
    """In a new process: what it will do. Forked arguments are not pickled."""
    _kept.append(work)


def _run(batch: list[Any]) -> list[Any]:
    return list(_kept[-1](batch))
