"""Labelled files for ``evaluate``: texts or domain names, each with whether it is gambling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Any

from crawler.errors import TextsRefused
from crawler.records import PublishedText
from crawler.rows import Refusal, Refuse, Row, Why, read_rows
from crawler.texts import WRITTEN_IN, texts_of_rows
from matchers.addresses import host_of, registrable

_NAMED_IN = ("name", "domain")
_LABELS = ("label", "expected", "gambling")
_MEANS = {
    **dict.fromkeys(("1", "true", "yes", "gambling"), True),
    **dict.fromkeys(("0", "false", "no", "clean"), False),
}
_COLUMNS = "For texts name them id,title,text,label; for domain names name,label"


@dataclass(frozen=True, slots=True)
class LabelledName:
    """A domain name as the file has it, and whether it is of gambling."""

    line: int
    name: str
    gambling: bool


@dataclass(frozen=True, slots=True)
class LabelledTexts:
    """A file of texts; its rows are read as they are asked for."""

    rows: Iterator[tuple[PublishedText, bool]]


@dataclass(frozen=True, slots=True)
class LabelledNames:
    """A file of domain names; its rows are read as they are asked for."""

    rows: Iterator[LabelledName]


def read_labelled(lines: Iterable[str], name: str, refuse: Refuse) -> LabelledTexts | LabelledNames:
    """The rows of a file of texts or of names: the first row that holds either tells which.

    Labels stand in a column ``label``, ``expected`` or ``gambling``. A line without one, or of the
    other kind, is told to ``refuse`` and left out. Raises ``TextsRefused`` for a file of neither
    kind or of both.
    """
    rows = read_rows(lines, name, refuse, check=lambda header: _kind(header, name))
    before: list[Row] = []  # rows of JSON that tell nothing; each is refused alone
    for row in rows:
        before.append(row)
        if any(column in row[1] for column in (*WRITTEN_IN, *_NAMED_IN)):
            every = chain(before, rows)
            if _kind(tuple(row[1]), name) is _Kind.TEXTS:
                return LabelledTexts(_texts(every, name, refuse))
            return LabelledNames(_names(every, name, refuse))
    raise TextsRefused(f"{name} holds no text and no domain name to measure. {_COLUMNS}")


class _Kind(StrEnum):
    TEXTS = "texts"
    NAMES = "names"


def _kind(columns: Sequence[str], name: str) -> _Kind:
    texts, names = not WRITTEN_IN.isdisjoint(columns), not set(_NAMED_IN).isdisjoint(columns)
    if texts and names:
        raise TextsRefused(
            f"{name} has columns of texts and of domain names ({', '.join(columns)[:120]}): one "
            "file measures one of them. Leave out the columns of the other."
        )
    if not texts and not names:
        raise TextsRefused(
            f"{name} has the columns {', '.join(columns)[:120]}: neither texts nor domain names. "
            f"{_COLUMNS}"
        )
    return _Kind.TEXTS if texts else _Kind.NAMES


def _texts(rows: Iterable[Row], name: str, refuse: Refuse) -> Iterator[tuple[PublishedText, bool]]:
    first_lines: dict[tuple[str, str], int] = {}
    ids: set[str] = set()
    for (number, row), text in texts_of_rows(rows, name, refuse):
        if text.id in ids:
            continue  # told by its id already
        ids.add(text.id)
        first = first_lines.setdefault((text.title.strip(), text.text.strip()), number)
        if first != number:
            sentence = f"{name}: line {number} has the text of line {first}. Drop one of them."
            refuse(Refusal(Why.AGAIN, sentence))
            continue
        label = _label(number, row, name, refuse)
        if label is not None:
            yield text, label


def _names(rows: Iterable[Row], name: str, refuse: Refuse) -> Iterator[LabelledName]:
    first_lines: dict[str, int] = {}
    for number, row in rows:
        written = next((row[key] for key in _NAMED_IN if row.get(key)), None)
        if not isinstance(written, str) or not WRITTEN_IN.isdisjoint(row):
            sentence = (
                f"{name}: line {number} is no domain name among domain names. "
                "Drop it, or put texts into a file of their own."
            )
            refuse(Refusal(Why.OTHER, sentence))
            continue
        # Counted twice, a name would make the intervals narrower than what is known.
        host = host_of(written)
        one = (host and registrable(host)) or written.strip().lower()
        first = first_lines.setdefault(one, number)
        if first != number:
            sentence = f"{name}: line {number} has the name of line {first}. Drop one of them."
            refuse(Refusal(Why.AGAIN, sentence))
            continue
        label = _label(number, row, name, refuse)
        if label is not None:
            yield LabelledName(number, written, label)


def _label(number: int, row: Mapping[str, Any], name: str, refuse: Refuse) -> bool | None:
    written = next((row[key] for key in _LABELS if row.get(key) not in (None, "")), None)
    label = _MEANS.get(str(written).strip().lower())
    if label is None:
        has = "no label" if written is None else f"the label {str(written)[:40]!r}"
        sentence = (
            f"{name}: line {number} has {has}. "
            "Write 1 or gambling, 0 or clean, in a column named label."
        )
        refuse(Refusal(Why.LABEL, sentence))
    return label
