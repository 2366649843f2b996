"""Sites that never answer, drip, lie, bomb or flood: each ends once, and none stops the sweep."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from crawler.replica.sites.running import running_sites
from crawler.store.crawls import crawls
from crawler.store.sightings import sightings_of
from tests.crawler.crawl.sweeping import command
from tests.crawler.crawl.websites import office_of_sites

SEED = 3
WIRES = (
    *("refuses", "silent", "reset", "drip", "not_tls", "wrong_name", "expired", "too_long"),
    *("too_short", "headers", "endless", "bomb", "no_http"),
)
SERVED = (
    *("a million nested tags", "NULs", "UTF-16 called UTF-8", "bytes of no encoding"),
    *("an unknown charset", "100,000 links", "a picture called HTML", "one attribute of 3 MB"),
    *("nothing", "a redirect to loopback", "a redirect to a file", "a redirect to nowhere"),
)

# The command line, with less patience than the shipped 15 seconds for each that says nothing.
HASTY = """\
from crawler.cli import main
from crawler.crawl import settings
settings.DOWNLOAD_TIMEOUT = 5
main()
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One sweep of all hostile hosts and an honest one; what was seen of each, by its harm."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    web = folder / "web"
    web.mkdir()
    with running_sites(SEED, web, poisoned=4, hostile=True) as sites:
        rows = json.loads(sites.answers.read_text(encoding="utf-8"))
        hostile = [row for row in rows if row["kind"] == "hostile"]
        honest = next(row for row in rows if row["kind"] == "honest")
        office = office_of_sites(folder / "office", sites.ca_file)
        terms = folder / "terms.txt"
        leads = (f"domain:{row['host']}" for row in (*hostile, honest))
        terms.write_text("\n".join(leads), encoding="utf-8")
        words = command(office, "sweep", "domains", "--terms", str(terms), "--json")
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", HASTY, *words[3:]],
            env=sites.environment() | {"PATH": "/usr/bin:/bin", "HOME": str(folder)},
            capture_output=True,
            text=True,
            timeout=500,
            check=False,
        )
        seconds = time.monotonic() - began
    with office.open_store() as store:
        seen = {row["host"]: sightings_of(store, row["subject"]) for row in (*hostile, honest)}
        [crawl] = crawls(store)
        outcomes = [row["outcome"] for row in store.rows("SELECT outcome FROM frontier")]
    return {
        "by_harm": {row["wire"] or row["why"].removeprefix("It serves "): row for row in hostile},
        "seen": seen,
        "honest": honest["host"],
        "crawl": crawl,
        "outcomes": outcomes,
        "seconds": seconds,
        "code": done.returncode,
    }


def test_the_sweep_ends_whole_beside_them(swept: dict[str, Any]) -> None:
    crawl = swept["crawl"]
    assert swept["code"] in (0, 3)
    assert (crawl.complete, crawl.void, crawl.reason) == (True, False, None)
    assert len(swept["outcomes"]) == crawl.requested == len(swept["seen"])
    assert None not in swept["outcomes"]
    [honest] = swept["seen"][swept["honest"]]
    assert honest.presence == "present"


@pytest.mark.parametrize("harm", [*WIRES, *SERVED])
def test_each_harm_ends_once(swept: dict[str, Any], harm: str) -> None:
    [seen] = swept["seen"][swept["by_harm"][harm]["host"]]
    assert seen.facts["ending"]
    assert seen.presence == ("present" if seen.facts["ending"] == "visited" else "unknown")
    if harm in WIRES and harm not in ("not_tls", "wrong_name", "expired", "too_short", "refuses"):
        assert seen.presence == "unknown"


@pytest.mark.timing
def test_harm_takes_minutes_at_most(swept: dict[str, Any]) -> None:
    assert swept["seconds"] < 300
