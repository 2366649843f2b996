"""What an app may do on a device and a game seldom needs; it stands beside other words only.

The words are after those that Android shows to users, in English and Vietnamese. No answer of a
store with permissions is recorded: every word below is UNVERIFIED.
"""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding, Weight
from matchers.page import Page
from matchers.signal import Signal, pattern_findings
from matchers.turns import Pattern

FIELD = "permissions"  # no other text is read: a story too is "about reading your contacts"

PATTERNS = (
    Pattern(
        term="tin nhắn SMS",
        weight=Weight.AMBIGUOUS,
        denies=True,  # no permission is explained away by the words beside it
        needs=(frozenset({"sms", "mms"}),),
        regex=r"\b(?:read|receive|send|view|edit|đọc|nhận|gửi|xem|chỉnh sửa)\b"
        r"[^\n]{0,60}\b(?:sms|mms)\b",
    ),
    Pattern(
        term="cài đặt gói",
        weight=Weight.AMBIGUOUS,
        denies=True,
        needs=(frozenset({"install", "cai"}), frozenset({"packages", "apps", "goi", "ung"})),
        regex=r"\b(?:request )?install (?:unknown )?(?:packages|apps)\b"
        r"|\b(?:yêu cầu )?cài đặt (?:các )?(?:gói|ứng dụng)\b",
    ),
    Pattern(
        term="hiển thị trên ứng dụng khác",
        weight=Weight.AMBIGUOUS,
        denies=True,
        needs=(frozenset({"other", "khac"}), frozenset({"apps", "ung"})),
        regex=r"\b(?:draw over|appear on top of|display over) other apps\b"
        r"|\b(?:vẽ|hiển thị|xuất hiện) (?:bên |ở )?(?:trên|lên trên) (?:cùng )?"
        r"(?:các )?ứng dụng khác\b",
    ),
    Pattern(
        term="danh bạ",
        weight=Weight.AMBIGUOUS,
        denies=True,
        needs=(frozenset({"contacts", "danh"}),),
        regex=r"\b(?:read|modify) (?:your )?contacts\b|\b(?:đọc|sửa đổi) danh bạ\b",
    ),
    Pattern(
        term="nhật ký cuộc gọi",
        weight=Weight.AMBIGUOUS,
        denies=True,
        needs=(frozenset({"call", "nhat"}), frozenset({"log", "ky"})),
        regex=r"\b(?:read|write) (?:your )?call log\b|\b(?:đọc|ghi) nhật ký cuộc gọi\b",
    ),
    Pattern(
        term="dịch vụ trợ năng",
        weight=Weight.AMBIGUOUS,
        denies=True,
        needs=(frozenset({"accessibility", "dich"}), frozenset({"service", "vu"})),
        regex=r"\baccessibility service\b"
        r"|\bdịch vụ (?:trợ năng|hỗ trợ tiếp cận|hỗ trợ truy cập)\b",
    ),
)


def find_permissions(page: Page) -> Iterable[Finding]:
    """Permissions that do not fit a game, in the words of the store."""
    return [found for found in pattern_findings(page, "permissions") if found.field == FIELD]


SIGNAL = Signal(
    name="permissions",
    label="Quyền không hợp với trò chơi",
    benign=False,
    find=find_permissions,
    patterns=PATTERNS,
)
