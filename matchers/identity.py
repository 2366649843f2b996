"""Copied identity: a licence number or a description that belongs to another account's game."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rapidfuzz.distance import Indel

from crawler.records import Reason, RegistryEntry, Sighting
from crawler.text import fold_marks
from matchers.reasons import reason

# "126/QĐ-PTTH&TTĐT", "355 /QĐ-PTTH&TTĐT", "115 QĐ/BTTTT", "22/GXN-PTTH&TTĐT"
_NUMBER = re.compile(
    r"\b(\d{1,4})\s{0,2}[/ ]\s{0,2}(qd|gp|gxn|xn)\s{0,2}[-/_ ]\s{0,2}"
    r"(bttt+|ptth\s?(?:&|va)\s?tt\s?dt|bvhttdl)"
)
_WORD = re.compile(r"\w+")
_SHINGLE = 6  # words
_SHORTEST = 40  # words: shorter descriptions are alike by chance
_ALIKE = 0.9

Number = tuple[str, str, str]  # number, kind of paper, authority
SamePublisher = Callable[[str, str], bool]


def numbers_in(text: str) -> Iterator[tuple[Number, str]]:
    """Each licence number printed in the text, with its original words."""
    folded = fold_marks(text)
    aligned = len(folded) == len(text)
    for match in _NUMBER.finditer(folded):
        quote = text[match.start() : match.end()] if aligned else match[0]
        yield (match[1].lstrip("0"), match[2], re.sub(r"\W|(?<=h)va", "", match[3])), quote


def numbers_of(entries: Iterable[RegistryEntry]) -> Mapping[Number, tuple[RegistryEntry, ...]]:
    """The register by number; one number may stand for several years (regulation.md §4.3)."""
    found: dict[Number, list[RegistryEntry]] = {}
    for entry in entries:
        for number, _ in numbers_in(entry.number):
            found.setdefault(number, []).append(entry)
    return {number: tuple(group) for number, group in found.items()}


def copied_numbers(
    sighting: Sighting,
    numbers: Mapping[Number, Sequence[RegistryEntry]],
    same_publisher: SamePublisher,
) -> Iterator[Reason]:
    """Licence numbers in the text that only other publishers hold."""
    seller = sighting.facts.get("seller")
    names = [name for name in (sighting.publisher, seller) if isinstance(name, str) and name]
    if not sighting.text or not names:
        return
    for number, quote in numbers_in(sighting.text):
        holders = numbers.get(number, ())
        if holders and not any(
            same_publisher(name, holder.publisher) for name in names for holder in holders
        ):
            yield reason(
                "copied_licence_number",
                field="text",
                quote=quote,
                entry=holders[0].entry,
                differed=("publisher",),
                holder=holders[0].publisher,
            )


class LicensedTexts:
    """Descriptions of licensed accounts' games, found by the runs of words they share."""

    def __init__(self, sightings: Iterable[Sighting]) -> None:
        self._texts: dict[str, tuple[Sighting, list[str]]] = {}
        self._runs: dict[int, list[str]] = {}
        for sighting in sightings:
            words = _words(sighting.text)
            if len(words) < _SHORTEST:
                continue
            self._texts[sighting.subject] = sighting, words
            for run in _shingles(words):
                self._runs.setdefault(run, []).append(sighting.subject)

    def copied_by(self, sighting: Sighting, same_publisher: SamePublisher) -> Reason | None:
        """The licensed game of another account whose description this one repeats."""
        words = _words(sighting.text)
        if len(words) < _SHORTEST or not sighting.publisher:
            return None
        shared = Counter(subject for run in _shingles(words) for subject in self._runs.get(run, ()))
        for subject, _ in shared.most_common(3):
            original, its_words = self._texts[subject]
            if subject == sighting.subject or same_publisher(
                sighting.publisher, original.publisher or ""
            ):
                continue
            if Indel.normalized_similarity(words, its_words) >= _ALIKE:
                quote = (sighting.text or "").strip().split("\n", 1)[0][:120]
                return reason(
                    "copied_text", field="text", quote=quote, original=original.title or subject
                )
        return None


def _words(text: str | None) -> list[str]:
    return _WORD.findall(fold_marks(text)) if text else []


def _shingles(words: Sequence[str]) -> frozenset[int]:
    return frozenset(
        hash(tuple(words[place : place + _SHINGLE])) for place in range(len(words) - _SHINGLE + 1)
    )
