"""XLSX registers are bounded before they are opened; formulas are refused."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest

from crawler.errors import RegisterRefused
from crawler.records import LicenceKind
from crawler.register import xlsx_file as xlsx
from crawler.register.rows import RegisterFile, read_entries
from tests.crawler.register.files import FIRM, xlsx_file

HEADER = ["Mã", "Tên trò chơi", "Doanh nghiệp", "Số quyết định", "Ngày ký", "Tình trạng", "Nhóm"]


def test_an_office_list_with_titles_above_its_header_is_read() -> None:
    file = xlsx_file(
        [
            ["DANH SÁCH TRÒ CHƠI ĐƯỢC PHÊ DUYỆT", *[None] * 6],
            [None] * 7,
            list(HEADER),
            [131928, "Đảo Rồng", FIRM, "7/QĐ-BTTTT", datetime(2024, 12, 31), "còn hiệu lực", "G1"],
        ]
    )
    (entry,) = read_entries(file)
    assert (entry.entry, entry.title) == ("131928", "Đảo Rồng")
    assert entry.issued is not None
    assert entry.issued.isoformat() == entry.raw["Ngày ký"] == "2024-12-31"
    assert entry.kind is LicenceKind.G1_RELEASE_DECISION


def test_a_formula_cell_is_refused_by_name() -> None:
    rows = [HEADER, ["1", "=HYPERLINK(1)", FIRM, "7/QĐ", "31/12/2024", "active", "G1"]]
    with pytest.raises(RegisterRefused, match="cell B2 holds a formula"):
        read_entries(xlsx_file(rows))


def _zip(**members: bytes) -> RegisterFile:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return RegisterFile(name="a.xlsx", body=body.getvalue())


def test_a_bomb_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*arguments: object, **named: object) -> None:
        raise AssertionError("the bomb was opened")

    monkeypatch.setattr(xlsx, "load_workbook", opened)
    with pytest.raises(RegisterRefused, match="was not opened"):
        read_entries(_zip(sheet=b"0" * 30_000_000))
    with pytest.raises(RegisterRefused, match="was not opened"):
        read_entries(_zip(**{f"part{number}": b"x" for number in range(1_100)}))


def test_more_rows_than_a_register_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 5)
    row = ["1", "Đảo Rồng", FIRM, "7/QĐ", "31/12/2024", "active", "G1"]
    with pytest.raises(RegisterRefused, match="more than 5 rows"):
        read_entries(xlsx_file([HEADER, *[row] * 9]))


@pytest.mark.parametrize("kept", [30, 200, 1_000, 4_000])
def test_a_truncated_file_is_refused(kept: int) -> None:
    row = ["1", "Đảo Rồng", FIRM, "7/QĐ", "31/12/2024", "active", "G1"]
    body = xlsx_file([HEADER, *[row] * 50]).body
    with pytest.raises(RegisterRefused, match="damaged or no XLSX"):
        read_entries(RegisterFile(name="a.xlsx", body=body[:kept]))


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    with pytest.raises(RegisterRefused, match="damaged or no XLSX"):
        read_entries(_zip(hello=b"world"))


def test_entities_are_not_expanded() -> None:
    row = ["1", "Đảo Rồng", FIRM, "7/QĐ", "31/12/2024", "active", "G1"]
    body = io.BytesIO(xlsx_file([HEADER, row]).body)
    made = io.BytesIO()
    with zipfile.ZipFile(body) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = b'<!DOCTYPE x [<!ENTITY a "lol">]>' + content
            new.writestr(name, content)
    with pytest.raises(RegisterRefused, match="damaged or no XLSX"):
        read_entries(RegisterFile(name="a.xlsx", body=made.getvalue()))
