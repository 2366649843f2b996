"""Names of the history that were among the 20 predicted of their family before they came up.

For each cut-off: families of the names known before it, 20 predictions a family, and how many of
the names that came up later are among them; against the naive rule "number + 1, then the same name
on another suffix", its suffixes in the order of their use before the cut-off. Nothing after the
cut-off is read to predict. Prints one JSON object; with ``--bars`` it ends with 1 where the rule is
not beaten.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from operator import le
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from crawler.successors import MOST  # noqa: E402
from matchers.domains.successors import Learned, learn, successors  # noqa: E402

HISTORY = ROOT.parent / "shared" / "data" / "domains" / "gambling_vn_history.csv.gz"
CUTS = ("2023-01-01", "2023-07-01", "2024-01-01", "2024-07-01", "2025-01-01", "2025-07-01",
        "2026-01-01")  # fmt: skip
_NUMBER = re.compile(r"\d+")
_RUN = re.compile(r"[a-z]+")
_COMMON = 8  # other names with a run of letters that make it nobody's own
Name = tuple[str, str, date]  # label, suffix, the day on which it came up
Parts = Sequence[tuple[str, str]]


def read_history(file: Path) -> list[Name]:
    """The names of the history with the day on which each was listed first."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [(*row["domain"].split(".", 1), row["first_seen"]) for row in csv.DictReader(lines)]
    return [(label, suffix, date.fromisoformat(day)) for label, suffix, day in rows]


def families(known: Iterable[Name]) -> Mapping[str, Parts]:
    """The names by the longest run of letters that is a family's own, else by the label itself."""
    known = list(known)
    bare = {_NUMBER.sub("#", label) for label, _, _ in known}
    borne = Counter(run for label in bare for run in set(_RUN.findall(label)))
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for label, suffix, _ in known:
        own = [run for run in _RUN.findall(label) if len(run) > 2 and borne[run] < _COMMON]
        stem = label.strip("0123456789-")
        series = len(stem) > 2 and not stem.isalpha()
        key = max(own, key=len) if own else stem if series else label
        found[key].append((label, suffix))
    return found


def naive(members: Parts, suffixes: Sequence[str]) -> list[str]:
    """The last number and one, then each name on each suffix, the most used first."""
    following = []
    for label, suffix in members:
        for last in list(_NUMBER.finditer(label))[-1:]:
            number = str(int(last[0]) + 1).zfill(len(last[0]))
            following.append(f"{label[: last.start()]}{number}{label[last.end() :]}.{suffix}")
    moved = [f"{label}.{suffix}" for suffix in suffixes for label, _ in members]
    have = {f"{label}.{suffix}" for label, suffix in members}
    return [name for name in dict.fromkeys((*following, *moved)) if name not in have][:MOST]


def learned_names(members: Parts, learned: Learned) -> list[str]:
    """As the product predicts them."""
    return [found.name for found in successors(members, MOST, learned)]


def at_cut(names: Sequence[Name], cut: date) -> dict[str, object]:
    """What both rules foresaw at one cut-off."""
    known = [name for name in names if name[2] < cut]
    later = {f"{label}.{suffix}" for label, suffix, day in names if day >= cut}
    by_use = [suffix for suffix, _ in Counter(suffix for _, suffix, _ in known).most_common()]
    of = families(known)
    largest = max(of, key=lambda key: len(of[key]))

    def hits(rule: Callable[[Parts], list[str]], without: str | None = None) -> int:
        told = {name for key, members in of.items() if key != without for name in rule(members)}
        return len(told & later)

    ours = partial(learned_names, learned=learn(known, cut))
    plain = partial(naive, suffixes=by_use)
    return {
        "cut": cut.isoformat(),
        "known": len(known),
        "families": len(of),
        "later": len(later),
        "foreseen": hits(ours),
        "naive": hits(plain),
        "foreseen_without_the_largest": hits(ours, largest),
        "naive_without_the_largest": hits(plain, largest),
    }


def main() -> None:
    """Prints all cut-offs together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--history", type=Path, default=HISTORY)
    parser.add_argument("--cuts", nargs="+", default=list(CUTS))
    parser.add_argument("--bars", action="store_true", help="end with 1 where naive is not beaten")
    asked = parser.parse_args()
    names = read_history(asked.history)
    rows = [at_cut(names, date.fromisoformat(cut)) for cut in asked.cuts]
    foreseen, naive_ones = ([int(str(row[rule])) for row in rows] for rule in ("foreseen", "naive"))
    told = {"foreseen": sum(foreseen), "naive": sum(naive_ones), "cuts": rows}
    print(json.dumps(told))
    if asked.bars and any(map(le, foreseen, naive_ones)):
        sys.exit(1)


if __name__ == "__main__":
    main()
