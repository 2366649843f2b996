"""Where a page has money sent to: bank accounts, wallets, phone cards, and what QR codes hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import chain

from crawler.text import fold_marks

_MOST = 40  # of one page
_NEAR = 120  # letters between an account and the name of its bank


class Method(StrEnum):
    """How money is sent."""

    BANK = "bank"
    WALLET = "wallet"
    PHONE_CARD = "phone_card"
    QR = "qr"  # a transfer that a picture holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One way to pay. ``quote`` stands in the page, or is what the QR code holds."""

    method: Method
    name: str | None  # the bank or wallet, in one spelling
    account: str | None
    quote: str


# The bank of each number that a VietQR code names it by (NAPAS), as public programs list them.
BANKS: Mapping[str, str] = {
    "970403": "Sacombank", "970405": "Agribank", "970406": "DongA Bank", "970407": "Techcombank",
    "970408": "GPBank", "970409": "Bac A Bank", "970414": "OceanBank", "970415": "VietinBank",
    "970416": "ACB", "970418": "BIDV", "970419": "NCB", "970422": "MB", "970423": "TPBank",
    "970424": "Shinhan Bank", "970425": "ABBANK", "970426": "MSB", "970427": "VietABank",
    "970428": "Nam A Bank", "970429": "SCB", "970431": "Eximbank", "970432": "VPBank",
    "970436": "Vietcombank", "970437": "HDBank", "970438": "BaoViet Bank",
    "970439": "Public Bank", "970440": "SeABank", "970441": "VIB", "970442": "Hong Leong Bank",
    "970443": "SHB", "970448": "OCB", "970449": "LPBank", "970452": "KienlongBank",
}  # fmt: skip
_SHORT_NAMES = {
    "vcb": "Vietcombank", "tcb": "Techcombank", "ctg": "VietinBank", "stb": "Sacombank",
    "mbbank": "MB", "mb bank": "MB", "acb bank": "ACB", "vietcombank": "Vietcombank",
    "quan doi": "MB", "a chau": "ACB", "ngoai thuong": "Vietcombank", "ky thuong": "Techcombank",
    "cong thuong": "VietinBank", "tien phong": "TPBank", "lienvietpostbank": "LPBank",
}  # fmt: skip
_BANK_NAMES = {
    # "mb", "scb" … stand in other words: alone they count only beside "ngân hàng" or an account.
    **{fold_marks(name): name for name in BANKS.values()},
    **_SHORT_NAMES,
}
_BANK = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, _BANK_NAMES), key=len, reverse=True))})\b"
)
_ACCOUNT = re.compile(
    r"\b(?:stk|so tai khoan|so tk|tai khoan so|account(?: no| number)?|a/c|tk ngan hang)\b"
    r"[^0-9]{0,30}((?:\d[ .-]?){5,18}\d)\b"
)
# Rows of a table: the bank, who holds the account, the number.
_TABLE_ACCOUNT = re.compile(r"(?<![\d+.,/])(\d(?:[ .-]?\d){7,18})(?![\d%/])")
_SPEAKS_OF_ACCOUNTS = re.compile(
    r"\b(?:stk|so (?:tai khoan|tk)|chuyen khoan|tai khoan (?:nhan|ngan))\b"
)
_ROW = 80  # letters between the bank and the number
_WALLETS = {"momo": "MoMo", "zalopay": "ZaloPay", "viettelpay": "ViettelPay",
            "viettel money": "Viettel Money", "vnpay": "VNPAY"}  # fmt: skip
_WALLET = re.compile(rf"\b({'|'.join(_WALLETS)})\b[^0-9\n]{{0,30}}(0[35789](?:[ .-]?\d){{8}})\b")
_CARD = re.compile(
    r"\b(?:nap|doi|gach|rut|thanh toan|quy doi)\b[^.\n]{0,30}?\bthe (?:cao|dien thoai|viettel"
    r"|vina\w*|mobi\w*|nap)\b|\bthe cao (?:viettel|vina\w*|mobi\w*)\b"
    r"|\bnap the (?:viettel|vina|mobi|cao)\b"
)


def payments_in(text: str) -> tuple[Payment, ...]:
    """The ways to pay that a text names, each account once."""
    folded = _folded(text)
    found: dict[tuple[Method, str | None], Payment] = {}
    readers = (_accounts, _rows, _wallets, _cards)
    for payment in chain.from_iterable(read(text, folded) for read in readers):
        found.setdefault((payment.method, payment.account), payment)
    return tuple(found.values())[:_MOST]


def payments_of_codes(codes: Iterable[str]) -> tuple[Payment, ...]:
    """The transfers that QR codes hold; other codes are no way to pay."""
    return tuple(payment for code in codes if (payment := read_vietqr(code)) is not None)


def read_vietqr(code: str) -> Payment | None:
    """Bank and account of a VietQR code (EMVCo merchant-presented, field 38, A000000727)."""
    fields = _fields(code)
    if fields is None or fields.get("00") != "01":
        return None
    vietqr = _fields(fields.get("38", "")) or {}
    if vietqr.get("00") != "A000000727":
        return None
    party = _fields(vietqr.get("01", "")) or {}
    bank, account = party.get("00"), party.get("01")
    if not bank or not account:
        return None
    return Payment(method=Method.QR, name=BANKS.get(bank, bank), account=account, quote=code[:300])


def _fields(code: str) -> dict[str, str] | None:
    """A string of tags, lengths and values; None where it is cut or none."""
    found: dict[str, str] = {}
    place = 0
    while place < len(code):
        tag, size = code[place : place + 2], code[place + 2 : place + 4]
        if not (tag.isascii() and tag.isdigit() and size.isascii() and size.isdigit()):
            return None
        value = code[place + 4 : place + 4 + int(size)]
        if len(value) != int(size):
            return None
        found[tag] = value
        place += 4 + int(size)
    return found


def _accounts(text: str, folded: str) -> Iterator[Payment]:
    for match in _ACCOUNT.finditer(folded):
        start, end = max(match.start() - _NEAR, 0), match.end() + _NEAR
        banks = list(_BANK.finditer(folded[start:end]))
        at = match.start() - start
        nearest = min(banks, key=lambda bank: abs(bank.start() - at), default=None)
        yield Payment(
            method=Method.BANK,
            name=_BANK_NAMES[nearest[0]] if nearest else None,
            account=re.sub(r"\D", "", match[1]),
            quote=text[match.start() : match.end()],
        )


def _rows(text: str, folded: str) -> Iterator[Payment]:
    """Numbers that stand behind the name of a bank, where the page speaks of accounts."""
    if not _SPEAKS_OF_ACCOUNTS.search(folded):
        return
    banks = list(_BANK.finditer(folded))
    for place, bank in enumerate(banks):
        following = banks[place + 1].start() if place + 1 < len(banks) else len(folded)
        number = _TABLE_ACCOUNT.search(folded, bank.end(), min(following, bank.end() + _ROW))
        if number is not None:
            yield Payment(
                method=Method.BANK,
                name=_BANK_NAMES[bank[0]],
                account=re.sub(r"\D", "", number[1]),
                quote=text[number.start() : number.end()],
            )


def _wallets(text: str, folded: str) -> Iterator[Payment]:
    for match in _WALLET.finditer(folded):
        yield Payment(
            method=Method.WALLET,
            name=_WALLETS[match[1]],
            account=re.sub(r"\D", "", match[2]),
            quote=text[match.start() : match.end()],
        )


def _cards(text: str, folded: str) -> Iterator[Payment]:
    for match in _CARD.finditer(folded):
        yield Payment(
            method=Method.PHONE_CARD,
            name=None,
            account=None,
            quote=text[match.start() : match.end()],
        )


def _folded(text: str) -> str:
    """Without marks, letter for letter: places in it are places in the text."""
    return "".join(map(_letter, text))


@lru_cache(maxsize=10_000)
def _letter(char: str) -> str:
    folded = fold_marks(char)
    return folded if len(folded) == 1 else char
