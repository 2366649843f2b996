"""Sweeps invented worlds of sites through the replica and compares verdicts with the answer key.

Every name of the world is a lead, so that the verdicts are measured and not the screening of names.
Prints one JSON list, an object a seed, and each as it is done on stderr; ends with 1 when a bar of
docs/sites.md is missed. With ``--keep`` a world is visited once, and judged anew when it is
measured again.
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
from crawler.replica.sites.running import RunningSites, running_sites  # noqa: E402
from crawler.store.cases import find_case  # noqa: E402
from crawler.store.sightings import sightings_of  # noqa: E402
from crawler.store.verdicts import latest_verdict  # noqa: E402
from crawler.workspace import SETTINGS_FILE, create_workspace, open_workspace  # noqa: E402

# Recall by kind.
_BARS = {
    "gambling": 0.95,
    "compromised": 1.0,
    "private_server": 0.9,
    "unlicensed_game": 0.9,
}
_SETTINGS = """\
contact = "benchmark"

[network]
ca_file = "{ca_file}"
resolver = "{resolver}"
control_resolver = "{control}"
carries_block = {blocked}

[source.domains]
requests_per_minute = 60000
most_subjects = 50000
canaries = ["{canary}"]
"""
Row = dict[str, Any]


def run_world(
    seed: int,
    *,
    poisoned: int = 40,
    hostile: bool = False,
    blocked: bool = False,
    recheck: bool = False,
    kind: str | None = None,
    keep: Path | None = None,
) -> Row:
    """One world visited as a user does it, or as it was kept; what was said of each site."""
    with tempfile.TemporaryDirectory() as name:
        folder = keep or Path(name)
        kept = folder / "visited.json"
        visited: Row
        if kept.exists():
            visited = json.loads(kept.read_text(encoding="utf-8"))
            _rasoat({}, folder / "office", "judge", "--all", "--json")
        else:
            (folder / "replica").mkdir(parents=True, exist_ok=True)
            with running_sites(
                seed, folder / "replica", poisoned=poisoned, hostile=hostile
            ) as sites:
                visited = _visited(sites, folder, blocked=blocked, recheck=recheck, kind=kind)
            kept.write_text(json.dumps(visited), encoding="utf-8")
        rows = _rows(folder / "replica" / "answers.json", blocked=blocked, kind=kind)
        told = scored(folder / "office", rows, crawl=visited.pop("crawl"))
        return told | visited | {"seed": seed}


def _rows(answers: Path, *, blocked: bool, kind: str | None) -> list[Row]:
    rows = json.loads(answers.read_text(encoding="utf-8"))
    return [row for row in rows if kind in (None, row["kind"]) and (not blocked or row["blocked"])]


def _visited(
    sites: RunningSites, folder: Path, *, blocked: bool, recheck: bool, kind: str | None
) -> Row:
    """How the sweep of a world fared, and the look again from the network that blocks."""
    rows = _rows(sites.answers, blocked=blocked, kind=kind)
    every = _rows(sites.answers, blocked=False, kind=None)
    office = folder / "office"
    create_workspace(office, rehearsal=True)
    canary = next(row for row in every if row["kind"] == "honest" and not row["blocked"])
    _settle(office, sites, blocked=blocked, canary=canary["subject"])
    here = sites.environment(blocked=blocked)
    _rasoat(here, office, "registry", "import", str(sites.register), "--complete")
    entries = folder / "entries.txt"
    entries.write_text("".join(f"domain:{row['host']}\n" for row in rows), encoding="utf-8")
    started = time.monotonic()
    crawled = _rasoat(here, office, "sweep", "domains", "--terms", str(entries), "--json")
    seconds = round(time.monotonic() - started, 1)
    crawl = json.loads(crawled.splitlines()[0])
    told = {name: crawl[name] for name in ("crawl", "complete", "requested")}
    told["seconds"] = seconds
    if recheck:
        _settle(office, sites, blocked=True, canary=canary["subject"])
        told["recheck"] = _rechecked(sites, office, rows)
    return told


def _settle(office: Path, sites: RunningSites, *, blocked: bool, canary: str) -> None:
    settings = _SETTINGS.format(
        ca_file=sites.ca_file.as_posix(),
        resolver=sites.blocking_resolver if blocked else sites.resolver,
        control=sites.resolver if blocked else "",
        blocked=str(blocked).lower(),
        canary=canary,
    )
    (office / SETTINGS_FILE).write_text(settings, encoding="utf-8")


def _rechecked(sites: RunningSites, office: Path, rows: Sequence[Row]) -> Row:
    """What a re-check in the network that blocks says of the living sites that are cases."""
    with open_workspace(office).open_store() as store:
        cases = {row["subject"] for row in rows if find_case(store, row["subject"])}
    asked = [row["subject"] for row in rows if row["blocked"] and row["subject"] in cases]
    told = _rasoat(sites.environment(blocked=True), office, "recheck", *asked, "--json")
    return Counter(json.loads(line)["outcome"] for line in told.splitlines())


def _rasoat(here: Mapping[str, str], office: Path, *arguments: str) -> str:
    lowered = ("no_proxy", "http_proxy", "https_proxy")
    environment = {name: each for name, each in os.environ.items() if name.lower() not in lowered}
    done = subprocess.run(
        [sys.executable, "-m", "crawler.cli", "-w", str(office), "-q", *arguments],
        env=environment | dict(here),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 3):
        raise RuntimeError(done.stderr)
    return done.stdout


def scored(office: Path, rows: Sequence[Row], *, crawl: int) -> Row:
    """Recall by kind, every false accusation, and what else the crawl of the world missed."""
    with open_workspace(office).open_store() as store:
        said = {}
        for row in rows:
            verdict = latest_verdict(store, row["subject"])
            seen = sightings_of(store, row["subject"], crawl=crawl)
            said[row["host"]] = (
                verdict.kind.value if verdict else None,
                str(verdict.question) if verdict and verdict.question else None,
                seen[0].facts.get("ending") if seen else None,
                [each["kind"] for each in seen[0].facts.get("cloaking", ())] if seen else [],
                seen[0].presence.value if seen else None,
                seen[0].facts if seen else {},
            )
    right, wrong, false = Counter[str](), [], []
    kinds = Counter(row["kind"] for row in rows)
    endings = Counter(f"{row['kind']}:{said[row['host']][2]}" for row in rows)
    for row in rows:
        kind, question, ending, cloaks, _, _ = said[row["host"]]
        if row["accusation_forbidden"] and kind in ACCUSING:
            false.append([row["host"], row["kind"], kind, row["why"]])
        # Of what cannot be looked at, or is not to be flagged, nothing may be said.
        silent = kind is None and not set(row["acceptable"]) - {"clean", "unsure", "parked"}
        if silent or kind in row["acceptable"]:
            right[row["kind"]] += 1
        else:
            wrong.append([row["host"], row["kind"], row["wording"], row["cloaking"], kind,
                          question, ending, cloaks])  # fmt: skip
    cloaked = [row for row in rows if row["cloaking"]]
    return {
        "sites": len(rows),
        "recall": {kind: round(right[kind] / kinds[kind], 3) for kind in sorted(kinds)},
        "false": false,
        "wrong": wrong,
        "cloaking": _noticed(cloaked, said),
        "unseen": sum(1 for row in rows if said[row["host"]][2] is None),
        "presence": Counter(str(each[4]) for each in said.values()),
        "endings": endings,
        "by_browser": sum(bool(each[5].get("needs_browser")) for each in said.values()),
        "payments": _payments(rows, said),
    }


def _noticed(cloaked: Sequence[Row], said: Mapping[str, Any]) -> Row:
    kinds = Counter(row["cloaking"] for row in cloaked)
    found = Counter(row["cloaking"] for row in cloaked if row["cloaking"] in said[row["host"]][3])
    return {kind: [found[kind], kinds[kind]] for kind in sorted(kinds)}


def _payments(rows: Sequence[Row], said: Mapping[str, Any]) -> Row:
    """Planted accounts and QR codes that were read."""
    accounts = codes = read = decoded = 0
    for row in rows:
        facts = said[row["host"]][5]
        paid = {one["account"] for one in facts.get("payments", ())}
        for payment in row["payments"]:
            if payment["account"]:
                digits = "".join(filter(str.isdigit, payment["account"]))
                accounts, read = accounts + 1, read + (digits in paid)
        for code in row["qr"]:
            codes, decoded = codes + 1, decoded + (code in facts.get("codes", ()))
    return {"accounts": [read, accounts], "codes": [decoded, codes]}


def main() -> int:
    """Reads the options, visits world after world, prints all of them as one list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--poisoned", type=int, default=40)
    parser.add_argument("--hostile", action="store_true")
    parser.add_argument("--blocked", action="store_true")
    parser.add_argument(
        "--recheck", action="store_true", help="then look again from the network that blocks"
    )
    parser.add_argument("--kind", help="only sites of this kind of the answer key")
    parser.add_argument("--keep", type=Path, help="folder of visited worlds, one below it a seed")
    asked = parser.parse_args()
    worlds = []
    for seed in asked.seeds:
        told = run_world(
            seed,
            poisoned=asked.poisoned,
            hostile=asked.hostile,
            blocked=asked.blocked,
            recheck=asked.recheck,
            kind=asked.kind,
            keep=asked.keep and asked.keep.resolve() / str(seed),
        )
        print(json.dumps(told, ensure_ascii=False), file=sys.stderr, flush=True)
        worlds.append(told)
    print(json.dumps(worlds, ensure_ascii=False))
    return int(any(map(missed, worlds)))


def missed(told: Row) -> bool:
    """Whether a world missed a bar."""
    low = any(told["recall"].get(kind, 1.0) < bar for kind, bar in _BARS.items())
    looked = set(told.get("recheck", ())) - {"blocked_here"}
    return bool(told["false"]) or low or bool(looked)


if __name__ == "__main__":
    sys.exit(main())
