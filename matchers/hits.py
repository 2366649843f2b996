"""Where the terms of the lexicon and the names of operators stand in a reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from crawler.records import Weight
from matchers.brands import brand_in, looks_like_brand
from matchers.glued import glued_in
from matchers.lexicon import BRAND, Lexicon, Phrase
from matchers.reading import Reading, is_usual
from matchers.scan.terms import Kind, Meaning, Terms
from matchers.scan.together import Stand, Together
from matchers.scan.words import Words
from matchers.weights import PROVING

_OUTER = Stand.OUTER.value  # a flag of enum takes longer to compare
_LONGEST_WORD = 64  # letters: nothing longer is a name
_LONG = 7  # letters; shorter words in a row are too often others: "có để", "cò đề"
_BRAND_WEIGHTS = {BRAND: Weight.STRONG}


class Head(NamedTuple):
    """What all hits of one phrase or name have in common."""

    text: str  # the phrase, or BRAND
    term: str  # what the finding calls it
    weights: Sequence[tuple[str, Weight]]  # by signal; what an operator's name weighs is not told
    benign: bool  # explains words otherwise, as a whole
    proves: bool  # gambling, and not by an operator's name alone
    several: bool  # words, of which a weak term stays what it is without their marks


class Hit(NamedTuple):
    """One phrase or brand at one place of a reading."""

    head: Head
    start: int
    end: int
    folded: bool


class Standing(NamedTuple):
    """The hits of one reading that are not denied, in order, by their places among all."""

    places: list[int]
    proves: bool  # gambling: one with its marks, and not by an operator's name alone
    outer: list[int]  # that have a weight and do not lie within a longer one
    combined: list[list[int]]  # a combination by its place in the lexicon, and the nearest hits


class Hits(NamedTuple):
    """What stands in one reading, in order; of those that begin at one place the longest first.

    Few of many are asked for: a hit is made only then.
    """

    heads: Sequence[Head]  # of all that the lexicon has
    which: list[int]  # of these
    starts: list[int]
    ends: list[int]
    folded: list[int]
    rows: npt.NDArray[np.int32]
    together: Together
    shaped: Sequence[int]  # words that look like an operator's name

    def head(self, at: int) -> Head:
        """What one of them is."""
        return self.heads[self.which[at]]

    def at(self, places: Iterable[int]) -> list[Hit]:
        """Some of them, by their places."""
        heads, which, starts, ends, folded, *_ = self
        return [Hit(heads[which[at]], starts[at], ends[at], folded[at] == 1) for at in places]

    def standing(self, denied: Sequence[tuple[int, int]], whole: int = 0) -> Standing:
        """Those that do not begin within ``denied`` spans or what explains words otherwise.

        ``whole``: letters within which the parts of a combination may stand, where those are all of
        the text.
        """
        combined, stands, proves = self.together.found(self.rows, denied, whole)
        places = [at for at, stand in enumerate(stands) if stand]
        outer = [at for at in places if stands[at] == _OUTER]
        return Standing(places, proves, outer, combined)


class _Meanings:
    """What each word can be, as the lexicon has it."""

    def __init__(self, lexicon: Lexicon, words: Words) -> None:
        self.heads: list[Head] = []
        self.together = Together([(one.parts, one.within) for one in lexicon.combinations])
        self.terms = Terms(words, self._of_word)
        self._lexicon = lexicon

    def _of_word(self, word: str) -> tuple[list[Meaning], bool]:
        lexicon = self._lexicon
        found = [self._of_phrase(phrase) for phrase in lexicon.by_first_word.get(word, ())]
        short = len(word) < _LONGEST_WORD
        brand = brand_in(word, lexicon) if short and len(word) > 2 else None
        if brand:
            found.append(Meaning(Kind.NAME, self._head(BRAND, brand, _BRAND_WEIGHTS)))
        elif short and len(word) > 3:
            for first, last, phrase in glued_in(word, lexicon):
                hit = self._head(phrase.text, phrase.text, phrase.weights)
                words, plain = ("".join(phrase.marked),), (phrase.glued,)
                found.append(Meaning(Kind.GLUED, hit, words, plain, first=first, last=last))
        return found, len(word) > 3 and looks_like_brand(word, lexicon)

    def _of_phrase(self, phrase: Phrase) -> Meaning:
        text = BRAND if BRAND in phrase.weights else phrase.text
        benign = not self._lexicon.benign.isdisjoint(phrase.weights)
        hit = self._head(text, phrase.text, phrase.weights, benign)
        kind = Kind.SEVERAL if len(phrase.words) > 1 else Kind.ALONE
        return Meaning(kind, hit, phrase.marked, phrase.words, benign)

    def _head(
        self, text: str, term: str, weights: Mapping[str, Weight], benign: bool = False
    ) -> int:
        proves = any(
            weight in PROVING and signal not in self._lexicon.benign and signal != BRAND
            for signal, weight in weights.items()
        )
        several = not benign and " " in term and len(term) > _LONG
        told = tuple((signal, weight) for signal, weight in weights.items() if signal != BRAND)
        self.heads.append(Head(text, term, told, benign, proves, several))
        self.together.add(text, benign=benign, weighs=bool(weights), proves=proves)
        return len(self.heads) - 1


def hits_in(reading: Reading, lexicon: Lexicon) -> Hits:
    """Where the lexicon's terms and the names of operators stand."""
    scanned, marks, undone = reading.scanned, reading.has_marks, reading.undone
    known = scanned.words.kept((_Meanings, lexicon), partial(_Meanings, lexicon))
    rows, shaped = known.terms.hits(scanned, marks=marks, undone=undone)
    which, starts, ends, folded = rows.T.tolist()
    hits = Hits(known.heads, which, starts, ends, folded, rows, known.together, shaped)
    styled = 1 in folded and not is_usual(reading.original)
    # Styled letters hide no less than digits: where a term lacks its marks that is asked.
    return _as_disguised(hits, reading) if undone or styled else hits


def _as_disguised(hits: Hits, reading: Reading) -> Hits:
    """Who hides a word means it: the missing marks are part of the disguise."""
    places = []
    for place, folded in enumerate(hits.folded):
        if folded:
            hidden = reading.disguised(hits.starts[place], hits.ends[place])
            # In a text with marks "cho" is no "chợ": what would explain words away must be written
            # out, and nobody hides it.
            if hits.head(place).benign and (hidden or reading.has_marks):
                continue
            if hidden:
                hits.folded[place] = 0
        places.append(place)
    if len(places) == len(hits.folded):
        return hits
    return hits._replace(
        which=[hits.which[at] for at in places],
        starts=[hits.starts[at] for at in places],
        ends=[hits.ends[at] for at in places],
        folded=[hits.folded[at] for at in places],
        rows=hits.rows[places],
    )
