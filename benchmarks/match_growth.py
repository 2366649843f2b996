"""How the cost of the match grows with the listings and with the register: exponents.

Cost ~ n^b, b by least squares over the logarithms. Each size runs in its own process. Prints one
JSON object; with ``--bars`` ends with 1 when an exponent is missed.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.match_speed import measured  # noqa: E402

LINEAR = 1.1  # what noise makes of an exponent of 1


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of cost over size in logarithms; needs two sizes or more."""
    logs = [(math.log(size), math.log(cost)) for size, cost in points]
    middle = sum(size for size, _ in logs) / len(logs)
    level = sum(cost for _, cost in logs) / len(logs)
    spread = sum((size - middle) ** 2 for size, _ in logs)
    return sum((size - middle) * (cost - level) for size, cost in logs) / spread


def grown(what: str, sizes: Sequence[int], fixed: int) -> dict[str, Any]:
    """The match at each size of ``listings`` or ``entries``, the other fixed; exponents."""
    other = "entries" if what == "listings" else "listings"
    rows = [measured("match", **{what: size, other: fixed}) for size in sizes]
    costs = ("index_cpu_s", "match_cpu_s", "peak_mb")
    found: dict[str, Any] = {"sizes": rows}
    for cost in costs:
        points = [(row[what], max(row[cost], 0.001)) for row in rows]
        found[f"exponent_{cost.removesuffix('_s')}"] = round(exponent(points), 3)
    return found


def report(options: argparse.Namespace) -> dict[str, Any]:
    """Both ways to grow."""
    by_listings = grown("listings", options.listings, options.fixed_entries)
    by_entries = grown("entries", options.entries, options.fixed_listings)
    found = {
        "by_listings": by_listings["exponent_match_cpu"],
        "by_entries": by_entries["exponent_match_cpu"],
        "index_by_entries": by_entries["exponent_index_cpu"],
    }
    return {
        "exponents": found,
        "listings": by_listings,
        "entries": by_entries,
        "missed": [
            f"{name} grows with exponent {value}, the bar is {LINEAR}"
            for name, value in found.items()
            if value > LINEAR
        ],
    }


def main() -> int:
    """Reads the options, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    sizes = [10_000, 31_600, 100_000, 316_000, 1_000_000]
    parser.add_argument("--listings", type=int, nargs="+", default=sizes)
    parser.add_argument("--entries", type=int, nargs="+", default=[18_000, 57_000, 180_000])
    parser.add_argument("--fixed-listings", type=int, default=100_000)
    parser.add_argument("--fixed-entries", type=int, default=18_000)
    parser.add_argument("--bars", action="store_true", help="end with 1 when a bar is missed")
    figures = report(options := parser.parse_args())
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    return 1 if options.bars and figures["missed"] else 0


if __name__ == "__main__":
    sys.exit(main())
