"""Rows of files: what is no CSV is refused line by line, and nothing behind it is lost."""

from __future__ import annotations

import pytest

from crawler.errors import TextsRefused
from crawler.rows import Refusal, read_rows


def read(text: str) -> tuple[list[tuple[int, str]], list[str]]:
    refused: list[Refusal] = []
    lines = text.splitlines(keepends=True)
    rows = read_rows(lines, "a.csv", refused.append, check=lambda header: None)
    return [(number, row["text"]) for number, row in rows], [one.sentence for one in refused]


def test_a_stray_quote_takes_its_own_line_alone() -> None:
    found, refused = read('id,text\n1,"Bắn cá\n2,"trời mưa"\n3,"nổ hũ"\n4,bình thường\n')
    assert found == [(3, "trời mưa"), (4, "nổ hũ"), (5, "bình thường")]
    assert len(refused) == 1
    assert "line 2 is not CSV" in refused[0]


def test_a_quote_that_nothing_closes_takes_its_own_line_alone() -> None:
    found, refused = read('id,text\n1,a\n2,"b\n' + "".join(f"{n},c\n" for n in range(3, 3000)))
    assert len(found) == 2998
    assert found[1] == (4, "c")
    assert ["line 3 is not CSV" in sentence for sentence in refused] == [True]


def test_every_line_that_is_refused_is_named() -> None:
    found, refused = read('id,text\n1,"a" b\n2,"c" d\n3,e\n')
    assert found == [(4, "e")]
    assert ["line 2 " in refused[0], "line 3 " in refused[1], len(refused)] == [True, True, 2]


def test_a_row_of_several_lines_stays_one() -> None:
    assert read('id,text\n1,"a\nb\nc"\n2,d\n') == ([(2, "a\nb\nc"), (5, "d")], [])


@pytest.mark.parametrize("row", ['1,"a\nb\nc",x\n', '"1,a\n2,b\n3,c"\n'])
def test_a_row_of_several_lines_that_does_not_fit_names_them_all(row: str) -> None:
    found, refused = read(f"id,text\n{row}4,d\n")
    assert found == [(5, "d")]
    assert "lines 2 to 4 have" in refused[0]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_columns_stand_between_commas_semicolons_or_tabs(mark: str) -> None:
    text = f'id{mark}text\n1{mark}"a{mark} b"\n2{mark}c\n'
    assert read(text) == ([(2, f"a{mark} b"), (3, "c")], [])


def test_a_semicolon_beside_commas_is_a_letter() -> None:
    assert read("id,text,note;more\n1,a;b,c\n") == ([(2, "a;b")], [])


@pytest.mark.parametrize("body", [b"\x89PNG\r\n\x1a\n\x00", "id,text\n1,a\n".encode("utf-16")])
def test_what_is_no_utf_8_is_refused_in_words(body: bytes) -> None:
    with pytest.raises(TextsRefused, match=r"a\.csv is no UTF-8 text"):
        read(body.decode("utf-8", "surrogateescape"))


def test_a_row_of_json_with_a_wrong_byte_is_read_all_the_same() -> None:
    assert read('{"text": "a\udcff"}\n') == ([(1, "a\udcff")], [])
