"""The words' answers on labelled texts and disguises: right, wrong and missed, by kind.

Texts: JSON Lines with ``id``, texts, ``kind`` and ``expected`` (a verdict), or ``gambling`` (true,
false). Disguises: CSV with ``form``, ``raw``, ``expected``. Prints one JSON object; ``missed``
names what was answered otherwise. ``--half`` takes the rows of one half; ``--names no`` prints
figures alone. Ends with 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from crawler.records import PublishedText, TextVerdict  # noqa: E402
from crawler.rows import Refusal  # noqa: E402
from crawler.texts import read_texts  # noqa: E402
from matchers.lexicon import load_lexicon  # noqa: E402
from matchers.verdict.assess import assess_text  # noqa: E402
from matchers.verdict.rules import Rules  # noqa: E402

SHARED = ROOT.parent / "shared" / "data" / "facebook" / "text"
INVENTED = ROOT / "tests" / "quality" / "texts"
ACCUSING = frozenset({TextVerdict.GAMBLING, TextVerdict.PROMOTES_UNLICENSED})
RECALL = 0.9
_LABELS = {"private_server": TextVerdict.PROMOTES_UNLICENSED}
_LEXICON, _RULES = load_lexicon(), Rules()


def read_labelled(path: Path, half: str | None = None) -> list[tuple[PublishedText, str, str]]:
    """The texts with their kind and the verdict that people gave."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    kept = [row for row in rows if half is None or row.get("half") == half]
    lines = (json.dumps(row) for row in kept)
    texts = read_texts(lines, path.name, _fail)
    return [(text, row["kind"], _label(row)) for text, row in zip(texts, kept, strict=True)]


def _fail(refused: Refusal) -> None:
    raise ValueError(refused.sentence)


def _label(row: Mapping[str, Any]) -> str:
    if "expected" in row:
        return str(_LABELS.get(row["expected"], row["expected"]))
    return TextVerdict.GAMBLING if row["gambling"] else TextVerdict.CLEAN


def score(labelled: Iterable[tuple[PublishedText, str, str]]) -> dict[str, Any]:
    """Recall of the accusing labels, what was accused wrongly, and both by kind."""
    kinds: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    missed: list[str] = []
    told = {"right": 0, "of": 0, "accused_wrongly": 0, "unsure_wrongly": 0, "clean": 0}
    for text, kind, label in labelled:
        found = assess_text(text, _LEXICON, _RULES).verdict
        kinds[f"{kind} ({label})"][found] += 1
        if label in ACCUSING:
            told["of"] += 1
            told["right"] += found == label
        else:
            told["clean"] += 1
            told["accused_wrongly"] += found in ACCUSING
            told["unsure_wrongly"] += found is TextVerdict.UNSURE and label == TextVerdict.CLEAN
        if found != label:
            missed.append(f"{text.id} {kind}: {label} → {found}")
    recall = round(told["right"] / told["of"], 3) if told["of"] else None
    return (
        told
        | {"recall": recall, "kinds": {k: dict(v) for k, v in kinds.items()}}
        | {"missed": missed}
    )


def read_disguises(path: Path) -> list[tuple[str, str, str]]:
    """Form, raw text and how it is read."""
    with path.open(encoding="utf-8", newline="") as rows:
        return [(row["form"], row["raw"], row["expected"]) for row in csv.DictReader(rows)]


def score_disguises(rows: Iterable[tuple[str, str, str]]) -> dict[str, Any]:
    """How many are read to the letter, white space apart."""
    read = [(form, raw, expected, _read(raw)) for form, raw, expected in rows]
    missed = [
        f"{form}: {raw} → {found}, not {expected}"
        for form, raw, expected, found in read
        if found.split() != expected.split()
    ]
    return {"undone": len(read) - len(missed), "of": len(read), "missed": missed}


def _read(raw: str) -> str:
    return assess_text(PublishedText(id="", text=raw), _LEXICON, _RULES, reads=True).reads or ""


def digest(path: Path) -> str:
    """Twelve hex digits of the very bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _reports(folders: Iterable[Path], half: str | None) -> Iterator[tuple[str, dict[str, Any]]]:
    for folder in folders:
        for path in sorted(folder.glob("*.jsonl")):
            yield path.name, score(read_labelled(path, half))
        for path in sorted(folder.glob("*.csv")):
            yield path.name, score_disguises(read_disguises(path))


def main() -> int:
    """Reads the options, assesses, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="default: shared and invented sets")
    parser.add_argument("--half", help="only rows whose `half` is this")
    parser.add_argument("--names", choices=("yes", "no"), default="yes", help="print what missed")
    options = parser.parse_args()
    reports = dict(_reports(options.folders or (SHARED, INVENTED), options.half))
    if options.names == "no":
        for report in reports.values():
            report.pop("missed")
    print(json.dumps(reports, ensure_ascii=False, indent=1))
    held = all(
        (report.get("recall") or 1.0) >= RECALL and not report.get("accused_wrongly")
        for report in reports.values()
    )
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
