"""XLSX registers are bounded before they are opened; formulas are refused."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import datetime

import openpyxl
import pytest

from crawler.errors import RegisterRefused
from crawler.records import LicenceKind
from crawler.register import xlsx_file as xlsx
from crawler.register.rows import RegisterFile, read_entries
from tests.crawler.register.files import FIRM, VIETNAMESE, rows, saved_book, xlsx_file

HEADER = list(VIETNAMESE)


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
    row = ["1", "=HYPERLINK(1)", FIRM, "7/QĐ", "31/12/2024", "active", "G1"]
    with pytest.raises(RegisterRefused, match="cell B2 holds a formula"):
        read_entries(xlsx_file([HEADER, row]))


def test_rows_are_counted_before_the_workbook_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*arguments: object, **named: object) -> None:
        raise AssertionError("the workbook was opened")

    monkeypatch.setattr(xlsx, "load_workbook", opened)
    monkeypatch.setattr(xlsx, "MOST_ROWS", 5)
    with pytest.raises(RegisterRefused, match="more than"):
        xlsx.read_xlsx(xlsx_file([HEADER, *rows(9)]).body, "a.xlsx")


def test_a_bomb_of_600_000_rows_is_refused_within_seconds() -> None:
    # threats.md 12: such a file held openpyxl for more than a minute.
    cells = b"".join(b'<c r="%c1"><v>1</v></c>' % letter for letter in b"ABCDEFGH")
    sheet = b"<worksheet><sheetData>" + b"<row>%s</row>" % cells * 600_000
    book = io.BytesIO(xlsx_file([HEADER]).body)
    for packing in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        made = io.BytesIO()
        with zipfile.ZipFile(book) as old, zipfile.ZipFile(made, "w", packing) as new:
            for name in old.namelist():
                new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
        start = time.monotonic()
        with pytest.raises(RegisterRefused):
            read_entries(RegisterFile(name="a.xlsx", body=made.getvalue()))
        assert time.monotonic() - start < 20


def test_a_cell_far_below_is_refused_within_seconds() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_file([HEADER, *rows(3)]).body))
    book.worksheets[0]["XFD1048576"] = "x"
    start = time.monotonic()
    with pytest.raises(RegisterRefused, match="more than 100000 rows"):
        read_entries(saved_book(book))
    assert time.monotonic() - start < 20


def test_a_damaged_sheet_is_refused() -> None:
    file = xlsx_file([HEADER, *rows(5)])
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file.body)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[:400] if name.endswith("sheet1.xml") else content)
    with pytest.raises(RegisterRefused, match="damaged or no XLSX"):
        read_entries(RegisterFile(name="a.xlsx", body=made.getvalue()))
