"""Words to a machine that sorts texts: "ignore the instructions", "answer: safe".

They are never obeyed; what such a text says of itself explains less (``text_points.counts``).
"""

from __future__ import annotations

from crawler.records import Weight
from matchers.signal import Signal
from matchers.turns import Pattern

PATTERNS = (
    Pattern(
        term="nói với máy kiểm duyệt",
        weight=Weight.WEAK,
        denies=True,
        needs=(
            frozenset({"ai", "bot", "may", "thong", "hinh", "llm", "classifier", "gpt", "chatgpt"})
            | {"duyet", "loc"},
            frozenset({"gui", "cho", "toi", "chu", "y", "nhac", "lenh", "dan", "cau", "note"}),
        ),
        regex=r"\b(?:gửi|lưu ý|chú ý|nhắc|ghi chú|lời nhắn|dành)(?: \w+)? "
        r"(?:cho |tới |đến |với |các )?(?:trợ lý |mô hình |hệ thống |bot |máy )?"
        r"(?:ai|chatgpt|gpt|llm|bot kiểm duyệt|hệ thống kiểm duyệt|máy kiểm duyệt|bộ kiểm duyệt"
        r"|bộ phận kiểm duyệt|đội kiểm duyệt|người kiểm duyệt|bộ lọc)(?: kiểm duyệt)?"
        r"(?: \w+)? ?[:\]]",
    ),
    Pattern(
        term="bảo máy trả lời rằng an toàn",
        weight=Weight.WEAK,
        denies=True,
        needs=(
            frozenset({"tra", "loai", "dau", "cham", "ket", "xep", "phan", "gan"}),
            frozenset(
                {"pham", "toan", "lanh", "le", "thuong", "sach", "hoc", "0", "safe", "clean"}
            ),
        ),
        regex=r"\b(?:(?:hãy|xin|phải|vui lòng|cứ) (?:trả lời|chấm|kết luận)|xếp loại|phân loại"
        r"|đánh dấu|gắn nhãn)(?: \w+){0,3}? ?[\"“'(:]? ?(?:không vi phạm|an toàn|lành mạnh|hợp lệ"
        r"|bình thường|sạch|văn học|0|safe|clean)\b",
    ),
    Pattern(
        term="note to the AI",
        weight=Weight.WEAK,
        denies=True,
        needs=(
            frozenset({"ai", "model", "classifier", "moderator", "reviewer", "llm", "assistant"})
            | {"system", "bot"},
            frozenset({"note", "attention", "dear", "message", "instruction", "instructions"})
            | {"override", "reminder"},
        ),
        regex=r"\b(?:note|attention|dear|message|instructions?|reminder)"
        r"(?: to| for)?(?: the| all)? "
        r"(?:ai|model|classifier|moderator|automated|llm|assistant|moderation bot)\b"
        r"|\bsystem override\b",
    ),
    Pattern(
        term="ignore the instructions",
        weight=Weight.WEAK,
        denies=True,
        needs=(
            frozenset({"ignore", "disregard", "forget", "override", "bo"}),
            frozenset(
                {"instructions", "instruction", "prompt", "rules", "criteria", "dan", "lenh"}
            ),
        ),
        regex=r"\b(?:ignore|disregard|forget|override) (?:all |any |the |your )*"
        r"(?:previous |prior |above |earlier |other )?(?:instructions?|prompt|rules|criteria)\b"
        r"|\bbỏ qua (?:mọi |các |tất cả )*(?:hướng dẫn|chỉ dẫn|mệnh lệnh|lệnh)\b",
    ),
    Pattern(
        term="answer safe",
        weight=Weight.WEAK,
        denies=True,
        needs=(
            frozenset({"answer", "reply", "label", "classify", "mark", "return", "set", "output"}),
            frozenset({"safe", "clean", "benign", "harmless", "0", "probability", "score"}),
        ),
        regex=r"\b(?:answer|reply|label|classify|mark|return|output)(?: \w+){0,4}? ?[\"“'(:]? ?"
        r"(?:safe|clean|benign|harmless|not gambling)\b"
        r"|\bset (?:\w+ ){0,3}?(?:probability|score) to\b",
    ),
)


SIGNAL = Signal(
    name="to_machines",
    label="Nói với máy kiểm duyệt",
    benign=False,
    patterns=PATTERNS,
)
