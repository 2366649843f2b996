"""Money put in on chance: amounts, ratios and turns as players and tipsters write them."""

from __future__ import annotations

from crawler.records import Weight
from matchers.signal import Signal
from matchers.turns import Pattern

# "200k", "3tr1", "14 củ", "50 cành", "2,5 triệu", "500.000đ", "vài trăm"; slang has its own units.
_UNIT = r"(?:k|ka|nghìn|ngàn|tr|m|triệu|củ|cành|xị|lít|chai|chĩnh|tỷ|tỏi|đồng|đ|vnđ|vnd|ng)"
_AMOUNT = (
    rf"(?:\d[\d.,]*(?: ?{_UNIT}\d{{0,3}}\b|(?<=\.000))"
    r"|(?:vài|mấy|một|hai|ba|năm|mười|chục) (?:trăm|chục|nghìn|ngàn|triệu|củ|chai)\b)"
)
_PLAY = (
    r"(?:quay|bấm|đặt|đánh|quánh|xuống tiền|vào tiền|xiên|múc|nằm|bắn|lắc|cược|chơi|(?<!xe )ôm|ghép"
    r"|theo(?! (?:tháng|ngày|giờ|tuần|năm|lượt|buổi|kg|yêu cầu|quy định)))"
)
_WON = r"(?:húp|(?<!xe )ôm|lụm|ăn|lời|lãi|thắng|trúng|về|thành|lên|ra|nổ|nhận|hốt)"
_COIN = (
    r"(?:gold|xu|vàng|chips?|chíp|phỉnh|kim cương|ngọc|vé|điểm|coins?|lúa|thóc|bảo|bảo thạch"
    r"|tim|sò|credits?)"
)
_COINS = frozenset(
    {
        *("gold", "xu", "vang", "chip", "chips", "phinh", "cuong", "ngoc", "ve", "diem", "coin"),
        *("coins", "lua", "thoc", "bao", "thach", "tim", "so", "credit", "credits"),
    }
)
_PLAYED = frozenset(
    {
        *("quay", "bam", "dat", "danh", "quanh", "xuong", "vao", "xien", "muc", "nam", "theo"),
        *("ban", "lac", "cuoc", "choi", "om", "ghep"),
    }
)
_GAINED = frozenset(
    {"hup", "om", "lum", "an", "loi", "lai", "thang", "trung", "ve", "thanh", "len", "ra", "no"}
) | {"nhan", "hot"}
PATTERNS = (
    Pattern(
        term="đặt N … ăn N",
        weight=Weight.STRONG,
        needs=(_PLAYED, _GAINED),
        regex=rf"\b{_PLAY}\b[^\n.!?]{{0,25}}?{_AMOUNT}[^\n.!?]{{0,40}}?\b{_WON}\b"
        rf"[^\n.!?]{{0,25}}?{_AMOUNT}",
    ),
    Pattern(
        term="ăn gấp N lần",
        weight=Weight.STRONG,
        needs=(_GAINED | {"tra", "nhan"}, frozenset({"lan", "gap", "x"})),
        regex=r"\b(?:ăn|trúng|thắng|húp|cửa|trả|hòa|đúng)(?: \w+){0,3}? (?:gấp )?"
        r"(?:\d+(?:[.,]\d+)?|mười|năm|ba|bốn|tám) lần(?: tiền| cược| vốn| đặt)\b"
        r"|\bx\d{2,4} (?:tiền|vốn|cược|tài khoản)\b",
    ),
    Pattern(
        term="gửi N được chơi N",
        weight=Weight.STRONG,
        needs=(frozenset({"gui", "bom"}),),
        regex=rf"\b(?:gửi|bơm)(?: \w+){{0,3}}? {_AMOUNT}?(?:\d[\d.,]*)? ?(?:là )?"
        rf"(?:được|có|nhận|cộng|thêm|tặng)(?: \w+){{0,2}}? (?:\d[\d.,]*{_UNIT}?\b|\d+ ?%)"
        r"(?! (?:giờ|ngày|gb|phút|sms|data))",
    ),
    Pattern(
        term="N vốn, điểm tặng để chơi",
        weight=Weight.STRONG,
        needs=(
            frozenset(
                {"tang", "nhan", "cong", "san", "co", "cho", "lay", "mien", "gui", "bom", "phat"}
            ),
            frozenset({"von", "diem", "luot", "cuoc", "dat"}),
        ),
        regex=rf"\b(?:tặng|nhận|cộng|có sẵn|lấy|phát)(?: \w+){{0,3}}? {_AMOUNT}"
        r"(?: \w+)? (?:vốn|tiền vốn|điểm chơi|điểm đặt|tiền đặt|tiền chơi|tiền cược|chơi thử"
        r"|làm vốn)\b"
        r"|\b\d+ (?:lượt|vé|điểm|ván) (?:cược|đặt|bắn) miễn phí\b",
    ),
    Pattern(
        term="vốn N",
        weight=Weight.WEAK,
        needs=(frozenset({"von"}),),
        regex=rf"\bvốn (?:từ |chỉ |dưới |tầm |có |ban đầu |ít nhất |mồi |ai dưới )?{_AMOUNT}",
    ),
    Pattern(
        term="N một tay, một ván",
        weight=Weight.STRONG,
        needs=(
            frozenset({"tay", "van", "phien", "lenh", "bat", "la", "diem", "cua", "chan", "tran"})
            | {"do", "con"},
        ),
        regex=rf"\b{_AMOUNT}(?: ?/ ?| một | mỗi | 1 )(?:tay|ván|phiên|lệnh|bát|lá|điểm|cửa|chân"
        rf"|trận|độ)\b"
        rf"|\b(?:mỗi|một|1) (?:tay|ván|phiên|lệnh|bát|lá|điểm|con|độ)(?: \w+){{0,2}}? {_AMOUNT}",
    ),
    Pattern(
        term="gấp đôi tay sau",
        weight=Weight.STRONG,
        needs=(frozenset({"tay", "lenh"}),),
        regex=r"\b(?:gấp đôi|gấp|x2|nhồi)(?: \w+)? tay (?:kế|sau|tiếp|tới|2|3)\b"
        r"|\bgãy (?:một|1|2|hai|3) tay\b|\btối đa \d tay\b|\bdừng (?:lãi|lỗ) \d",
    ),
    Pattern(
        term="phiên ra N nút",
        weight=Weight.STRONG,
        needs=(frozenset({"phien", "tay", "van"}),),
        regex=r"\bphiên (?:#?\d{3,}|vừa rồi|này|sau|tới|trước|kế)(?: \w+){0,3}? (?:ra |về |là "
        r"|bên |giữ "
        r"|vào |đánh |theo |xuống |đặt |múc |ôm |bắt |chốt )"
        r"(?:\w+ )?(?:tài|xỉu|lớn|nhỏ|chẵn|lẻ|rồng|hổ|con|cái)\b",
    ),
    Pattern(
        term="xuống cửa N",
        weight=Weight.STRONG,
        needs=(
            frozenset({"tai", "xiu", "chan", "le", "rong", "ho", "player", "banker", "con"})
            | {"cai"},
            frozenset({"xuong", "dat", "danh", "vao", "om", "muc", "bat", "va", "phang", "nam"})
            | {"chot", "quat", "nen", "dap", "theo", "in", "tay"},
        ),
        regex=r"\b(?:xuống|đặt|đánh|vào|ôm|múc|bắt|vả|phang|nằm|chốt|quất|nện|dập|theo|all in"
        r"|tất tay)(?: (?:cửa|con|bên|mạnh|đậm|nhẹ|tiếp|luôn|thử|hết)){0,2} "
        r"(?:tài(?! (?:khoản|xế|trợ|chính|liệu|năng|sản|nguyên|lộc))|xỉu|chẵn|lẻ|rồng|hổ|player"
        rf"|banker)\b[^\n.!?]{{0,20}}?{_AMOUNT}|\bđặt (?:con|cái) {_AMOUNT}",
    ),
    Pattern(
        term="thắng là trả tiền",
        weight=Weight.STRONG,
        needs=(
            frozenset({"thang", "trung", "an"}),
            frozenset({"tra", "chung", "chuyen", "ck", "rut"}),
            frozenset({"lien", "du", "ngay", "tien", "khoan"}),
        ),
        regex=r"\b(?:thắng|trúng|ăn)(?: \w+){0,4}?,? (?:là |thì |được |nhà |em |tui |cô |chị |anh "
        r"|má "
        r"|shop |admin )?(?:trả|chung|chuyển khoản|chuyển|ck|rút) (?:tiền |luôn |)?(?:liền|đủ"
        r"|ngay)\b",
    ),
    Pattern(
        term="N xu = N đồng",
        weight=Weight.STRONG,
        needs=(_COINS,),
        regex=rf"\b\d[\d.,]* ?(?:triệu |tỷ |m |b )?{_COIN} ?(?:=|bằng|là"
        rf"|ăn) ?(?:\d[\d.,]* ?{_UNIT}\b"
        r"|\d[\d.]*đ|thẻ cào)",
    ),
    Pattern(
        term="N đồng = N xu",  # the price of coins: shops of honest games have it too
        weight=Weight.WEAK,
        needs=(_COINS,),
        regex=rf"\b\d[\d.,]* ?{_UNIT} ?(?:=|được|đổi|mua) ?\d[\d.,]* ?{_COIN}\b",
    ),
    Pattern(
        term="cược N hoàn N",
        weight=Weight.STRONG,
        needs=(frozenset({"cuoc"}), frozenset({"hoan", "tang", "thuong", "nhan", "duoc"})),
        regex=rf"\b(?:đặt )?cược(?: \w+){{0,2}}? {_AMOUNT}(?: \w+){{0,2}}? "
        rf"(?:hoàn|tặng|thưởng|nhận|được)(?: \w+){{0,2}}? (?:{_AMOUNT}|\d+ ?%)"
        r"|\bhoàn(?: \w+){0,2}? cược\b",
    ),
    Pattern(
        term="mở cược, khóa cược",
        weight=Weight.STRONG,
        needs=(frozenset({"cuoc"}),),
        regex=r"\b(?:khóa|đóng|mở|chốt|vào|lên|xuống|hết giờ|ngừng|theo|thêm|bẻ|gỡ) "
        r"(?:đặt )?cược\b",
    ),
    Pattern(
        term="tiền vào, may rủi, tiền ra",
        weight=Weight.STRONG,
        needs=(
            frozenset({"chuyen", "gui", "nap", "dong", "ck", "gop", "bo", "mua", "ve", "phi"}),
            frozenset({"trung", "thang", "cao", "quay", "boc", "no"}),
        ),
        regex=rf"\b(?:chuyển|gửi|nạp|đóng|ck|góp|bỏ|mua|vé|phí)\b[^\n.!?]{{0,25}}?{_AMOUNT}"
        rf"[^\n!?]{{0,60}}?\b(?:trúng|thắng|cào|quay|bốc|nổ)\b[^\n!?]{{0,40}}?{_AMOUNT}",
    ),
    Pattern(
        term="làm vài tay",
        weight=Weight.STRONG,
        needs=(
            frozenset({"tay", "van", "phien", "vong", "keo", "ban", "do", "bong", "chen"}),
            frozenset({"vai", "may", "dam", "ba", "hai", "mot", "doi"}),
        ),
        regex=r"\b(?:làm|đánh|chơi|kéo|bắn|quay|quất|vô|vào|ngồi|lắc)(?: \w+)? "
        r"(?:vài|mấy|dăm|đôi|ba|hai|một) "
        r"(?:tay|ván|phiên|vòng|kèo|bàn|độ|bóng|chến) (?:\w+ ){0,2}?"
        r"(?:rồng hổ|tài xỉu|tx|xóc đĩa|xđ"
        r"|baccarat|bacca|bầu cua|slot|nổ hũ|hũ|liêng|xì dách|poker|bài|roulette"
        r"|sicbo|đá gà|lô|đề)\b",
    ),
    Pattern(
        term="nạp N mới được rút",
        weight=Weight.STRONG,
        needs=(frozenset({"nap", "chuyen", "dong", "coc"}), frozenset({"rut", "nhan", "mo"})),
        regex=rf"\b(?:nạp|chuyển|đóng|cọc)(?: thêm| trước| đủ)? {_AMOUNT} (?:\w+ ){{0,2}}?"
        r"(?:để|mới|thì|là) (?:được |mới )?(?:rút|mở khóa rút)\b",
    ),
    Pattern(
        term="hôm nay lãi N",
        weight=Weight.WEAK,
        needs=(frozenset({"lai", "loi", "hup", "lum", "thang", "an"}),),
        regex=r"\b(?:hôm nay|tối qua|đêm qua|sáng nay|chiều nay|tối nay|hôm qua|bữa nay|nay"
        r"|tuần này)"
        rf"(?: \w+){{0,3}}? (?:lãi|lời|húp|lụm|thắng|ăn)(?: \w+)? {_AMOUNT}",
    ),
    Pattern(
        term="bán xu lấy tiền",
        weight=Weight.DECISIVE,
        needs=(_COINS, frozenset({"ban", "doi", "thu", "gom", "trao"}), frozenset({"tien", "the"})),
        regex=rf"\b(?:bán|đổi|thu mua|gom"
        rf"|trao đổi)(?: \w+){{0,2}}? {_COIN}\b[^\n.!?]{{0,40}}?\b(?:lấy|nhận|ra|thành"
        r"|bằng|qua)(?: \w+){0,2}? (?:tiền mặt|tiền thật|tiền qua|tiền chuyển khoản|tiền về|thẻ cào"
        r"|mã thẻ cào|chuyển khoản|momo|ngân hàng)\b",
    ),
    Pattern(
        term="trúng thì nhân đôi",
        weight=Weight.STRONG,
        needs=(
            frozenset({"thang", "trung", "dung", "nhat", "doan"}),
            frozenset({"doi", "ba", "ruoi", "lan", "phan"}),
        ),
        regex=r"\b(?:thắng|trúng|đúng|về nhất|đoán trúng)(?: \w+){0,3}?,? (?:thì |là |được |em "
        r"|cô |shop |bot )?"
        r"(?:nhân (?:đôi|ba|tư|năm)|gấp (?:đôi|ba|rưỡi)|ăn gấp|trả (?:gấp )?\d+ lần|ăn \d+ lần"
        r"|trả 1[.,]9\d?|x ?\d)\b",
    ),
    Pattern(
        term="đặt vào cửa",
        weight=Weight.STRONG,
        needs=(
            frozenset({"dat", "vao", "chon", "theo", "go", "hoac", "hay", "le"}),
            frozenset({"cua", "o", "lon", "nho", "tai", "chan", "con", "ben"}),
        ),
        regex=r"\bđặt (?:\w+ ){1,3}?(?:vào|lên|cho) (?:cửa|ô quay|ô|con|bên) (?:\w+)"
        r"|\b(?:cửa|bên|đặt|chọn) (?:lớn|nhỏ) (?:hoặc|hay|và) (?:nhỏ|lớn)\b"
        r"|\b(?:lớn nhỏ,? chẵn lẻ|tài hoặc xỉu|chẵn hoặc lẻ|chẵn hay lẻ)\b",
    ),
    Pattern(
        term="hũ N tỷ",
        weight=Weight.STRONG,
        needs=(frozenset({"hu", "jackpot", "quy"}),),
        regex=r"\b(?:hũ|jackpot|quỹ hũ)(?: \w+){0,3}? (?:\d[\d.,]* ?(?:tỷ|tỉ|triệu|tr|củ)\b"
        r"|\d{1,3}(?:\.\d{3}){2,})",
    ),
    Pattern(
        term="nổ, ăn N trên máy quay",
        weight=Weight.STRONG,
        needs=(
            frozenset({"hu", "slot", "jackpot", "mega", "quay"}),
            _GAINED | {"rut"},
        ),
        regex=rf"\b(?:hũ|slot|jackpot|mega|quay)\b[^\n!?]{{0,40}}?\b(?:thắng|hốt|húp|trúng|nổ|ăn|rút"
        rf"|lụm)\b[^\n.!?]{{0,20}}?{_AMOUNT}|\b(?:nổ|trúng) (?:\w+ ){{0,2}}{_AMOUNT}",
    ),
    Pattern(
        term="góp N, đúng thì ăn",
        weight=Weight.STRONG,
        needs=(
            frozenset({"gop", "coc", "dong", "bo", "dat", "nap", "gui"}),
            frozenset({"an", "trung", "thang", "dung", "hot"}),
        ),
        regex=rf"\b(?:góp|cọc|đóng|bỏ|đặt|nạp|gửi)(?: \w+){{0,3}}? {_AMOUNT}[^\n!?]{{0,60}}?"
        r"\b(?:ăn hết|ăn trọn|(?:trúng|ăn|thắng)(?: lấy| nhận| được)? \d|ăn gấp|thắng gấp"
        r"|hốt hết|hốt trọn|trúng gấp)",
    ),
    Pattern(
        term="một lá = N",
        weight=Weight.STRONG,
        needs=(frozenset({"la", "cay", "chi", "nut", "ga", "diem", "bich"}),),
        regex=r"\b(?:1|một|mỗi) (?:lá|cây|chi|nút|gà|điểm|bích) ?(?:=|là|tính) ?"
        rf"(?:{_AMOUNT}|\d+ ?nghìn)",
    ),
    Pattern(
        term="gõ cửa + số tiền",
        weight=Weight.STRONG,
        needs=(
            frozenset({"tien", "diem", "xu"}),
            frozenset({"go", "soan", "nhan", "luan", "cmt", "ghi", "gui"}),
        ),
        regex=r"\b(?:gõ|soạn|nhắn|bình luận|cmt|ghi|gửi) [^\n.!?]{1,30}?"
        r"(?:\+|kèm|cộng|và|rồi) ?(?:số )?(?:tiền|điểm|xu)\b",
    ),
    Pattern(
        term="chuyển trước, trúng chuyển lại",
        weight=Weight.STRONG,
        needs=(frozenset({"chuyen", "ck", "gui"}), frozenset({"trung", "thang", "an"})),
        regex=r"\b(?:chuyển khoản|ck|gửi tiền|chuyển tiền)\b[^\n!?]{0,60}?\b(?:trúng|thắng|ăn)\b"
        r"[^\n!?]{0,30}?\b(?:chuyển|trả|ck|chung) (?:lại|liền|ngay|đủ|gấp)\b",
    ),
    Pattern(
        term="xuống tiền",
        weight=Weight.WEAK,
        needs=(frozenset({"tien"}), frozenset({"xuong", "vao"})),
        regex=r"\bxuống tiền (?:con|cửa|bên|trận|đi|đậm|mạnh|theo|nhẹ)\b",
    ),
    Pattern(
        term="1 ăn 1.95",
        weight=Weight.DECISIVE,
        needs=(frozenset({"1"}), frozenset({"an"})),
        regex=r"\b1 ăn (?:1|0)[.,]9\d?\b",
    ),
    Pattern(
        term="góp tiền đoán tỷ số",
        weight=Weight.STRONG,
        needs=(
            frozenset({"gop", "dong", "bo", "nop"}),
            frozenset({"doan", "so"}),
            frozenset({"chia", "om", "hot", "an", "don", "pot"}),
        ),
        regex=rf"\b(?:góp|đóng|bỏ|nộp) {_AMOUNT}[^\n!?]{{0,70}}?\b(?:đoán|tỷ số|tỉ số)\b"
        r"[^\n!?]{0,70}?\b(?:chia nhau|chia đều|ôm|hốt|ăn trọn|ăn hết|dồn|pot)\b",
    ),
)


SIGNAL = Signal(name="stakes", label="Đặt tiền ăn thua", benign=False, patterns=PATTERNS)
