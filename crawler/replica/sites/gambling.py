"""Gambling sites: lobby, cash desk, offers, agents and the app, in four ways to show words."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from crawler.replica.answers import Reply
from crawler.replica.companies import fold_case
from crawler.replica.disguise import pick_disguise
from crawler.replica.sites import gambling_words as words
from crawler.replica.sites import pages, pictures, tags
from crawler.replica.sites.maker import Maker, frame
from crawler.replica.sites.model import (
    Identity,
    Payment,
    Site,
    SiteKind,
    Wording,
)
from crawler.replica.sites.operators import (
    Belongings,
    belongings,
    code_of,
)
from crawler.replica.sites.vietqr import draw

_WHY = "It takes stakes and pays out money"
_MENU = (
    ("Trang chủ", "/"), ("Sảnh chơi", "/sanh"), ("Gửi và lấy", "/vi"), ("Ưu đãi", "/uu-dai"),
    ("Cộng tác", "/cong-tac"), ("Tải app", "/tai-app"),
)  # fmt: skip
# The platform that many operators rent: its script ties nobody to anybody.
_WHITE_LABEL = '<script src="https://api.sanhthue-vidu.com/wl/v3/core.js" defer></script>\n'
_OTHER_MEANS = (Payment(kind="phone_card"), Payment(kind="wallet"))
_MANIFEST = "itms-services://?action=download-manifest&url=https://{host}/ios/manifest.plist"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dress:
    """How one gambling site looks and what it shows."""

    host: str
    brand: str
    theme: pages.Theme
    has: Belongings
    wording: Wording
    phone: str
    code: str | None = None  # what its QR picture says; None: it has none
    on_home: bool = False  # the QR stands on the home page too
    account_in_words: bool = True


def lone_sites(maker: Maker, *, count: int) -> Iterator[Site]:
    """Sites of operators that have no other; some on hosting that many share."""
    for number in range(count):
        stem = maker.naming.stem()
        name = maker.naming.hosted if number % 5 == 4 else namer(maker, number)
        # Each wording comes at least once in every world.
        wording = tuple(Wording)[number] if number < len(Wording) else None
        has = belongings(maker.rng, stem)
        yield gambling_site(maker, name(stem), stem.capitalize(), has, wording=wording)


def namer(maker: Maker, number: int) -> Callable[[str], str]:
    """Two names of three tell of gambling."""
    return maker.naming.loud if number % 3 else maker.naming.quiet


def gambling_site(
    maker: Maker,
    host: str,
    brand: str,
    has: Belongings,
    shares: frozenset[Identity] = frozenset(),
    *,
    theme: pages.Theme = pages.Theme.LOBBY,
    wording: Wording | None = None,
) -> Site:
    """A site with these belongings, some of them its operator's."""
    rng = maker.rng
    wording = wording or rng.choices(tuple(Wording), (48, 22, 12, 3, 15))[0]
    if wording in (Wording.PICTURES, Wording.DISGUISED) and Identity.TEXT in shares:
        wording = Wording.MARKS  # a text that is shared must be there to read
    trick = pick_disguise(rng) if wording is Wording.DISGUISED else None
    if trick:
        has = replace(has, pitch=words.disguised(has.pitch, trick))
    code = code_of(has.payment, rng) if rng.random() < 0.75 or not _tells(wording) else None
    dress = Dress(
        host=host,
        brand=f"{brand}{rng.choice(('88', '79', '68', ' Club', ' Bet', ''))}",
        theme=theme,
        has=has,
        wording=wording,
        phone=maker.naming.phone(),
        code=code,
        on_home=rng.random() < 0.6,
        account_in_words=_tells(wording) and (code is None or rng.random() < 0.6),
    )
    site = planted(maker, dress)
    return replace(site, answer=replace(site.answer, disguise=trick))


def _shown_at(dress: Dress) -> tuple[str, ...]:
    if dress.code is None:
        return ()
    on_home = dress.on_home or not _tells(dress.wording)
    return ("/", "/vi") if on_home else ("/vi",)


def _tells(wording: Wording) -> bool:
    return wording is not Wording.PICTURES


def planted(maker: Maker, dress: Dress) -> Site:
    """The site of a dress with its answer, without an operator."""
    answer = frame(dress.host, SiteKind.GAMBLING, f"{_WHY} as {dress.brand}")
    answer = replace(
        answer,
        wording=dress.wording,
        payments=(dress.has.payment, *(_OTHER_MEANS if _tells(dress.wording) else ())),
        qr=(dress.code,) if dress.code else (),
        qr_at=_shown_at(dress),
    )
    if dress.wording is Wording.PICTURES:  # without reading pictures nobody can be sure
        answer = replace(answer, acceptable=("gambling", "unsure"))
    has = dress.has
    zone = maker.grounds.own(has.name_servers) if has.name_servers else maker.grounds.rented()
    return Site(
        answer=answer,
        face=gambling_face(maker.rng, dress),
        zone=zone,
        certificate=has.names,
        http=maker.rng.choice(("moves", "moves", "serves")),
        robots=maker.rng.choice(("", "User-agent: *\nDisallow: /admin/\n")),
    )


def gambling_face(rng: random.Random, dress: Dress) -> Mapping[str, Reply]:
    """All addresses of a gambling site."""
    texts = {
        "/": _home(rng, dress),
        "/sanh": _halls(dress),
        "/vi": _desk(dress),
        "/uu-dai": _offers(dress),
        "/cong-tac": _agents(dress),
        "/tai-app": _app(dress),
    }
    has, look = dress.has, _look(dress)
    face = {path: pages.served(_worded(dress, look, path, body)) for path, body in texts.items()}
    lines = rng.choice(words.PICTURE_LINES)
    # The banner is drawn from what its owner says, so that a shared one is the same to the byte.
    shared_lines = random.Random(has.banner).choice(words.PICTURE_LINES)
    face["/favicon.ico"] = pictures.png_reply(pictures.favicon(has.icon))
    face["/img/bia.png"] = pictures.png_reply(pictures.banner(has.banner, shared_lines))
    face["/img/dai.png"] = pictures.png_reply(pictures.banner(dress.host, lines, height=120))
    if dress.code:
        face["/img/ma-gui.png"] = pictures.png_reply(draw(dress.code))
    face["/chinh-sach"] = pages.policy(look)
    if has.landing:
        face["/vao"] = pages.moved(f"https://{has.landing}/?a={has.icon}")
    face["/tai/game.apk"] = Reply(
        200, b"PK\x03\x04" + dress.host.encode(), "application/vnd.android.package-archive"
    )
    return face


def _look(dress: Dress) -> pages.Look:
    has = dress.has
    tracker = tags.TRACKERS[has.tracker[0]][1](has.tracker[1])
    chat = tags.CHATS[has.chat[0]][1](has.chat[1])
    telegram = f"https://t.me/vidu_{dress.host.partition('.')[0].replace('-', '_')}"
    zalo = f"https://zalo.me/{dress.phone.replace(' ', '')}"
    return pages.Look(
        host=dress.host,
        name=dress.brand.upper(),
        theme=dress.theme,
        menu=_MENU,
        footer=(
            f"© {dress.brand} · {words.LICENCES[len(dress.brand) % len(words.LICENCES)]}",
            words.SUPPLIERS,
            f'<a href="{telegram}">Telegram</a> · <a href="{zalo}">Zalo</a>',
            "Dành cho người từ 18 tuổi",
        ),
        head=tracker + (_WHITE_LABEL if dress.theme is pages.Theme.LOBBY else ""),
        tail=chat,
    )


def _worded(dress: Dress, look: pages.Look, path: str, body: str) -> str:
    slogan = dress.has.pitch.slogan
    title = f"{look.name} - {slogan}" if path == "/" else f"{_title(path)} | {look.name}"
    if dress.wording is Wording.PICTURES:
        return pages.page(look, f"{look.name} | Trang chủ", look.name, _silent(dress), path=path)
    if dress.wording is Wording.SCRIPT:
        return pages.page(look, look.name, look.name, scripted(body), path=path)
    text = pages.page(look, title, f"{look.name}: {slogan}.", body, path=path)
    return fold_case(text) if dress.wording is Wording.NO_MARKS else text


def _title(path: str) -> str:
    return next(label for label, href in _MENU if href == path)


def scripted(body: str) -> str:
    """A body that only a script can show."""
    packed = base64.b64encode(body.encode()).decode()
    return (
        '<div id="ung-dung"><div class="xoay"></div></div><script>(function(){'
        f'var b=atob("{packed}"),n=new Uint8Array(b.length);for(var i=0;i<b.length;i++)'
        "{n[i]=b.charCodeAt(i)}document.getElementById('ung-dung').innerHTML="
        "new TextDecoder('utf-8').decode(n)})();</script>"
    )


def _silent(dress: Dress) -> str:
    code = pages.picture("/img/ma-gui.png") if dress.code else ""
    return (
        f"{pages.picture('/img/bia.png')}{code}{pages.picture('/img/dai.png')}"
        f'<a href="/vao">{pages.picture("/img/dai.png")}</a>'
        + pages.form("/dang-nhap", _LOGIN, "Vào")
    )


_LOGIN = (("text", "u", "Tên"), ("password", "p", "Mật khẩu"), ("tel", "t", "Điện thoại"))


def _home(rng: random.Random, dress: Dress) -> str:
    pitch = dress.has.pitch
    halls = [(name, text, "/sanh") for name, text in pitch.halls]
    wins = [(rng.choice(words.WINNERS), pitch.halls[n % 6][0], f"{rng.randrange(2, 900)}.{n}00.000")
            for n in range(6)]  # fmt: skip
    code = pages.picture("/img/ma-gui.png") if dress.code and dress.on_home else ""
    story = [line.format(brand=dress.brand) for line in dress.has.story]
    return "\n".join(
        [
            pages.picture("/img/bia.png", dress.brand),
            f"<h1>{pitch.slogan}</h1>",
            pages.section("Gửi nhanh bằng mã", code) if code else "",
            pages.paragraphs([f"{phrase[:1].upper()}{phrase[1:]}." for phrase in pitch.phrases]),
            pages.form("/dang-ky", _LOGIN, "Mở ví"),
            pages.section("Các sảnh đang mở", pages.cards(halls, picture="/img/dai.png")),
            pages.section("Vừa nhận tiền", pages.table(("Hội viên", "Sảnh", "Đồng"), wins)),
            pages.section("Về chúng tôi", pages.paragraphs(story)),
            pages.paragraphs(pitch.camouflage),
            '<a class="nut" href="/vao">Vào sảnh ngay</a>',
        ]
    )


def _halls(dress: Dress) -> str:
    pitch = dress.has.pitch
    blocks = [pages.section(name, pages.paragraphs([text]), level=3) for name, text in pitch.halls]
    return pages.section("Sảnh chơi", *blocks)


def _desk(dress: Dress) -> str:
    pay, pitch = dress.has.payment, dress.has.pitch
    rows = [("Ngân hàng", pay.bank or ""), ("Số tài khoản", pay.account or "")]
    rows.append(("Chủ tài khoản", pay.holder or ""))
    return "\n".join(
        [
            pages.section("Gửi và lấy", pages.paragraphs(pitch.cash_desk)),
            pages.table(("Mục", "Nội dung"), rows) if dress.account_in_words else "",
            pages.picture("/img/ma-gui.png") if dress.code else "",
            pages.paragraphs(
                [f"Ví điện tử: MoMo {dress.phone}", "Thẻ cào: Viettel, Vinaphone, Mobifone"]
            ),
            pages.form("/lenh", (("text", "s", "Số điểm"), ("text", "m", "Mã thẻ")), "Tạo lệnh"),
        ]
    )


def _offers(dress: Dress) -> str:
    pitch = dress.has.pitch
    asked = [pages.section(question, pages.paragraphs([answer]), level=3)
             for question, answer in pitch.faq]  # fmt: skip
    offers = [(name, text, "/dang-ky") for name, text in pitch.offers]
    return pages.section("Ưu đãi", pages.cards(offers)) + pages.section("Hỏi đáp", *asked)


def _agents(dress: Dress) -> str:
    return pages.section("Cộng tác", pages.paragraphs(dress.has.pitch.agents))


def _app(dress: Dress) -> str:
    links = (
        f'<a href="/tai/game.apk" download>Android (.apk)</a> '
        f'<a href="{_MANIFEST.format(host=dress.host)}">iPhone</a>'
    )
    return pages.section("Tải app", links, pages.paragraphs(dress.has.pitch.access))
