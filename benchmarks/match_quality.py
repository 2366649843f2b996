"""Scores the register match on the labelled titles: a confusion table as JSON."""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from crawler.records import EntryStatus, LicenceKind, Listing, MatchKind, RegistryEntry  # noqa: E402
from matchers.registry import Register, match_all  # noqa: E402
from matchers.verdict.rules import Rules  # noqa: E402

TITLES = ROOT.parent / "shared" / "data" / "matching" / "titles"
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
        for row in _rows(path)
    )


def read_listings(path: Path, *, every: int = 1) -> list[tuple[Listing, Mapping[str, str]]]:
    """Listings with their labelled rows; ``every`` takes each n-th."""
    return [
        (Listing(id=row["listing_id"], title=row["title"], publisher=row["developer"] or None), row)
        for row in _rows(path)[::every]
    ]


def digest(listings: Sequence[tuple[Listing, Mapping[str, str]]]) -> str:
    """Twelve hex digits of the labelled rows, to pin floors to the set they were measured on."""
    text = json.dumps([row for _, row in listings], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def score(
    register: Register, listings: Sequence[tuple[Listing, Mapping[str, str]]]
) -> dict[str, Any]:
    """Confusion, and per class precision, recall and F1; the share of wrong clearances."""
    found = match_all((listing for listing, _ in listings), register, Rules())
    pairs = [(row, match) for (_, row), match in zip(listings, found, strict=True)]
    table = Counter((row["expected"], match.kind.value) for row, match in pairs)
    cleared = [(row, match) for row, match in pairs if match.kind is MatchKind.LICENSED]
    wrong = [row for row, match in cleared if row["expected"] != "licensed"]
    return {
        "listings": len(pairs),
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


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def main() -> None:
    """Reads the options, scores, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--titles", type=Path, default=TITLES, help="folder of the labelled set")
    parser.add_argument("--every", type=int, default=1, help="take each n-th listing")
    parser.add_argument("--output", type=Path, help="write the JSON here too")
    options = parser.parse_args()
    started = time.process_time()
    register = read_register(options.titles / "registry.csv")
    indexed = time.process_time()
    listings = read_listings(options.titles / "listings.csv", every=options.every)
    report = score(register, listings)
    ended = time.process_time()
    report |= {
        "digest": digest(listings),
        "index_cpu_s": round(indexed - started, 2),
        "match_cpu_s": round(ended - indexed, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    text = json.dumps(report, ensure_ascii=False, indent=2)
    print(text)
    if options.output:
        options.output.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
