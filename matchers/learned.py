"""What an office learns from its own decisions: how likely a text is one that people confirm.

A linear model over the words of the text as it is read, and over pairs and beginnings of them.
Words are kept as numbers of buckets only; no text can be made from the file.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from crawler.errors import ModelProblem
from matchers.disguises import folded
from matchers.reading import Reading

FILE = "texts.npz"  # in the office's models/
BUCKETS = 1 << 16
FOLDS = 5
_LEAST_TEXTS = 3  # that must hold a bucket's words: what one text alone says is forgotten
_LONGEST = 4_000  # words of one text
_STEM = 4  # letters
_ARRAYS = ("weights", "shape", "about")
_VERSION = 1  # of the form of the file
_LARGEST = 4_000_000  # bytes of all arrays unpacked
_UNREADABLE = (
    *(OSError, KeyError, ValueError, EOFError, TypeError, RuntimeError, MemoryError),
    *(OverflowError, zipfile.BadZipFile, zlib.error),
)

Weights = npt.NDArray[np.float32]
Chances = npt.NDArray[np.float64]


class Quote(NamedTuple):
    """Words as they stand in a field of what was published."""

    field: str
    words: str


@dataclass(frozen=True, eq=False)
class TextModel:
    """Weights by bucket, and how their sum becomes a chance: ``1 / (1 + exp(-(a x + b)))``."""

    weights: Weights
    bias: float
    slope: float
    offset: float

    def chance(self, reads: str) -> float:
        """How likely people confirm a text that is read so: 0 to 1."""
        buckets = _buckets(reads)
        odds = self.slope * self._sum(buckets) + self.offset
        return 1.0 / (1.0 + math.exp(-min(max(odds, -50.0), 50.0)))

    def explain(self, texts: Iterable[tuple[str, Reading]], most: int = 3) -> tuple[Quote, ...]:
        """What speaks most for the texts, the heaviest first, as it was published.

        ``texts``: each field with its reading. What lies within a heavier quote is not told again.
        """
        found = [
            (-float(self.weights[_bucket(words)]), field, start, end, reading)
            for field, reading in texts
            for words, start, end in _placed_grams(reading)
        ]
        told: list[tuple[str, int, int]] = []
        quotes: list[Quote] = []
        for weight, field, start, end, reading in sorted(found, key=lambda one: one[:4]):
            if weight >= 0 or len(quotes) == most:
                break
            if not any(field == one and start < last and first < end for one, first, last in told):
                told.append((field, start, end))
                quotes.append(Quote(field, reading.quote(start, end)))
        return tuple(quotes)

    def _sum(self, buckets: npt.NDArray[np.int64]) -> float:
        if not len(buckets):
            return self.bias
        return self.bias + float(self.weights[buckets].sum()) / math.sqrt(len(buckets))

    @property
    def digest(self) -> str:
        """Twelve hex digits that change with the model."""
        found = hashlib.sha256(self.weights.tobytes())
        found.update(np.array([self.bias, self.slope, self.offset]).tobytes())
        return found.hexdigest()[:12]


@dataclass(frozen=True, eq=False)
class Fitted:
    """A model, and the chances that models without a text's own fold gave it."""

    model: TextModel
    held_out: Chances


def fit(reads: Sequence[str], labels: Sequence[bool], folds: Sequence[int]) -> Fitted:
    """Fits and calibrates; the same texts give the same model. ``folds``: 0 to FOLDS - 1 a text."""
    table, wanted = _table(reads), np.array(labels, dtype=np.int8)
    of_fold = np.array(folds)
    apart = np.zeros(len(reads))
    for fold in range(FOLDS):
        held = of_fold == fold
        if held.any() and 0 < wanted[~held].sum() < (~held).sum():
            weights, bias = _weights(table[~held], wanted[~held])
            apart[held] = table[held] @ weights + bias
    slope, offset = _calibrated(apart, wanted)
    weights, bias = _weights(table, wanted)
    model = TextModel(weights.astype(np.float32), bias, slope, offset)
    return Fitted(model, 1.0 / (1.0 + np.exp(-(slope * apart + offset))))


def save(model: TextModel, file: Path, *, lexicon: str) -> None:
    """Writes the model with the digest of its ``lexicon``; a half one never stands in its place."""
    body = io.BytesIO()
    shape = np.array([model.bias, model.slope, model.offset])
    about = np.array([str(_VERSION), lexicon])
    np.savez_compressed(body, weights=model.weights, shape=shape, about=about)
    part = file.with_suffix(".part")
    part.write_bytes(body.getvalue())
    part.replace(file)


def office_model(folder: Path) -> TextModel | None:
    """The model that the office trained; None: it trained none.

    Raises ``ModelProblem`` where another model lies beside the provenance that ``train`` wrote.
    """
    file = folder / FILE
    if not file.exists():
        return None
    model, lexicon = load(file)
    try:
        told = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
        fits = (told["model"], told["lexicon"]) == (model.digest, lexicon)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        fits = False
    if not fits:
        raise ModelProblem(
            f"The model {FILE} is not the one that {file.with_suffix('.json').name} tells of: it "
            "was exchanged or moved here. Train it again with: rasoat train"
        )
    return model


def load(file: Path) -> tuple[TextModel, str]:
    """A model and the digest of its lexicon; raises ``ModelProblem`` for a file that holds none."""
    try:
        with zipfile.ZipFile(file) as packed:
            if sum(part.file_size for part in packed.infolist()) > _LARGEST:
                raise ValueError(f"it unpacks to more than {_LARGEST} bytes")
        with np.load(file, allow_pickle=False) as arrays:
            weights, shape, about = (arrays[name] for name in _ARRAYS)
    except _UNREADABLE as error:
        raise ModelProblem(
            f"The model {file.name} cannot be read ({error}). Train it again with: rasoat train"
        ) from error
    whole = weights.shape == (BUCKETS,) and shape.shape == (3,) and about.shape == (2,)
    kinds = (weights.dtype.kind, shape.dtype.kind, about.dtype.kind)
    if not whole or kinds != ("f", "f", "U") or str(about[0]) != str(_VERSION):
        raise _other_figures(file)
    with np.errstate(over="ignore"):
        figures, rest = weights.astype(np.float32), shape.astype(np.float64)
    if not np.isfinite(figures).all() or not np.isfinite(rest).all():
        raise _other_figures(file)
    return TextModel(figures, *(float(figure) for figure in rest)), str(about[1])


def _other_figures(file: Path) -> ModelProblem:
    return ModelProblem(
        f"The model {file.name} holds other figures than a model has. "
        "Train it again with: rasoat train"
    )


def _grams(reads: str) -> Iterator[str]:
    """The words, pairs of words and beginnings of longer words, each as it stands."""
    words = reads.split()[:_LONGEST]
    for place, word in enumerate(words):
        yield word
        if len(word) > _STEM:
            yield f"{word[:_STEM]}…"
        if place:
            yield f"{words[place - 1]} {word}"


def _placed_grams(reading: Reading) -> Iterator[tuple[str, int, int]]:
    """The same of one text, each with its place in the reading; a beginning stands for its word."""
    former, began, reach = "", 0, 0
    for word in folded(reading).split()[:_LONGEST]:
        start = reading.plain.index(word, reach)
        reach = start + len(word)
        yield word, start, reach
        if len(word) > _STEM:
            yield f"{word[:_STEM]}…", start, reach
        if former:
            yield f"{former} {word}", began, reach
        former, began = word, start


def _bucket(words: str) -> int:
    return zlib.crc32(words.encode("utf-8", "surrogatepass")) % BUCKETS


def _buckets(reads: str) -> npt.NDArray[np.int64]:
    return np.array(sorted({_bucket(words) for words in _grams(reads)}), dtype=np.int64)


def _table(reads: Sequence[str]) -> Any:
    """A row a text, a column a bucket; rows of length one, rare buckets empty."""
    from scipy import sparse

    rows = [_buckets(text) for text in reads]
    held = np.bincount(np.concatenate([*rows, [0]]).astype(np.int64), minlength=BUCKETS)
    kept = [row[held[row] >= _LEAST_TEXTS] for row in rows]
    values = [
        np.full(len(row), 1 / math.sqrt(max(len(all_), 1)))
        for row, all_ in zip(kept, rows, strict=True)
    ]
    ends = np.concatenate(([0], np.cumsum([len(row) for row in kept])))
    return sparse.csr_matrix(
        (np.concatenate([*values, []]), np.concatenate([*kept, []]).astype(np.int64), ends),
        shape=(len(reads), BUCKETS),
    )


def _weights(table: Any, labels: npt.NDArray[np.int8]) -> tuple[Chances, float]:
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(
        C=10.0, class_weight="balanced", solver="liblinear", random_state=0
    ).fit(table, labels)
    return fitted.coef_[0], float(fitted.intercept_[0])


def _calibrated(apart: Chances, labels: npt.NDArray[np.int8]) -> tuple[float, float]:
    """Platt's two figures, by what models said of texts that they had not seen."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1e6, solver="lbfgs").fit(apart[:, None], labels)
    return float(fitted.coef_[0][0]), float(fitted.intercept_[0])
