"""Raw Telex typing ("Leenhj" for "Lệnh") read as the folded word that was meant."""

from __future__ import annotations

import re

# What a folded Vietnamese syllable is put together of; where two fit, the longer one first.
ONSETS = "ngh|ng|nh|th|tr|ch|gh|gi|kh|ph|qu|b|c|d|g|h|k|l|m|n|p|q|r|s|t|v|x"
NUCLEI = (
    "uye|ieu|yeu|oai|oay|uoi|uou|uay|uya|ia|ie|ua|uo|uu|uy|ue|ui|oa|oe|oi|ai|ao|au|ay|eo|eu|iu|"
    "ye|a|e|i|o|u|y"
)
CODAS = "ng|nh|ch|c|m|n|p|t"
_SYLLABLE = re.compile(f"(?:{ONSETS})?(?:{NUCLEI})(?:{CODAS})?")


def is_syllable(word: str) -> bool:
    """Whether the folded word is a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(word) is not None


_DOUBLE = re.compile(r"aa|ee|oo|dd")
_HORN = re.compile(r"(?<=[aou])w|w(?=[aou])")


def undo_telex(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words with Telex keys taken back; unchanged unless half of them are typed so."""
    decoded = tuple(_decoded(word) for word in words)
    changed = sum(new != old for new, old in zip(decoded, words, strict=True))
    return decoded if changed and changed * 2 >= len(words) else words


def _decoded(word: str) -> str:
    if _SYLLABLE.fullmatch(word):
        return word
    plain = _HORN.sub("", _DOUBLE.sub(lambda pair: pair[0][0], word))
    for tried in (plain, plain[:-1] if plain[-1:] in "sfrxj" else plain):
        if _SYLLABLE.fullmatch(tried):
            return tried
    return word


_TONE_KEY = re.compile(r"(?<=[aeiouyw])([a-z]*?)[sfrxj]([a-z]*)")


def undone_telex(word: str) -> str:
    """The one word with its keys taken back, those inside it too; unchanged where none fit."""
    plain = _HORN.sub("", _DOUBLE.sub(lambda pair: pair[0][0], word))
    for tried in (plain[:-1] if plain[-1:] in "sfrxj" else plain, _TONE_KEY.sub(r"\1\2", plain, 1)):
        if tried != word and _SYLLABLE.fullmatch(tried):
            return tried
    return word
