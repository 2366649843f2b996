"""Private servers of somebody else's game, and adverts of games without a paper."""

from __future__ import annotations

from crawler.records import Weight
from matchers.signal import Signal
from matchers.turns import Pattern

# All ways to say that something was not asked for, was not given, or has nobody behind it.
_NOT = r"(?:không|ko|hông|hổng|chưa|chẳng|chả|khỏi|đâu)"
_PASSED = (
    r"(?: (?:hề|có|xin|được|cần|qua|thông qua|đăng ký|làm|nộp|phải|thèm|ai|bên|đơn vị|cơ quan|nào"
    r"|cấp|một|tờ|bất kỳ|mua|số|gì|cái|quyết định|vào|dính))*"
)
_PAPER = (
    r"(?:giấy phép|giấy (?:vn|việt nam|việt|phát hành)|bản quyền phát hành|thông tin giấy phép"
    r"|thông tin cấp phép|cấp phép|phép g1|phép phát hành|phép|g1|kiểm duyệt|phê duyệt|thẩm định"
    r"|giấy tờ|thủ tục|duyệt gì|(?:nhà phát hành|nph|đại diện|công ty|đơn vị|pháp nhân|hãng)"
    r"(?: \w+){0,3}? (?:ở ta|vn|việt nam|việt|trong nước|nước ta|bên mình|nước mình))"
)
_PLAYED = (
    r"(?:game|trò chơi|server|sv|máy chủ|mmo|mmorpg|gacha|tu tiên|tiên hiệp|kiếm hiệp|webgame|h5"
    r"|bản việt|bản dịch|việt hóa|bản quốc tế|bản trung|người chơi)"
)
PATTERNS = (
    Pattern(
        term="trò chơi không phép",
        weight=Weight.STRONG,
        denies=True,
        needs=(
            frozenset(
                {"game", "tro", "server", "sv", "may", "mmo", "mmorpg", "gacha", "tien", "choi"}
            )
            | {"hiep", "webgame", "h5", "ban", "hoa"},
            frozenset({"khong", "ko", "hong", "chua", "chang", "cha", "khoi", "dau"}),
            frozenset({"phep", "g1", "duyet", "dinh", "to", "tuc", "ta", "vn", "nam", "viet"})
            | {"nuoc", "minh"},
        ),
        regex=rf"\b{_PLAYED}\b[^\n]{{0,140}}?\b{_NOT}{_PASSED} {_PAPER}\b"
        rf"|\b{_NOT}{_PASSED} {_PAPER}\b[^\n]{{0,60}}?\b{_PLAYED}\b",
    ),
    Pattern(
        term="giấy phép chưa xin được",
        weight=Weight.STRONG,
        denies=True,
        needs=(
            frozenset({"phep", "quyen", "g1"}),
            frozenset({"chua", "khong", "cho", "doi", "tinh", "tu", "ke", "dang", "bo"}),
        ),
        regex=r"\b(?:giấy phép (?:phát hành|g1|game|trò chơi|trong nước|việt nam)|phép phát hành"
        r"|bản quyền phát hành|phép g1|số g1)(?: \w+){0,4}? "
        r"(?:chưa|không có|không xin|đang chờ|còn chờ|chờ|tính sau|từ từ|bổ sung sau"
        r"|đang (?:trong quá trình )?(?:xin|làm|hoàn thiện|hoàn tất|xúc tiến|bổ sung))\b"
        rf"|\b{_NOT} (?:có )?(?:bản quyền phát hành|thông tin giấy phép|thông tin cấp phép)\b",
    ),
    Pattern(
        term="no licence in Vietnam",
        weight=Weight.STRONG,
        denies=True,
        needs=(
            frozenset({"no", "without", "not", "never", "lacks", "isn"}),
            frozenset({"licence", "license", "licensed", "approval", "approved", "permit"})
            | {"published", "publisher", "registered", "released", "paper", "papers"},
            frozenset({"vietnam", "vietnamese", "local", "locally", "vn"}),
        ),
        regex=r"\b(?:no|without|not|never|lacks|isn.t)(?: \w+){0,4}? "
        r"(?:licen[cs]ed?|approval|approved"
        r"|permit|published|registered|released)(?: \w+){0,3}? (?:vietnam|vietnamese|locally|vn)\b"
        r"|\b(?:no|without)(?: \w+){0,2}? (?:vietnamese|vietnam|local) (?:licen[cs]e|approval"
        r"|permit|publisher|papers?)\b",
    ),
    Pattern(
        term="kho ứng dụng không cho",
        weight=Weight.WEAK,
        denies=True,
        needs=(
            frozenset({"play", "chplay", "store", "appstore", "apple", "google"}),
            frozenset({"khong", "ko", "chua", "chang", "go", "xoa", "quet", "chan", "cam"}),
        ),
        regex=r"\b(?:ch play|chplay|google play|app store|appstore|store|apple|google)(?: \w+)? "
        r"(?:(?:không|ko|chưa|chẳng) (?:cho|duyệt|chịu|nhận)|gỡ|xóa|quét|cấm)\b",
    ),
    Pattern(
        term="gói cài ở nhóm, ở trang riêng",
        weight=Weight.WEAK,
        needs=(
            frozenset({"apk", "xapk", "ipa", "apks", "tai", "file"}),
            frozenset({"nhom", "group", "discord", "zalo", "rieng", "team", "tele"}),
        ),
        regex=r"\b(?:xapk|apk|ipa|apks|file cài)\b[^\n.!?]{0,15}?\b(?:trong|ở|trên|từ|của|lên) "
        r"(?:nhóm|group|discord|zalo|tele|kho riêng|trang riêng|web riêng|web của (?:team|nhóm))\b"
        r"|\btải (?:trên|ở|từ|tại|qua) (?:trang|web|kho|nhóm) (?:riêng|của (?:team|nhóm|admin))\b",
    ),
    Pattern(
        term="nạp cho người của nhóm",
        weight=Weight.STRONG,
        needs=(
            frozenset({"nap", "khoan", "ck", "the", "toan"}),
            frozenset({"admin", "ad", "gm", "team", "nhan", "sv", "nhom", "anh", "ban"})
            | {"chi", "co", "chu", "server", "doi"},
        ),
        regex=r"\b(?:nạp|nạp thẻ|nạp thẻ cào|thẻ cào|mã thẻ|gửi thẻ|chuyển khoản|ck|thanh toán)"
        r"(?: (?:thẻ|thẻ cào|mã|trực tiếp|tiền|riêng|tay))?(?: (?:cho|qua|gửi|thẳng|với|về|bằng))+ "
        r"(?:(?:anh|chị|cô|chú|bạn) (?!hàng)\w+|admin|ad|gm|team|chủ sv|chủ server"
        r"|trưởng nhóm|nhóm dịch|đội dịch|bạn admin"
        r"|(?:chuyển khoản )?(?:tài khoản|stk|tk|ví) cá nhân)\b"
        r"|\bnạp\b[^\n.!?]{0,50}?\bqua (?:ví|bank|momo|zalo|stk|tk|tài khoản) (?:cá nhân"
        r"|(?:cá nhân )?(?:của )?(?:anh|chị|cô|chú|admin|ad|gm)\b)"
        r"|\bthẻ nạp mua (?:của|qua|bên) (?:anh|chị|cô|chú|admin|ad)\b",
    ),
    Pattern(
        term="nạp rẻ hơn trong game",
        weight=Weight.STRONG,
        needs=(
            frozenset({"game", "app", "store", "knb", "cuong", "ngoc", "bao"}),
            frozenset({"nap", "re", "nhanh", "loi", "hoi", "so"}),
        ),
        regex=r"\b(?:rẻ|nhanh|lợi|hời|nhiều)(?: \w+)? hơn (?:nạp |mua )?"
        r"(?:trong|trên|qua) (?:game|app|store|ch play|shop game)\b"
        r"|\bx\d{1,2}(?: \w+){0,3}? so với (?:nạp|store|game|trong game|ch play|app)\b"
        r"|\bnạp (?:game |hộ )?[^\n.!?]{0,30}?(?:giá rẻ|chiết khấu|rẻ)\b[^\n.!?]{0,40}?"
        r"\b(?:mã thẻ|gửi thẻ|qua zalo|ib|nhắn (?:anh|em|mình|ad))\b",
    ),
    Pattern(
        term="chứng chỉ bị thu hồi",
        weight=Weight.WEAK,
        needs=(
            frozenset({"testflight", "chi", "cert", "ipa", "so"}),
            frozenset({"hoi", "revoke", "lai", "han", "die", "ky"}),
        ),
        regex=r"\b(?:testflight|chứng chỉ doanh nghiệp|hồ sơ doanh nghiệp|chứng chỉ|cert|ipa)\b"
        r"[^\n]{0,80}?\b"
        r"(?:thu hồi|revoke|cài lại|hết hạn|die|ký lại|ký tay)\b",
    ),
    Pattern(
        term="exp N lần",
        weight=Weight.STRONG,
        needs=(frozenset({"exp", "drop", "nghiem"}),),
        regex=r"\b(?:exp|drop|kinh nghiệm) ?x? ?\d{1,5} ?(?:x|%|lần)|\b(?:exp|drop) x ?\d+"
        r"|\bx ?\d{2,5} (?:exp|kinh nghiệm)\b",
    ),
    Pattern(
        term="rate N/N/N",
        weight=Weight.STRONG,
        needs=(frozenset({"rate", "rates", "renewal", "classic", "server", "sv"}),),
        regex=r"\b(?:rate|rates|renewal|classic|server|sv)(?: exp)? ?:? "
        r"\d{1,4}x? ?/ ?\d{1,4}x?(?: ?/ ?\d{1,4}x?)?\b(?!/20)",
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
            frozenset({"minh", "nhom", "team", "em", "tui", "doi", "hoi", "admin", "ad", "gm"}),
            frozenset({"dung", "chay", "crack", "hoa", "dich", "source", "keo", "mod", "tu"})
            | {"ganh", "nuoi"},
        ),
        regex=r"\b(?:tụi mình|tụi tui|bên mình|nhóm|team|đội|hội|em|mình|admin|ad|gm)"
        r"(?: \w+){0,3}? "
        r"(?:tự dựng|tự xây|tự vận hành|tự nuôi|tự code|tự mở|tự host|gánh phí|gánh chi phí"
        r"|nuôi server|nuôi sv|dựng server|dựng sv|crack|việt hóa|kéo về chạy|chạy lại bản|tự chạy"
        r"|lấy source"
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
        term="tải ngoài kho ứng dụng",  # developers who test say so too
        weight=Weight.WEAK,
        needs=(
            frozenset({"qua", "can", "co", "len", "thay", "nam", "hien", "ngoai"}),
            frozenset({"play", "chplay", "store", "appstore", "kho", "cua", "cho"}),
        ),
        denies=True,
        regex=r"\b(?:(?:không|ko|chưa|chẳng|khỏi|hông) (?:qua|cần|có trên|có ở|lên|thấy trên"
        r"|nằm trên|xuất hiện trên|tìm thấy trên)|ngoài) (?:ch play|chplay|google play|app store"
        r"|appstore|store|cửa hàng ứng dụng|kho ứng dụng|cửa hàng việt|chợ)\b",
    ),
    Pattern(
        term="cài qua chứng chỉ",
        weight=Weight.STRONG,
        needs=(
            frozenset({"cai", "apk", "ipa"}),
            frozenset({"chi", "so", "mod", "chui", "lau", "sua"}),
        ),
        denies=True,
        regex=r"\bcài (?:qua |hồ sơ |bằng )?(?:chứng chỉ|hồ sơ doanh nghiệp)\b"
        r"|\b(?:apk|ipa)(?: \w+){0,2}? (?:mod|chui|lậu|đã sửa)\b|\bbản cài đã sửa\b",
    ),
    Pattern(
        term="not in the store, apk",
        weight=Weight.STRONG,
        denies=True,
        needs=(
            frozenset({"not", "no"}),
            frozenset({"store", "play"}),
            frozenset({"apk", "sideload", "testflight", "site", "direct", "install"}),
        ),
        regex=r"\b(?:not|no)(?: \w+){0,4}? (?:store|play|google play)(?: \w+){0,3}?"
        r"[^\n]{1,60}?\b(?:apk|sideload|testflight|direct download)\b"
        r"|\b(?:apk|sideload|testflight)\b[^\n]{1,60}?"
        r"\b(?:not|no)(?: \w+){0,4}? (?:store|play|google play)\b",
    ),
    Pattern(
        term="không phải của nhà phát hành",
        weight=Weight.STRONG,
        denies=True,
        needs=(
            frozenset({"khong", "ko"}),
            frozenset({"hanh", "nph", "hang", "chu"}),
            frozenset({"thuoc", "quan", "truc", "phai", "dinh"}),
        ),
        regex=r"\b(?:không|ko) (?:thuộc|liên quan|trực thuộc|phải của|dính gì)(?: (?:đến|tới|gì|bất"
        r" kỳ|với|về))* (?:nhà phát hành|nph|hãng|chủ bản quyền)\b",
    ),
    Pattern(
        term="góp tiền thuê máy",
        weight=Weight.STRONG,
        needs=(
            frozenset({"gop", "chia", "dong"}),
            frozenset({"thue", "nuoi", "tra"}),
            frozenset({"may", "server", "sv", "vps"}),
        ),
        regex=r"\b(?:góp|chia|đóng)(?: tiền| phí)? (?:thuê|nuôi|trả tiền) "
        r"(?:máy chủ|máy|server|sv)\b",
    ),
    Pattern(
        term="không có trên store Việt",
        weight=Weight.STRONG,
        denies=True,
        needs=(
            frozenset({"store", "play", "chplay", "kho", "cho", "hang"}),
            frozenset({"viet", "vn", "nam", "ta"}),
            frozenset({"khong", "ko", "chua", "hong"}),
        ),
        regex=r"\b(?:không|chưa|ko|hông)(?: \w+){0,3}? (?:trên|ở|tại|lên) "
        r"(?:store|ch play|app store|kho|chợ|cửa hàng)(?: \w+)? (?:việt|vn|việt nam|nước ta)\b"
        r"|\b(?:store|ch play|app store|kho|chợ|cửa hàng)(?: ứng dụng)? (?:việt nam|việt|vn) "
        r"(?:không|chưa|ko) (?:có|cho|thấy)\b",
    ),
)


SIGNAL = Signal(
    name="private_server",
    label="Máy chủ lậu, game chưa cấp phép",
    benign=False,
    patterns=PATTERNS,
)
