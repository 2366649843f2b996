"""Real sweeps of the replica are killed with signal 9 at random moments, resumed and compared.

On the database alone a sweep is one process; with ``--workers 3`` three sources are swept at the
same time, a process each: a source is swept by one process only, but any number of them share a
database. With ``--engine redis`` ``--workers`` share each sweep, and a worker, the coordinator or
Redis is killed, each in a third of the kills. ``held`` tells what each kill found in the hands of
its victim, and ``at_work`` of how many kills that was something: requests of a worker or a sweep,
results that the coordinator had not written, results that were seen in Redis a moment before. The
three are killed as soon as they hold such work, or after twenty seconds without; a sweep that is
alone at any moment. ``asked_twice`` is counted at the servers. Prints one JSON object; ends with 1
where something was lost, half written or asked too often, where the evidence is not whole, or where
two thirds of those of one kind were killed at rest.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crawler.replica.running import RunningReplica, running_replica
from tests.crawler.cluster.killing import WORKERS, Victim, killed_cluster
from tests.crawler.crawl.killing import IN_FLIGHT, SOURCES, Kills, Whole, killed, left_alone
from tests.crawler.crawl.side_by_side import BESIDE, killed_beside
from tests.crawler.crawl.side_by_side import IN_FLIGHT as BESIDE_IN_FLIGHT


def main() -> int:
    """Runs the kills one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sweeps", type=int, default=15, help="how many sweeps are killed")
    parser.add_argument("--most", type=int, default=3, help="kills of one sweep, 1 up to this")
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--apps", type=int, default=40)
    parser.add_argument("--engine", choices=("sqlite", "redis"), default="sqlite")
    parser.add_argument("--workers", type=int, help="with redis: 3 or so; with sqlite: 1 or 3")
    asked = parser.parse_args()
    count = asked.workers or (WORKERS if asked.engine == "redis" else 1)
    if asked.engine == "sqlite" and count not in (1, len(BESIDE)):
        parser.error(f"On the database alone there are 1 or {len(BESIDE)} processes.")
    counts = [1 + turn % asked.most for turn in range(asked.sweeps)]
    beside = asked.engine == "sqlite" and count > 1
    in_flight = BESIDE_IN_FLIGHT if beside else IN_FLIGHT
    in_flight *= count if asked.engine == "redis" else 1
    with TemporaryDirectory() as folder:
        root = Path(folder)
        with running_replica(asked.seed, root / "replica", apps=asked.apps) as replica:
            whole = left_alone(root / "whole", replica, BESIDE if beside else SOURCES)
            told: list[Kills] = []
            hurt: list[tuple[str, int]] = []
            for kills, each in _hurt(asked.engine, count, counts, asked.seed, root, replica, whole):
                told.append(each)
                hurt += zip(kills, each.held, strict=True)
                print(f"{len(told)} of {asked.sweeps}: {each}", file=sys.stderr)
    figures = _figures(told, hurt, whole, in_flight)
    print(json.dumps(figures, ensure_ascii=False))
    at_rest = any(3 * figures["at_work"].get(who, 0) < n for who, n in figures["killed"].items())
    return 0 if all(_held(each, in_flight) for each in told) and not at_rest else 1


def _hurt(
    engine: str,
    count: int,
    counts: Sequence[int],
    seed: int,
    root: Path,
    replica: RunningReplica,
    whole: Whole,
) -> Iterator[tuple[Sequence[str], Kills]]:
    """Each sweep: who was killed, and what became of it."""
    rng = random.Random(seed)
    # Equal parts, in an order of chance.
    deck = [list(Victim)[n % len(Victim)] for n in range(sum(counts))]
    rng.shuffle(deck)
    for turn, kills in enumerate(counts):
        office = root / f"office{turn}"
        if engine == "redis":
            victims = [deck.pop() for _ in range(kills)]
            yield (
                victims,
                killed_cluster(office, replica, whole, rng, victims=victims, count=count),
            )
        elif count > 1:
            yield ["sweep"] * kills, killed_beside(office, replica, whole, rng, kills=kills)
        else:
            yield ["sweep"] * kills, killed(office, replica, whole, rng, kills=kills)


def _figures(
    told: Sequence[Kills], hurt: Sequence[tuple[str, int]], whole: Whole, in_flight: int
) -> dict[str, Any]:
    at_work = Counter(str(who) for who, held in hurt if held)
    return {
        "subjects_of_a_whole_sweep": len(whole.subjects),
        "in_flight_at_most": in_flight,
        "kills": sum(each.kills for each in told),
        "killed": dict(sorted(Counter(str(who) for who, _ in hurt).items())),
        "at_work": dict(sorted(at_work.items())),
        "lost": sum(each.lost for each in told),
        "not_done": sum(each.open_requests for each in told),
        "half_written": sum(each.half_written for each in told),
        "asked_twice": sum(each.asked_twice for each in told),
        "all_verified": all(each.verified == 0 for each in told),
        "all_complete": all(each.complete for each in told),
        "sweeps": [asdict(each) for each in told],
    }


def _held(told: Kills, in_flight: int) -> bool:
    nothing = not (told.lost or told.open_requests or told.half_written or told.damaged)
    whole = told.complete and told.verified == 0
    return nothing and whole and 0 <= told.asked_twice <= in_flight * told.kills


if __name__ == "__main__":
    sys.exit(main())
