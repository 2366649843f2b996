"""Families: one operator with twelve apps in several accounts, and strangers who share things too.

Written from the words of the issue, without a look at how ties are weighed: what an operator
shares is site, mail, privacy page, package prefix and text, of two more accounts the text alone or
the icon alone; what strangers share is a provider of mailboxes, a generator of privacy pages, an
engine's prefix, a stock text and the icon of a template.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from crawler.replica import foreign, gambling, wording
from crawler.replica.drafts import foreign_draft
from crawler.replica.model import Planted, Shop
from crawler.replica.notgames import ordinary_apps
from crawler.replica.planting import Draft
from crawler.text import fold_marks

# Coined, and in no other list of the world: a search for one finds the family and its namesakes.
_BRANDS = (
    "Zalvindo", "Murkotan", "Pelgrisa", "Vontramek", "Hisbelo", "Quandrix", "Yorvette", "Tixolan",
)  # fmt: skip
_FORMS = ("{} Studio", "{} Game", "{} Entertainment", "{} Mobile", "{} Team")
_NAMESAKES = ("Bếp {}", "{} Travel", "{} Yoga", "Tiệm Sách {}")
_APPS = (4, 3, 3)  # of each account: two on Google Play, one on the App Store
_LONERS = ("Hạt Sen Vidu", "Gió Lành Vidu")  # accounts that share one thing only
_STRANGERS = 40
_ICON, _TEMPLATE = "family", "template"
_MAIL, _POLICY, _ENGINE = "hopthu-vidu.com", "taochinhsach-vidu.com", "com.vidudongco"
_STOCK = (
    "Ứng dụng miễn phí, nhẹ và dễ dùng, được cập nhật mỗi tháng. Giao diện tiếng Việt rõ ràng, hỗ "
    "trợ cả máy cũ, không cần đăng ký tài khoản. Nếu bạn thích, hãy để lại đánh giá năm sao để "
    "chúng tôi có thêm động lực. Mọi góp ý xin gửi về hộp thư bên dưới, chúng tôi trả lời trong "
    "hai ngày làm việc. Cảm ơn bạn đã tin dùng và chúc bạn một ngày vui vẻ bên gia đình."
)


@dataclass(frozen=True, slots=True)
class _Account:
    name: str
    shop: Shop
    site: str
    mail: str
    policy: str
    prefix: str


def family_drafts(rng: random.Random) -> Iterator[Draft]:
    """One operator's twelve apps, and the strangers beside them."""
    brand = rng.choice(_BRANDS)
    yield from _family(rng, brand)
    yield from _namesakes(rng, brand)
    yield from _strangers(rng)


def _family(rng: random.Random, brand: str) -> Iterator[Draft]:
    # What is the operator's own words, long enough to be known again.
    words = _words(rng)
    number = 0
    for account, apps in zip(_accounts(rng, brand), _APPS, strict=True):
        for _ in range(apps):
            number += 1
            yield _app(rng, account, f"{brand} {rng.randrange(20, 99)}{number:02}", words, brand)
    # One repeats the words, the other shows the icon; all else is its own.
    yield _app(rng, _loner(_LONERS[0]), "Hũ Sen Hồng", words, brand, icon=None)
    yield _app(rng, _loner(_LONERS[1]), "Hũ Gió Xanh", _words(rng), brand)


def _words(rng: random.Random) -> tuple[str, str]:
    text = gambling.gambling_text(rng, gambling.pick_phrases(rng), None)
    return text, wording.game_story(rng, "Sảnh chính", events=3, features=5)


def _app(
    rng: random.Random,
    account: _Account,
    name: str,
    words: tuple[str, str],
    brand: str,
    *,
    icon: str | None = _ICON,
) -> Draft:
    title, genre = gambling.pick_title(rng, name)
    text, story = words
    return Draft(
        planted=Planted.GAMBLING,
        title=title,
        developer=account.name,
        seller=account.name,
        description=f"{title}: {text}\n{story}",
        genre=genre,
        website=account.site,
        email=account.mail,
        privacy_url=account.policy,
        prefix=account.prefix,
        charted=False,
        shops=(account.shop,),
        operator=brand,
        icon=icon,
    )


def _loner(name: str) -> _Account:
    key = fold_marks(name).replace(" ", "")
    return _Account(
        name,
        Shop.GOOGLE,
        f"https://{key}.net",
        f"{key}@{_MAIL}",
        f"https://www.{_POLICY}/{key}",
        f"net.{key}",
    )


def _accounts(rng: random.Random, brand: str) -> tuple[_Account, ...]:
    """Each account hides another part of who stands behind it."""
    key = fold_marks(brand)
    domain, other = f"{key}-vidu.com", f"{key}-vidu.vn"
    names = [form.format(brand) for form in rng.sample(_FORMS, len(_APPS))]
    shared_mail = f"{key}.cskh@{_MAIL}"
    return (
        _Account(
            names[0],
            Shop.GOOGLE,
            f"https://{domain}",
            f"hotro@{domain}",
            f"https://{domain}/privacy",
            f"com.{key}",
        ),
        _Account(
            names[1],
            Shop.GOOGLE,
            f"https://www.{domain}/choi",
            shared_mail,
            f"https://{rng.choice((_POLICY, domain))}/{key}",
            f"com.{key}",
        ),
        _Account(
            names[2],
            Shop.APPLE,
            f"https://{rng.choice((domain, domain, other))}/ios",
            shared_mail,
            f"https://{domain}/ios/privacy",
            f"com.{key}",
        ),
    )


def _namesakes(rng: random.Random, brand: str) -> Iterator[Draft]:
    """Others whose name holds the same coined word, and nothing else of the family."""
    apps = ordinary_apps(rng)
    for form in _NAMESAKES:
        app, name = next(apps), form.format(brand)
        key = fold_marks(name).replace(" ", "")
        yield Draft(
            planted=Planted.NOT_A_GAME,
            title=app.title,
            developer=name,
            seller=name,
            description=app.description,
            genre=app.genre,
            website=f"https://{key}-vidu.net",
            email=f"{key}@{_MAIL}",
            charted=False,
        )


def _strangers(rng: random.Random) -> Iterator[Draft]:
    """Forty accounts that know nothing of each other, and use what everybody uses."""
    apps, games = ordinary_apps(rng), foreign.foreign_games(rng)
    for number in range(_STRANGERS):
        name, key = f"Tác Giả {number} Vidu", f"tacgia{number}vidu"
        if rng.random() < 0.4:
            draft = foreign_draft(rng, next(games), name, translated=False)
        else:
            app = next(apps)
            draft = Draft(
                planted=Planted.NOT_A_GAME,
                title=app.title,
                developer=name,
                seller=name,
                description=f"{app.description}\n{_STOCK}",
                genre=app.genre,
                charted=False,
            )
        yield replace(
            draft,
            email=f"{key}@{_MAIL}",
            privacy_url=f"https://www.{_POLICY}/{key}",
            prefix=_ENGINE if rng.random() < 0.6 else f"net.{key}",
            icon=_TEMPLATE,
        )
