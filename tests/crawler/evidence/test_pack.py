"""A package of a case's evidence is whole, says where all of it comes from, and needs no rasoat."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from fastwarc.warc import ArchiveIterator as SecondReader

from crawler.cases import wanted_case
from crawler.errors import EvidenceProblem
from crawler.evidence.answers import named_in
from crawler.evidence.pack import MINUTES, SUMS, pack
from crawler.evidence.retention import prune, prunings
from crawler.evidence.warc import handed_in, made
from crawler.records import RENDERED, EvidenceMinutes, Fetch
from crawler.store import Store
from crawler.store.cases import case_events
from crawler.store.crawls import append_fetch
from crawler.workspace import Workspace, create_workspace
from reports.evidence_minutes import write_minutes
from tests.crawler.evidence.recording import answer, record, recorder, warcs
from tests.crawler.evidence.test_retention import NEXT
from tests.crawler.office import APPLE, GOOGLE, LATER, NOW, flag, keep_payload, see, sighting

OURS, OTHERS = "Nổ hũ đổi thưởng".encode(), b"another subject altogether"


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "office", rehearsal=False)


@pytest.fixture
def store(office: Workspace) -> Iterator[Store]:
    with office.open_store() as made:
        yield made


def a_case(office: Workspace, store: Store) -> None:
    """A case seen three times, once by an older version; its files hold other subjects too."""
    record(office, OTHERS, OURS * 30, packed=True)
    first, again, *_ = record(office, OURS, OTHERS * 2, OURS)
    flag(store, APPLE, evidence=first)
    see(store, APPLE, evidence=record(office, OURS * 30, now=LATER)[0])
    see(store, APPLE, evidence=keep_older(office, store))
    see(store, GOOGLE, evidence=again)


def keep_older(office: Workspace, store: Store) -> str:
    evidence = keep_payload(office.evidence, b"older")
    older = Fetch(
        url="https://store.example/older",
        method="GET",
        status=200,
        fetched_at=NOW,
        evidence=evidence,
        size=5,
    )
    with store.writing():
        append_fetch(store, older, crawl=1)
    return evidence


def _none(sums: bytes) -> None:
    """No authority is set."""


def packed(office: Workspace, store: Store, output: Path, **fields: Any) -> EvidenceMinutes:
    return pack(
        store,
        office.evidence,
        wanted_case(store, APPLE),
        output,
        **{"who": "an", "place": None, "now": LATER, "write_minutes": write_minutes, "stamp": _none}
        | fields,
    )


def test_it_verifies_without_us(office: Workspace, store: Store, tmp_path: Path) -> None:
    a_case(office, store)
    packed(office, store, tmp_path / "case.zip")
    with zipfile.ZipFile(tmp_path / "case.zip") as archive:
        archive.extractall(tmp_path / "given")
    shutil.rmtree(office.path)
    given = tmp_path / "given" / "case"
    done = subprocess.run(
        ["sha256sum", "-c", SUMS], cwd=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    listed = {line.split(": ")[0] for line in done.stdout.splitlines()}
    here = {one.relative_to(given).as_posix() for one in given.rglob("*") if one.is_file()}
    assert listed == here - {SUMS}
    for body in (given / "bodies").iterdir():
        assert body.stem == hashlib.sha256(body.read_bytes()).hexdigest()
    assert {one.read_bytes() for one in (given / "bodies").iterdir()} == {
        *(OURS, OURS * 30, b"older")
    }


def test_the_further_pages_of_a_site_are_handed_out(
    office: Workspace, store: Store, tmp_path: Path
) -> None:
    home, *further = record(office, b"home", b"inner", b"cloaked", b"landing", b"another's")
    inner, cloaked, landing, _ = ({"evidence": one} for one in further)
    facts = {"pages": [inner, {"evidence": None}], "cloaking": [cloaked], "landing": landing}
    flag(store, APPLE, evidence=home, facts=facts)
    given = tmp_path / "case"
    packed(office, store, given)
    bodies = {one.read_bytes() for one in (given / "bodies").iterdir()}
    assert bodies == {b"home", b"inner", b"cloaked", b"landing"}


def test_each_answer_is_found_where_the_lists_say(
    office: Workspace, store: Store, tmp_path: Path
) -> None:
    a_case(office, store)
    given = tmp_path / "case"
    packed(office, store, given)
    links = (given / "chain.jsonl").read_bytes().splitlines()
    hashes = {json.loads(line)["n"]: hashlib.sha256(line).hexdigest() for line in links}
    with (given / "answers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5
    for row in rows:
        if row["n"]:
            start, length = int(row["offset"]), int(row["length"])
            span = (given / row["file"]).read_bytes()[start : start + length]
            assert hashlib.sha256(span).hexdigest() == row["sha256"]
            assert hashes[int(row["n"])] == row["link"]
            assert row["at"].endswith("+07:00")
    read = 0
    for path in given.glob("*.warc"):
        assert path.stem == hashlib.sha256(path.read_bytes()).hexdigest()
        with path.open("rb") as file:
            for one in SecondReader(file, parse_http=False):
                assert one.verify_block_digest()
                read += one.headers["WARC-Type"] in ("response", "revisit")
    assert read == 4


def test_nothing_of_other_subjects_is_handed_out(
    office: Workspace, store: Store, tmp_path: Path
) -> None:
    a_case(office, store)
    packed(office, store, tmp_path / "case")
    for path in (tmp_path / "case").rglob("*"):
        assert not path.is_file() or OTHERS not in path.read_bytes()


def words(path: Path) -> str:
    paper = docx.Document(str(path))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


def test_each_column_is_as_wide_as_its_cells_in_every_reader(
    office: Workspace, store: Store, tmp_path: Path
) -> None:
    a_case(office, store)
    packed(office, store, tmp_path / "case")
    (path,) = (tmp_path / "case").glob("*.docx")
    *tables, signatures = docx.Document(str(path)).tables
    assert len(tables) == 2
    for table in tables:
        wide = [column.width for column in table.columns]
        assert len(set(wide)) > 1
        assert all([cell.width for cell in row.cells] == wide for row in table.rows)
    before: Any = signatures._tbl.getprevious()
    assert before.pPr.keepNext is not None  # a signature never stands alone on its page


def test_the_minutes_say_who_what_where_and_when(
    office: Workspace, store: Store, tmp_path: Path
) -> None:
    a_case(office, store)
    minutes = packed(office, store, tmp_path / "case", place="Hà Nội", who="Nguyễn Văn Ví Dụ")
    text = words(tmp_path / "case" / MINUTES)
    for wanted in (
        "BIÊN BẢN GHI NHẬN DỮ LIỆU ĐIỆN TỬ",
        "Người lập biên bản: Nguyễn Văn Ví Dụ",
        "Thời gian lập biên bản: 20/11/2026 12:15:42 (GMT+7)",
        "Địa điểm lập biên bản: Hà Nội",
        "chương trình rasoat ",
        APPLE,
        "Nổ Hũ Ví Dụ",
        "20/11/2026 10:15:42",
        "mã 200, IP 192.0.2.7",
        "Lưu theo mã băm, ngoài chuỗi băm",
        minutes.head,
    ):
        assert wanted in text
    assert all(file.sha256 in text for file in minutes.files)
    for one in minutes.answers:
        assert one.evidence.removeprefix("sha256:") in text
        assert one.sha256 is None or one.sha256 in text
    assert "DIỄN TẬP" not in text


def test_a_rehearsal_is_marked_and_an_open_place_is_left_to_the_hand(tmp_path: Path) -> None:
    office = create_workspace(tmp_path / "office", rehearsal=True)
    with office.open_store() as store:
        flag(store, APPLE, evidence=record(office, OURS)[0], title="Hũ\x0b <&> \u202eVí Dụ")
        packed(office, store, tmp_path / "case")
    text = words(tmp_path / "case" / MINUTES)
    assert "DIỄN TẬP – KHÔNG CÓ GIÁ TRỊ" in text
    assert "Địa điểm lập biên bản: ……" in text
    assert "Tên hiển thị: Hũ <&> Ví Dụ" in text


def test_it_is_noted_with_the_case(office: Workspace, store: Store, tmp_path: Path) -> None:
    a_case(office, store)
    packed(office, store, tmp_path / "case.zip")
    event = case_events(store, wanted_case(store, APPLE).case)[-1]
    assert (event.event, event.who, event.at) == ("evidence_packed", "an", LATER)
    assert event.note is not None
    with zipfile.ZipFile(tmp_path / "case.zip") as archive:
        sums = hashlib.sha256(archive.read(f"case/{SUMS}")).hexdigest()
    assert event.note == f"case.zip, SHA256SUMS: {sums}"


def test_altered_evidence_is_not_handed_out(
    office: Workspace, store: Store, tmp_path: Path
) -> None:
    flag(store, APPLE, evidence=record(office, OURS)[0])
    (path,) = warcs(office)
    path.write_bytes(path.read_bytes().replace(OURS, b"x" * len(OURS)))
    with pytest.raises(EvidenceProblem, match="Capture 2 was altered and is not handed out"):
        packed(office, store, tmp_path / "case")
    path.unlink()
    with pytest.raises(EvidenceProblem, match="does not hold"):
        packed(office, store, tmp_path / "case")
    assert [one.name for one in tmp_path.iterdir()] == ["office"]
    assert "evidence_packed" not in {event.event for event in case_events(store, 1)}


def test_bytes_that_are_nowhere_are_said(office: Workspace, store: Store, tmp_path: Path) -> None:
    flag(store, APPLE, evidence=record(office, OURS)[0])
    see(store, APPLE)  # its bytes were never kept
    with pytest.raises(EvidenceProblem, match="are missing"):
        packed(office, store, tmp_path / "case")


def test_what_retention_deleted_is_told(office: Workspace, store: Store, tmp_path: Path) -> None:
    old = record(office, OURS)[0]
    prune(store, office.evidence, prunings(store, NEXT), before=NEXT, who="an", now=LATER)
    recording = recorder(store, office.evidence)
    flag(store, APPLE, evidence=old)
    see(store, APPLE, evidence=recording.record(answer(b"new", at=LATER)).evidence)
    minutes = packed(office, store, tmp_path / "case")
    assert [one.deleted_at for one in minutes.answers] == [LATER, None]
    assert "Nội dung đã xóa theo thời hạn lưu giữ ngày 20/11/2026 12:15:42" in words(
        tmp_path / "case" / MINUTES
    )


def test_a_place_that_is_taken_is_refused(office: Workspace, store: Store, tmp_path: Path) -> None:
    flag(store, APPLE, evidence=record(office, OURS)[0])
    (tmp_path / "case.zip").write_bytes(b"mine")
    with pytest.raises(EvidenceProblem, match="exists already"):
        packed(office, store, tmp_path / "case.zip")
    assert (tmp_path / "case.zip").read_bytes() == b"mine"
    with pytest.raises(EvidenceProblem, match="cannot be written"):
        packed(office, store, tmp_path / "none" / "case.zip")


def test_what_a_person_saved_is_packed_and_said_to_be_saved_by_hand(
    office: Workspace, store: Store, tmp_path: Path
) -> None:
    recording = recorder(store, office.evidence)
    saved = [
        recording.record(handed_in(OURS, url=url, status=0, at=NOW, media="text/html")).evidence
        for url in ("https://www.facebook.com/vidu", "urn:sha256:0")
    ]
    recording.close(NOW)
    flag(store, APPLE, evidence=saved[0])
    packed(office, store, tmp_path / "case")
    text = words(tmp_path / "case" / MINUTES)
    assert text.count("lưu bằng tay và nhập vào, chương trình không tự truy cập") == 2
    assert "mã 0" not in text
    [body] = (tmp_path / "case" / "bodies").iterdir()
    assert body.read_bytes() == OURS
    for path in warcs(office):
        kinds = [one.headers["WARC-Type"] for one in SecondReader(path.open("rb"))]
        assert kinds == ["warcinfo", "resource", "resource"]


def test_what_a_browser_showed_is_packed_with_its_picture(
    office: Workspace, store: Store, tmp_path: Path
) -> None:
    recording = recorder(store, office.evidence)
    url = "https://vidu.example/"
    dom, picture = (
        recording.record(made(body, method=RENDERED, url=url, at=NOW, media=media)).evidence
        for body, media in ((b"<p>made</p>", "text/html"), (b"png", "image/png"))
    )
    recording.close(NOW)
    shown = [{"kind": "script", "url": url, "evidence": dom, "screenshot": picture}]
    seen = sighting("domain:vidu.example", evidence=dom, facts={"cloaking": shown})
    assert list(dict.fromkeys(filter(None, named_in(seen)))) == [dom, picture]
    flag(store, APPLE, evidence=dom)
    see(store, APPLE, evidence=picture)
    packed(office, store, tmp_path / "case")
    text = words(tmp_path / "case" / MINUTES)
    assert text.count("Trang như trình duyệt hiển thị sau khi chạy mã kịch bản") == 2
    assert {body.read_bytes() for body in (tmp_path / "case" / "bodies").iterdir()} == {
        b"<p>made</p>",
        b"png",
    }
