"""Ways into what is blocked: new links, other name servers, side-loading."""

from __future__ import annotations

from crawler.records import Weight
from matchers.signal import Signal
from matchers.turns import Pattern

PATTERNS = (
    Pattern(
        term="chặn thì đổi link",
        weight=Weight.STRONG,
        needs=(frozenset({"chan"}), frozenset({"link", "dns", "duong", "so", "cong"})),
        regex=r"\b(?:bị chặn|đã chặn|chống chặn|chặn)\b[^\n]{0,40}?"
        r"\b(?:đổi|thêm|vào|dùng|thay) [^\n]{0,20}?(?:link|dns|số|đường dẫn|cổng)\b",
    ),
    Pattern(
        term="nhập mã thì hiện sảnh thật",
        weight=Weight.DECISIVE,
        needs=(
            frozenset({"nhap", "go", "bam", "nhan", "dien"}),
            frozenset({"hien", "bat", "doi", "ra", "mo", "chuyen", "bien", "loi"}),
            frozenset(
                {"sanh", "song", "phong", "that", "an", "casino", "hu", "xiu", "cuoc", "bai"}
            ),
        ),
        regex=r"\b(?:nhập|gõ|bấm|nhấn|điền)\b[^\n]{2,60}?\b(?:hiện ra|hiện|bật|đổi sang"
        r"|đổi thành|ra"
        r"|mở ra|chuyển sang|biến thành|lòi ra)(?: \w+){0,3}? (?:sảnh thật|sảnh game thật|sảnh bài"
        r"|sảnh casino|sảnh ẩn|sòng|phòng tài xỉu|phòng bài|cổng game|game thật|giao diện thật"
        r"|bàn thật|phòng chơi thật|phòng thật|giao diện hũ"
        r"|giao diện bài|casino|nổ hũ|tài xỉu|web cược|trang cược)\b",
    ),
    Pattern(
        term="chỉ chơi tại trang này",
        weight=Weight.STRONG,
        needs=(
            frozenset({"choi", "cuoc", "danh", "quay"}),
            frozenset({"chi", "link", "trang", "web", "cong", "app", "cai", "san"}),
            frozenset({"nhat", "thuc", "chu", "tin", "duoi", "nay", "kiem"}),
        ),
        regex=r"\b(?:chỉ|nên|hãy|cứ) (?:nên )?"
        r"(?:chơi|đặt cược|cược|đánh|quay) (?:tại|ở|trên|qua|bên) (?:\w+ ){0,2}?"
        r"(?:địa chỉ|link|trang|web|cổng|app|nhà cái|sân)(?: \w+){0,4}? "
        r"(?:duy nhất|chính thức|chính chủ|uy tín|dưới đây|bên dưới|này|kiểm định|kiểm chứng)\b",
    ),
)


SIGNAL = Signal(
    name="access_help",
    label="Chỉ cách vào khi bị chặn",
    benign=False,
    patterns=PATTERNS,
)
