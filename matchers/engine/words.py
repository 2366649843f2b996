"""From the code points of a title or a name to its words: compiled, without a string per title."""

from __future__ import annotations

from typing import Any

import numpy as np

from matchers.engine.compiling import inner
from matchers.engine.letters import FIRST_HAN, IDEOGRAPH, LINK, PART, SPACE, UPPER
from matchers.engine.table import EMPTY, SEED, copy, find, hash_of, step

MOST_SYMBOLS = 192  # of a title; what follows is not compared
MOST_WORDS = 48
MOST_PARTS = 320  # of a title, and of what follows a "by"
LONGEST_WORD = 24
_NO_WAY = 10_000
_SPACED = 4  # letters that stand apart
_DIGIT = 27
_V = 22
_I, _X = 9, 24
_TWO = 29


@inner
def read_words(points: Any, first: int, last: int, table: Any, into: Any) -> int:
    """Writes the symbols of all words into ``into.raw``; returns how many words there are.

    ``raw_starts`` gets where each begins and, behind the last, where it ends; ``raw_parts`` the
    number of the part (between separators) that it stands in; ``spans`` where it stands in the
    text, from and to.
    """
    out, starts, spans = into.raw, into.raw_starts, into.spans
    size, count, part = 0, 0, 0
    begun, was_lower, after_space = False, False, True
    starts[0] = 0
    place = first
    while place < last and count + 1 < MOST_WORDS and size < MOST_SYMBOLS:
        point = points[place]
        code = np.uint8(SPACE) if point >= len(table.codes) else table.codes[point]
        symbol = code & 63
        if code == 0:
            place += 1
            continue
        if begun and _ends_word(points, place, last, table.codes, code, was_lower):
            count = _end(starts, spans, count, size, place - first)
            begun = False
            if code != IDEOGRAPH and not _separates(symbol):
                continue
        if code == IDEOGRAPH:
            into.raw_parts[count] = part
            spans[count, 0] = place - first
            size += _ideograph(point, table, out, size)
            place += 1
            count = _end(starts, spans, count, size, place - first)
            was_lower, after_space = False, False
            continue
        if _separates(symbol):
            spaced = after_space or (place + 1 < last and points[place + 1] == 32)
            part += 1 if symbol == PART or (symbol == LINK and spaced) else 0
            after_space, was_lower = symbol == SPACE, False
            place += 1
            continue
        if symbol >= _DIGIT and (not begun or (starts[count] == size - 1 and out[size - 1] == _V)):
            stop = _version_end(points, place, last, begun)
            if stop > place:
                size -= 1 if begun else 0
                begun = False
                place = stop
                continue
        if not begun:
            into.raw_parts[count] = part
            spans[count, 0] = place - first
            begun = True
        out[size] = symbol
        size += 1
        was_lower = symbol < _DIGIT and not code & UPPER
        after_space = False
        place += 1
    if begun:
        count = _end(starts, spans, count, size, place - first)
    return count


@inner
def _ends_word(points: Any, place: int, last: int, codes: Any, code: int, was_lower: bool) -> bool:
    """Whether a word that has begun does not go on with this symbol."""
    if code == IDEOGRAPH or _separates(code & 63):
        return True
    return code & UPPER != 0 and (was_lower or _ends_capitals(points, place, last, codes))


@inner
def _separates(symbol: int) -> bool:
    return symbol == SPACE or symbol == PART or symbol == LINK


@inner
def _end(starts: Any, spans: Any, count: int, size: int, place: int) -> int:
    """Ends a word; returns how many there are now."""
    spans[count, 1] = place
    starts[count + 1] = size
    return count + 1


@inner
def _ends_capitals(points: Any, place: int, last: int, codes: Any) -> bool:
    """Whether a capital behind capitals begins a word: "VNGame" is "VN Game"."""
    if place + 2 >= last or points[place - 1] >= len(codes):
        return False
    for ahead in (1, 2):
        point = points[place + ahead]
        if point >= len(codes) or codes[point] & UPPER or not 1 <= codes[point] < _DIGIT:
            return False
    return codes[points[place - 1]] & UPPER != 0


@inner
def _ideograph(point: int, table: Any, out: Any, size: int) -> int:
    """Writes a character's reading, or three symbols that stand for it; returns how many."""
    which = point - FIRST_HAN
    if 0 <= which < len(table.han_ends) - 1:
        begin, length = table.han_ends[which], table.han_ends[which + 1] - table.han_ends[which]
        if length > 0:
            copy(table.han, begin, out, size, length)
            return length
    out[size] = 1 + point % 26
    out[size + 1] = 1 + (point // 26) % 26
    out[size + 2] = 1 + (point // 676) % 26
    return 3


@inner
def _version_end(points: Any, place: int, last: int, marked: bool) -> int:
    """Behind ``4.8`` after a "v", or behind ``8.6.0``; ``place`` itself when it is no version."""
    dots, digits, at = 0, 0, place
    while at < last:
        point = points[at]
        if 48 <= point <= 57:
            digits += 1
        elif (point == 46 or point == 95) and at + 1 < last and 48 <= points[at + 1] <= 57:
            dots += 1
        else:
            break
        at += 1
    if at < last and (97 <= points[at] <= 122 or 65 <= points[at] <= 90):
        return place
    if dots >= 2 or (marked and digits > 0):
        return at
    return place


@inner
def roman(symbols: Any, start: int, length: int) -> int:
    """The symbol of the digit that ``ii``, ``iii``, ``iv``, ``vii``, ``viii``, ``ix`` stand for."""
    if length < 2 or length > 4:
        return 0
    value, former = 0, 0
    for place in range(start + length - 1, start - 1, -1):
        if symbols[place] == _I:
            digit = 1
        elif symbols[place] == _V:
            digit = 5
        elif symbols[place] == _X:
            digit = 10
        else:
            return 0
        value += digit if digit >= former else -digit
        former = max(former, digit)
    # "vi" and "xi" are words ("Tử Vi"), "x" is an edition.
    if length == 2 and symbols[start + 1] == _I and symbols[start] != _I:
        return 0
    return _TWO - 2 + value if 2 <= value <= 9 else 0


@inner
def join_spaced(into: Any, count: int) -> int:
    """Makes one word of four or more single letters in a row: "V O L A M"; returns the count."""
    starts, kept, at = into.raw_starts, 0, 0
    while at < count:
        last = at
        while last < count and starts[last + 1] - starts[last] == 1 and into.raw[starts[last]] < 27:
            last += 1
        last = last if last - at >= _SPACED else at + 1
        into.raw_parts[kept] = into.raw_parts[at]
        into.spans[kept, 0], into.spans[kept, 1] = into.spans[at, 0], into.spans[last - 1, 1]
        starts[kept] = starts[at]
        kept += 1
        at = last
    starts[kept] = starts[count]
    return kept


@inner
def tail_number(into: Any, word: int, count: int) -> int:
    """How many digits at a word's end are a number of their own: "Applock4", "Zuma12".

    A digit behind letters may be VNI typing too ("Vo4 Lam6"): that has more than one such word,
    or more words behind it.
    """
    digits = _digits_behind(into, word)
    if digits == 0:
        return 0
    if word + 1 < count and into.raw_parts[word + 1] == into.raw_parts[word]:
        return 0
    for other in range(count):
        if other != word and _digits_behind(into, other) > 0:
            return 0
    return digits


@inner
def _digits_behind(into: Any, word: int) -> int:
    first, last = into.raw_starts[word], into.raw_starts[word + 1]
    digits = 0
    while last - digits > first and into.raw[last - digits - 1] >= _DIGIT:
        digits += 1
    letters = last - first - digits
    if digits == 0 or digits > 4 or letters < 3:
        return 0
    for place in range(first, first + letters):
        if into.raw[place] >= _DIGIT:
            return 0
    return digits


@inner
def decode(symbols: Any, start: int, length: int, keys: Any, values: Any, out: Any) -> int:
    """Telex, VNI and leet typing taken back where that gives a known word; its length, else 0."""
    if length > LONGEST_WORD:
        return 0
    for way in range(7):
        size = _decoded(symbols, start, length, way, out)
        if size > 0 and find(keys, values, hash_of(out, 0, size)) != EMPTY:
            return size
    return 0


@inner
def _decoded(symbols: Any, start: int, length: int, way: int, out: Any) -> int:
    if way <= 2:
        return _telex(symbols, start, length, way, out)
    if way == 3:
        return _vni(symbols, start, length, out)
    if way == 6:
        return _unrepeated(symbols, start, length, out)
    return _leet(symbols, start, length, way - 4, out)


@inner
def _unrepeated(symbols: Any, start: int, length: int, out: Any) -> int:
    """Runs of one letter as one: "Vooo" for "Vo"."""
    size = 0
    for place in range(start, start + length):
        if size == 0 or symbols[place] != out[size - 1] or symbols[place] >= _DIGIT:
            out[size] = symbols[place]
            size += 1
    return size if size < length else 0


@inner
def _is_vowel(symbol: int) -> bool:
    return symbol == 1 or symbol == 5 or symbol == 9 or symbol == 15 or symbol == 21 or symbol == 25


@inner
def _telex(symbols: Any, start: int, length: int, way: int, out: Any) -> int:
    """Doubled letters and "w" undone; tone letters left (0), taken at the end (1) or all (2)."""
    size, vowel, changed = 0, False, False
    for at in range(length):
        code = symbols[start + at]
        if code == 23 and (at > 0 or way == 2):  # w
            if size == 0:
                out[size] = 21
                size += 1
                vowel = True
            elif not vowel:
                out[size] = 21  # "nhw" for "như"
                size += 1
                vowel = True
            changed = True
            continue
        if (
            size > 0
            and out[size - 1] == code
            and (code == 1 or code == 5 or code == 15 or code == 4)
        ):
            changed = True
            continue
        tone = code == 19 or code == 6 or code == 18 or code == 24 or code == 10  # s f r x j
        if tone and vowel and ((way == 1 and at == length - 1) or way == 2):
            # "tr", "nhr" never follow a vowel as letters of their own in a syllable
            changed = True
            continue
        out[size] = code
        size += 1
        vowel = vowel or _is_vowel(code)
    return size if changed else 0


@inner
def _vni(symbols: Any, start: int, length: int, out: Any) -> int:
    size = 0
    for at in range(length):
        code = symbols[start + at]
        if code > _DIGIT and size > 0:
            continue
        out[size] = code
        size += 1
    return size if 0 < size < length else 0


@inner
def _leet(symbols: Any, start: int, length: int, ell: int, out: Any) -> int:
    changed, letters = False, 0
    for at in range(length):
        code = symbols[start + at]
        plain = code
        if code == 27:
            plain = 15
        elif code == 28:
            plain = 12 if ell else 9
        elif code == 30:
            plain = 5
        elif code == 31:
            plain = 1
        elif code == 32:
            plain = 19
        elif code == 34:
            plain = 20
        elif code == 35:
            plain = 2
        elif code == 36:
            plain = 7
        changed = changed or plain != code
        letters += 1 if code < _DIGIT else 0
        out[at] = plain
    return length if changed and letters > 0 else 0


@inner
def split(into: Any, start: int, length: int, keys: Any, values: Any) -> int:
    """Fewest known words that a glued raw word consists of, their ends in ``cuts``; 0: none."""
    if length < 6 or length > 60:
        return 0
    best, back = into.costs, into.backs
    for place in range(length + 1):
        best[place] = _NO_WAY
    best[0] = 0
    for begin in range(length):
        if best[begin] >= _NO_WAY:
            continue
        value = SEED
        for end in range(begin + 1, min(begin + 12, length) + 1):
            value = step(value, into.raw[start + end - 1])
            # Many short words are a chance, few long ones are not.
            cost = best[begin] + 10 + (8 if end - begin == 1 else 0)
            if cost < best[end] and find(keys, values, value) != EMPTY:
                best[end] = cost
                back[end] = end - begin
    if best[length] > 10 * (1 + length // 2):
        return 0
    count, at = 0, length
    while at > 0:
        count += 1
        at -= back[at]
    at = length
    for which in range(count - 1, -1, -1):
        into.cuts[which] = at
        at -= back[at]
    return count
