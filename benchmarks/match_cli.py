"""``rasoat match`` as people run it: wall time, CPU and peak memory of the whole command.

Imports a register into a workspace, then asks of one listing and of many. Prints one JSON object;
with ``--bars`` ends with 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.scaled import (  # noqa: E402
    more_entries,
    more_listings,
    read_rows,
    titles_folder,
    write_rows,
)

SECONDS = {100_000: 15.0, 1_000_000: 120.0}  # wall, by listings
PEAK_MB = 1_024
INDEX_SECONDS = 0.3  # the kept index, once titles and publishers are there
_INDEX = """
import csv, sys, time
from pathlib import Path
from crawler.index_cache import cached_index
rows = list(csv.DictReader(Path(sys.argv[1]).open(encoding="utf-8", newline="")))
titles, firms = [row["title"] for row in rows], [row["publisher"] for row in rows]
started = time.monotonic()
cached_index(Path(sys.argv[2]))(titles, firms)
print(round(time.monotonic() - started, 3))
"""  # in a process of its own: what numba loads for the first call is part of both
_REGISTER = ("reg_id", "title", "publisher", "licence_no", "issued", "group", "status")
_LISTING = ("listing_id", "title", "developer")


def run(office: Path, *arguments: str, output: Path) -> dict[str, Any]:
    """One command to its end: wall and CPU seconds, peak of memory, lines of its output."""
    command = [sys.executable, "-m", "crawler.cli", "-q", "-w", str(office), *arguments]
    opened = [(os.POSIX_SPAWN_OPEN, 1, str(output), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    started = time.monotonic()
    child = os.posix_spawn(sys.executable, command, environment, file_actions=opened)
    _, status, used = os.wait4(child, 0)
    wall = time.monotonic() - started
    if os.waitstatus_to_exitcode(status) not in (0, 3):
        raise SystemExit(f"rasoat {' '.join(arguments)} ended with {status >> 8}.")
    with output.open("rb") as lines:
        return {
            "wall_s": round(wall, 3),
            "cpu_s": round(used.ru_utime + used.ru_stime, 3),
            "peak_mb": used.ru_maxrss // 1024,
            "lines": sum(1 for _ in lines),
        }


def report(sizes: Sequence[int], entries: int) -> dict[str, Any]:
    """The help text, one listing (first and again), and each size as a table and as JSON."""
    with tempfile.TemporaryDirectory() as name:
        folder, titles = Path(name), titles_folder()
        office, output = folder / "office", folder / "out"
        register = folder / "registry.csv"
        rows = read_rows(titles / "registry.csv")
        write_rows(register, more_entries(rows, entries), _REGISTER)
        run(office, "init", str(office), output=output)
        found = {
            "import": run(office, "registry", "import", str(register), "--complete", output=output),
            "help": _best([run(office, "match", "-h", output=output) for _ in range(3)]),
        }
        found |= {"entries": entries} | _single(office, folder, output)
        index = _index(register, folder)
        many = {size: _many(office, folder, size, output) for size in sizes}
    load = round(found["one_again"]["wall_s"] - found["help"]["wall_s"], 3)
    missed = _missed(many)
    if index["index_load_s"] > INDEX_SECONDS:
        missed.append(f"the index loads in {index['index_load_s']} s, the bar is {INDEX_SECONDS}")
    return found | index | {"load_s": load, "many": many, "missed": missed}


def _index(register: Path, folder: Path) -> dict[str, float]:
    """The register's index built and kept, then loaded (the best of three)."""
    (folder / "cache").mkdir()
    command = [sys.executable, "-c", _INDEX, str(register), str(folder / "cache")]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    seconds = [float(subprocess.check_output(command, env=environment)) for _ in range(4)]
    return {"index_build_s": seconds[0], "index_load_s": min(seconds[1:])}


def _single(office: Path, folder: Path, output: Path) -> dict[str, Any]:
    one = folder / "one.csv"
    write_rows(one, more_listings(read_rows(titles_folder() / "listings.csv"), 1), _LISTING)
    first = run(office, "match", str(one), "--json", output=output)
    again = [run(office, "match", str(one), "--json", output=output) for _ in range(3)]
    return {"one_first": first, "one_again": _best(again)}


def _many(office: Path, folder: Path, size: int, output: Path) -> dict[str, Any]:
    many = folder / "many.csv"
    write_rows(many, more_listings(read_rows(titles_folder() / "listings.csv"), size), _LISTING)
    return {
        "json": run(office, "match", str(many), "--json", output=output),
        "table": run(office, "match", str(many), output=output),
    }


def _best(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return min(runs, key=lambda measured: float(measured["wall_s"]))


def _missed(many: dict[int, dict[str, Any]]) -> list[str]:
    missed: list[str] = []
    for size, runs in many.items():
        for form, used in runs.items():
            bar = SECONDS.get(size)
            if bar is not None and used["wall_s"] > bar:
                missed.append(f"{size} as {form} take {used['wall_s']} s, the bar is {bar}")
            if used["peak_mb"] > PEAK_MB:
                missed.append(f"{size} as {form} take {used['peak_mb']} MB, the bar is {PEAK_MB}")
    return missed


def main() -> int:
    """Reads the options, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--entries", type=int, default=18_000)
    parser.add_argument("--bars", action="store_true", help="end with 1 when a bar is missed")
    options = parser.parse_args()
    figures = report(options.listings, options.entries)
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    return 1 if options.bars and figures["missed"] else 0


if __name__ == "__main__":
    sys.exit(main())
