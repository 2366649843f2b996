"""The worlds test more than the lexicon: much of their gambling wording is not in it."""

from __future__ import annotations

from crawler.replica.gambling import gambling_brands, gambling_wording
from crawler.replica.sites.gambling_words import site_wording
from crawler.text import fold_marks
from matchers.lexicon import load_lexicon

LEXICON = load_lexicon()


def _words(text: str) -> str:
    letters = "".join(char if char.isalnum() else " " for char in fold_marks(text))
    return f" {' '.join(letters.split())} "


def _unknown(lines: tuple[str, ...]) -> list[str]:
    """The lines that hold no phrase of the lexicon."""
    # Whole phrases of the lexicon that weigh for gambling at all, the weakest included; how players
    # talk weighs in no verdict on a listing.
    known = [
        _words(" ".join(phrase.words))
        for phrase in LEXICON.phrases.values()
        if phrase.weights.keys() - LEXICON.benign - {"talk"}
    ]
    return [text for text in lines if not any(term in _words(text) for term in known)]


def test_a_third_of_the_gambling_wording_is_not_in_the_lexicon() -> None:
    phrases = tuple(gambling_wording())
    unknown = _unknown(phrases)
    assert len(unknown) >= 0.3 * len(phrases), f"{len(unknown)} of {len(phrases)}"


def test_a_third_of_the_brands_are_not_in_the_lexicon() -> None:
    brands = tuple(gambling_brands())
    unknown = [brand for brand in brands if fold_marks(brand) not in LEXICON.operators]
    assert len(unknown) >= 0.3 * len(brands), f"{len(unknown)} of {len(brands)}"


def test_most_of_what_gambling_sites_say_is_not_in_the_lexicon() -> None:
    lines = site_wording()
    unknown = _unknown(lines)
    assert len(unknown) >= 0.5 * len(lines), f"{len(unknown)} of {len(lines)}"
