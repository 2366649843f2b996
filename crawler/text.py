"""Text at the border: NFC for what was published, keys for what is compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable


class CharTable(dict[int, str | None]):
    """A table for ``str.translate`` that asks once for each character: None drops it."""

    def __init__(self, replaced: Callable[[str], str | None]) -> None:
        super().__init__()
        self._replaced = replaced

    def __missing__(self, code: int) -> str | None:
        self[code] = self._replaced(chr(code))
        return self[code]


# Letters that carry no combining mark to strip, and so survive NFKD.
_FOLD_LETTERS = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})
_WITHOUT_MARKS = CharTable(lambda char: None if unicodedata.combining(char) else char)


def nfc(text: str) -> str:
    """The published text in Normalization Form C, otherwise untouched."""
    return unicodedata.normalize("NFC", text)


def fold_marks(text: str) -> str:
    """NFKC, lower case, without diacritics; đ becomes d. Length may change."""
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFKC", text).casefold().translate(_FOLD_LETTERS)
    decomposed = unicodedata.normalize("NFKD", lowered)
    return unicodedata.normalize("NFC", decomposed.translate(_WITHOUT_MARKS))


# Slips that stand in printed numbers of papers (regulation.md §4.3); folded words.
_NUMBER_SLIPS = {"od": "qd", "pthh": "ptth", "gi": "g1"}
_MINISTRY = re.compile(r"bt{3,5}")


def number_key(printed: str) -> str:
    """A paper's number as it is compared: ``355 /QĐ_BTTT`` is ``355/qd-btttt``.

    Spaces, dashes, leading zeros and the known slips do not count. A remark behind a dash
    ("-Bỏ") does not either. The number alone is no key: it restarts every year.
    """
    words = re.findall(r"\d+|[^\W\d_]+\d*", fold_marks(printed))
    read = [_number_word(word) for word in words if word != "so"]  # "Số 12/…"
    if len(read) > 2 and read[-1] == "bo":
        read.pop()
    return f"{read[0]}/{'-'.join(read[1:])}" if read else ""


def _number_word(word: str) -> str:
    if word.isdigit():
        return word.lstrip("0") or "0"
    return "btttt" if _MINISTRY.fullmatch(word) else _NUMBER_SLIPS.get(word, word)
