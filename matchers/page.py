"""A sighting's texts, read once, with every lexicon hit in them; the signals look at this."""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from crawler.records import Sighting, Weight
from matchers.disguises import folded, readings
from matchers.hits import Hit, hits_in, known_words
from matchers.lexicon import BRAND, Combination, Lexicon
from matchers.reading import Reading, is_usual, tone_placed

FIELDS = ("title", "text")
ADDRESSES = ("publisher", "website", "privacy_url", "email")
FACTS = ("subtitle", "summary", "release_notes", "whats_new", "promotional_text")
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
    standing: dict[int, int] = dataclasses.field(default_factory=dict)  # filled by the patterns

    @cached_property
    def combinations(self) -> Mapping[str, list[Combination]]:
        """The combinations of which every part stands somewhere, by signal."""
        bits, found = self.lexicon.part_bits, 0
        for text in self.by_text:
            found |= bits.get(text, 0)
        present: dict[str, list[Combination]] = {}
        if found:
            for needed, combination in self.lexicon.needed_bits:
                if needed & found == needed:
                    present.setdefault(combination.signal, []).append(combination)
        return present

    @cached_property
    def by_text(self) -> Mapping[str, Sequence[Hit]]:
        """Hits by their phrase."""
        found: dict[str, list[Hit]] = {}
        for hit in self.hits:
            found.setdefault(hit.text, []).append(hit)
        return found

    @property
    def shaped(self) -> Iterator[str]:
        """The words that have the shape of an operator's name."""
        known = known_words(self.lexicon)
        for word in self.reading.places:
            what = known[word]
            if what is not None and what.shaped:
                yield word

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
    def by_signal(self) -> Mapping[str, Sequence[Hit]]:
        """The outer hits by the signals that report them."""
        found: dict[str, list[Hit]] = {}
        for hit in self.outer:
            for signal in hit.weights:
                found.setdefault(signal, []).append(hit)
        return found


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
    hits = hits_in(reading, lexicon)
    denied = [] if reading.words.isdisjoint(_DENYING) else _denied(reading)
    # What lies within a benign phrase ("đường dây đánh bạc") or a denial is no offer.
    denied += [(hit.start, hit.end) for hit in hits if hit.benign]
    kept = _outside(hits, sorted(denied)) if denied else tuple(hits)
    return View(name, reading, kept, tuple(denied), _signs(reading.original, lexicon), lexicon)


def _denied(reading: Reading) -> list[tuple[int, int]]:
    marked, bounds = reading.marked, reading.bounds
    places = sorted(place for word in _DENYING for place in reading.places.get(word, ()))
    denied = []
    for pattern in (_DENIED, _DENIED_CLAUSE):
        reach = 0
        for place in places:
            match = pattern.match(marked, bounds[2 * place]) if bounds[2 * place] >= reach else None
            if match is not None:
                reach = match.end()
                denied.append(match.span())
    return denied


def _outside(hits: Sequence[Hit], denied: list[tuple[int, int]]) -> tuple[Hit, ...]:
    """The hits that do not begin within what is denied; what denies stays."""
    starts = [start for start, _ in denied]
    reaches = list(accumulate((end for _, end in denied), max))
    return tuple(
        [
            hit
            for hit in hits
            if hit.benign
            or (place := bisect_right(starts, hit.start)) == 0
            or reaches[place - 1] <= hit.start
        ]
    )


def _signs(original: str, lexicon: Lexicon) -> tuple[Sign, ...]:
    if original.isascii() or (is_usual(original) and not lexicon.has_usual_emoji):
        return ()
    letters = lexicon.signs_by_letter.keys() & set(original)
    possible = sorted(place for letter in letters for place in lexicon.signs_by_letter[letter])
    offered = _DENIED_FOREIGN.sub(" ", original) if _FOREIGN.search(original) else ""
    emoji = len(lexicon.emoji)
    return tuple(
        Sign(text, signal, weight)
        for place in possible
        for text, signal, weight in lexicon.signs[place]
        if text in (original if place < emoji else offered)
    )
