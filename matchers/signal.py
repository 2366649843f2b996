"""What a signal is, and the ways in which signals look at a page."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from crawler import parts
from crawler.records import Finding, Sighting, Weight
from matchers.lexicon import Combination, Lexicon
from matchers.page import Hit, Page, View, addresses_of, read_page, texts_of
from matchers.reading import Reading, tone_placed, without_marks

_LOWER = {
    Weight.DECISIVE: Weight.STRONG,
    Weight.STRONG: Weight.WEAK,
    Weight.WEAK: Weight.AMBIGUOUS,
    Weight.AMBIGUOUS: Weight.AMBIGUOUS,
}
_ORDER = tuple(_LOWER)
# A clause that says no before the words: "không tổ chức, không chấp nhận đổi thưởng".
_SAYS_NO = re.compile(
    r"\b(?:không|chưa|chẳng|cấm|nghiêm cấm|đừng|chớ|tránh|chống|tố cáo|báo cáo|no|not|never)\b"
    r"(?! (?:bị|cần|giới hạn|lo|bùng|giữ|bao giờ|mất|tốn|thu|chậm|ngại|sợ|chỉ|những|quỵt|lừa"
    r"|khóa|hold|limits?|need|phí|delay|qua|ai|xong|bắt|đợi|phải chờ|kén|nhận))"
    r"[^.!?\n;:]{0,45}$"
)
_CLAUSE = 60  # letters
_FEW = 8  # hits on each side of a place, among which the nearest free one is
_DENYING = frozenset(
    {
        "khong",
        "chua",
        "chang",
        "cam",
        "dung",
        "cho",
        "tranh",
        "chong",
        "to",
        "bao",
        "no",
        "not",
        "never",
    }
)


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule that looks for gambling, or (``benign``) for what explains the words otherwise."""

    name: str
    label: str  # what the analyst reads
    benign: bool
    find: Callable[[Page], Iterator[Finding]]


@dataclass(frozen=True)
class Pattern:
    """A turn of phrase, written with marks; looked for where a word of each of ``needs`` is."""

    term: str
    weight: Weight
    needs: tuple[frozenset[str], ...]
    regex: str
    denies: bool = False  # "không" is part of what is said

    @cached_property
    def first_words(self) -> frozenset[str] | None:
        """The plain words that it can begin with; None: it must be looked for everywhere."""
        return first_words(without_marks(self.regex))

    @cached_property
    def marked(self) -> re.Pattern[str]:
        """For text with marks."""
        return re.compile(tone_placed(self.regex))

    @cached_property
    def plain(self) -> re.Pattern[str]:
        """For text without marks."""
        return re.compile(without_marks(self.regex))


def first_words(regex: str) -> frozenset[str] | None:
    """The whole words that a pattern can begin with, where each branch begins with some."""
    found: set[str] = set()
    for branch in _branches(regex):
        match = _BEGINNING.match(branch)
        if match is None:
            return None
        for text in _branches(match["several"]) if match["several"] else [match["one"]]:
            word = _FIRST_WORD.match(text)
            if word is None:
                return None
            found.add(word[1])
    return frozenset(found)


def _branches(regex: str) -> Iterator[str]:
    """The alternatives of the outermost level."""
    depth = begin = 0
    for place, letter in enumerate(regex):
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            yield regex[begin:place]
            begin = place + 1
    yield regex[begin:]


_BEGINNING = re.compile(
    r"\\b(?:\(\?:(?P<several>(?:[^()]|\(\?:[^()]*\))*)\)(?= [^?]|\\b|\(\?: |\[\^|$)"
    r"|(?P<one>[a-z0-9]+(?: [^?]|\\b).*))",
    re.DOTALL,
)
_FIRST_WORD = re.compile(r"([a-z0-9]+)(?: [^?]|\(\?: |\\b|$)")


def lowered(weight: Weight) -> Weight:
    """One class less: what a term proves that was matched without its marks."""
    return _LOWER[weight]


def find_all(sighting: Sighting, lexicon: Lexicon) -> tuple[Finding, ...]:
    """Every finding of every signal, each term once a field."""
    return find_in(read_page(texts_of(sighting), addresses_of(sighting), lexicon))


def find_in(page: Page) -> tuple[Finding, ...]:
    """Every finding of every signal in a page that was read, each term once a field."""
    return tuple(finding for signal in signals() for finding in _once(signal.find(page)))


@cache
def signals() -> tuple[Signal, ...]:
    """The signals that are installed, by name."""
    return tuple(parts.load("matchers.signals", "SIGNAL").values())


def benign_names() -> frozenset[str]:
    """The signals whose findings pull back."""
    return frozenset(signal.name for signal in signals() if signal.benign)


def _once(findings: Iterator[Finding]) -> Iterator[Finding]:
    best: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        key = (finding.field, finding.term)
        held = best.get(key)
        if held is None or _ORDER.index(finding.weight) < _ORDER.index(held.weight):
            best[key] = finding
    yield from best.values()


def term_findings(page: Page, signal: str) -> Iterator[Finding]:
    """The signal's lexicon terms, its terms in other scripts and its emoji."""
    for view in page.views:
        for hit in view.by_signal.get(signal, ()):
            yield hit_finding(view, hit, signal, hit.weights[signal])
        for sign in view.signs:
            if sign.signal == signal:
                yield Finding(
                    signal=signal,
                    field=view.field,
                    quote=sign.term,
                    term=sign.term,
                    weight=sign.weight,
                )


def hedged(view: View, start: int, weight: Weight) -> Weight:
    """One class less for decisive words in a clause that says no before them."""
    if weight is not Weight.DECISIVE or _DENYING.isdisjoint(view.reading.words):
        return weight
    before = view.reading.marked[max(start - _CLAUSE, 0) : start]
    return lowered(weight) if _SAYS_NO.search(before) else weight


def hit_finding(view: View, hit: Hit, signal: str, weight: Weight) -> Finding:
    """A hit as a finding; without its marks it proves one class less."""
    weight = hedged(view, hit.start, weight)
    return Finding(
        signal=signal,
        field=view.field,
        quote=view.reading.quote(hit.start, hit.end),
        term=hit.term,
        weight=lowered(weight) if hit.folded else weight,
        folded=hit.folded,
    )


def pattern_findings(page: Page, signal: str, patterns: Sequence[Pattern]) -> Iterator[Finding]:
    """Turns of phrase with marks, or wholly without them (one class less)."""
    for view in page.views:
        words = view.reading.words
        for pattern in patterns:
            for needed in pattern.needs:
                if words.isdisjoint(needed):
                    break
            else:
                found = _pattern_finding(view, signal, pattern)
                if found is not None:
                    yield found


def _pattern_finding(view: View, signal: str, pattern: Pattern) -> Finding | None:
    reading = view.reading
    match = _search(reading, pattern, pattern.marked, reading.marked)
    folded = False
    if match is None:
        if not reading.has_marks:
            match = _search(reading, pattern, pattern.plain, reading.plain)
        if match is None or reading.marked[match.start() : match.end()] != match[0]:
            return None
        folded = pattern.regex != pattern.plain.pattern and not reading.disguised(
            match.start(), match.end()
        )
    if not pattern.denies and any(
        match.start() < end and start < match.end() for start, end in view.denied
    ):
        return None
    weight = hedged(view, match.start(), pattern.weight)
    return Finding(
        signal=signal,
        field=view.field,
        quote=reading.quote(match.start(), match.end()),
        term=pattern.term,
        weight=lowered(weight) if folded else weight,
        folded=folded,
    )


def _search(
    reading: Reading, pattern: Pattern, regex: re.Pattern[str], text: str
) -> re.Match[str] | None:
    """Tried only where one of its first words stands: a search tries every letter."""
    if pattern.first_words is None:
        return regex.search(text)
    places = [place for word in pattern.first_words for place in reading.places.get(word, ())]
    for place in sorted(places):
        match = regex.match(text, reading.tokens[place][1])
        if match is not None:
            return match
    return None


def combination_findings(page: Page, signal: str) -> Iterator[Finding]:
    """The signal's order-free combinations, each once a field by its shortest span."""
    for view in page.views:
        for combination in view.combinations.get(signal, ()):
            together = _together(view, combination)
            if together is not None:
                yield _combined(view, combination, together)


def _together(view: View, combination: Combination) -> tuple[Hit, ...] | None:
    """The hits that lie nearest to each other, one of each part, none inside another."""
    first_part, *other_parts = (
        [hit for text in part & view.by_text.keys() for hit in view.by_text[text]]
        for part in combination.parts
    )
    others = [sorted(hits, key=_start) for hits in other_parts]
    reach = len(view.reading.plain) if view.field == "title" else combination.within
    best: tuple[int, tuple[Hit, ...]] | None = None
    for first in first_part:
        chosen = [first]
        for hits in others:
            near = _nearest(hits, first.start, chosen)
            if near is None:
                break
            chosen.append(near)
        else:
            size = max(hit.end for hit in chosen) - min(hit.start for hit in chosen)
            if size <= reach and (best is None or size < best[0]):
                best = size, tuple(chosen)
    return None if best is None else best[1]


def _start(hit: Hit) -> int:
    return hit.start


def _nearest(hits: Sequence[Hit], start: int, chosen: Sequence[Hit]) -> Hit | None:
    """Of hits in order, the one nearest to a place that overlaps none of the chosen."""
    if len(hits) > _FEW:
        place = bisect_left(hits, start, key=_start)
        hits = hits[max(place - _FEW, 0) : place + _FEW]
    free = (hit for hit in hits if not _overlap(hit, chosen))
    return min(free, key=lambda hit: abs(hit.start - start), default=None)


def _overlap(hit: Hit, chosen: Sequence[Hit]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in chosen)


def _combined(view: View, combination: Combination, together: tuple[Hit, ...]) -> Finding:
    folded = any(hit.folded for hit in together)
    start, end = min(hit.start for hit in together), max(hit.end for hit in together)
    weight = min(
        (hedged(view, hit.start, combination.weight) for hit in together), key=_ORDER[::-1].index
    )
    return Finding(
        signal=combination.signal,
        field=view.field,
        quote=view.reading.quote(start, end),
        term=combination.name,
        weight=lowered(weight) if folded else weight,
        folded=folded,
    )


def words_findings(page: Page, signal: str, patterns: Sequence[Pattern] = ()) -> Iterator[Finding]:
    """Terms, combinations and turns of phrase of one signal: what most signals are."""
    yield from term_findings(page, signal)
    yield from combination_findings(page, signal)
    yield from pattern_findings(page, signal, patterns)
