"""CSV lists, read back by the standard library."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.exports.csv import EXPORT, cell
from reports.exports.export import LONGEST_CELL, Table
from tests.reports.hostile import TITLES

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def _bytes(*rows: tuple[str, ...], columns: tuple[str, ...] = ("Tên / Title",)) -> bytes:
    file = io.BytesIO()
    EXPORT.write(file, Table(title="Ví dụ", columns=columns, rows=rows, made_at=NOW))
    return file.getvalue()


def _read(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_the_file_begins_with_a_byte_order_mark_and_its_columns() -> None:
    body = _bytes(("Nổ hũ",))
    assert body.startswith(b"\xef\xbb\xbf")
    assert _read(body) == [["Tên / Title"], ["Nổ hũ"]]


@pytest.mark.parametrize("title", TITLES, ids=ascii)
def test_no_hostile_title_starts_as_a_formula(title: str) -> None:
    (_, (read,)) = _read(_bytes((title,)))
    assert not normalize("NFKC", read).lstrip().startswith(("=", "+", "-", "@"))
    assert not read.startswith(("\t", "\r", "\0"))


@pytest.mark.parametrize("title", ["Nổ hũ", "a=b", "2+3", "tam-quốc", "x@y", "'quoted'", ""])
def test_harmless_text_is_written_as_it_is(title: str) -> None:
    assert cell(title) == title


@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=60)), max_size=6))
def test_any_text_gives_whole_rows_without_formulas(rows: list[tuple[str, str]]) -> None:
    read = _read(_bytes(*rows, columns=("a", "b")))
    assert len(read) == len(rows) + 1
    assert all(len(row) == 2 for row in read)
    cells = [value for row in read[1:] for value in row]
    assert not any(
        value.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) for value in cells
    )


def test_the_longest_cell_is_kept_also_behind_the_guard() -> None:
    assert len(cell("=" * LONGEST_CELL)) == LONGEST_CELL
