"""What a sweep records: both sides of every answer, redirects too, as they went over the wire."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import Response
from warcio.archiveiterator import ArchiveIterator

from crawler.crawl.wire import asked_bytes, head_bytes
from crawler.evidence.bodies import read_body
from crawler.evidence.verify import Weight
from crawler.records import evidence_id
from crawler.replica.running import running_replica
from crawler.store.chain import LinkKind, links_of_kind
from crawler.workspace import SETTINGS_FILE, Workspace
from tests.crawler.crawl.portal import Portal
from tests.crawler.crawl.sweeping import SEED, new_office
from tests.crawler.crawl.sweeping import run as run_through
from tests.crawler.crawl.test_portal_sweep import run, sweep
from tests.crawler.evidence.recording import found, warcs


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Portal]:
    """A portal that moved and sends its answers compressed."""
    office, portal, crawl, _ = sweep(tmp_path_factory.mktemp("portal"), "moved")
    assert crawl["complete"] is True
    return office, portal


def records(office: Workspace) -> Iterator[tuple[str, int, dict[str, str], bytes]]:
    """Type, status, headers of the record and raw content of each response."""
    for path in warcs(office):
        with path.open("rb") as file:
            for one in ArchiveIterator(file, check_digests="raise"):
                code = one.http_headers.get_statuscode() if one.http_headers else ""
                status = int(code) if code.isdigit() else 0
                yield one.rec_type, status, dict(one.rec_headers.headers), one.raw_stream.read()


def test_a_sweep_leaves_one_sealed_file_that_verifies(swept: tuple[Workspace, Portal]) -> None:
    office, _ = swept
    assert len(warcs(office)) == 1
    assert found(office, Weight.WRONG, Weight.LOOK) == []
    assert run(office, "evidence", "verify").returncode == 0
    assert run(office, "workspace", "check").returncode == 0


def test_every_answer_is_recorded_redirects_and_refusals_too(
    swept: tuple[Workspace, Portal],
) -> None:
    office, portal = swept
    with office.open_store() as store:
        captured = [link.facts for link in links_of_kind(store, LinkKind.CAPTURED)]
        fetches = store.count("SELECT count(*) FROM fetches")
    assert len(captured) == fetches == len(portal.asked) + 1
    statuses = [facts["status"] for facts in captured]
    assert (statuses[0], statuses.count(302)) == (404, 1)  # robots.txt comes first
    assert captured[0]["url"].endswith("/robots.txt")
    assert {facts["ip"] for facts in captured} == {"127.0.0.1"}


def test_bodies_are_kept_as_received_and_named_as_read(swept: tuple[Workspace, Portal]) -> None:
    office, _ = swept
    responses = [one for one in records(office) if one[0] == "response" and one[1] == 200]
    assert len(responses) == 8
    for _, _, headers, content in responses:
        assert headers["WARC-IP-Address"] == "127.0.0.1"
        body = gzip.decompress(content)
        assert "rows" in json.loads(body)["data"]
        with office.open_store() as store:
            assert read_body(store, office.evidence, evidence_id(body)) == body


def test_a_compressed_body_says_so_and_is_not_kept_a_second_time(
    swept: tuple[Workspace, Portal],
) -> None:
    office, _ = swept
    with warcs(office)[0].open("rb") as file:
        heads = [one.http_headers for one in ArchiveIterator(file) if one.rec_type == "response"]
    codings = [
        head.get_header("Content-Encoding") for head in heads if head.statusline[:3] == "200"
    ]
    assert codings == ["gzip"] * 8
    assert "conversion" not in {kind for kind, *_ in records(office)}


def test_requests_are_recorded_beside_their_answers(swept: tuple[Workspace, Portal]) -> None:
    office, _ = swept
    kinds = [kind for kind, *_ in records(office)]
    assert kinds.count("request") == kinds.count("response")
    (path,) = warcs(office)
    content = path.read_bytes()
    assert b"\r\nUser-Agent: rasoat/" in content
    assert b"\r\nAccept-Encoding: gzip, deflate\r\n" in content
    assert b"GET /api/licences?" in content
    assert b"isPartOf: licence_portal, crawl 1" in content
    assert b"REHEARSAL" in content
    assert b"\r\nvantage: without a proxy, the system's resolver\r\n" in content


def test_credentials_are_never_recorded() -> None:
    request = Request(
        "https://an:secret@store.example/a?b=c",
        headers={
            "Proxy-Authorization": "Basic c2VjcmV0",
            "Authorization": "Bearer secret",
            "Cookie": "a=secret",
            "X-Kept": ["one", "two"],
        },
    )
    asked = asked_bytes(request)
    assert asked.startswith(b"GET /a?b=c HTTP/1.1\r\nHost: store.example\r\n")
    assert b"secret" not in asked.lower()
    assert b"c2VjcmV0" not in asked
    assert b"X-Kept: one\r\nX-Kept: two\r\n" in asked


def test_a_body_that_was_sent_is_recorded() -> None:
    asked = asked_bytes(Request("https://store.example", method="POST", body="f.req=x"))
    assert asked.startswith(b"POST / HTTP/1.1\r\n")
    assert asked.endswith(b"\r\n\r\nf.req=x")


def test_header_bytes_are_kept_as_they_came() -> None:
    answer = Response("https://store.example", status=404, headers={"X-Odd": b"\xff\xe1\xbb\x95"})
    assert head_bytes(answer) == b"HTTP/1.1 404 \r\nX-Odd: \xff\xe1\xbb\x95\r\n\r\n"


def test_behind_a_proxy_no_address_is_named(tmp_path: Path) -> None:
    with running_replica(SEED, tmp_path / "replica", apps=40) as replica:
        office = new_office(tmp_path / "office", replica)
        settings = office.path / SETTINGS_FILE
        named = settings.read_text(encoding="utf-8").replace(
            "[network]", '[network]\nvantage = "Hà Nội,\\n Mạng Ví Dụ"'
        )
        settings.write_text(named, encoding="utf-8")
        done = run_through(office, replica, "sweep", "apple_app_store", "--charts", "--limit", "3")
    assert done.returncode == 3, done.stderr
    with office.open_store() as store:
        captured = [link.facts for link in links_of_kind(store, LinkKind.CAPTURED)]
    assert captured
    assert {facts["ip"] for facts in captured} == {None}
    told = "\r\nvantage: Hà Nội, Mạng Ví Dụ, through a proxy, which looks names up\r\n"
    assert told.encode() in warcs(office)[0].read_bytes()
    assert found(office, Weight.WRONG, Weight.LOOK) == []
