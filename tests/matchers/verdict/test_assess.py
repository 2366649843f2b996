"""Many texts at a time say what each says alone."""

from __future__ import annotations

import pytest

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


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # Named and offered to nobody: a sermon, rules of a house, a dictionary.
        ("Nội quy nhà trọ: không chứa đồ cấm; đánh đề, đánh phỏm ăn tiền thì mời đi", "unsure"),
        ("Đánh đề, đánh phỏm ăn tiền, ae vào nhóm zalo nhận bàn nhé, 50k một ván", "gambling"),
        # One word of a warning in a loud offer, and the same word in a warning.
        (
            "Tài xỉu MD5 online uy tín, xóc đĩa online. Nạp 100k nhận 150k, nạp rút 1:1, rút về "
            "momo. Vòng cược 1 lần, hoàn trả 1,5% mỗi ngày. Đăng ký nhận 50k, vào nhóm zalo, "
            "inbox admin. Nói không với lừa đảo!",
            "gambling",
        ),
        ("Cảnh báo: nhóm zalo tài xỉu online nạp rút 1:1 nhiều người đã mất tiền", "unsure"),
        # No permit, a foreign build, a translation, a way past the stores.
        (
            "Game tu tiên bản Trung việt hóa, chưa có giấy phép nên không có trên store, tải apk "
            "trên web, nạp qua admin",
            "promotes_unlicensed",
        ),
        (
            "Ra mắt game tu tiên bản quốc tế, giấy phép G1 số 123/GP-PTTH&TTĐT, tải trên App Store",
            "clean",
        ),
    ],
)
def test_who_offers_is_told_from_who_names(text: str, verdict: str) -> None:
    assert assess_text(PublishedText(id="1", text=text), LEXICON, Rules()).verdict == verdict
