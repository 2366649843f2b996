"""Sweeps of ``ads_archive`` are killed with signal 9 while they page, resumed, and counted.

Prints one JSON object; ends with 1 where an advert was lost or stands twice.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.crawl.facebook_token import VARIABLE
from crawler.replica.facebook.graph import TOKEN
from crawler.replica.facebook.running import RunningFacebook, running_facebook
from tests.crawler.crawl.facebook_office import count, office_of, run
from tests.crawler.crawl.sweeping import cut_short

_PACE = 120  # requests a minute: there is time to be killed between two pages
_WORDS = ("sweep", "facebook_ads", "--term", "nổ hũ")


def main() -> int:
    """Runs the kills one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sweeps", type=int, default=25, help="how many sweeps are killed once")
    parser.add_argument("--adverts", type=int, default=300)
    parser.add_argument("--seed", type=int, default=2024)
    asked = parser.parse_args()
    rng, whole = random.Random(asked.seed), asked.adverts + 2
    os.environ[VARIABLE] = TOKEN
    with TemporaryDirectory() as folder:
        root = Path(folder)
        with running_facebook(root / "facebook", adverts=asked.adverts) as facebook:
            told = [
                _killed(root / str(turn), facebook, rng.randrange(1, asked.adverts * 8 // 10))
                for turn in range(asked.sweeps)
            ]
    figures = {
        "sweeps": asked.sweeps,
        "adverts": whole,
        "stored_at_the_kill": [before for before, _, _ in told],
        "lost": sum(whole - subjects for _, subjects, _ in told),
        "twice": sum(rows - subjects for _, subjects, rows in told),
    }
    print(json.dumps(figures))
    return 0 if figures["lost"] == figures["twice"] == 0 else 1


def _killed(folder: Path, facebook: RunningFacebook, after: int) -> tuple[int, int, int]:
    """Adverts stored when it was killed; then, resumed to its end: subjects and rows."""
    office = office_of(folder, facebook, ads=_PACE)
    cut_short(office, facebook, signal.SIGKILL, *_WORDS, after=after)
    before = count(office, "count(*)")
    done = run(office, facebook, "sweeps", "resume", "1", "--json")
    print(f"killed at {before}: {done.stdout.strip()}", file=sys.stderr)
    return before, count(office, "count(DISTINCT subject)"), count(office, "count(*)")


if __name__ == "__main__":
    sys.exit(main())
