"""Every rule in the code has its words in both languages, and no words are left over."""

from __future__ import annotations

import re
from pathlib import Path

from matchers.reasons import catalogue, reason

ROOT = Path(__file__).resolve().parents[3]
SOURCES = [
    path.read_text(encoding="utf-8")
    for folder in ("matchers", "crawler")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
CALLED = re.compile(r"\b(?:finding_)?reason\(\s*\"(\w+)\"")


def test_every_rule_used_has_both_languages() -> None:
    used = {rule for source in SOURCES for rule in CALLED.findall(source)}
    assert used <= catalogue().keys()
    assert all(words["vi"].strip() and words["en"].strip() for words in catalogue().values())


def test_no_rule_is_unused() -> None:
    source = "\n".join(SOURCES)
    assert [rule for rule in catalogue() if f'"{rule}"' not in source] == []


def test_both_languages_fill_in_the_same_words() -> None:
    for rule, words in catalogue().items():
        named = {language: set(re.findall(r"{(\w+)}", words[language])) for language in words}
        # A label is Vietnamese; the English words use the signal's own name.
        vi = {"signal" if name == "label" else name.removesuffix("_vi") for name in named["vi"]}
        assert vi == {name.removesuffix("_en") for name in named["en"]}, rule


def test_a_sentence_shows_what_was_published_in_one_bounded_line() -> None:
    published = "Nạp\x1b[2K\nrút\u202e " + "x" * 1_000
    told = reason("site_page", quote=published)
    assert told.quote == published
    for sentence in (told.vi, told.en):
        assert sentence.isprintable()
        assert "Nạp [2K rút xx" in sentence
        assert len(sentence) < 450
