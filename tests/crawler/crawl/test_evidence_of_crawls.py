"""What a crawl leaves as evidence when it is killed, when the disk is full, and when it ends."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.evidence.files import ASIDE
from crawler.evidence.verify import Weight
from crawler.replica.running import RunningReplica, running_replica
from crawler.store.chain import LinkKind, links_of_kind
from crawler.workspace import Workspace
from tests.crawler.crawl.portal import running_portal
from tests.crawler.crawl.sweeping import SEED, new_office, way
from tests.crawler.crawl.test_outcomes import changed_command, outcomes
from tests.crawler.crawl.test_portal_sweep import office as portal_office
from tests.crawler.evidence.recording import found

# From this record on the disk takes half of it and then no more; the first ones are the head of
# the file and robots.txt.
_RECORDS = 5
_PWRITE = """
import errno, os
write, records = os.pwrite, []
def half(number, content, place):
    records.append(place)
    if len(records) < {records}:
        return write(number, content, place)
    write(number, content[: len(content) // 2], place)
    {end}
os.pwrite = half
"""
_FULL = 'raise OSError(errno.ENOSPC, "No space left on device")'
_SAYS_WHAT_IS_OPEN = """
import sys
from crawler.crawl import run
from crawler.store.chain import unsealed_files
end = run.end_worker
def told(store, worker, **how):
    sys.stderr.write(f"open at the end: {unsealed_files(store)}\\n")
    end(store, worker, **how)
run.end_worker = told
"""


@pytest.fixture(scope="module")
def replica(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningReplica]:
    with running_replica(SEED, tmp_path_factory.mktemp("replica"), apps=40) as running:
        yield running


def run(
    office: Workspace, replica: RunningReplica, change: str, *words: str
) -> subprocess.CompletedProcess[str]:
    """One command with something changed in its process."""
    return subprocess.run(
        changed_command(office, change, *words),
        env=way(replica),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def files(office: Workspace, kind: LinkKind) -> list[str]:
    with office.open_store() as store:
        return [link.facts["file"] for link in links_of_kind(store, kind)]


def test_a_resumed_crawl_puts_in_order_what_the_dead_worker_left_and_begins_a_new_file(
    tmp_path: Path, replica: RunningReplica
) -> None:
    office = new_office(tmp_path / "office", replica)
    change = _PWRITE.format(records=_RECORDS, end="os._exit(9)")
    killed = run(office, replica, change, "sweep", "google_play", "--terms", str(replica.terms))
    assert killed.returncode == 9, killed.stderr
    done = run(office, replica, "", "sweeps", "resume", "1", "--json")
    assert "A sweep was killed while it recorded an answer" in done.stderr
    assert json.loads(done.stdout)["complete"] is True
    assert files(office, LinkKind.CUT) == ["crawl-1-1"]
    assert len(list((office.evidence / ASIDE).iterdir())) == 1
    assert files(office, LinkKind.OPENED) == ["crawl-1-1", "crawl-1-2"]
    assert files(office, LinkKind.SEALED) == ["crawl-1-1", "crawl-1-2"]
    assert run(office, replica, "", "evidence", "verify").returncode == 0


def test_a_disk_that_is_full_while_evidence_is_written_ends_the_crawl_and_its_requests_wait(
    tmp_path: Path, replica: RunningReplica
) -> None:
    office = new_office(tmp_path / "office", replica)
    change = _PWRITE.format(records=_RECORDS, end=_FULL)
    words = ("sweep", "google_play", "--terms", str(replica.terms), "--json")
    full = run(office, replica, change, *words)
    assert full.returncode == 3, full.stderr
    crawl = json.loads(full.stdout)
    assert (crawl["complete"], crawl["void"]) == (False, False)
    assert "cannot be written: No space left on device" in crawl["reason"]
    assert "sweeps resume 1" in full.stderr
    ended = outcomes(office)
    assert set(ended) == {"done", "None"}
    with office.open_store() as store:
        assert store.count("SELECT count(*) FROM fetches") == _RECORDS - 2 == ended["done"] + 1
        assert store.count("SELECT max(attempts) FROM frontier WHERE outcome IS NULL") == 0
    assert found(office, Weight.WRONG, Weight.LOOK) == []
    done = json.loads(run(office, replica, "", "sweeps", "resume", "1", "--json").stdout)
    assert (done["complete"], done["reason"]) == (True, None)
    assert found(office, Weight.WRONG, Weight.LOOK) == []


def test_robots_txt_that_could_not_be_recorded_is_no_permission(tmp_path: Path) -> None:
    with running_portal(tmp_path) as portal:
        made = portal_office(tmp_path, portal)
        # Only robots.txt meets the full disk: what comes after it could be written.
        change = _PWRITE.format(records=2, end=f"os.pwrite = write; {_FULL}")
        words = ("sweep", "licence_portal", "--charts", "--json")
        done = subprocess.run(
            changed_command(made, change, *words),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    crawl = json.loads(done.stdout)
    assert portal.asked == []
    assert (crawl["complete"], crawl["void"]) == (False, False)
    assert "No space left on device" in crawl["reason"]
    assert outcomes(made) == {"None": 1}


def test_the_copy_of_a_register_that_cannot_be_written_is_no_answered_request(
    tmp_path: Path,
) -> None:
    with running_portal(tmp_path) as portal:
        made = portal_office(tmp_path, portal)
        made.register.rmdir()
        made.register.write_bytes(b"")  # no folder: nothing can be put into it
        done = subprocess.run(
            changed_command(made, "", "sweep", "licence_portal", "--charts", "--json"),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    crawl = json.loads(done.stdout)
    assert (crawl["complete"], crawl["void"]) == (False, False)
    assert "cannot be written" in crawl["reason"]
    assert outcomes(made) == {"done": 7, "None": 1}


def test_what_a_crawl_recorded_is_sealed_before_its_worker_ends(
    tmp_path: Path, replica: RunningReplica
) -> None:
    office = new_office(tmp_path / "office", replica)
    words = ("sweep", "apple_app_store", "--charts", "--limit", "2")
    done = run(office, replica, _SAYS_WHAT_IS_OPEN, *words)
    first, *_ = (line for line in done.stderr.splitlines() if line.startswith("open at the end"))
    assert first == "open at the end: []"


def test_a_seal_that_cannot_be_written_leaves_the_crawl_incomplete_until_it_is_resumed(
    tmp_path: Path, replica: RunningReplica
) -> None:
    office = new_office(tmp_path / "office", replica)
    manifests = office.evidence / "manifests"
    manifests.parent.mkdir(exist_ok=True)
    manifests.write_bytes(b"")
    words = ("sweep", "apple_app_store", "--charts", "--limit", "2", "--json")
    crawl = json.loads(run(office, replica, "", *words).stdout)
    assert (crawl["complete"], crawl["void"]) == (False, False)
    assert "cannot be written" in crawl["reason"]
    manifests.unlink()
    done = json.loads(run(office, replica, "", "sweeps", "resume", "1", "--json").stdout)
    assert done["complete"] is True
    assert run(office, replica, "", "evidence", "verify").returncode == 0
