"""The values of the replica's world: listings, register rows and the answer key."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Planted(StrEnum):
    """What an app of the world really is."""

    LICENSED = "licensed"
    LICENCE_PROBLEM = "licence_problem"
    OTHER_ACCOUNT = "other_account"
    IMPOSTOR = "impostor"
    UNLICENSED = "unlicensed"
    NO_ENTRY = "no_entry"
    GAMBLING = "gambling"
    NOT_A_GAME = "not_a_game"


class Shop(StrEnum):
    """The two stores, by the prefix of their subject ids."""

    APPLE = "apple"
    GOOGLE = "google"


# The first verdict of each is the ideal one, the others do no harm.
ACCEPTABLE: dict[Planted, tuple[str, ...]] = {
    Planted.LICENSED: ("licensed", "unsure"),
    Planted.LICENCE_PROBLEM: ("licence_problem", "unsure"),
    Planted.OTHER_ACCOUNT: ("unsure",),
    Planted.IMPOSTOR: ("impostor", "unsure"),
    Planted.UNLICENSED: ("unlicensed",),
    Planted.NO_ENTRY: ("no_entry", "unsure", "clean"),
    Planted.GAMBLING: ("gambling",),
    Planted.NOT_A_GAME: ("not_a_game", "clean"),
}
ACCUSATION_FORBIDDEN = frozenset(
    {Planted.LICENSED, Planted.OTHER_ACCOUNT, Planted.NO_ENTRY, Planted.NOT_A_GAME}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Genre:
    """One category under the names of both stores."""

    apple: str
    apple_name: str
    google: str
    google_name: str
    is_game: bool


def _game(apple: str, name: str, google: str, google_name: str) -> Genre:
    return Genre(
        apple=apple, apple_name=name, google=f"GAME_{google}", google_name=google_name, is_game=True
    )


def _other(apple: str, name: str, google: str, google_name: str) -> Genre:
    return Genre(
        apple=apple, apple_name=name, google=google, google_name=google_name, is_game=False
    )


GENRES: dict[str, Genre] = {
    "action": _game("7001", "Action", "ACTION", "Hành động"),
    "adventure": _game("7002", "Adventure", "ADVENTURE", "Phiêu lưu"),
    "casual": _game("7003", "Casual", "CASUAL", "Phổ thông"),
    "board": _game("7004", "Board", "BOARD", "Cờ bàn"),
    "card": _game("7005", "Card", "CARD", "Thẻ bài"),
    "puzzle": _game("7012", "Puzzle", "PUZZLE", "Câu đố"),
    "racing": _game("7013", "Racing", "RACING", "Đua xe"),
    "rpg": _game("7014", "Role Playing", "ROLE_PLAYING", "Nhập vai"),
    "simulation": _game("7015", "Simulation", "SIMULATION", "Mô phỏng"),
    "strategy": _game("7017", "Strategy", "STRATEGY", "Chiến thuật"),
    "word": _game("7019", "Word", "WORD", "Đoán chữ"),
    "books": _other("6018", "Books", "BOOKS_AND_REFERENCE", "Sách và Tài liệu tham khảo"),
    "education": _other("6017", "Education", "EDUCATION", "Giáo dục"),
    "entertainment": _other("6016", "Entertainment", "ENTERTAINMENT", "Giải trí"),
    "finance": _other("6015", "Finance", "FINANCE", "Tài chính"),
    "food": _other("6023", "Food & Drink", "FOOD_AND_DRINK", "Ẩm thực"),
    "health": _other("6013", "Health & Fitness", "HEALTH_AND_FITNESS", "Sức khỏe"),
    "lifestyle": _other("6012", "Lifestyle", "LIFESTYLE", "Phong cách sống"),
    "navigation": _other("6010", "Navigation", "MAPS_AND_NAVIGATION", "Bản đồ"),
    "news": _other("6009", "News", "NEWS_AND_MAGAZINES", "Tin tức và Tạp chí"),
    "productivity": _other("6007", "Productivity", "PRODUCTIVITY", "Năng suất"),
    "shopping": _other("6024", "Shopping", "SHOPPING", "Mua sắm"),
    "sports": _other("6004", "Sports", "SPORTS", "Thể thao"),
    "tools": _other("6002", "Utilities", "TOOLS", "Công cụ"),
    "travel": _other("6003", "Travel", "TRAVEL_AND_LOCAL", "Du lịch"),
    "weather": _other("6001", "Weather", "WEATHER", "Thời tiết"),
}
APPLE_GAMES = "6014"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Why an app is aimed at Vietnam: the kind of tie and the words that show it."""

    kind: str  # vietnamese_text, payment, support, company, site, chart
    quote: str
    field: str  # description, website, address, chart


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One row of the register; ``company`` is not printed."""

    game_title: str
    publisher: str
    licence_kind: str
    licence_no: str
    issued: str
    status: str
    portal_id: str
    domains: str
    company: str  # core name of the licensee, to find it again


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreListing:
    """One app as one store shows it."""

    subject: str
    shop: Shop
    planted: Planted
    bundle: str
    title: str
    developer: str
    developer_id: str  # Play: digits, or a name as its address spells it
    seller: str
    description: str
    summary: str
    genre: str  # key of GENRES
    price: int  # VND
    rating: float | None
    ratings: int
    installs: int
    version: str
    released: date
    updated: date
    website: str | None
    email: str | None
    privacy_url: str | None
    address: str | None
    phone: str | None
    languages: tuple[str, ...]
    chart: int | None  # order in the Vietnamese charts; None: in no chart
    translation: str | None = None  # the store's own machine translation, not the developer's text
    reviews: tuple[str, ...] = ()
    icon: str | None = None  # listings with one key show one picture; None: the app's own

    @property
    def store_id(self) -> str:
        """The id as the store itself uses it."""
        return self.subject.partition(":")[2]

    def screens(self, language: str) -> str:
        """What its screenshots are called in a language: games in Vietnamese have their own.

        So has every third foreign one, whose maker shows more to Vietnam than its words tell.
        """
        own = "VI" in self.languages or sum(self.store_id.encode()) % 3 == 0
        return f"screen-{language}" if own else "screen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the judge should say of one subject."""

    subject: str
    planted: Planted
    acceptable: tuple[str, ...]  # the first is the ideal one
    accusation_forbidden: bool
    title: str
    developer: str
    tie: Tie | None = None
    portal_id: str | None = None  # of the register row whose title it bears
    licence_no: str | None = None
    copied: tuple[str, ...] = ()  # impostors: "licence_no", "description"
    gambling: tuple[str, ...] = field(default=())  # the phrases and brands planted, undisguised
    disguise: str | None = None
    operator: str | None = None  # of a planted family: its siblings bear the same
