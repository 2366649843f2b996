"""Turns one planted app into its listings on one or both stores, with their answers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from crawler.replica.companies import fold_case
from crawler.replica.model import (
    ACCEPTABLE,
    ACCUSATION_FORBIDDEN,
    Answer,
    Planted,
    RegisterRow,
    Shop,
    StoreListing,
    Tie,
)
from crawler.replica.titles import slug

_FIRST_DAY = date(2023, 1, 10)
_PACKAGE_ROOTS = ("com", "com", "mobi", "app", "net", "org")
_SHOPS = ((Shop.APPLE,), (Shop.GOOGLE,), (Shop.APPLE, Shop.GOOGLE))
_CHART_SHARE = {
    Planted.LICENSED: 0.4,
    Planted.LICENCE_PROBLEM: 0.2,
    Planted.OTHER_ACCOUNT: 0.1,
    Planted.IMPOSTOR: 0.2,
    Planted.UNLICENSED: 0.35,
    Planted.NO_ENTRY: 0.0,  # a rank in a Vietnamese chart is a tie
    Planted.GAMBLING: 0.25,
    Planted.NOT_A_GAME: 0.3,
}
_PRAISE = ("Hay", "ok", "Tốt lắm", "Chơi ổn", "Five stars", "Rất thích", "Cũng được")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One app before it is laid out on the stores."""

    planted: Planted
    title: str
    developer: str
    seller: str
    description: str
    genre: str
    languages: tuple[str, ...] = ("VI",)
    website: str | None = None
    email: str | None = None
    privacy_url: str | None = None  # None: on its website, where it has one
    prefix: str | None = None  # of its package; None: made of the developer's name
    operator: str | None = None  # who stands behind it and its siblings in other accounts
    address: str | None = None
    phone: str | None = None
    charted: bool | None = None  # None: by the share of its class
    translation: str | None = None
    tie: Tie | None = None
    row: RegisterRow | None = None
    copied: tuple[str, ...] = ()
    gambling: tuple[str, ...] = ()
    disguise: str | None = None
    developer_key: str | None = None  # drafts with one key share one developer account
    shops: tuple[Shop, ...] | None = None
    reviews: tuple[str, ...] = field(default=())
    icon: str | None = None  # drafts with one key show one picture; None: the app's own


class Planter:
    """Lays drafts out; hands out ids, ranks and developer accounts."""

    def __init__(self, rng: random.Random, *, first_apple_id: int) -> None:
        self._rng = rng
        self._apple_id = first_apple_id
        self._accounts: dict[tuple[Shop, str], str] = {}
        self._packages: set[str] = set()
        self._rank = 0

    def plant(self, draft: Draft) -> Iterator[tuple[StoreListing, Answer]]:
        """The listings of one app, each with its answer."""
        rng = self._rng
        shops = draft.shops or rng.choices(_SHOPS, (40, 32, 28))[0]
        charted = draft.charted
        if charted is None:
            charted = rng.random() < _CHART_SHARE[draft.planted]
        bundle = self._package(draft)
        for shop in shops:
            listing = self._listing(draft, shop, bundle, charted)
            yield listing, _answer(draft, listing)

    def _listing(self, draft: Draft, shop: Shop, bundle: str, charted: bool) -> StoreListing:
        rng = self._rng
        released = _FIRST_DAY + timedelta(days=rng.randrange(1000))
        rated = rng.random() < 0.85
        return StoreListing(
            subject=self._subject(shop, bundle),
            shop=shop,
            planted=draft.planted,
            bundle=bundle,
            title=draft.title,
            developer=draft.developer,
            developer_id=self._account(shop, draft),
            seller=draft.seller,
            description=draft.description,
            summary=draft.description.split("\n", 1)[0][:80],
            genre=draft.genre,
            # An app that only its rank ties to Vietnam must stand in the free chart.
            price=0 if draft.charted else rng.choice((0,) * 12 + (29_000, 49_000)),
            rating=round(rng.uniform(2.2, 4.9), 5) if rated else None,
            ratings=rng.randrange(3, 90_000) if rated else 0,
            installs=rng.randrange(120, 2_000_000),
            version=f"{rng.randrange(1, 9)}.{rng.randrange(30)}.{rng.randrange(12)}",
            released=released,
            updated=released + timedelta(days=rng.randrange(2, 300)),
            website=draft.website,
            email=draft.email,
            privacy_url=draft.privacy_url
            or (f"{draft.website}/privacy" if draft.website else None),
            address=draft.address,
            phone=draft.phone,
            languages=draft.languages,
            chart=self._next_rank() if charted else None,
            translation=draft.translation if shop is Shop.GOOGLE else None,
            icon=draft.icon,
            reviews=draft.reviews or tuple(rng.sample(_PRAISE, rng.choice((0, 0, 1, 2, 3)))),
        )

    def _subject(self, shop: Shop, bundle: str) -> str:
        if shop is Shop.GOOGLE:
            return f"google:{bundle}"
        self._apple_id += self._rng.randrange(3, 900)
        return f"apple:{self._apple_id}"

    def _account(self, shop: Shop, draft: Draft) -> str:
        key = (shop, draft.developer_key or draft.developer)
        if key not in self._accounts:
            by_name = shop is Shop.GOOGLE and self._rng.random() < 0.4
            digits = 19 if shop is Shop.GOOGLE else 10
            number = self._rng.randrange(10 ** (digits - 1), 9 * 10 ** (digits - 1))
            self._accounts[key] = draft.developer if by_name else str(number)
        return self._accounts[key]

    def _package(self, draft: Draft) -> str:
        maker = slug(fold_case(draft.developer))[:12]
        prefix = draft.prefix or f"{self._rng.choice(_PACKAGE_ROOTS)}.{maker}"
        base = f"{prefix}.{slug(draft.title)}"
        package, number = base, 2
        while package in self._packages:
            package, number = f"{base}{number}", number + 1
        self._packages.add(package)
        return package

    def _next_rank(self) -> int:
        self._rank += 1
        return self._rank


def _answer(draft: Draft, listing: StoreListing) -> Answer:
    return Answer(
        subject=listing.subject,
        planted=draft.planted,
        acceptable=ACCEPTABLE[draft.planted],
        accusation_forbidden=draft.planted in ACCUSATION_FORBIDDEN,
        title=draft.title,
        developer=draft.developer,
        tie=draft.tie,
        portal_id=draft.row.portal_id if draft.row else None,
        licence_no=draft.row.licence_no if draft.row else None,
        copied=draft.copied,
        gambling=draft.gambling,
        disguise=draft.disguise,
        operator=draft.operator,
    )
