"""A partner's list becomes leads; a bad row is refused alone, and nothing counts twice."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.errors import NamesRefused
from crawler.leads import Led, import_leads
from crawler.records import Presence
from crawler.store import Store
from crawler.store.leads import pending_leads, unfinished_visits
from crawler.store.sightings import add_sightings
from tests.crawler.office import LATER, NOW, new_store, see, sighting

TABLE = """\
address,note,source,seen_at
https://www.nohu-vidu.club/vao?x=1,"nạp thẻ, rút ví",đối tác Ví Dụ,2026-11-19T08:00
domain:taixiu-vidu.com,,,
google:com.vidu.nohu,,,
103.1.2.3,,,
nohu-hai-vidu.club,,,hôm qua
hỏng,một,hai
nohu-ba-vidu.club,,,2026-11-18
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def led(store: Store, text: str | bytes, source: str = "đối tác") -> list[Led]:
    body = text.encode() if isinstance(text, str) else text
    file = io.BytesIO(body)
    return list(import_leads(store, file, "list.csv", source=source, who="an", now=NOW))


def test_each_row_of_a_table_is_a_lead_or_refused_alone(store: Store) -> None:
    found = led(store, TABLE)
    assert [one.subject for one in found] == [
        *("domain:nohu-vidu.club", "domain:taixiu-vidu.com", "google:com.vidu.nohu"),
        *(None, None, None, "domain:nohu-ba-vidu.club"),
    ]
    assert [one.new for one in found] == [True, True, True, False, False, False, True]
    assert [one.line for one in found] == [2, 3, 4, 5, 6, None, 8]
    assert "line 7 has 3 cells" in (found[5].refused or "")
    assert "103.1.2.3" in (found[3].refused or "")
    assert "seen_at" in (found[4].refused or "")


def test_a_lead_keeps_all_that_its_row_says(store: Store) -> None:
    led(store, TABLE)
    first, second, third = pending_leads(store)
    assert first.address == "https://www.nohu-vidu.club/vao?x=1"
    assert (first.note, first.source) == ("nạp thẻ, rút ví", "đối tác Ví Dụ")
    assert first.seen_at == datetime(2026, 11, 19, 1, 0, tzinfo=UTC)
    assert (first.origin, first.at) == ("list.csv:2", NOW)
    assert (second.note, second.source, second.seen_at) == (None, "đối tác", None)
    assert third.subject == "domain:nohu-ba-vidu.club"


@pytest.mark.parametrize(
    "body",
    [
        "nohu-vidu.club\n\n# ghi chú\nhttps://taixiu-vidu.com/\n",
        "\ufeffurl\r\nnohu-vidu.club\r\n\r\nhttps://taixiu-vidu.com/\r\n",
        '# danh sách\n\n"URL","note"\nnohu-vidu.club,a\nhttps://taixiu-vidu.com/,b\n',
        '{"address": "nohu-vidu.club"}\n\n\n{"url": "https://taixiu-vidu.com/", "note": null}\n',
    ],
)
def test_plain_lists_tables_and_json_lines_are_read(store: Store, body: str) -> None:
    for packed in (body.encode(), gzip.compress(body.encode())):
        found = led(store, packed)
        assert [one.subject for one in found] == ["domain:nohu-vidu.club", "domain:taixiu-vidu.com"]
        assert [one.refused for one in found] == [None, None]
    lines = body.removeprefix("\ufeff").split("\n")
    assert [lines[(one.line or 0) - 1] for one in found] == [
        line for line in lines if "vidu" in line
    ]


def test_the_same_list_again_changes_nothing(store: Store) -> None:
    led(store, TABLE)
    before = pending_leads(store)
    again = led(store, TABLE)
    assert pending_leads(store) == before
    assert not any(one.new for one in again)
    assert store.count("SELECT count(*) FROM leads") == 4


def test_a_subject_that_was_seen_already_is_not_new(store: Store) -> None:
    see(store, "domain:nohu-vidu.club")
    assert [one.new for one in led(store, "nohu-vidu.club\ntaixiu-vidu.com\n")] == [False, True]


def test_a_lead_waits_until_somebody_looked(store: Store) -> None:
    led(store, "nohu-vidu.club\nhttps://nohu-vidu.club/vao\ntaixiu-vidu.com\nnohu-vidu.club\n")
    assert [lead.address for lead in pending_leads(store)] == [
        *("nohu-vidu.club", "https://nohu-vidu.club/vao", "taixiu-vidu.com")
    ]
    see(store, "domain:nohu-vidu.club", seen_at=NOW - timedelta(days=1))
    assert len(pending_leads(store)) == 3
    see(store, "domain:nohu-vidu.club", seen_at=LATER)
    assert [lead.subject for lead in pending_leads(store)] == ["domain:taixiu-vidu.com"]


def test_a_lead_that_does_not_answer_is_asked_three_times(store: Store) -> None:
    led(store, "nohu-vidu.club\n")
    for _ in range(3):
        assert len(pending_leads(store)) == 1
        see(store, "domain:nohu-vidu.club", seen_at=LATER, presence=Presence.UNKNOWN)
    assert pending_leads(store) == []


def test_apps_that_others_named_wait_for_their_store(store: Store) -> None:
    led(store, "google:com.vidu.nohu\naptoide:com.vidu.nohu\n")
    assert [lead.subject for lead in pending_leads(store, "google")] == ["google:com.vidu.nohu"]
    see(store, "google:com.vidu.nohu", seen_at=LATER)
    assert pending_leads(store, "google") == []
    assert len(pending_leads(store, "aptoide")) == 1


def test_apps_are_kept_but_are_no_sites_to_visit(store: Store) -> None:
    (app,) = led(store, "google:com.vidu.nohu\n")
    assert app.subject == "google:com.vidu.nohu"
    assert pending_leads(store) == []
    assert store.count("SELECT count(*) FROM leads") == 1


def test_cells_that_are_too_long_are_refused(store: Store) -> None:
    rows = [{"address": "nohu-vidu.club", key: "x" * 10_001} for key in ("note", "source")]
    found = led(store, "\n".join(map(json.dumps, rows)))
    assert [one.refused is None for one in found] == [False, False]
    assert pending_leads(store) == []


def test_what_was_read_before_a_file_breaks_off_stays(store: Store) -> None:
    body = gzip.compress("".join(f"nohu-vidu-{n * n}.club\n" for n in range(90_000)).encode())
    with pytest.raises(NamesRefused):
        led(store, body[: len(body) // 2])
    kept = store.count("SELECT count(*) FROM leads")
    assert kept > 500
    assert kept % 500 == 0


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300) | st.binary(max_size=300))
def test_no_list_breaks_the_import(store: Store, body: str | bytes) -> None:
    text = body.encode("utf-8", "replace") if isinstance(body, str) else body
    if text.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd")):
        return
    for head in (b"", b"address,note\n", b"{}\n"):
        for one in led(store, head + text):
            assert (one.subject is None) is (one.refused is not None)


def test_a_visit_that_missed_something_is_made_again_three_times(store: Store) -> None:
    def visit(unseen: list[str]) -> None:
        seen = sighting("domain:vidu.example", source="domains", facts={"unseen": unseen})
        add_sightings(store, [seen], crawl=None)

    visit([])
    assert unfinished_visits(store) == []
    visit(["its scripts did not come to rest in the browser"])
    assert unfinished_visits(store) == ["domain:vidu.example"]
    visit([])
    assert unfinished_visits(store) == []
    visit(["it was slow"])
    assert unfinished_visits(store) == ["domain:vidu.example"]
    visit(["it was slow"])
    assert unfinished_visits(store) == []
