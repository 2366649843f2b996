"""What a file of an office's words must look like before it is laid over the shipped ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any

from crawler.errors import ConfigError
from crawler.records import Weight

LARGEST = 1_000_000  # bytes of one file
TABLES = frozenset({"terms", "emoji", "within", "words", "combination", "benign", "event"})
BRANDS = ("affiliate", "bookmaker", "portal", "boundary", "two_words")
BRAND_LISTS = (
    *("affixes_before", "affixes_behind", "lucky", "endings", "not_brands", "not_operators"),
    *BRANDS,
)
_LONGEST = 200  # letters of one term
_WIDEST = 10_000  # letters between the parts of a combination
_LEAST = 2  # letters or digits of a term: one of them stands in every text
_FIELDS = frozenset({"name", "signal", "weight", "all", "within"})


class LexiconError(ConfigError):
    """A lexicon file cannot be used. Raised by ``load_lexicon``."""


def check(added: Mapping[str, Any], name: str, shipped: Mapping[str, Any]) -> None:
    """Raises ``LexiconError`` for the first place that is wrong; ``shipped``: the own tables."""
    for wrong in _wrong(added, shipped):
        raise LexiconError(f"The lexicon file {name} {wrong}")


def _signals_of(tables: Mapping[str, Any]) -> Set[str]:
    """The signals that the tables name."""
    named = {row["signal"] for row in tables.get("combination", ()) if "signal" in row}
    named |= {signal for signal, _ in tables.get("terms", {}).values()}
    return named | set(tables.get("emoji", {})) | set(tables.get("benign", {}))


def _wrong(added: Mapping[str, Any], shipped: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong, each as the rest of a sentence that names table and key."""
    known = _signals_of(shipped)
    if unknown := set(added) - TABLES - set(BRAND_LISTS):
        yield (
            f"has an unknown table “{min(unknown)}”. "
            f"Known are: {', '.join(sorted(TABLES | set(BRAND_LISTS)))}."
        )
    for key, value in added.items():
        if key == "within":
            yield from _wrong_width(value, "within")
        elif key == "combination":
            yield from _wrong_combinations(value, known)
        elif key in BRAND_LISTS:
            yield from _wrong_words(value, key, least=1)
            yield from _wrong_exceptions(key, value, shipped)
        elif not isinstance(value, Mapping):
            yield f"has “{key}”, which is no table. Write [{key}] and the words below it."
        elif key == "event":
            yield from _wrong_lists(value, key, ("terms",))
        else:
            signals = set(shipped["benign"]) if key == "benign" else known
            yield from _wrong_table(key, value, set(value) if key == "words" else signals)


def _wrong_table(key: str, value: Mapping[str, Any], known: Set[str]) -> Iterator[str]:
    """Of words, emoji, terms or benign contexts, each under one of the ``known`` names."""
    yield from _wrong_signals(value, key, known)
    classes = ("terms", "slight") if key == "benign" else tuple(Weight)
    for part, held in value.items():
        where = f"{key}.{part}"
        if key in ("words", "emoji"):
            yield from _wrong_words(held, where, least=1 if key == "emoji" else _LEAST)
        else:
            yield from _wrong_lists(held, where, classes)


def _wrong_signals(value: Mapping[str, Any], key: str, known: Set[str]) -> Iterator[str]:
    for signal in value:
        if signal not in known:
            yield (
                f"has the unknown signal “{signal}” under {key}. "
                f"Use one of: {', '.join(sorted(known))}."
            )


def _wrong_lists(value: Any, where: str, allowed: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"has “{where}”, which is no table. Write [{where}] and lists of words below it."
        return
    for part, words in value.items():
        if part not in allowed:
            yield f"has the class “{part}” under {where}. Use one of: {', '.join(allowed)}."
        yield from _wrong_words(words, f"{where}.{part}")


def _wrong_words(words: Any, at: str, *, least: int = _LEAST) -> Iterator[str]:
    if not isinstance(words, list):
        yield f'has “{at}”, which is no list of words. Write it in brackets: ["từ", "từ khác"].'
        return
    for word in words:
        if not isinstance(word, str):
            yield f"has {word!r:.60} under {at}, which is no word. Put it in quotes."
        elif not word.strip():
            yield f"has an empty term under {at}. Delete it."
        elif len(word) > _LONGEST:
            yield f"has a term of {len(word)} letters under {at}. Keep it within {_LONGEST}."
        elif least > 1 and sum(map(str.isalnum, word)) < least:
            yield f"has the term “{word}” under {at}, which is everywhere. Write a longer one."


def _wrong_exceptions(key: str, value: Any, shipped: Mapping[str, Any]) -> Iterator[str]:
    """An exception that takes a shipped brand out of every verdict at once."""
    if key not in ("not_brands", "not_operators") or not isinstance(value, list):
        return
    brands = {brand for name in BRANDS for brand in shipped.get(name, ())}
    for word in value:
        if isinstance(word, str) and word.lower() in brands:
            yield (
                f"has “{word}” under {key}, which is a shipped brand: it would not be found any "
                "more. Delete it; protect an honest site with: protected propose"
            )


def _wrong_combinations(value: Any, known: Set[str]) -> Iterator[str]:
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        yield "has “combination”, which is no list of tables. Write [[combination]]."
        return
    for row in value:
        wrong = next(_wrong_combination(row, known), None)
        if wrong is not None:
            yield (
                f"has a wrong combination “{row.get('name', '?')}”: {wrong}. "
                "It needs name, signal, weight and all."
            )


def _wrong_combination(row: Mapping[str, Any], known: Set[str]) -> Iterator[str]:
    for key in ("name", "signal", "weight"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            yield f"{key} is no word"
    if unknown := set(row) - _FIELDS:
        yield f"{min(unknown)} is unknown"
    if row["signal"] not in known:
        yield f"the signal “{row['signal']}” is unknown, use one of: {', '.join(sorted(known))}"
    if row["weight"] not in set(Weight):
        yield f"the weight “{row['weight']}” is unknown, use one of: {', '.join(Weight)}"
    if "within" in row:
        yield from (wrong.rstrip(".") for wrong in _wrong_width(row["within"], "within"))
    parts = row.get("all")
    if not isinstance(parts, list) or not parts or not all(map(_is_part, parts)):
        yield "all is no list of lists of words"


def _is_part(part: Any) -> bool:
    """At least one alternative, each a word."""
    return isinstance(part, list) and bool(part) and not any(_wrong_words(part, "all"))


def _wrong_width(value: Any, where: str) -> Iterator[str]:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= _WIDEST:
        yield f"has {where} = {value!r:.60}. Write a number of letters from 1 to {_WIDEST}."
