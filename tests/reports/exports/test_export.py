"""Clean cells, and files that are whole or not there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.parts import load
from reports.exports.export import CUT_MARK, LONGEST_CELL, Export, Table, clean, write_file

TABLE = Table(title="t", columns=("a",), rows=(), made_at=datetime(2026, 1, 1, tzinfo=UTC))


@given(st.text())
def test_clean_text_can_be_stored_anywhere(text: str) -> None:
    kept = clean(text)
    assert clean(kept) == kept
    kept.encode("utf-8")
    assert all(char in "\t\n" or ord(char) >= 0x20 for char in kept)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\0b\x0bc", "abc"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb", "a\nb"),
        ("a\ud83db", "ab"),
        ("Nổ hũ 🎰", "Nổ hũ 🎰"),
    ],
)
def test_only_what_breaks_files_is_taken_out(text: str, kept: str) -> None:
    assert clean(text) == kept


@pytest.mark.parametrize("letter", ["a", "🎰"])
def test_cells_are_cut_by_what_spreadsheets_count(letter: str) -> None:
    kept = clean(letter * (LONGEST_CELL + 1))
    assert len(kept.encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert kept.endswith(CUT_MARK)


def test_a_writer_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    def fail(file: BinaryIO, table: Table) -> None:
        file.write(b"half")
        raise OSError("disk full")

    path = tmp_path / "list.csv"
    path.write_text("old")
    with pytest.raises(OSError, match="disk full"):
        write_file(Export(name="x", suffix=".csv", write=fail), TABLE, path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_formats_are_found_by_their_files() -> None:
    assert {name: part.suffix for name, part in load("reports.exports", "EXPORT").items()} == {
        "csv": ".csv",
        "xlsx": ".xlsx",
    }
