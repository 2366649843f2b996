"""Private servers of somebody else's game, and adverts of games without a paper."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding, Weight
from matchers.page import Page
from matchers.signal import Signal, words_findings
from matchers.turns import Pattern

PATTERNS = (
    Pattern(
        term="exp N lần",
        weight=Weight.STRONG,
        needs=(frozenset({"exp", "drop", "nghiem"}),),
        regex=r"\b(?:exp|drop|kinh nghiệm) ?x? ?\d{1,5} ?(?:x|%|lần)|\b(?:exp|drop) x ?\d+"
        r"|\bx ?\d{2,5} (?:exp|kinh nghiệm)\b",
    ),
    Pattern(
        term="tặng VIP N, N KNB",
        weight=Weight.STRONG,
        needs=(frozenset({"vip", "knb", "kc", "nguyen", "kim"}),),
        regex=r"\b(?:free|tặng|nhận(?: ngay)?|max|full|miễn phí) vip ?(?:1[0-9]|[6-9])\b"
        r"|\b(?:\d{3}[.,]\d{3}|\d{2,3} ?vạn|\d{3}k|\d{1,3} ?triệu) "
        r"(?:knb|kc|nguyên bảo|kim cương)\b",
    ),
    Pattern(
        term="N server lậu",
        weight=Weight.STRONG,
        needs=(frozenset({"server", "sv"}), frozenset({"private", "lau"})),
        regex=r"\blậu\b[^\n]{0,20}?\b(?:server|sv)\b"
        r"|\b(?:server|sv)\b[^\n]{0,12}?\b(?:private|lậu)\b",
    ),
    Pattern(
        term="bản lậu của trò chơi",
        weight=Weight.STRONG,
        needs=(frozenset({"lau", "chui"}),),
        regex=r"\b(?:game|bản|web|webgame|h5|mobile|phiên bản|máy chủ|quốc tế|tu tiên|việt hóa|vn"
        r"|ninja)"
        r"(?: \w+){0,3}? (?:lậu|chui)\b",
    ),
    Pattern(
        term="chưa ai đưa về nước",
        weight=Weight.DECISIVE,
        denies=True,
        needs=(frozenset({"chua", "khong"}), frozenset({"hang", "ai", "nha", "phat"})),
        regex=r"\bchưa (?:có )?(?:ai|hãng nào|nhà phát hành nào|đơn vị nào)(?: \w+){0,2}? "
        r"(?:mua|đưa|được (?:cấp )?phép|phát hành|mang|cấp)\b|\bchưa (?:được )?phát hành "
        r"(?:tại|ở) (?:vn|việt nam|nước ta)\b|\b(?:khỏi|không cần) đợi (?:hãng|nhà phát hành)\b",
    ),
    Pattern(
        term="không có giấy phép",
        weight=Weight.STRONG,
        denies=True,
        needs=(frozenset({"phep", "giay", "g1"}), frozenset({"chua", "khong", "thieu"})),
        regex=r"\b(?:chưa có|chưa xin|chưa được|không cần|không có|thiếu|không xin) (?:\w+ )?"
        r"(?:giấy phép|phép|giấy của|giấy tờ|phép g1|cấp phép)\b(?! (?:thi công|xây|lái))",
    ),
    Pattern(
        term="nhóm tự dựng, tự dịch",
        weight=Weight.STRONG,
        needs=(
            frozenset({"minh", "nhom", "team", "em", "tui", "doi", "hoi"}),
            frozenset({"dung", "chay", "crack", "hoa", "dich", "source", "keo", "mod"}),
        ),
        regex=r"\b(?:tụi mình|tụi tui|bên mình|nhóm|team|đội|hội|em|mình)(?: \w+){0,3}? "
        r"(?:tự dựng|dựng server|dựng sv|crack|việt hóa|kéo về chạy|chạy lại bản|tự chạy|lấy source"
        r"|mod sẵn|tự làm bản vá)\b",
    ),
    Pattern(
        term="không phải bản của hãng",
        weight=Weight.STRONG,
        denies=True,
        needs=(frozenset({"hang", "store", "goc", "chu"}),),
        regex=r"\b(?:không phải|chứ không phải|không chung với|không vô|không vào"
        r"|chứ không) (?:là )?"
        r"(?:bản |server )?(?:hãng|store|app store|gốc|chính hãng|chính chủ)\b"
        r"|\bhãng (?:đóng cửa|quét|gửi thư|gửi thư dọa)\b",
    ),
    Pattern(
        term="tải ngoài kho ứng dụng",
        weight=Weight.STRONG,
        needs=(
            frozenset({"tai", "cai", "qua", "co", "can"}),
            frozenset({"apk", "ipa", "chi", "kho", "cua", "file", "ngoai", "store", "play"}),
        ),
        denies=True,
        regex=r"\b(?:không qua|không cần|không có trên|ngoài|chưa lên|không lên) (?:ch play"
        r"|app store|store"
        r"|cửa hàng ứng dụng|kho ứng dụng|cửa hàng việt|chợ)\b|\bcài (?:qua |hồ sơ "
        r"|bằng )?chứng chỉ\b"
        r"|\b(?:apk|ipa)(?: \w+){0,2}? (?:mod|chui|lậu|đã sửa)\b|\bbản cài đã sửa\b",
    ),
)


def find_private_server(page: Page) -> Iterable[Finding]:
    """The text leads to a private server, or past the stores to an unlicensed game."""
    return words_findings(page, "private_server")


SIGNAL = Signal(
    name="private_server",
    label="Máy chủ lậu, game chưa cấp phép",
    benign=False,
    find=find_private_server,
    patterns=PATTERNS,
)
