"""Benign: films, books and plays, as people tell and review them."""

from __future__ import annotations

from crawler.records import Weight
from matchers.signal import Signal
from matchers.turns import Pattern

_WHO = (
    r"(?:một|gã|lão|hắn|cô|chàng|anh chàng|anh|ông|bà|người|tay|nhóm|hai|ba|đôi|cuộc đời|chuyện|câu"
    r"|cậu|thằng|nàng|mối|hành trình|dealer|con bạc)"
)
_TELLS = frozenset({"ke", "noi", "xoay", "theo"})
_SPEAKERS = frozenset(
    {"vo", "chong", "con", "bo", "ba", "me", "ma", "thay", "tro", "giao", "sep", "vien", "khach"}
    | {"quan", "si", "benh"}
)
_SPEAKER = (
    r"(?:vợ|chồng|con|bố|ba|mẹ|má|thầy|trò|cô giáo|học trò|sếp|nhân viên|khách|chủ quán|bác sĩ"
    r"|bệnh nhân)"
)
PATTERNS = (
    Pattern(
        term="kể về một người",
        weight=Weight.WEAK,
        denies=True,
        needs=(_TELLS, frozenset({"ve", "chuyen", "chan", "quanh", "cau", "lai"})),
        regex=r"\b(?:phim|truyện|sách|cuốn|tập|chương|mv|vở|kịch|tiểu thuyết|tác phẩm|series)"
        rf"\b[^\n]{{0,60}}?\b(?:kể|nói|xoay|theo) (?:về|chuyện|câu chuyện|chân|quanh|lại) {_WHO}\b"
        r"|\b(?:kể|xoay) (?:về|quanh) (?:một|gã|lão|chàng|cô|hai|anh chàng|cuộc đời) \w+",
    ),
    Pattern(
        term="phim, truyện và người trong đó",
        weight=Weight.WEAK,
        denies=True,
        needs=(
            frozenset({"phim", "truyen", "tap", "chuong", "cuon", "canh", "review", "trailer"})
            | {"vo", "kich", "series", "tieu", "mv", "sach"},
            frozenset({"chinh", "dien", "vai", "doan", "ket", "han", "lao", "ga", "canh"})
            | {"van", "nhan", "mo"},
        ),
        regex=r"\b(?:review phim|phim mới|phim ngắn|phim điện ảnh|bộ phim|phim này|cảnh|tập \d+"
        r"|trailer|vở kịch|vở diễn|series|mv mới|teaser)\b[^\n]{0,140}?\b(?:nam chính|nữ chính|vai"
        r"|đạo diễn|diễn viên|diễn xuất|diễn tốt|diễn hay|đoạn kết|đoạn cuối|cái kết|kết phim"
        r"|nhân vật|quay đẹp|hình đẹp|cú máy|góc quay|mở màn)\b"
        r"|\b(?:đọc xong|gấp sách|cuốn sách|cuốn tiểu thuyết|cuốn truyện|tiểu thuyết|truyện ngắn"
        r"|truyện dài|đọc truyện|truyện này|truyện mới)\b"
        r"[^\n]{0,140}?\b(?:hắn|lão|gã|nhân vật|văn gọn|văn hay"
        r"|kết truyện|cái kết|tác giả|nam chính|nữ chính|chương)\b",
    ),
    Pattern(
        term="chương sau sẽ rõ",
        weight=Weight.WEAK,
        denies=True,
        needs=(
            frozenset({"chuong", "tap", "phan"}),
            frozenset({"sau", "toi", "tiep", "dang", "mai"}),
        ),
        regex=r"\b(?:chương|tập|phần) (?:sau|tới|tiếp theo|tiếp|kế|mới)\b[^\n.!?]{0,30}?\b(?:sẽ"
        r"|mai|đăng|chiếu|lên sóng|rõ|ra mắt|có gì)\b"
        r"|\b(?:chương|tập) \d+\b[^\n]{0,40}?"
        r"\b(?:mai đăng|đăng tiếp|lên sóng|phát sóng|còn tiếp)\b",
    ),
    Pattern(
        term="đi xem vì",
        weight=Weight.WEAK,
        denies=True,
        needs=(
            frozenset({"xem", "ra", "coi"}),
            frozenset({"chinh", "rap", "vai", "dien", "phim"}),
        ),
        regex=r"\b(?:đi xem|đi coi|xem xong|coi xong|xem lại|ra rạp|cày lại)\b[^\n]{0,60}?\b(?:nam "
        r"chính|nữ chính|ngoài rạp|vai diễn|diễn xuất|dàn diễn viên|đạo diễn|phim)\b",
    ),
    Pattern(
        term="xem lại phim, khen cảnh",
        weight=Weight.WEAK,
        denies=True,
        needs=(
            frozenset({"xem", "coi", "rewatch", "review"}),
            frozenset({"canh", "nhac", "rap", "netflix", "imdb", "vietsub", "chieu", "4k"}),
        ),
        regex=r"\b(?:xem lại|mới xem|vừa xem|xem xong|coi lại|coi xong|rewatch|review)\b"
        r"[^\n]{0,160}?\b(?:cảnh|nhạc nền|nhạc phim|bản 4k|ở rạp|ngoài rạp|suất chiếu|netflix|imdb"
        r"|vietsub)\b",
    ),
    Pattern(
        term="lời đối đáp",
        weight=Weight.WEAK,
        denies=True,
        needs=(_SPEAKERS,),
        regex=rf"\b{_SPEAKER}(?: \w+)? ?:[^\n]{{2,160}}?\b{_SPEAKER}(?: \w+)? ?:"
        rf"|\b{_SPEAKER}(?: \w+)? ?: ?[\"“][^\n\"“”]{{2,120}}[\"”] ?[–—-] ?[\"“]",
    ),
)


SIGNAL = Signal(name="fiction", label="Phim, truyện", benign=True, patterns=PATTERNS)
