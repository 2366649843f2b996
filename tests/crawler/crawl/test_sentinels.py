"""Apps that a sweep must find: asked for first, and missed when the store does not show them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.config import Config, SourceConfig
from crawler.crawl.orders import orders_of
from crawler.crawl.sentinels import missing_sentinels
from crawler.errors import UsageProblem
from crawler.records import Presence
from crawler.replica.running import RunningReplica, running_replica
from crawler.store import Store
from crawler.store.asked import Ask, Delivery, RequestOutcome
from crawler.store.frontier import SqliteFrontier
from crawler.workspace import SETTINGS_FILE
from tests.crawler.crawl.sweeping import ends, new_office, run
from tests.crawler.office import NOW, new_store, sighting
from tests.crawler.store.engines import MINUTE
from tests.crawler.store.test_frontier import begin

BANK, WORDS = "google:com.vidu.bank", "Ngân hàng Ví Dụ"
SENTINEL = f"{BANK} {WORDS}"


def config(source: str, *sentinels: str) -> Config:
    return Config(source={source: SourceConfig(requests_per_minute=15, sentinels=sentinels)})


def asked(
    source: str, *sentinels: str, terms: tuple[str, ...], charts: bool = False
) -> tuple[str, ...]:
    (order,) = orders_of(
        [source], config=config(source, *sentinels), terms=terms, charts=charts, limit=None
    )
    return order.terms


def test_the_sentinels_are_asked_for_first_by_id_and_by_words() -> None:
    assert asked("google_play", SENTINEL, terms=("nổ hũ",)) == (BANK, WORDS, "nổ hũ")
    assert asked("google_play", SENTINEL, terms=(), charts=True) == (BANK, WORDS)
    assert asked("google_play", terms=("nổ hũ",)) == ("nổ hũ",)


def test_sentinels_are_opened_beside_what_the_limit_allows() -> None:
    told = config("google_play", SENTINEL)
    (order,) = orders_of(["google_play"], config=told, terms=("nổ hũ",), charts=False, limit=1)
    assert order.most == 2


def test_where_only_single_apps_are_asked_for_no_search_is_made_for_a_sentinel() -> None:
    one = "google:com.vidu.nohu"
    assert asked("google_play", SENTINEL, terms=(one,)) == (BANK, one)


def test_a_store_without_a_search_is_asked_for_the_id_alone() -> None:
    own = f"apkpure:com.vidu.bank {WORDS}"
    terms = asked("apkpure", own, terms=("google:com.vidu.nohu",), charts=True)
    assert terms == ("apkpure:com.vidu.bank", "google:com.vidu.nohu")


@pytest.mark.parametrize("source", ["apple_app_store", "aptoide", "licence_portal"])
def test_a_sentinel_of_another_store_is_refused(source: str) -> None:
    settings = SourceConfig(
        requests_per_minute=15, url="https://vidu.example/", sentinels=(SENTINEL,)
    )
    with pytest.raises(UsageProblem, match=f"which is no app of {source}"):
        orders_of(
            [source],
            config=Config(source={source: settings}),
            terms=("google:com.vidu.nohu",),
            charts=False,
            limit=None,
        )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    ("step", "found_by", "presence", "missing"),
    [
        ("detail", "lookup", Presence.PRESENT, [f"{BANK} by the search “{WORDS}”"]),
        ("search", f"search:{WORDS}#9", Presence.PRESENT, [f"{BANK} by its id"]),
        ("detail", "lookup", Presence.GONE, None),
        ("detail", "lookup", Presence.UNKNOWN, None),
        ("search", f"search:{WORDS} khác#1", Presence.PRESENT, None),
        ("developer", "developer:Vi Du#1", Presence.PRESENT, None),
    ],
)
def test_a_sentinel_is_found_by_its_own_page_and_by_its_own_search(
    store: Store, step: str, found_by: str, presence: Presence, missing: list[str] | None
) -> None:
    (begun,) = begin(store)
    frontier = SqliteFrontier(store, crawl=begun.crawl, worker=begun.worker)
    frontier.add([Ask(url="https://a.example/", step=step, callback="a")])
    (lease,) = frontier.take(1, alone=True, now=NOW, until=NOW + MINUTE)
    seen = sighting(BANK, presence=presence, found_by=found_by)
    frontier.deliver(lease, Delivery(outcome=RequestOutcome.DONE, sightings=[seen]), now=NOW)
    found = list(missing_sentinels(store, begun.crawl, (SENTINEL,), (BANK, WORDS)))
    both = [f"{BANK} by its id", f"{BANK} by the search “{WORDS}”"]
    assert found == (both if missing is None else missing)
    assert list(missing_sentinels(store, begun.crawl, (SENTINEL,), ("nổ hũ",))) == []


@pytest.fixture(scope="module")
def replica(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningReplica]:
    with running_replica(11, tmp_path_factory.mktemp("replica"), apps=30) as running:
        yield running


def test_a_sweep_without_its_sentinel_is_incomplete_and_names_it(
    tmp_path: Path, replica: RunningReplica
) -> None:
    office = new_office(tmp_path / "office", replica)
    sweep = ("sweep", "google_play", "--term", "game", "--limit", "3")
    run(office, replica, *sweep)
    with office.open_store() as store:
        (there,) = store.rows(
            "SELECT subject, title FROM sightings WHERE presence = 'present' "
            "AND found_by LIKE 'search:%' AND facts ->> 'layer' = 'search' LIMIT 1"
        )
    settings = (office.path / SETTINGS_FILE).read_text(encoding="utf-8")
    for sentinel, reason in (
        (f"{there['subject']} {there['title']}", None),
        (f"google:com.vidu.none {there['title']}", "google:com.vidu.none by its id"),
    ):
        (office.path / SETTINGS_FILE).write_text(
            f"{settings}sentinels = ['{sentinel}']\n", encoding="utf-8"
        )
        done = run(office, replica, *sweep)
        end = ends(office)["google_play"]
        assert done.returncode == 3, done.stderr  # there is no register
        assert end.complete is (reason is None), end.reason
        assert (reason or "") in (end.reason or "")
        assert not end.void
