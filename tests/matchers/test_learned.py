"""What an office learns: a chance for a text, the words that speak for it, and nothing more."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from crawler.errors import ModelProblem
from matchers.disguises import folded, readings
from matchers.learned import (
    BUCKETS,
    FOLDS,
    Fitted,
    _grams,
    _placed_grams,
    fit,
    load,
    office_model,
    save,
)
from matchers.lexicon import load_lexicon
from matchers.reading import Reading

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


def read(**texts: str) -> list[tuple[str, Reading]]:
    vocabulary = load_lexicon().vocabulary
    return [(field, readings(text, vocabulary)[-1]) for field, text in texts.items()]


def test_the_words_that_speak_for_it_are_quoted_as_published(fitted: Fitted) -> None:
    texts = {"title": "Trò chơi NÔNG TRẠI", "text": "Quay hũ, nạp nhanh!\nRút liền tay"}
    explained = fitted.model.explain(read(**texts))
    assert len(explained) == 3
    for quote in explained:
        assert quote.field == "text"
        assert quote.words in texts["text"]
    assert any(not quote.words.islower() or not quote.words.isascii() for quote in explained)


@pytest.mark.parametrize(
    ("text", "written"),
    [("q.u.a.y h.ũ", "q.u.a.y"), ("Ｑｕａｙ 𝐡𝐮̃", "Ｑｕａｙ"), ("QUÂY hu", "QUÂY")],
)
def test_what_was_disguised_is_quoted_in_its_disguise(
    fitted: Fitted, text: str, written: str
) -> None:
    explained = fitted.model.explain(read(text=text))
    assert explained
    assert all(quote.words in text for quote in explained)
    assert any(written in quote.words for quote in explained)


def test_nothing_is_quoted_twice_or_across_two_fields(fitted: Fitted) -> None:
    explained = fitted.model.explain(read(title="Quay hũ", text="vàng nạp nhanh"), most=9)
    assert explained
    for quote in explained:
        others = [one for one in explained if one is not quote and one.field == quote.field]
        assert not any(quote.words in other.words for other in others)
        assert quote.words in {"title": "Quay hũ", "text": "vàng nạp nhanh"}[quote.field]


def test_what_speaks_against_it_is_never_quoted(fitted: Fitted) -> None:
    assert fitted.model.explain(read(text="Nông trại, xây nhà, ghép hình")) == ()


def test_addresses_and_long_texts_are_read_as_they_were_learned(fitted: Fitted) -> None:
    text = "Xem tại quay-hu.example.com/nap, quay hũ " + "nông trại " * 3_000
    (_, reading), *_ = read(text=text)
    placed = list(_placed_grams(reading))
    assert [words for words, _, _ in placed] == list(_grams(folded(reading)))
    assert all(
        reading.plain[start:end].startswith(words.split()[0].rstrip("…"))
        for words, start, end in placed
    )


def test_what_one_text_alone_says_is_forgotten() -> None:
    reads, labels = texts(200)
    reads[0] += " tenrieng cuamotnguoi"
    model = fit(reads, labels, [place // 2 % FOLDS for place in range(200)]).model
    assert model.explain(read(text="tenrieng cuamotnguoi")) == ()


def test_a_saved_model_is_the_same_and_holds_no_words(fitted: Fitted, tmp_path: Path) -> None:
    file = tmp_path / "texts.npz"
    save(fitted.model, file, lexicon="abc")
    loaded, lexicon = load(file)
    assert (loaded.digest, lexicon) == (fitted.model.digest, "abc")
    body = file.read_bytes()
    assert not any(word.encode() in body for word in ("quay", "nong", "thuong"))
    assert [path.name for path in tmp_path.iterdir()] == ["texts.npz"]


def test_an_office_without_a_model_has_none(tmp_path: Path) -> None:
    assert office_model(tmp_path) is None


OK = ["1", "abc"]
NO = np.zeros(3)


def whole(
    file: Path, *, cut: slice = slice(None), at: bytes = b"", by: int = 0, value: bytes = b""
) -> None:
    """A model that fits, cut short or with other bytes behind the first place of ``at``."""
    rng = np.random.default_rng(7)
    np.savez_compressed(file, weights=rng.random(BUCKETS), shape=NO, about=OK)
    body = bytearray(file.read_bytes())
    if value:
        place = body.index(at) + by
        body[place : place + len(value)] = value
    file.write_bytes(body[cut])


def test_a_model_that_another_took_the_place_of_is_refused(fitted: Fitted, tmp_path: Path) -> None:
    save(fitted.model, tmp_path / "texts.npz", lexicon="abc")
    wrong: tuple[object, ...] = (
        {"model": "another", "lexicon": "abc"},
        {"model": fitted.model.digest, "lexicon": "other"},
        [],
    )
    for told in wrong:
        (tmp_path / "texts.json").write_text(json.dumps(told), encoding="utf-8")
        with pytest.raises(ModelProblem, match=r"exchanged.*rasoat train"):
            office_model(tmp_path)
    right = {"model": fitted.model.digest, "lexicon": "abc"}
    (tmp_path / "texts.json").write_text(json.dumps(right), encoding="utf-8")
    assert office_model(tmp_path) is not None
    (tmp_path / "texts.json").unlink()
    with pytest.raises(ModelProblem, match="exchanged"):
        office_model(tmp_path)


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(b"junk"),
        lambda file: file.write_bytes(b""),
        lambda file: np.savez(file, weights=np.zeros(3), shape=np.zeros(3)),
        lambda file: np.savez(file, weights=np.full(BUCKETS, np.nan), shape=np.zeros(3)),
        lambda file: np.savez(file, weights=np.zeros(BUCKETS)),
        lambda file: np.savez(file, weights=np.zeros(BUCKETS), shape=np.zeros(3), about=["9", "x"]),
        lambda file: np.savez(file, weights=np.full(BUCKETS, 1e300), shape=NO, about=OK),
        lambda file: np.savez(
            file, weights=np.zeros(BUCKETS, complex), shape=np.zeros(3), about=OK
        ),
        lambda file: np.savez(file, weights=np.zeros(BUCKETS, int), shape=NO, about=OK),
        lambda file: np.savez_compressed(
            file, weights=np.zeros(10**6), shape=np.zeros(3), about=OK
        ),
        lambda file: whole(file, cut=slice(0, 3_000)),
        lambda file: whole(file, at=b"\x50\x4b\x01\x02", by=8, value=b"\x01\x08"),  # encrypted
        lambda file: whole(file, at=b"\x50\x4b\x01\x02", by=10, value=b"\x63\x00"),  # its method
        lambda file: np.savez(file, weights=np.array([{}], dtype=object), shape=np.zeros(3)),
    ],
)
def test_a_damaged_model_is_a_sentence(damage: object, tmp_path: Path) -> None:
    file = tmp_path / "texts.npz"
    assert callable(damage)
    damage(file)
    with pytest.raises(ModelProblem, match="Train it again with: rasoat train"):
        load(file)
