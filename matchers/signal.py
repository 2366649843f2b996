"""What a signal is, and the ways in which signals look at a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from crawler import parts
from crawler.records import Finding, Sighting, Weight
from matchers.lexicon import Combination, Lexicon
from matchers.page import Hit, Page, View, read_page
from matchers.reading import tone_placed, without_marks

_LOWER = {
    Weight.DECISIVE: Weight.STRONG,
    Weight.STRONG: Weight.WEAK,
    Weight.WEAK: Weight.AMBIGUOUS,
    Weight.AMBIGUOUS: Weight.AMBIGUOUS,
}
_ORDER = tuple(_LOWER)


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

    @cached_property
    def marked(self) -> re.Pattern[str]:
        """For text with marks."""
        return re.compile(tone_placed(self.regex))

    @cached_property
    def plain(self) -> re.Pattern[str]:
        """For text without marks."""
        return re.compile(without_marks(self.regex))


def lowered(weight: Weight) -> Weight:
    """One class less: what a term proves that was matched without its marks."""
    return _LOWER[weight]


def find_all(sighting: Sighting, lexicon: Lexicon) -> tuple[Finding, ...]:
    """Every finding of every signal, each term once a field."""
    page = read_page(sighting, lexicon)
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


def hit_finding(view: View, hit: Hit, signal: str, weight: Weight) -> Finding:
    """A hit as a finding; without its marks it proves one class less."""
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
        reading = view.reading
        for pattern in patterns:
            if any(words.isdisjoint(reading.words) for words in pattern.needs):
                continue
            match = pattern.marked.search(reading.marked)
            folded = False
            if match is None:
                match = None if reading.has_marks else pattern.plain.search(reading.plain)
                if match is None or reading.marked[match.start() : match.end()] != match[0]:
                    continue
                folded = pattern.regex != pattern.plain.pattern and not reading.disguised(
                    match.start(), match.end()
                )
            if any(match.start() < end and start < match.end() for start, end in view.denied):
                continue
            yield Finding(
                signal=signal,
                field=view.field,
                quote=reading.quote(match.start(), match.end()),
                term=pattern.term,
                weight=lowered(pattern.weight) if folded else pattern.weight,
                folded=folded,
            )


def combination_findings(page: Page, signal: str) -> Iterator[Finding]:
    """The signal's order-free combinations, each once a field by its shortest span."""
    for view in page.views:
        present = view.by_text.keys()
        for combination in page.lexicon.combinations_of.get(signal, ()):
            if any(part.isdisjoint(present) for part in combination.parts):
                continue
            together = _together(view, combination)
            if together is not None:
                yield _combined(view, combination, together)


def _together(view: View, combination: Combination) -> tuple[Hit, ...] | None:
    """The hits that lie nearest to each other, one of each part, none inside another."""
    parts_hits = [
        [hit for text in part for hit in view.by_text.get(text, ())] for part in combination.parts
    ]
    reach = len(view.reading.plain) if view.field == "title" else combination.within
    best: tuple[int, tuple[Hit, ...]] | None = None
    for first in parts_hits[0]:
        chosen = [first]
        for others in parts_hits[1:]:
            near = min(
                (hit for hit in others if not _overlap(hit, chosen)),
                key=lambda hit: abs(hit.start - first.start),
                default=None,
            )
            if near is None:
                break
            chosen.append(near)
        else:
            size = max(hit.end for hit in chosen) - min(hit.start for hit in chosen)
            if size <= reach and (best is None or size < best[0]):
                best = size, tuple(chosen)
    return None if best is None else best[1]


def _overlap(hit: Hit, chosen: Sequence[Hit]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in chosen)


def _combined(view: View, combination: Combination, together: tuple[Hit, ...]) -> Finding:
    folded = any(hit.folded for hit in together)
    start, end = min(hit.start for hit in together), max(hit.end for hit in together)
    return Finding(
        signal=combination.signal,
        field=view.field,
        quote=view.reading.quote(start, end),
        term=combination.name,
        weight=lowered(combination.weight) if folded else combination.weight,
        folded=folded,
    )


def words_findings(page: Page, signal: str, patterns: Sequence[Pattern] = ()) -> Iterator[Finding]:
    """Terms, combinations and turns of phrase of one signal: what most signals are."""
    yield from term_findings(page, signal)
    yield from combination_findings(page, signal)
    yield from pattern_findings(page, signal, patterns)
