"""Many texts at a time say what each says alone."""

from __future__ import annotations

from crawler.records import PublishedText
from matchers.verdict.assess import assess_text, assess_texts
from matchers.verdict.rules import Rules
from tests.matchers.scan.test_carrier import TEXTS
from tests.matchers.sights import LEXICON


def test_texts_assessed_together_say_what_each_says_alone() -> None:
    texts = [
        PublishedText(id=str(at), title=title, text=text, url=url)
        for at, (title, text, url) in enumerate(
            (title, text, url)
            for title in ("", *TEXTS[:2])
            for text in TEXTS
            for url in (None, "https://go88.vidu.example")
        )
    ]
    assert len(texts) > 32
    together = list(assess_texts(texts, LEXICON, Rules(), reads=True))
    assert together == [assess_text(text, LEXICON, Rules(), reads=True) for text in texts]
    assert [one.id for one in together] == [text.id for text in texts]
