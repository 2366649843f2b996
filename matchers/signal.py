"""What a signal is, and the ways in which signals look at a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from crawler import parts
from crawler.records import Finding, Sighting, Weight
from matchers.brands import is_everyday
from matchers.hits import Head
from matchers.lexicon import BRAND, Combination, Lexicon
from matchers.page import Page, View, addresses_of, read_page, texts_of
from matchers.turns import Pattern, Turns, search
from matchers.weights import RANKS, hedged, lowered


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule that looks for gambling, or (``benign``) for what explains the words otherwise."""

    name: str
    label: str  # what the analyst reads
    benign: bool
    # None: its terms, combinations and turns of phrase, as they stand there.
    find: Callable[[Page], Iterable[Finding]] | None = None
    # Beside none, or where given, ``find`` looks at nothing but terms, combinations and these: it
    # need not be called where none of them stands.
    patterns: tuple[Pattern, ...] | None = None


def find_all(sighting: Sighting, lexicon: Lexicon) -> tuple[Finding, ...]:
    """Every finding of every signal, each term once a field."""
    return find_in(read_page(texts_of(sighting), addresses_of(sighting), lexicon))


def find_in(page: Page) -> tuple[Finding, ...]:
    """Every finding of every signal in a page that was read, each term once a field."""
    return find_in_each([page])[0]


def find_in_each(pages: Sequence[Page]) -> list[tuple[Finding, ...]]:
    """The findings in each page.

    A signal is asked where a term, a combination or the words of a turn of phrase of it stand.
    """
    for page in pages:
        for view in page.views:
            _possible(view)
    by_name = {signal.name: signal for signal in signals()}
    always = [one.name for one in signals() if one.find is not None and one.patterns is None]
    found = []
    for page in pages:
        stirred = set(always)
        for view in page.views:
            stirred.update(view.by_signal, view.combined, _possible(view))
        asked = [by_name[name] for name in sorted(stirred & by_name.keys())]
        found.append(tuple(chain.from_iterable([_found(page, signal) for signal in asked])))
    return found


def _possible(view: View) -> Mapping[str, list[tuple[Pattern, list[int]]]]:
    """The turns of phrase that may stand there, by signal; looked for once."""
    turns = _turns()
    if turns not in view.turns:
        view.turns[turns] = turns.possible(view.reading)
    return view.turns[turns]


@cache
def _turns() -> Turns:
    return Turns({signal.name: signal.patterns for signal in signals() if signal.patterns})


@cache
def signals() -> tuple[Signal, ...]:
    """The signals that are installed, by name."""
    return tuple(parts.load("matchers.signals", "SIGNAL").values())


@cache
def benign_names() -> frozenset[str]:
    """The signals whose findings pull back."""
    return frozenset(signal.name for signal in signals() if signal.benign)


def _found(page: Page, signal: Signal) -> Iterable[Finding]:
    """What one signal finds, each term once a field."""
    if signal.find is None:
        return words_findings(page, signal.name)
    return _once(signal.find(page))


def _once(findings: Iterable[Finding]) -> Iterable[Finding]:
    some = list(findings)
    if len({one.term for one in some}) == len(some):
        return some
    best: dict[tuple[str, str], Finding] = {}
    for finding in some:
        key = finding.field, finding.term
        held = best.get(key)
        if held is None or RANKS[finding.weight] < RANKS[held.weight]:
            best[key] = finding
    return best.values()


def term_findings(page: Page, signal: str) -> list[Finding]:
    """The signal's lexicon terms, its terms in other scripts and its emoji."""
    return [one for view in page.views for one in view.by_signal.get(signal, ())]


def pattern_findings(page: Page, signal: str) -> list[Finding]:
    """The signal's turns of phrase with marks, or wholly without them (one class less)."""
    found = [
        _pattern_finding(view, signal, pattern, spots)
        for view in page.views
        for pattern, spots in _possible(view).get(signal, ())
    ]
    return [one for one in found if one is not None]


def _pattern_finding(
    view: View, signal: str, pattern: Pattern, spots: Sequence[int]
) -> Finding | None:
    reading = view.reading
    match = search(pattern.marked, reading.marked, spots)
    folded = False
    if match is None:
        if not reading.has_marks:
            match = search(pattern.plain, reading.plain, spots)
        if match is None or reading.marked[match.start() : match.end()] != match[0]:
            return None
        folded = pattern.regex != pattern.plain.pattern and not reading.disguised(
            match.start(), match.end()
        )
    if not pattern.denies and any(
        match.start() < end and start < match.end() for start, end in view.denied
    ):
        return None
    weight = hedged(reading.marked, match.start(), pattern.weight)
    return Finding(
        signal=signal,
        field=view.field,
        quote=reading.quote(match.start(), match.end()),
        term=pattern.term,
        weight=lowered(weight) if folded else weight,
        folded=folded,
    )


def combination_findings(page: Page, signal: str) -> list[Finding]:
    """The signal's order-free combinations, each once a field by its shortest span."""
    return [
        _combined(page, view, combination, together)
        for view in page.views
        for combination, together in view.combined.get(signal, ())
    ]


def _names_everyday(page: Page, heads: Iterable[Head]) -> bool:
    """Whether a name among them is a bar's or a bus company's as well as an operator's."""
    names = [head.term for head in heads if head.text == BRAND]
    return any(is_everyday(name, page.lexicon) for name in names)


_SAYING_NO = ("không ", "chưa ", "khỏi ")  # "chưa có giấy phép" is what such a text says of itself


def _combined(page: Page, view: View, combination: Combination, together: Sequence[int]) -> Finding:
    heads, which, starts, ends, folded, _, _, _ = view.every
    begins = [starts[at] for at in together]
    weight = combination.weight
    if weight is Weight.DECISIVE and not _says_no(heads[which[at]] for at in together):
        weights = [hedged(view.reading.marked, start, weight) for start in begins]
        weight = max(weights, key=RANKS.__getitem__)
    if not page.speaks_of_gambling and _names_everyday(page, [heads[which[at]] for at in together]):
        weight = Weight.WEAK
    bare = 1 in map(folded.__getitem__, together)
    return Finding(
        signal=combination.signal,
        field=view.field,
        quote=view.reading.quote(min(begins), max(map(ends.__getitem__, together))),
        term=combination.name,
        weight=lowered(weight) if bare else weight,
        folded=bare,
    )


def _says_no(heads: Iterable[Head]) -> bool:
    return any(head.text.startswith(_SAYING_NO) for head in heads)


def words_findings(page: Page, signal: str) -> Iterable[Finding]:
    """Terms, combinations and turns of phrase of one signal: what most signals are."""
    terms = term_findings(page, signal)
    others = combination_findings(page, signal) + pattern_findings(page, signal)
    return _once(terms + others) if others else terms
