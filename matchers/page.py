"""A sighting's texts, read once, with every lexicon hit in them; the signals look at this."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, islice, repeat

from crawler.records import Finding, Sighting, Weight
from matchers.disguises import folded, last_readings
from matchers.hits import Hit, Hits, Standing, hits_in
from matchers.lexicon import Combination, Lexicon
from matchers.reading import Reading, tone_placed
from matchers.scan.traits import Traits
from matchers.turns import Pattern, Turns
from matchers.weights import RANKS, hedged, lowered

FIELDS = ("title", "text")
ADDRESSES = ("publisher", "website", "privacy_url", "email")
FACTS = ("subtitle", "summary", "release_notes", "whats_new", "promotional_text")
FOREIGN = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\ud7af]")
# Words that may stand between "không" (no) and what is denied, and what may be denied.
_DENIED = re.compile(
    tone_placed(
        r"\b(?:không|chưa|no|not|n't|without|never)\b"
        r"(?:[ \t,/-]+(?:có|hỗ trợ|cho phép|cung cấp|liên quan|bao gồm|chứa|khuyến khích|tính năng"
        r"|yếu tố|quy|hoạt động|hình thức|đến|tới|bất kỳ|việc|game|trò chơi|sử dụng|dùng|được"
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
        r"|khuyến khích|quy đổi|quy ra|tổ chức|cung cấp|chứa|dùng|đăng(?! ký)|bán|mua bán|quảng cáo"
        r"|hiển thị|làm game|gia công|phát hành|kèm|nhúng|dẫn|cho(?! rút)|tham gia|cổ súy|tiếp tay"
        r"|tỷ lệ|tỉ lệ|kèo|cá cược|cờ bạc|casino|cá độ|đổi thưởng)"
        r"\b[^.;!?\n,]{0,60}"
    )
)
# Who lets such posts not stand: "ai thả link soi kèo là em block".
_BARRED = re.compile(
    tone_placed(
        r"\b(?:ai|(?:bạn|người|đứa|thằng|nick|acc|ông|bà) nào) (?:mà |còn |cứ |vô |vào |lại ){0,2}"
        r"(?:thả|gửi|up|đăng(?! ký| nhập)|spam|rủ|mời|quảng cáo|chèo kéo|bình luận|comment|cmt|rải"
        r"|post|pr|gạ|dụ|rao)\b[^.;!?\n,]{0,60}?\b(?:là|thì|sẽ)"
        r"(?: (?:em|mình|tui|tôi|shop|ad|admin|mod|bot|bị|cho|tự|xin)){0,2}"
        r" (?:block|chặn|xóa|kick|report)\b"
    )
)
_DENIED_FOREIGN = re.compile(
    "(?:没有|沒有|不可|不能|禁止|不支持|不支援|严禁|嚴禁|无法|無法|并非|並非)[^。；！？;!?]{0,16}"
    # Thai and Khmer have blanks between phrases alone.
    r"|(?:ไม่มี|ไม่ใช่|ไม่ใช้|ห้าม|មិនមែន|មិនមាន|គ្មាន|ហាម)\S{0,40}"
)
_CANNOT = "ไม่ได้"  # stands at the end of what is denied
_DENIED_BEFORE = re.compile(rf"\S{{0,40}}(?:แลก|ถอน)\S{{0,24}}{_CANNOT}")
_DENYING = frozenset({"khong", "chua", "no", "not", "n", "t", "without", "never"})
_BARRING = frozenset({"block", "chan", "xoa", "kick", "report"})
_NO, _BAR = 1, 2  # bits of words


# An emoji, or a term in a script without blanks, as it stands in the original: with its signal.
Sign = tuple[str, str, Weight]
Combined = tuple[Combination, Sequence[int]]  # the hits that lie nearest to each other, by place


@dataclass(frozen=True)
class View:
    """One reading of one field with its hits."""

    field: str
    reading: Reading
    every: Hits  # denied ones too
    standing: Standing
    combined: Mapping[str, Sequence[Combined]]  # by signal
    denials: Sequence[tuple[int, int]]  # spans that say what the app does not offer
    signs: tuple[Sign, ...]
    lexicon: Lexicon
    turns: dict[Turns, Mapping[str, list[tuple[Pattern, list[int]]]]] = dataclasses.field(
        default_factory=dict
    )  # filled by the signals

    def of(self, text: str) -> Sequence[Hit]:
        """The hits of one phrase."""
        return self.every.at(self.places_of(text))

    def places_of(self, text: str) -> Sequence[int]:
        """The places of the hits of one phrase."""
        return self._by_phrase.get(text, ())

    @property
    def shaped(self) -> Iterator[tuple[int, int]]:
        """Where words stand that have the shape of an operator's name, each word's together."""
        if not self.every.shaped:
            return iter(())
        found: dict[str, list[tuple[int, int]]] = {}
        for _, start, end, _ in self.reading.scanned.rows[self.every.shaped].tolist():
            found.setdefault(self.reading.plain[start:end], []).append((start, end))
        return chain.from_iterable(found.values())

    def holds(self, texts: Set[str]) -> bool:
        """Whether one of some phrases stands there."""
        return not texts.isdisjoint(self._by_phrase)

    @cached_property
    def _by_phrase(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = {}
        heads, which, *_ = self.every
        for at in self.standing.places:
            found.setdefault(heads[which[at]].text, []).append(at)
        return found

    @cached_property
    def denied(self) -> Sequence[tuple[int, int]]:
        """Spans that offer nothing: denials, and phrases like "đường dây đánh bạc"."""
        heads, which, starts, ends, *_ = self.every
        explaining = [at for at in self.standing.places if heads[which[at]].benign]
        return [*self.denials, *((starts[at], ends[at]) for at in explaining)]

    @cached_property
    def by_signal(self) -> Mapping[str, Sequence[Finding]]:
        """The outer hits and the signs as findings by signal, each term where it weighs most."""
        best: dict[tuple[str, str], Finding] = {}
        heads, which, *_ = self.every
        for at in self.standing.outer:
            head = heads[which[at]]
            for signal, weight in head.weights:
                key = signal, head.term
                held = best.get(key)
                if held is None:
                    best[key] = self.finding(at, signal, weight)
                elif RANKS[weight] < RANKS[held.weight]:
                    best[key] = min(held, self.finding(at, signal, weight), key=_rank)
        found: dict[str, list[Finding]] = {}
        for (signal, _), finding in best.items():
            found.setdefault(signal, []).append(finding)
        for text, signal, weight in self.signs:
            sign = _finding(signal, self.field, text, text, weight, False)
            found.setdefault(signal, []).append(sign)
        return found

    def finding(self, at: int, signal: str, weight: Weight) -> Finding:
        """A hit as a finding; without its marks it proves one class less."""
        heads, which, starts, ends, folded, _, _, _ = self.every
        head, start = heads[which[at]], starts[at]
        if weight is Weight.DECISIVE:
            weight = hedged(self.reading.marked, start, weight)
        if folded[at]:
            weight = lowered(weight, several=head.several)
        quote = self.reading.quote(start, ends[at])
        return _finding(signal, self.field, quote, head.term, weight, folded[at] == 1)


@lru_cache(maxsize=16_384)
def _finding(
    signal: str, field: str, quote: str, term: str, weight: Weight, folded: bool
) -> Finding:
    """A finding; people write the same few words, and to find one again is faster (2026-11)."""
    return Finding(signal=signal, field=field, quote=quote, term=term, weight=weight, folded=folded)


def _rank(finding: Finding) -> int:
    return RANKS[finding.weight]


@dataclass(frozen=True)
class Page:
    """All views of one subject's texts, and the addresses and names that stand beside them."""

    lexicon: Lexicon
    views: tuple[View, ...]
    addresses: Mapping[str, str]

    @cached_property
    def speaks_of_gambling(self) -> bool:
        """Whether a strong term stands somewhere: only then do brand shapes count."""
        return any(view.standing.proves for view in self.views)


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
    read = last_readings((text for _, text in texts_of(sighting)), lexicon.vocabulary)
    return " ".join(filter(None, map(folded, read)))


def addresses_of(sighting: Sighting) -> Mapping[str, str]:
    """The names and addresses in which an operator may show, by field."""
    found = {name: getattr(sighting, name) for name in ADDRESSES}
    return {name: value for name, value in found.items() if value}


def read_page(
    texts: Iterable[tuple[str, str]], addresses: Mapping[str, str], lexicon: Lexicon
) -> Page:
    """Reads every text and looks up the lexicon in it."""
    return read_pages([(texts, addresses)], lexicon)[0]


def read_pages(
    pages: Iterable[tuple[Iterable[tuple[str, str]], Mapping[str, str]]], lexicon: Lexicon
) -> list[Page]:
    """Reads the texts of several subjects, each step for all of them.

    What a step needs is then at hand in the processor: a quarter of the time less (2026-11).
    """
    listed = [(list(texts), addresses) for texts, addresses in pages]
    names = [name for texts, _ in listed for name, _ in texts]
    read = last_readings([text for texts, _ in listed for _, text in texts], lexicon.vocabulary)
    hits = [hits_in(reading, lexicon) for reading in read]
    views = map(_view, names, read, hits, repeat(lexicon))
    return [
        Page(lexicon, tuple(islice(views, len(texts))), addresses) for texts, addresses in listed
    ]


def _view(name: str, reading: Reading, hits: Hits, lexicon: Lexicon) -> View:
    denials = _denials(reading)
    standing = hits.standing(denials, len(reading.plain) if name == "title" else 0)
    combined: dict[str, list[Combined]] = {}
    for which, *places in standing.combined:
        combination = lexicon.combinations[which]
        some = places[: len(combination.parts)]
        combined.setdefault(combination.signal, []).append((combination, some))
    return View(
        field=name,
        reading=reading,
        every=hits,
        standing=standing,
        combined=combined,
        denials=denials,
        signs=_signs(reading.original, lexicon),
        lexicon=lexicon,
    )


def _denials(reading: Reading) -> list[tuple[int, int]]:
    marked, scanned = reading.marked, reading.scanned
    traits = scanned.words.kept(_says, lambda words: Traits(words, _says))
    said = traits.of(scanned)
    if not said:
        return []
    spots = traits.starts(scanned, _NO)
    denied = [match.span() for match in _BARRED.finditer(marked)] if said & _BAR else []
    for pattern in (_DENIED, _DENIED_CLAUSE):
        reach = 0
        for spot in spots:
            match = pattern.match(marked, spot) if spot >= reach else None
            if match is not None:
                reach = match.end()
                denied.append(match.span())
    return denied


def _says(piece: str) -> int:
    return _NO * (piece in _DENYING) | _BAR * (piece in _BARRING)


def _offered(original: str) -> str:
    """A text in a script without blanks between words, less what it denies."""
    offered = _DENIED_FOREIGN.sub(" ", original)
    return _DENIED_BEFORE.sub(" ", offered) if _CANNOT in offered else offered


def _signs(original: str, lexicon: Lexicon) -> tuple[Sign, ...]:
    by_letter = lexicon.signs_by_letter
    letters = by_letter.keys() & lexicon.sign_letters.findall(original)
    there = [place for letter in letters for place, text in by_letter[letter] if text in original]
    if not there:
        return ()
    offered = _offered(original) if FOREIGN.search(original) else ""
    emoji = len(lexicon.emoji)
    found = [
        sign
        for place in sorted(there)
        for sign in lexicon.signs[place]
        if place < emoji or sign[0] in offered
    ]
    if len(found) < 2:
        return tuple(found)
    # Of a term and a longer one around it the longer one says it all, as among terms of words.
    together = "\n".join({text for text, *_ in found})
    return tuple([sign for sign in found if together.count(sign[0]) == 1])
