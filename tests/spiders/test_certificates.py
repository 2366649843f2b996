"""The spider of certificate logs: which tiles it asks for, and what it makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from scrapy import Request

from crawler.errors import PayloadChanged, SourceBlocked
from crawler.records import LogPart, LogPosition
from spiders.certificates import Certificates
from spiders.ct_tree import root_of
from tests.crawler.crawl.log_server import ServedLog
from tests.spiders.ct_log import CertificateLog, tree_root
from tests.spiders.test_spiders import answered, called, started

URL = "https://nhat-ky-vidu.example/2026"


@pytest.fixture
def log() -> ServedLog:
    return ServedLog(CertificateLog())


def fill(log: ServedLog, count: int) -> None:
    for _ in range(count):
        number = len(log.log.leaves)
        log.log.add(f"so{number}-vidu.club", precertificate=number % 2 == 0)


def spider(log: ServedLog, position: LogPosition | None = None, **words: Any) -> Certificates:
    return Certificates(url=URL, public_key=log.log.public_key, position=position, **words)


def read(log: ServedLog, position: LogPosition | None = None, **words: Any) -> list[LogPart]:
    """Every part that a crawl gives: its requests are asked in turn."""
    return list(_read(log, spider(log, position, **words)))


def _read(log: ServedLog, begun: Certificates) -> Iterator[LogPart]:
    waiting = started(begun)
    while waiting:
        request = waiting.pop(0)
        status, body = log.answer(request.url.removeprefix("https://nhat-ky-vidu.example"))
        for given in called(request, answered(request, body, status)):
            if isinstance(given, Request):
                waiting.append(given)
            else:
                yield given


def test_a_log_is_read_whole_and_its_root_is_checked(log: ServedLog) -> None:
    fill(log, 300)
    first, second = read(log)
    assert log.asked == ["checkpoint", "tile/data/000", "tile/data/001.p/44"]
    assert (first.first, first.position.read, first.checked) == (0, 256, False)
    assert (second.first, second.position.read, second.checked) == (256, 300, True)
    assert [name.name for name in second.names[:2]] == ["so256-vidu.club", "so257-vidu.club"]
    assert [name.index for name in second.names[:2]] == [256, 257]
    assert second.position.edge is not None
    assert root_of(second.position.edge) == tree_root(log.log.leaves)
    assert second.url == f"{URL}/"


def test_only_what_was_not_read_yet_is_read(log: ServedLog) -> None:
    fill(log, 300)
    position = read(log)[-1].position
    log.asked.clear()
    fill(log, 250)
    parts = read(log, position)
    assert log.asked == ["checkpoint", "tile/data/001", "tile/data/002.p/38"]
    assert [part.first for part in parts] == [300, 512]
    assert [name.index for name in parts[0].names] == list(range(300, 512))
    assert parts[-1].checked


def test_a_log_without_news_is_checked_all_the_same(log: ServedLog) -> None:
    fill(log, 20)
    position = read(log)[-1].position
    assert read(log, position) == []
    log.fault = "another root"
    with pytest.raises(PayloadChanged, match="another root than it signed"):
        read(log, position)


def test_an_empty_log_is_read_to_its_end(log: ServedLog) -> None:
    assert read(log) == []
    assert log.asked == ["checkpoint"]


def test_a_limit_ends_with_a_whole_tile(log: ServedLog) -> None:
    fill(log, 600)
    (part,) = read(log, LogPosition(read=0, edge=()), limit=10)
    assert (part.position.read, part.size, part.checked) == (256, 600, False)
    assert log.asked == ["checkpoint", "tile/data/000"]


def test_a_log_with_too_many_entries_is_begun_among_the_newest_unchecked(log: ServedLog) -> None:
    fill(log, 600)
    (part,) = read(log, limit=100)
    assert (part.first, part.position) == (256, LogPosition(read=512, edge=None))
    (part,) = read(log, part.position, limit=100)
    assert (part.first, part.position.read, part.checked) == (512, 600, False)


def test_where_the_part_of_a_tile_is_gone_the_whole_one_is_read(log: ServedLog) -> None:
    fill(log, 256)
    log.fault, log.shown = "part is gone", 20
    (part,) = read(log)
    assert log.asked == ["checkpoint", "tile/data/000.p/20", "tile/data/000"]
    assert (part.position.read, len(part.names), part.checked) == (20, 20, True)


def test_a_certificate_that_cannot_be_read_is_counted(log: ServedLog) -> None:
    fill(log, 2)
    log.log.add_raw(b"\x30\x03hm?")
    (part,) = read(log)
    assert (part.unreadable, len(part.names), part.checked) == (1, 2, True)


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        ("another root", PayloadChanged, "has another root than it signed"),
        ("cut", PayloadChanged, "a tile of it is cut off"),
        ("refuses", SourceBlocked, "refused with status 403"),
        ("no tiles", PayloadChanged, "answers 404"),
    ],
)
def test_a_tile_with_a_fault_gives_no_part(
    log: ServedLog, fault: str, error: type[Exception], words: str
) -> None:
    fill(log, 300)
    log.fault = fault
    parts: list[LogPart] = []
    with pytest.raises(error, match=words):
        parts.extend(_read(log, spider(log)))
    assert all(part.position.read <= 256 for part in parts)


def test_a_log_that_shrank_is_a_changed_answer(log: ServedLog) -> None:
    fill(log, 30)
    position = read(log)[-1].position
    log.shown = 20
    with pytest.raises(PayloadChanged, match="20 entries, of which 30 were read before"):
        read(log, position)


def test_a_checkpoint_of_another_key_leads_to_no_tile(log: ServedLog) -> None:
    fill(log, 3)
    begun = Certificates(url=URL, public_key=CertificateLog().public_key, position=None)
    with pytest.raises(PayloadChanged, match="no signature of the key"):
        list(_read(log, begun))
    assert log.asked == ["checkpoint"]
