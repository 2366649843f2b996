"""A file of names for a sweep of sites: all are screened while it is read, however large it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crawler.entries import SITES, is_named
from crawler.names.pieces import Readable
from crawler.names.reading import Piece, read_names
from matchers.domains.screen import screen
from matchers.subjects import identify

_COMMENT = re.compile(rb"[ \t]+#[^\n]*")  # behind a word, as in every file of words
_NO_SITE = "no address of a site"
_QUOTED = 80  # letters of a refused line
_SHOWN = 20  # refused lines that are told one by one


@dataclass(frozen=True, slots=True)
class Feed:
    """What a file of names held: each line is counted once."""

    words: tuple[str, ...]  # that lead to a visit, each once
    names: int  # lines with a name or an address of a site
    kept: int  # those of them that lead to a visit
    refused: Mapping[str, int]  # lines that hold something else, by why
    shown: tuple[tuple[int, str, str], ...]  # the first of them: line of the file, why, text


def read_feed(file: Readable, name: str, protected: Mapping[str, str]) -> Feed:
    """The words of a file, packed or not and in whichever form, that lead to a visit.

    Names that are flagged, and what points at one site (``domain:vidu.example``, an address with a
    path).
    """
    words: dict[str, None] = {}
    refused: Counter[str] = Counter()
    shown: list[tuple[int, str, str]] = []
    names = kept = 0
    for piece in read_names(file, name):
        text = _COMMENT.sub(b"", piece.text)
        screened = screen(text, protected=protected)
        pointed = dict(_pointed(text))
        wrong = {one.line: (str(one.why), one.text) for one in screened.refused}
        wrong = {place: told for place, told in wrong.items() if place not in pointed}
        wrong |= {place: (why, word[:_QUOTED]) for place, (word, why) in pointed.items() if why}
        found = _words_at(text, {*screened.places, *pointed} - wrong.keys())
        words |= dict.fromkeys(found.values())
        kept += len(found)
        names += _filled(text) - len(wrong)
        refused.update(why for why, _ in wrong.values())
        shown += _told(piece, wrong, most=_SHOWN - len(shown))
    return Feed(tuple(words), names=names, kept=kept, refused=refused, shown=tuple(shown))


def _pointed(text: bytes) -> Iterator[tuple[int, tuple[str, str | None]]]:
    """The lines that point at one site, and why those that do not name one are refused."""
    for place, line in enumerate(text.split(b"\n")):
        if b":" in line or b"/" in line:
            word = _word(line)
            if is_named(word):
                of_site = (identify(word).subject or "").startswith(f"{SITES}:")
                yield place, (word, None if of_site else _NO_SITE)


def _words_at(text: bytes, places: set[int]) -> dict[int, str]:
    if not places:
        return {}
    lines = enumerate(text.split(b"\n"))
    return {place: _word(line) for place, line in lines if place in places}


def _told(
    piece: Piece, wrong: Mapping[int, tuple[str, str]], *, most: int
) -> list[tuple[int, str, str]]:
    first = sorted(wrong)[: max(most, 0)]
    return [(piece.line_of(place), *wrong[place]) for place in first]


def _filled(text: bytes) -> int:
    """Lines with something in them that is no comment."""
    bare = (line.strip() for line in text.split(b"\n"))
    return sum(bool(line) and not line.startswith(b"#") for line in bare)


def _word(line: bytes) -> str:
    return line.decode("utf-8", "replace").strip()
