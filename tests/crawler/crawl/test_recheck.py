"""``rasoat recheck`` over the replica through TLS: taken down, hidden, renamed, back, blocked."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.records import CaseStatus, Outcome, Rechecked
from crawler.replica.running import RunningReplica, running_replica
from crawler.store.cases import case_events, find_case
from crawler.store.outcomes import outcomes_of
from crawler.workspace import Workspace, open_workspace
from tests.crawler.crawl.sweeping import SEED, command, office_of, way

START = datetime.fromisoformat("2026-11-02T09:00:00+07:00")
APPS = 60
SOURCES = ("apple_app_store", "google_play")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningReplica]:
    with running_replica(SEED, tmp_path_factory.mktemp("replica"), apps=APPS) as running:
        yield running


@pytest.fixture
def replica(served: RunningReplica) -> Iterator[RunningReplica]:
    """Stores of which a test may change what it likes."""
    yield served
    answers = json.loads(served.answers.read_text(encoding="utf-8"))
    for answer in answers:
        served.change(f"up {answer['subject']}")
    for source in SOURCES:
        served.change(f"well {source}")


def at(
    office: Workspace, replica: RunningReplica, hours: float, *words: str
) -> subprocess.CompletedProcess[str]:
    """One command, so many hours after the start."""
    now = {"RASOAT_NOW": (START + timedelta(hours=hours)).isoformat()}
    done = subprocess.run(
        command(office, *words),
        env=way(replica) | now,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


def looked(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """Subject to outcome."""
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {row["subject"]: row["outcome"] for row in rows}


def planted(replica: RunningReplica, kind: str, store: str, count: int) -> list[str]:
    """The first apps of a store that were planted as this."""
    answers: list[dict[str, Any]] = json.loads(replica.answers.read_text(encoding="utf-8"))
    found = [each["subject"] for each in answers if each["planted"] == kind]
    return [subject for subject in found if subject.startswith(f"{store}:")][:count]


@pytest.fixture(scope="module")
def prepared(
    tmp_path_factory: pytest.TempPathFactory, served: RunningReplica
) -> tuple[Path, list[str]]:
    """An office that asked both stores for two gambling apps each, and knows licensed ones."""
    office = office_of(tmp_path_factory.mktemp("prepared") / "office", served)
    subjects = [
        *planted(served, "gambling", "apple", 2),
        *planted(served, "gambling", "google", 2),
    ]
    licensed = [
        app for store in ("apple", "google") for app in planted(served, "licensed", store, 3)
    ]
    for words in (
        ("check", *subjects, *licensed),
        ("cases", "confirm", *subjects),
        ("takedown", "draft"),
        ("takedown", "send", "1", "--channel", "email", "--yes"),
        ("takedown", "send", "2", "--channel", "email", "--yes"),
    ):
        done = at(office, served, 0, *words)
        assert done.returncode == 0, done.stdout + done.stderr
    return office.path, subjects


@pytest.fixture
def office(prepared: tuple[Path, list[str]], tmp_path: Path) -> Workspace:
    return open_workspace(Path(shutil.copytree(prepared[0], tmp_path / "office")))


@pytest.fixture
def apps(prepared: tuple[Path, list[str]]) -> list[str]:
    """Two of Apple and two of Google Play that were asked for."""
    return prepared[1]


def newest(office: Workspace, subject: str) -> Rechecked:
    """What became of a subject by the last look at it."""
    with office.open_store() as store:
        return outcomes_of(store, subject)[0]


@pytest.mark.slow
def test_what_was_taken_down_is_removed_a_day_later_and_what_comes_back_is_noticed(
    office: Workspace, apps: list[str], replica: RunningReplica
) -> None:
    apple, apple_vn, google, google_vn = apps
    assert at(office, replica, 1, "recheck", "--due").stdout.splitlines()[1:] == []
    there = at(office, replica, 25, "recheck", "--due", "--json")
    assert there.returncode == 0, there.stderr
    assert looked(there) == dict.fromkeys((apple, apple_vn, google, google_vn), "still_there")

    for words in (f"down {apple}", f"down_in_vn {apple_vn}", f"down {google}"):
        replica.change(words)
    replica.change(f"down_in_vn {google_vn}")
    once = at(office, replica, 49, "recheck", "--due", "--json")
    assert once.returncode == 0, once.stderr
    assert set(looked(once).values()) == {"pending"}
    early = at(office, replica, 72, "recheck", "--all", "--json")
    assert set(looked(early).values()) == {"pending"}

    twice = at(office, replica, 73.5, "recheck", "--due", "--json")
    assert twice.returncode == 0, twice.stderr
    assert looked(twice) == {
        apple: "removed",
        apple_vn: "removed_in_vn",
        google: "removed",
        google_vn: "removed_in_vn",
    }
    for subject in (apple, google_vn):
        proof = newest(office, subject)
        crawls = {witness.crawl for witness in proof.evidence if witness.subject == subject}
        assert len(crawls) == 2
        assert {witness.market for witness in proof.evidence} == {"vn", "us"}
        assert all(witness.evidence for witness in proof.evidence)
    assert "Nothing is due" in at(office, replica, 120, "recheck").stderr
    shown = at(office, replica, 120, "takedown", "list").stdout
    assert "1 removed, 1 removed_in_vn" in shown
    assert "removed_in_vn" in at(office, replica, 120, "cases", "list").stdout

    replica.change(f"up {apple}")
    back = at(office, replica, 73.5 + 7 * 24, "recheck", "--due", "--json")
    assert back.returncode == 3
    assert looked(back)[apple] == "returned"
    assert set(looked(back).values()) == {"returned", "removed", "removed_in_vn"}
    with office.open_store() as store:
        case = find_case(store, apple)
        assert case is not None
        assert case.status is CaseStatus.OPEN
        event = case_events(store, case.case)[-1]
        assert (event.who, event.event) == ("rasoat", "reopened")
        assert "returned" in str(event.note)
    assert at(office, replica, 300, "evidence", "verify").returncode == 0


@pytest.mark.slow
def test_a_store_in_trouble_removes_nothing(
    office: Workspace, apps: list[str], replica: RunningReplica
) -> None:
    apple, apple_vn, google, google_vn = apps
    replica.change(f"down {google}")
    for hours, fault in ((25, "403"), (50, "captcha"), (75, "empty")):
        for source in SOURCES:
            replica.change(f"fault {source}:{fault}")
        done = at(office, replica, hours, "recheck", "--json")
        assert done.returncode == 3
        assert looked(done) == dict.fromkeys((apple, apple_vn, google, google_vn), "unknown")
        assert newest(office, google).why
    for source in SOURCES:
        replica.change(f"well {source}")
    # What was unknown is no first answer: it is only pending now.
    later = looked(at(office, replica, 100, "recheck", "--json"))
    assert (later[google], later[apple]) == ("pending", "still_there")


def test_without_a_canary_nothing_is_gone_and_the_reason_says_what_to_name(
    office: Workspace, apps: list[str], replica: RunningReplica
) -> None:
    apple, _, google, _ = apps
    for subject in planted(replica, "licensed", "google", 3):
        replica.change(f"down {subject}")
    replica.change(f"down {google}")
    done = at(office, replica, 25, "recheck", "--json")
    assert done.returncode == 3
    assert (looked(done)[google], looked(done)[apple]) == ("unknown", "still_there")
    assert "was not found either" in str(newest(office, google).why)
    # The next time apps that went are no canaries any more, and nobody else is known.
    done = at(office, replica, 50, "recheck", "--json")
    assert looked(done)[google] == "unknown"
    assert "[source.google_play] canaries" in str(newest(office, google).why)


def test_another_name_is_told_as_a_change_and_judged_again(
    office: Workspace, apps: list[str], replica: RunningReplica
) -> None:
    apple, _, google, _ = apps
    for subject in (apple, google):
        replica.change(f"rename {subject} Máy Tính Ví Dụ")
    done = at(office, replica, 25, "recheck", "--json")
    assert (looked(done)[apple], looked(done)[google]) == ("changed", "changed")
    assert "is “Máy Tính Ví Dụ”" in str(newest(office, apple).why)
    with office.open_store() as store:
        case = find_case(store, apple)
    assert case is not None
    assert case.title == "Máy Tính Ví Dụ"


def test_a_kill_between_the_crawl_and_its_outcome_loses_nothing(
    office: Workspace, apps: list[str], replica: RunningReplica
) -> None:
    apple, *_ = apps
    replica.change(f"down {apple}")
    program = (
        "import crawler.recheck as r, os, signal\n"
        "settle = r.settle\n"
        "calls = []\n"
        "def die(store):\n"
        "    calls.append(store)\n"
        "    if len(calls) > 1: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return settle(store)\n"
        "r.settle = die\n"
        "from crawler.cli import main\n"
        "main()\n"
    )
    words = command(office, "recheck", "--json")
    now = {"RASOAT_NOW": (START + timedelta(hours=25)).isoformat()}
    killed = subprocess.run(
        [words[0], "-c", program, *words[3:]],
        env=way(replica) | now,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert killed.returncode == -9, killed.stderr
    with office.open_store() as store:
        assert outcomes_of(store, apple) == []
    again = at(office, replica, 26, "recheck", "--json")
    assert looked(again)[apple] == "pending"
    with office.open_store() as store:
        assert [each.outcome for each in outcomes_of(store, apple)] == [Outcome.PENDING]
        assert store.count("SELECT count(DISTINCT crawl) FROM outcomes") == 2


def test_what_is_no_case_is_refused_in_a_sentence(
    office: Workspace, replica: RunningReplica
) -> None:
    done = at(office, replica, 0, "recheck", "apple:9000000009")
    assert done.returncode == 1
    assert "apple:9000000009 is no case" in done.stderr
    assert at(office, replica, 0, "recheck", "--all", "--due").returncode == 2


def test_a_check_of_one_absent_app_asks_for_a_canary_beside_it(
    office: Workspace, replica: RunningReplica
) -> None:
    absent = at(office, replica, 1, "check", "google:vn.vidu.khongco", "--json")
    [row] = [json.loads(line) for line in absent.stdout.splitlines()]
    assert (row["presence"], row["refused"]) == ("gone", None)
