"""Recorded answers read in a second a core, from bytes to sightings. Prints one JSON object.

Beside it the share of recorded apps that have id, title, developer, genre and price as recorded.
With ``--bars`` ends with 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import process_time

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from crawler.records import Sighting  # noqa: E402
from spiders.apple_rows import parse_search as parse_rows  # noqa: E402
from spiders.apple_values import SOURCE  # noqa: E402
from spiders.google_play import parse_app_page, parse_search  # noqa: E402
from spiders.play_app_page import shown_package  # noqa: E402
from spiders.shapes import read_json  # noqa: E402
from tests.spiders.answers import body_of_answer  # noqa: E402
from tests.spiders.recorded import SEEN, recorded  # noqa: E402
from tests.spiders.test_apple_recorded import ROWS  # noqa: E402
from tests.spiders.test_google_recorded import EDU, LEGACY, SEARCHES  # noqa: E402

BARS = {"play_app_pages": 300, "lookup_rows": 5_000}
_SECONDS = 1.5
_ROUNDS = 3


_HAS: dict[str, Callable[[Sighting], bool]] = {
    "id": lambda app: bool(app.subject.partition(":")[2]),
    "title": lambda app: bool(app.title),
    "developer": lambda app: bool(app.publisher),
    # The layer of 2021 names the genre by its id only.
    "genre": lambda app: bool(app.genre or app.facts.get("genre_id")),
    "price": lambda app: app.price is not None,
}


def per_second(read: Callable[[], int]) -> int:
    """Units read in a second of processor time: the best of some rounds, others' work only adds."""
    best = 0.0
    for _ in range(_ROUNDS):
        begun, done = process_time(), 0
        while process_time() - begun < _SECONDS:
            done += read()
        best = max(best, done / (process_time() - begun))
    return round(best)


def read_page(page: bytes) -> list[Sighting]:
    """The app of a recorded page."""
    return list(parse_app_page(page, package=shown_package(page) or "", **SEEN))


def read_rows(body: bytes) -> list[Sighting]:
    """The apps of a recorded lookup."""
    return list(parse_rows(read_json(body, SOURCE), term="x", **SEEN))


def recorded_apps() -> Iterator[Sighting]:
    """The apps of all recorded pages and lookups."""
    for name in (EDU, *LEGACY):
        yield from read_page(recorded(name))
    for name in ROWS:
        yield from read_rows(body_of_answer(name))


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bars", action="store_true")
    options = parser.parse_args()
    page, search = recorded(EDU), recorded(SEARCHES[0])
    rows = body_of_answer("apple/lookup/items_no.jsonl.gz")
    apps = list(recorded_apps())
    filled = {name: sum(map(has, apps)) / len(apps) for name, has in _HAS.items()}
    search_rows = partial(parse_search, search, term="barcode", **SEEN)
    speeds = {
        "play_app_pages": per_second(lambda: len(read_page(page))),
        "play_search_pages": per_second(lambda: bool(list(search_rows()))),
        "lookup_rows": per_second(lambda: len(read_rows(rows))),
    }
    print(json.dumps({**speeds, "apps": len(apps), "filled": filled}))
    slow = any(speeds[name] < bar for name, bar in BARS.items())
    return 1 if options.bars and (slow or min(filled.values()) < 1) else 0


if __name__ == "__main__":
    sys.exit(main())
