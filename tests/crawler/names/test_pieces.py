"""Files of names are read in pieces of whole lines, whatever they hold."""

from __future__ import annotations

import io

import pytest

from crawler.names.pieces import PIECE, read_pieces


@pytest.mark.parametrize("body", [b"", b"a.com", b"a.com\n", b"\n\n", b"a.com\nb.com"])
def test_a_small_file_is_one_piece(body: bytes) -> None:
    assert b"".join(read_pieces(io.BytesIO(body))) == body


def test_pieces_end_with_a_line_and_lose_nothing() -> None:
    body = b"".join(b"name%d.example\n" % number for number in range(60_000)) + b"last.example"
    pieces = list(read_pieces(io.BytesIO(body)))
    assert len(pieces) > 3
    assert b"".join(pieces) == body
    assert all(piece.endswith(b"\n") for piece in pieces[:-1])
    assert max(map(len, pieces)) <= 2 * PIECE


def test_an_endless_line_is_one_short_line() -> None:
    body = b"a.com\n" + b"x" * (5 * PIECE) + b"\nb.com\n"
    pieces = list(read_pieces(io.BytesIO(body)))
    assert max(map(len, pieces)) <= 2 * PIECE
    lines = b"".join(pieces).split(b"\n")
    assert (lines[0], lines[2:]) == (b"a.com", [b"b.com", b""])
    assert 2_000 < len(lines[1]) <= 2 * PIECE
