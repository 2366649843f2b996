"""Real sweeps of the replica are killed with signal 9 at random moments, resumed and compared.

With ``--engine redis`` ``--workers`` share each sweep, and a worker, the coordinator or Redis is
killed. Prints one JSON object; ends with 1 where something was lost, half written or asked too
often, or where the evidence is not whole.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.replica.running import running_replica
from tests.crawler.cluster.killing import WORKERS, Victim, killed_cluster
from tests.crawler.crawl.killing import IN_FLIGHT, Kills, killed, left_alone


def main() -> int:
    """Runs the kills one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sweeps", type=int, default=15, help="how many sweeps are killed")
    parser.add_argument("--most", type=int, default=3, help="kills of one sweep, 1 up to this")
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--apps", type=int, default=40)
    parser.add_argument("--engine", choices=("sqlite", "redis"), default="sqlite")
    parser.add_argument("--workers", type=int, default=WORKERS, help="of --engine redis")
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    in_flight = IN_FLIGHT * (asked.workers if asked.engine == "redis" else 1)
    with TemporaryDirectory() as folder:
        root = Path(folder)
        with running_replica(asked.seed, root / "replica", apps=asked.apps) as replica:
            whole = left_alone(root / "whole", replica)
            told, hurt = [], Counter[str]()
            for turn in range(asked.sweeps):
                office, kills = root / f"office{turn}", 1 + turn % asked.most
                if asked.engine == "redis":
                    victims = rng.choices(list(Victim), k=kills)
                    hurt.update(victims)
                    told.append(
                        killed_cluster(
                            office, replica, whole, rng, victims=victims, count=asked.workers
                        )
                    )
                else:
                    hurt["sweep"] += kills
                    told.append(killed(office, replica, whole, rng, kills=kills))
                print(f"{turn + 1} of {asked.sweeps}: {told[-1]}", file=sys.stderr)
    figures = {
        "subjects_of_a_whole_sweep": len(whole.subjects),
        "in_flight_at_most": in_flight,
        "kills": sum(each.kills for each in told),
        "killed": {str(who): count for who, count in sorted(hurt.items())},
        "lost": sum(each.lost for each in told),
        "not_done": sum(each.open_requests for each in told),
        "half_written": sum(each.half_written for each in told),
        "asked_twice": sum(each.asked_twice for each in told),
        "all_verified": all(each.verified == 0 for each in told),
        "all_complete": all(each.complete for each in told),
        "sweeps": [asdict(each) for each in told],
    }
    print(json.dumps(figures, ensure_ascii=False))
    return 0 if all(_held(each, in_flight) for each in told) else 1


def _held(told: Kills, in_flight: int) -> bool:
    nothing = not (told.lost or told.open_requests or told.half_written or told.damaged)
    whole = told.complete and told.verified == 0
    return nothing and whole and 0 <= told.asked_twice <= in_flight * told.kills


if __name__ == "__main__":
    sys.exit(main())
