"""Winnings turned into money, phone cards or wallets: illegal in itself (D174 Điều 99)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from crawler.records import Finding, Weight
from matchers.hits import Hit
from matchers.page import Page, View
from matchers.signal import (
    Signal,
    words_findings,
)
from matchers.turns import Pattern

_GAP = r"(?:[^\W_]+[^\w\n]{1,3}){0,3}?"  # up to three words between two parts
_WON = (
    r"(?:thưởng|xu|vàng|điểm|kim cương|chip|gold|coins?|gem|token|phỉnh|lúa|hũ|sò|quan|ngọc|bạc"
    r"|tiền thắng|tiền ảo|quà|win|tiền)"
)
_MONEY = (
    r"(?:tiền mặt|tiền thật|tiền về|ra tiền|thẻ cào|thẻ (?:điện thoại|viettel|vina|mobi|nạp|game)"
    r"|momo|zalo ?pay|viettel ?pay|viettel money|ví|ngân hàng|bank|atm|stk|tài khoản ngân hàng"
    r"|usdt|vnđ|vnd|tiền)"
)
PATTERNS = (
    Pattern(
        term="đổi … thành tiền",
        weight=Weight.DECISIVE,
        needs=(
            frozenset({"doi", "quy", "ban", "chuyen"}),
            frozenset({"thanh", "sang", "lay", "ra", "ve", "qua"}),
        ),
        regex=rf"\b(?:quy đổi|đổi|bán|chuyển)(?! tiền) {_GAP}{_WON} {_GAP}"
        rf"(?:thành|sang|lấy|ra|về|qua) {_GAP}{_MONEY}\b",
    ),
    Pattern(
        term="rút thưởng về ví",
        weight=Weight.DECISIVE,
        needs=(
            frozenset({"rut"}),
            frozenset({"ve", "qua", "ra", "thanh", "sang"}),
        ),
        regex=r"\brút (?:xu|vàng|điểm|chip|gold|coin|thưởng|win|tiền thắng|tiền thưởng|quà) "
        rf"{_GAP}(?:về|qua|ra|thành|sang) {_GAP}{_MONEY}\b",
    ),
    # Banks and wallets say this as well: only slang and wallets' names are strong.
    Pattern(
        term="rút về ngân hàng",
        weight=Weight.WEAK,
        needs=(frozenset({"rut"}), frozenset({"ve", "qua", "ra", "thang"})),
        regex=rf"\brút {_GAP}(?:về|qua|ra|thẳng)(?: thẳng| ngay| liền)? {_GAP}"
        r"(?:ngân hàng|tài khoản|thẻ atm|tiền mặt)\b",
    ),
    Pattern(
        term="rút về ví",
        weight=Weight.STRONG,
        needs=(frozenset({"rut"}), frozenset({"ve", "qua", "ra", "thang"})),
        regex=rf"\brút {_GAP}(?:về|qua|ra|thẳng)(?: thẳng| ngay| liền)? {_GAP}"
        r"(?:momo|zalo ?pay|viettel ?pay|ví|bank|atm|stk|usdt)\b",
    ),
    Pattern(
        term="kiếm N k, rút",
        weight=Weight.DECISIVE,
        needs=(frozenset({"kiem", "thang", "an"}), frozenset({"rut"})),
        regex=r"\b(?:kiếm|thắng|ăn) (?:ngay |được |tới |đến )?\d{2,4} ?(?:k|triệu|tr|\.000)\b"
        r"[^\n]{0,60}?\brút (?:tiền|về|thưởng|liền|ngay|nhanh)\b",
    ),
    Pattern(
        term="xu đổi ra tiền",
        weight=Weight.DECISIVE,
        needs=(frozenset({"doi", "ban"}), frozenset({"tien", "the", "momo", "atm", "hang", "cao"})),
        regex=r"\b(?:xu|vàng|chip|gold|ngọc|kim cương|lúa|thóc|quan|thắng|bạc|tiền thắng|jackpot"
        r"|hũ) "
        rf"{_GAP}(?:quy đổi|đổi|bán lại|đổi lại|chuyển thẳng|chuyển về) (?:được |lấy )?"
        r"(?:ra |thành |sang |về |qua )?(?:iphone hoặc )?(?:tiền(?! ảo)"
        r"|thẻ (?:cào|điện thoại|viettel|vina|mobi|nạp|100k)"
        r"|momo|atm|ngân hàng|tài khoản)\b",
    ),
    Pattern(
        term="thắng … rút",
        weight=Weight.STRONG,
        needs=(frozenset({"rut"}), frozenset({"thang", "trung", "hup", "an", "loi", "no"})),
        regex=r"\b(?:thắng|trúng|húp|nổ hũ|ăn|lãi|lời)\b[^\n.]{0,40}?"
        r"\brút\b(?! (?:thăm|ngắn|lui|quân|gọn|kinh nghiệm|bài|ra))",
    ),
    Pattern(
        term="thu mua xu",
        weight=Weight.STRONG,
        needs=(frozenset({"mua", "thu"}), frozenset({"xu", "ngoc", "gold", "chip", "rik"})),
        regex=r"\b(?:thu mua|mua lại|thu lại|thu) (?:lại )?(?:xu|ngọc|gold|chip|rik)\b",
    ),
    Pattern(
        term="chơi ra tiền",
        weight=Weight.STRONG,
        needs=(
            frozenset({"tien"}),
            frozenset({"that", "mat", "tuoi"}),
        ),
        regex=r"\b(?:chơi|thắng|ăn|quay|kiếm) (?:là |được |ra |có |ngay )?tiền (?:thật|mặt|tươi)\b"
        r"|\b(?:trúng|thưởng|nhận) (?:là |được |ra |có |ngay )?tiền (?:thật|tươi)\b",
    ),
    Pattern(
        term="nhận tiền mặt",  # winners of races and contests do as well
        weight=Weight.WEAK,
        needs=(frozenset({"tien"}), frozenset({"mat"})),
        regex=r"\b(?:trúng|thưởng|nhận) (?:là |được |ra |có |ngay )?tiền mặt\b",
    ),
    Pattern(
        term="đổi thẻ",
        weight=Weight.STRONG,
        needs=(
            frozenset({"the"}),
            frozenset({"doi", "rut", "lay", "nhan"}),
            frozenset({"cao", "dien", "viettel", "vina", "vinaphone", "mobi", "mobifone"}),
        ),
        regex=r"\b(?:đổi|rút|lấy|nhận) (?:ra |sang |lấy |về )?"
        r"thẻ (?:cào|điện thoại|viettel|vina\w*|mobi\w*)\b",
    ),
    Pattern(
        term="trả thưởng",
        weight=Weight.STRONG,
        needs=(
            frozenset({"tra"}),
            frozenset({"thuong"}),
        ),
        regex=r"\btrả thưởng (?:nhanh|cao|liền|ngay|uy tín|sòng phẳng|xanh chín|đầy đủ|trong|tận"
        r"|khủng)\b",
    ),
    Pattern(
        term="withdraw to wallet",
        weight=Weight.STRONG,
        needs=(
            frozenset({"withdraw", "cash", "cashout", "redeem"}),
            frozenset(
                {
                    "winning",
                    "winnings",
                    "prize",
                    "prizes",
                    "coins",
                    "chips",
                    "jackpot",
                    "jackpots",
                    "money",
                }
            ),
        ),
        regex=r"\b(?:withdraw|cash out|cashout|redeem) (?:your |all |the |real )?(?:\w+ )?"
        r"(?:winnings?|prizes?|coins|chips|jackpots?|money)\b",
    ),
)
BARE = frozenset({"đổi thưởng", "game + đổi thưởng", "game đổi thưởng"})
_AROUND = 70  # letters on each side in which an event of an ordinary game shows itself


def find_cash_out(page: Page) -> Iterator[Finding]:
    """The text offers to turn winnings into money, phone cards or a wallet's credit."""
    events = frozenset(view.field for view in page.views if _only_event(page, view))
    for finding in words_findings(page, "cash_out"):
        if finding.term in BARE and finding.field in events:
            yield replace(finding, weight=Weight.AMBIGUOUS)
        else:
            yield finding


def _only_event(page: Page, view: View) -> bool:
    """Whether each bare "đổi thưởng" of the field stands among words of an in-game event."""
    bare = view.of("đổi thưởng")
    if not bare:
        return False
    events = sorted(hit.start for text in page.lexicon.event for hit in view.of(text))
    return all(_beside(hit, events) for hit in bare)


def _beside(hit: Hit, events: list[int]) -> bool:
    place = bisect_right(events, hit.start - _AROUND)
    return place < len(events) and events[place] < hit.end + _AROUND


SIGNAL = Signal(
    name="cash_out",
    label="Đổi thưởng, rút tiền",
    benign=False,
    find=find_cash_out,
    patterns=PATTERNS,
)
