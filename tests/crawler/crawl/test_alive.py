"""A living process is told from a dead one, and from another that got its number."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest

from crawler.crawl.alive import SILENT_SECONDS, is_alive, this_process
from crawler.store.workers import ProcessMark, Worker
from tests.crawler.office import NOW

SILENT = timedelta(seconds=2 * SILENT_SECONDS)


def worker(process: ProcessMark) -> Worker:
    return Worker(id=1, crawl=1, source="google_play", process=process, beat_at=NOW)


def test_this_process_lives_however_long_it_was_silent() -> None:
    assert is_alive(worker(this_process()), NOW + SILENT)


def test_a_number_that_another_process_got_is_not_alive() -> None:
    assert not is_alive(worker(replace(this_process(), start="1")), NOW)


@pytest.mark.parametrize("waited_for", [True, False])
def test_an_ended_process_is_not_alive_even_as_a_zombie(waited_for: bool) -> None:
    code = "from crawler.crawl.alive import this_process as t; p = t(); print(p.pid, p.start)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        pid, start = child.stdout.read().split()
        mark = replace(this_process(), pid=int(pid), start=start)
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # a zombie until it is waited for
        if waited_for:
            child.wait()
        assert not is_alive(worker(mark), NOW)


@pytest.mark.parametrize(("after", "alive"), [(SILENT / 4, True), (SILENT, False)])
@pytest.mark.parametrize("sign", [1, -1])
def test_of_another_place_only_the_beats_are_seen(after: timedelta, alive: bool, sign: int) -> None:
    elsewhere = replace(this_process(), place="another boot")
    assert is_alive(worker(elsewhere), NOW + sign * after) is alive
