"""CPU of the match against public tools, on one register in one run: ratios, not milliseconds.

Each tool runs in its own process, so that neither imports nor peaks mix. The tools only look for
the nearest titles, with their input folded before the clock starts. ``engine`` reads the titles
and accounts as they came and gives the odds of every candidate, as ``match`` uses them; ``match``
also decides and gives its reasons. The tools take turns, and each is judged by the least CPU of its
rounds: other work on the machine only adds. Prints one JSON object; with ``--bars`` ends with 1
when a ratio of the engine is missed.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.scaled import (  # noqa: E402
    Row,
    more_entries,
    more_listings,
    plain,
    read_rows,
    titles_folder,
)

# How many times the CPU of the engine the tool needs for one listing.
BARS: Mapping[str, float] = {"rapidfuzz_ratio": 10.0, "sparse_dot_topn": 2.5}
_THREADS = 2
_BATCH = 2_000  # listings, as `rasoat match` hands them on
_ROWS_AT_ONCE = 500  # of the full table of likenesses, which would not fit the memory


class Clock:
    """CPU of all threads and wall time since the start, by step."""

    def __init__(self) -> None:
        self.steps: dict[str, float] = {"input_peak_mb": _peak_mb()}
        self._cpu, self._wall = _cpu(), time.monotonic()

    def took(self, step: str) -> None:
        """Ends a step."""
        cpu, wall = _cpu(), time.monotonic()
        self.steps[f"{step}_cpu_s"] = round(cpu - self._cpu, 3)
        self.steps[f"{step}_wall_s"] = round(wall - self._wall, 3)
        self._cpu, self._wall = _cpu(), time.monotonic()


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def run_engine(entries: list[Row], listings: Iterator[Row]) -> dict[str, float]:
    """The odds of every candidate."""
    from matchers.engine.build import build_index
    from matchers.engine.model import ranker
    from matchers.engine.score import new_scratch, score

    read = list(listings)
    titles = [row["title"] for row in read]
    accounts = [row["developer"] for row in read]
    clock = Clock()
    index = build_index([row["title"] for row in entries], [row["publisher"] for row in entries])
    scratch = new_scratch(len(entries))
    score(index, ranker(), scratch, titles[:1], accounts[:1])  # what is compiled at first use
    clock.took("index")
    for start in range(0, len(titles), _BATCH):
        some = slice(start, start + _BATCH)
        score(index, ranker(), scratch, titles[some], accounts[some])
    clock.took("match")
    return clock.steps


def run_match(entries: list[Row], listings: Iterator[Row]) -> dict[str, float]:
    """The register's answers with their reasons."""
    from benchmarks.match_quality import register_of
    from crawler.records import Listing
    from matchers.registry import match_all
    from matchers.verdict.rules import Rules

    read = [
        Listing(id=row["listing_id"], title=row["title"], publisher=row["developer"] or None)
        for row in listings
    ]
    clock = Clock()
    register = register_of(entries)
    next(match_all(read[:1], register, Rules()))  # what is compiled at first use
    clock.took("index")
    for _ in match_all(read, register, Rules()):
        pass
    clock.took("match")
    return clock.steps


def run_rapidfuzz_ratio(entries: list[Row], listings: Iterator[Row]) -> dict[str, float]:
    """Every title against every entry by ``fuzz.ratio``; the best of each row."""
    titles, asked = _folded(entries), _folded(listings)
    clock = Clock()
    from rapidfuzz import fuzz, process

    clock.took("index")
    for start in range(0, len(asked), _ROWS_AT_ONCE):
        some = asked[start : start + _ROWS_AT_ONCE]
        process.cdist(some, titles, scorer=fuzz.ratio, workers=_THREADS).argmax(axis=1)
    clock.took("match")
    return clock.steps


def run_sparse_dot_topn(entries: list[Row], listings: Iterator[Row]) -> dict[str, float]:
    """tf-idf of letter 3-grams, the ten nearest of each title."""
    titles, asked = _folded(entries), _folded(listings)
    clock = Clock()
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    grams = TfidfVectorizer(analyzer="char", ngram_range=(3, 3), lowercase=False, dtype=np.float32)
    columns = grams.fit_transform(titles).T.tocsr()
    clock.took("index")
    sp_matmul_topn(grams.transform(asked), columns, top_n=10, sort=True, n_threads=_THREADS)
    clock.took("match")
    return clock.steps


TOOLS: Mapping[str, Callable[[list[Row], Iterator[Row]], dict[str, float]]] = {
    "engine": run_engine,
    "match": run_match,
    "rapidfuzz_ratio": run_rapidfuzz_ratio,
    "sparse_dot_topn": run_sparse_dot_topn,
}


def measured(tool: str, *, entries: int, listings: int) -> dict[str, Any]:
    """One tool in a process of its own: seconds by step, µs a listing, peak of memory."""
    command = [sys.executable, __file__, "--tool", tool]
    command += ["--entries", str(entries), "--listings", str(listings)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _here(tool: str, entries: int, listings: int) -> dict[str, Any]:
    folder = titles_folder()
    register = list(more_entries(read_rows(folder / "registry.csv"), entries))
    # One at a time: a million rows as dictionaries would hide the peak of what is measured.
    steps = TOOLS[tool](register, more_listings(read_rows(folder / "listings.csv"), listings))
    both = steps["index_cpu_s"] + steps["match_cpu_s"]
    return steps | {
        "listings": listings,
        "entries": len(register),
        "us_a_listing": round(1e6 * steps["match_cpu_s"] / listings, 1),
        "us_a_listing_with_index": round(1e6 * both / listings, 1),
        "peak_mb": _peak_mb(),
    }


def _folded(rows: Iterable[Row]) -> list[str]:
    return [plain(row["title"]) for row in rows]


def report(entries: int, listings: int, all_pairs: int, rounds: int) -> dict[str, Any]:
    """All tools, and how many times the CPU of the engine each needs for a listing."""
    asked = {"rapidfuzz_ratio": all_pairs}
    taken: dict[str, list[dict[str, Any]]] = {tool: [] for tool in TOOLS}
    for _ in range(rounds):
        for tool, runs in taken.items():
            runs.append(measured(tool, entries=entries, listings=asked.get(tool, listings)))
    tools = {
        tool: min(runs, key=lambda run: float(run["match_cpu_s"])) for tool, runs in taken.items()
    }
    own = tools["engine"]
    ratios = {tool: round(tools[tool]["us_a_listing"] / own["us_a_listing"], 2) for tool in BARS}
    index = "us_a_listing_with_index"
    return {
        "titles": titles_folder().parent.name + "/" + titles_folder().name,
        "rounds": rounds,
        "times_the_cpu_of_the_engine": ratios,
        "times_with_index": {tool: round(tools[tool][index] / own[index], 2) for tool in BARS},
        "tools": tools,
        "missed": [
            f"{tool} needs {ratios[tool]} times the CPU, the bar is {bar}"
            for tool, bar in BARS.items()
            if ratios[tool] < bar
        ],
    }


def main() -> int:
    """Reads the options, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=18_000)
    parser.add_argument("--listings", type=int, default=100_000)
    parser.add_argument("--all-pairs", type=int, default=4_000, help="listings for rapidfuzz")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tool", choices=TOOLS, help="only this one, in this process")
    parser.add_argument("--bars", action="store_true", help="end with 1 when a bar is missed")
    options = parser.parse_args()
    if options.tool:
        figures = _here(options.tool, options.entries, options.listings)
    else:
        figures = report(options.entries, options.listings, options.all_pairs, options.rounds)
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    return 1 if options.bars and figures.get("missed") else 0


if __name__ == "__main__":
    sys.exit(main())
