"""Kinds of damage × every recorded answer of a store. Prints one JSON object.

Each kind is done to the whole body or to ``--places`` values of each JSON value in it. Nothing of
it may make an app without id or title, or call an app gone: ends with 1 where it does. An error
without a name is not caught: no figures come then.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.spiders.answers import body_of_answer, names, readers  # noqa: E402
from tests.spiders.damage import (  # noqa: E402
    BYTES,
    VALUES,
    Reader,
    faults,
    gone_in,
    read_or_named,
    with_damaged_values,
)


def broken_answers(body: bytes, name: str, places: int) -> Iterator[tuple[str, bytes]]:
    """Every damaged body, with the kind of the damage."""
    for damage in BYTES:
        for twin in damage(body):
            yield damage.__name__, twin
    for value_damage in VALUES:
        for twin in with_damaged_values(body, value_damage, name, places):
            yield value_damage.__name__, twin


def outcome(read: Reader, body: bytes, gone: int) -> Iterator[str]:
    """What came of one damaged body: read, named, or each thing that must not be."""
    found = read_or_named(read, body)
    wrong = list(faults(found or [], gone))
    yield from wrong or ["named" if found is None else "read"]


def main() -> int:
    """Reads the options, damages, counts, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=12)
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    kinds: set[str] = set()
    wrong: list[str] = []
    for name in names():
        body = body_of_answer(name)
        for called, read in readers(name).items():
            gone = gone_in(read_or_named(read, body) or [])
            for kind, twin in broken_answers(body, name, options.places):
                kinds.add(kind)
                told = set(outcome(read, twin, gone))
                counts.update(told)
                wrong += [f"{name} {called} {kind}: {each}" for each in told - {"read", "named"}]
        print(name, sum(counts.values()), file=sys.stderr, flush=True)
    figures = {
        "answers": len(names()),
        "kinds": len(kinds),
        "damaged": sum(counts.values()),
        "by_outcome": dict(sorted(counts.items())),
        "wrong": wrong[:20],
    }
    print(json.dumps(figures, ensure_ascii=False))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
