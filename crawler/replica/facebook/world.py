"""Invented pages and adverts, the same ones for the Graph and for the Ad Library."""

from __future__ import annotations

from dataclasses import dataclass

CONTROL = "910000000000001"  # a page that nobody asks to remove
_PAGE, _AD, _COLLATION = 910_000_000_000_000, 9_100_000_000_000_000, 8_100_000_000_000_000
_BEGUN = 1_788_000_000  # seconds
_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the replica."""

    id: str
    name: str
    vanity: str
    about: str
    website: str
    likes: int
    category: str = "Trò chơi/đồ chơi"


@dataclass(frozen=True, slots=True, kw_only=True)
class Advert:
    """One advert of the replica; ``countries`` is what only adverts in the EU tell."""

    id: str
    collation: str
    page: Page
    title: str
    body: str
    link: str
    started: int
    countries: tuple[str, ...] = ()

    @property
    def caption(self) -> str:
        """The domain that the card shows."""
        return self.link.split("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacebookWorld:
    """All pages and adverts of one replica."""

    pages: dict[str, Page]
    adverts: tuple[Advert, ...]

    def adverts_with(self, words: str) -> list[Advert]:
        """The adverts in which each of the words stands."""
        return [one for one in self.adverts if _has(f"{one.title} {one.body}", words)]

    def adverts_of(self, pages: set[str]) -> list[Advert]:
        """The adverts of these pages."""
        return [one for one in self.adverts if one.page.id in pages]

    def pages_with(self, words: str) -> list[Page]:
        """The pages in whose names each of the words stands."""
        return [page for page in self.pages.values() if _has(page.name, words)]

    def page(self, named: str) -> Page | None:
        """A page by its number or its vanity name."""
        key = named.lower().replace(".", "")
        found = (page for page in self.pages.values() if page.vanity.lower() == key)
        return self.pages.get(named) or next(found, None)


def build_facebook(adverts: int) -> FacebookWorld:
    """A world with so many gambling adverts, beside a few honest ones."""
    offering = [_offering(number) for number in range(2, 8)]
    control = Page(
        id=CONTROL,
        name="Trang Ví Dụ Chính Thức",
        vanity="trangvidu",
        about="Trang thông tin của Công ty Ví Dụ.",
        website="https://trangvidu.example/",
        likes=900_000,
        category="Trang web",
    )
    news = Page(
        id=str(_PAGE + 8),
        name="Báo Ví Dụ",
        vanity="baovidu",
        about="Tin tức trong ngày.",
        website="https://baovidu.example/",
        likes=50_000,
        category="Công ty truyền thông",
    )
    pages = {page.id: page for page in (control, *offering, news)}
    sold = [_offer(number, offering[number % len(offering)]) for number in range(adverts)]
    return FacebookWorld(pages=pages, adverts=(*sold, _told(adverts, news), _abroad(adverts + 1)))


def _offering(number: int) -> Page:
    return Page(
        id=str(_PAGE + number),
        name=f"Cổng Game Bài Ví Dụ {number}",
        vanity=f"gamebaividu{number}",
        about=f"Nổ hũ, bắn cá đổi thưởng. Vào https://cong-vidu{number}.club/ để nạp rút 1:1.",
        website=f"https://cong-vidu{number}.club/",
        likes=1_000 * number,
    )


def _offer(number: int, page: Page) -> Advert:
    return Advert(
        id=str(_AD + number),
        collation=str(_COLLATION + number // 2),
        page=page,
        title=f"Nổ hũ đổi thưởng {number}",
        body=f"Tặng 58k tân thủ, nạp rút 1:1 trong 2 phút. Mã số {number}.",
        link=f"{page.website}khuyen-mai/{number}",
        started=_BEGUN + number % 30 * _DAY,
    )


def _told(number: int, page: Page) -> Advert:
    return Advert(
        id=str(_AD + number),
        collation=str(_COLLATION + number),
        page=page,
        title="Triệt phá đường dây nổ hũ",
        body="Công an tỉnh Ví Dụ khởi tố nhóm tổ chức nổ hũ đổi thưởng qua mạng.",
        link="https://baovidu.example/phap-luat",
        started=_BEGUN,
    )


def _abroad(number: int) -> Advert:
    """An advert in German that the search gives all the same."""
    page = Page(
        id=str(_PAGE + 9),
        name="Beispiel Spiele",
        vanity="beispielspiele",
        about="",
        website="https://beispiel.example/",
        likes=10,
    )
    return Advert(
        id=str(_AD + number),
        collation=str(_COLLATION + number),
        page=page,
        title="Nổ hũ đổi thưởng, jetzt spielen",
        body="Für Spieler in Deutschland.",
        link=page.website,
        started=_BEGUN,
        countries=("DE", "AT"),
    )


def _has(text: str, words: str) -> bool:
    return all(word in text.lower() for word in words.lower().split())
