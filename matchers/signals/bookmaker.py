"""Bookmakers: betting, odds, terms of bonus."""

from __future__ import annotations

from crawler.records import Weight
from matchers.signal import Signal
from matchers.turns import Pattern

PATTERNS = (
    Pattern(
        term="thắng N – thua N",
        weight=Weight.STRONG,
        needs=(frozenset({"thang", "chu", "tai"}), frozenset({"thua", "hoa", "khach", "xiu"})),
        regex=r"\b(?:thắng|chủ|chủ nhà|tài) \d{1,2}[.,]\d\d?\b[^\n.!?]{1,6}?"
        r"(?:hòa|thua|khách|xỉu) \d{1,2}[.,]\d\d?\b",
    ),
    Pattern(
        term="tỷ lệ thắng N",
        weight=Weight.WEAK,
        needs=(
            frozenset({"ty", "ti"}),
            frozenset({"le"}),
        ),
        regex=r"\b(?:tỷ|tỉ) lệ (?:thắng|ăn|trả thưởng|nổ) (?:lên (?:đến|tới) |tới |đến |cao )"
        r"?\d{2}(?:[.,]\d+)? ?%",
    ),
    Pattern(
        term="kèo N.N",
        weight=Weight.WEAK,
        needs=(frozenset({"keo", "odds"}),),
        regex=r"\b(?:kèo|odds)\b[^\n]{0,20}?\b\d[.,]\d{2}\b",
    ),
    Pattern(
        term="hoàn N% tiền cược",
        weight=Weight.DECISIVE,
        needs=(
            frozenset({"hoan"}),
            frozenset({"cuoc", "thua", "ngay"}),
        ),
        regex=r"\bhoàn (?:trả|tiền|cược)[^\n]{0,20}?\d(?:[.,]\d+)? ?%[^\n]{0,30}?(?:cược"
        r"|mỗi ngày|hàng ngày|thua)",
    ),
    Pattern(
        term="tiền thua được hoàn",
        weight=Weight.DECISIVE,
        needs=(frozenset({"thua"}), frozenset({"hoan", "hong", "huong", "chia"})),
        regex=r"\bhoàn (?:lại )?\d+(?:[.,]\d+)? ?% (?:tiền |tổng )?thua\b"
        r"|\bthua (?:được )?hoàn \d+ ?%"
        r"|\b(?:hoa hồng|hưởng|chia|chiết khấu)\b[^\n]{0,50}?(?:tiền|khách|số) ?(?:tiền )?thua\b",
    ),
    Pattern(
        term="ăn 0,9x",
        weight=Weight.STRONG,
        needs=(frozenset({"an", "thang", "odds", "nhan", "trung"}),),
        regex=r"\b(?:ăn|thắng|nhân|nhận|trúng|odds)(?: đủ| nhận)? ?"
        r"(?:x? ?(?:0[.,][5-9]\d?|1[.,]9\d?)|x ?2[.,][0-5])\b",
    ),
    Pattern(
        term="cửa ăn N",
        weight=Weight.STRONG,
        needs=(
            frozenset({"an"}),
            frozenset({"xanh", "do", "tim", "chan", "le", "tai", "xiu", "hoa"}),
        ),
        regex=r"\b(?:xanh|đỏ|tím|chẵn|lẻ|tài|xỉu|kèo hòa|hòa) ăn (?:\d+(?:[.,]\d+)?(?: lần)?|đủ)\b",
    ),
    Pattern(
        term="chấp, tài xỉu trận",
        weight=Weight.STRONG,
        needs=(frozenset({"tai", "xiu", "chap"}),),
        regex=r"\b(?:tài|xỉu) [1-5](?:[.,](?:25|5|75))\b"
        r"|\bchấp (?:[0-3]?[.,](?:25|5|75)|nửa|[1-3])\b"
        r"[^\n]{0,20}?(?:trái|ăn|kèo)",
    ),
    Pattern(
        term="kèo chấp N, giá N",
        weight=Weight.STRONG,
        needs=(),
        regex=r"\b\d(?<=[-+]\d)[.,](?:25|5|75)\b|\b(?:giá|nước|odds) 0[.,][89]\d?\b",
    ),
    Pattern(
        term="N vòng là rút",
        weight=Weight.DECISIVE,
        needs=(frozenset({"vong"}), frozenset({"rut"}), frozenset({"cuoc", "danh", "choi"})),
        regex=r"\b(?:cược|đánh|chơi)(?: đủ| chỉ| cần)? (?:\d+|một|hai|ba) vòng\b[^\n]{0,15}?\brút\b"
        r"|\b(?:\d+|một) vòng cược\b[^\n]{0,15}?\brút\b",
    ),
    Pattern(
        term="cược từ N",
        weight=Weight.STRONG,
        needs=(frozenset({"cuoc", "cua"}), frozenset({"tu", "chi"})),
        regex=r"\b(?:cược|đặt cửa|đặt cược)(?: chỉ)? từ \d+(?:[.,]\d+)? ?(?:k|đ|đồng|usd|\$)",
    ),
    Pattern(
        term="đặt N thắng N",
        weight=Weight.STRONG,
        needs=(
            frozenset({"dat", "cuoc"}),
            frozenset({"thang", "an", "trung", "hup"}),
        ),
        regex=r"\b(?:đặt|cược) (?:chỉ )?(?:từ )?\d{1,4} ?k\b[^\n]{0,30}?(?:thắng|ăn|trúng|húp)",
    ),
    Pattern(
        term="cược",
        weight=Weight.STRONG,
        needs=(frozenset({"cuoc"}),),
        regex=r"\b(?:vào|đặt|mức|bàn|cửa|ván|phòng|tổng|lệnh|đánh|chốt) cược\b",
    ),
    Pattern(
        term="back N at N.N",
        weight=Weight.STRONG,
        needs=(frozenset({"back", "odds", "bet"}), frozenset({"at"})),
        regex=r"\b(?:back|bet)(?: \w+){1,4}? at [1-9]\d?\.\d{2}\b(?! ?[ap]m)",
    ),
    Pattern(
        term="bet on sports",
        weight=Weight.STRONG,
        needs=(frozenset({"bet", "bets", "betting"}),),
        regex=r"\b(?:place|live|sport|sports|win|football|online) bet(?:s|ting)?\b",
    ),
    Pattern(
        term="vào N/N trận",
        weight=Weight.STRONG,
        needs=(
            frozenset({"vao", "no", "an", "hup", "dung", "trung"}),
            frozenset({"tran", "keo", "tip", "phien", "tay", "lenh", "cua", "ngay", "ky"}),
        ),
        regex=r"\b(?:vào|nổ|ăn|húp|đúng|trúng) \d{1,3} ?/ ?\d{1,3} "
        r"(?:trận|kèo|tip|phiên|tay|lệnh|cửa|ngày|kỳ)\b",
    ),
    Pattern(
        term="hai cửa 0.9x",
        weight=Weight.WEAK,
        needs=(frozenset({"0"}),),
        regex=r"\b0\.[789]\d\b[^\w\n]{1,12}0[.,][789]\d\b",
    ),
    Pattern(
        term="N cược miễn phí",
        weight=Weight.DECISIVE,
        needs=(frozenset({"cuoc"}), frozenset({"phi", "free"})),
        regex=r"\b\d{2,4} ?(?:k|cành|\.000|usd|\$)? ?(?:tiền |vé )?cược (?:miễn phí|free)\b",
    ),
    Pattern(
        term="đỏ x2, xanh x2",
        weight=Weight.STRONG,
        needs=(
            frozenset({"do", "xanh", "tim", "tai", "xiu", "chan", "le", "rong", "ho", "hoa"}),
            frozenset({"x", "x1", "x2", "x3", "x4", "x5", "x8", "x9"}),
        ),
        regex=r"\b(?:đỏ|xanh|tím|tài|xỉu|chẵn|lẻ|rồng|hổ|hòa) x ?\d(?:[.,]\d+)?[^\w\n]{1,4}"
        r"(?:(?:và|còn) )?(?:đỏ|xanh|tím|tài|xỉu|chẵn|lẻ|rồng|hổ|hòa) x ?\d",
    ),
    Pattern(
        term="tỉ lệ 1.85 ăn 2.05",
        weight=Weight.STRONG,
        needs=(frozenset({"1"}), frozenset({"an"})),
        regex=r"\b1[.,]\d{2} ăn [12][.,]\d{1,2}\b",
    ),
    Pattern(
        term="thắng trận nào tiền về trận đó",
        weight=Weight.STRONG,
        needs=(
            frozenset({"thang", "trung", "an"}),
            frozenset({"nao"}),
            frozenset({"tien", "rut", "nhan", "tra", "ve"}),
        ),
        regex=r"\b(?:thắng|trúng|ăn) (?:trận|ván|kèo|phiên|tay|vé|kỳ) nào,? "
        r"(?:tiền về|rút|nhận|trả|chung|về tiền)(?: tiền)?(?: luôn)? "
        r"(?:trận|ván|kèo|phiên|tay|vé|kỳ|đó|nấy)\b",
    ),
    Pattern(
        term="đặt trận nào cũng hoàn",
        weight=Weight.STRONG,
        needs=(frozenset({"dat", "danh", "choi"}), frozenset({"nao"}), frozenset({"hoan"})),
        regex=r"\b(?:đặt|đánh|chơi) (?:trận|cửa|kèo|ván|game|phiên) nào cũng (?:được |có )?hoàn\b",
    ),
    Pattern(
        term="hoàn N% rolling",
        weight=Weight.DECISIVE,
        needs=(frozenset({"rolling"}),),
        regex=r"\b\d[\d.,]* ?% rolling\b|\brolling \d[\d.,]* ?%",
    ),
)


SIGNAL = Signal(name="bookmaker", label="Nhà cái, cá cược", benign=False, patterns=PATTERNS)
