"""Sweeps through the replica: over TLS and a proxy, with everything that can go wrong."""

from __future__ import annotations

import json
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from crawler.backup import check
from crawler.evidence.bodies import read_body
from crawler.records import Presence
from crawler.replica.running import RunningReplica, running_replica
from crawler.store.cases import cases
from crawler.store.controls import waiting_controls
from crawler.store.crawls import crawls
from crawler.store.measures import append_measures, measured_crawls
from crawler.store.sightings import sightings_of, subjects_of_crawls
from crawler.store.verdicts import latest_verdicts
from crawler.workspace import SETTINGS_FILE, Workspace
from tests.crawler.crawl.sweeping import (
    FAST,
    SEED,
    cut_short,
    ends,
    new_office,
    rows,
    run,
    stored,
)

BOTH = ("apple_app_store", "google_play")


@pytest.fixture(scope="module")
def replica(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningReplica]:
    with running_replica(SEED, tmp_path_factory.mktemp("replica"), apps=60) as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, replica: RunningReplica) -> Workspace:
    return new_office(tmp_path / "office", replica)


def test_a_sweep_reads_both_stores_over_tls(office: Workspace, replica: RunningReplica) -> None:
    run(office, replica, "registry", "import", str(replica.register), "--complete")
    done = run(office, replica, "sweep", *BOTH, "--terms", str(replica.terms), "--json")
    assert done.returncode == 0, done.stderr
    for row in rows(done).values():
        assert (row["complete"], row["void"], row["reason"]) == (True, False, None)
        assert row["sightings"] > row["new"] > 10
        assert row["flagged"] > 0
    assert {asked.host for asked in replica.requests()} == {"itunes.apple.com", "play.google.com"}
    with office.open_store() as store:
        assert {verdict.kind.value for verdict in latest_verdicts(store)} >= {
            "gambling",
            "unlicensed",
            "licensed",
        }


def test_a_source_read_closely_brings_what_its_store_tells_of_each_app(
    office: Workspace, replica: RunningReplica
) -> None:
    settings = office.path / SETTINGS_FILE
    settings.write_text(settings.read_text(encoding="utf-8") + "closely = true\n", encoding="utf-8")
    words = ("google_play", "--term", "game", "--limit", "5")
    assert run(office, replica, "sweep", *words).returncode in (0, 3)
    with office.open_store() as store:
        [crawl] = crawls(store)
        seen = [
            each
            for subject in subjects_of_crawls(store, [crawl.crawl])
            for each in sightings_of(store, subject)
        ]
    assert crawl.complete, crawl.reason
    looks = Counter(each.found_by for each in seen if each.presence is Presence.UNKNOWN)
    assert (looks["permissions"], looks["data_safety"]) == (5, 5)
    assert 0 < looks["reviews"] <= 10


def test_without_a_register_nothing_is_unlicensed_and_the_sweep_says_so(
    office: Workspace, replica: RunningReplica
) -> None:
    done = run(office, replica, "sweep", *BOTH, "--terms", str(replica.terms), "--json")
    assert done.returncode == 3
    assert "nothing is called unlicensed" in done.stderr
    with office.open_store() as store:
        verdicts = latest_verdicts(store)
    assert verdicts
    assert "unlicensed" not in {verdict.kind.value for verdict in verdicts}
    assert "register_incomplete" in {verdict.question for verdict in verdicts}


def test_a_sweep_draws_controls_from_what_became_no_case(
    office: Workspace, replica: RunningReplica
) -> None:
    settings = office.path / SETTINGS_FILE
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}\n[controls]\nshare = 1.0\nmost_open = 3\n", encoding="utf-8")
    done = run(office, replica, "sweep", *BOTH, "--terms", str(replica.terms))
    assert "3 that became no case were drawn as controls" in done.stderr
    with office.open_store() as store:
        drawn, flagged = waiting_controls(store), {case.subject for case in cases(store)}
    assert len(drawn) == 3
    assert flagged
    assert flagged.isdisjoint(control.subject for control in drawn)


def look(office: Workspace, replica: RunningReplica, *more: str) -> dict[str, Any]:
    done = run(office, replica, "sweep", *more, "--terms", str(replica.terms), "--json")
    assert done.returncode == 3, done.stderr  # there is no register
    return rows(done)


def test_every_sighting_names_bytes_that_are_kept(
    office: Workspace, replica: RunningReplica
) -> None:
    look(office, replica)
    with office.open_store() as store:
        named = list(store.rows("SELECT DISTINCT evidence, subject FROM sightings"))
        assert named
        for row in named:
            body = read_body(store, office.evidence, row["evidence"]).decode()
            assert row["subject"].partition(":")[2] in body
    assert check(office) == []


def test_what_is_seen_again_is_no_second_case(office: Workspace, replica: RunningReplica) -> None:
    first = look(office, replica)
    again = look(office, replica)
    assert all(row["new"] > 0 for row in first.values())
    assert all(row["new"] == 0 for row in again.values())
    with office.open_store() as store:
        cases = store.count("SELECT count(*) FROM cases")
        subjects = store.count("SELECT count(DISTINCT subject) FROM cases")
    assert cases == subjects > 0


@pytest.mark.parametrize("source", BOTH)
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("403", "status 403"),
        ("429", "status 429"),
        ("503", "status 503"),
        ("captcha", "changed its answer|captcha"),
        ("shell", "changed its answer"),
        ("broken_json", "changed its answer"),
        ("drift", "changed its answer"),
        ("empty", "nothing was found at all"),
        ("robots", "robots.txt forbids"),
    ],
)
def test_a_store_in_trouble_is_void_and_never_empty(
    tmp_path: Path, source: str, fault: str, words: str
) -> None:
    other = next(name for name in BOTH if name != source)
    with running_replica(
        SEED, tmp_path / "replica", apps=40, faults=(f"{source}:{fault}",)
    ) as troubled:
        office = new_office(tmp_path / "office", troubled)
        run(office, troubled, "registry", "import", str(troubled.register), "--complete")
        words_file = str(troubled.terms)
        done = run(office, troubled, "sweep", "--terms", words_file, "--charts", "--json")
    assert done.returncode == 3, done.stderr
    found = rows(done)
    assert (found[source]["complete"], found[source]["void"]) == (False, True)
    assert any(word in found[source]["reason"] for word in words.split("|"))
    assert found[other]["complete"] is True
    # The table cuts a long reason; what to do next stands at its end.
    assert f"{source}: {found[source]['reason']}" in done.stderr
    assert "Traceback" not in done.stderr
    with office.open_store() as store:
        judged = {verdict.subject for verdict in latest_verdicts(store)}
        seen = subjects_of_crawls(store, [found[source]["crawl"]])
    assert judged.isdisjoint(seen)


def test_patience_that_a_store_asks_for_once_is_given(tmp_path: Path) -> None:
    faults = ("apple_app_store:429_once",)
    with running_replica(SEED, tmp_path / "replica", apps=40, faults=faults) as busy:
        office = new_office(tmp_path / "office", busy)
        found = look(office, busy, "apple_app_store")
        searches = [asked for asked in busy.requests() if asked.path.startswith("/search")]
    assert found["apple_app_store"]["complete"] is True
    first, second, third = searches[:3]
    assert first.path == second.path == third.path
    # The replica asks for one second, twice.
    assert second.at - first.at >= 1.0
    assert third.at - second.at >= 1.0


@pytest.mark.timing
def test_each_source_keeps_its_own_pace(tmp_path: Path, replica: RunningReplica) -> None:
    office = new_office(tmp_path / "office", replica, apple=120, google=240)
    before = len(replica.requests())
    look(office, replica, *BOTH, "--limit", "4")
    for host, seconds in (("itunes.apple.com", 0.5), ("play.google.com", 0.25)):
        times = [asked.at for asked in replica.requests()[before:] if asked.host == host]
        assert len(times) > 3
        # The replica sees a request late when it is busy, and the next one right on time. One sent
        # too early is different: it puts all that follow ahead of the pace, for good.
        ahead = [at - turn * seconds for turn, at in enumerate(times)]
        for turn in range(4, len(ahead)):
            assert min(ahead[turn:]) > min(ahead[:turn]) - 0.2 * seconds
        gaps = [later - earlier for earlier, later in pairwise(times)]
        assert sum(gap > 0.8 * seconds for gap in gaps) >= 0.9 * len(gaps)
        assert (times[-1] - times[0]) / (len(times) - 1) >= 0.98 * seconds


def test_the_user_agent_names_us_and_our_contact(office: Workspace) -> None:
    from crawler.crawl.sources import source_settings

    settings = source_settings(office.config.of("google_play"), office.config.contact)
    assert settings["USER_AGENT"].startswith("rasoat/")
    assert "(+tests@rasoat.example)" in settings["USER_AGENT"]


def test_a_certificate_that_is_not_trusted_reads_nothing(
    tmp_path: Path, replica: RunningReplica
) -> None:
    office = new_office(tmp_path / "office", replica)
    settings = office.path / "rasoat.toml"
    text = settings.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("ca_file"))
    settings.write_text(text.replace(line, 'ca_file = ""'), encoding="utf-8")
    done = run(office, replica, "sweep", "google_play", "--term", "nổ hũ", "--json")
    assert done.returncode == 3
    assert rows(done)["google_play"]["void"] is True
    assert stored(office) == 0


def test_ctrl_c_keeps_what_was_seen_and_says_so(tmp_path: Path, replica: RunningReplica) -> None:
    office = new_office(tmp_path / "office", replica, apple=FAST, google=300)
    code, out, err = cut_short(
        office, replica, signal.SIGINT, "sweep", *BOTH, "--terms", str(replica.terms), "--json",
        after=50,
    )  # fmt: skip
    assert code == 3, err
    found = {row["source"]: row for row in map(json.loads, out.splitlines())}
    assert found["google_play"]["complete"] is False
    assert "stopped by a person" in found["google_play"]["reason"]
    assert "judge it with: rasoat judge" in err
    assert "Traceback" not in err
    with office.open_store() as store:
        kept = store.count("SELECT count(*) FROM sightings")
    assert kept == sum(row["sightings"] for row in found.values())
    assert run(office, replica, "judge").returncode == 3  # no register


def test_kill_9_loses_nothing_that_was_stored(tmp_path: Path, replica: RunningReplica) -> None:
    office = new_office(tmp_path / "office", replica, apple=FAST, google=300)
    code, _, _ = cut_short(
        office, replica, signal.SIGKILL, "sweep", *BOTH, "--terms", str(replica.terms), after=50
    )
    assert code == -signal.SIGKILL
    assert stored(office) >= 50
    assert check(office) == []
    killed = ends(office)["google_play"]
    assert (killed.complete, killed.ended_at) == (False, None)
    assert "interrupted" in killed.reason
    # The sweep can be run again, and what was seen before can be judged.
    assert run(office, replica, "judge").returncode == 3
    # Its evidence verifies as it lies there; the next sweep seals it.
    assert run(office, replica, "evidence", "verify").returncode == 3
    look(office, replica)
    assert ends(office)["google_play"].complete is True
    assert run(office, replica, "evidence", "verify").returncode == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("sweep", "no_such_store", "--term", "x"), "There is no source 'no_such_store'"),
        (("sweep", "google_play", "--no-charts"), "There is nothing to look for"),
    ],
)
def test_a_sweep_that_makes_no_sense_is_refused(
    office: Workspace, replica: RunningReplica, words: tuple[str, ...], sentence: str
) -> None:
    done = run(office, replica, *words)
    assert done.returncode == 2
    assert sentence in done.stderr
    with office.open_store() as store:
        assert store.count("SELECT count(*) FROM crawls") == 0


def test_a_sweep_whose_answers_hold_less_than_before_says_so_and_ends_with_3(
    office: Workspace, replica: RunningReplica
) -> None:
    run(office, replica, "registry", "import", str(replica.register), "--complete")
    asked = ("sweep", "google_play", "--terms", str(replica.terms))
    assert run(office, replica, *asked).returncode == 0
    with office.open_store() as store:
        (first,) = measured_crawls(store, "google_play", most=9)
        # As if the pages of the first crawl had named the fact that none of the second has.
        told = [
            replace(fill, filled={**fill.filled, "facts.vi_du": fill.sightings})
            for fill in first.fills
            if fill.step == "detail"
        ]
        append_measures(store, replace(first, fills=tuple(told)), (), now=first.started_at)
    done = run(office, replica, *asked, "--json")
    assert done.returncode == 3, done.stderr
    assert "0% of the sightings of its detail have facts.vi_du instead of 100%" in done.stderr
    assert rows(done)["google_play"]["complete"]
    drift = run(office, replica, "sweeps", "drift", "google_play", "--json")
    (row,) = map(json.loads, drift.stdout.splitlines())
    assert (drift.returncode, row["field"], row["since"]) == (3, "facts.vi_du", row["crawl"])
    shown = run(office, replica, "evidence", "show", row["evidence"], "--json")
    assert "/store/apps/details" in json.loads(shown.stdout.splitlines()[0])["url"]
