"""Benign: warnings against gambling, and denials of it."""

from __future__ import annotations

from crawler.records import Weight
from matchers.signal import Signal
from matchers.turns import Pattern

_GAMBLING = (
    r"(?:cờ bạc|bài bạc|cá độ|cá cược|lô đề|số đề|đề đóm|tài xỉu|xóc đĩa|nổ hũ|quay hũ|slot"
    r"|baccarat"
    r"|đá gà|game bài|casino|nhà cái|bóng bánh|đỏ đen|mấy con số|mấy cái app|mấy trang|mấy web)"
)
PATTERNS = (
    Pattern(
        term="mất của vì cờ bạc",
        weight=Weight.WEAK,
        needs=(
            frozenset({"mat", "bay", "ban", "cam", "gan", "tan", "no", "sach", "tong", "cat"}),
            frozenset({"vi", "tai", "do", "boi", "theo", "vao"}),
        ),
        denies=True,
        regex=r"\b(?:mất|bay|bán|cầm|cắm|gán|tan|sạch|đi tong|vỡ nợ|nợ)\b[^\n.!?]{0,50}?\b"
        rf"(?:vì|tại|do|bởi|theo|vào) (?:\w+ ){{0,3}}?{_GAMBLING}\b",
    ),
    Pattern(
        term="không được, không đăng, không làm",
        weight=Weight.WEAK,
        needs=(frozenset({"khong", "ko", "cam", "dung", "mien"}),),
        denies=True,
        regex=r"\b(?:(?:không được|cấm|vui lòng không|xin đừng|yêu cầu không|miễn|tuyệt đối không)"
        r"(?: phép)? (?:đăng|truy cập|chơi|tham gia|quảng cáo|chia sẻ|gửi|tổ chức|mở|spam|bàn|vào)"
        r"|không (?:đăng|làm|hợp tác|quảng cáo|tuyển|chạy|phục vụ|duyệt))\b"
        rf"(?: [^\s.!?]+){{0,5}}? {_GAMBLING}\b",
    ),
    Pattern(
        term="bị chèn, bị dụ",
        weight=Weight.WEAK,
        needs=(frozenset({"bi"}), frozenset({"chen", "du", "gan", "loi", "ru", "chiem"})),
        denies=True,
        regex=r"\bbị (?:\w+ ){0,2}?(?:chèn|dụ|dụ dỗ|gắn|lôi kéo|rủ rê|chiếm quyền)\b"
        rf"[^\n.!?]{{0,50}}?\b{_GAMBLING}\b",
    ),
    Pattern(
        term="tính thử ra thua",
        weight=Weight.WEAK,
        needs=(
            frozenset({"tinh"}),
            frozenset({"thu", "ra", "lai"}),
            frozenset({"gap", "ky", "thua", "xac"}),
        ),
        regex=r"\b(?:tính thử|thử tính|tính ra|tính lại)\b[^\n]{0,60}?\b(?:gấp thếp|xác suất"
        r"|kỳ vọng|thua (?:liền|liên tiếp|hết|sạch))\b",
    ),
    Pattern(
        term="hỏi có thật không",  # of who answers it at once it is bait
        weight=Weight.WEAK,
        needs=(
            frozenset({"thiet", "that", "lua"}),
            frozenset({"khong", "hong", "hok", "hem", "ko"}),
        ),
        regex=r"\b(?:có (?:thiệt|thật|(?:phải (?:là )?)?lừa(?: đảo)?)|lừa(?: đảo)? (?:phải|đúng)) "
        r"(?:không|hông|hong|hok|hem|ko)\b"
        r"(?!\W{1,4}(?:thật|thiệt|có|xin thưa|tất nhiên|đương nhiên|không|hoàn toàn|dạ"
        r"|uy tín|bên em|yên tâm))",
    ),
    Pattern(
        term="báo cáo mà không gỡ",
        weight=Weight.WEAK,
        needs=(frozenset({"bao", "report", "to"}), frozenset({"go", "xoa", "ly"})),
        denies=True,
        regex=r"\b(?:báo cáo|report|tố cáo)(?: [^\s.!?]+){0,10}? "
        r"(?:không|chưa|chẳng|ko)(?: \w+){0,2}? (?:gỡ|xóa|xử lý)\b",
    ),
    Pattern(
        term="cai nghiện, phòng chống",
        weight=Weight.WEAK,
        needs=(frozenset({"cai", "chong", "nghien", "khoi"}),),
        denies=True,
        regex=r"\b(?:cai(?: nghiện)?|nghiện|phòng chống|thoát khỏi|tác hại của)"
        rf"(?: \w+){{0,2}}? {_GAMBLING}\b",
    ),
    Pattern(
        term="thấy ai rủ thì chặn",
        weight=Weight.WEAK,
        needs=(
            frozenset({"thay", "gap", "ai", "co", "nhan"}),
            frozenset({"chan", "bao", "ne", "tranh", "dung", "xoa", "cho", "khoi", "out", "block"}),
        ),
        denies=True,
        regex=r"\b(?:thấy|gặp|hễ|nếu|nhận được|có)(?: \w+){0,3}? (?:rủ|mời|dụ|nhắn|gửi|add|kêu"
        r"|lôi kéo|giới thiệu|chào)\b[^\n.!?]{0,50}?\b(?:thì|là|cứ|hãy|nên|xin) (?:\w+ ){0,2}?"
        r"(?:chặn|block|báo công an|báo cáo|report|né|tránh|đừng|chớ|xóa|khỏi trả lời|out)\b",
    ),
    Pattern(
        term="đừng dại",
        weight=Weight.WEAK,
        needs=(frozenset({"dung", "cho"}),),
        denies=True,
        regex=r"\b(?:đừng|chớ)(?: (?:có|ai|bao giờ|vì|nên))? (?:tò mò|dại|dây vào|động vào"
        r"|đụng vào|thử dù|ham của|mê muội|để mất|như (?:tôi|mình|em|nó|chồng|con))\b",
    ),
    Pattern(
        term="người nhà thua, nợ, bán của",
        weight=Weight.WEAK,
        needs=(
            frozenset({"thua", "mat", "no", "vay", "ban", "cam", "gan", "bay", "lo"}),
            frozenset({"chong", "vo", "anh", "em", "con", "ba", "bo", "me", "ma", "cha", "ong"})
            | {"chu", "bac", "cau", "di", "hang", "ban", "nguoi", "dua", "thang", "chau", "nha"},
        ),
        denies=True,
        regex=r"\b(?:(?:chồng|vợ|anh trai|em trai|anh rể|em rể|con trai|con gái|thằng em|thằng con"
        r"|ba|bố|mẹ|má|cha|ông|bà|chú|bác|cậu|dì|cháu|con|người yêu|bạn trai|đứa bạn|thằng bạn|bạn)"
        r" (?:em|tôi|mình|tui|tớ|thân|cùng|nhà em|nhà tôi|nhà mình)|hàng xóm|họ hàng"
        r"|(?:ông|bà|chú|bác|anh|chị|cô|thằng|nhà) (?:\w+ )?(?:đầu|cuối|cạnh|kế|trong|bên) (?:hẻm"
        r"|xóm|nhà|ngõ|làng))\b"
        r"[^\n]{0,110}?\b(?:(?:thua|mất|nợ|vay|lỗ)(?: \w+){0,2}? (?:\d+|mấy|vài|cả|hết|sạch|trắng"
        r"|nóng|lãi)|(?:bán|cầm|cắm|gán|bay)(?: \w+){0,2}? (?:xe|nhà|đất|vàng|ruộng|sổ|nhẫn|bò"
        r"|ba gác|quán|tiệm|lương|ghe))\b"
        r"(?![^\n]{0,80}\b(?:gỡ lại được|về bờ|rút được|nhờ|lấy lại được))",
    ),
    Pattern(
        term="phát hiện người nhà chơi",
        weight=Weight.WEAK,
        needs=(
            frozenset({"phat", "bat", "biet", "hoa", "te", "tin"}),
            frozenset(
                {"con", "chong", "vo", "chau", "em", "thang", "nhoc", "ong", "me", "ba", "bo"}
            ),
        ),
        denies=True,
        regex=r"\b(?:phát hiện|bắt gặp|bắt quả tang|mới biết|vừa biết|hay tin|té ra|hóa ra) "
        r"(?:(?:ra|là|thấy|được) )?(?:con trai|con gái|con|chồng|vợ|cháu|em trai|em gái"
        r"|thằng (?:bé|con|em|nhỏ|cu)|nhóc|ông xã|mẹ|ba|bố)\b[^\n.!?]{0,60}?\b(?:nạp|chơi|đánh|mê"
        r"|nghiện|vay|trộm|đốt|nướng|cá độ|cược)\b"
        r"(?![^\n]{0,80}\b(?:gỡ lại được|về bờ|rút được|nhờ|lấy lại được|kiếm))",
    ),
    Pattern(
        term="cứ nhảy ra, làm sao tắt",
        weight=Weight.WEAK,
        needs=(
            frozenset({"chan", "tat", "go", "xoa", "loc", "an", "bao"}),
            frozenset({"cach", "sao", "nao", "gi", "hoai", "mai", "lan", "trinh", "chi", "duoc"})
            | {"giup"},
        ),
        denies=True,
        regex=r"\b(?:cách|làm sao|làm thế nào|ai biết|xin|chỉ|giúp|cho hỏi|hỏi)(?: \w+){0,5}? "
        r"(?:chặn|tắt|gỡ|xóa|lọc|ẩn)(?! được| cầu| gạc| vốn| lại| tiền| nợ| rồi| link| hũ)\b"
        r"|\b(?:chặn|tắt|gỡ|xóa|lọc) (?:kiểu gì|thế nào|ra sao|sao giờ|cách nào|giùm|giúp)\b"
        r"|\b(?:báo cáo|report)(?: \w+){0,2}? (?:hoài|mãi|\d+ lần|mấy lần|liên tục|rồi mà)\b"
        r"|\btrình chặn\b",
    ),
    Pattern(
        term="quảng cáo nhảy ra",
        weight=Weight.WEAK,
        needs=(
            frozenset({"ra", "chen", "len", "toan", "day", "hien", "thay"}),
            frozenset({"khung", "banner", "quang", "clip", "cua", "popup", "trang", "cai", "spam"}),
        ),
        denies=True,
        regex=r"\b(?:cứ|toàn|tự dưng|tự nhiên|5 phút|lại|suốt ngày)(?: \w+){0,4}? (?:hiện|nhảy"
        r"|bật|lòi|chèn|thấy|dính|gặp)(?: \w+){0,3}? (?:khung|banner|quảng cáo|clip|cửa sổ|popup"
        r"|pop up|trang lạ)\b",
    ),
    Pattern(
        term="đã bỏ được N ngày",
        weight=Weight.WEAK,
        needs=(
            frozenset({"ngay", "thang", "nam", "tuan"}),
            frozenset({"dung", "dong", "cham", "so", "choi", "danh", "bo", "cai", "quay"}),
            frozenset({"khong", "ko", "het", "chua", "bo", "cai"}),
        ),
        denies=True,
        regex=r"\b(?:\d+|một|hai|ba|nửa|mấy) (?:ngày|tháng|năm|tuần)(?: nay)?"
        r"(?: (?:em|mình|tôi|tui|anh|con|chồng|rồi))? "
        r"(?:không|ko|chưa|hết)(?: còn)?(?: hề)? (?:đụng|động|chạm|sờ|dính|chơi lại|quay lại)\b"
        rf"[^\n.!?]{{0,20}}?\b{_GAMBLING}\b"
        rf"|\b(?:bỏ|cai|từ bỏ|bỏ hẳn) (?:được )?{_GAMBLING}(?: \w+)? (?:được )?"
        r"(?:\d+|một|hai|ba|nửa|mấy) (?:ngày|tháng|năm|tuần)\b",
    ),
    Pattern(
        term="thì dừng đi",
        weight=Weight.WEAK,
        needs=(
            frozenset({"dung", "bo"}),
            frozenset({"di", "lai", "ngay"}),
            frozenset({"thi", "hay"}),
        ),
        denies=True,
        regex=r"\b(?:thì|hãy|nên|xin) (?:hãy )?(?:dừng|bỏ|buông) (?:đi|lại|ngay|tay)\b"
        r"(?! (?:là|khi|lúc|rồi lại|chốt))",
    ),
)


SIGNAL = Signal(name="warning", label="Cảnh báo, phủ nhận", benign=True, patterns=PATTERNS)
