"""The second reading of a text: what was spelled out, written in digits or mistyped on purpose.

Nothing is undone for its own sake: a word is read as another one only where the lexicon knows it
so, and a short one only where its neighbour makes a term with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise, product

from matchers.reading import WORD, Reading, first_reading, without_marks
from matchers.telex import is_syllable, undone_telex

# Signs that stand for a letter where a word is known only with it.
_SIGNS = {
    **dict(zip("0345789@$€£¢+₫", "oeastbgaselctd", strict=True)),
    **dict.fromkeys("⚽🏀🎱🌕🌑🔴🟠🟡🟢🔵🟣⚪⚫🪙💿🍩🌐⭕🔘◯○●◉◎", "o"),
    **dict.fromkeys("❌✖✘✗❎×", "x"),
    **dict.fromkeys("❗❕ⓘ", "i"),
    **dict.fromkeys("▲△🔺", "a"),
    **dict.fromkeys("💲💵", "s"),
    **dict.fromkeys("✝†➕", "t"),
}
_SIGN_TABLE = str.maketrans(_SIGNS)
_ODD_SIGNS = "!|" + "".join(sign for sign in _SIGNS if not sign.isalnum())
# A stop or a plus behind a word is everyday.
_ODD = re.compile(f"[{re.escape(_ODD_SIGNS.replace('!', '').replace('+', ''))}]|[!+](?=[a-z0-9])")
_WORD_WITH_SIGNS = re.compile(f"[a-z0-9{re.escape(_ODD_SIGNS)}]+")
_LUCKY_DIGITS = (2, 3)  # at the end of a name they stay digits
_WORDS_KEPT = 200_000
_LONGEST = 40  # letters of a word that can be a disguise
_SHORT = 3  # letters: shorter words are everyday unless their neighbour makes a term with them
_JOINT = re.compile(r"[^,.;:!?\n\r]*")
_NEAR = 3  # letters between two words of one term

_SPELLED_OUT = re.compile(
    r"(?<![a-z0-9])[a-z0-9](?:(?:[^\w\s]{1,3}|[ _])[a-z0-9](?![a-z0-9]|[@$!|][a-z0-9]))+"
)
_SINGLE = "abcdefghijklmnopqrstuvwxyz0123456789"
_CHUNK = re.compile(r" |[^ ]+")
_WIDE = 5  # letters between two words spelled out
_BLANK = re.compile(r"\s")
_MOST_SIGNS = 4
_ENDINGS = (
    r"(?:com|net|org|info|vn|vip|club|win|bet|fun|top|live|cc|pro|vin|casino|games?|xyz|online|site"
    r"|app|moi|asia|click|me|tv|io|co|ly|link|shop|store|space|tech|one|us|uk|gg|to|dog)"
)
ADDRESS = re.compile(
    rf"(?<![a-z0-9-])(?:[a-z0-9-]{{1,63}}\.)+{_ENDINGS}(?![a-z0-9])(?:/[a-z0-9/_.-]*)?"
)
_BRACKETED_DOT = re.compile(r" ?[\[({<] ?(?:\.|dot|cham) ?[\])}>] ?(?=[a-z0-9])")
_DOT_SIGNS = frozenset("。·•‧∙・")
_DOT_WORDS = frozenset({"dot", "cham"})
_DOT_IN_WORDS = re.compile(rf"(?<=[a-z0-9]{{2}})(?: (?:dot|cham) | ?[。·•‧∙・] ?)(?={_ENDINGS}\b)")
_DOT_APART = re.compile(rf"(?<=[a-z0-9])(?: \. ?|\. )(?={_ENDINGS}\b)")
_NAME_BEFORE = re.compile(r"[a-z0-9-]{3,}$")
_REPEATED = re.compile(r"([a-z])\1{2,}")
_DOUBLED = re.compile(r"([a-z])\1")
_ROMAN = re.compile(r"[ivxlcm]+")
_TEENCODE = (
    ("k", "c"), ("z", "r"), ("z", "d"), ("z", "gi"), ("f", "ph"), ("w", "qu"), ("j", "gi"),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The words that disguises may hide, and which of them stand side by side in a term."""

    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    names: frozenset[str]  # of operators
    # Filled as texts are read: what words may mean, and those that mean only themselves.
    meant: dict[str, tuple[str, ...]] = field(default_factory=dict)
    plain: set[str] = field(default_factory=set)

    def __contains__(self, word: object) -> bool:
        return word in self.words


def readings(text: str, vocabulary: Vocabulary) -> tuple[Reading, ...]:
    """The first reading and, where something was disguised, a second one."""
    first = first_reading(text)
    second = first
    for changes_in in (_domain_changes, _joining_changes, _word_changes):
        changes = dict(changes_in(second, vocabulary))
        if changes:
            second = _changed(second, changes)
    return (first,) if second is first else (first, second)


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
    starts: list[int] = []
    ends: list[int] = []
    reach = 0
    for place in sorted(changes):
        letters.append(reading.marked[reach:place])
        starts += reading.starts[reach:place]
        ends += reading.ends[reach:place]
        new = changes[place]
        if not new and ends:
            # A quote of the word takes in what was left out of it.
            ends[-1] = reading.ends[place]
        letters.append(new)
        starts += [reading.starts[place]] * len(new)
        ends += [reading.ends[place]] * len(new)
        reach = place + 1
    letters.append(reading.marked[reach:])
    starts += reading.starts[reach:]
    ends += reading.ends[reach:]
    marked = "".join(letters)
    return Reading(reading.original, marked, without_marks(marked), starts, ends, True)


def _domain_changes(reading: Reading, vocabulary: Vocabulary) -> Iterator[tuple[int, str]]:
    """``sunwin[.]com``, ``nohu90 chấm com``, ``go88 . vip`` to addresses."""
    plain = reading.plain
    signs = "".join(reading.gaps)
    for match in _BRACKETED_DOT.finditer(plain) if any(map(signs.__contains__, "[({<")) else ():
        if match.start() and plain[match.start() - 1].isalnum():
            yield from _as_dot(match.start(), match.end())
    if " ." in signs or ". " in signs:
        yield from _dots_apart(reading, vocabulary)
    if _DOT_SIGNS.isdisjoint(signs) and _DOT_WORDS.isdisjoint(reading.words):
        return
    for match in _DOT_IN_WORDS.finditer(plain):
        if "cham" not in match[0] or reading.marked[match.start() : match.end()].strip() in {
            *("chấm", "cham"),
        }:
            yield from _as_dot(match.start(), match.end())


def _dots_apart(reading: Reading, vocabulary: Vocabulary) -> Iterator[tuple[int, str]]:
    """A dot with a blank beside it is an address's behind a name, else the end of a sentence."""
    for match in _DOT_APART.finditer(reading.plain):
        before = _NAME_BEFORE.search(reading.plain, max(match.start() - 40, 0), match.start())
        name = before[0] if before else ""
        named = name.rpartition("-")[2] in vocabulary.names or (
            not name.isdigit() and any(map(str.isdigit, name))
        )
        if named and not reading.original[reading.starts[match.end()]].isupper():
            yield from _as_dot(match.start(), match.end())


def _as_dot(start: int, end: int) -> Iterator[tuple[int, str]]:
    yield start, "."
    yield from ((place, "") for place in range(start + 1, end))


def _joining_changes(reading: Reading, vocabulary: Vocabulary) -> Iterator[tuple[int, str]]:
    """What stands between the letters of spelled-out words: ``n.ổ h.ũ``, ``N O H U``, ``xỉ💰u``."""
    places = reading.places
    if sum(len(places[letter]) for letter in _SINGLE if letter in places) > 1:
        yield from _spelled_out(reading, vocabulary)
    for parts in _parted(reading):
        joined = "".join(part for part, _, _ in parts)
        if all(len(part) > 1 and (is_syllable(part) or part in vocabulary) for part, _, _ in parts):
            continue
        written = reading.plain[parts[0][1] : parts[-1][2]]
        if (joined in vocabulary or _meant(joined, vocabulary)) and not _meant(written, vocabulary):
            for (_, _, before), (_, after, _) in pairwise(parts):
                yield from ((place, "") for place in range(before, after))


def _parted(reading: Reading) -> Iterator[list[tuple[str, int, int]]]:
    """Words that stand together with signs between them, and no blank."""
    signs = {gap for gap in reading.gaps if 0 < len(gap) < _MOST_SIGNS and not _BLANK.search(gap)}
    if not signs:
        return
    tokens, plain = reading.tokens, reading.plain
    parts = [tokens[0]]
    for token in tokens[1:]:
        if plain[parts[-1][2] : token[1]] in signs:
            parts.append(token)
            continue
        if len(parts) > 1:
            yield parts
        parts = [token]
    if len(parts) > 1:
        yield parts


def _spelled_out(reading: Reading, vocabulary: Vocabulary) -> Iterator[tuple[int, str]]:
    pair: int | None = None  # the blank of two letters that stand right before
    end = -1
    for match in _SPELLED_OUT.finditer(reading.plain):
        run, start = match[0], match.start()
        if not any(map(str.isalpha, run)):  # digits alone are a number
            continue
        dotted = any(not (char.isalnum() or char == " ") for char in run)
        if dotted or len(run) > _SHORT:
            yield from _between_letters(run, start, dotted, vocabulary)
            continue
        # Two letters with a blank between are everyday ("ý a"), but not two such pairs in a row
        # with a wider gap: "n ổ   h ũ".
        if pair is not None and 2 <= start - end <= _WIDE:
            yield pair, ""
            yield start + 1, ""
        pair, end = start + 1, match.end()


def _between_letters(
    run: str, start: int, dotted: bool, vocabulary: Vocabulary
) -> Iterator[tuple[int, str]]:
    """What to leave out: the signs; in runs of single letters without signs the blanks."""
    for chunk in _CHUNK.finditer(run):
        if chunk[0] == " ":
            if not dotted:
                yield start + chunk.start(), ""
        elif not _meant(chunk[0], vocabulary):  # "x!u" is a word written with a sign
            for place, char in enumerate(chunk[0], start + chunk.start()):
                if not char.isalnum():
                    yield place, ""


def _word_changes(reading: Reading, vocabulary: Vocabulary) -> Iterator[tuple[int, str]]:
    """Words that are known only otherwise: digits for letters, Telex, doubled letters, teencode."""
    words = reading.tokens
    if _ODD.search(reading.plain):
        found = _WORD_WITH_SIGNS.finditer(reading.plain)
        words = tuple((match[0], match.start(), match.end()) for match in found)
    elif reading.words <= vocabulary.plain:
        return
    for place, (word, start, _) in enumerate(words):
        if word in vocabulary.plain:
            continue
        for meant in _meant(word, vocabulary):
            if _believed(meant, place, words, reading, vocabulary):
                yield from _letters_changed(word, meant, start)
                break


_Words = tuple[tuple[str, int, int], ...]


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
    return word.isalpha() and _REPEATED.search(word) is None


def _forms(
    here: int, place: int, words: _Words, reading: Reading, vocabulary: Vocabulary
) -> tuple[str, ...]:
    """The neighbour as it stands and as it may be meant; nothing across a stop or a comma."""
    if not 0 <= place < len(words):
        return ()
    first, second = words[min(here, place)], words[max(here, place)]
    if second[1] - first[2] > _NEAR or not _JOINT.fullmatch(reading.plain, first[2], second[1]):
        return ()
    word = words[place][0]
    return (word.strip(_ODD_SIGNS), *_meant(word, vocabulary))


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


def _meant(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What the word may stand for, the likeliest first; nothing for words that are known."""
    if word in vocabulary.plain:
        return ()
    kept = vocabulary.meant.get(word)
    if kept is None:
        kept = tuple(dict.fromkeys(_candidates(word, vocabulary)))
        if len(vocabulary.meant) + len(vocabulary.plain) > _WORDS_KEPT:
            vocabulary.meant.clear()
            vocabulary.plain.clear()
        if kept:
            vocabulary.meant[word] = kept
        elif len(word) < _LONGEST:
            vocabulary.plain.add(word)
    return kept


def _candidates(word: str, vocabulary: Vocabulary) -> Iterator[str]:
    words = vocabulary.words
    if word in words or len(word) >= _LONGEST or word.isdigit():
        return
    once = _REPEATED.sub(r"\1", word)
    if once != word and not _ROMAN.fullmatch(word) and (once in words or is_syllable(once)):
        yield once
    if not word.isalpha():
        # A word may end in a real exclamation mark, or in one that is an i ("ta! x!u").
        for one in dict.fromkeys((word, word.rstrip("!|+"))):
            if one not in words:
                yield from _decoded(one, words)
        yield from _undone_vni(word, words)
        return
    for plain in dict.fromkeys((_DOUBLED.sub(r"\1", word), undone_telex(word), *_teencode(word))):
        if plain != word and plain in words:
            yield plain


def _decoded(word: str, words: frozenset[str]) -> Iterator[str]:
    for one, six in product("il", "gb") if "6" in word else (("i", ""), ("l", "")):
        table = re.sub(r"[1|!]", one, word).replace("6", six or "6")
        whole = table.translate(_SIGN_TABLE)
        if whole in words:
            yield whole
        for size in _LUCKY_DIGITS:
            head, tail = table[:-size], word[-size:]
            kept = head.translate(_SIGN_TABLE) + tail
            if tail.isdigit() and kept != word and kept in words:
                yield kept


def _undone_vni(word: str, words: frozenset[str]) -> Iterator[str]:
    """``no63`` to ``no``: the digits are keys for marks."""
    plain = re.sub(r"(?<=[a-z])[1-9]+", "", word)
    if plain != word and plain.isalpha() and is_syllable(plain) and plain in words:
        yield plain


def _teencode(word: str) -> Iterator[str]:
    if word.endswith("g") and not word.endswith("ng"):
        yield word[:-1] + "ng"  # "thắg"
    yield from (word.replace(old, new) for old, new in _TEENCODE if old in word)
