"""Text at the border: NFC for what was published, keys for what is compared."""

from __future__ import annotations

import unicodedata

# Letters that carry no combining mark to strip, and so survive NFKD.
_FOLD_LETTERS = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})


def nfc(text: str) -> str:
    """The published text in Normalization Form C, otherwise untouched."""
    return unicodedata.normalize("NFC", text)


def fold_marks(text: str) -> str:
    """NFKC, lower case, without diacritics; đ becomes d. Length may change."""
    lowered = unicodedata.normalize("NFKC", text).casefold().translate(_FOLD_LETTERS)
    decomposed = unicodedata.normalize("NFKD", lowered)
    return unicodedata.normalize(
        "NFC", "".join(char for char in decomposed if not unicodedata.combining(char))
    )
