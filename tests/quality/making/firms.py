"""Invented firms and the names that their accounts carry on stores."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from . import words
from .folding import key, plain, shortened

_FORMS = (
    ("Công ty Cổ phần {}", "{} Joint Stock Company", "{} JSC", "CTCP {}"),
    ("Công ty TNHH {}", "{} Company Limited", "{} Co., Ltd", "Cty TNHH {}"),
    ("Công ty TNHH Một thành viên {}", "{} One Member Co., Ltd", "{} LLC", "Công ty TNHH MTV {}"),
    ("Công ty TNHH MTV {}", "{} Company Limited", "{} Co.,Ltd.", "TNHH MTV {}"),
    ("Công ty TNHH Hai thành viên {}", "{} Limited", "{} Ltd.", "Công ty TNHH 2 thành viên {}"),
    ("Công ty Cổ phần Tập đoàn {}", "{} Group JSC", "{} Corp.", "Tập đoàn {}"),
    ("Công ty Cổ phần {} Việt Nam", "{} Vietnam JSC", "{} VN", "CTCP {} VN"),
)
_ENDS = ("Games", "Studio", "Mobile", "VN", "Publishing", "Official", "Entertainment", "Game")


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm: the distinctive part of its name, its trade and its legal form."""

    brand: str
    trade: str
    trade_english: str
    form: int

    @property
    def core(self) -> str:
        """Name without legal form."""
        return (
            f"{self.trade} {self.brand}".strip()
            if self.form % 2
            else f"{self.brand} {self.trade}".strip()
        )

    @property
    def legal(self) -> str:
        """Name as the register prints it in mixed case."""
        return _FORMS[self.form][0].format(self.core)

    def printed(self, dice: random.Random) -> str:
        """The register's spelling, with the dirt that registers have."""
        name = self.legal.upper() if dice.random() < 0.5 else self.legal
        chance = dice.random()
        if chance < 0.01:
            return name + dice.choice([" -", " na", f" 0{dice.randrange(10**8, 10**9)}"])
        if chance < 0.03:
            return name.replace(" và ", " & ").replace(" VÀ ", " & ")
        return name

    def account(self, dice: random.Random) -> str:
        """One of the names under which the firm may publish on a store."""
        kinds = _ACCOUNTS if len(key(self.brand)) >= 5 else _ACCOUNTS[:-1]
        return dice.choices([make for make, _ in kinds], [weight for _, weight in kinds])[0](
            self, dice
        )


def _legal(firm: Firm, dice: random.Random) -> str:
    return dice.choice([firm.legal, firm.legal.upper(), plain(firm.legal).upper(), firm.core])


def _brand(firm: Firm, dice: random.Random) -> str:
    return dice.choice([firm.brand, firm.brand.upper(), plain(firm.brand).title()])


def _brand_end(firm: Firm, dice: random.Random) -> str:
    return f"{_brand(firm, dice)} {dice.choice(_ENDS)}"


def _unmarked(firm: Firm, dice: random.Random) -> str:
    name = plain(firm.core)
    return dice.choice([name.title(), name.upper(), name])


def _glued(firm: Firm, dice: random.Random) -> str:
    name = "".join(plain(dice.choice([firm.brand, firm.core])).title().split())
    return dice.choice([name, name.lower(), name + "Games", name.upper() + "VN"])


def _foreign(firm: Firm, dice: random.Random) -> str:
    name = f"{plain(firm.brand).title()} {firm.trade_english}".strip()
    return _FORMS[firm.form][dice.choice([1, 2])].format(name)


def _other_form(firm: Firm, dice: random.Random) -> str:
    return dice.choice(
        [_FORMS[firm.form][3].format(firm.core), f"{firm.core}, CTCP", f"Cty {firm.core}"]
    )


def _initials(firm: Firm, dice: random.Random) -> str:
    letters = "".join(word[0] for word in plain(firm.brand).split()).upper()
    return f"{letters} {dice.choice(_ENDS)}" if len(letters) >= 4 else firm.core


def _typo(firm: Firm, dice: random.Random) -> str:
    name = list(dice.choice([firm.brand, firm.core]))
    place = dice.randrange(1, len(name) - 1)
    if dice.random() < 0.5:
        name[place : place + 2] = name[place : place + 2][::-1]
    else:
        del name[place]
    return "".join(name)


_ACCOUNTS: tuple[tuple[Callable[[Firm, random.Random], str], float], ...] = (
    (_legal, 0.2),
    (_brand, 0.14),
    (_brand_end, 0.16),
    (_unmarked, 0.12),
    (_glued, 0.09),
    (_foreign, 0.13),
    (_other_form, 0.08),
    (_initials, 0.02),
    (_typo, 0.06),
)


def _coined(dice: random.Random, syllables: list[str]) -> str:
    ending = dice.choice(["", "", "n", "x", "r"])
    return "".join(dice.choices(syllables, k=3)).title() + ending


def firms(count: int, dice: random.Random) -> list[Firm]:
    """Firms whose brands stand more than one letter apart from each other."""
    syllables, named = words.listed("syllables"), words.listed("firms")
    trades = words.pairs("trades")
    found: list[Firm] = []
    taken: set[str] = set()
    while len(found) < count:
        if dice.random() < 0.45:
            brand = dice.choice(named) if dice.random() < 0.3 else " ".join(dice.sample(named, 2))
        else:
            brand = _coined(dice, syllables)
        near = set(shortened(key(brand)))
        if near & taken or len(key(brand)) < 5:
            continue
        taken |= near
        trade = dice.choice(trades) if dice.random() < 0.75 else ("", "")
        found.append(Firm(brand, *trade, form=dice.randrange(len(_FORMS))))
    return found


class Strangers:
    """Accounts that are not the licensee."""

    def __init__(self, known: list[Firm], dice: random.Random) -> None:
        self._known = known
        self._unknown = [firm for firm in firms(300, dice) if not self._taken(firm)]
        self._names = words.listed("strangers") + words.listed("persons")

    def _taken(self, firm: Firm) -> bool:
        brand = key(firm.brand)
        return any(
            set(shortened(brand)) & set(shortened(key(other.brand)))
            or key(other.brand) in brand
            or brand in key(other.brand)
            for other in self._known
        )

    def account(self, licensee: Firm, dice: random.Random) -> str:
        """Another licensee, a firm of the same trade, a foreign studio or a person."""
        chance = dice.random()
        if chance < 0.4:
            other = dice.choice(self._known if chance < 0.25 else self._unknown)
            name = other.account(dice) if chance < 0.33 else self._alike(other, licensee)
            first, second = key(licensee.brand), key(other.brand)
            if not (first in key(name) or second in first or first in second):
                return name
        if chance < 0.55 and licensee.trade:
            return self._alike(dice.choice(self._unknown), licensee)
        end = dice.choice(["", " Ltd", " Studio", " Inc.", " Games", " Co., Ltd"])
        return dice.choice(self._names) + end

    def anyone(self, dice: random.Random) -> str:
        """Whoever publishes a game that no register knows."""
        if dice.random() < 0.2:
            return dice.choice(self._known).account(dice)
        if dice.random() < 0.4:
            return dice.choice(self._unknown).account(dice)
        return dice.choice(self._names) + dice.choice(["", " Ltd", " Studio", " Games", " HK"])

    @staticmethod
    def _alike(other: Firm, licensee: Firm) -> str:
        """The other brand in the licensee's legal form and trade."""
        return Firm(other.brand, licensee.trade, licensee.trade_english, licensee.form).legal
