"""Which words of two names agree, and which only one of them has, as they were published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matchers.telex import is_syllable
from matchers.verdict.readings import (
    FEWEST_INITIALS,
    LONGEST_FORM,
    How,
    begins_a_form,
    how_written,
    is_initials,
    is_near,
    meanings,
    other_readings,
    spoken,
)
from matchers.verdict.texts import Text, runs

_LONGEST_GLUED = 8  # words that may be written as one, or letters that stand apart
_SHORTEST_SAID = 4  # letters of pinyin
_SHORTEST_WITHIN = 6  # letters at the beginning of a longer word: "Long" begins too many
_MERGED = frozenset(
    {How.EQUAL, How.MARKS, How.NUMERAL, How.GLUED, How.TYPED, How.NEAR, How.HIDDEN, How.DISGUISED}
)  # beside each other they are one quote
_RANK = {how: place for place, how in enumerate(How)}


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


def align(seen: Text, registered: Text, *, deep: bool = True) -> Aligned:
    """The words that agree: first those of one key, then what is another writing of the rest.

    ``deep``: look for other writings; it costs as much as all the rest.
    """
    found: list[_Found] = []
    more, free = [], list(registered.own)
    keys, mates = seen.keys, registered.keys
    for place in seen.own:
        key = keys[place]
        for mate in free:
            if mates[mate] == key:
                free.remove(mate)
                how = how_written(seen.word(place), registered.word(mate))
                found.append((place, 1, mate, 1, how))
                break
        else:
            more.append(place)
    if deep and more and free:
        _Rest(seen, registered, more, free, found).look()
        found.sort()
    return Aligned(_merged(found), tuple(more), tuple(free))


_Found = tuple[int, int, int, int, How]  # as in Link; many are made and few are kept


class _Rest:
    """The words that have no equal: other writings of them are looked for, the surest first."""

    def __init__(
        self, seen: Text, registered: Text, more: list[int], free: list[int], found: list[_Found]
    ) -> None:
        self._seen, self._registered = seen.keys, registered.keys
        self._more, self._free, self._found = more, free, found
        self._forms = _forms(registered.keys, free)
        self._heads = {registered.keys[mate][0] for mate in free}

    def look(self) -> None:
        """Moves what is found from ``more`` and ``free`` to ``found``."""
        for look in (
            self._by_reading,
            self._by_sound,
            self._by_nearness,
            self._by_initials,
            self._by_beginning,
        ):
            for place in tuple(self._more):
                if not self._free:
                    return
                # A link of several words has taken those behind it.
                link = look(place) if place in self._more else None
                if link is not None:
                    self._take(link)

    def _take(self, link: _Found) -> None:
        self._found.append(link)
        for place in range(link[0], link[0] + link[1]):
            self._more.remove(place)
        for place in range(link[2], link[2] + link[3]):
            self._free.remove(place)

    def _by_reading(self, place: int) -> _Found | None:
        """Written apart or as one, in other characters, typed, or in another language."""
        key = self._seen[place]
        if key[0] in self._heads and (at := self._glued(place)):
            return at
        for reading, how in other_readings(key).items():
            if at := self._at(place, 1, reading, how):
                return at
        if begins_a_form(key):
            for used in range(min(self._size(place), LONGEST_FORM), 0, -1):
                for meaning in meanings(" ".join(self._seen[place : place + used])):
                    if at := self._at(place, used, meaning, How.TRANSLATED):
                        return at
        return None

    def _glued(self, place: int) -> _Found | None:
        for used in range(self._size(place), 0, -1):
            glued = "".join(self._seen[place : place + used])
            if at := self._at(place, used, glued, How.GLUED):
                return at
        return None

    def _by_sound(self, place: int) -> _Found | None:
        """In pinyin, where no Vietnamese syllables stand there."""
        for used in range(self._size(place), 0, -1):
            words = self._seen[place : place + used]
            said = "".join(words)
            if len(said) < _SHORTEST_SAID or all(map(is_syllable, words)):
                continue
            for first, size in runs(self._free):
                for mate in range(first, first + size):
                    count = spoken(said, self._registered[mate : first + size])
                    if count:
                        return (place, used, mate, count, How.TRANSLATED)
        return None

    def _by_nearness(self, place: int) -> _Found | None:
        key = self._seen[place]
        for mate in self._free:
            other = self._registered[mate]
            # One slip leaves the first or the last letter.
            if (key[0] == other[0] or key[-1] == other[-1]) and is_near(key, other):
                return (place, 1, mate, 1, How.NEAR)
        return None

    def _by_initials(self, place: int) -> _Found | None:
        key = self._seen[place]
        if not FEWEST_INITIALS <= len(key) <= len(self._free):
            return None
        for first, size in runs(self._free):
            words = self._registered[first : first + min(size, len(key))]
            if is_initials(key, words):
                return Link(place, 1, first, len(words), How.INITIALS)
        return None

    def _by_beginning(self, place: int) -> _Found | None:
        """The last word may be cut; a word written as one may go on behind the other name."""
        key = self._seen[place]
        if place == len(self._seen) - 1 and len(key) > 1 and not key.isdigit():
            for mate in self._free:
                if self._registered[mate].startswith(key):
                    return (place, 1, mate, 1, How.CUT)
        if len(key) <= _SHORTEST_WITHIN:
            return None
        inside = [form for form in self._forms if key.startswith(form)]
        longest = max(inside, key=len, default="")
        if len(longest) < _SHORTEST_WITHIN:
            return None
        return self._at(place, 1, longest, How.WITHIN)

    def _size(self, place: int) -> int:
        """How many words left over stand beside each other from here on."""
        size = 1
        while size < _LONGEST_GLUED and place + size in self._more:
            size += 1
        return size

    def _at(self, place: int, used: int, form: str, how: How) -> _Found | None:
        """The link to the words of this form, while they are free."""
        at = self._forms.get(form)
        if at is None or not all(mate in self._free for mate in range(at[0], at[0] + at[1])):
            return None
        return (place, used, *at, how)


def _forms(keys: Sequence[str], places: Sequence[int]) -> Mapping[str, tuple[int, int]]:
    """Words left over beside each other, written as one: to their first place and number."""
    found: dict[str, tuple[int, int]] = {}
    if len(places) == 1:
        return {keys[places[0]]: (places[0], 1)}
    for first, size in runs(places):
        for start in range(first, first + size):
            glued = ""
            for end in range(start, min(first + size, start + _LONGEST_GLUED)):
                glued += keys[end]
                found.setdefault(glued, (start, end + 1 - start))
    return found


def _merged(found: Sequence[_Found]) -> tuple[Link, ...]:
    """Links beside each other in both names as one, with the farthest way of agreeing."""
    merged: list[_Found] = []
    for link in found:
        if merged:
            seen, size, mate, mates, how = merged[-1]
            beside = (seen + size, mate + mates) == (link[0], link[2])
            if beside and how in _MERGED and link[4] in _MERGED:
                farther = max(how, link[4], key=_RANK.__getitem__) if how != link[4] else how
                merged[-1] = (seen, size + link[1], mate, mates + link[3], farther)
                continue
        merged.append(link)
    return tuple([Link(*link) for link in merged])
