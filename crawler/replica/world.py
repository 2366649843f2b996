"""The world of the replica: apps on two stores, a register, and the answer key."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crawler.errors import UsageProblem
from crawler.replica import foreign
from crawler.replica.companies import Company, companies
from crawler.replica.drafts import Drafts, Licensed, global_drafts
from crawler.replica.families import family_drafts
from crawler.replica.finding import Shelf
from crawler.replica.model import Answer, Planted, RegisterRow, Shop, StoreListing
from crawler.replica.planting import Draft, Planter
from crawler.replica.register import GAME_KINDS, build_register, soil, write_csv
from crawler.replica.titles import licensed_titles
from crawler.text import fold_marks

REGISTER_GAMES = 640
_FEWEST_APPS, _MOST_APPS = 20, 1000
_SHARES: Mapping[Planted, int] = {
    Planted.LICENSED: 52,
    Planted.LICENCE_PROBLEM: 14,
    Planted.OTHER_ACCOUNT: 16,
    Planted.IMPOSTOR: 14,
    Planted.UNLICENSED: 44,
    Planted.NO_ENTRY: 40,
    Planted.GAMBLING: 36,
    Planted.NOT_A_GAME: 24,
}
_TERMS = (
    "game", "trò chơi", "kiếm", "tiên hiệp", "nhập vai", "chiến thuật", "mô phỏng", "linh thú",
    "bang hội", "giftcode", "nạp lần đầu", "cốt truyện", "giải trí", "thư giãn", "miễn phí", "code",
    "nổ hũ", "game bài", "tài xỉu", "đổi thưởng", "cá cược", "lô đề", "đá gà", "bắn cá", "slot",
    "ăn tiền", "rút tiền", "ngân hàng", "tích điểm", "xổ số", "kết quả", "thời tiết", "đặt",
    "xem", "lịch", "máy tính", "xác suất", "màn", "anh em", "đăng ký",
    "levels", "hero", "weapons", "quest", "offline", "players", "online",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class World:
    """One seed's apps, register and answers. Never changed after it is built."""

    seed: int
    listings: tuple[StoreListing, ...]
    register: tuple[RegisterRow, ...]
    answers: Mapping[str, Answer]
    global_games: int
    shelves: Mapping[Shop, Shelf] = field(repr=False)

    def of(self, planted: Planted) -> list[StoreListing]:
        """All listings of one class."""
        return [listing for listing in self.listings if listing.planted is planted]

    def search_terms(self) -> tuple[str, ...]:
        """General words that a sweep would use; with charts and developers they reach the apps."""
        return (*_TERMS, *foreign.general_words())

    def global_terms(self) -> tuple[str, ...]:
        """More general words, which together reach every global game."""
        return foreign.themes()


def build_world(
    seed: int, *, apps: int = 240, global_games: int = 0, family: bool = False
) -> World:
    """The world of a seed; ``global_games`` adds foreign games and changes nothing else.

    ``family`` adds one operator's twelve apps and strangers beside them, and changes nothing else.
    """
    if not _FEWEST_APPS <= apps <= _MOST_APPS:
        raise UsageProblem(
            f"A world of {apps} apps cannot be built: the invented names suffice for "
            f"{_FEWEST_APPS} to {_MOST_APPS}. Ask for more foreign games with --global-games."
        )
    firms = companies(_rng(seed, "companies"))
    titles = licensed_titles(_rng(seed, "titles"))
    clean = build_register(_rng(seed, "register"), titles, firms, games=REGISTER_GAMES)
    planted = list(_plant_all(seed, apps, clean, firms))
    shown = {answer.portal_id for _, answer in planted}
    register = soil(
        _rng(seed, "dirt"), clean, firms, shown=[row for row in clean if row.portal_id in shown]
    )
    planted += _plant_global(seed, global_games, register)
    if family:
        planted += _plant_family(seed)
    listings = tuple(listing for listing, _ in planted)
    return World(
        seed=seed,
        listings=listings,
        register=tuple(register),
        answers={answer.subject: answer for _, answer in planted},
        global_games=global_games,
        shelves={shop: Shelf(shop, listings) for shop in Shop},
    )


def register_rows(world: World, kinds: Sequence[str] | None = None) -> list[RegisterRow]:
    """The rows of the register, all or of some kinds."""
    return [row for row in world.register if kinds is None or row.licence_kind in kinds]


def write_register(world: World, path: Path, *, g1_only: bool = False) -> int:
    """Writes the register as CSV and returns the number of rows."""
    rows = register_rows(world, GAME_KINDS[:1] if g1_only else None)
    path.write_text(write_csv(rows), encoding="utf-8")
    return len(rows)


def class_sizes(apps: int) -> dict[Planted, int]:
    """How many apps of each class; the remainder goes to the unlicensed ones."""
    total = sum(_SHARES.values())
    sizes = {planted: share * apps // total for planted, share in _SHARES.items()}
    sizes[Planted.UNLICENSED] += apps - sum(sizes.values())
    return sizes


def _plant_all(
    seed: int, apps: int, rows: list[RegisterRow], firms: list[Company]
) -> Iterator[tuple[StoreListing, Answer]]:
    rng = _rng(seed, "apps")
    planter = Planter(rng, first_apple_id=1_500_000_000)
    order = list(_drafts(rng, class_sizes(apps), rows, firms))
    rng.shuffle(order)
    for draft in order:
        yield from planter.plant(draft)


def _drafts(
    rng: random.Random, sizes: Mapping[Planted, int], rows: list[RegisterRow], firms: list[Company]
) -> Iterator[Draft]:
    drafts = Drafts(rng, firms)
    by_core = {firm.core: firm for firm in firms}
    # The first rows hold the risky and the English titles: a good share of them is on the stores.
    front, rest = rows[:28], rows[28:]
    rng.shuffle(rest)
    rows = [*front, *rest]
    active = iter([_licence(row, by_core) for row in rows if row.status == "active"])
    ended = iter([_licence(row, by_core) for row in rows if row.status != "active"])
    originals = []
    for _ in range(sizes[Planted.LICENSED]):
        licence = next(active)
        originals.append((licence, drafts.licensed(licence)))
        yield originals[-1][1]
    for _ in range(sizes[Planted.LICENCE_PROBLEM]):
        yield drafts.licensed(next(ended), Planted.LICENCE_PROBLEM)
    for _ in range(sizes[Planted.OTHER_ACCOUNT]):
        yield drafts.other_account(next(active))
    for licence, original in rng.sample(originals, min(len(originals), sizes[Planted.IMPOSTOR])):
        yield drafts.impostor(licence, original)
    for number in range(sizes[Planted.UNLICENSED]):
        yield drafts.unlicensed(number)
    for number in range(sizes[Planted.NO_ENTRY]):
        yield drafts.no_entry(number)
    for number in range(sizes[Planted.GAMBLING]):
        inside = drafts.licensed(next(active)) if number % 9 == 4 else None
        yield drafts.gambling(number, inside)
    for _ in range(sizes[Planted.NOT_A_GAME]):
        yield drafts.not_a_game()


def _licence(row: RegisterRow, by_core: Mapping[str, Company]) -> Licensed:
    title = row.game_title
    if title.isupper():
        title = " ".join(word.capitalize() for word in title.split())
    return Licensed(row, by_core[row.company], title)


def _plant_global(
    seed: int, count: int, register: list[RegisterRow]
) -> list[tuple[StoreListing, Answer]]:
    rng = _rng(seed, "global")
    taken = frozenset(fold_marks(row.game_title) for row in register)
    planter = Planter(rng, first_apple_id=6_400_000_000)
    return [pair for draft in global_drafts(rng, count, taken) for pair in planter.plant(draft)]


def _plant_family(seed: int) -> list[tuple[StoreListing, Answer]]:
    rng = _rng(seed, "family")
    planter = Planter(rng, first_apple_id=1_800_000_000)
    return [pair for draft in family_drafts(rng) for pair in planter.plant(draft)]


def _rng(seed: int, part: str) -> random.Random:
    # A stream per part: more global games must not change the planted apps.
    return random.Random(f"rasoat replica {seed} {part}")
