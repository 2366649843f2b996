"""Who cites an offer, tells a story or complains is told from who offers."""

from __future__ import annotations

import pytest

from crawler.records import PublishedText, TextVerdict
from matchers.verdict.assess import assess_text
from matchers.verdict.rules import Rules
from tests.matchers.sights import LEXICON

ADVERT = "Nổ hũ uy tín, nạp rút 1:1, tặng 58k tân thủ"
ACCUSING = {TextVerdict.GAMBLING, TextVerdict.PROMOTES_UNLICENSED}


def _verdict(text: str) -> TextVerdict:
    return assess_text(PublishedText(id="1", text=text), LEXICON, Rules()).verdict


@pytest.mark.parametrize("marks", ['""', "“”", "«»", "''", "‘’", "「」"])
def test_an_advert_within_quotation_marks_is_no_offer_of_who_cites_it(marks: str) -> None:
    opened, closed = marks[0], marks[1]
    around = "Sáng nay trang trường mình lại hiện {}, thầy nào rành máy ghé xem giùm phòng tin học."
    assert _verdict(around.format(ADVERT)) is TextVerdict.GAMBLING
    assert _verdict(around.format(f"{opened}{ADVERT}{closed}")) is TextVerdict.UNSURE


@pytest.mark.parametrize(
    "text",
    [
        # What is cited is nearly all there is: the praise of an operator.
        f'"{ADVERT}" – chị Bưởi, ba tháng nay',
        # Who cites also offers, or calls.
        f'Cổng game bài đổi thưởng của tụi mình: "{ADVERT}". Nạp rút 1:1, vào nhóm kín nhận code',
        "Hàng mới về tay, anh chị nào quan tâm nhắn zalo hoặc inbox em lấy mã liền nhé: "
        f'"{ADVERT}"',
        'Vào ngay "Tài Xỉu Bưởi Online", ib lấy link nhóm kín, tải app ngay nhé các bác ơi',
    ],
)
def test_quotation_marks_clear_no_operator(text: str) -> None:
    assert _verdict(text) is TextVerdict.GAMBLING


def test_all_words_beside_a_citation_are_heard() -> None:
    advert = (
        'WotLK 3.3.5a cho người Việt, realm "Sương Mù", x5, Naxx mở trước. Khỏi trả phí tháng cho '
        "hãng nữa. Realmlist ghim trong Discord."
    )
    assert _verdict(advert) is TextVerdict.PROMOTES_UNLICENSED


@pytest.mark.parametrize(
    "text",
    [
        # Lists of slang and of rubbish that is filtered, jokes, shouted banners.
        "Mẹo quản trị: chặn kiểu “t.à.i x.ỉ.u”, “code tân thủ 58k”, “link ghim”, nhóm sạch hẳn.",
        "Xếp hạng lời hứa hão: “mai trả”, “đang tới”, “nhà cái uy tín, rút liền tay”. Cười xỉu.",
        "Xem hoạt hình mà cứ nhảy ra banner NỔ HŨ ĐỔI THƯỞNG – RÚT VỀ MOMO, ai biết cách tắt không",
        # A word of gambling stands beside what is cited, and yet nobody offers.
        'Học trò lại hỏi "gấp thếp thì có chắc thắng không thầy". Chắc, nếu tiền là vô hạn và bàn '
        "không giới hạn cược. Bài này có trong tiết toán sáng mai",
        'Duyệt thành viên hơi lâu, tại 100 người xin vào thì 93 là nick "Ngọc Lan Nổ Hũ". '
        "Ai là Ngọc Lan thật thì nhắn riêng",
        'Vợ: "Sao nhà mình nổ hũ hoài vậy?" – "Hũ mắm mà." – "Rút tiền chi nhiều thế?" – "Mắm."',
        # Films, books and instalments.
        "Phim mới kể về một dealer ở sòng bài Macau chia ván baccarat cuối cùng, nam chính diễn "
        "tốt, đoạn kết hơi vội",
        "Tập 9 kể chuyện cô dealer ở casino Macau yêu một con bạc, xem mà khóc",
        "Truyện: Lão úp bát, cả sới bạc nín thở, đặt hết phỉnh cửa lẻ. Chương sau mai đăng",
        # A relative's losses, and what to do.
        "Chồng em nạp rút trên web tài xỉu, thắng vài bữa rồi thua 80 triệu, em phải làm sao",
        "Hàng xóm mê quay hũ với tài xỉu online, tháng rồi bán luôn chiếc xe, con cái nheo nhóc",
        # A game table without money, drinks and gifts of ordinary games.
        "Quán board game Bưởi tối nay mở bàn poker, chip nhựa, không ăn tiền, giảm 10% tiền nước",
        "Đăng nhập 7 ngày nhận 200 lượt quay miễn phí, giftcode NOEL, skin mới, chơi ngay thôi",
        "Ví điện tử Bưởi: nhập mã bạn bè nhận 30k, nạp điện thoại hoàn 5%, rút về ngân hàng",
        # Who makes, owns or studies games.
        "Studio mình làm game giải đố, test kín qua TestFlight, chưa lên store, mời góp ý",
        "Mọi server private đều không phải của chúng tôi, mất đồ chúng tôi không giải quyết",
        "Bài phân tích: vì sao máy chủ lậu sống được và nhà phát hành thiệt hại ra sao",
        "Báo cáo bảo mật: trang trường bị chèn từ khóa nổ hũ đổi thưởng, link vào nhà cái",
    ],
)
def test_who_tells_warns_or_works_is_not_accused(text: str) -> None:
    assert _verdict(text) not in ACCUSING
