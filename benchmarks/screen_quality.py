"""How well names are screened: ``rasoat screen`` asked once for all labelled names, as it ships.

One run of the command in a new process, with its default threshold; then the share of each set
that it flags. Prints one JSON object; ``missed`` lists the bars that are not reached, and with
``--bars`` a missed one ends the run with 1. The shipped model trained on most of these sets. What
it reaches on names that it never saw is what cross-validation says, in ``names.json`` beside it, or
a run with ``--fold N`` of a model that was trained ``--without N``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.names.sources import DOMAINS, FOLDS, fold_of, read  # noqa: E402

# Figure to its bar, and 1 where more is better, -1 where less is.
BARS: Mapping[str, tuple[float, int]] = {
    "vietnam": (0.80, 1),
    "vietnam_without_family": (0.70, 1),
    "vietnam_since_2025": (0.65, 1),
    "pooled_harmless": (0.0018, -1),
    "hard_harmless": (0.008, -1),
}
FAMILY = ("k8", "j9", "i9")  # a third of the Vietnamese list is of these three houses

Sets = dict[str, list[str]]


def labelled_sets(folder: Path, folds: frozenset[int]) -> Sets:
    """The names of each figure, as far as they are of the folds."""
    doubtful = {row["domain"] for row in read(folder / "vn_zone_suspects.csv")}
    vietnam = list(read(folder / "gambling_vn.csv.gz"))
    zone = [row["domain"] for row in read(folder / "benign_vn_zone.csv.gz")]
    zone = [name for name in zone if name not in doubtful]
    top = [row["domain"] for row in read(folder / "benign.csv.gz")]
    hard = read(folder / "hard_benign.csv")
    sets = {
        "vietnam": [row["domain"] for row in vietnam],
        "vietnam_without_family": [
            row["domain"] for row in vietnam if not row["domain"].startswith(FAMILY)
        ],
        "vietnam_since_2025": [row["domain"] for row in vietnam if row["source_date"] >= "2025"],
        "pooled_harmless": top + zone,
        "top_lists": top,
        "vn_zone": zone,
        "hard_harmless": [row["domain"] for row in hard if row["in_gambling_list"] != "1"],
        "other_gambling": [row["domain"] for row in read(folder / "gambling_intl.csv.gz")],
    }
    return {
        title: [name for name in names if fold_of(name) in folds] for title, names in sets.items()
    }


def flagged_names(names: list[str]) -> frozenset[str]:
    """What the command flags of these names, in one run."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "names.txt"
        file.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
        command = [sys.executable, "-m", "crawler.cli", "-q", "screen", str(file), "--json"]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if done.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}.")
    return frozenset(_names(done.stdout))


def _names(lines: bytes) -> Iterator[str]:
    for line in lines.splitlines():
        found = json.loads(line)
        if found["flagged"] and not found["reasons"]:
            raise SystemExit(f"{found['name']} is flagged without a reason.")
        yield found["name"]


def score(sets: Sets) -> dict[str, Any]:
    """The flagged share of each set, and the sets' digest."""
    names = sorted({name for each in sets.values() for name in each})
    flagged = flagged_names(names)
    return {
        "figures": {
            title: round(sum(name in flagged for name in each) / len(each), 5)
            for title, each in sets.items()
            if each
        },
        "names": {title: len(each) for title, each in sets.items()},
        "digest": hashlib.sha256("\n".join(names).encode()).hexdigest()[:12],
    }


def missed_bars(figures: Mapping[str, float]) -> list[str]:
    """Sentences about the bars that are not reached."""
    return [
        f"{name} is {figures[name]}, the bar is {bar}"
        for name, (bar, sign) in BARS.items()
        if sign * figures[name] < sign * bar
    ]


def main() -> int:
    """Reads the options, asks the command, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=DOMAINS, help="of the labelled sets")
    parser.add_argument("--fold", type=int, choices=range(FOLDS), help="names of this fold only")
    parser.add_argument("--bars", action="store_true", help="end with 1 when a bar is missed")
    options = parser.parse_args()
    folds = frozenset(range(FOLDS)) if options.fold is None else frozenset({options.fold})
    report = score(labelled_sets(options.folder, folds))
    report["missed"] = missed_bars(report["figures"])
    print(json.dumps(report, indent=1))
    return 1 if options.bars and report["missed"] else 0


if __name__ == "__main__":
    sys.exit(main())
