"""Pieces of a file as names: tidied, split, decoded; and the lines that are refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from matchers.domains.idn import Decoded, decode_labels
from matchers.domains.split import Lines, State, split
from matchers.domains.tidy import Refusal, refusal_of, tidy

_QUOTED = 80  # letters of a refused line


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that is no name that can be screened; lines are counted from 0."""

    line: int
    why: Refusal
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines of a piece: ``lines`` are places in ``text``."""

    text: bytes
    lines: Lines
    decoded: Mapping[int, Decoded]  # labels that stand in punycode, by line
    refused: tuple[Refused, ...]


def read_lines(piece: bytes) -> Reading:
    """Every line of a piece, the untidy ones made tidy."""
    lines = split(piece)
    refused: dict[int, Refusal] = {}
    text = piece
    if (lines.state == State.UNTIDY).any():
        text = b"".join(_tidied(piece, lines, refused))
        lines = split(text)
    for line in np.flatnonzero(lines.state == State.UNTIDY).tolist():
        refused[line] = refusal_of(_line(text, int(lines.first[line])).decode("ascii"))
    for line in np.flatnonzero(lines.state == State.BARE).tolist():
        refused[line] = Refusal.BARE
    return Reading(
        text=text,
        lines=lines,
        decoded=decode_labels(text, lines),
        refused=tuple(_quoted(piece, refused)),
    )


def _tidied(piece: bytes, lines: Lines, refused: dict[int, Refusal]) -> Iterator[bytes]:
    """The piece in parts, each untidy line replaced by its host, a refused one by an empty line."""
    done = 0
    for line in np.flatnonzero(lines.state == State.UNTIDY).tolist():
        first = int(lines.first[line])
        written = _line(piece, first)
        host = tidy(written)
        if isinstance(host, Refusal):
            refused[line] = host
            host = ""
        yield piece[done:first]
        yield host.encode("ascii")
        done = first + len(written)
    yield piece[done:]


def _quoted(piece: bytes, refused: Mapping[int, Refusal]) -> Iterator[Refused]:
    if not refused:
        return
    written = piece.split(b"\n")
    for line, why in sorted(refused.items()):
        yield Refused(line, why, written[line][:_QUOTED].decode("utf-8", "replace").strip())


def _line(text: bytes, first: int) -> bytes:
    end = text.find(b"\n", first)
    return text[first : end if end >= 0 else len(text)]
