"""A sweep that is killed between two pages of one list goes on at the page that was next."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from collections import defaultdict
from pathlib import Path

import pytest

from crawler.replica.running import running_replica
from crawler.workspace import SETTINGS_FILE, Workspace
from tests.crawler.crawl.sweeping import FAST, SEED, command, ends, new_office, run, way

_SLOW = 240  # a minute: room to kill it between two answers


def pages_open(office: Workspace) -> int:
    """Second pages of reviews that wait, their first page being read."""
    with office.open_store() as store:
        return store.count(
            """SELECT count(*) FROM frontier WHERE step = 'reviews' AND outcome IS NULL
               AND CAST(form AS TEXT) LIKE '%/page=2/%'"""
        )


def pages_fetched(office: Workspace) -> dict[str, list[int]]:
    """The pages of reviews that were asked for, by app, in the order of asking."""
    found: dict[str, list[int]] = defaultdict(list)
    with office.open_store() as store:
        for row in store.rows("SELECT url FROM fetches ORDER BY id"):
            if told := re.search(r"/page=(\d+)/id=(\d+)/", row["url"]):
                found[told[2]].append(int(told[1]))
    return found


def settle(office: Workspace, old: str, new: str) -> None:
    settings = office.path / SETTINGS_FILE
    text = settings.read_text(encoding="utf-8")
    assert old in text
    settings.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.slow
def test_a_sweep_killed_between_two_pages_goes_on_at_the_second(tmp_path: Path) -> None:
    with running_replica(SEED, tmp_path / "replica", apps=40) as replica:
        office = new_office(tmp_path / "office", replica, apple=_SLOW)
        settle(office, "[source.apple_app_store]", "[source.apple_app_store]\nclosely = true")
        words = command(office, "sweep", "apple_app_store", "--term", "game")
        with subprocess.Popen(words, env=way(replica), stderr=subprocess.DEVNULL) as process:
            deadline = time.monotonic() + 60
            while not pages_open(office) and time.monotonic() < deadline:
                time.sleep(0.02)
            process.send_signal(signal.SIGKILL)
        before = pages_fetched(office)
        cut, *_ = [app for app, pages in before.items() if pages == [1] and app in waiting(office)]
        settle(office, f"= {_SLOW}", f"= {FAST}")
        run(office, replica, "sweeps", "resume", "1")
    after = pages_fetched(office)
    # The second page may have been in the air; the first, which was read, is not asked again.
    assert after[cut] in ([1, 2, 3], [1, 2, 2, 3])
    assert ends(office)["apple_app_store"].complete


def waiting(office: Workspace) -> str:
    """The forms of the second pages that wait."""
    with office.open_store() as store:
        rows = store.rows(
            "SELECT CAST(form AS TEXT) AS form FROM frontier WHERE outcome IS NULL"
            " AND CAST(form AS TEXT) LIKE '%/page=2/%'"
        )
        return "\n".join(row["form"] for row in rows)
