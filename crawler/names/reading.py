"""One way into every file of names: which form it has, and each name with its line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from crawler.names import hosts, table, zone
from crawler.names.pieces import PIECE, Readable, read_pieces
from crawler.names.unpacking import unpacked

_FORMS = (zone.FORM, hosts.FORM, table.FORM)  # else plain: one name a line
_SAMPLE = 50  # lines that tell the form
_COMMENTS = (b"#", b";", b"!")
_MARK = b"\xef\xbb\xbf"  # of the order of bytes: no letter of the first name


class Piece(NamedTuple):
    """Names, one a line, with the lines of the file that they come from, counted from 1."""

    text: bytes
    first: int
    lines: tuple[int, ...] | None = None  # None: one after the other from ``first`` on

    def line_of(self, place: int) -> int:
        """The file's line of a name by its place in the text, counted from 0."""
        return self.first + place if self.lines is None else self.lines[place]


def read_names(file: Readable, name: str) -> Iterator[Piece]:
    """The names of a file, packed or not, in whichever form, in pieces of bounded size.

    Names come as they are written; what is none is left to whoever reads them. Raises
    ``NamesRefused`` where a packed file breaks off.
    """
    pieces = read_pieces(unpacked(file, name))
    first = next(pieces, b"").removeprefix(_MARK)
    lines = (line for line in first.split(b"\n") if _has_content(line))
    sample = list(islice(lines, _SAMPLE))
    form = next((form for form in _FORMS if sample and form.fits(sample[0])), None)
    pieces = chain([first] if first else [], pieces)
    if form is None:
        yield from _plain(pieces)
    else:
        read = form.reader(sample)
        found = ((at, name) for at, line in _numbered(pieces) for name in read(line))
        yield from _gathered(found)


def _has_content(line: bytes) -> bool:
    bare = line.strip()
    return bool(bare) and not bare.startswith(_COMMENTS)


def _plain(pieces: Iterator[bytes]) -> Iterator[Piece]:
    line = 1
    for piece in pieces:
        yield Piece(piece, line)
        line += piece.count(b"\n")


def _numbered(pieces: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Every line with its number, comments left out."""
    lines = (line for piece in pieces for line in piece.removesuffix(b"\n").split(b"\n"))
    for number, line in enumerate(lines, 1):
        if not line.lstrip().startswith(_COMMENTS):
            yield number, line


def _gathered(names: Iterator[tuple[int, bytes]]) -> Iterator[Piece]:
    """Names in pieces as large as those of a plain file."""
    held: list[bytes] = []
    lines: list[int] = []
    size = 0
    for line, name in names:
        held.append(name)
        lines.append(line)
        size += len(name) + 1
        if size >= PIECE:
            yield _piece(held, lines)
            held, lines, size = [], [], 0
    if held:
        yield _piece(held, lines)


def _piece(names: list[bytes], lines: list[int]) -> Piece:
    return Piece(b"\n".join(names) + b"\n", lines[0], tuple(lines))
