"""Second looks by rule at what the ranker says: what clears must be seen, not only learned.

Each look costs a reading of both names, so only answers that come near clearing come here.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from enum import IntEnum

from rapidfuzz.distance import OSA

from crawler.records import Listing, RegistryEntry
from matchers.names import Name, added_words, bare_title, read_name
from matchers.publishers import Publisher, publisher_likeness, read_publisher
from matchers.titles import initials
from matchers.verdict.rules import Rules

_FEW = 3  # words


class Fit(IntEnum):
    """How far one field of a candidate agrees; UNKNOWN: there is nothing to compare."""

    DIFFERS = 0
    UNKNOWN = 1
    HALF = 2
    AGREES = 3


def publisher_fit(account: str, holder: str, firms: Set[str], rules: Rules) -> Fit:
    """How far an account's name is the licensee's. ``firms``: glued keys of the register's."""
    seen, registered = read_publisher(account), read_publisher(holder)
    if not seen.key:
        return Fit.UNKNOWN
    if _glued(seen.key) == _glued(registered.key):
        return Fit.AGREES
    score = publisher_likeness(seen, registered)
    if not seen.core and score < rules.publisher_near:
        return Fit.UNKNOWN  # words of the trade only
    if score < rules.publisher_near:
        return Fit.DIFFERS
    if score < rules.publisher_agrees:
        return Fit.HALF
    # Word for word another firm of the register, and not only in words that tell nothing.
    other = _glued(seen.core) != _glued(registered.core) and _glued(seen.key) in firms
    return Fit.HALF if other or _is_part(seen, registered) else Fit.AGREES


def title_fit(listing: Listing, entry: RegistryEntry, rules: Rules, *, sure: bool) -> Fit:
    """What speaks against the ranker's word that the title is the entry's. ``sure``: it is."""
    seen, registered = read_name(listing.title), read_name(entry.title)
    names = (entry.publisher, listing.publisher or "")
    words = frozenset(word for name in names for word in read_publisher(name).key.split())
    if _has_other_number(seen, registered) or (not sure and _has_more(seen, registered, words)):
        return Fit.DIFFERS
    if (
        _is_shortened(seen, registered)
        or _is_cut_between_words(seen, registered)
        or _has_unknown_part(seen, registered, words, rules)
        or _is_short_initials(seen, registered, rules)
    ):
        return Fit.HALF
    return Fit.AGREES


def _is_part(account: Publisher, holder: Publisher) -> bool:
    """One name has words of its own that the other lacks: "Sen Vàng" and "Sen Vàng Đồng Tháp"."""
    short, long = sorted((account, holder), key=lambda name: len(name.core.split()))
    fewer, more = set(short.core.split()), set(long.core.split())
    if not fewer or not fewer < more:
        return False
    known = short.key.split()
    return any(not _is_misspelt(word, known) for word in more - fewer)


def _is_misspelt(word: str, known: Iterable[str]) -> bool:
    """Whether a word is one of the known ones with a typing error: no word of its own."""
    return any(OSA.distance(word, other) <= 1 + (len(word) > 6) for other in known)


def _has_other_number(seen: Name, registered: Name) -> bool:
    """A number stands alone that the other has not: digits within words may be typing."""
    mine = {word for word in seen.core.split() if word.isdigit()}
    if mine - set(registered.key.split()):
        return True
    last = registered.core.split()[-1:]
    return (
        bool(last)
        and last[0].isdigit()
        and last[0] not in seen.joined
        and not _is_initials(seen, registered)
    )


def _has_more(seen: Name, registered: Name, words: Set[str]) -> bool:
    """Beside all words of the title stands one that names another game: "Đảo Rồng Tycoon"."""
    own = set(registered.core.split())
    mine = set(seen.core.split())
    known = {*registered.key.split(), *words, *added_words()}
    return own <= mine and any(
        len(word) > 2 and word.isalpha() and not _is_misspelt(word, known) for word in mine - known
    )


def _is_shortened(seen: Name, registered: Name) -> bool:
    """Words that stores add to names stand in the registered title: "Võ Lâm Miễn Phí" is exact."""
    if _glued(seen.core) != _glued(registered.core):
        return False
    missing = set(bare_title(registered.key).split()) - set(registered.core.split())
    return bool(missing - set(seen.key.split()))


def _is_cut_between_words(seen: Name, registered: Name) -> bool:
    """A short title may be a game of its own: "Tiến Lên" is not "Tiến Lên Bảo Bối"."""
    size = len(seen.core.split())
    return size < _FEW and registered.core.startswith(seen.core + " ") and size > 0


def _has_unknown_part(seen: Name, registered: Name, words: Set[str], rules: Rules) -> bool:
    """Behind the title stand words of another game: "Đảo Rồng: Nông Trại Vui"."""
    titles = (_glued(registered.core), _glued(registered.key))
    left = [
        sum(word not in words for word in seen.added[variant])
        for variant in seen.variants
        if _glued(variant) in titles
    ]
    return bool(left) and min(left) >= rules.unknown_words


def _is_short_initials(seen: Name, registered: Name, rules: Rules) -> bool:
    """Few letters are the initials of many games."""
    return _is_initials(seen, registered) and len(seen.core) < rules.initials


def _is_initials(seen: Name, registered: Name) -> bool:
    return seen.core in initials(registered)


def _glued(key: str) -> str:
    return key.replace(" ", "")
