"""A crawl of many hosts, each asked once: what it holds does not grow with them."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from functools import partial
from pathlib import Path

_GROWTH = Path(__file__).resolve().parents[2] / "benchmarks" / "crawl_growth.py"
_FILES = 160  # 64 connections wait at most; the rest is what a process has open anyway


def test_more_hosts_than_files_are_asked_to_the_end() -> None:
    limit = partial(resource.setrlimit, resource.RLIMIT_NOFILE, (_FILES, _FILES))
    done = subprocess.run(
        [sys.executable, str(_GROWTH), "--hosts", "20", "400"],
        preexec_fn=limit,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [one["hosts"] for one in json.loads(done.stdout)["crawls"]] == [20, 400]
