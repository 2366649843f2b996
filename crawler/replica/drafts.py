"""What is planted: one function for each class of app."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from crawler.replica import disguise, foreign, gambling, wording
from crawler.replica.companies import (
    Company,
    foreign_developers,
    global_developers,
    small_developers,
)
from crawler.replica.model import Planted, RegisterRow, Shop, Tie
from crawler.replica.notgames import ordinary_apps
from crawler.replica.planting import Draft
from crawler.replica.titles import (
    free_english_titles,
    free_titles,
    on_the_store,
    risky_titles,
)
from crawler.text import fold_marks

_GENRES = ("rpg", "strategy", "action", "adventure", "casual", "simulation", "puzzle", "board")
_RISKY = frozenset(fold_marks(title) for title in risky_titles())
# Most ties are a Vietnamese text; each other kind comes in every world of ordinary size.
_TIES = (
    "text", "text", "text", "text", "payment", "support", "text", "company", "text", "plain",
    "text", "site", "chart", "text", "payment", "text",
)  # fmt: skip
_FREE_MAIL = ("thugian.mail.example", "hopthu.example", "postbox.example")


@dataclass(frozen=True, slots=True)
class Licensed:
    """A register row with the firm that holds it and its title in mixed case."""

    row: RegisterRow
    company: Company
    title: str


class Drafts:
    """Endless supplies of titles and developers, and the drafts made of them."""

    def __init__(self, rng: random.Random, firms: list[Company]) -> None:
        self._rng = rng
        self._free = free_titles(rng)
        self._free_english = free_english_titles(rng)
        self._foreign = foreign.foreign_games(rng)
        self._abroad = foreign_developers(rng)
        self._small = small_developers(rng)
        self._ordinary = ordinary_apps(rng)
        self._trade_names = {firm.core: rng.choice(firm.store_names()) for firm in firms}

    def licensed(self, licence: Licensed, planted: Planted = Planted.LICENSED) -> Draft:
        """The licensee's own app, under one of its names."""
        rng, company = self._rng, licence.company
        # One account per firm, but a firm may trade under another form on its next app.
        developer = self._trade_names[company.core]
        if rng.random() < 0.5:
            developer = rng.choice(company.store_names())
        text = wording.licensed_text(
            rng,
            licence.title,
            licence.row,
            company.legal,
            disclaimer=fold_marks(licence.title) in _RISKY,
        )
        return Draft(
            planted=planted,
            title=on_the_store(rng, licence.title, company.core),
            developer=developer,
            seller=rng.choice((company.english, company.legal)),
            description=text,
            genre="casual" if fold_marks(licence.title) in _RISKY else rng.choice(_GENRES),
            languages=("VI", "EN"),
            website=f"https://{company.slug}-vidu.vn",
            email=f"hotro@{company.slug}-vidu.vn",
            address=wording.address_line(rng),
            row=licence.row,
            developer_key=developer,
        )

    def other_account(self, licence: Licensed) -> Draft:
        """A licensed title from somebody else, nothing copied."""
        developer = next(self._small)
        return Draft(
            planted=Planted.OTHER_ACCOUNT,
            title=self._rng.choice((licence.title, licence.title.upper())),
            developer=developer,
            seller=developer,
            description=wording.other_account_text(self._rng, licence.title),
            genre=self._rng.choice(_GENRES),
            email=self._mail(developer),
            row=licence.row,
        )

    def impostor(self, licence: Licensed, original: Draft) -> Draft:
        """A licensed title from another account that copies text, number or both."""
        rng, developer = self._rng, next(self._small)
        copied = rng.choice((("description",), ("licence_no",), ("licence_no", "description")))
        claim = wording.licence_line(licence.row, licence.company.legal)
        text = original.description
        if "description" not in copied:
            text = wording.other_account_text(rng, licence.title)
        elif "licence_no" not in copied:
            text = text.replace(claim, "").rstrip()
        if "licence_no" in copied and claim not in text:
            text = f"{text}\n\n{claim}"
        return Draft(
            planted=Planted.IMPOSTOR,
            title=licence.title,
            developer=developer,
            seller=developer,
            description=text,
            genre=original.genre,
            email=self._mail(developer),
            row=licence.row,
            copied=copied,
        )

    def unlicensed(self, number: int) -> Draft:
        """A game of no register row with one tie to Vietnam; most are simply in Vietnamese."""
        kind = _TIES[number % len(_TIES)]
        if kind in ("text", "plain"):
            return self._unlicensed_vietnamese(kind)
        return self._unlicensed_english(kind)

    def _unlicensed_vietnamese(self, kind: str) -> Draft:
        rng, title = self._rng, next(self._free)
        abroad = rng.random() < 0.4
        developer = next(self._abroad) if abroad else next(self._small)
        text = wording.game_story(rng, title) if kind == "text" else wording.plain_vietnamese(rng)
        return Draft(
            planted=Planted.UNLICENSED,
            title=title,
            developer=developer,
            seller=developer,
            description=text,
            genre=rng.choice(_GENRES),
            languages=("VI", "ZH") if abroad else ("VI",),
            email=self._mail(developer),
            tie=wording.text_tie(text),
        )

    def _unlicensed_english(self, kind: str) -> Draft:
        rng, developer = self._rng, next(self._abroad)
        draft = Draft(
            planted=Planted.UNLICENSED,
            title=next(self._free_english),
            developer=developer,
            seller=developer,
            description=wording.english_body(rng),
            genre=rng.choice(_GENRES),
            languages=("EN",),
            email=self._mail(developer),
            charted=kind == "chart",
        )
        if kind == "chart":
            return replace(draft, tie=Tie(kind="chart", quote="", field="chart"))
        if kind == "site":
            site = f"https://choi{rng.randrange(100, 999)}-vidu.vn"
            return replace(draft, website=site, tie=Tie(kind="site", quote=site, field="website"))
        line = {
            "payment": wording.payment_line,
            "support": wording.support_line,
            "company": wording.address_line,
        }[kind](rng)
        return replace(
            draft,
            description=f"{draft.description}\n{line}",
            tie=Tie(kind=kind, quote=line, field="description"),
        )

    def no_entry(self, number: int) -> Draft:
        """A foreign game without a tie: one is set in Vietnam, some are translated by Play."""
        game = foreign.setting_game(self._rng) if number == 7 else next(self._foreign)
        return foreign_draft(self._rng, game, next(self._abroad), translated=number % 6 == 0)

    def gambling(self, number: int, inside: Draft | None) -> Draft:
        """A gambling app: in disguise, or inside a licensed game of its own licensee."""
        rng = self._rng
        phrases = gambling.pick_phrases(rng)
        brand = rng.choice(gambling.gambling_brands()) if rng.random() < 0.7 else None
        if inside is not None:
            offer = gambling.gambling_text(rng, phrases, None)
            return replace(
                inside,
                planted=Planted.GAMBLING,
                description=f"{inside.description}\n\n{offer}",
                gambling=tuple(phrases),
            )
        trick = disguise.pick_disguise(rng) if number % 4 == 1 else None
        shown = [self._shown(phrase, trick) for phrase in phrases]
        title, genre = gambling.pick_title(rng, brand or "Royal 88")
        developer = next(self._small)
        return Draft(
            planted=Planted.GAMBLING,
            title=title,
            developer=developer,
            seller=developer,
            description=gambling.gambling_text(rng, shown, brand),
            genre=genre,
            email=self._mail(developer),
            gambling=(*phrases, *((brand,) if brand else ())),
            disguise=trick,
            shops=(rng.choice((Shop.APPLE, Shop.GOOGLE)),) if number % 2 else None,
        )

    def _shown(self, phrase: str, trick: str | None) -> str:
        if trick is None or self._rng.random() < 0.3:
            return phrase
        return disguise.DISGUISES[trick](phrase)

    def not_a_game(self) -> Draft:
        """An honest Vietnamese app that is no game."""
        app, developer = next(self._ordinary), next(self._small)
        return Draft(
            planted=Planted.NOT_A_GAME,
            title=app.title,
            developer=developer,
            seller=developer,
            description=app.description,
            genre=app.genre,
            website=f"https://ungdung{self._rng.randrange(100, 999)}-vidu.vn",
            email=self._mail(developer),
        )

    def _mail(self, developer: str) -> str:
        name = "".join(char for char in fold_marks(developer) if char.isalnum() and char.isascii())
        return f"{name}@{self._rng.choice(_FREE_MAIL)}"


def foreign_draft(
    rng: random.Random, game: foreign.ForeignGame, developer: str, *, translated: bool
) -> Draft:
    """A foreign game as a draft; only its price is in đồng."""
    host = "".join(char for char in developer.split()[0].lower() if char.isalpha())
    return Draft(
        planted=Planted.NO_ENTRY,
        title=game.title,
        developer=developer,
        seller=developer,
        description=game.description,
        genre=rng.choice(_GENRES),
        languages=(game.language,),
        website=f"https://{host}.example",
        email=f"help@{host}.example",
        charted=False,
        translation=game.translation if translated else None,
    )


def global_drafts(rng: random.Random, count: int, taken: frozenset[str]) -> Iterator[Draft]:
    """``count`` more foreign games, none titled as one of ``taken``; four in five on Apple."""
    games, abroad = foreign.foreign_games(rng), global_developers(rng)
    made = 0
    while made < count:
        game = next(games)
        if fold_marks(game.title) in taken:
            continue
        made += 1
        draft = foreign_draft(rng, game, next(abroad), translated=made % 20 == 0)
        yield replace(draft, shops=(Shop.GOOGLE,) if made % 5 == 0 else (Shop.APPLE,))
