"""A sighting's texts, read once, with every lexicon hit in them; the signals look at this."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from crawler.records import Sighting, Weight
from matchers.brands import brand_in
from matchers.glued import Found, glued_in
from matchers.lexicon import BRAND, Lexicon, Phrase
from matchers.reading import Reading, readings, tone_placed

FIELDS = ("title", "text")
FACTS = ("subtitle", "summary", "release_notes", "whats_new", "promotional_text")
_WORDS_KEPT = 200_000
_GAP = 3  # letters between two words of one term
_FOREIGN = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\ud7af]")
# Words that may stand between "không" (no) and what is denied, and what may be denied.
_DENIED = re.compile(
    tone_placed(
        r"\b(?:không|chưa|no|not|n't|without|never)\b"
        r"(?:[ \t,/-]+(?:có|hỗ trợ|cho phép|cung cấp|liên quan|bao gồm|chứa|khuyến khích|tính năng"
        r"|yếu tố|hoạt động|hình thức|đến|tới|bất kỳ|việc|game|trò chơi|sử dụng|dùng|được"
        r"|hay|hoặc|và"
        r"|mang tính|thể|phải|là|ra|thành|tiền mặt|tiền thật|tiền|thật|quy đổi|đổi thưởng"
        r"|cá cược|cờ bạc|đánh bạc|rút tiền"
        r"|offer|involve|include|any|opportunity|an|a|to|win|for|provide|support|require|contain|allow"
        r"|withdraw|or|and|actual|is|used|money|gambling|intended|real|cash|prizes?|rewards?|betting|the|of|nor))+"
    )
)
_DENYING = frozenset({"khong", "chua", "no", "not", "n", "t", "without", "never"})
_PROVING = frozenset({Weight.DECISIVE, Weight.STRONG})


@dataclass(frozen=True, slots=True)
class Hit:
    """One phrase or brand at one place of a reading."""

    text: str  # the phrase, or BRAND
    term: str  # what the finding calls it
    start: int
    end: int
    folded: bool
    weights: Mapping[str, Weight]


@dataclass(frozen=True, slots=True)
class Sign:
    """An emoji, or a term in a script without blanks, as it stands in the original."""

    term: str
    signal: str
    weight: Weight


@dataclass(frozen=True)
class View:
    """One reading of one field with its hits."""

    field: str
    reading: Reading
    hits: tuple[Hit, ...]
    denied: tuple[tuple[int, int], ...]  # spans that say what the app does not offer
    signs: tuple[Sign, ...]

    @cached_property
    def by_text(self) -> Mapping[str, tuple[Hit, ...]]:
        """Hits by their phrase."""
        found: dict[str, list[Hit]] = {}
        for hit in self.hits:
            found.setdefault(hit.text, []).append(hit)
        return {text: tuple(hits) for text, hits in found.items()}

    @cached_property
    def outer(self) -> tuple[Hit, ...]:
        """Hits with a weight that do not lie within a longer one of the same reading."""
        weighed = sorted(
            (hit for hit in self.hits if hit.weights), key=lambda hit: (hit.start, -hit.end)
        )
        outer: list[Hit] = []
        reach = -1
        for hit in weighed:
            if hit.end > reach:
                outer.append(hit)
                reach = hit.end
        return tuple(outer)

    @cached_property
    def by_signal(self) -> Mapping[str, tuple[Hit, ...]]:
        """The outer hits by the signals that report them."""
        found: dict[str, list[Hit]] = {}
        for hit in self.outer:
            for signal in hit.weights:
                found.setdefault(signal, []).append(hit)
        return {signal: tuple(hits) for signal, hits in found.items()}


@dataclass(frozen=True)
class Page:
    """All views of one sighting."""

    sighting: Sighting
    lexicon: Lexicon
    views: tuple[View, ...]

    @cached_property
    def speaks_of_gambling(self) -> bool:
        """Whether a strong term stands somewhere: only then do brand shapes count."""
        benign = self.lexicon.benign
        return any(
            weight in _PROVING and signal not in benign and signal != BRAND
            for view in self.views
            for hit in view.hits
            if not hit.folded
            for signal, weight in hit.weights.items()
        )


def texts_of(sighting: Sighting) -> Iterator[tuple[str, str]]:
    """The published texts by field name; facts are ``facts.<name>``."""
    for name in FIELDS:
        text = getattr(sighting, name)
        if text:
            yield name, text
    for name in FACTS:
        text = sighting.facts.get(name)
        if isinstance(text, str) and text:
            yield f"facts.{name}", text


def read_page(sighting: Sighting, lexicon: Lexicon) -> Page:
    """Reads every text of the sighting and looks up the lexicon in it."""
    views = tuple(
        _view(name, reading, lexicon)
        for name, text in texts_of(sighting)
        for reading in readings(text, lexicon.vocabulary)
    )
    return Page(sighting, lexicon, views)


def _view(name: str, reading: Reading, lexicon: Lexicon) -> View:
    hits = tuple(_hits(reading, lexicon))
    denied = [] if _DENYING.isdisjoint(reading.words) else _denied(reading)
    # What lies within a benign phrase ("đường dây đánh bạc") or a denial is no offer.
    denied += [(hit.start, hit.end) for hit in hits if hit.weights.keys() & lexicon.benign]
    kept = tuple(hit for hit in hits if not _within(hit, denied, lexicon))
    return View(name, reading, kept, tuple(denied), tuple(_signs(reading.original, lexicon)))


def _denied(reading: Reading) -> list[tuple[int, int]]:
    return [(match.start(), match.end()) for match in _DENIED.finditer(reading.marked)]


def _within(hit: Hit, denied: list[tuple[int, int]], lexicon: Lexicon) -> bool:
    if hit.weights.keys() & lexicon.benign:
        return False
    return any(start <= hit.start and hit.end <= end for start, end in denied)


class _Known(dict[str, "_Word | None"]):
    """What each word can begin or be; ``None`` for nearly all words."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, word: str) -> _Word | None:
        if len(self) > _WORDS_KEPT:
            self.clear()
        phrases = self._lexicon.by_first_word.get(word, ())
        brand = brand_in(word, self._lexicon) if len(word) > 2 else None
        glued = () if brand or len(word) < 4 else glued_in(word, self._lexicon)
        self[word] = _Word(phrases, brand, glued) if phrases or brand or glued else None
        return self[word]


@dataclass(frozen=True, slots=True)
class _Word:
    phrases: tuple[Phrase, ...]
    brand: str | None
    glued: Found


@lru_cache(maxsize=4)
def _known(lexicon: Lexicon) -> _Known:
    return _Known(lexicon)


def _hits(reading: Reading, lexicon: Lexicon) -> Iterator[Hit]:
    known = _known(lexicon)
    tokens = reading.tokens
    for place, (word, start, end) in enumerate(tokens):
        what = known[word]
        if what is None:
            continue
        after = tokens[place + 1][0] if place + 1 < len(tokens) else ""
        for phrase in what.phrases:
            if len(phrase.words) == 1 or phrase.words[1] == after:
                hit = _phrase_at(reading, phrase, place)
                if hit is not None:
                    yield hit
        if what.brand:
            yield Hit(BRAND, what.brand, start, end, False, {BRAND: Weight.STRONG})
        for first, last, phrase in what.glued:
            written = reading.marked[start + first : start + last]
            if written in {phrase.glued, "".join(phrase.marked)}:
                yield Hit(
                    phrase.text, phrase.text, start + first, start + last, False, phrase.weights
                )


def _phrase_at(reading: Reading, phrase: Phrase, place: int) -> Hit | None:
    tokens, size = reading.tokens, len(phrase.words)
    run = tokens[place : place + size]
    if len(run) < size or tuple(word for word, _, _ in run) != phrase.words:
        return None
    if any(after[1] - before[2] > _GAP for before, after in pairwise(run)):
        return None
    folded = _folded(reading, phrase, run)
    if folded is None:
        return None
    start, end = run[0][1], run[-1][2]
    # Who hides a word means it: the missing marks are part of the disguise.
    folded = folded and not reading.disguised(start, end)
    text = BRAND if BRAND in phrase.weights else phrase.text
    return Hit(text, phrase.text, start, end, folded, phrase.weights)


def _folded(reading: Reading, phrase: Phrase, run: tuple[tuple[str, int, int], ...]) -> bool | None:
    """Whether the words stand there without their marks; ``None``: with other marks."""
    folded = False
    for (word, start, end), marked in zip(run, phrase.marked, strict=True):
        written = reading.marked[start:end]
        if written == marked:
            continue
        if written != word:
            return None
        folded = True
    # In a text written with marks a lone syllable without them is another word.
    if folded and len(run) == 1 and reading.has_marks:
        return None
    return folded


def _signs(original: str, lexicon: Lexicon) -> Iterator[Sign]:
    if original.isascii():
        return
    for sign, signal in lexicon.emoji.items():
        if sign in original:
            yield Sign(sign, signal, Weight.WEAK)
    if _FOREIGN.search(original):
        for text, phrase in lexicon.foreign.items():
            if text in original:
                for signal, weight in phrase.weights.items():
                    yield Sign(text, signal, weight)
