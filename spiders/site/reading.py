"""The bytes of a page as text: encodings, declared or not, and what old fonts left behind."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, lookup
from collections.abc import Iterator

from crawler.text import nfc

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_HEAD = 4_096  # bytes in which a page declares its encoding; browsers look at 1,024
# Python's own ways to write text: no page is in one, some decode letter by letter in a time that
# grows with the square, others give halves of letters that nothing can store.
_NO_ENCODINGS = frozenset(
    {"idna", "punycode", "undefined", "utf-7", "unicode-escape", "raw-unicode-escape"}
)
_BOMS = ((BOM_UTF8, "utf-8-sig"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16"))

# Vietnamese Latin as three standards number it from 0xA1 on; "." is a byte without a letter.
# TCVN 5712:1993 (VN3, "ABC" fonts). The fonts draw capitals by themselves: few stand here.
_TCVN3 = (
    "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽ"
    "éẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ."
)
# RFC 1456, from 0x80 on.
_VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
# Words that nearly every Vietnamese page has, each with marks that a wrong table spoils.
_WORDS = frozenset(
    """
    của và không được người này một những với để tại đây khi các có là cho trong về tiền nạp rút
    chơi trò đăng nhập ký tải thưởng miễn phí đổi hỗ trợ liên hệ trang chủ tin tức giới thiệu sản
    phẩm dịch vụ công ty điện thoại địa chỉ việt nam quốc mới nhất hôm nay học sinh trường giá bán
    """.split()  # noqa: SIM905
)
_WORD = re.compile(r"[^\W\d_]+")
_LATIN, _UNICODE = re.compile("[\xa1-\xff]"), re.compile("[\u1ea0-\u1ef9]")
_LEAST = 4  # such words, before a page is believed to be in an encoding that it does not declare
_SAMPLE = 200_000  # letters


def read_markup(body: bytes, declared: str | None) -> str:
    """The page as NFC text, whatever its bytes are; ``declared`` is the header's content type."""
    text = _decoded(body, declared).replace("\0", "")
    return nfc(_without_old_font(text))


def _decoded(body: bytes, declared: str | None) -> str:
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    told = list(_told(body, declared))
    damaged = body.decode("utf-8", "replace")
    if "utf-8" in told and damaged.count("\ufffd") * 50 < len(damaged):
        return damaged
    guesses = [body.decode(name, "replace") for name in told if name != "utf-8"]
    guesses += [body.decode("windows-1258", "replace"), _by_table(body, _VISCII, 0x80)]
    # The first of equals: what was declared, then the encoding that browsers know.
    return max(guesses, key=_vietnamese)


def _told(body: bytes, declared: str | None) -> Iterator[str]:
    for place in ((declared or "").encode("latin-1", "replace"), body[:_HEAD]):
        if (found := _DECLARED.search(place)) is not None:
            try:
                name = lookup(found[1].decode()).name
                if name not in _NO_ENCODINGS:
                    b" ".decode(name, "replace")  # LookupError: from bytes to bytes, as "hex"
                    yield name
            except (LookupError, ValueError):
                continue


def _without_old_font(text: str) -> str:
    """Text written for an "ABC" font, whose letters stand on the places of Latin-1."""
    sample = text[:_SAMPLE]
    # Letters that such a font has no places for: a page of Unicode has about one for each of these.
    if len(_UNICODE.findall(sample)) * 4 >= len(_LATIN.findall(sample)):
        return text
    read = text.translate(_OLD_FONT)
    known = _vietnamese(read)
    return read if known >= _LEAST and known > 2 * _vietnamese(text) else text


def _by_table(body: bytes, table: str, first: int) -> str:
    letters = {first + place: letter for place, letter in enumerate(table)}
    return body.decode("latin-1").translate(letters)


def _vietnamese(text: str) -> int:
    """How many different common words of Vietnamese stand in a text."""
    return len(_WORDS.intersection(_WORD.findall(nfc(text[:_SAMPLE].lower()))))


_OLD_FONT = {0xA1 + place: letter for place, letter in enumerate(_TCVN3) if letter != "."}
