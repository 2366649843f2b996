"""The words of gambling as data: terms, combinations, brands, benign contexts."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

from crawler.records import Weight
from matchers.lexicon.checking import BRAND_LISTS, LARGEST, check
from matchers.lexicon.checking import LexiconError as LexiconError
from matchers.meant import Vocabulary
from matchers.reading import WORD, spelled, without_marks
from matchers.weights import PROVING

BRAND = "#brand"  # the role of a brand's name in a combination
FILES = ("terms.toml", "foreign.toml", "combinations.toml", "brands.toml", "benign.toml")
_BESIDE = ("games.toml", "odds.csv")  # read where all words of a text are heard
# Neither Latin nor Vietnamese, Greek, Cyrillic or everyday punctuation.
_FAR = re.compile("[^\x00-\u0dff\u1e00-\u206f]")


@dataclass(frozen=True)
class Phrase:
    """A term as it is looked for: its plain words and its words with marks."""

    text: str
    words: tuple[str, ...]
    marked: tuple[str, ...]
    weights: Mapping[str, Weight] = field(default_factory=dict)  # signal to what it proves

    @property
    def glued(self) -> str:
        """The words without marks and blanks: ``nohu``."""
        return "".join(self.words)


@dataclass(frozen=True)
class Combination:
    """Parts that prove together what none proves alone; ``within`` letters, order-free."""

    name: str
    signal: str
    weight: Weight
    parts: tuple[frozenset[str], ...]
    within: int


@dataclass(frozen=True, eq=False)  # hashed by identity: the caches of brands and glued use it
class Lexicon:
    """Everything ``load_lexicon`` read, checked and laid out for the search."""

    phrases: Mapping[str, Phrase]
    foreign: Mapping[str, Phrase]  # terms in scripts without blanks between words
    emoji: Mapping[str, str]  # emoji to signal
    combinations: tuple[Combination, ...]
    brands: Mapping[str, frozenset[str]]
    benign: frozenset[str]
    event: frozenset[str]
    digest: str

    @cached_property
    def by_first_word(self) -> Mapping[str, tuple[Phrase, ...]]:
        """Phrases by their first plain word, the longest first."""
        found: dict[str, list[Phrase]] = {}
        for phrase in self.phrases.values():
            found.setdefault(phrase.words[0], []).append(phrase)
        return {
            word: tuple(sorted(group, key=lambda phrase: -len(phrase.words)))
            for word, group in found.items()
        }

    @cached_property
    def by_glued(self) -> Mapping[str, Phrase]:
        """Strong terms of two and more syllables by their glued form (lexicon.md §5)."""
        found: dict[str, Phrase] = {}
        for phrase in self.phrases.values():
            proving = PROVING.intersection(phrase.weights.values())
            if len(phrase.words) > 1 and proving and not phrase.weights.keys() & self.benign:
                found.setdefault(phrase.glued, phrase)
        return found

    @cached_property
    def signs(self) -> tuple[tuple[tuple[str, str, Weight], ...], ...]:
        """First the emoji, then the terms in other scripts: each with its signals and weights."""
        return (
            *(((sign, signal, Weight.WEAK),) for sign, signal in self.emoji.items()),
            *(
                tuple((text, signal, weight) for signal, weight in phrase.weights.items())
                for text, phrase in self.foreign.items()
            ),
        )

    @cached_property
    def signs_by_letter(self) -> Mapping[str, list[tuple[int, str]]]:
        """The signs with their places among all, by their first letter."""
        found: dict[str, list[tuple[int, str]]] = {}
        for place, text in enumerate((*self.emoji, *self.foreign)):
            found.setdefault(text[0], []).append((place, text))
        return found

    @cached_property
    def sign_letters(self) -> re.Pattern[str]:
        """Any letter with which a sign may begin."""
        # A few wide ranges are looked through three times as fast as the letters themselves.
        near = "".join(letter for letter in self.signs_by_letter if not _FAR.match(letter))
        return re.compile(f"{_FAR.pattern}|[{re.escape(near)}]") if near else _FAR

    @cached_property
    def operators(self) -> frozenset[str]:
        """Every brand written in one word."""
        return self.brands["bookmaker"] | self.brands["portal"] | self.brands["affiliate"]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What disguises may hide (``n0`` for ``no``), and the words that stand side by side."""
        words = {word for phrase in self.phrases.values() for word in phrase.words}
        return Vocabulary(
            words=frozenset(
                word
                for word in words | set(self.by_glued) | self.operators
                if len(word) > 1 and not word.isdigit()
            ),
            pairs=frozenset(
                pair for phrase in self.phrases.values() for pair in pairwise(phrase.words)
            ),
            names=self.operators,
        )


def load_lexicon(*extras: Path) -> Lexicon:
    """The shipped lexicon, with the office's files laid over it: their terms win, lists grow."""
    tables: dict[str, Any] = {}
    folder = resources.files("matchers.lexicon")
    for name in FILES:
        _lay_over(tables, _read(name, folder.joinpath(name).read_bytes()), name)
    shipped = {key: copy(value) for key, value in tables.items()}
    for extra in extras:
        try:
            body = extra.read_bytes()
        except OSError as error:
            raise LexiconError(
                f"The lexicon file {extra} cannot be read: {error.strerror}. "
                "Correct its path or its permissions."
            ) from error
        if len(body) > LARGEST:
            raise LexiconError(
                f"The lexicon file {extra} has {len(body)} bytes, more than {LARGEST}. "
                "Give it fewer words."
            )
        added = _read(str(extra), body)
        check(added, str(extra), shipped)
        _lay_over(tables, added, str(extra))
    return _build(tables)


def _read(name: str, body: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(body.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise LexiconError(
            f"The lexicon file {name} is not readable TOML: {error}. Correct that place."
        ) from error


def _lay_over(tables: dict[str, Any], added: Mapping[str, Any], name: str) -> None:
    for key, value in added.items():
        if key == "terms":
            _lay_terms(tables.setdefault("terms", {}), value, name)
        elif isinstance(value, Mapping):
            held = tables.setdefault(key, {})
            for part, words in value.items():
                held[part] = _joined(held.get(part, {} if key == "benign" else []), words)
        elif isinstance(value, list):
            tables[key] = [*tables.get(key, []), *value]
        else:
            tables[key] = value


def _joined(held: Any, words: Any) -> Any:
    if isinstance(words, Mapping):
        return {part: [*held.get(part, []), *words.get(part, [])] for part in ("terms", "slight")}
    return [*held, *words]


def _lay_terms(held: dict[str, tuple[str, Weight]], added: Any, name: str) -> None:
    """Terms by spelling, so that a later file moves a term to another class."""
    mine: set[str] = set()
    for signal, classes in added.items():
        for weight_name, texts in classes.items():
            try:
                weight = Weight(weight_name)
            except ValueError as error:
                raise LexiconError(
                    f"The lexicon file {name} has the class “{weight_name}” under terms.{signal}. "
                    f"Use one of: {', '.join(Weight)}."
                ) from error
            for text in texts:
                if not isinstance(text, str) or not text.strip():
                    raise LexiconError(
                        f"The lexicon file {name} has an empty term under terms.{signal}. "
                        "Delete it."
                    )
                if spelled(text) in mine:
                    raise LexiconError(
                        f"The lexicon file {name} gives “{text}” twice. Keep one of the two."
                    )
                mine.add(spelled(text))
                held[spelled(text)] = (signal, weight)


def _build(tables: Mapping[str, Any]) -> Lexicon:
    weights: dict[str, dict[str, Weight]] = {}
    for text, (signal, weight) in tables["terms"].items():
        weights.setdefault(text, {})[signal] = weight
    for signal, context in tables["benign"].items():
        for text in context.get("slight", ()):
            weights.setdefault(spelled(text), {})[signal] = Weight.AMBIGUOUS
        for text in context.get("terms", ()):
            weights.setdefault(spelled(text), {})[signal] = Weight.WEAK
    combinations = tuple(_combinations(tables))
    for text in _part_words(combinations, tables):
        weights.setdefault(text, {})
    for text in tables["two_words"]:
        weights.setdefault(spelled(text), {})[BRAND] = Weight.STRONG
    phrases = {text: _phrase(text, roles) for text, roles in weights.items()}
    return Lexicon(
        phrases={text: phrase for text, phrase in phrases.items() if phrase.words},
        foreign={text: one for text, one in phrases.items() if not one.words and one.weights},
        emoji={sign: signal for signal, signs in tables["emoji"].items() for sign in signs},
        combinations=combinations,
        brands={name: frozenset(tables[name]) for name in BRAND_LISTS},
        benign=frozenset(tables["benign"]),
        event=frozenset(spelled(text) for text in tables["event"]["terms"]),
        digest=_digest(tables),
    )


def _combinations(tables: Mapping[str, Any]) -> Iterator[Combination]:
    for row in tables["combination"]:
        try:
            yield Combination(
                name=row["name"],
                signal=row["signal"],
                weight=Weight(row["weight"]),
                parts=tuple(frozenset(_alternatives(part, tables)) for part in row["all"]),
                within=row.get("within", tables["within"]),
            )
        except (KeyError, ValueError) as error:
            raise LexiconError(
                f"The combination “{row.get('name', '?')}” of the lexicon is wrong: {error}. "
                "It needs name, signal, weight and all."
            ) from error


def _alternatives(part: Sequence[str], tables: Mapping[str, Any]) -> Iterator[str]:
    for text in part:
        if text == BRAND:
            yield BRAND
        elif text.startswith("#"):
            yield from (spelled(word) for word in tables["words"][text[1:]])
        else:
            yield spelled(text)


def _part_words(combinations: Sequence[Combination], tables: Mapping[str, Any]) -> Iterator[str]:
    for combination in combinations:
        for part in combination.parts:
            yield from (text for text in part if text != BRAND)
    yield from (spelled(text) for text in tables["event"]["terms"])


def _phrase(text: str, weights: Mapping[str, Weight]) -> Phrase:
    plain = without_marks(text)
    places = [(match.start(), match.end()) for match in WORD.finditer(plain)]
    if not all(letter.isascii() for letter in plain if letter.isalpha()):
        if plain[0].isascii():
            raise LexiconError(
                f"The lexicon has the term “{text}”, which begins with Latin letters or digits and "
                "goes on in another script. Write the two apart."
            )
        places = []  # looked for letter by letter, digits and all
    return Phrase(
        text=text,
        words=tuple(plain[start:end] for start, end in places),
        marked=tuple(text[start:end] for start, end in places),
        weights=weights,
    )


def _digest(tables: Mapping[str, Any]) -> str:
    """Twelve hex digits of the tables, and of what else the shipped words tell."""
    found = hashlib.sha256(json.dumps(tables, ensure_ascii=False, sort_keys=True).encode())
    for name in _BESIDE:
        found.update(resources.files("matchers.lexicon").joinpath(name).read_bytes())
    return found.hexdigest()[:12]
