"""Real sweeps of the replica are killed with signal 9 at random moments, resumed and compared.

Prints one JSON object; ends with 1 where something was lost, half written or asked too often,
or where the evidence is not whole.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.replica.running import running_replica
from tests.crawler.crawl.killing import IN_FLIGHT, Kills, killed, left_alone


def main() -> int:
    """Runs the kills one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sweeps", type=int, default=15, help="how many sweeps are killed")
    parser.add_argument("--most", type=int, default=3, help="kills of one sweep, 1 up to this")
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--apps", type=int, default=40)
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    with TemporaryDirectory() as folder:
        root = Path(folder)
        with running_replica(asked.seed, root / "replica", apps=asked.apps) as replica:
            whole = left_alone(root / "whole", replica)
            told = []
            for turn in range(asked.sweeps):
                kills = 1 + turn % asked.most
                told.append(killed(root / f"office{turn}", replica, whole, rng, kills=kills))
                print(f"{turn + 1} of {asked.sweeps}: {told[-1]}", file=sys.stderr)
    figures = {
        "subjects_of_a_whole_sweep": len(whole.subjects),
        "in_flight_at_most": IN_FLIGHT,
        "kills": sum(each.kills for each in told),
        "lost": sum(each.lost for each in told),
        "not_done": sum(each.open_requests for each in told),
        "half_written": sum(each.half_written for each in told),
        "asked_twice": sum(each.asked_twice for each in told),
        "all_verified": all(each.verified == 0 for each in told),
        "all_complete": all(each.complete for each in told),
        "sweeps": [asdict(each) for each in told],
    }
    print(json.dumps(figures, ensure_ascii=False))
    return 0 if all(_held(each) for each in told) else 1


def _held(told: Kills) -> bool:
    nothing = not (told.lost or told.open_requests or told.half_written or told.damaged)
    whole = told.complete and told.verified == 0
    return nothing and whole and 0 <= told.asked_twice <= IN_FLIGHT * told.kills


if __name__ == "__main__":
    sys.exit(main())
