"""Which words of two names agree, and which only one of them has, as they were published."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from crawler.text import nfc
from matchers.names import words_of
from matchers.verdict.readings import (
    LONGEST_FORM,
    How,
    begins_a_form,
    how_written,
    is_initials,
    is_near,
    meanings,
    other_readings,
)

_LONGEST = 2_000  # letters of a name that are read, as the engine reads them
_MOST_WORDS = 48
_LONGEST_GLUED = 8  # words that may be written as one, or letters that stand apart
_SHORTEST_WITHIN = 6  # letters at the beginning of a longer word: "Long" begins too many
# Marks and joiners stand within words; circled and squared letters are letters too.
_JOINED = "\u0300-\u036f\u200b-\u200f\u2060\ufeff\u00ad\u24b6-\u24e9\U0001f130-\U0001f189"
_VERSION = r"\b[vV](?:er(?:sion)?[ .]?)?\d+(?:[._]\d+)+|\b\d+(?:\.\d+)+"  # one word
_WORD = re.compile(rf"{_VERSION}|(?:[^\W_]|[{_JOINED}])+(?:['’`´](?:[^\W_]|[{_JOINED}])+)*")
_MERGED = frozenset(
    {How.EQUAL, How.MARKS, How.NUMERAL, How.GLUED, How.TYPED, How.NEAR, How.HIDDEN, How.DISGUISED}
)  # beside each other they are one quote
_RANK = {how: place for place, how in enumerate(How)}


class Text(NamedTuple):
    """A name in words. ``own``: the places of the words that are compared."""

    text: str  # NFC, as published
    spans: tuple[tuple[int, int], ...]  # of each word in the text
    keys: tuple[str, ...]  # each word folded, without blanks
    own: tuple[int, ...]
    places: Mapping[str, tuple[int, ...]]  # of the own words, by key
    whole: bool  # no word was left unread

    def word(self, place: int) -> str:
        """The word as published."""
        first, last = self.spans[place]
        return self.text[first:last]

    def run(self, place: int, size: int = 1) -> str:
        """The words as published, with what stands between them."""
        return self.text[self.spans[place][0] : self.spans[place + size - 1][1]]


class Link(NamedTuple):
    """Words of both names that agree: from which place on, how many, and how."""

    seen: int
    seen_size: int
    registered: int
    registered_size: int
    how: How


class Aligned(NamedTuple):
    """All links in the order of the seen name, and the places of the words that have none."""

    links: tuple[Link, ...]
    more: tuple[int, ...]  # of the seen name
    missing: tuple[int, ...]  # of the registered one


@lru_cache(maxsize=65_536)
def title_key(word: str) -> str:
    """A title's word as it is compared, without blanks; II reads as 2."""
    return "".join(words_of(word))


def read_text(text: str, key_of: Callable[[str], str] = title_key) -> Text:
    """The name in words, all of them to be compared."""
    text = nfc(text[:_LONGEST])
    spans, keys = [], []
    for found in _WORD.finditer(text):
        key = key_of(found[0])
        if key:
            spans.append(found.span())
            keys.append(key)
            if len(keys) > _MOST_WORDS:
                break
    whole = len(keys) <= _MOST_WORDS
    spans, keys = spans[:_MOST_WORDS], keys[:_MOST_WORDS]
    own = tuple(range(len(keys)))
    return Text(text, tuple(spans), tuple(keys), own, _places(keys, own), whole)


def choose(text: Text, own: Iterable[int]) -> Text:
    """The name with only these places to be compared, in order."""
    own = tuple(own)
    return text._replace(own=own, places=_places(text.keys, own))


def _places(keys: Sequence[str], own: Iterable[int]) -> Mapping[str, tuple[int, ...]]:
    places: dict[str, tuple[int, ...]] = {}
    for place in own:
        key = keys[place]
        places[key] = (*places[key], place) if key in places else (place,)
    return places


def is_version(word: str) -> bool:
    """Whether the word is a version: it tells no games apart."""
    return re.fullmatch(_VERSION, word) is not None


def align(seen: Text, registered: Text, *, deep: bool = True) -> Aligned:
    """The words that agree: those of one key, then, if ``deep``, other writings of the rest."""
    links, more = [], []
    free = set(registered.own)
    for place in seen.own:
        mates = registered.places.get(seen.keys[place], ())
        mate = next((mate for mate in mates if mate in free), None)
        if mate is None:
            more.append(place)
            continue
        free.discard(mate)
        links.append(Link(place, 1, mate, 1, how_written(seen.word(place), registered.word(mate))))
    if deep and more and free:
        links += _other_writings(seen, registered, more, free)
        links.sort()
    return Aligned(tuple(_merged(links)), tuple(more), tuple(sorted(free)))


def runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Places beside each other as first place and size."""
    first = 0
    for at in range(1, len(places) + 1):
        if at == len(places) or places[at] != places[at - 1] + 1:
            yield places[first], at - first
            first = at


def _other_writings(seen: Text, registered: Text, more: list[int], free: set[int]) -> list[Link]:
    """Links of the words left over; takes their places out of ``more`` and ``free``."""
    links: list[Link] = []
    forms = _forms(registered, sorted(free))
    for look in (_by_reading, _by_nearness, _by_initials, _by_beginning):
        for place in list(more):
            if not free:
                return links
            link = look(seen, registered, place, forms, more, free) if place in more else None
            if link is not None:
                links.append(link)
                free.difference_update(
                    range(link.registered, link.registered + link.registered_size)
                )
                for taken in range(link.seen, link.seen + link.seen_size):
                    more.remove(taken)
    return links


_Forms = Mapping[str, tuple[int, int]]


def _forms(registered: Text, places: Sequence[int]) -> _Forms:
    """Words left over beside each other, written as one: to their first place and number."""
    found: dict[str, tuple[int, int]] = {}
    for first, size in runs(places):
        for start in range(first, first + size):
            glued = ""
            for end in range(start, min(first + size, start + _LONGEST_GLUED)):
                glued += registered.keys[end]
                found.setdefault(glued, (start, end + 1 - start))
    return found


def _by_reading(
    seen: Text, registered: Text, place: int, forms: _Forms, more: Sequence[int], free: set[int]
) -> Link | None:
    """Written apart or as one, in other characters, typed, or in another language."""
    size = 1
    while place + size in more and size < _LONGEST_GLUED:
        size += 1
    for used in range(size, 0, -1):
        words = seen.keys[place : place + used]
        if (at := _free(forms.get("".join(words)), free)) is not None:
            return Link(place, used, *at, How.GLUED)
    for reading, how in other_readings(seen.keys[place]).items():
        if (at := _free(forms.get(reading), free)) is not None:
            return Link(place, 1, *at, how)
    if begins_a_form(seen.keys[place]):
        for used in range(min(size, LONGEST_FORM), 0, -1):
            for meaning in meanings(" ".join(seen.keys[place : place + used])):
                if (at := _free(forms.get(meaning), free)) is not None:
                    return Link(place, used, *at, How.TRANSLATED)
    return None


def _by_nearness(
    seen: Text, registered: Text, place: int, forms: _Forms, more: Sequence[int], free: set[int]
) -> Link | None:
    key = seen.keys[place]
    near = (mate for mate in sorted(free) if is_near(key, registered.keys[mate]))
    mate = next(near, None)
    return None if mate is None else Link(place, 1, mate, 1, How.NEAR)


def _by_initials(
    seen: Text, registered: Text, place: int, forms: _Forms, more: Sequence[int], free: set[int]
) -> Link | None:
    key = seen.keys[place]
    for first, size in runs(sorted(free)):
        words = registered.keys[first : first + min(size, len(key))]
        if is_initials(key, words):
            return Link(place, 1, first, len(words), How.INITIALS)
    return None


def _by_beginning(
    seen: Text, registered: Text, place: int, forms: _Forms, more: Sequence[int], free: set[int]
) -> Link | None:
    """The last word may be cut; a word written as one may go on behind the other name."""
    key = seen.keys[place]
    last = place == len(seen.keys) - 1
    if last and len(key) > 1 and not key.isdigit():
        for mate in sorted(free):
            if registered.keys[mate].startswith(key):
                return Link(place, 1, mate, 1, How.CUT)
    inside = [form for form in forms if len(form) >= _SHORTEST_WITHIN and key.startswith(form)]
    at = _free(forms[max(inside, key=len)], free) if inside else None
    return None if at is None else Link(place, 1, *at, How.WITHIN)


def _free(at: tuple[int, int] | None, free: set[int]) -> tuple[int, int] | None:
    if at is None or not free.issuperset(range(at[0], at[0] + at[1])):
        return None
    return at


def _merged(links: Sequence[Link]) -> Iterator[Link]:
    """Links beside each other in both names as one, with the farthest way of agreeing."""
    held: Link | None = None
    for link in links:
        if held is None:
            held = link
        elif (
            held.how in _MERGED
            and link.how in _MERGED
            and held.seen + held.seen_size == link.seen
            and held.registered + held.registered_size == link.registered
        ):
            held = Link(
                held.seen,
                held.seen_size + link.seen_size,
                held.registered,
                held.registered_size + link.registered_size,
                max(held.how, link.how, key=_RANK.__getitem__),
            )
        else:
            yield held
            held = link
    if held is not None:
        yield held
