"""What is compiled is kept; nobody compiles what another process is just compiling."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_FUNCTION = """
import sys
from matchers.engine.compiling import compiled

@compiled
def doubled(number):
    return 2 * number

print("ready", flush=True)
sys.stdin.readline()
doubled(1)
print(doubled.stats.cache_misses.total())
"""


def test_of_two_processes_one_compiles_and_the_other_waits(tmp_path: Path) -> None:
    script = tmp_path / "doubled.py"
    script.write_text(_FUNCTION, encoding="utf-8")
    root = Path(__file__).parents[3]
    both = [
        subprocess.Popen(
            [sys.executable, str(script)],
            env=os.environ | {"NUMBA_CACHE_DIR": str(tmp_path), "PYTHONPATH": str(root)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    for one in both:
        assert one.stdout
        assert one.stdout.readline() == "ready\n"
    for one in both:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    told = [one.communicate(timeout=300)[0] for one in both]
    assert sorted(told) == ["0\n", "1\n"]
