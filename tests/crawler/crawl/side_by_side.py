"""Sweeps of several sources side by side on one database, each a process, killed and resumed."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

from crawler.replica.running import RunningReplica
from crawler.workspace import Workspace
from tests.crawler.crawl.killing import SOURCES, Kills, Whole, asked_of, leases, sweep_of, told_of
from tests.crawler.crawl.sweeping import command, ends, hurried, new_office, stored, way

BESIDE = (*SOURCES, "aptoide")
IN_FLIGHT = 2  # requests in the hands of one process: one in the air and one ready
_PACE = 1_200  # requests a minute and source: slow enough that they run at the same time
_SECONDS = 150
_CODES = (0, 3)

_Processes = dict[str, subprocess.Popen[str]]


def killed_beside(
    folder: Path, replica: RunningReplica, whole: Whole, rng: random.Random, *, kills: int
) -> Kills:
    """Kills one of them ``kills`` times, each further on and at work; the others go on."""
    moments = sorted(rng.sample(range(1, whole.sightings * 8 // 10), kills))
    before = asked_of(replica)
    office = new_office(folder, replica, apple=_PACE, google=_PACE)
    office = hurried(office, ["aptoide"], pace=_PACE)
    living = {source: _started(office, replica, *sweep_of([source], replica)) for source in BESIDE}
    held = []
    try:
        for moment in moments:
            source, died_with = _killed(office, living, rng, moment)
            held.append(died_with)
            again = str(ends(office)[source].crawl)
            living[source] = _started(office, replica, "sweeps", "resume", again)
        for source, process in living.items():
            _, err = process.communicate(timeout=_SECONDS)
            assert process.returncode in _CODES, f"{source}: {err}"
    finally:
        for process in living.values():
            process.kill()
            process.communicate()
    return told_of(office, replica, whole, moments, held, asked_of(replica) - before)


def _killed(
    office: Workspace, living: _Processes, rng: random.Random, moment: int
) -> tuple[str, int]:
    """Kills one that works, once so many sightings are stored; its source, what it died with."""
    deadline = time.monotonic() + _SECONDS
    while True:
        at_work = [source for source, process in living.items() if leases(office, process.pid)]
        if at_work and stored(office) >= moment:
            break
        assert time.monotonic() < deadline, "nothing is being worked on"
        time.sleep(0.02)
    source = rng.choice(at_work)
    living[source].kill()
    living[source].communicate()
    return source, leases(office, living[source].pid)


def _started(office: Workspace, replica: RunningReplica, *words: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command(office, *words), env=way(replica), stdout=pipe, stderr=pipe, text=True
    )
