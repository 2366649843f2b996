"""Pages are read in whatever encoding they come, declared or not."""

from __future__ import annotations

import unicodedata

import pytest

from spiders.site.reading import _TCVN3, _VISCII, read_markup

TEXT = "Trường học của chúng tôi không được người này và những tiền"
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def windows_1258(text: str) -> bytes:
    """Letters as the code page has them: the tone by itself, behind its letter."""
    pieces = []
    for char in unicodedata.normalize("NFD", text):
        pieces.append(char)
    whole = "".join(pieces)
    for plain in ("ă", "â", "ê", "ô", "ơ", "ư"):
        base, mark = list(unicodedata.normalize("NFD", plain))
        # A dot below stands in front of the mark of the letter in NFD.
        whole = whole.replace(f"{base}\u0323{mark}", f"{plain}\u0323").replace(base + mark, plain)
    return whole.encode("windows-1258")


def by_table(text: str, table: str, first: int) -> bytes:
    """Letters as an old standard numbers them."""
    codes = {letter: first + place for place, letter in enumerate(table)}
    return bytes(codes.get(char, ord(char)) for char in text)


@pytest.mark.parametrize(
    ("body", "declared"),
    [
        (TEXT.encode(), None),
        (TEXT.encode(), "text/html; charset=iso-8859-1"),  # it is UTF-8 whatever is said
        (unicodedata.normalize("NFD", TEXT).encode(), None),
        (b"\xef\xbb\xbf" + TEXT.encode(), None),
        (TEXT.encode("utf-16"), None),
        (windows_1258(TEXT), "text/html; charset=windows-1258"),
        (windows_1258(TEXT), None),
        (windows_1258(TEXT), "text/html; charset=no-such"),
        (by_table(TEXT, _VISCII, 0x80), None),
        (by_table(TEXT.lower(), _TCVN3, 0xA1).decode("latin-1").encode(), "charset=utf-8"),
    ],
)
def test_vietnamese_is_read_as_it_was_written(body: bytes, declared: str | None) -> None:
    assert read_markup(body, declared).lower() == TEXT.lower()


def test_other_languages_are_left_alone() -> None:
    text = "Les élèves déçus ont mangé à côté du château, où l'été fut très long"
    assert read_markup(text.encode(), None) == text


def test_zeros_and_damage_are_no_end() -> None:
    assert read_markup(b"a\0b\xffc", "text/html; charset=utf-8").startswith("ab")
    assert read_markup(b"", None) == ""


@pytest.mark.parametrize(
    "name",
    ["hex", "zip", "rot13", "idna", "punycode", "undefined", "utf-7", "unicode_escape", "no-such"],
)
def test_what_is_no_encoding_of_pages_is_not_believed(name: str) -> None:
    body = f"<meta charset={name}>".encode() + windows_1258(TEXT) + b"+2AA- \\ud800"
    read = read_markup(body, f"text/html; charset={name}")
    assert TEXT in read
    assert read.encode()  # half a letter could not be stored
