"""Each turn of the reactor puts the end of the process off; how it ends: test_outcomes.py."""

from __future__ import annotations

import subprocess
import sys

# Signals belong to the main thread of a process: it has one of its own.
_TURNS = """
import asyncio, signal
from crawler.crawl.limits import HangLimit

async def watched():
    limit = HangLimit(1_000)
    limit.start()
    await asyncio.sleep(0)
    for _ in range(2):
        signal.raise_signal(signal.SIGALRM)  # as after a while in which a person held the process
        signal.setitimer(signal.ITIMER_REAL, 200)
        while signal.getitimer(signal.ITIMER_REAL)[0] < 400:
            await asyncio.sleep(0.1)
    limit.stop()
    print(signal.getitimer(signal.ITIMER_REAL)[0])

asyncio.run(watched())
"""


def test_each_turn_puts_the_end_off_and_the_end_of_the_spider_takes_it_away() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _TURNS], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout, done.stderr) == ("0.0\n", "")
