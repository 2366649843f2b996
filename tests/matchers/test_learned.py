"""What an office learns: a chance for a text, the words that speak for it, and nothing more."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from crawler.errors import ModelProblem
from matchers.learned import BUCKETS, FOLDS, Fitted, fit, load, office_model, save

_BAIT = ["quay", "hu", "vang", "nap", "nhanh", "rut", "lien", "tay", "mo", "thuong"]
_PLAIN = ["nong", "trai", "gieo", "hat", "xay", "nha", "ghep", "hinh", "dau", "tri"]


def texts(count: int, seed: int = 7) -> tuple[list[str], list[bool]]:
    """Invented texts of two kinds that share a third of their words."""
    rng = random.Random(seed)
    labels = [place % 2 == 0 for place in range(count)]
    pools = [(_BAIT if label else _PLAIN) for label in labels]
    common = ["tro", "choi", "hay", "moi", "ngay", "cung", "ban", "be", "tai", "ve", "ngay"]
    return [" ".join(rng.choices([*pool, *common], k=14)) for pool in pools], labels


@pytest.fixture(scope="module")
def fitted() -> Fitted:
    reads, labels = texts(600)
    return fit(reads, labels, [place // 2 % FOLDS for place in range(600)])


def test_texts_like_the_confirmed_ones_are_likely(fitted: Fitted) -> None:
    assert fitted.model.chance("quay hu nap nhanh rut lien") > 0.9
    assert fitted.model.chance("nong trai xay nha ghep hinh") < 0.1
    assert 0 < fitted.model.chance("") < 1


def test_the_same_texts_give_the_same_model(fitted: Fitted) -> None:
    reads, labels = texts(600)
    again = fit(reads, labels, [place // 2 % FOLDS for place in range(600)])
    assert again.model.digest == fitted.model.digest
    assert (again.held_out == fitted.held_out).all()


def test_chances_are_calibrated_on_texts_that_were_not_seen(fitted: Fitted) -> None:
    _, labels = texts(600)
    assert abs(fitted.held_out.mean() - np.mean(labels)) < 0.02


def test_the_words_that_speak_for_it_stand_in_the_text(fitted: Fitted) -> None:
    reads = "tro choi nong trai quay hu nap nhanh"
    explained = fitted.model.explain(reads)
    assert explained
    assert all(words.rstrip("…") in reads for words in explained)
    assert "nong" not in explained


def test_what_one_text_alone_says_is_forgotten() -> None:
    reads, labels = texts(200)
    reads[0] += " tenrieng cuamotnguoi"
    model = fit(reads, labels, [place // 2 % FOLDS for place in range(200)]).model
    assert model.explain("tenrieng cuamotnguoi") == ()


def test_a_saved_model_is_the_same_and_holds_no_words(fitted: Fitted, tmp_path: Path) -> None:
    file = tmp_path / "texts.npz"
    save(fitted.model, file)
    assert load(file).digest == fitted.model.digest
    body = file.read_bytes()
    assert not any(word.encode() in body for word in ("quay", "nong", "thuong"))
    assert [path.name for path in tmp_path.iterdir()] == ["texts.npz"]


def test_an_office_without_a_model_has_none(tmp_path: Path) -> None:
    assert office_model(tmp_path) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(b"junk"),
        lambda file: file.write_bytes(b""),
        lambda file: np.savez(file, weights=np.zeros(3), shape=np.zeros(3)),
        lambda file: np.savez(file, weights=np.full(BUCKETS, np.nan), shape=np.zeros(3)),
        lambda file: np.savez(file, weights=np.zeros(BUCKETS)),
        lambda file: np.savez(file, weights=np.array([{}], dtype=object), shape=np.zeros(3)),
    ],
)
def test_a_damaged_model_is_a_sentence(damage: object, tmp_path: Path) -> None:
    file = tmp_path / "texts.npz"
    assert callable(damage)
    damage(file)
    with pytest.raises(ModelProblem, match="Train it again with: rasoat train"):
        load(file)
