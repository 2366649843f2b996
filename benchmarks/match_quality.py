"""Scores the register match on labelled titles: the figures of the bars, and a confusion table.

Prints one JSON object; with ``--bars`` ends with 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.scaled import TITLES, fold, read_rows  # noqa: E402
from crawler.records import (  # noqa: E402
    EntryStatus,
    LicenceKind,
    Listing,
    Match,
    MatchKind,
    RegistryEntry,
)
from matchers.registry import Register, match_all  # noqa: E402
from matchers.verdict.rules import Rules  # noqa: E402

# Figure: the bar, and whether it is a floor (1) or a ceiling (-1).
BARS: Mapping[str, tuple[float, int]] = {
    "ranked_first": (0.97, 1),
    "ranked_first_five": (0.985, 1),
    "right_entry_f1": (0.97, 1),
    "other_publisher_f1": (0.85, 1),
    "other_publisher_called_licensed": (0.01, -1),
    "no_entry_called_licensed": (0.002, -1),
    "without_publisher_called_licensed": (0.002, -1),
    "needlessly_unsure": (0.06, -1),
}
_CLEARING = ("licensed", "licence_problem")
Labelled = tuple[Listing, Mapping[str, str]]
Pair = tuple[Mapping[str, str], Match]
_STATUS = {
    "active": EntryStatus.IN_FORCE,
    "stopped": EntryStatus.STOPPED,
    "revoked": EntryStatus.REVOKED,
}
_KIND = {
    "G1": LicenceKind.G1_RELEASE_DECISION,
    "G2": LicenceKind.G2_CONFIRMATION,
    "G3": LicenceKind.G3_CONFIRMATION,
    "G4": LicenceKind.G4_CONFIRMATION,
}


def read_register(path: Path) -> Register:
    """The labelled set's register."""
    return register_of(read_rows(path))


def register_of(rows: Iterable[Mapping[str, str]]) -> Register:
    """A register of labelled rows."""
    return Register(
        RegistryEntry(
            entry=row["reg_id"],
            kind=_KIND[row["group"]],
            number=row["licence_no"],
            issued=None,
            title=row["title"],
            publisher=row["publisher"],
            status=_STATUS[row["status"]],
        )
        for row in rows
    )


def read_listings(path: Path, *, every: int = 1) -> list[Labelled]:
    """Listings with their labelled rows; ``every`` takes each n-th."""
    return [
        (Listing(id=row["listing_id"], title=row["title"], publisher=row["developer"] or None), row)
        for row in read_rows(path)[::every]
    ]


def digest(listings: Sequence[Labelled]) -> str:
    """Twelve hex digits of the labelled rows, to pin floors to the set they were measured on."""
    text = json.dumps([row for _, row in listings], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def answers(register: Register, listings: Sequence[Labelled]) -> list[Pair]:
    """Each labelled row with what the register says of it."""
    found = match_all((listing for listing, _ in listings), register, Rules())
    return [(row, match) for (_, row), match in zip(listings, found, strict=True)]


def score(
    register: Register, listings: Sequence[Labelled], *, by_noise: bool = False
) -> dict[str, Any]:
    """The figures of the bars, and per class precision, recall and F1 with the confusion."""
    pairs = answers(register, listings)
    report = {"listings": len(pairs), "figures": figures(register, pairs)} | _classes(pairs)
    if by_noise:
        kinds: dict[str, list[Pair]] = defaultdict(list)
        for row, match in pairs:
            for noise in row["noise"].split("+"):
                kinds[noise].append((row, match))
        report["by_noise"] = {
            noise: {"listings": len(some)} | figures(register, some)
            for noise, some in sorted(kinds.items())
        }
    return report


def figures(register: Register, pairs: Sequence[Pair]) -> dict[str, float | None]:
    """The figures that have bars; None where no listing is of the kind that is counted."""
    bearing = [(row, match) for row, match in pairs if row["reg_id"]]
    places = [_place(register, row, match) for row, match in bearing]
    cleared = [match.kind.value in _CLEARING for _, match in pairs]
    clear = [row["expected"] in _CLEARING for row, _ in pairs]
    right = [
        row["expected"] in _CLEARING
        and match.kind == row["expected"]
        and match.entry == row["reg_id"]
        for row, match in pairs
    ]
    other = [row["expected"] == "other_publisher" for row, _ in pairs]
    said_other = [match.kind is MatchKind.OTHER_PUBLISHER for _, match in pairs]
    right_other = [left and said for left, said in zip(other, said_other, strict=True)]
    return {
        "ranked_first": _mean([place < 1 for place in places]),
        "ranked_first_five": _mean([place < 5 for place in places]),
        "right_entry_f1": _f1(sum(right), sum(cleared), sum(clear)),
        "other_publisher_f1": _f1(sum(right_other), sum(said_other), sum(other)),
        "other_publisher_called_licensed": _called(
            pairs, "licensed", lambda row: row["expected"] == "other_publisher"
        ),
        "no_entry_called_licensed": _called(
            pairs, "licensed", lambda row: row["expected"] == "no_entry"
        ),
        "without_publisher_called_licensed": _called(
            pairs, "licensed", lambda row: not row["developer"]
        ),
        "needlessly_unsure": _called(pairs, "unsure", lambda row: row["expected"] != "unsure"),
    }


def missed_bars(found: Mapping[str, float | None]) -> list[str]:
    """Sentences about the bars that are not reached."""
    return [
        f"{name} is {value}, the bar is {bar}"
        for name, (bar, sign) in BARS.items()
        if (value := found[name]) is not None and sign * value < sign * bar
    ]


def _place(register: Register, row: Mapping[str, str], match: Match) -> int:
    """Where the first candidate with the true title stands; beyond all, where there is none."""
    true = register.entry(row["reg_id"])
    if true is None:
        raise SystemExit(f"{row['listing_id']} names {row['reg_id']}, which is no entry.")
    groups = [fold(candidate.title) for candidate in match.candidates]
    return groups.index(fold(true.title)) if fold(true.title) in groups else sys.maxsize


def _called(
    pairs: Sequence[Pair], kind: str, among: Callable[[Mapping[str, str]], bool]
) -> float | None:
    return _mean([match.kind == kind for row, match in pairs if among(row)])


def _mean(values: Sequence[bool]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _f1(right: int, said: int, true: int) -> float | None:
    return round(2 * right / (said + true), 4) if said + true else None


def _classes(pairs: Sequence[Pair]) -> dict[str, Any]:
    table = Counter((row["expected"], match.kind.value) for row, match in pairs)
    cleared = [(row, match) for row, match in pairs if match.kind is MatchKind.LICENSED]
    wrong = [row for row, match in cleared if row["expected"] != "licensed"]
    return {
        "classes": {kind.value: _class(table, kind.value) for kind in MatchKind},
        "wrong_licensed_share": round(len(wrong) / max(1, len(cleared)), 4),
        "wrong_licensed_nearmiss": sum(row["label"] == "nearmiss" for row in wrong),
        "wrong_licensed_other": sum(row["label"] == "impersonator" for row in wrong),
        "licensed_right_row": round(
            sum(row["reg_id"] == match.entry for row, match in cleared) / max(1, len(cleared)), 4
        ),
        "confusion": {
            kind.value: {other.value: table[kind.value, other.value] for other in MatchKind}
            for kind in MatchKind
        },
    }


def _class(table: Mapping[tuple[str, str], int], kind: str) -> dict[str, float]:
    right = table[kind, kind]
    said = sum(count for (_, answer), count in table.items() if answer == kind)
    true = sum(count for (label, _), count in table.items() if label == kind)
    precision, recall = right / max(1, said), right / max(1, true)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def main() -> int:
    """Reads the options, scores, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--titles", type=Path, default=TITLES, help="folder of the labelled set")
    parser.add_argument("--every", type=int, default=1, help="take each n-th listing")
    parser.add_argument("--by-noise", action="store_true", help="the figures per noise kind too")
    parser.add_argument("--bars", action="store_true", help="end with 1 when a bar is missed")
    parser.add_argument("--output", type=Path, help="write the JSON here too")
    options = parser.parse_args()
    started = time.process_time()
    register = read_register(options.titles / "registry.csv")
    indexed = time.process_time()
    listings = read_listings(options.titles / "listings.csv", every=options.every)
    report = score(register, listings, by_noise=options.by_noise)
    ended = time.process_time()
    report |= {
        "missed": missed_bars(report["figures"]),
        "digest": digest(listings),
        "index_cpu_s": round(indexed - started, 2),
        "match_cpu_s": round(ended - indexed, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    text = json.dumps(report, ensure_ascii=False, indent=2)
    print(text)
    if options.output:
        options.output.write_text(text + "\n", encoding="utf-8")
    return 1 if options.bars and report["missed"] else 0


if __name__ == "__main__":
    sys.exit(main())
