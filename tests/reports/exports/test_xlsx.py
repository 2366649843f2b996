"""XLSX lists, read back by another library."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.exports.export import LONGEST_CELL, Table, clean
from reports.exports.xlsx import EXPORT
from tests.reports.hostile import TITLES

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def _bytes(*titles: str, mark: str = "") -> bytes:
    file = io.BytesIO()
    rows = tuple((title,) for title in titles)
    EXPORT.write(file, Table(title="Ví dụ", columns=("T",), rows=rows, made_at=NOW, mark=mark))
    return file.getvalue()


def _cells(body: bytes) -> list[Any]:
    sheet = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]
    return [row[0] for row in sheet.iter_rows(min_row=2)]


def test_thirty_hostile_titles_give_no_formula_and_no_link() -> None:
    assert len(TITLES) == 30
    body = _bytes(*TITLES)
    cells = _cells(body)
    assert len(cells) == 30
    assert [cell.value for cell in cells if cell.data_type not in ("s", "n")] == []
    assert [cell.value for cell in cells if cell.hyperlink] == []
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("title", TITLES, ids=ascii)
def test_the_title_is_kept_but_for_what_no_file_can_hold(title: str) -> None:
    assert _cells(_bytes(title))[0].value == clean(title)


@given(st.lists(st.text(max_size=80), min_size=1, max_size=5))
def test_any_text_comes_back_clean(titles: list[str]) -> None:
    read = [cell.value or "" for cell in _cells(_bytes(*titles))]
    # An empty last row is not stored at all.
    assert read + [""] * (len(titles) - len(read)) == [clean(title) for title in titles]


def test_a_cell_longer_than_a_spreadsheet_holds_is_cut_with_a_mark() -> None:
    value = _cells(_bytes("đ" * 40_000))[0].value
    assert len(value) == LONGEST_CELL
    assert value.endswith("[đã cắt / cut]")


def test_the_same_table_gives_the_same_bytes() -> None:
    assert _bytes("Nổ hũ") == _bytes("Nổ hũ")


def test_a_rehearsal_is_marked_on_every_page() -> None:
    book = openpyxl.load_workbook(io.BytesIO(_bytes("x", mark="DIỄN TẬP")))
    assert book.sheetnames == ["DIỄN TẬP"]
    header = book.worksheets[0].oddHeader
    assert header is not None
    assert header.center.text == "DIỄN TẬP"
