"""One address is asked for, and its scrubbed answer becomes a payload that reads the same."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from crawler.crawl.asking import read_again, request_for
from crawler.records import Fetch
from crawler.replica.running import RunningReplica, running_replica
from crawler.store.asked import Ask
from crawler.workspace import Workspace
from tests.crawler.crawl.sweeping import new_office, run

PLAY, APPLE = "https://play.google.com", "https://itunes.apple.com"


@pytest.mark.parametrize(
    ("address", "subject", "source", "callback", "told"),
    [
        ("google:com.vidu.a", "google:com.vidu.a", "google_play", "read_detail", "id=com.vidu.a"),
        (
            f"{PLAY}/store/apps/details?id=com.vidu.a&hl=en&gl=US",
            "google:com.vidu.a",
            "google_play",
            "read_detail",
            "id=com.vidu.a&hl=vi&gl=vn",
        ),
        (
            f"{PLAY}/store/apps/datasafety?id=com.vidu.a",
            "google:com.vidu.a",
            "google_play",
            "read_data_safety",
            "id=com.vidu.a",
        ),
        (
            f"{PLAY}/store/search?q=n%E1%BB%95%20h%C5%A9&c=apps",
            None,
            "google_play",
            "read_search",
            "vn",
        ),
        (f"{PLAY}/store/apps/dev?id=5700123", None, "google_play", "read_developer", "5700123"),
        (f"{APPLE}/lookup?id=9000000001&country=us", None, "apple_app_store", "read_lookup", "=vn"),
        (f"{APPLE}/search?term=game", None, "apple_app_store", "read_search", "term=game"),
        (
            f"{APPLE}/vn/rss/topgrossingapplications/limit=200/genre=7006/json",
            None,
            "apple_app_store",
            "read_chart",
            "genre=7006",
        ),
        (
            f"{APPLE}/vn/rss/customerreviews/page=1/id=9000000001/sortby=mostrecent/json",
            None,
            "apple_app_store",
            "read_reviews",
            "id=9000000001",
        ),
        ("aptoide:com.vidu.a", "aptoide:com.vidu.a", "aptoide", "read_detail", "com.vidu.a"),
    ],
)
def test_an_address_is_asked_for_as_its_spider_would(
    address: str, subject: str | None, source: str, callback: str, told: str
) -> None:
    found = request_for(address, subject)
    assert found is not None
    spider, asked = found
    assert (spider.name, asked.callback) == (source, callback)
    assert told in asked.url


@pytest.mark.parametrize(
    "address", ["https://vidu.example/game", f"{PLAY}/about", "domain:vidu.example", "https://[a/"]
)
def test_what_no_source_asks_for_is_not_asked(address: str) -> None:
    assert request_for(address, None) is None


def test_an_address_is_read_as_identify_reads_it() -> None:
    package = "com.vidu.game"
    found = request_for(f"{PLAY}/store/apps/details?id={package}%0a", f"google:{package}")
    assert found is not None
    assert found[1].kwargs["package"] == package


@pytest.fixture(scope="module")
def replica(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningReplica]:
    with running_replica(7, tmp_path_factory.mktemp("replica"), apps=30) as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, replica: RunningReplica) -> Workspace:
    return new_office(tmp_path / "office", replica)


def test_a_recorded_search_reads_the_same_and_nothing_else_was_asked(
    office: Workspace, replica: RunningReplica
) -> None:
    before = len(replica.requests())
    address = f"{PLAY}/store/search?q=game&c=apps"
    done = run(office, replica, "record", address, "--json")
    assert done.returncode == 0, done.stderr
    assert [asked.path.partition("?")[0] for asked in replica.requests()[before:]] in (
        ["/robots.txt", "/store/search"],
        ["/store/search"],
    )
    told = json.loads(done.stdout)
    folder = Path(told["folder"])
    assert folder.parent == office.exports / "payloads" / "google_play"
    assert (folder.name, told["parser"]) == ("search_game", "read_search")
    output = json.loads((folder / "output.json").read_text(encoding="utf-8"))
    assert len(output) == told["sightings"] > 1
    about = tomllib.loads((folder / "about.toml").read_text(encoding="utf-8"))
    assert (about["source"], about["asked"]) == ("google_play", {"term": "game"})
    found = request_for(address, None)
    assert found is not None
    fetch = Fetch(
        url=about["address"],
        method="GET",
        status=about["status"],
        fetched_at=datetime.fromisoformat(about["recorded_at"]),
        evidence="",
        size=0,
    )
    spider, asked = found
    again = Ask(url=asked.url, step="", callback=about["parser"], kwargs=about["asked"])
    body = (folder / "input.html").read_bytes()
    read = read_again(spider, again, fetch, body, fetch.fetched_at)
    assert [one.subject for one in read] == [one["subject"] for one in output]
    shown = run(office, replica, "evidence", "show", told["evidence"], "--json")
    assert "/store/search" in shown.stdout
    twice = run(office, replica, "record", address)
    assert (twice.returncode, "is there already" in twice.stderr) == (1, True)


def test_an_app_page_loses_its_mailbox_and_its_expectation_says_so(
    office: Workspace, replica: RunningReplica, tmp_path: Path
) -> None:
    run(office, replica, "sweep", "google_play", "--term", "game", "--limit", "8")
    with office.open_store() as store:
        row = store.row(
            "SELECT subject, email FROM sightings WHERE source = 'google_play' AND email <> ''"
        )
    assert row is not None
    done = run(office, replica, "record", row["subject"], "--output", str(tmp_path), "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert "email" in told["scrubbed_fields"]
    kept = "".join(path.read_text(encoding="utf-8") for path in Path(told["folder"]).iterdir())
    assert row["email"] not in kept
    assert "someone@vidu.example" in kept


def test_an_app_that_is_gone_is_recorded_as_gone_and_a_foreign_address_is_refused(
    office: Workspace, replica: RunningReplica, tmp_path: Path
) -> None:
    done = run(
        office, replica, "record", "google:com.vidu.none", "--output", str(tmp_path), "--json"
    )
    assert done.returncode == 0, done.stderr
    output = Path(json.loads(done.stdout)["folder"]) / "output.json"
    assert [one["presence"] for one in json.loads(output.read_text(encoding="utf-8"))] == ["gone"]
    away = run(office, replica, "record", "https://vidu.example/")
    assert (away.returncode, "No installed source asks for" in away.stderr) == (2, True)
