"""How far two titles name the same game, 0-100: typing errors agree, sequels and spin-offs do not.

The steps of the scale are an order, not probabilities: what they lead to stands in ``Rules``.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from rapidfuzz.distance import OSA

from matchers.names import Name, bare_title, numbers_of, without_platform
from matchers.telex import is_syllable

EXACT = 100.0
_CORE = 98.0  # only platform or store words differ
_ROTATED = 94.0  # "Quần Hùng Đua Xe" for "Đua Xe Quần Hùng"
_SLIP = 3.0  # each typing error
_UNKNOWN_WORD = 84.0  # a word behind a separator: an account's name, or a spin-off's
_CUT = 84.0  # the listing stops inside a word of the entry's title
_OTHER_WORD = 82.0  # as near as a typing error, but both spellings are words
_SHUFFLED = 76.0
_UNKNOWN_PART = 76.0  # "Tam Quốc: …" is seldom the game "Tam Quốc"
_CUT_WORDS = 76.0  # the listing stops between two words: "Kiếm Thế" of "Kiếm Thế Truyền Kỳ"
_INITIALS = 70.0
_OTHER_NUMBER = 60.0
_SHORTEST_OWN = 5  # letters and blanks
_MOST_OTHER = 74.0  # what likeness alone can reach


def same_title(seen: Name, entry: Name, known: Collection[str] = ()) -> float:
    """Likeness of a listing's title to an entry's. ``known``: words of the publisher's name."""
    if seen.key == entry.key:
        return EXACT
    best = max((_variant(seen, variant, entry, known) for variant in seen.variants), default=0.0)
    own = without_publisher(seen.core, known)
    if own != seen.core:
        best = max(best, min(_CORE, _nearest_form(own, entry)))
    return max(best, _initials(seen, entry))


def without_publisher(key: str, known: Collection[str]) -> str:
    """The title without the publisher's words around it; the key itself when little would be left.

    Accounts put their name before their games: "Vidu Kim Quy" for "Kim Quy".
    """
    words = key.split()
    first = next((place for place, word in enumerate(words) if word not in known), len(words))
    last = next((n for n in range(len(words), first, -1) if words[n - 1] not in known), first)
    own = " ".join(words[first:last])
    return own if len(own) >= _SHORTEST_OWN else key


def _variant(seen: Name, variant: str, entry: Name, known: Collection[str]) -> float:
    left = [word for word in seen.added[variant] if word not in known]
    ceiling = (_CORE, _UNKNOWN_WORD, _UNKNOWN_PART)[min(len(left), 2)]
    if any(word.isdigit() for word in left) and seen.numbers != entry.numbers:
        ceiling = _OTHER_NUMBER  # the part left away says that it is a sequel
    return min(ceiling, _nearest_form(variant, entry))


def _nearest_form(seen: str, entry: Name) -> float:
    """Likeness to the entry's title as registered, or without what may be an addition to it.

    A registered title is exact: "Võ Lâm" is not "Võ Lâm Miễn Phí", whatever stores add to names.
    """
    forms = {entry.core: _UNKNOWN_WORD, bare_title(entry.key): _CORE, entry.key: EXACT}
    return max(min(most, _likeness(seen, form)) for form, most in forms.items())


def _likeness(seen: str, entry: str) -> float:
    one, other = seen.replace(" ", ""), entry.replace(" ", "")
    if one == other:
        return EXACT
    if _numbers(seen) != _numbers(entry):
        return min(_OTHER_NUMBER, _other(one, other))
    if len(one) == len(other) and other in one + one:
        return _ROTATED
    if _last_letter(seen) != _last_letter(entry):
        return _cut(seen, entry) or min(_OTHER_NUMBER, _other(one, other))
    slips = _slips(one, other)
    if slips is not None:
        return _OTHER_WORD if _is_other_word(seen, entry) else EXACT - _SLIP * slips
    if len(one) == len(other) and sorted(seen.split()) == sorted(entry.split()):
        return _SHUFFLED
    return _cut(seen, entry) or _other(one, other)


def _slips(one: str, other: str) -> int | None:
    """Typing errors between two names; one is believed from five letters on, two from nine …"""
    length = min(len(one), len(other))
    most = (length >= 5) + (length >= 9) + (length >= 20)
    slips = OSA.distance(one, other, score_cutoff=most) if most else 1
    return slips if slips <= most else None


def _is_other_word(seen: str, entry: str) -> bool:
    """Whether whole syllables were exchanged: "Hắc Long" is no misspelt "Hài Lòng"."""
    one, other = seen.split(), entry.split()
    if len(one) != len(other):
        return False
    differing = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return all(is_syllable(left) and is_syllable(right) for left, right in differing)


def _cut(seen: str, entry: str) -> float:
    """The title was cut at its end, as stores do with long ones."""
    one, other = seen.replace(" ", ""), entry.replace(" ", "")
    if not other.startswith(one) or len(one) < 6 or len(one) * 2 < len(other):
        return 0.0
    return _CUT_WORDS if entry.startswith(seen + " ") else _CUT


def _other(one: str, other: str) -> float:
    return _MOST_OTHER * OSA.normalized_similarity(one, other)


@lru_cache(maxsize=131_072)
def _last_letter(key: str) -> str:
    """The single letter that tells editions apart: "M", "X", "S"."""
    words = without_platform(key).split()
    return words[-1] if words and len(words[-1]) == 1 and words[-1].isalpha() else ""


@lru_cache(maxsize=131_072)
def _numbers(key: str) -> tuple[str, ...]:
    return numbers_of(key)


def _initials(seen: Name, entry: Name) -> float:
    words = seen.core.split()
    return _INITIALS if len(words) == 1 and words[0] in initials(entry) else 0.0


def initials(name: Name) -> frozenset[str]:
    """The first letters of a name of three words or more, with and without its platform words."""
    several = (words for words in (name.core.split(), name.key.split()) if len(words) > 2)
    return frozenset("".join(word[0] for word in words) for words in several)
