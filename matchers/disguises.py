"""The second reading of a text: what was spelled out, written in digits or mistyped on purpose.

Nothing is undone for its own sake: a word is read as another one only where the lexicon knows it
so, and a short one only where its neighbour makes a term with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache, partial, reduce
from itertools import pairwise
from operator import or_

from matchers.meant import REPEATED, SIGNS, Vocabulary, meanings
from matchers.reading import WORD, Reading, first_reading, without_marks
from matchers.scan.traits import (
    APART,
    ENDING,
    LETTER,
    NAMED,
    NUMBER,
    ONE,
    PARTED,
    SINGLES,
    SPLIT,
    STUCK,
    WHOLE,
    Traits,
)
from matchers.scan.words import END, START, Words
from matchers.telex import is_syllable

_ODD_SIGNS = "!|" + "".join(sign for sign in SIGNS if not sign.isalnum())
# A stop or a plus behind a word is everyday.
_ODD = re.compile(f"[{re.escape(_ODD_SIGNS.replace('!', '').replace('+', ''))}]|[!+](?=[a-z0-9])")
_WORD_WITH_SIGNS = re.compile(f"[a-z0-9{re.escape(_ODD_SIGNS)}]+")
_SHORT = 3  # letters: shorter words are everyday unless their neighbour makes a term with them
_JOINT = re.compile(r"[^,.;:!?\n\r]*")
_NEAR = 3  # letters between two words of one term

_SPELLED_OUT = re.compile(
    r"(?<![a-z0-9])[a-z0-9](?:(?:[^\w\s]{1,3}|[ _])[a-z0-9](?![a-z0-9]|[@$!|][a-z0-9]))+"
)
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_CHUNK = re.compile(r" |[^ ]+")
_WIDE = 5  # letters between two words spelled out
_BLANK = re.compile(r"\s")
_MOST_SIGNS = 4
_MOST_KEPT = 64  # letters of words stuck together; longer ones do not come again
_ENDINGS = (
    r"(?:com|net|org|info|vn|vip|club|win|bet|fun|top|live|cc|pro|vin|casino|games?|xyz|online|site"
    r"|app|moi|asia|click|me|tv|io|co|ly|link|shop|store|space|tech|one|us|uk|gg|to|dog)"
)
ADDRESS = re.compile(
    rf"(?<![a-z0-9-])(?:[a-z0-9-]{{1,63}}\.)+{_ENDINGS}(?![a-z0-9])(?:/[a-z0-9/_.-]*)?"
)
_BRACKETED_DOT = re.compile(r" ?[\[({<] ?(?:\.|dot|cham) ?[\])}>] ?(?=[a-z0-9])")
_DOT_IN_WORDS = re.compile(rf"(?<=[a-z0-9]{{2}})(?: (?:dot|cham) | ?[。·•‧∙・] ?)(?={_ENDINGS}\b)")
# Begins with its dot, which is fast to look for: "go88. vip", "go88 .vip", "go88 . vip".
_DOT_APART = re.compile(rf"\.(?:(?<=[a-z0-9]\.) |(?<=[a-z0-9] \.) ?)(?={_ENDINGS}\b)")
_DOT_WORDS = frozenset({"dot", "cham"})
_ENDING = re.compile(_ENDINGS)
_NAME_BEFORE = re.compile(r"[a-z0-9-]{3,}$")


# What may have to be undone where a piece stands: plain numbers, flags of enum take far longer.
_OPEN = 1  # a bracket before a word
_BRACKETED = 2  # a dot in brackets
_DOT = 4  # a sign for a dot
_SIGN = 16  # a sign that may be a letter
_DOT_WORD = 32  # "dot", "chấm"
_MEANT = 64  # a word that may stand for another one


_GAP_KINDS = (
    (re.compile(r"[\[({<] ?$"), _OPEN),
    (re.compile(r"[\[({<] ?\."), _BRACKETED),
    (re.compile(r"^ ?[。·•‧∙・] ?$"), _DOT),
    (re.compile(rf"^\S{{1,{_MOST_SIGNS - 1}}}\Z"), STUCK),
    (re.compile(f"{_ODD.pattern}|[!+]$"), _SIGN),
)
_APART = re.compile(r"\. | \. ?")


class _Traits(Traits):
    """What each piece may hide; most were seen before, and nearly all of them hide nothing."""

    def __init__(self, vocabulary: Vocabulary, words: Words) -> None:
        super().__init__(words, partial(_told, vocabulary=vocabulary))


def _told(piece: str, *, vocabulary: Vocabulary) -> int:
    if not WORD.match(piece):
        found = reduce(or_, (kind for pattern, kind in _GAP_KINDS if pattern.search(piece)), 0)
        return found | (APART if _APART.fullmatch(piece) else 0)
    return (
        (ONE if len(piece) == 1 else 0)
        | (LETTER if piece in _LETTERS else 0)
        | (ENDING if _ENDING.fullmatch(piece) else 0)
        | (NAMED if _may_be_named(piece, vocabulary) else 0)
        | (WHOLE if _is_whole(piece, vocabulary) else 0)
        | (NUMBER if piece.isdigit() else 0)
        | (_DOT_WORD if piece in _DOT_WORDS else 0)
        | (_MEANT if meanings(piece, vocabulary) else 0)
    )


def _may_be_named(word: str, vocabulary: Vocabulary) -> bool:
    return word in vocabulary.names or any(map(str.isdigit, word))


def readings(text: str, vocabulary: Vocabulary) -> tuple[Reading, ...]:
    """The first reading and, where something was disguised, a second one."""
    first = first_reading(text)
    last = _undone(first, vocabulary)
    return (first,) if last is first else (first, last)


def last_readings(texts: Iterable[str], vocabulary: Vocabulary) -> list[Reading]:
    """Of each text the reading that undid the most: it holds what the first one holds."""
    firsts = list(map(first_reading, texts))
    return [_undone(first, vocabulary) for first in firsts]


def _undone(first: Reading, vocabulary: Vocabulary) -> Reading:
    last, hints = first, _traits(first, vocabulary).of(first.scanned)
    for hiding, changes_in in _UNDOING:
        changes = dict(changes_in(last, hints, vocabulary)) if hints & hiding else None
        if changes:
            last = _changed(last, changes)
            hints = _traits(last, vocabulary).of(last.scanned)
    return last


def _traits(reading: Reading, vocabulary: Vocabulary) -> Traits:
    return reading.scanned.words.kept((_Traits, vocabulary), partial(_Traits, vocabulary))


def folded(reading: Reading) -> str:
    """The text as it is read: words without marks, one blank between them, addresses whole."""
    plain, parts, reach = reading.plain, [], 0
    for address in ADDRESS.finditer(plain):
        parts += [_words_only(plain[reach : address.start()]), address[0].rstrip("/.-")]
        reach = address.end()
    parts.append(_words_only(plain[reach:]))
    return " ".join(filter(None, parts))


def _words_only(plain: str) -> str:
    return " ".join(WORD.findall(plain))


def _changed(reading: Reading, changes: Mapping[int, str]) -> Reading:
    """The reading with letters replaced, or left out (an empty string)."""
    letters: list[str] = []
    plain: list[str] = []  # of a text with foreign letters it takes long to drop all marks anew
    starts: list[int] = []
    ends: list[int] = []
    reach = 0
    for place in sorted(changes):
        letters.append(reading.marked[reach:place])
        plain.append(reading.plain[reach:place])
        starts += reading.starts[reach:place]
        ends += reading.ends[reach:place]
        new = changes[place]
        if not new and ends:
            # A quote of the word takes in what was left out of it.
            ends[-1] = reading.ends[place]
        letters.append(new)
        plain.append(without_marks(new))
        starts += [reading.starts[place]] * len(new)
        ends += [reading.ends[place]] * len(new)
        reach = place + 1
    letters.append(reading.marked[reach:])
    plain.append(reading.plain[reach:])
    starts += reading.starts[reach:]
    ends += reading.ends[reach:]
    return Reading(reading.original, "".join(letters), "".join(plain), starts, ends, True)


def _domain_changes(
    reading: Reading, hints: int, vocabulary: Vocabulary
) -> Iterator[tuple[int, str]]:
    """``sunwin[.]com``, ``nohu90 chấm com``, ``go88 . vip`` to addresses."""
    plain = reading.plain
    dot_word = hints & _DOT_WORD
    bracketed = hints & _BRACKETED or (dot_word and hints & _OPEN)
    if bracketed and any(map("".join(reading.gaps).__contains__, "[({<")):
        for match in _BRACKETED_DOT.finditer(plain):
            if match.start() and plain[match.start() - 1].isalnum():
                yield from _as_dot(match.start(), match.end())
    if hints & SPLIT:
        yield from _dots_apart(reading, vocabulary)
    if dot_word or hints & _DOT:
        for match in _DOT_IN_WORDS.finditer(plain):
            if "cham" not in match[0] or reading.marked[match.start() : match.end()].strip() in {
                *("chấm", "cham"),
            }:
                yield from _as_dot(match.start(), match.end())


def _dots_apart(reading: Reading, vocabulary: Vocabulary) -> Iterator[tuple[int, str]]:
    """A dot with a blank beside it is an address's behind a name, else the end of a sentence."""
    for match in _DOT_APART.finditer(reading.plain):
        start = match.start() - (reading.plain[match.start() - 1] == " ")
        before = _NAME_BEFORE.search(reading.plain, max(start - 40, 0), start)
        name = before[0] if before else ""
        named = name.rpartition("-")[2] in vocabulary.names or (
            not name.isdigit() and any(map(str.isdigit, name))
        )
        if named and not reading.original[reading.starts[match.end()]].isupper():
            yield from _as_dot(start, match.end())


def _as_dot(start: int, end: int) -> Iterator[tuple[int, str]]:
    yield start, "."
    yield from ((place, "") for place in range(start + 1, end))


def _joining_changes(
    reading: Reading, hints: int, vocabulary: Vocabulary
) -> Iterator[tuple[int, str]]:
    """What stands between the letters of spelled-out words: ``n.ổ h.ũ``, ``N O H U``, ``xỉ💰u``."""
    if hints & SINGLES:
        yield from _spelled_out(reading, vocabulary)
    if hints & PARTED:
        yield from _between_parts(reading, vocabulary)


def _between_parts(reading: Reading, vocabulary: Vocabulary) -> Iterator[tuple[int, str]]:
    rows = reading.scanned.rows
    for first, last in _runs(_traits(reading, vocabulary).gaps(reading.scanned, STUCK)):
        start, end = int(rows[first, START]), int(rows[last, END])
        left_out = _left_out if end - start < _MOST_KEPT else _left_out.__wrapped__
        for at in left_out(reading.plain[start:end], vocabulary):
            yield start + at, ""


@lru_cache(maxsize=16_384)
def _left_out(written: str, vocabulary: Vocabulary) -> tuple[int, ...]:
    """Where the signs stand between parts of one word; nowhere, where each is its own word."""
    parts = list(WORD.finditer(written))
    if all(_is_whole(part[0], vocabulary) for part in parts):
        return ()
    joined = "".join([part[0] for part in parts])
    hidden = joined in vocabulary or meanings(joined, vocabulary)
    if not hidden or meanings(written, vocabulary):
        return ()
    return tuple(at for one, two in pairwise(parts) for at in range(one.end(), two.start()))


def _is_whole(part: str, vocabulary: Vocabulary) -> bool:
    return len(part) > 1 and (is_syllable(part) or part in vocabulary)


def _runs(stuck: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of words that stand together with signs between them, and no blank."""
    first = last = -1
    for place in stuck:
        if place != last:
            if last > 0:
                yield first, last
            first = place
        last = place + 1
    if last > 0:
        yield first, last


def _spelled_out(reading: Reading, vocabulary: Vocabulary) -> Iterator[tuple[int, str]]:
    pair: int | None = None  # the blank of two letters that stand right before
    before, end = "", -1
    for match in _SPELLED_OUT.finditer(reading.plain):
        run, start = match[0], match.start()
        if not any(map(str.isalpha, run)):  # digits alone are a number
            continue
        dotted = any(not (char.isalnum() or char == " ") for char in run)
        beside = 2 <= start - end <= _WIDE and reading.plain[end:start].isspace()
        # Parts that are no words are torn ones: "N Ổ   H Ũ Đ Ổ I" is one string of letters.
        torn = beside and not dotted and not _are_whole((before, run), vocabulary)
        if torn:
            yield from ((place, "") for place in range(end, start))
        # Two letters with a blank between are everyday ("ý a"), but not two such pairs in a row
        # with a wider gap: "n ổ   h ũ".
        long = dotted or len(run) > _SHORT
        if pair is not None and (torn or (beside and not long)):
            yield pair, ""
        if long:
            yield from _between_letters(run, start, dotted, vocabulary)
        elif torn or (pair is not None and beside):
            yield start + 1, ""
        pair = None if long else start + 1
        before, end = "" if dotted else run, match.end()


def _are_whole(runs: Iterable[str], vocabulary: Vocabulary) -> bool:
    return all(not run or _is_whole(run.replace(" ", ""), vocabulary) for run in runs)


def _between_letters(
    run: str, start: int, dotted: bool, vocabulary: Vocabulary
) -> Iterator[tuple[int, str]]:
    """What to leave out: the signs; in runs of single letters without signs the blanks."""
    for chunk in _CHUNK.finditer(run):
        if chunk[0] == " ":
            if not dotted:
                yield start + chunk.start(), ""
        elif not meanings(chunk[0], vocabulary):  # "x!u" is a word written with a sign
            for place, char in enumerate(chunk[0], start + chunk.start()):
                if not char.isalnum():
                    yield place, ""


def _word_changes(
    reading: Reading, hints: int, vocabulary: Vocabulary
) -> Iterator[tuple[int, str]]:
    """Words that are known only otherwise: digits for letters, Telex, doubled letters, teencode."""
    if hints & _SIGN and _ODD.search(reading.plain):
        found = list(_WORD_WITH_SIGNS.finditer(reading.plain))
        places = [at for at, match in enumerate(found) if meanings(match[0], vocabulary)]
        words = {at: (found[at][0], *found[at].span()) for at in _around(places, len(found))}
    else:
        if not hints & _MEANT:
            return
        places = _traits(reading, vocabulary).words(reading.scanned, _MEANT)
        beside = _around(places, reading.scanned.size)
        rows = zip(beside, reading.scanned.rows[beside].tolist(), strict=True)
        words = {at: (reading.plain[start:end], start, end) for at, (_, start, end, _) in rows}
    for place in places:
        word, start, _ = words[place]
        for meant in meanings(word, vocabulary):
            if _believed(meant, place, words, reading, vocabulary):
                yield from _letters_changed(word, meant, start)
                break


def _around(places: Iterable[int], size: int) -> list[int]:
    """Some words and those beside them."""
    around = {at for place in places for at in (place - 1, place, place + 1)}
    return [at for at in around if 0 <= at < size]


# What is undone in turn, each where a piece hints at it.
_UNDOING = (
    (_OPEN | _BRACKETED | _DOT | _DOT_WORD | SPLIT, _domain_changes),
    (SINGLES | PARTED, _joining_changes),
    (_SIGN | _MEANT, _word_changes),
)
_Words = Mapping[int, tuple[str, int, int]]  # by place: one of several has one beside it


def _believed(
    meant: str, place: int, words: _Words, reading: Reading, vocabulary: Vocabulary
) -> bool:
    """Long words are believed at once, short ones beside a word that makes a term with them."""
    word, start, end = words[place]
    if len(words) == 1 and len(meant) == len(word):
        return True
    if len(meant) > _SHORT and not _typed_so(word):
        return True
    # With Vietnamese marks on it and no Vietnamese syllable, it is a word written otherwise.
    if reading.marked[start:end] != word and word.isalpha() and not is_syllable(word):
        return True
    before = _forms(place, place - 1, words, reading, vocabulary)
    after = _forms(place, place + 1, words, reading, vocabulary)
    return any((one, meant) in vocabulary.pairs for one in before) or any(
        (meant, one) in vocabulary.pairs for one in after
    )


def _typed_so(word: str) -> bool:
    """Whether only letters differ: "mood" is a word, and no "mod" with a letter too many."""
    return word.isalpha() and REPEATED.search(word) is None


def _forms(
    here: int, place: int, words: _Words, reading: Reading, vocabulary: Vocabulary
) -> tuple[str, ...]:
    """The neighbour as it stands and as it may be meant; nothing across a stop or a comma."""
    if place not in words:
        return ()
    first, second = words[min(here, place)], words[max(here, place)]
    if second[1] - first[2] > _NEAR or not _JOINT.fullmatch(reading.plain, first[2], second[1]):
        return ()
    word = words[place][0]
    return (word.strip(_ODD_SIGNS), *meanings(word, vocabulary))


def _letters_changed(word: str, meant: str, start: int) -> Iterator[tuple[int, str]]:
    """Only the letters that differ, so that marks stay on those that both share."""
    for _, first, last, begin, end in SequenceMatcher(None, word, meant, False).get_opcodes():
        if word[first:last] == meant[begin:end]:
            continue
        if first == last:  # a letter more: beside the one before it
            yield start + first - 1, word[first - 1] + meant[begin:end]
            continue
        yield start + first, meant[begin:end]
        yield from ((start + place, "") for place in range(first + 1, last))
