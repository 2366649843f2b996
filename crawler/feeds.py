"""A file of names for a sweep of sites: all are screened while it is read, however large it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from crawler.entries import is_named
from crawler.names.pieces import Readable
from crawler.names.reading import read_names
from matchers.domains.screen import screen

_COMMENT = re.compile(rb"[ \t]+#[^\n]*")  # behind a word, as in every file of words


def words_worth_a_visit(file: Readable, name: str, protected: Mapping[str, str]) -> Iterator[str]:
    """The words of a file, packed or not and in whichever form, that lead to a visit.

    Names that are flagged, and what points at one site (``domain:vidu.example``, an address with a
    path).
    """
    for piece in read_names(file, name):
        text = _COMMENT.sub(b"", piece.text)
        flagged = set(screen(text, protected=protected).places)
        for place, line in enumerate(text.split(b"\n")):
            if place in flagged or b":" in line or b"/" in line:
                word = line.decode("utf-8", "replace").strip()
                if place in flagged or is_named(word):
                    yield word
