"""Whether the process that works on a crawl still lives."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path

from crawler.store.workers import ProcessMark, Worker

_PROC = Path("/proc")
BEAT_SECONDS = 2.0
# From another container or machine only the beats are seen. So many may fail to come.
SILENT_SECONDS = 120.0


def this_process() -> ProcessMark:
    """The mark of the process that runs this."""
    pid = os.getpid()
    return ProcessMark(place=_place(), pid=pid, start=_start(pid) or "")


def is_alive(worker: Worker, now: datetime) -> bool:
    """Whether the worker's process is there; where it cannot be seen, whether its beats come.

    A beat from the future is a clock that was set back: it counts by its distance, like one of the
    past, and a living worker corrects it at its next beat.
    """
    if worker.process.place == _place() and worker.process.start:
        return _start(worker.process.pid) == worker.process.start
    return abs(now - worker.beat_at) < timedelta(seconds=SILENT_SECONDS)


def _place() -> str:
    """This boot of this machine and the processes that can be seen; else the machine's name."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {(_PROC / 'self/ns/pid').readlink()}"
    except OSError:  # no Linux
        return socket.gethostname()


def _start(pid: int) -> str | None:
    """When a process began, in ticks since boot; None: there is none, or it cannot be seen."""
    try:
        told = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The name in brackets may hold anything; state and start are the 1st and 20th field after it.
    after_name = told.rpartition(")")[2].split()
    return None if after_name[0] in "ZX" else after_name[19]
