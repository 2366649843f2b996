"""Where the terms of the lexicon and the names of operators stand in a reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, islice, zip_longest
from typing import NamedTuple

from crawler.records import Weight
from matchers.brands import brand_in, looks_like_brand
from matchers.glued import Found, glued_in
from matchers.lexicon import BRAND, Lexicon, Phrase
from matchers.reading import Reading

_WORDS_KEPT = 200_000
_LONGEST_WORD = 64  # letters: nothing longer is a term or a name
_GAP = 3  # letters between two words of one term
_BRAND_WEIGHTS = {BRAND: Weight.STRONG}


@dataclass(slots=True)  # many are made of each text: frozen ones take three times as long
class Hit:
    """One phrase or brand at one place of a reading."""

    text: str  # the phrase, or BRAND
    term: str  # what the finding calls it
    start: int
    end: int
    folded: bool
    weights: Mapping[str, Weight]
    benign: bool  # explains words otherwise, as a whole


class _Known(dict[str, "Word | None"]):
    """What each word can begin or be; ``None`` for most words."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, word: str) -> Word | None:
        if len(self) > _WORDS_KEPT:
            self.clear()
        found = Word(word, self._lexicon)
        kept = None if found.means_nothing else found
        if len(word) < _LONGEST_WORD:
            self[word] = kept
        return kept


class Term(NamedTuple):
    """A phrase as it is compared with the words of a text."""

    text: str  # the phrase, or BRAND
    phrase: Phrase
    further: list[str]  # the words behind the second
    size: int
    benign: bool

    @classmethod
    def of(cls, phrase: Phrase, benign: frozenset[str]) -> Term:
        """The phrase, where ``benign`` signals pull back."""
        text = BRAND if BRAND in phrase.weights else phrase.text
        explains = not benign.isdisjoint(phrase.weights)
        return cls(text, phrase, list(phrase.words[2:]), len(phrase.words), explains)


class Word:
    """What one word can be."""

    __slots__ = ("alone", "brand", "glued", "shaped")

    def __init__(self, word: str, lexicon: Lexicon) -> None:
        short = len(word) < _LONGEST_WORD
        self.brand = brand_in(word, lexicon) if short and len(word) > 2 else None
        self.glued: Found = ()
        if short and len(word) > 3 and not self.brand:
            self.glued = glued_in(word, lexicon)
        self.shaped = len(word) > 3 and looks_like_brand(word, lexicon)
        # Terms by how they are written, with and without marks; whether they are folded then.
        self.alone: dict[str, list[tuple[Term, bool]]] = {}
        for phrase in lexicon.by_first_word.get(word, ()):
            if len(phrase.words) == 1:
                term = Term.of(phrase, lexicon.benign)
                for written in dict.fromkeys((*phrase.marked, word)):
                    self.alone.setdefault(written, []).append((term, written != phrase.marked[0]))

    @property
    def means_nothing(self) -> bool:
        """Whether nothing is looked for at this word."""
        return not (self.alone or self.brand or self.glued or self.shaped)


@lru_cache(maxsize=4)
def known_words(lexicon: Lexicon) -> Mapping[str, Word | None]:
    """What each word can be, as far as words were seen."""
    return _Known(lexicon)


@lru_cache(maxsize=4)
def _by_first_two(lexicon: Lexicon) -> Mapping[tuple[str, str], list[Term]]:
    """The terms of several words, the longest first."""
    found: dict[tuple[str, str], list[Term]] = {}
    for phrases in lexicon.by_first_word.values():
        for phrase in phrases:
            if len(phrase.words) > 1:
                first, second = phrase.words[:2]
                found.setdefault((first, second), []).append(Term.of(phrase, lexicon.benign))
    return found


def hits_in(reading: Reading, lexicon: Lexicon) -> list[Hit]:
    """In order; of those that begin at one place the longest first."""
    words = reading.in_order
    known = map(known_words(lexicon).__getitem__, words)
    begun = map(_by_first_two(lexicon).get, zip_longest(words, islice(words, 1, None)))
    hits: list[Hit] = []
    for place, (what, terms) in enumerate(zip(known, begun, strict=True)):
        if what is None and terms is None:
            continue
        size = len(hits)
        for term in terms or ():
            if term.size == 2 or words[place + 2 : place + term.size] == term.further:
                _add_longer(hits, reading, term, place)
        if what is not None:
            _add_alone(hits, reading, what, place)
        if len(hits) > size + 1:
            hits[size:] = sorted(hits[size:], key=_longest_first)
    return hits


def _longest_first(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end


def _add_longer(hits: list[Hit], reading: Reading, term: Term, place: int) -> None:
    """A term whose plain words stand there, unless they are apart or carry other marks."""
    first, bounds = 2 * place, reading.bounds
    start, end = bounds[first], bounds[first + 2 * term.size - 1]
    folded: bool | None = False
    if reading.marked[start:end] != term.phrase.text:
        folded = _folded(reading.marked, bounds[first : first + 2 * term.size], term.phrase)
    if folded is not None:
        _add(hits, reading, term, start, end, folded)


def _add_alone(hits: list[Hit], reading: Reading, what: Word, place: int) -> None:
    """Terms of one word, an operator's name, or the terms that make up the word."""
    start, end = reading.bounds[2 * place : 2 * place + 2]
    if what.alone:
        for term, folded in what.alone.get(reading.marked[start:end], ()):
            # In a text written with marks a lone syllable without them is another word.
            if not (folded and reading.has_marks):
                _add(hits, reading, term, start, end, folded)
    if what.brand:
        hits.append(Hit(BRAND, what.brand, start, end, False, _BRAND_WEIGHTS, False))
    for first, last, phrase in what.glued:
        written = reading.marked[start + first : start + last]
        if written in {phrase.glued, "".join(phrase.marked)}:
            text, weights = phrase.text, phrase.weights
            hits.append(Hit(text, text, start + first, start + last, False, weights, False))


def _folded(marked: str, bounds: list[int], phrase: Phrase) -> bool | None:
    """Whether words stand there without their marks; ``None``: apart, or with other marks."""
    folded, reach = False, bounds[0]
    for known, written_so, place in zip(phrase.words, phrase.marked, count(0, 2), strict=False):
        start, end = bounds[place], bounds[place + 1]
        written = marked[start:end]
        if start - reach > _GAP or written not in (written_so, known):
            return None
        folded |= written != written_so
        reach = end
    return folded


def _add(hits: list[Hit], reading: Reading, term: Term, start: int, end: int, folded: bool) -> None:
    # Who hides a word means it: the missing marks are part of the disguise.
    folded = folded and not reading.disguised(start, end)
    # In a text with marks "cho" is no "chợ": what would explain words away must be written out.
    if not (folded and term.benign and reading.has_marks):
        phrase = term.phrase
        hits.append(Hit(term.text, phrase.text, start, end, folded, phrase.weights, term.benign))
