"""A sighting's texts, read once, with every lexicon hit in them; the signals look at this."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from crawler.records import Sighting, Weight
from matchers.brands import brand_in
from matchers.disguises import folded, readings
from matchers.glued import Found, glued_in
from matchers.lexicon import BRAND, Combination, Lexicon, Phrase
from matchers.reading import Reading, tone_placed

FIELDS = ("title", "text")
ADDRESSES = ("publisher", "website", "privacy_url", "email")
FACTS = ("subtitle", "summary", "release_notes", "whats_new", "promotional_text")
_WORDS_KEPT = 200_000
_LONGEST_WORD = 64  # letters: nothing longer is a term or a name
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
        r"|cá cược|cờ bạc|đánh bạc|rút tiền|ăn tiền|tài xỉu|cá độ|đặt cược|cược|phòng cược|nạp tiền"
        r"|nạp|rút|thu mua|mua lại"
        r"|mua|bán|xu|ngọc|vàng|hiện vật|dưới|mọi|yếu|trang|nhận đặt số|vé|số"
        r"|khuyến|cổ vũ|lô đề|đại lý|người|server|private|máy chủ|riêng|lậu|đỏ đen|giao lưu|bỏ|giải"
        r"|bằng|đổi|thưởng|tổ chức|chấp nhận|chuyển|bảng giá|giá|cho|khác|link|liên kết"
        r"|offer|involve|include|any|opportunity|an|a|to|win|for|provide|support|require|contain|allow"
        r"|withdraw|or|and|actual|is|used|money|gambling|intended|real|cash|prizes?|rewards?|betting|the|of|nor))+"
    )
)
# A whole clause that says what is not done; others begin with "không" too ("không giới hạn").
_DENIED_CLAUSE = re.compile(
    tone_placed(
        r"\bkhông (?:hề |được |phải )?(?:có|hỗ trợ|cho phép|nhận|mô phỏng|liên quan"
        r"|khuyến khích|quy đổi|tổ chức|cung cấp|chứa|dùng|đăng(?! ký)|bán|mua bán|quảng cáo"
        r"|hiển thị|làm game|gia công|phát hành|kèm|nhúng|dẫn|cho(?! rút)|tham gia|cổ súy|tiếp tay"
        r"|tỷ lệ|tỉ lệ|kèo|cá cược|cờ bạc|casino|cá độ|đổi thưởng)"
        r"\b[^.;!?\n,]{0,60}"
    )
)
_DENIED_FOREIGN = re.compile("(?:没有|不可|不能|禁止|不支持|严禁|无法|并非)[^。；！？;!?]{0,16}")
_DENYING = frozenset({"khong", "chua", "no", "not", "n", "t", "without", "never"})
_PROVING = frozenset({Weight.DECISIVE, Weight.STRONG})


@dataclass(slots=True)  # many are made of each text: frozen ones take three times as long
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
    lexicon: Lexicon

    @cached_property
    def combinations(self) -> Mapping[str, tuple[Combination, ...]]:
        """The combinations of which every part stands somewhere, by signal."""
        bits, found = self.lexicon.part_bits, 0
        for text in self.by_text:
            found |= bits.get(text, 0)
        present: dict[str, tuple[Combination, ...]] = {}
        for needed, combination in self.lexicon.needed_bits:
            if needed & found == needed:
                signal = combination.signal
                present[signal] = (*present.get(signal, ()), combination)
        return present

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
        outer: list[Hit] = []
        reach = -1
        for hit in self.hits:
            if hit.weights and hit.end > reach:
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
    """All views of one subject's texts, and the addresses and names that stand beside them."""

    lexicon: Lexicon
    views: tuple[View, ...]
    addresses: Mapping[str, str]

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


def read_as_one(sighting: Sighting, lexicon: Lexicon) -> str:
    """All texts of a sighting in one string: folded, disguises undone."""
    read = (readings(text, lexicon.vocabulary)[-1] for _, text in texts_of(sighting))
    return " ".join(filter(None, map(folded, read)))


def addresses_of(sighting: Sighting) -> Mapping[str, str]:
    """The names and addresses in which an operator may show, by field."""
    found = {name: getattr(sighting, name) for name in ADDRESSES}
    return {name: value for name, value in found.items() if value}


def read_page(
    texts: Iterable[tuple[str, str]], addresses: Mapping[str, str], lexicon: Lexicon
) -> Page:
    """Reads every text and looks up the lexicon in it."""
    # The reading that undid the most holds what the first one holds.
    views = tuple(
        _view(name, readings(text, lexicon.vocabulary)[-1], lexicon) for name, text in texts
    )
    return Page(lexicon, views, addresses)


def _view(name: str, reading: Reading, lexicon: Lexicon) -> View:
    # In a text with marks "cho" is no "chợ": what would explain words away must be written out.
    found = (
        hit
        for hit in _hits(reading, lexicon)
        if not (hit.folded and hit.weights.keys() & lexicon.benign and reading.has_marks)
    )
    hits = tuple(sorted(found, key=_longest_first))
    denied = [] if _DENYING.isdisjoint(reading.words) else _denied(reading)
    # What lies within a benign phrase ("đường dây đánh bạc") or a denial is no offer.
    denied += [(hit.start, hit.end) for hit in hits if hit.weights.keys() & lexicon.benign]
    kept = _outside(hits, sorted(denied), lexicon) if denied else hits
    signs = tuple(_signs(reading.original, lexicon))
    return View(name, reading, kept, tuple(denied), signs, lexicon)


def _longest_first(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end


def _denied(reading: Reading) -> list[tuple[int, int]]:
    return [
        (match.start(), match.end())
        for pattern in (_DENIED, _DENIED_CLAUSE)
        for match in pattern.finditer(reading.marked)
    ]


def _outside(
    hits: tuple[Hit, ...], denied: list[tuple[int, int]], lexicon: Lexicon
) -> tuple[Hit, ...]:
    """The hits that do not begin within what is denied; what denies stays."""
    starts = [start for start, _ in denied]
    reaches = list(accumulate((end for _, end in denied), max))
    return tuple(
        hit
        for hit in hits
        if hit.weights.keys() & lexicon.benign
        or (place := bisect_right(starts, hit.start)) == 0
        or reaches[place - 1] <= hit.start
    )


class _Known(dict[str, "_Word | None"]):
    """What each word can begin or be; ``None`` for nearly all words."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, word: str) -> _Word | None:
        if len(self) > _WORDS_KEPT:
            self.clear()
        phrases = self._lexicon.by_first_word.get(word, ())
        short = len(word) < _LONGEST_WORD
        brand = brand_in(word, self._lexicon) if short and len(word) > 2 else None
        glued = glued_in(word, self._lexicon) if short and len(word) > 3 and not brand else ()
        found = _Word(phrases, brand, glued) if phrases or brand or glued else None
        if short:
            self[word] = found
        return found


class _Word:
    """What one word can begin or be."""

    __slots__ = ("alone", "brand", "following", "glued")

    def __init__(self, phrases: tuple[Phrase, ...], brand: str | None, glued: Found) -> None:
        self.brand, self.glued = brand, glued
        self.alone = tuple(phrase for phrase in phrases if len(phrase.words) == 1)
        self.following: dict[str, tuple[Phrase, ...]] = {}  # by the second word
        for phrase in phrases:
            if len(phrase.words) > 1:
                second = phrase.words[1]
                self.following[second] = (*self.following.get(second, ()), phrase)


@lru_cache(maxsize=4)
def _known(lexicon: Lexicon) -> _Known:
    return _Known(lexicon)


def _hits(reading: Reading, lexicon: Lexicon) -> Iterator[Hit]:
    known = _known(lexicon)
    tokens, last = reading.tokens, len(reading.tokens) - 1
    for word, places in reading.places.items():
        what = known[word]
        if what is None:
            continue
        for place in places:
            after = tokens[place + 1][0] if place < last else ""
            for phrase in (*what.following.get(after, ()), *what.alone):
                hit = _phrase_at(reading, phrase, place)
                if hit is not None:
                    yield hit
            if what.brand or what.glued:
                yield from _whole_word(reading, what, tokens[place][1], tokens[place][2])


def _whole_word(reading: Reading, what: _Word, start: int, end: int) -> Iterator[Hit]:
    """An operator's name, or the terms that make up the word."""
    if what.brand:
        yield Hit(BRAND, what.brand, start, end, False, {BRAND: Weight.STRONG})
    for first, last, phrase in what.glued:
        written = reading.marked[start + first : start + last]
        if written in {phrase.glued, "".join(phrase.marked)}:
            yield Hit(phrase.text, phrase.text, start + first, start + last, False, phrase.weights)


def _phrase_at(reading: Reading, phrase: Phrase, place: int) -> Hit | None:
    words = phrase.words
    run = reading.tokens[place : place + len(words)]
    if len(words) > 1:
        if len(run) < len(words):
            return None
        reach = run[0][2]
        for known, (word, start, end) in zip(words, run, strict=True):
            if word != known or start - reach > _GAP:
                return None
            reach = end
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
        offered = _DENIED_FOREIGN.sub(" ", original)
        for text, phrase in lexicon.foreign.items():
            if text in offered:
                for signal, weight in phrase.weights.items():
                    yield Sign(text, signal, weight)
