"""Many texts at a time say what each says alone."""

from __future__ import annotations

import numpy as np
import pytest

from crawler.records import PublishedText, TextVerdict
from matchers.learned import BUCKETS, TextModel, _bucket
from matchers.verdict.assess import assess_text, assess_texts
from matchers.verdict.rules import Rules
from tests.matchers.scan.test_carrier import TEXTS
from tests.matchers.sights import LEXICON


class _Sure(TextModel):
    """An office's model to which every text is likely."""

    def chance(self, reads: str) -> float:
        return 0.97


def _office_model(words: str) -> TextModel:
    weights = np.zeros(BUCKETS, dtype=np.float32)
    weights[_bucket(words)] = 1.0
    return _Sure(weights, 0.0, 1.0, 0.0)


def test_what_the_office_learned_is_a_finding_with_its_quotes() -> None:
    said = PublishedText(id="1", text="Chơi liêng vui cùng bạn bè")
    plain = assess_text(said, LEXICON, Rules())
    found = assess_text(said, LEXICON, Rules(), _office_model("ban be"))
    assert (plain.verdict, found.verdict) == (TextVerdict.CLEAN, TextVerdict.UNSURE)
    assert [(one.field, one.quote) for one in found.findings if one.signal == "learned"] == [
        ("text", "bạn bè")
    ]


def test_a_model_that_quotes_nothing_doubts_nothing() -> None:
    said = PublishedText(id="1", text="Chơi liêng vui cùng bạn bè")
    found = assess_text(said, LEXICON, Rules(), _office_model("khac han"))
    assert found.verdict is TextVerdict.CLEAN


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


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # Letters torn apart with wide gaps, two disguises in one word, styled letters.
        ("N Ổ   H Ũ   Đ Ổ I   T H Ư Ở N G, nạp 20k quay là lên, vào link đầu trang", "gambling"),
        ("N Ổ   H Ũ Đ Ổ I   T H Ư Ở N G, nạp 20k quay là lên, vào link đầu trang", "gambling"),
        ("Ai chơi x0k dja online thì ib mình, nạp rút 1:1", "gambling"),
        ("ＮＯ ＨＵ có người trúng, bấm đăng ký gửi page lấy 40k", "gambling"),
        # What is hidden explains nothing: "thuwowngr uy tins" is no captain of the police.
        ("danhs bafi doori thuwowngr uy tins, napj 50k tawngj 50k, ib lays link", "gambling"),
        # Who tells of a loss warns.
        ("Bạn tôi bay cái quán vì nổ hũ, gặp ai rủ nạp rút 1:1 thì chặn, đừng tò mò", "clean"),
        # Money in, chance, money out.
        ("Anh em đặt Con 2 triệu, khóa cược còn 10 giây, vào nhóm kín theo em", "gambling"),
        ("Gom 50 tem đổi chai nước rửa kính, 200 tem đổi khăn lau, không quy ra tiền", "clean"),
        # Paid by hand, past the stores, without a paper.
        (
            "Game tiên hiệp đội dịch tự vận hành, không lên store, tải apk trên web, nạp thẻ cào "
            "cho admin được x3",
            "promotes_unlicensed",
        ),
        (
            "Game này không có số quyết định G1 gì đâu, nạp cho admin nhé anh em, sv vừa khai",
            "promotes_unlicensed",
        ),
        # Four weak words of private servers together name one.
        (
            "Sv ví dụ việt hóa, tải file cài, donate nhận webshop, esign cho máy iOS, ai chơi nhắn",
            "promotes_unlicensed",
        ),
        # One weak word of bets accuses nobody, however players talk, until somebody calls.
        ("Đang đỏ, tất tay, khô máu, gãy thì gỡ lại, từng tay một, cược nhẹ", "unsure"),
        # Developers who test their own, honest shops, clubs.
        (
            "Game indie của nhóm mình chưa có nhà phát hành, đang mở TestFlight, bạn nào muốn thử "
            "nghiệm thì đăng ký nhận link",
            "clean",
        ),
        (
            "Ứng dụng ghi chú của mình chưa lên App Store, Apple chưa duyệt, tạm cài qua "
            "TestFlight nhé, link hết hạn mình gửi lại",
            "clean",
        ),
    ],
)
def test_disguises_deals_and_honest_look_alikes(text: str, verdict: str) -> None:
    assert assess_text(PublishedText(id="1", text=text), LEXICON, Rules()).verdict == verdict
