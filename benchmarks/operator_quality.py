"""Operators found in invented worlds of sites, visited through the replica, against their key.

Each world is visited once (``--keep`` keeps it to be measured again, and takes what
``site_quality.py`` kept). Behind a proxy no visit sees a certificate, so that its names come as a
certificate log tells them. Prints one JSON object, and each world on stderr as it is done; with
``--bars`` it ends with 1 when fewer than 0.9 of the links were found, or a pair is wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.site_quality import run_world  # noqa: E402
from crawler.certificates import take_names  # noqa: E402
from crawler.operators import families, follow_operators  # noqa: E402
from crawler.records import LogName, LogPart, LogPosition  # noqa: E402
from crawler.replica.sites.world import build_sites  # noqa: E402
from crawler.store import Store  # noqa: E402
from crawler.store.protected import approved_names  # noqa: E402
from crawler.workspace import open_workspace  # noqa: E402
from matchers.domains.protected import protected_hosts  # noqa: E402

FOUND = 0.9  # of the planted links, over all seeds
Row = dict[str, Any]


def measured(seed: int, folder: Path, *, log: bool) -> Row:
    """One world: the planted links that were found, and the pairs that are wrong."""
    if not (folder / "visited.json").exists():
        run_world(seed, keep=folder)
    links = json.loads((folder / "replica" / "links.json").read_text(encoding="utf-8"))
    answers = json.loads((folder / "replica" / "answers.json").read_text(encoding="utf-8"))
    owner = {row["host"]: row["operator"] for row in answers}
    with open_workspace(folder / "office").open_store() as store:
        if log:
            _tell_certificates(store, seed)
        follow_operators(store, now=datetime.now(UTC))
        groups = [
            sorted(member.subject.removeprefix("domain:") for member in family.members)
            for family in families(store)
        ]
    return {"seed": seed, **scored(groups, links, owner)}


def _tell_certificates(store: Store, seed: int) -> None:
    """The certificates of the world, as a log names them."""
    certificates = {site.certificate for site in build_sites(seed).sites.values()}
    moment = datetime.now(UTC)
    names = tuple(
        LogName(name=name, index=index, at=moment)
        for index, named in enumerate(sorted(certificates))
        for name in named
    )
    part = LogPart(
        log="00" * 32,
        url="https://nhat-ky-vidu.example/",
        first=0,
        position=LogPosition(read=len(certificates), edge=None),
        size=len(certificates),
        checked=False,
        names=names,
        unreadable=0,
    )
    protected = protected_hosts(approved_names(store))
    take_names(store, 1, part, protected=protected, clock=lambda: moment)


def scored(
    groups: Sequence[Sequence[str]], links: Sequence[Row], owner: Mapping[str, str | None]
) -> Row:
    """The planted links that were found, by what is shared, and every pair of two owners."""
    group_of = {host: place for place, group in enumerate(groups) for host in group}
    planted, found = Counter[str](), Counter[str]()
    for link in links:
        both = group_of.get(link["left"], -1) == group_of.get(link["right"], -2)
        for identity in (*link["shared"], "links"):
            planted[identity] += 1
            found[identity] += both
    wrong = [
        pair
        for group in groups
        for pair in combinations(group, 2)
        if owner[pair[0]] is None or owner[pair[0]] != owner[pair[1]]
    ]
    return {
        "operators": len(groups),
        "planted": sum(1 for one in set(owner.values()) if one is not None),
        "found": {name: [found[name], planted[name]] for name in sorted(planted)},
        "wrong": wrong,
    }


def main() -> None:
    """Prints all worlds together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--keep", type=Path, help="folder of visited worlds, one below it a seed")
    parser.add_argument("--no-log", action="store_true", help="by visits alone")
    parser.add_argument("--bars", action="store_true", help="end with 1 when a bar is missed")
    asked = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as name:
        for seed in asked.seeds:
            folder = (asked.keep or Path(name)).resolve() / str(seed)
            rows.append(measured(seed, folder, log=not asked.no_log))
            print(json.dumps(rows[-1], ensure_ascii=False), file=sys.stderr, flush=True)
    found = sum(row["found"]["links"][0] for row in rows)
    planted = sum(row["found"]["links"][1] for row in rows)
    wrong = sum(len(row["wrong"]) for row in rows)
    share = round(found / planted, 3)
    told = {"links": [found, planted], "share": share, "wrong": wrong, "worlds": rows}
    print(json.dumps(told, ensure_ascii=False))
    if asked.bars and (share < FOUND or wrong):
        sys.exit(1)


if __name__ == "__main__":
    main()
