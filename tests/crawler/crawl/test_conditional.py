"""A store is asked whether its pages changed: over TLS, in two processes, within bounds."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from scrapy import Request
from scrapy.http import Response
from warcio.archiveiterator import ArchiveIterator

from crawler.crawl.conditional import FORMER, ConditionalRequests
from crawler.crawl.frontier import LEASE
from crawler.evidence.bodies import read_body
from crawler.evidence.unchanged import FULL_AGAIN, FormerAnswers
from crawler.evidence.verify import Weight
from crawler.records import evidence_id
from crawler.replica.running import RunningReplica, running_replica
from crawler.store.chain import LinkKind, links_of_kind
from crawler.workspace import Workspace
from tests.crawler.crawl.sweeping import SEED, command, copy_of, in_trouble, office_of, way
from tests.crawler.crawl.test_outcomes import outcomes
from tests.crawler.evidence.recording import found, warcs

if TYPE_CHECKING:
    from crawler.crawl.visit import Visit

BEGUN = datetime(2026, 11, 20, 2, tzinfo=UTC)
SOURCE = "google_play"
PROXIED = "through a proxy, which looks names up"


@pytest.fixture(scope="module")
def replica(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningReplica]:
    with running_replica(SEED, tmp_path_factory.mktemp("replica"), apps=40) as running:
        yield running


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory, replica: RunningReplica) -> Workspace:
    """An office that swept the store once."""
    office = office_of(tmp_path_factory.mktemp("office") / "office", replica)
    assert crawl(sweep(office, replica, BEGUN))["complete"] is True
    return office


@pytest.fixture
def office(tmp_path: Path, swept: Workspace) -> Workspace:
    return copy_of(swept, tmp_path / "office")


def run(
    office: Workspace, replica: RunningReplica, now: datetime, *words: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(office, *words),
        env=way(replica) | {"RASOAT_NOW": now.isoformat()},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def sweep(
    office: Workspace, replica: RunningReplica, now: datetime, *words: str
) -> subprocess.CompletedProcess[str]:
    terms = ("--terms", str(replica.terms), "--limit", "15")
    return run(office, replica, now, "sweep", SOURCE, *terms, *words, "--json")


def crawl(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode in (0, 3), done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[0])
    return told


def statuses(office: Workspace, number: int, what: str = "%") -> Counter[int]:
    with office.open_store() as store:
        rows = store.rows(
            "SELECT status FROM fetches WHERE crawl = ? AND url LIKE ?", [number, what]
        )
        return Counter(row["status"] for row in rows)


def apps(office: Workspace, number: int) -> dict[str, tuple[Any, ...]]:
    """What a crawl saw of each app in full."""
    with office.open_store() as store:
        rows = store.rows(
            """SELECT subject, title, publisher, presence, text, price, evidence FROM sightings
               WHERE crawl = ? AND text IS NOT NULL""",
            [number],
        )
        return {row["subject"]: tuple(row.values()) for row in rows}


def watched(office: Workspace) -> list[str]:
    with office.open_store() as store:
        rows = store.rows("SELECT subject FROM cases WHERE subject LIKE 'google:%'")
        return [row["subject"].removeprefix("google:") for row in rows]


def an_app(office: Workspace) -> str:
    """An app of the first crawl that is no case."""
    cases = watched(office)
    return next(each for each in apps(office, 1) if each.removeprefix("google:") not in cases)


def test_a_second_sweep_asks_by_a_condition_and_sees_the_same_apps_now(
    office: Workspace, replica: RunningReplica
) -> None:
    later = BEGUN + timedelta(days=1)
    told = crawl(sweep(office, replica, later))
    assert told["complete"] is True
    assert statuses(office, 1)[304] == 0
    assert statuses(office, 2)[304] > 10
    assert apps(office, 2) == apps(office, 1)
    with office.open_store() as store:
        first = store.count("SELECT count(*) FROM sightings WHERE crawl = 2 AND seen_at < ?",
                            [later.isoformat()])  # fmt: skip
    assert first == 0


def test_what_was_confirmed_is_evidence_that_verifies_and_is_handed_out(
    office: Workspace, replica: RunningReplica, tmp_path: Path
) -> None:
    crawl(sweep(office, replica, BEGUN + timedelta(days=1)))
    assert found(office, Weight.WRONG, Weight.LOOK) == []
    with office.open_store() as store:
        captured = {link.n: link.facts for link in links_of_kind(store, LinkKind.CAPTURED)}
        confirmed = [facts for facts in captured.values() if facts["status"] == 304]
        for facts in confirmed:
            whole = captured[facts["repeats"]]
            assert (whole["crawl"], whole["status"], whole["url"]) == (1, 200, facts["url"])
            assert whole["evidence"] == facts["evidence"]
            assert read_body(store, office.evidence, facts["evidence"])
    profiles = Counter[str | None]()
    for path in warcs(office):
        with path.open("rb") as file:
            for one in ArchiveIterator(file, check_digests="raise"):
                if one.rec_type == "revisit":
                    profiles[one.rec_headers["WARC-Profile"]] += 1
                    assert one.rec_headers["WARC-Refers-To"]
    assert profiles["http://netpreserve.org/warc/1.1/revisit/server-not-modified"] == len(confirmed)
    shown = run(office, replica, BEGUN, "evidence", "show", confirmed[0]["evidence"], "--json")
    rows = [json.loads(line) for line in shown.stdout.splitlines()]
    assert [(row["status"], row["repeats"]) for row in rows] == [
        (200, None),
        (304, confirmed[0]["repeats"]),
    ]


def test_a_page_that_changed_comes_whole_with_its_new_facts(
    office: Workspace, replica: RunningReplica
) -> None:
    subject = an_app(office)
    replica.change(f"rename {subject} Vườn Cà Chua Ví Dụ")
    try:
        crawl(sweep(office, replica, BEGUN + timedelta(days=1)))
    finally:
        replica.change(f"up {subject}")
    page = f"%details?id={subject.removeprefix('google:')}&%"
    assert statuses(office, 2, page) == {200: 1}
    assert apps(office, 2)[subject][1] == "Vườn Cà Chua Ví Dụ"


def test_an_app_that_left_is_told_by_its_whole_answer(
    office: Workspace, replica: RunningReplica
) -> None:
    subject = an_app(office)
    replica.change(f"down {subject}")
    try:
        crawl(sweep(office, replica, BEGUN + timedelta(days=1), "--term", subject))
    finally:
        replica.change(f"up {subject}")
    page = f"%details?id={subject.removeprefix('google:')}&%"
    assert statuses(office, 2, page) == {404: 1}
    with office.open_store() as store:
        rows = store.rows(
            "SELECT presence FROM sightings WHERE crawl = 2 AND subject = ?", [subject]
        )
        assert {row["presence"] for row in rows} == {"gone"}


def test_apps_that_are_cases_are_always_asked_for_in_full(
    office: Workspace, replica: RunningReplica
) -> None:
    cases = watched(office)
    assert cases
    crawl(sweep(office, replica, BEGUN + timedelta(days=1)))
    for package in cases:
        assert statuses(office, 2, f"%details?id={package}&%").keys() <= {200}
    with office.open_store() as store:
        told = store.count(
            """SELECT count(*) FROM sightings AS seen JOIN fetches USING (crawl, evidence)
               WHERE seen.crawl = 2 AND status = 304
               AND subject IN (SELECT subject FROM cases)"""
        )
    assert told == 0


@pytest.mark.parametrize("words", [("check",), ("recheck",)])
def test_a_check_and_a_recheck_ask_nothing_by_a_condition(
    office: Workspace, replica: RunningReplica, words: tuple[str, ...]
) -> None:
    subject = an_app(office) if words == ("check",) else f"google:{watched(office)[0]}"
    with in_trouble(replica, {SOURCE: "304"}):
        run(office, replica, BEGUN + timedelta(days=1), *words, subject)
    told = statuses(office, 2)
    assert told[200] > 1
    assert told[304] == 0


def test_a_server_that_calls_everything_unchanged_hides_a_change_for_so_long_and_no_longer(
    office: Workspace, replica: RunningReplica
) -> None:
    subject = an_app(office)
    page = f"%details?id={subject.removeprefix('google:')}&%"
    replica.change(f"rename {subject} Vườn Cà Chua Ví Dụ")
    try:
        with in_trouble(replica, {SOURCE: "304"}):
            for days in (1, 2):
                crawl(sweep(office, replica, BEGUN + timedelta(days=days)))
            crawl(sweep(office, replica, BEGUN + FULL_AGAIN + timedelta(hours=1)))
    finally:
        replica.change(f"up {subject}")
    assert [statuses(office, number, page) for number in (2, 3, 4)] == [
        {304: 1},
        {304: 1},
        {200: 1},
    ]
    assert statuses(office, 4)[304] == 0
    assert apps(office, 3)[subject][1] != apps(office, 4)[subject][1] == "Vườn Cà Chua Ví Dụ"


def test_a_304_of_another_page_is_a_failure_that_is_counted_and_asked_again_in_full(
    office: Workspace, replica: RunningReplica
) -> None:
    with in_trouble(replica, {SOURCE: "304_other"}):
        told = crawl(sweep(office, replica, BEGUN + timedelta(days=1)))
    assert (told["complete"], told["void"]) == (False, False)
    assert "says that nothing changed (304)" in told["reason"]
    assert statuses(office, 2)[304] == 1  # from then on nothing is asked by a condition
    assert outcomes(office)["refused"] == 1
    resumed = crawl(
        run(office, replica, BEGUN + timedelta(days=1), "sweeps", "resume", "2", "--json")
    )
    assert resumed["complete"] is True
    assert statuses(office, 2)[304] == 1


def test_a_304_that_nobody_asked_for_shows_nothing(
    office: Workspace, replica: RunningReplica
) -> None:
    with in_trouble(replica, {SOURCE: "304_unasked"}):
        told = crawl(sweep(office, replica, BEGUN + FULL_AGAIN + timedelta(hours=1)))
    assert (told["void"], told["sightings"]) == (True, 0)
    assert apps(office, 2) == {}


def test_what_is_altered_here_is_asked_for_in_full(
    office: Workspace, replica: RunningReplica
) -> None:
    (path,) = warcs(office)
    path.write_bytes(path.read_bytes().replace(b"AF_initDataCallback", b"AF_InitDataCallback"))
    told = crawl(sweep(office, replica, BEGUN + timedelta(days=1)))
    assert told["complete"] is True
    details = statuses(office, 2, "%/store/apps/details?%")
    assert details.keys() == {200}


def test_sentinels_are_asked_for_in_full(office: Workspace, replica: RunningReplica) -> None:
    subject = an_app(office)
    title = apps(office, 1)[subject][1]
    settings = office.path / "rasoat.toml"
    text = settings.read_text(encoding="utf-8")
    section = f'[source.{SOURCE}]\nsentinels = ["{subject} {title}"]'
    settings.write_text(text.replace(f"[source.{SOURCE}]", section), encoding="utf-8")
    crawl(sweep(office, replica, BEGUN + timedelta(days=1)))
    page = f"%details?id={subject.removeprefix('google:')}&%"
    assert statuses(office, 2, page) == {200: 1}
    assert statuses(office, 2)[304] > 0


def test_another_user_agent_is_another_question(office: Workspace, replica: RunningReplica) -> None:
    settings = office.path / "rasoat.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("tests@rasoat", "others@rasoat"), encoding="utf-8")
    crawl(sweep(office, replica, BEGUN + timedelta(days=1)))
    assert statuses(office, 2)[304] == 0


def test_another_vantage_is_another_question(office: Workspace, replica: RunningReplica) -> None:
    settings = office.path / "rasoat.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("[network]", '[network]\nvantage = "Đà Nẵng"'), encoding="utf-8"
    )
    crawl(sweep(office, replica, BEGUN + timedelta(days=1)))
    assert statuses(office, 2)[304] == 0


def test_a_304_whose_body_is_gone_or_altered_by_then_stays_one(
    office: Workspace, replica: RunningReplica
) -> None:
    with office.open_store() as store:
        links = links_of_kind(store, LinkKind.CAPTURED)
        capture = next(link.facts for link in links if "validators" in link.facts)
        answers = FormerAnswers(store, office.evidence, (), vantage=PROXIED)
        health = SimpleNamespace(present=0)
        visit = SimpleNamespace(
            former=answers, clock=lambda: BEGUN + timedelta(days=1), health=health
        )
        asking = ConditionalRequests(cast("Visit", visit))
        (path,) = warcs(office)
        request = the_request(path, capture["url"])
        asking.process_request(request)
        assert "If-None-Match" not in request.headers  # nothing shows yet that the store answers
        health.present = 1
        asking.process_request(request)
        tag = request.headers["If-None-Match"]
        answer = Response(request.url, status=304, headers={"ETag": tag})
        read = asking.process_response(request, answer)
        assert (read.status, evidence_id(read.body)) == (200, capture["evidence"])
        whole = path.read_bytes()
        path.write_bytes(whole.replace(b"AF_initDataCallback", b"AF_InitDataCallback"))
        assert asking.process_response(request, answer).status == 304
        assert FORMER not in request.meta
        path.write_bytes(whole)
        asking.process_request(request)  # this crawl believes nobody any more
        assert "If-None-Match" not in request.headers


def the_request(path: Path, url: str) -> Request:
    """The request for an address as it was recorded."""
    with path.open("rb") as file:
        for one in ArchiveIterator(file):
            if one.rec_type == "request" and one.rec_headers["WARC-Target-URI"] == url:
                names = [pair for pair in one.http_headers.headers if pair[0] != "Host"]
                return Request(url, headers=dict(names), meta={LEASE: 1})
    raise LookupError(url)
