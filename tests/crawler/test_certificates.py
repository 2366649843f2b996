"""What a log names becomes a lead only where it is worth a visit and nobody knows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from crawler.certificates import take_names
from crawler.records import LogName, LogPart, LogPosition
from crawler.store import Store
from crawler.store.crawls import CrawlOrder
from crawler.store.leads import pending_leads
from crawler.store.log_parts import log_position, log_readings
from crawler.store.operators import certified
from crawler.store.workers import ProcessMark, begin_crawls
from matchers.domains.protected import protected_hosts
from tests.crawler.office import NOW, new_store, see

LOG = "ab" * 32
SHIPPED = protected_hosts({})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def crawl(store: Store) -> int:
    order = CrawlOrder(source="certificates", market="vn", terms=(), charts=False, most=1)
    process = ProcessMark(place="boot", pid=41, start="7")
    (begun,) = begin_crawls(
        store, [order], process=process, alive=lambda _: False, now=NOW, machine_now=NOW
    )
    return begun.crawl


def part(*names: str, first: int = 0, edge: tuple[bytes, ...] | None = (b"\x01",)) -> LogPart:
    return LogPart(
        log=LOG,
        url="https://nhat-ky-vidu.example/",
        first=first,
        position=LogPosition(read=first + 10, edge=edge),
        size=20,
        checked=first > 0,
        names=tuple(LogName(name=name, index=first, at=NOW) for name in names),
        unreadable=1,
    )


def take(
    store: Store, number: int, *parts: LogPart, protected: Mapping[str, str] = SHIPPED
) -> list[str]:
    for each in parts:
        take_names(store, number, each, protected=protected, clock=lambda: NOW)
    return [lead.subject for lead in pending_leads(store)]


def test_names_worth_a_visit_are_leads_once_a_site(store: Store) -> None:
    named = part(
        *("baking-recipes.com", "go88vip-vidu.club", "*.go88vip-vidu.club", "GO88VIP-VIDU.club"),
        *("", "*", "khong phai ten", "dong\nhai.go88vip-hai-vidu.club", "xn--.com"),
    )
    assert take(store, crawl(store), named) == ["domain:go88vip-vidu.club"]
    (lead,) = pending_leads(store)
    assert lead.origin == "https://nhat-ky-vidu.example/#0"
    assert (lead.source, lead.seen_at, lead.address) == ("certificates", NOW, "go88vip-vidu.club")


def test_a_site_that_is_known_is_no_lead_again(store: Store) -> None:
    number = crawl(store)
    see(store, "domain:go88vip-vidu.club", seen_at=NOW)
    named = part("go88vip-vidu.club", "sunwin-vidu.club")
    assert take(store, number, named) == ["domain:sunwin-vidu.club"]
    assert take(store, number, named) == ["domain:sunwin-vidu.club"]
    assert store.count("SELECT count(*) FROM leads") == 1


def test_protected_names_are_no_leads(store: Store) -> None:
    number = crawl(store)
    named = part("go88vip.vidu.gov.vn", "go88vip-vidu.club")
    assert take(store, number, named, protected=protected_hosts({"go88vip-vidu.club": "x"})) == []


def test_how_far_a_log_was_read_is_kept_with_its_leads(store: Store) -> None:
    assert log_position(store, LOG) is None
    number = crawl(store)
    take(store, number, part("go88vip-vidu.club", "a.example"), part("b.example", first=10))
    assert log_position(store, LOG) == LogPosition(read=20, edge=(b"\x01",))
    (reading,) = log_readings(store, [number])
    assert (reading.first, reading.read, reading.size) == (0, 20, 20)
    assert (reading.names, reading.leads, reading.unreadable) == (3, 1, 2)
    assert reading.checked
    take(store, number, part(first=20, edge=None))
    assert log_position(store, LOG) == LogPosition(read=30, edge=None)
    assert log_position(store, "00") is None


def test_the_sites_of_one_certificate_are_kept_where_one_of_them_tells(store: Store) -> None:
    number = crawl(store)
    take(store, number, part("go88vip-vidu.club", "*.zalvin-vidu.net", "zalvin-vidu.net"))
    take(store, number, part("tiem-hoa-vidu.com", "tiem-banh-vidu.com", first=1))
    names = "go88vip-vidu.club zalvin-vidu.net"
    assert certified(store) == {f"domain:{name}": [names] for name in names.split()}


def test_the_sites_of_one_certificate_are_kept_where_one_of_them_was_seen(store: Store) -> None:
    see(store, "domain:tiem-hoa-vidu.com", seen_at=NOW)
    take(store, crawl(store), part("tiem-hoa-vidu.com", "tiem-banh-vidu.com"))
    assert set(certified(store)) == {"domain:tiem-hoa-vidu.com", "domain:tiem-banh-vidu.com"}


def test_a_crowd_on_one_certificate_is_not_kept(store: Store) -> None:
    crowd = [f"tiem{number}-vidu.com" for number in range(40)]
    take(store, crawl(store), part("go88vip-vidu.club", *crowd))
    assert certified(store) == {}
