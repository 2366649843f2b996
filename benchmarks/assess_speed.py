"""Texts of 500 letters that one core assesses in a second. Prints one JSON object.

The texts are the labelled ones, half of them of gambling, laid end to end: far denser in words of
gambling than what a crawl brings. ``plain`` repeats the clean ones alone. ``file`` is the dense
ones from a file to lines of JSON: the CPU of all processes of ``rasoat assess``, less its start.
With ``--bars`` ends with 1 when the dense ones miss the bar.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.text_quality import ACCUSING, INVENTED, SHARED, read_labelled  # noqa: E402
from crawler.records import PublishedText  # noqa: E402
from crawler.side_by_side import few_collections  # noqa: E402
from matchers.lexicon import load_lexicon  # noqa: E402
from matchers.verdict.assess import assess_texts  # noqa: E402
from matchers.verdict.rules import Rules  # noqa: E402

BAR = 3_000
_LETTERS = 500
_ROUNDS = 3
_START = 2_000  # texts of the file that is taken off


def texts_of(rows: list[str], wanted: int) -> list[PublishedText]:
    """Texts of one length, from others laid end to end."""
    rng = random.Random(5)
    texts = []
    for number in range(wanted):
        text = ""
        while len(text) < _LETTERS:
            text += rng.choice(rows) + " "
        texts.append(PublishedText(id=str(number), text=text[:_LETTERS]))
    return texts


def per_second(texts: list[PublishedText]) -> int:
    """By the least CPU of some rounds: other work on the machine only adds."""
    lexicon, rules = load_lexicon(), Rules()
    least = float("inf")
    with few_collections():  # as the command does
        for _ in range(_ROUNDS):
            before = time.process_time()
            for _ in assess_texts(texts, lexicon, rules):
                pass
            least = min(least, time.process_time() - before)
    return round(len(texts) / least)


def from_file(rows: list[str], wanted: int) -> int:
    """The same of the command: what a longer file takes beside a short one."""
    texts = texts_of(rows, _START + wanted)
    with tempfile.TemporaryDirectory() as folder:
        short, long = Path(folder, "short.jsonl"), Path(folder, "long.jsonl")
        for path, some in ((short, texts[:_START]), (long, texts)):
            lines = [json.dumps(asdict(text), ensure_ascii=False) for text in some]
            path.write_text("\n".join(lines), encoding="utf-8")
        least = {path: min(_cpu_of_command(path) for _ in range(_ROUNDS)) for path in (short, long)}
    return round(wanted / (least[long] - least[short]))


def _cpu_of_command(file: Path) -> float:
    """Seconds of all its processes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "crawler.cli", "assess", str(file), "--json"]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> int:
    """Reads the options, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="default: invented, else shared texts")
    parser.add_argument("--texts", type=int, default=3_000)
    parser.add_argument("--bars", action="store_true")
    options = parser.parse_args()
    folder = options.folder or (INVENTED if INVENTED.is_dir() else SHARED)
    labelled = [row for path in sorted(folder.glob("*.jsonl")) for row in read_labelled(path)]
    every = [f"{text.title}. {text.text}" for text, _, _ in labelled]
    clean = [f"{text.title}. {text.text}" for text, _, kind in labelled if kind not in ACCUSING]
    figures = {
        "dense": per_second(texts_of(every, options.texts)),
        "plain": per_second(texts_of(clean, options.texts)),
        "file": from_file(every, 5 * options.texts),
    }
    print(json.dumps({"texts_a_second_a_core": figures, "bar": BAR}, indent=1))
    return 1 if options.bars and figures["dense"] < BAR else 0


if __name__ == "__main__":
    sys.exit(main())
