"""Bets told in everyday words, and the everyday words beside them that are none."""

from __future__ import annotations

import pytest

from crawler.records import PublishedText, TextVerdict
from matchers.verdict.assess import assess_text
from matchers.verdict.rules import Rules
from tests.matchers.sights import LEXICON

ACCUSING = {TextVerdict.GAMBLING, TextVerdict.PROMOTES_UNLICENSED}


def _verdict(text: str) -> TextVerdict:
    return assess_text(PublishedText(id="1", text=text), LEXICON, Rules()).verdict


@pytest.mark.parametrize(
    "text",
    [
        # The last digit of a transfer decides.
        "Chơi vui ko mn, ck 50k, đuôi mã giao dịch chẵn mình trả 97k, lẻ thì coi như mất",
        "Ghi nội dung chẵn hoặc lẻ, chuyển ví theo QR, số cuối mã gd trùng thì bot hoàn x1.95",
        # A bot that rolls dice.
        "Bot tele lắc xúc xắc, /nap ra mã QR, nhắn T 20k hay X 20k, 45 giây một ván, /rut về bank",
        # Odds told as prices, of cups and coins.
        "⚪️⚪️🔴🔴 chẵn 1️⃣:0️⃣.9️⃣8️⃣ bốn trắng 1️⃣:1️⃣2️⃣, bác nào vào bát em tặng 2️⃣9️⃣k",
        "Sới nhà bà Bưởi mở hai ca, đĩa sứ bốn quân, ăn 1.97, mời các bác vào ngồi",
        # Proof of payout, and where.
        "Ông xã cũng nghi mà hôm qua rút được 9 củ bên buoi79 nè, vô mã mình được cộng 50k",
        "Ngồi xe buồn, bỏ 200 vô quay chơi lên 2 củ rưỡi, về vietcombank 3 phút, ai cần nhắn tui",
        # Without marks.
        "ae nao ranh vo ban choi vs e, ban 2k toi 200k, thang bao nhieu rut bay nhieu, nhan zl e",
        # A calling of numbers for money, and tickets scratched on the telephone.
        "Hội lô tô cô Bưởi tối nay trên zalo, 20k một tờ ck trước, ai kinh ăn nguyên hũ trừ 10%",
        "Cào online, vé 10k, trúng là tiền nhảy thẳng vào ví momo, vào nhóm zalo mua vé cào",
        # Who takes bets on credit, and holds them.
        "Giao mạng bóng cho khách quen, hạn mức 30 củ, giá 1 ăn 1, thứ 2 thanh toán, chưa xù ai",
        "Em nhận giữ tiền hai bên cá trận chung kết, mỗi bên 5 chai, xong chung ngay",
        # A table of cards.
        "Gầy sòng tiến lên qua app, mỗi người bỏ 300 cho em giữ, 1 lá 5k, thối heo gấp, xâu 5%",
        # Paid for each who deposits.
        "Tuyển 10 bạn có hội nhóm đông, cứ một khách mới nạp 100 trở lên trả 80k, tính tiền tối",
        # Another app behind a harmless one.
        "Tải app ghi chú, mở lên gõ số 8866 là ra sảnh bài thật, có hũ có xóc, nhận 50k",
        # Syllables exchanged.
        "Room tỉu xài đóc xĩa miền Tây, ai rành thì vô, tân thủ quà 38 cành",
        # Guessing for a pool, and slips.
        "Góp 20k đoán cân nặng con heo chiều mổ, sát nhất ôm 80%, còn lại công em, tối nào cũng có",
        # Played now, paid at the end of the week.
        "Anh nào mê bóng em có bảng giá, chơi trước trả sau, cuối tuần quyết toán, nhắn em",
        # A rocket from which one jumps in time.
        "Phi thuyền cất cánh, nhảy ra kịp là ăn, tối qua có anh nhảy x40, nạp quét mã, link ghim",
        # Old people's cards for the day's shopping.
        "Mấy cô cứ vô đánh chắn với em, chơi xong có tiền đi chợ, hết vốn em cho mượn 50 nghìn",
        # Small stakes that may turn into much.
        "Đập heo vàng, đập 10k có thể ra 5 triệu, rút thẳng tài khoản, vào link ghim",
        "Tối buồn mở máy quất 150, hai chục phút sau thành 1tr9, đứa nào cần chỗ chơi tao gửi link",
        "Nhóm cá nhỏ: ck 10k, hai số cuối bill ra đôi thì em hoàn gấp 5, còn lại coi như mất",
        # Settled every Monday, whoever loses.
        "Em cấp tài khoản banh không cần nạp trước, thua thứ hai gửi, thắng thứ hai nhận, kèo đủ",
        # Accounts for money of players.
        "Cần thuê tài khoản ngân hàng chạy dòng tiền game, 3 triệu tháng, trả trước",
    ],
)
def test_a_bet_in_everyday_words_is_recognised(text: str) -> None:
    assert _verdict(text) is TextVerdict.GAMBLING


@pytest.mark.parametrize(
    "text",
    [
        "Tra soát: quý khách đọc 4 số cuối mã giao dịch và nội dung chuyển khoản cho tổng đài",
        "Chốt đơn áo thun: cmt C hoặc L kèm số điện thoại, 99k một áo, freeship đơn từ 2 áo",
        "Em rút 14 củ ở bên Vietcombank mà máy nuốt thẻ, mất 3k phí, ai bị giống vậy chưa",
        "Lãi tiết kiệm tăng lên 1.95 một quý, gửi 200 lên 2 triệu rưỡi tiền lời sau mấy năm",
        "Vay ưu đãi, duyệt nhanh, tiền về tài khoản trong 10 phút, lãi theo quy định ngân hàng",
        "Gánh lô tô tối nay diễn ở hội chợ, vé vào cổng 20k, kinh được nồi cơm điện",
        "Mỗi thuê bao nạp từ 100k được cộng 20% giá trị thẻ, đến hết tháng",
        "Chốt kèo đá phủi chủ nhật, trận 5 giờ, thiếu 2 chân, chia tiền sân 60k một người",
        "Heo hơi hôm nay 62k, heo giống 120k, lá chuối 20k một bó, ai lấy ới em",
        "Chín cây thông Noel mini, 250k một cây, ship trong ngày, mua 3 tặng dây đèn",
        "Góp 500k mỗi người cho em giữ quỹ lớp, dư chia lại cuối kỳ, sổ em gửi trong nhóm",
        "Em trai trúng hai tờ vé số, được 30 triệu, tiền về tài khoản hôm sau, mừng rơi nước mắt",
        "Quán bán bắp nổ, hũ lớn 60k hũ nhỏ 30k, mua 3 tặng 1, nhắn tin để giữ phần",
        "Bán hàng online lãi 200k một ngày, vốn 500k, em cầm tay chỉ việc, ib em",
        "Mở hộp mù 150k, trúng con hiếm bán lại 2 triệu, hên ghê",
        "App đi bộ kiếm xu, 1000 xu đổi thẻ cào 10k, đi cả tháng mới được",
        "Dây hụi tháng 1 triệu, kêu hụi chiều mùng 5, ai hốt chung đủ trong ngày, chủ hụi giữ sổ",
        "Tôi sưu tầm phỉnh casino cũ, chip Macau 1998, ai có thì trao đổi, không mua bán",
        "Vào link đăng ký chạy bộ, phí 300k, ai về trong top 10 nhận tiền mặt 2 triệu",
        "Đêm nhạc tối nay vé vào cửa 200k, ai cần vé cmt, chuyển khoản trước giữ chỗ",
        "Rút 5 củ khoai ở trên rẫy về nướng, thơm lừng cả xóm",
        "Mua 2 lít mật ong trúng 1 lít, ck trước ship sau, ib em Út",
        "Kiểm tra md5 của file trước khi cài, sai thì tải lại bản khác, đừng nạp rom lỗi",
    ],
)
def test_the_same_words_of_other_trades_accuse_nobody(text: str) -> None:
    assert _verdict(text) not in ACCUSING
