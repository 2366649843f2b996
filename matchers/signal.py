"""What a signal is, and the ways in which signals look at a page."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from crawler import parts
from crawler.records import Finding, Sighting, Weight
from matchers.hits import Hit
from matchers.lexicon import Combination, Lexicon
from matchers.page import Page, View, addresses_of, read_page, texts_of
from matchers.turns import Pattern, search, standing

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
    # Where given, ``find`` looks at nothing but terms, combinations and these: it need not be
    # called where none of them stands.
    patterns: tuple[Pattern, ...] | None = None


def lowered(weight: Weight) -> Weight:
    """One class less: what a term proves that was matched without its marks."""
    return _LOWER[weight]


def find_all(sighting: Sighting, lexicon: Lexicon) -> tuple[Finding, ...]:
    """Every finding of every signal, each term once a field."""
    return find_in(read_page(texts_of(sighting), addresses_of(sighting), lexicon))


def find_in(page: Page) -> tuple[Finding, ...]:
    """Every finding of every signal in a page that was read, each term once a field."""
    stirred = _stirred(page)
    found: list[Finding] = []
    for signal in signals():
        if signal.patterns is None or signal.name in stirred:
            found += _once(signal.find(page))
    return tuple(found)


def _stirred(page: Page) -> set[str]:
    """The signals of which a term, a combination or the words of a turn of phrase stand there."""
    stirred: set[str] = set()
    patterns = _patterns()
    for view in page.views:
        stirred.update(view.by_signal, view.combinations, (sign.signal for sign in view.signs))
        there = standing(view)
        stirred.update([name for name, bits in patterns if bits & there == bits])
    return stirred


@cache
def _patterns() -> tuple[tuple[str, int], ...]:
    return tuple(
        (signal.name, pattern.needed) for signal in signals() for pattern in signal.patterns or ()
    )


@cache
def signals() -> tuple[Signal, ...]:
    """The signals that are installed, by name."""
    return tuple(parts.load("matchers.signals", "SIGNAL").values())


def benign_names() -> frozenset[str]:
    """The signals whose findings pull back."""
    return frozenset(signal.name for signal in signals() if signal.benign)


def _once(findings: Iterator[Finding]) -> Iterable[Finding]:
    best: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        key = (finding.field, finding.term)
        held = best.setdefault(key, finding)
        if held is not finding and _ORDER.index(finding.weight) < _ORDER.index(held.weight):
            best[key] = finding
    return best.values()


def term_findings(page: Page, signal: str) -> Iterator[Finding]:
    """The signal's lexicon terms, its terms in other scripts and its emoji."""
    found: list[Finding] = []
    for view in page.views:
        if signal in view.by_signal:
            found += [
                hit_finding(view, hit, signal, hit.weights[signal])
                for hit in view.by_signal[signal]
            ]
        if view.signs:
            found += [
                Finding(
                    signal=signal,
                    field=view.field,
                    quote=sign.term,
                    term=sign.term,
                    weight=sign.weight,
                )
                for sign in view.signs
                if sign.signal == signal
            ]
    return iter(found)


def hedged(view: View, start: int, weight: Weight) -> Weight:
    """One class less for decisive words in a clause that says no before them."""
    if weight is not Weight.DECISIVE or view.reading.words.isdisjoint(_DENYING):
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
    needed = [pattern.needed for pattern in patterns]
    for view in page.views if patterns else ():
        there = standing(view)
        for bits, pattern in zip(needed, patterns, strict=True):
            if bits & there == bits:
                found = _pattern_finding(view, signal, pattern)
                if found is not None:
                    yield found


def _pattern_finding(view: View, signal: str, pattern: Pattern) -> Finding | None:
    reading = view.reading
    match = search(reading, pattern, pattern.marked, reading.marked)
    folded = False
    if match is None:
        if not reading.has_marks:
            match = search(reading, pattern, pattern.plain, reading.plain)
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


def combination_findings(page: Page, signal: str) -> Iterator[Finding]:
    """The signal's order-free combinations, each once a field by its shortest span."""
    found: list[Finding] = []
    for view in page.views:
        for combination in view.combinations.get(signal, ()):
            together = _together(view, combination)
            if together is not None:
                found.append(_combined(view, combination, together))
    return iter(found)


def _together(view: View, combination: Combination) -> tuple[Hit, ...] | None:
    """The hits that lie nearest to each other, one of each part, none inside another."""
    by_text = view.by_text
    first_part, *others = [
        sorted(
            [hit for text in part & by_text.keys() for hit in by_text[text]],
            key=_first_and_longest,
        )
        for part in combination.parts
    ]
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
            size = max([hit.end for hit in chosen]) - min([hit.start for hit in chosen])
            if size <= reach and (best is None or size < best[0]):
                best = size, tuple(chosen)
    return None if best is None else best[1]


def _first_and_longest(hit: Hit) -> tuple[int, int, bool]:
    """One order on every run: that of a set of texts is another each time."""
    return hit.start, -hit.end, hit.folded


def _start(hit: Hit) -> int:
    return hit.start


def _nearest(hits: Sequence[Hit], start: int, chosen: Sequence[Hit]) -> Hit | None:
    """Of hits in order, the one nearest to a place that overlaps none of the chosen."""
    if len(hits) > _FEW:
        place = bisect_left(hits, start, key=_start)
        hits = hits[max(place - _FEW, 0) : place + _FEW]
    nearest, least = None, sys.maxsize
    for hit in hits:
        far = abs(hit.start - start)
        if far < least and not _overlap(hit, chosen):
            nearest, least = hit, far
    return nearest


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
    return chain(
        term_findings(page, signal),
        combination_findings(page, signal),
        pattern_findings(page, signal, patterns),
    )
