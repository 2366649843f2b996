"""Sweeps of the stores beside Google Play, through the replica over TLS."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.cases import confirm
from crawler.config import DEFAULT_SOURCES
from crawler.crawl.sources import installed_sources
from crawler.records import ACCUSING, Presence, Proof
from crawler.replica.running import RunningReplica, running_replica
from crawler.store.cases import cases, find_case
from crawler.store.crawls import crawls
from crawler.store.sightings import judged_sightings
from crawler.store.verdicts import latest_verdicts
from crawler.workspace import Workspace
from tests.crawler.crawl.sweeping import ANDROID, SEED, copy_of, in_trouble, office_of, rows, run


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


def planted(replica: RunningReplica, kind: str) -> list[str]:
    """The subjects on Google Play that were planted as this."""
    answers = json.loads(replica.answers.read_text(encoding="utf-8"))
    found = [each["subject"] for each in answers if each["planted"] == kind]
    return [subject for subject in found if subject.startswith("google:")]


def uploaded(subjects: Iterable[str], source: str) -> set[str]:
    """The same apps as another store names them."""
    return {name.replace("google:", f"{source}:") for name in subjects}


def swept(office: Workspace, replica: RunningReplica, *words: str) -> tuple[dict[str, Any], str]:
    """The rows of a sweep, which must have gone well, and its messages."""
    done = run(office, replica, "sweep", *words, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    return rows(done), done.stderr


def test_stores_with_a_search_are_swept_and_accuse_no_one_wrongly(
    office: Workspace, replica: RunningReplica
) -> None:
    found, told = swept(office, replica, "aptoide", "appgallery", "--terms", str(replica.terms))
    answers = json.loads(replica.answers.read_text(encoding="utf-8"))
    forbidden = {each["subject"] for each in answers if each["accusation_forbidden"]}
    with office.open_store() as store:
        judged = {one.subject: one.kind for one in latest_verdicts(store)}
        opened = {case.subject for case in cases(store) if case.verdict == "gambling"}
    for source, row in found.items():
        assert row["complete"] is True
        assert row["flagged"] > 0
        assert f"{source} is experimental" in told
        gambling = uploaded(planted(replica, "gambling"), source) & judged.keys()
        assert gambling
        assert gambling <= opened
        for subject in uploaded(forbidden, source) & judged.keys():
            assert judged[subject] not in ACCUSING


def test_a_package_of_a_case_is_looked_for_in_every_other_store(
    office: Workspace, replica: RunningReplica
) -> None:
    suspect = planted(replica, "gambling")[0]
    first, _ = swept(office, replica, "aptoide", "--term", suspect)
    assert first["aptoide"]["flagged"] == 1
    # Nothing but the case says what to ask for now.
    found, told = swept(
        office, replica, "galaxy_store", "appgallery", "apkpure", "--term", "qzxwv", "--no-charts"
    )
    assert {source: row["requested"] >= 1 for source, row in found.items()} == dict.fromkeys(
        ("galaxy_store", "appgallery", "apkpure"), True
    )
    package = suspect.partition(":")[2]
    with office.open_store() as store:
        seen = {subject for subject, _ in judged_sightings(store, None)}
        kinds = {one.subject: one.kind for one in latest_verdicts(store)}
        case = find_case(store, f"galaxy_store:{package}")
    assert {f"{source}:{package}" for source in ANDROID} <= seen
    assert kinds[f"galaxy_store:{package}"] == "gambling"
    assert case is not None
    assert "apkpure is experimental" in told


def test_what_a_store_does_not_carry_is_gone_only_in_its_own_words(
    office: Workspace, replica: RunningReplica
) -> None:
    there = planted(replica, "gambling")[0]
    asked = ("--term", "google:vn.vidu.khongco", "--term", there)
    swept(office, replica, *ANDROID, *asked)
    with office.open_store() as store:
        found = {
            subject: sightings[0].presence
            for subject, sightings in judged_sightings(store, None)
            if subject.endswith(":vn.vidu.khongco")
        }
        opened = {case.subject.partition(":")[2] for case in cases(store)}
    assert found == {
        "aptoide:vn.vidu.khongco": Presence.GONE,
        "galaxy_store:vn.vidu.khongco": Presence.GONE,
        "appgallery:vn.vidu.khongco": Presence.UNKNOWN,
        "apkpure:vn.vidu.khongco": Presence.UNKNOWN,
    }
    assert "vn.vidu.khongco" not in opened


def test_absent_apps_alone_show_nothing_and_the_crawl_is_void(
    office: Workspace, replica: RunningReplica
) -> None:
    done = run(office, replica, "sweep", "galaxy_store", "--term", "google:vn.vidu.khongco")
    assert done.returncode == 3
    with office.open_store() as store:
        [crawl] = crawls(store)
        assert list(judged_sightings(store, None)) == []
        assert store.count("SELECT count(*) FROM sightings WHERE presence = 'gone'") == 1
    assert crawl.void
    assert "nothing that was asked for is there" in str(crawl.reason)


@pytest.mark.parametrize(
    "troubles",
    [
        {
            "aptoide": ("403", "status 403"),
            "galaxy_store": ("429", "status 429"),
            "appgallery": ("shell", "changed its answer"),
            "apkpure": ("drift", "changed its answer"),
        },
        {
            "aptoide": ("captcha", "captcha"),
            "galaxy_store": ("drift", "changed its answer"),
            "appgallery": ("drift", "changed its answer"),
            "apkpure": ("robots", "robots.txt forbids"),
        },
        {
            "aptoide": ("empty", "nothing that was asked for is there"),
            "galaxy_store": ("broken_json", "changed its answer"),
            "appgallery": ("empty", "nothing that was asked for is there"),
            "apkpure": ("captcha", "captcha"),
        },
    ],
    ids=["refused", "changed", "empty"],
)
def test_a_store_in_trouble_is_void_and_nothing_of_it_is_judged(
    office: Workspace, replica: RunningReplica, troubles: dict[str, tuple[str, str]]
) -> None:
    asked = [f"--term={subject}" for subject in planted(replica, "gambling")[:4]]
    with in_trouble(replica, {source: fault for source, (fault, _) in troubles.items()}):
        done = run(office, replica, "sweep", *troubles, "--term", "nổ hũ", *asked, "--json")
    assert done.returncode == 3, done.stderr
    for source, row in rows(done).items():
        assert (row["complete"], row["void"]) == (False, True)
        assert troubles[source][1] in row["reason"]
    assert "Traceback" not in done.stderr
    with office.open_store() as store:
        assert cases(store) == []
        assert list(judged_sightings(store, None)) == []


def test_a_store_without_a_search_is_not_asked_for_words(
    office: Workspace, replica: RunningReplica
) -> None:
    done = run(office, replica, "sweep", "galaxy_store", "--term", "nổ hũ")
    assert done.returncode == 2
    assert "Nothing can be asked of galaxy_store" in done.stderr
    found, told = swept(
        office, replica, "galaxy_store", "aptoide", "--terms", str(replica.terms), "--limit", "1"
    )
    assert found.keys() == {"aptoide"}
    assert "galaxy_store was not asked" in told


def test_an_experimental_source_is_off_until_it_is_named() -> None:
    experimental = {
        name for name, kind in installed_sources().items() if kind.proof is Proof.EXPERIMENTAL
    }
    assert set(ANDROID) < experimental
    assert experimental.isdisjoint(DEFAULT_SOURCES)


def test_a_confirmed_case_without_a_recipient_is_told_in_a_sentence(
    office: Workspace, replica: RunningReplica
) -> None:
    swept(office, replica, "aptoide", "--term", planted(replica, "gambling")[0])
    with office.open_store() as store:
        [case] = cases(store)
        confirm(store, [str(case.case)], who="an", note=None, now=case.opened_at)
    done = run(office, replica, "takedown", "draft")
    assert done.returncode == 3
    assert "no recipient is known for aptoide" in done.stdout
    assert "Traceback" not in done.stderr
    only = run(office, replica, "takedown", "draft", "--recipient", "google")
    assert "aptoide" not in only.stdout
