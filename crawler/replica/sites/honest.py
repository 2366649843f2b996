"""Honest sites: built from their words, on grounds and themes that they share with others."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from crawler.replica.answers import Reply
from crawler.replica.sites import pages, pictures, tags
from crawler.replica.sites.grounds import STOCK, THEME_ICON
from crawler.replica.sites.honest_more import MORE
from crawler.replica.sites.honest_words import SORTS, Sort
from crawler.replica.sites.maker import Maker, frame
from crawler.replica.sites.model import Site, SiteKind
from crawler.replica.sites.operators import account, code_of
from crawler.replica.sites.vietqr import draw

ALL_SORTS = (*SORTS, *MORE)
_PLACES = (
    "xã Ốc Vàng", "phường Mây Trắng", "thị trấn Bống Bụi", "huyện Sương Mai", "xã Cỏ Lúa Đông",
    "phường Giỏ Hiên", "quận Lục Bình", "xã Chuồn Chuồn", "thị xã Hoa Mướp", "xã Đá Quết",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Honest:
    """One honest site before it gets an answer: others plant things into it."""

    host: str
    look: pages.Look
    face: Mapping[str, Reply]
    sort: Sort
    decoys: tuple[str, ...]
    codes: tuple[str, ...]


def honest_sites(maker: Maker, *, of_each: int) -> Iterator[Site]:
    """Some sites of every sort."""
    for sort in ALL_SORTS:
        for _ in range(of_each):
            yield as_site(maker, build_honest(maker, sort))


def as_site(maker: Maker, honest: Honest) -> Site:
    """An honest site with its answer; some are old enough to be in windows-1258."""
    answer = replace(
        frame(honest.host, SiteKind.HONEST, honest.sort.why),
        decoys=honest.decoys,
        qr=honest.codes,
        qr_at=("/",) if honest.codes else (),
    )
    face = honest.face
    if maker.rng.random() < 0.1:
        face, answer = aged(face, maker.rng), replace(answer, charset=pages.OLD)
    return Site(
        answer=answer,
        face=face,
        zone=maker.grounds.rented(mail=True),
        http=maker.rng.choice(("moves", "moves", "moves", "serves", "only")),
        robots=maker.rng.choice(("", "User-agent: *\nDisallow: /wp-admin/\n")),
    )


def aged(face: Mapping[str, Reply], rng: random.Random) -> dict[str, Reply]:
    """A face whose documents are in windows-1258."""
    told = rng.random() < 0.5
    return {
        path: pages.old_letters(reply, told=told) if "html" in reply.content_type else reply
        for path, reply in face.items()
    }


def build_honest(maker: Maker, sort: Sort) -> Honest:
    """One site of a sort."""
    rng = maker.rng
    host = _host(maker, sort)
    word = host.partition(".")[0].removeprefix(sort.slug).capitalize()
    place = rng.choice(_PLACES)
    fill = {
        "word": word,
        "place": place[:1].upper() + place[1:],
        "n": rng.randrange(11, 99),
        "day": f"{rng.randrange(1, 29)}/{rng.randrange(1, 13)}",
    }
    decoys, head, tail = _common(rng)
    headings = [heading.format(**fill) for heading in sort.headings]
    look = pages.Look(
        host=host,
        name=sort.name.format(**fill),
        theme=sort.theme,
        menu=[("Trang chủ", "/"), *((text, f"/{path}") for path, text in enumerate(headings, 1))],
        footer=(
            f"© {sort.name.format(**fill)}",
            f"Điện thoại: {maker.naming.phone()}",
            *(('<a href="/chinh-sach">Chính sách</a>',) if "policy" in decoys else ()),
        ),
        head=head,
        tail=tail,
    )
    codes = (code_of(account(rng, word), rng),) if sort.gives_account else ()
    lines = [line.format(**fill) for line in sort.lines]
    rng.shuffle(lines)
    face = _face(rng, look, sort.about.format(**fill), headings, lines, codes, decoys)
    return Honest(host=host, look=look, face=face, sort=sort, decoys=decoys, codes=codes)


def _host(maker: Maker, sort: Sort) -> str:
    if sort.below == "gov":
        return maker.naming.state(sort.slug)
    if sort.below == "edu":
        return maker.naming.school(sort.slug)
    return maker.naming.homely(sort.slug)


def _common(rng: random.Random) -> tuple[tuple[str, ...], str, str]:
    """What themes and vendors leave in thousands of sites."""
    placeholder = rng.choice((*tags.PLACEHOLDERS, ""))
    advert = tags.ADVERTS if rng.random() < 0.4 else ""
    own = tags.analytics(tags.analytics_id(rng)) if rng.random() < 0.6 else ""
    chat = tags.zalo(tags.zalo_id(rng)) if rng.random() < 0.3 else ""
    decoys = ["theme", "library", *(("policy",) if rng.random() < 0.5 else ())]
    if placeholder:
        decoys.append("tracker without id")
    return tuple(decoys), placeholder + advert + own, chat


def _face(
    rng: random.Random,
    look: pages.Look,
    about: str,
    headings: list[str],
    lines: list[str],
    codes: tuple[str, ...],
    decoys: tuple[str, ...],
) -> dict[str, Reply]:
    entries = [(text, lines[n % len(lines)], f"/{n + 1}") for n, text in enumerate(headings)]
    code = pages.picture("/img/chuyen-khoan.png", "Mã chuyển khoản") if codes else ""
    body = "\n".join(
        [
            pages.picture("/img/anh-bia.png", look.name),
            pages.section(look.name, pages.paragraphs([about, *lines]), level=1),
            pages.cards(entries, picture="/img/anh-bia.png"),
            code,
            pages.form("/lien-he", (("text", "ten", "Họ tên"), ("tel", "dt", "Điện thoại")), "Gửi"),
        ]
    )
    face = {"/": pages.served(pages.page(look, f"{look.name} - {about}", about, body))}
    for number, heading in enumerate(headings, 1):
        text = pages.section(heading, pages.paragraphs(rng.sample(lines, min(3, len(lines)))))
        path = f"/{number}"
        face[path] = pages.served(pages.page(look, heading, about, text, path=path))
    icon = THEME_ICON if rng.random() < 0.5 else look.host
    face["/favicon.ico"] = pictures.png_reply(pictures.favicon(icon))
    face["/img/anh-bia.png"] = pictures.png_reply(pictures.photograph(rng.choice(STOCK)))
    if "policy" in decoys:
        face["/chinh-sach"] = pages.policy(look)
    if codes:
        face["/img/chuyen-khoan.png"] = pictures.png_reply(draw(codes[0]))
    return face
