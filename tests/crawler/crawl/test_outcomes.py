"""Each request of a crawl ends in exactly one recorded outcome, on every way that it can take."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from crawler.evidence.verify import Weight
from crawler.replica.running import running_replica
from crawler.store.chain import LinkKind, links_of_kind
from crawler.workspace import Workspace
from tests.crawler.crawl.portal import running_portal
from tests.crawler.crawl.sweeping import SEED, new_office, way
from tests.crawler.crawl.test_portal_sweep import office as portal_office
from tests.crawler.crawl.test_portal_sweep import run as run_portal
from tests.crawler.crawl.test_portal_sweep import sweep as sweep_portal
from tests.crawler.evidence.recording import found

# A scheduler that loses redirects without a word, as Scrapy's filter of duplicates may.
_LOSES_REDIRECTS = """
from scrapy.core.scheduler import Scheduler
import crawler.crawl.settings as settings
class Loses(Scheduler):
    def enqueue_request(self, request):
        return "redirect_times" not in request.meta and super().enqueue_request(request)
settings.SCHEDULER = Loses
"""
# A page that takes the process along that reads it, as a fault in a C library would.
_KILLS = """
import os
from spiders.google_play import GooglePlay
read = GooglePlay.read_search
def kills(self, response, term, **path):
    if term == "game":
        os._exit(11)
    yield from read(self, response, term, **path)
kills.__name__ = "read_search"
GooglePlay.read_search = kills
"""

# A page whose reader never ends, in a place that lets no other thread run.
_HANGS = """
import re
import crawler.crawl.settings as settings
from spiders.licence_portal import LicencePortal
settings.LONGEST_TURN = 2
def hangs(self, response, **path):
    re.match("(a+)+b", "a" * 64)
    yield
hangs.__name__ = "read_page"
LicencePortal.read_page = hangs
"""

# A disk that is full from the third answer on.
_IS_FULL = """
from crawler.errors import WorkspaceError
from crawler.store.frontier import SqliteFrontier
deliver, answers = SqliteFrontier.deliver, []
def full(self, lease, delivery, *, now):
    answers.append(lease)
    if len(answers) > 2:
        raise WorkspaceError("rasoat.db cannot be written (disk is full).")
    return deliver(self, lease, delivery, now=now)
SqliteFrontier.deliver = full
"""


def outcomes(office: Workspace) -> Counter[str]:
    with office.open_store() as store:
        asked = list(store.rows("SELECT outcome FROM frontier"))
        assert store.count("SELECT count(*) FROM frontier WHERE worker IS NOT NULL") == 0
    return Counter(str(row["outcome"]) for row in asked)


def changed_command(office: Workspace, change: str, *words: str) -> list[str]:
    """The command line with something changed in its process."""
    script = office.path / "changed.py"  # Scrapy reads the source of callbacks
    script.write_text(f"{change}\nfrom crawler.cli import main\nmain()\n", encoding="utf-8")
    return [sys.executable, str(script), "-w", str(office.path), *words]


@pytest.mark.parametrize(
    ("fault", "ended"),
    [
        ("", {"done": 8}),
        ("429", {"done": 8}),  # after the wait that it asked for
        ("500", {"done": 1, "refused": 1}),  # after two more tries
        ("html", {"done": 1, "unreadable": 1}),
        ("loops", {"done": 1, "failed": 1}),  # a redirect to itself
    ],
)
def test_a_request_ends_once(tmp_path: Path, fault: str, ended: dict[str, int]) -> None:
    made, _, crawl, _ = sweep_portal(tmp_path, fault)
    assert outcomes(made) == ended
    assert crawl["requested"] == sum(ended.values())
    assert crawl["complete"] is (set(ended) == {"done"})


def test_what_scrapy_loses_in_silence_is_recorded_and_the_crawl_ends(tmp_path: Path) -> None:
    with running_portal(tmp_path, "loops") as portal:
        made = portal_office(tmp_path, portal)
        words = ("sweep", "licence_portal", "--charts", "--json")
        done = subprocess.run(
            changed_command(made, _LOSES_REDIRECTS, *words),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    crawl = json.loads(done.stdout)
    assert crawl["complete"] is False
    assert "1 requests ended without an answer" in crawl["reason"]
    assert outcomes(made) == {"done": 1, "dropped": 1}


def test_an_answer_that_is_read_for_ever_ends_the_process_as_one_that_kills_it(
    tmp_path: Path,
) -> None:
    with running_portal(tmp_path, "") as portal:
        made = portal_office(tmp_path, portal)
        done = subprocess.run(
            changed_command(made, _HANGS, "sweep", "licence_portal", "--charts", "--json"),
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith(
        "Reading an answer took more than 2 seconds: the process was ended. What was seen is kept; "
        "what to go on with is told by: rasoat sweeps list\n"
    )
    assert "Traceback" not in done.stderr
    with made.open_store() as store:
        assert store.count("SELECT count(*) FROM frontier WHERE outcome IS NOT NULL") == 0


def test_the_portal_is_read_in_one_go_or_not_at_all(tmp_path: Path) -> None:
    made, _, _, said = sweep_portal(tmp_path, "html")
    assert "sweeps resume" not in said
    done = run_portal(made, "sweeps", "resume", "1")
    assert done.returncode == 1
    assert "licence_portal is read in one go or not at all" in done.stderr


@pytest.mark.slow
def test_what_cannot_be_written_ends_the_crawl_and_waits(tmp_path: Path) -> None:
    with running_replica(SEED, tmp_path / "replica", apps=40) as replica:
        office = new_office(tmp_path / "office", replica)
        words: tuple[str, ...] = ("sweep", "google_play", "--terms", str(replica.terms), "--json")
        rows = []
        for change in (_IS_FULL, ""):
            done = subprocess.run(
                changed_command(office, change, *words),
                env=way(replica),
                capture_output=True,
                text=True,
                timeout=100,
                check=False,
            )
            assert done.returncode == 3, done.stderr  # there is no register
            rows.append(json.loads(done.stdout))
            if change:
                assert outcomes(office)["done"] == 2
            words = ("sweeps", "resume", "1", "--json")
    full, after = rows
    assert (full["complete"], full["void"]) == (False, False)
    assert full["reason"].startswith("rasoat.db cannot be written (disk is full)")
    assert (after["complete"], after["reason"]) == (True, None)


@pytest.mark.slow
def test_a_page_that_kills_every_worker_is_parked_and_the_rest_is_read(tmp_path: Path) -> None:
    with running_replica(SEED, tmp_path / "replica", apps=40) as replica:
        office = new_office(tmp_path / "office", replica)
        words: tuple[str, ...] = ("sweep", "google_play", "--term", "game", "--term", "trò chơi")
        codes, rows = [], []
        for _ in range(4):
            done = subprocess.run(
                changed_command(office, _KILLS, *words, "--json"),
                env=way(replica),
                capture_output=True,
                text=True,
                timeout=100,
                check=False,
            )
            codes.append(done.returncode)
            rows += [json.loads(line) for line in done.stdout.splitlines()]
            words = ("sweeps", "resume", "1")
    assert codes == [11, 11, 11, 3]
    row: dict[str, Any] = rows[-1]
    assert "1 of" in row["reason"]
    assert "were given up: 3 workers died" in row["reason"]
    assert row["sightings"] > 0
    ended = outcomes(office)
    assert ended.pop("parked") == 1
    assert set(ended) == {"done"}
    # Whoever died with the page had recorded it first: link and fetch stand, three of each.
    with office.open_store() as store:
        (parked,) = store.rows("SELECT form FROM frontier WHERE outcome = 'parked'")
        url = json.loads(parked["form"])["url"]
        captured = [link.facts for link in links_of_kind(store, LinkKind.CAPTURED)]
        assert [facts["url"] for facts in captured].count(url) == 3
        assert store.count("SELECT count(*) FROM fetches WHERE url = ?", [url]) == 3
    assert found(office, Weight.WRONG, Weight.LOOK) == []
