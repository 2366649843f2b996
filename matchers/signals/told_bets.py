"""Bets and payouts as people tell them in everyday words: last digits, tables, what came back."""

from __future__ import annotations

from crawler.records import Weight
from matchers.signal import Signal
from matchers.turns import Pattern

_UNIT = r"(?:k|ka|nghìn|ngàn|cành|xị|lít|chai|củ|tr|triệu|m)"
_SUM = rf"\d[\d.,]* ?{_UNIT}\d{{0,2}}\b"
# Where people draw their own money: who names one of these speaks of a bank or of savings.
_BANK = (
    r"(?:atm|ngân|nh|bank|vietcombank|vietinbank|vcb|bidv|agribank|techcombank|acb|sacombank|mb"
    r"|vpbank|tpbank|cây|quầy|quỹ|sổ|thẻ|bưu|bảo|bhxh|ví|sàn|kho|két|tiết|phòng|chi|tài|nhà|công"
    r"|quán|lương|vốn|ở|bên|chỗ|tại|trường|xã|phường|huyện|chợ|siêu|shopee|tiktok|youtube|facebook|lazada|grab|google|vincom|đây|đó|trên|dưới|trong)"
)
PATTERNS = (
    Pattern(
        term="số cuối mã giao dịch ăn thua",
        weight=Weight.DECISIVE,
        needs=(
            frozenset({"cuoi", "duoi", "chot"}),
            frozenset({"dich", "gd", "mgd", "ck", "khoan", "lenh", "bill", "lai"}),
        ),
        regex=r"\b(?:số cuối|số đuôi|số chót|chữ số cuối|đuôi|\d số cuối|hai số cuối|hai số đuôi)"
        r"(?: của)?(?: mã)? (?:giao dịch|gd|mgd|ck|chuyển khoản|lệnh|bill"
        r"|biên lai)\b"
        r"[^\n]{0,100}?(?:\b(?:chẵn|lẻ|ra đúng|đúng chữ|coi như mất|tài|xỉu|đúng thì|ra đôi|ra cặp"
        r"|gấp \d)\b"
        r"|\bx ?[1-9][.,]\d|\b\d[ ,]+\d[ ,]+\d\b"
        r"|\btrùng(?: \w+){0,3}? (?:hoàn|trả|ăn|nhận)\b)",
    ),
    Pattern(
        term="gõ T hoặc X",
        weight=Weight.STRONG,
        needs=(
            frozenset({"go", "soan", "nhan", "ghi", "cmt", "lenh", "reply", "dung"}),
            frozenset({"x", "l", "xiu", "le"}),
        ),
        regex=r"\b(?:gõ|soạn|nhắn|ghi|cmt|lệnh|reply|nội dung)(?: nội dung| chữ| lệnh| tin)? "
        r"(?:(?:t|tài)\b(?: \d+ ?k?)?,? ?(?:hoặc|hay|/|và) ?(?:nhắn |gõ )?(?:x|xỉu)\b"
        r"|(?:x|xỉu)\b(?: \d+ ?k?)?,? ?(?:hoặc|hay|/|và) ?(?:nhắn |gõ )?(?:t|tài)\b"
        r"|(?:c|chẵn)\b(?: \d+ ?k?)?,? ?(?:hoặc|hay|/|và) ?(?:nhắn |gõ )?(?:l|lẻ)\b"
        r"|(?:l|lẻ)\b(?: \d+ ?k?)?,? ?(?:hoặc|hay|/|và) ?(?:nhắn |gõ )?(?:c|chẵn)\b)",
    ),
    Pattern(
        term="gõ T 50k hoặc X 50k",
        weight=Weight.DECISIVE,
        needs=(
            frozenset({"go", "soan", "nhan", "ghi", "cmt", "lenh", "reply", "dung"}),
            frozenset({"x", "l", "xiu", "le"}),
        ),
        regex=r"\b(?:gõ|soạn|nhắn|ghi|cmt|lệnh|reply|nội dung)(?: nội dung| chữ| lệnh| tin)? "
        r"(?:t|tài|x|xỉu|c|chẵn|l|lẻ) \d+ ?k?,? ?(?:hoặc|hay|/|và) ?(?:nhắn |gõ )?"
        r"(?:x|xỉu|t|tài|l|lẻ|c|chẵn) \d+",
    ),
    Pattern(
        term="/nap … /rut",
        weight=Weight.STRONG,
        needs=(frozenset({"nap"}), frozenset({"rut"})),
        regex=r"\bnap\b[^\n]{0,120}?/ ?rut\b",
    ),
    Pattern(
        term="bàn từ N tới N",
        weight=Weight.STRONG,
        needs=(frozenset({"ban", "van", "muc"}), frozenset({"den", "toi", "k"})),
        regex=r"\b(?:bàn|ván|mức)(?: chơi| cược| nhỏ| cũng có| cg có| có| đủ| mức| thì){0,2}"
        r"(?: từ)? (?:1|2|5|10|20|50) ?k(?: đến| tới| den| toi| ?[-–]) ?\d{2,4} ?k\b",
    ),
    Pattern(
        term="thắng bao nhiêu lấy bấy nhiêu",
        weight=Weight.STRONG,
        denies=True,
        needs=(
            frozenset({"thang", "trung", "hup", "duoc", "dc"}),
            frozenset({"nhieu", "nhiu", "bn", "bnh", "bnhieu", "bnhiu"}),
            frozenset({"rut", "ra", "lay", "nhan", "tra", "chung", "chuyen", "ck", "ve"}),
        ),
        regex=r"\b(?:thắng|trúng|húp|được|đc)(?: \w+)? (?:bao nhiêu|bao nhiu|bnhieu|bnhiu|bn|bnh"
        r"|nhiêu|nhiu)(?: (?:thì|là|cứ|e|em|bot|admin|nhà|mình|tui|c|ad)){0,3} (?:rút|ra|lấy|nhận"
        r"|trả|chung|chuyển|ck|về)(?: (?:về|ra|liền|ngay|đủ))? (?:bấy nhiêu|bấy nhiu|bay nhiu"
        r"|bay nhieu|bn|bnh|nhiêu|nhiu)\b",
    ),
    Pattern(
        term="rút được N củ ở đó",  # slang: papers and banks say "triệu"
        weight=Weight.STRONG,
        needs=(frozenset({"rut"}), frozenset({"o", "ben", "cho", "tai", "tren"})),
        regex=r"\brút(?: được| đc| về| ra| liền| thử)? \d[\d.,]* ?(?:củ|chai|lít)"
        r"(?: \d| rưỡi| rồi| luôn| nè| liền| tối qua| hôm qua){0,2} "
        rf"(?:(?:ở|bên|chỗ|tại|trên) )+(?!{_BANK}\b)\w{{2,}}",
    ),
    Pattern(
        term="rút được N triệu ở đó",
        weight=Weight.WEAK,
        needs=(frozenset({"rut"}), frozenset({"o", "ben", "cho", "tai", "tren", "trong"})),
        regex=r"\brút(?: được| đc| về| ra| liền| thử)? \d[\d.,]* ?(?:tr|triệu|m)\d?(?: \w+){0,2}? "
        rf"(?:(?:ở|bên|chỗ|tại|trên|trong) )+(?!{_BANK}\b)\w{{2,}}",
    ),
    Pattern(
        term="vô N, quay lên N",
        weight=Weight.STRONG,
        needs=(
            frozenset({"om", "bo", "vo", "vao", "cam", "tha", "nap", "quang", "bom", "moc"}),
            frozenset({"lac", "quay", "xoay", "xoc", "bam", "ban", "nhich", "keo", "choi"}),
            frozenset({"len", "ra", "thanh", "ve", "hup", "lum", "duoc"}),
        ),
        regex=rf"\b(?:ôm|bỏ|vô|vào|cầm|thả|nạp|quăng|bơm|móc) (?:\d{{2,}}|\d+ ?{_UNIT}\b)"
        r"(?: \w+){0,3}? (?:lắc|quay|xoay|xóc|bấm|bắn|quẩy|nhích|kéo|chơi)\b[^\n.!?]{0,40}?"
        rf"\b(?:lên|ra|thành|về|húp|lụm|được)(?: \w+)? (?:{_SUM}|\d{{3,}}(?=[,.!?\n]|$))",
    ),
    Pattern(
        term="về tài khoản N phút",
        weight=Weight.WEAK,
        needs=(
            frozenset({"ve", "vo", "toi", "len"}),
            frozenset({"phut", "p", "giay", "s"}),
            frozenset({"bank", "khoan", "tk", "stk", "vi", "momo", "the", "hang", "vietcombank"})
            | {"vcb", "mb", "acb", "bidv", "techcombank", "zalopay"},
        ),
        regex=r"\b(?:về|vô|tới|lên) (?:bank|tài khoản|tk|stk|ví|momo|thẻ|ngân hàng|vietcombank"
        r"|vcb|mb|acb|bidv|techcombank|zalopay)(?: trong| có| tầm| chừng)? \d+ ?"
        r"(?:phút|p|giây|s)\b",
    ),
    Pattern(
        term="tiền chạy thẳng vào ví",
        weight=Weight.WEAK,
        needs=(
            frozenset({"tien", "thuong"}),
            frozenset({"chay", "nhay", "bay", "chuyen", "ban", "ve", "vao"}),
            frozenset({"vi", "khoan", "tk", "bank", "momo", "stk", "the"}),
        ),
        regex=r"\b(?:tiền|thưởng)(?: \w+)? (?:chạy|nhảy|bay|chuyển|bắn|về|vào) "
        r"(?:thẳng|ngay|liền)(?: vào| về| vô| qua)? (?:ví|tài khoản|tk|bank|momo|stk|thẻ)\b",
    ),
    Pattern(
        term="thua hoàn N%",
        weight=Weight.STRONG,
        needs=(
            frozenset({"thua", "am", "hoan", "bu", "lai", "tra"}),
            frozenset({"hoan", "bu", "lai", "tro", "thua", "chay"}),
        ),
        regex=r"\b(?:thua|âm|cháy túi)(?: \w+){0,3}? (?:hoàn|bù|trả lại|cứu trợ)(?: \w+){0,2}? "
        r"\d[\d.,]* ?%|\b(?:hoàn|bù|trả lại)(?: \w+){0,2}? \d[\d.,]* ?%(?: \w+){0,3}? "
        r"(?:tiền thua|số thua|thua)\b",
    ),
    Pattern(
        term="đủ N vòng mới lấy ra",
        weight=Weight.STRONG,
        needs=(frozenset({"vong"}), frozenset({"rut", "lay"})),
        regex=r"\b(?:đủ|chạy|qua|hoàn thành|xong)(?: đủ)? \d{1,2} vòng(?: \w+){0,3}? "
        r"(?:rút|lấy ra|lấy về)\b",
    ),
    Pattern(
        term="cửa và tỷ lệ 1:N",
        weight=Weight.DECISIVE,
        needs=(
            frozenset({"chan", "le", "tai", "xiu", "do", "trang", "den", "quan"}),
            frozenset({"1"}),
        ),
        regex=r"\b(?:chẵn|lẻ|tài|xỉu|chẵn lẻ)\b[^\n.!?]{0,6}?1 ?[:/] ?0[.,]9\d"
        r"|\b(?:bốn|tứ|4|ba|3) (?:đỏ|trắng|đen|quân đỏ|quân trắng)\b[^\n.!?]{0,15}?"
        r"\b1 ?: ?(?:\d{2}|[2-9])\b",
    ),
    Pattern(
        term="trận này bắt N củ",
        weight=Weight.STRONG,
        needs=(
            frozenset({"tran", "keo", "chap", "trai", "hiep"}),
            frozenset({"bat", "om", "nam", "va", "muc", "phang", "quat"}),
            frozenset({"cu", "chai", "lit", "tr", "k", "xi"}),
        ),
        regex=r"\b(?:trận|kèo|chấp|nửa trái|hiệp)\b[^\n!?]{0,60}?\b(?:bắt|ôm|nằm|vả|múc|phang"
        r"|quất)(?: \w+){1,3}? \d[\d.,]* ?(?:củ|chai|lít|tr|k|xị)\b",
    ),
    Pattern(
        term="thua thứ hai gửi, thắng thứ hai nhận",
        weight=Weight.STRONG,
        needs=(frozenset({"thua", "thang"}), frozenset({"2", "hai"})),
        regex=r"\b(?:thua|thắng) thứ (?:2|hai) (?:gửi|nhận|trả|chung|ck|thanh toán)\b",
    ),
    Pattern(
        term="vô cửa N",  # a ticket is told like that too
        weight=Weight.WEAK,
        needs=(frozenset({"cua"}), frozenset({"vo"})),
        regex=r"\bvô cửa \d{2,4} ?k?\b(?! ?(?:người|em|bạn|km|m\b))",
    ),
    Pattern(
        term="x1.95",
        weight=Weight.STRONG,
        needs=(frozenset({"x1"}),),
        regex=r"\bx1\.9\d?\b",
    ),
    Pattern(
        term="N giây một lượt",
        weight=Weight.WEAK,
        needs=(frozenset({"giay"}), frozenset({"luot", "phien", "van", "ky"})),
        regex=r"\b(?:30|40|45|60|75|90) giây (?:một|1|mỗi|là) (?:lượt|phiên|ván|kỳ)\b",
    ),
    Pattern(
        term="T + số tiền",
        weight=Weight.DECISIVE,
        needs=(
            frozenset({"t", "x", "c", "l", "tai", "xiu", "chan", "le"}),
            frozenset({"tien", "diem"}),
        ),
        regex=r"\b(?:t|x|c|l|tài|xỉu|chẵn|lẻ) \+ (?:số )?(?:tiền|điểm)\b",
    ),
    Pattern(
        term="xoay vài vòng dư N",
        weight=Weight.STRONG,
        needs=(
            frozenset({"xoay", "quay", "bam", "keo", "lac", "nhich"}),
            frozenset({"vong", "luot", "phat", "tay", "ban", "cai", "van"}),
            frozenset({"du", "loi", "lai", "them", "len", "ra", "ve"}),
        ),
        regex=r"\b(?:xoay|quay|bấm|kéo|lắc|nhích) (?:vài|mấy|dăm|đôi ba) (?:vòng|lượt|phát|tay|bàn"
        r"|cái|ván)\b[^\n.!?]{0,60}?\b(?:dư ra|dư|lời|lãi|thêm|lên|ra|về) (?:được )?"
        rf"{_SUM}",
    ),
    Pattern(
        term="có tiền nhờ bấm, quay",
        weight=Weight.STRONG,
        needs=(
            frozenset({"nho"}),
            frozenset({"bam", "quay", "xoay", "lac", "vong", "hu", "trai", "phien"}),
            frozenset({"tien", "them", "du", "loi", "an", "kiem"}),
        ),
        regex=r"\b(?:có thêm|thêm|dư|lời|kiếm|có tiền|có đồ ăn|thêm tiền|tiền)\b"
        r"[^\n.!?]{0,50}?\bnhờ (?:mấy |vài |cái )?(?:bấm mấy|bấm|quay|xoay"
        r"|lắc|vòng quay|vòng xoay|hũ|trái cây|phiên)\b",
    ),
    Pattern(
        term="gửi N, chiều lấy ra N",
        weight=Weight.STRONG,
        needs=(
            frozenset({"gui", "bo", "nap", "vo", "chuyen", "nem", "quat", "phang", "om"}),
            frozenset({"lay", "rut", "nhan", "thanh", "len"}),
            frozenset({"chieu", "toi", "sang", "lat", "phut", "tieng", "xiu", "hom"}),
        ),
        regex=rf"\b(?:gửi|bỏ|nạp|vô|chuyển|ném|quất|phang|ôm) (?:thử )?"
        rf"(?:\d{{2,}}|\d+ ?{_UNIT}\b)(?: vô| vào)?"
        r"[^\n.!?]{0,20}?\b(?:chiều|tối|sáng|lát|phút|tiếng|xíu|hôm)(?: \w+){0,2}? "
        rf"(?:lấy ra|rút ra|rút được|rút về|lấy về|nhận lại|thành|lên) {_SUM}",
    ),
    Pattern(
        term="bỏ N ăn N",
        weight=Weight.STRONG,
        needs=(
            frozenset({"bo", "dat", "vao", "danh", "ck", "1", "dap", "cao", "quay", "lac", "bam"}),
            frozenset({"an", "tra", "lay", "trung", "ra", "len"}),
        ),
        regex=r"\b1 (?:tệ|đồng|u|xu|điểm) ăn \d"
        r"|\b(?:đập|cào|quay|lắc|bấm) \d+ ?k (?:có thể )?(?:ra|trúng|ăn|lên)(?: \w+)? \d+ ?"
        r"(?:triệu|tr|củ|tỷ)\b"
        rf"|\b(?:bỏ|đặt|vào|đánh|ck) \d[\d.]* ?{_UNIT}? ?(?:ăn|trả|lấy|trúng) \d{{2,}}"
        r"(?! (?:kg|ký|cái|người|món|tô|ly|phần|suất|giờ|tờ|con|quả|hộp|điểm))",
    ),
    Pattern(
        term="đúng thì gấp N",
        weight=Weight.STRONG,
        needs=(frozenset({"gap", "lan"}), frozenset({"an", "tra", "nhan", "dung", "trung", "ra"})),
        regex=r"\b(?:đúng|trúng)(?: \w+){0,3}? (?:ăn|trả|nhận|được)(?: tiền)? gấp \d+"
        r"|\b(?:nhận|ăn|trả) gấp \d+(?: lần)? (?:số )?(?:tiền bỏ ra|tiền đặt|tiền cược|vốn)"
        r"|\b(?:vé|phiếu|đội|cửa|xiên)(?: \w+){0,2}? ăn \d+ lần\b",
    ),
    Pattern(
        term="góp N đoán, ai đúng ôm",
        weight=Weight.DECISIVE,
        needs=(
            frozenset({"gop", "dong", "bo", "coc"}),
            frozenset({"doan"}),
            frozenset({"om", "an", "hot", "lanh", "lay"}),
        ),
        regex=rf"\b(?:góp|đóng|bỏ|cọc) {_SUM}(?: \w+){{0,2}}? đoán\b[^\n!?]{{0,70}}?\b(?:ôm|ăn"
        r"|hốt|lãnh|lấy) (?:hết|trọn|\d+ ?%)",
    ),
    Pattern(
        term="chẵn lẻ 1 đền 1",
        weight=Weight.DECISIVE,
        needs=(
            frozenset({"den"}),
            frozenset({"chan", "le", "bon", "tu", "tai", "xiu", "4"}),
        ),
        regex=r"\b(?:chẵn lẻ|chẵn|lẻ|bốn con|4 con|tứ tử|tài xỉu|tài|xỉu) (?:1|một) đền \d{1,2}\b",
    ),
    Pattern(
        term="hoàn 1,2% mỗi ngày",
        weight=Weight.STRONG,
        needs=(frozenset({"hoan"}), frozenset({"ngay", "tuan", "toi", "dem"})),
        regex=r"\bhoàn(?: \w+){0,2}? [0-2][.,]\d+ ?%"
        r"(?: (?!giá trị|chi tiêu|hóa đơn|đơn)\w+){0,3}? (?:mỗi|hàng|từng) (?:ngày|tuần|tối|đêm)\b",
    ),
    Pattern(
        term="trúng N nhờ app",
        weight=Weight.STRONG,
        needs=(
            frozenset({"thang", "trung", "hup", "lum", "hot", "am"}),
            frozenset({"app", "dung", "game", "tro", "cong", "web", "link", "heo", "may"}),
        ),
        regex=rf"\b(?:thắng|trúng|húp|ẵm|lụm|hốt)(?: được| về| liền)? {_SUM}[^\n.!?]{{0,40}}?"
        r"\b(?:với|nhờ|từ|qua|trên|trong|của|ở) (?:cái |con |một )?"
        r"(?:ứng dụng|app|game|trò|cổng|web|link|con heo|heo vàng|máy quay)\b",
    ),
    Pattern(
        term="chơi thử N lên N",
        weight=Weight.STRONG,
        needs=(
            frozenset({"lam", "choi", "thu", "danh", "quay", "go", "ban", "keo", "bam", "om"}),
            frozenset({"len", "thanh", "ra", "ve"}),
        ),
        regex=r"\b(?:làm|chơi|thử|đánh|quay|gỡ|bắn|kéo|bấm|ôm)(?: \w+){0,2}? "
        r"\d+ ?(?:k|tr|củ|xị|lít|triệu) (?:lên|thành|ra|về) (?:được )?\d+ ?"
        r"(?:k|tr|củ|xị|lít|triệu|chai)\b",
    ),
    Pattern(
        term="vào N ra N",
        weight=Weight.STRONG,
        needs=(frozenset({"vao", "vo", "nhet", "danh", "xuong"}), frozenset({"ra"})),
        regex=r"\b(?:vào|vô|nhét|đánh|xuống) \d{2,}(?: ?k)? ra \d{2,}\b(?! ?(?:kg|người|em|bạn))",
    ),
    Pattern(
        term="rút kịp là có N",
        weight=Weight.STRONG,
        needs=(frozenset({"rut", "nhay", "bam"}), frozenset({"kip"})),
        regex=r"\b(?:rút|nhảy|bấm)(?: ra)? kịp (?:là|thì) (?:có|ăn|được|lời|nhận)\b",
    ),
)


SIGNAL = Signal(
    name="told_bets",
    label="Kể chuyện ăn thua",
    benign=False,
    patterns=PATTERNS,
)
