"""``rasoat check`` over the replica through TLS: single apps now, with what is stored of them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.records import CaseStatus
from crawler.replica.running import RunningReplica, running_replica
from crawler.store.cases import cases, find_case
from crawler.store.crawls import crawls
from crawler.store.sightings import sightings_of, subjects_of_crawls
from crawler.store.verdicts import latest_verdict
from crawler.workspace import Workspace
from tests.crawler.crawl.sweeping import SEED, copy_of, in_trouble, new_office, office_of, run

KEYS = {
    *("address", "subject", "source", "market", "seen_at", "presence", "title", "publisher"),
    *("publisher_id", "url", "text", "genre", "price", "currency", "rating", "ratings"),
    *("installs", "version", "released", "updated", "website", "email", "privacy_url", "icon"),
    *("found_by", "evidence", "facts", "final_url", "redirects", "outlinks"),
    *("verdict", "question", "reasons", "refused"),
}
GONE = "vn.vidu.khongco"


@pytest.fixture(scope="module")
def replica(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningReplica]:
    with running_replica(SEED, tmp_path_factory.mktemp("replica"), apps=60) as running:
        yield running


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, replica: RunningReplica) -> Workspace:
    return office_of(tmp_path_factory.mktemp("made") / "office", replica)


@pytest.fixture
def office(made: Workspace, tmp_path: Path) -> Workspace:
    """An office that nobody else writes to."""
    return copy_of(made, tmp_path / "office")


@pytest.fixture(scope="module")
def asked_before(made: Workspace, replica: RunningReplica) -> tuple[Workspace, dict[str, Any]]:
    """An office that checked one app, and what it was told."""
    office = copy_of(made, made.path.parent / "asked")
    subject = planted(replica, "gambling", "google")
    [before] = told(run(office, replica, "check", subject, "--json"))
    return office, before


def planted(replica: RunningReplica, kind: str, store: str) -> str:
    """The first app of a store that was planted as this."""
    answers = json.loads(replica.answers.read_text(encoding="utf-8"))
    found = [each["subject"] for each in answers if each["planted"] == kind]
    return str(next(subject for subject in found if subject.startswith(f"{store}:")))


def told(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """The rows of a check."""
    assert "Traceback" not in done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_apps_of_two_stores_are_read_now_closely_and_judged_in_one_command(
    office: Workspace, replica: RunningReplica
) -> None:
    play, apple = (planted(replica, "gambling", store) for store in ("google", "apple"))
    package = play.partition(":")[2]
    page = f"https://play.google.com/store/apps/details?id={package}&hl=en"
    name = package.replace(".", "-").replace("_", "-").lower()
    elsewhere = f"https://{name}.vn.uptodown.com/android"
    done = run(office, replica, "check", page, apple, page, elsewhere, "--json")
    found = told(done)
    uptodown = found.pop()
    assert [row["subject"] for row in found] == [play, apple, play]
    assert (uptodown["presence"], uptodown["refused"]) == ("present", None)
    assert uptodown["title"] == found[0]["title"]
    assert uptodown["facts"]["bundle_id"] == package
    assert found[0] == found[2]
    for row in found:
        assert row.keys() == KEYS
        assert (row["presence"], row["found_by"], row["refused"]) == ("present", "lookup", None)
        assert row["verdict"] == "gambling"
        assert row["reasons"]
        assert row["evidence"]
    with office.open_store() as store:
        ran = crawls(store)
        looks = {one.found_by for one in sightings_of(store, play)}
        seen = {crawl.source: subjects_of_crawls(store, [crawl.crawl]) for crawl in ran}
        # What a sweep would make of it, and no more: a case to be reviewed.
        opened = {case.subject for case in cases(store)}
        assert opened - {uptodown["subject"]} == {play, apple}
        assert {case.status for case in cases(store)} == {CaseStatus.OPEN}
    assert looks >= {"lookup", "permissions", "data_safety"}
    assert {source: seen[source] for source in ("google_play", "apple_app_store")} == {
        "google_play": {play},
        "apple_app_store": {apple},
    }


def test_a_foreign_game_with_screenshots_of_its_own_for_vietnam_is_remarked_and_no_case(
    office: Workspace, replica: RunningReplica
) -> None:
    answers = json.loads(replica.answers.read_text(encoding="utf-8"))
    foreign = [each["subject"] for each in answers if each["planted"] == "no_entry"]
    found = told(run(office, replica, "check", *foreign, "--json"))
    remarked = [
        [each["quote"] for each in row["reasons"] if each["rule"] == "own_screens"] for row in found
    ]
    shown = [(row["facts"]["screens_vi"], row["facts"]["screens_en"]) for row in found]
    assert remarked == [[vi] if vi != en else [] for vi, en in shown]
    assert {"google", "apple"} <= {row["subject"].partition(":")[0] for row in found}
    assert 0 < len([quotes for quotes in remarked if quotes]) < len(found)
    assert {row["verdict"] for row in found} == {"no_entry"}
    with office.open_store() as store:
        assert cases(store) == []


def test_a_licensed_game_is_told_so_and_becomes_no_case(
    office: Workspace, replica: RunningReplica
) -> None:
    subject = planted(replica, "licensed", "google")
    done = run(office, replica, "check", subject)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{subject}: licensed" in done.stdout
    assert "present on google_play, now" in done.stdout
    with office.open_store() as store:
        assert cases(store) == []


def test_an_absent_app_alone_shows_nothing_and_beside_one_that_is_there_it_is_gone_once(
    office: Workspace, replica: RunningReplica
) -> None:
    there = planted(replica, "licensed", "google")
    alone = run(office, replica, "check", f"google:{GONE}", "--json")
    [row] = told(alone)
    assert alone.returncode == 3
    assert (row["subject"], row["presence"], row["verdict"]) == (f"google:{GONE}", None, None)
    assert "nothing that was asked for is there" in row["refused"]
    shown = run(office, replica, "check", f"google:{GONE}").stdout
    assert f"Nobody has seen google:{GONE} yet" in shown
    beside = told(run(office, replica, "check", f"google:{GONE}", there, "--json"))
    assert [(row["presence"], row["refused"]) for row in beside] == [
        ("gone", None),
        ("present", None),
    ]
    assert (
        "One look proves no removal"
        in run(office, replica, "check", f"google:{GONE}", there).stdout
    )
    with office.open_store() as store:
        assert find_case(store, f"google:{GONE}") is None


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("403", "status 403"),
        ("shell", "changed its answer"),
        ("robots", "robots.txt forbids"),
    ],
)
def test_a_store_in_trouble_leaves_what_is_stored_as_it_is(
    asked_before: tuple[Workspace, dict[str, Any]],
    replica: RunningReplica,
    fault: str,
    why: str,
) -> None:
    office, before = asked_before
    subject = before["subject"]
    with in_trouble(replica, {"google_play": fault}):
        done = run(office, replica, "check", subject, "--json")
    [after] = told(done)
    assert done.returncode == 3
    assert why in after["refused"]
    assert after | {"refused": None} == before


def test_what_cannot_be_asked_is_said_beside_what_can(
    office: Workspace, replica: RunningReplica
) -> None:
    there = planted(replica, "licensed", "google")
    package = planted(replica, "gambling", "google").partition(":")[2]
    done = run(
        office,
        replica,
        *("check", there, "https://vidu.vn/", "https://www.facebook.com/vidu"),
        *(f"galaxy_store:{package}", f"appgallery:{GONE}", f"appgallery:{package}", "--json"),
    )
    found = told(done)
    assert done.returncode == 3
    assert [row["subject"] for row in found] == [
        there,
        "domain:vidu.vn",
        "fbpage:@vidu",
        f"galaxy_store:{package}",
        f"appgallery:{GONE}",
        f"appgallery:{package}",
    ]
    refused = [row["refused"] for row in found]
    assert (refused[0], refused[3], refused[5]) == (None, None, None)
    assert refused[1].startswith(
        "domains could not look at it (broken)"
    )  # the replica has no sites
    assert (found[1]["presence"], found[1]["verdict"]) == (None, None)
    assert "Facebook is read by hand" in refused[2]
    # An empty answer of a store without words for "not there" is neither gone nor present.
    assert refused[4] == "appgallery does not say whether it is there."
    assert (found[4]["presence"], found[4]["verdict"]) == (None, None)
    assert [found[place]["verdict"] for place in (3, 5)] == ["gambling", "gambling"]
    assert "galaxy_store is experimental" in done.stderr


def test_the_gate_holds_a_check_as_it_holds_a_sweep(
    tmp_path: Path, replica: RunningReplica
) -> None:
    office = new_office(tmp_path / "office", replica)
    subject = planted(replica, "unlicensed", "google")
    done = run(office, replica, "check", subject, "--json")
    [row] = told(done)
    assert done.returncode == 3
    assert (row["verdict"], row["refused"]) == ("unsure", None)
    assert row["question"] == "register_incomplete"
    assert "nothing is called unlicensed" in done.stderr
    with office.open_store() as store:
        verdict = latest_verdict(store, subject)
    assert verdict is not None
    assert verdict.kind == "unsure"
