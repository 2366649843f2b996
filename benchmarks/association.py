"""From one confirmed app of a planted family of twelve: who is found by association, who is tied.

Sweeps worlds of the replica as a user does. ``--bars``: ends with 1 when fewer than 11 others are
found or tied in one of them, or a stranger is tied.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.world_quality import rasoat  # noqa: E402
from crawler.replica.running import RunningReplica, running_replica  # noqa: E402
from crawler.store import Store  # noqa: E402
from crawler.store.associations import associations  # noqa: E402
from crawler.store.crawls import crawls  # noqa: E402
from crawler.store.sightings import sightings_of, subjects_of_crawls  # noqa: E402
from crawler.workspace import SETTINGS_FILE, create_workspace, open_workspace  # noqa: E402

FAMILY, LEAST = 12, 11
_SOURCES = ("apple_app_store", "google_play")
_SETTINGS = """\
contact = "benchmark"

[network]
ca_file = "{ca_file}"

[source.apple_app_store]
requests_per_minute = 60000

[source.google_play]
requests_per_minute = 60000
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one confirmed app led to."""

    family: frozenset[str]
    found: frozenset[str]  # others of it, by a sweep for words that none of its apps bears
    tied: frozenset[str]
    before: int  # associations before anything was confirmed
    ways: frozenset[str]  # how those of the family were found
    reasons: frozenset[str]

    @property
    def strangers(self) -> frozenset[str]:
        """Who is tied and no member."""
        return self.tied - self.family

    def holds(self) -> bool:
        """Whether the bar is reached."""
        enough = min(len(self.found), len(self.tied & self.family)) >= LEAST
        return enough and len(self.family) == FAMILY and not self.strangers and not self.before


def from_one(seed: int, folder: Path) -> Found:
    """Sweeps a world, confirms the first app of the family on Google Play, and sweeps again."""
    with running_replica(seed, folder / "replica", apps=120, family=True) as replica:
        answers = json.loads(replica.answers.read_text(encoding="utf-8"))
        family = frozenset(one["subject"] for one in answers if one["operator"])
        office = _office(folder / "office", replica)
        rasoat(replica, office, "sweep", *_SOURCES, "--terms", str(replica.terms))
        with open_workspace(office).open_store() as store:
            last, before = crawls(store)[0].crawl, len(associations(store))
        one = min(subject for subject in family if subject.startswith("google:"))
        ground = ("--ground", "gambling", "--as", "an")
        rasoat(replica, office, "cases", "confirm", one, *ground)
        # Words that no app of the family bears: what is found of it is found by association.
        rasoat(replica, office, "sweep", *_SOURCES, "--term", "thời tiết", "--no-charts")
        with open_workspace(office).open_store() as store:
            return _found(store, family, one, last=last, before=before)


def _found(store: Store, family: frozenset[str], one: str, *, last: int, before: int) -> Found:
    new = [crawl.crawl for crawl in crawls(store) if crawl.crawl > last]
    found = (subjects_of_crawls(store, new) & family) - {one}
    tied = associations(store)
    seen = [
        each for crawl in new for app in found for each in sightings_of(store, app, crawl=crawl)
    ]
    return Found(
        family=family,
        found=frozenset(found),
        tied=frozenset(tie.subject for tie in tied),
        before=before,
        ways=frozenset((each.found_by or "").partition(":")[0] for each in seen),
        reasons=frozenset(why.rule for tie in tied for why in tie.reasons),
    )


def _office(folder: Path, replica: RunningReplica) -> Path:
    create_workspace(folder, rehearsal=True)
    settings = _SETTINGS.format(ca_file=replica.ca_file.as_posix())
    (folder / SETTINGS_FILE).write_text(settings, encoding="utf-8")
    return folder


def report(seeds: Sequence[int]) -> tuple[dict[str, Any], bool]:
    """What each world gave, and whether all hold."""
    worlds = {}
    for seed in seeds:
        with tempfile.TemporaryDirectory() as name:
            worlds[seed] = from_one(seed, Path(name))
    figures = {
        "family": FAMILY,
        "worlds": {
            str(seed): {
                "found": len(world.found),
                "tied": len(world.tied & world.family),
                "strangers": sorted(world.strangers),
                "ways": sorted(world.ways),
                "reasons": sorted(world.reasons),
            }
            for seed, world in worlds.items()
        },
        "least_found": min(len(world.found) for world in worlds.values()),
        "strangers": sum(len(world.strangers) for world in worlds.values()),
    }
    return figures, all(world.holds() for world in worlds.values())


def main() -> int:
    """Reads the options, runs the worlds, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 7, 2026])
    parser.add_argument("--bars", action="store_true", help="ends with 1 when a bar is missed")
    options = parser.parse_args()
    figures, holds = report(options.seeds)
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    return 0 if holds or not options.bars else 1


if __name__ == "__main__":
    sys.exit(main())
