"""Sweeps whole invented worlds through the replica and compares every verdict with its answer key.

Prints one JSON object; ends with 1 when a bar of issue A is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from crawler.records import ACCUSING  # noqa: E402
from crawler.replica.running import RunningReplica, running_replica  # noqa: E402
from crawler.workspace import SETTINGS_FILE, create_workspace, open_workspace  # noqa: E402

FLAGGED_SHARE = 0.95  # of the planted gambling and unlicensed apps that the stores showed us
_SETTINGS = """\
contact = "benchmark"

[network]
ca_file = "{ca_file}"

[source.apple_app_store]
requests_per_minute = 60000
most_subjects = 50000

[source.google_play]
requests_per_minute = 60000
most_subjects = 50000
"""


def run_world(
    seed: int, *, apps: int, global_games: int = 0, g1_only: bool = False
) -> dict[str, Any]:
    """One world swept as a user does it; what was said of each planted app."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with running_replica(
            seed, folder / "replica", apps=apps, global_games=global_games
        ) as replica:
            office = folder / "office"
            create_workspace(office, rehearsal=True)
            settings = _SETTINGS.format(ca_file=replica.ca_file.as_posix())
            (office / SETTINGS_FILE).write_text(settings, encoding="utf-8")
            register = replica.register_g1 if g1_only else replica.register
            started = time.monotonic()
            rasoat(replica, office, "registry", "import", str(register), "--complete")
            crawled = rasoat(
                replica, office, "sweep", "--terms", str(replica.terms), "--charts", "--json"
            )
            seconds = time.monotonic() - started
            answers = json.loads(replica.answers.read_text(encoding="utf-8"))
        return _scored(office, answers) | {
            "seed": seed,
            "seconds": round(seconds, 1),
            "complete": [json.loads(line)["complete"] for line in crawled.splitlines()],
        }


def rasoat(replica: RunningReplica, office: Path, *arguments: str) -> str:
    """What a command prints that reaches the replica; it must end well."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name.lower() not in ("no_proxy", "http_proxy", "https_proxy")
    }
    environment |= {"http_proxy": replica.proxy_url, "https_proxy": replica.proxy_url}
    done = subprocess.run(
        [sys.executable, "-m", "crawler.cli", "-w", str(office), "-q", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 3):
        raise SystemExit(
            f"rasoat {' '.join(arguments)} ended with {done.returncode}: {done.stderr}"
        )
    return done.stdout


def _scored(office: Path, answers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    from crawler.store.cases import cases
    from crawler.store.verdicts import latest_verdicts

    with open_workspace(office).open_store() as store:
        said = {verdict.subject: verdict for verdict in latest_verdicts(store)}
        with_case = {case.subject for case in cases(store)}
    accusing = {str(kind) for kind in ACCUSING}
    table: Counter[tuple[str, str]] = Counter()
    missed, accused = [], []
    for answer in answers:
        verdict = said.get(answer["subject"])
        kind = "not_seen" if verdict is None else str(verdict.kind)
        table[answer["planted"], kind] += 1
        case = f"{answer['subject']} {answer['planted']} → {kind}: {answer['title']}"
        if answer["planted"] in ("gambling", "unlicensed") and kind not in accusing:
            missed.append(case)
        if answer["accusation_forbidden"] and kind in accusing:
            accused.append(case)
    untied = {answer["subject"] for answer in answers if answer["planted"] == "no_entry"}
    return {
        "planted": len(answers),
        "verdicts": {f"{planted} → {kind}": n for (planted, kind), n in sorted(table.items())},
        "to_flag": sum(n for (kind, _), n in table.items() if kind in ("gambling", "unlicensed")),
        "missed": missed,
        "accused": accused,
        "unlicensed": sum(str(verdict.kind) == "unlicensed" for verdict in said.values()),
        "untied_games_seen": len(untied & said.keys()),
        "untied_games_with_case": sorted(untied & with_case),
    }


def report(seeds: Sequence[int], *, apps: int, g1_seeds: int, global_games: int) -> dict[str, Any]:
    """All worlds; the bars of issue A beside what was reached."""
    worlds = [run_world(seed, apps=apps) for seed in seeds]
    g1_only = [run_world(seed, apps=apps, g1_only=True) for seed in seeds[:g1_seeds]]
    to_flag = sum(world["to_flag"] for world in worlds)
    missed = [case for world in worlds for case in world["missed"]]
    foreign = run_world(seeds[0], apps=apps, global_games=global_games) if global_games else None
    return {
        "seeds": list(seeds),
        "apps_a_world": apps,
        "to_flag": to_flag,
        "flagged_share": round(1 - len(missed) / max(1, to_flag), 4),
        "accused_wrongly": [case for world in worlds for case in world["accused"]],
        "g1_only_unlicensed": sum(world["unlicensed"] for world in g1_only),
        "global_games_seen": foreign["untied_games_seen"] if foreign else 0,
        "untied_games_with_case": [
            subject
            for world in (*worlds, *([foreign] if foreign else ()))
            for subject in world["untied_games_with_case"]
        ],
        "global_world_seconds": foreign["seconds"] if foreign else None,
        "seconds_a_world": round(sum(world["seconds"] for world in worlds) / len(worlds), 1),
        "missed": missed,
        "verdicts": dict(sum((Counter(world["verdicts"]) for world in worlds), Counter())),
        "all_complete": all(all(world["complete"]) for world in worlds),
    }


def _holds(figures: Mapping[str, Any]) -> bool:
    return (
        figures["flagged_share"] >= FLAGGED_SHARE
        and not figures["accused_wrongly"]
        and not figures["g1_only_unlicensed"]
        and not figures["untied_games_with_case"]
        and figures["all_complete"]
    )


def main() -> int:
    """Reads the options, runs the worlds, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first-seed", type=int, default=1001)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--apps", type=int, default=240)
    parser.add_argument("--g1-seeds", type=int, default=5, help="worlds with a G1-only register")
    parser.add_argument("--global-games", type=int, default=10_000)
    options = parser.parse_args()
    seeds = range(options.first_seed, options.first_seed + options.seeds)
    figures = report(
        seeds, apps=options.apps, g1_seeds=options.g1_seeds, global_games=options.global_games
    )
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    return 0 if _holds(figures) else 1


if __name__ == "__main__":
    sys.exit(main())
