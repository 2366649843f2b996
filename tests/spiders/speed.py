"""Prints how fast the parsers read recorded answers: ``python -m tests.spiders.speed``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from time import process_time

from spiders.apple_rows import parse_search as parse_rows
from spiders.apple_values import SOURCE
from spiders.google_play import parse_app_page, parse_search
from spiders.shapes import read_json
from tests.spiders.recorded import SEEN, recorded
from tests.spiders.test_apple_recorded import answer


def rate(read: Callable[[], int], seconds: float = 2.0) -> float:
    """Units read per second of processor time."""
    start, done = process_time(), 0
    while process_time() - start < seconds:
        done += read()
    return done / (process_time() - start)


def main() -> None:
    """Measures pages and rows, from bytes to sightings."""
    page = recorded("google_play/app_page/edu_market.en.2025-10.html.gz")
    found = recorded("google_play/search/barcode.en-US.2023-05.html.gz")
    rows = json.dumps(answer("apple/lookup/items_no.jsonl.gz"), ensure_ascii=False).encode()
    package = "com.raiseright.edumarketapp"
    figures = {
        "Play app pages": rate(lambda: len(list(parse_app_page(page, package=package, **SEEN)))),
        "Play search pages": rate(lambda: bool(list(parse_search(found, term="barcode", **SEEN)))),
        "Apple rows": rate(
            lambda: len(list(parse_rows(read_json(rows, SOURCE), term="x", **SEEN)))
        ),
    }
    for name, figure in figures.items():
        sys.stdout.write(f"{name}: {figure:,.0f}/s\n")


if __name__ == "__main__":
    main()
