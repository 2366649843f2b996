"""What is no bet: money that is only passed on, as by banks, card shops, affiliates and agents of
any trade, and the prize of the state lottery."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from crawler.records import Finding, Weight
from matchers.reading import spelled

# Commissions, and money that is paid out, as lexicon.md §1 notes them for wallets and card shops.
_TRADE = {
    "agents": ("đại lý ủy quyền", "bonus referral", "giá mua và giá bán", "mỗi khách nạp trả N"),
    "cash_out": (
        *(
            "rút về ngân hàng",
            "rút về ví",
            "rút về bank",
            "rút về momo",
            "rút về atm",
            "rút ra atm",
        ),
        *("rút ra momo", "rút về stk", "rút về zalopay", "rút qua momo", "rút qua bank"),
        *("rút qua zalopay", "rút usdt", "rút về usdt", "rút tiền về tài khoản", "rút tiền nhanh"),
        *("rút ngay", "rút nhanh", "rút liền", "rút được", "rút thành công", "rút tối thiểu"),
        *("rút thấp nhất", "lệnh rút", "cash out", "nhận tiền mặt", "thanh toán bằng tiền mặt"),
        *("提现", "提現", "提现到越南", "提現到越南", "到账", "到賬", "到帳", "ถอนเงิน"),
        *("đổi thẻ", "đổi thẻ cào", "đổi thẻ điện thoại", "đổi thẻ nạp", "tiền về thẻ"),
    ),
    "bookmaker": ("hoàn trả",),
    "told_bets": ("về tài khoản N phút",),
    "link_names": ("tên miền giống của nhà cái",),  # a name alone never accuses
}
# Of a jackpot and its billions the state lottery speaks as well (lexicon.md §8).
_PRIZE = {
    "casino_games": ("jackpot",),
    "stakes": ("hũ N tỷ", "nổ, ăn N trên máy quay"),
    "bookmaker": ("khóa sổ",),
}
_BANKING = "deposit_withdraw"  # all of it but what is decisive, and what only players are told
_OF_PLAYERS = spelled("code + nạp + đại lý")
_NAMES = "brand"  # a weak one is anybody's as well
_PASSING = frozenset((signal, spelled(term)) for signal, terms in _TRADE.items() for term in terms)
_OF_PRIZE = frozenset((signal, spelled(term)) for signal, terms in _PRIZE.items() for term in terms)
_CHANCE = "trò may rủi"  # calls and promises that name a game of chance begin so


def only_passes(core: Iterable[Finding], calls: Iterable[Finding]) -> bool:
    """Whether money is passed on and nothing is played for it.

    ``core``: the words of gambling; ``calls``: those that speak to players.
    """
    if any(one.term.startswith(_CHANCE) for one in calls):
        return False
    return all(_passes(one.signal, one.term, one.weight) for one in core)


def only_prize(core: Iterable[Finding]) -> bool:
    """Whether nothing but a lottery's prize is named; a word of any bet is more."""
    proving = [one for one in core if one.weight is not Weight.AMBIGUOUS]
    return all((one.signal, spelled(one.term)) in _OF_PRIZE for one in proving)


@lru_cache(maxsize=65_536)
def _passes(signal: str, term: str, weight: Weight) -> bool:
    if weight is Weight.AMBIGUOUS:
        return True
    if signal == _BANKING:
        return weight is not Weight.DECISIVE and spelled(term) != _OF_PLAYERS
    if signal == _NAMES and weight is Weight.WEAK:
        return True
    return (signal, spelled(term)) in _PASSING
