"""Reports of citizens: each once, each address to its subject, and never who reported."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from crawler.capture_files import Refusal, pieces_of
from crawler.cli import rasoat
from crawler.errors import CaptureRefused
from crawler.hotline import FromHotline, Taken, addresses_in, import_hotline
from crawler.hotline_files import Report, moment, read_reports
from crawler.store.aliases import add_aliases
from crawler.store.hotline import reported
from crawler.store.leads import pending_leads
from crawler.workspace import Workspace, create_workspace
from tests.crawler.office import NOW, sighting

HEADER = ("Thời gian", "Kênh", "Người báo", "Đường dẫn", "Đối tượng", "Nội dung", "Đã trả lời")
REPORTER = "Người Báo Ví Dụ 0900000000"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "facebook" / "imports"


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "office", rehearsal=False)


def csv_file(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> bytes:
    """A CSV file of reports."""
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode()


def row(address: str = "", thing: str = "", text: str = "", **told: str) -> tuple[str, ...]:
    """One report by somebody."""
    return (
        told.get("time", "18/09/2026 09:00"),
        told.get("channel", "đường dây nóng"),
        told.get("reporter", REPORTER),
        *(address, thing, text, told.get("answered", "")),
    )


def take(office: Workspace, body: bytes, name: str = "a.csv") -> tuple[list[FromHotline], Taken]:
    """What an import of this file says."""
    taken = Taken()
    with office.open_store() as store:
        rows = import_hotline(store, body, name, who="an", now=NOW, taken=taken)
        return list(rows), taken


def run(office: Workspace, *words: str | Path) -> Result:
    command = ["-w", str(office.path), "import", "hotline", *map(str, words)]
    return CliRunner().invoke(rasoat, command)


def test_report_holds_many_addresses_of_any_kind(office: Workspace) -> None:
    body = csv_file(
        row(
            "vidu.vn; https://m.facebook.com/ViDu?ref=x, google:com.vidu.nohu",
            text="xem https://apps.apple.com/vn/app/vi-du/id9000000001 và t.vidu.vn/vao, "
            "chơi Sun.Win",
        )
    )
    rows, taken = take(office, body)
    assert [one.subject for one in rows] == [
        *("domain:vidu.vn", "fbpage:@vidu", "google:com.vidu.nohu"),
        *("apple:9000000001", "domain:vidu.vn"),
    ]
    assert [one.new for one in rows] == [True, True, True, True, False]
    assert {one.source for one in rows} == {"a.csv:2"}
    assert (taken.reports, taken.refused) == (1, 0)
    with office.open_store() as store:
        leads = {(lead.address, lead.source, lead.origin) for lead in pending_leads(store)}
    assert leads == {
        ("vidu.vn", "hotline", "a.csv:2"),
        ("t.vidu.vn/vao", "hotline", "a.csv:2"),
    }


def test_reports_of_one_page_are_joined(office: Workspace) -> None:
    body = csv_file(
        row("https://www.facebook.com/profile.php?id=61570000000009"),
        row("facebook.com/people/Vi-Du/61570000000009/", channel="tỉnh", answered="20/09/2026"),
        row("facebook.com/people/Vi-Du/61570000000009/", reporter="Người Khác Ví Dụ"),
    )
    rows, taken = take(office, body)
    assert [(one.subject, one.new) for one in rows] == [
        ("fbpage:61570000000009", new) for new in (True, False, False)
    ]
    with office.open_store() as store:
        [joined] = reported(store)
    assert (joined.reports, joined.answered, joined.channels) == (
        *(3, 1),
        ("tỉnh", "đường dây nóng"),
    )
    assert joined.first == datetime(2026, 9, 18, 2, 0, tzinfo=UTC)
    assert taken.answers == 1


def test_same_file_again_changes_nothing_but_a_new_answer(office: Workspace) -> None:
    take(office, csv_file(row("vidu.vn"), row("", "Bắn Cá Ví Dụ")))
    before = counts(office)
    rows, taken = take(office, csv_file(row("vidu.vn"), row("", "Bắn Cá Ví Dụ")))
    assert counts(office) == before
    assert (taken.reports, taken.known, [one.new for one in rows]) == (0, 2, [False, False])
    _, taken = take(office, csv_file(row("vidu.vn", answered="đã trả lời 21/09")))
    _, again = take(office, csv_file(row("vidu.vn", answered="đã trả lời 21/09")))
    assert (taken.answers, again.answers) == (1, 0)


def counts(office: Workspace) -> list[int]:
    """How many rows each table of the hotline holds."""
    names = ("reports", "reporters", "addresses", "events")
    with sqlite3.connect(office.database) as db:
        return [db.execute(f"SELECT count(*) FROM hotline_{name}").fetchone()[0] for name in names]


def test_page_known_by_its_number_is_told_by_it(office: Workspace) -> None:
    page = sighting("fbpage:910000000000001", seen_at=NOW, facts={"vanity": "Vi.Du"})
    with office.open_store() as store, store.writing():
        add_aliases(store, [page])
    rows, _ = take(office, csv_file(row("fb.com/vidu", time="")))
    assert [one.subject for one in rows] == [page.subject]


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (row("không có link, chỉ có tên: Bắn Cá H5", "Bắn Cá H5"), "searched for by a person"),
        (row("", "", "trang tài xỉu"), "“trang tài xỉu”"),
        (row("https://www.facebook.com/groups/123456789012345/"), "a group"),
        (row("https://bit.ly/vidu"), "where it leads"),
    ],
)
def test_report_that_names_nothing_to_look_at_says_why(
    office: Workspace, one: tuple[str, ...], words: str
) -> None:
    rows, taken = take(office, csv_file(one))
    assert [told.subject for told in rows] == [None]
    assert words in str(rows[0].refused)
    assert (taken.reports, taken.refused) == (1, 1)


def test_reporter_is_kept_and_nowhere_shown(office: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(csv_file(row("vidu.vn", "Ví Dụ", "nội dung"), row("")))
    shown = [run(office, path, "--json"), run(office, path), run(office, path, "--as", "binh")]
    assert all("0900000000" not in done.output for done in shown)
    with sqlite3.connect(office.database) as db:
        assert db.execute("SELECT reporter FROM hotline_reporters").fetchall() == [(REPORTER,)]
        tables = [
            name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        for table in set(tables) - {"hotline_reporters"}:
            assert "0900000000" not in str(db.execute(f'SELECT * FROM "{table}"').fetchall())
    for found in [*(office.path / "logs").rglob("*"), *(office.path / "evidence").rglob("*")]:
        assert found.is_dir() or b"0900000000" not in found.read_bytes()


def test_secret_in_a_report_is_taken_out(office: Workspace) -> None:
    token = "EAA" + "Bwz7" * 12
    address = f"https://www.facebook.com/ads/archive/render_ad/?id=12&access_token={token}"
    rows, _ = take(office, csv_file(row(address, text=f"xem {address}")))
    assert [one.subject for one in rows] == ["fbad:12"]
    for path in office.path.glob("rasoat.db*"):
        assert token.encode() not in path.read_bytes()
        assert b"access_token=" not in path.read_bytes()


@pytest.mark.parametrize(
    "body",
    [
        json.dumps([{"url": "vidu.vn", "what": "x", "received_at": "2026-09-18T09:00+07:00"}]),
        json.dumps({"responses": [{"Link": ["vidu.vn"], "Nội dung": None}]}),
        '{"address": "vidu.vn"}\n{"address": null, "text": "vidu.vn/vao"}\n',
        "sep=;\nBáo cáo tuần\nLink;Nội dung\nvidu.vn;x\n",
        "url\nvidu.vn\n",
    ],
)
def test_form_and_table_are_read_by_their_headings(office: Workspace, body: str) -> None:
    rows, _ = take(office, body.encode())
    assert {one.subject for one in rows} == {"domain:vidu.vn"}


def test_sheet_is_read_like_a_table(office: Workspace) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADER)  # type: ignore[union-attr]
    book.active.append(row("vidu.vn"))  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    rows, _ = take(office, out.getvalue(), "a.xlsx")
    assert [(one.subject, one.source) for one in rows] == [("domain:vidu.vn", "a.xlsx:2")]


@pytest.mark.parametrize(
    "body", ["a,b\n1,2\n", "[]", '{"x": 1}', "[1, 2]", '{"url": "a.vn"}\n{cut']
)
def test_file_without_a_heading_that_is_known_is_refused(body: str) -> None:
    with pytest.raises(CaptureRefused):
        list(read_reports(body.encode(), "a"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-09-18T09:00:00+07:00", datetime(2026, 9, 18, 2, tzinfo=UTC)),
        ("18/09/2026 09:00", datetime(2026, 9, 18, 2, tzinfo=UTC)),
        ("18/09/2026", datetime(2026, 9, 17, 17, tzinfo=UTC)),
        ("2026-09-18", datetime(2026, 9, 17, 17, tzinfo=UTC)),
        ("hôm qua", None),
        ("0001-01-01", None),
        (None, None),
    ],
)
def test_time_of_a_report(text: str | None, told: datetime | None) -> None:
    assert moment(text) == told


def test_brand_in_a_text_is_no_address() -> None:
    assert addresses_in(Report(line=1, text="Sun.Win, 98.win. T.me nhé", object="Go88.vin")) == ()
    assert addresses_in(Report(line=1, address="(Sun.Win)")) == ("Sun.Win",)


def test_command_tells_each_row_and_ends_with_3_for_a_group(
    office: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(csv_file(row("vidu.vn"), row("vidu.vn", time="", answered="rồi")))
    done = run(office, path, "--json")
    assert done.exit_code == 0
    told: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    assert told == [
        {"subject": "domain:vidu.vn", "new": True, "source": "a.csv:2", "refused": None},
        {"subject": "domain:vidu.vn", "new": False, "source": "a.csv:3", "refused": None},
    ]
    assert "domain:vidu.vn was reported 2 times, answered 1 times" in done.stderr
    path.write_bytes(csv_file(row("https://www.facebook.com/groups/123456789012345/")))
    assert run(office, path).exit_code == 3


@pytest.mark.skipif(not SHARED.exists(), reason="shared data absent: reports")
def test_shared_reports(office: Workspace) -> None:
    rows, taken = take(office, (SHARED / "hotline.csv").read_bytes(), "hotline.csv")
    assert [(one.subject, one.new, bool(one.refused)) for one in rows] == [
        ("fbpage:@gamebaividu", True, False),
        ("fbpage:61570000000002", True, False),
        ("fbpage:61570000000002", False, False),
        (None, False, True),
        (None, False, True),
    ]
    assert taken.reports == 5


@pytest.mark.timing
@pytest.mark.parametrize("piece", ["a", "a.", "a-", "www.", "http://", "a,", "."])
def test_report_made_to_harm_is_read_in_seconds(piece: str) -> None:
    start = process_time()
    text = piece * 20_000
    addresses_in(Report(line=1, address=text, object=text, text=text))
    assert process_time() - start < 10


def test_text_of_head_lines_is_no_page_and_read_at_once(office: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a: b\r\n" * 5_000)
    [found] = pieces_of(path, NOW)
    assert isinstance(found, Refusal)


@pytest.mark.parametrize(
    "header",
    [
        *(("Tên", "Số điện thoại", "Nội dung"), ("name", "email", "what")),
        *(("Full name", "phone", "text"), ("Họ và tên", "Ngày", "Mô tả")),
    ],
)
def test_a_name_beside_people_is_of_who_reported(
    office: Workspace, header: tuple[str, ...], tmp_path: Path
) -> None:
    body = csv_file(("Người Báo Ví Dụ", "0900000000", "trang tài xỉu"), header=header)
    [report] = read_reports(body, "a.csv")
    assert (report.reporter, report.object) == ("Người Báo Ví Dụ", None)
    (tmp_path / "a.csv").write_bytes(body)
    for words in ((), ("--json",)):
        result = run(office, tmp_path / "a.csv", *words)
        assert "searched for" in result.output
        assert "Báo Ví Dụ" not in result.output


def test_a_name_that_one_answer_of_a_form_leaves_alone_is_of_who_reported() -> None:
    rows = [
        {"name": "Người Báo Ví Dụ", "text": "trang tài xỉu"},
        {"name": "Người Khác Ví Dụ", "phone": "0900000000", "text": "trang nổ hũ"},
    ]
    found = list(read_reports(json.dumps(rows).encode(), "a.json"))
    assert [one.reporter for one in found] == ["Người Báo Ví Dụ", "Người Khác Ví Dụ"]
    assert [one.object for one in found] == [None, None]


def test_a_name_where_nobody_is_told_is_of_what_was_reported(office: Workspace) -> None:
    body = csv_file(("Bắn Cá Ví Dụ", "trang tài xỉu"), header=("Tên", "Nội dung"))
    assert [one.object for one in read_reports(body, "a.csv")] == ["Bắn Cá Ví Dụ"]
    [told], _ = take(office, body)
    assert told.refused is not None
    assert "“trang tài xỉu”" in told.refused
