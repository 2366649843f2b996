"""Sites of games: licensed ones, ones without a paper, private servers, and who advertises them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.replica import wording
from crawler.replica.answers import Reply
from crawler.replica.companies import Company
from crawler.replica.model import RegisterRow
from crawler.replica.sites import pages, pictures, tags
from crawler.replica.sites.grounds import STOCK
from crawler.replica.sites.maker import Maker, frame
from crawler.replica.sites.model import Payment, Site, SiteAnswer, SiteKind
from crawler.replica.sites.operators import account, code_of
from crawler.replica.sites.vietqr import draw


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A row of the register with its holder and its title in mixed case."""

    row: RegisterRow
    company: Company
    title: str


_MENU = (
    ("Trang chủ", "/"),
    ("Tải game", "/tai-game"),
    ("Nạp thẻ", "/nap-the"),
    ("Tin tức", "/tin"),
)
_PRIVATE = (
    "Máy chủ riêng của {title}: kinh nghiệm x{n}, rơi đồ x{m}, vào là VIP 12.",
    "Bản {title} do nhóm tự dựng lại từ mã nguồn gốc, Việt hóa 100%, không cần nạp vẫn có đồ.",
    "Open server mới ngày {day}, tặng {n} triệu kim nguyên bảo, tướng hiếm trong thư.",
    "Không liên quan nhà phát hành chính thức, chơi trên máy chủ của chúng tôi.",
    "Tải bản cài riêng bên dưới, gỡ bản trên chợ ứng dụng trước khi cài.",
)
_LISTS = (
    "Tổng hợp game lậu Việt hóa mới mở trong tuần, vào là full đồ.",
    "Danh sách private server {n} con, server nào đông người chơi ghi rõ.",
    "Game mới chưa phát hành ở Việt Nam, tải bản cài và nạp qua trung gian.",
)


def licensed_sites(maker: Maker, papers: Sequence[Paper]) -> Iterator[Site]:
    """Each licensee's own site; every fourth game stands on a host that no paper names."""
    seen: set[str] = set()
    for number, paper in enumerate(papers):
        own = f"{paper.company.slug}-vidu.vn"
        host = maker.naming.homely("choi") if number % 4 == 3 or own in seen else own
        seen.add(host)
        why = "The register knows title and licensee"
        answer = _about(frame(host, SiteKind.LICENSED, why), paper)
        yield _official(maker, answer, paper)


def ended_sites(maker: Maker, papers: Sequence[Paper]) -> Iterator[Site]:
    """Sites of games whose paper has ended, on hosts that no paper names."""
    for paper in papers:
        host = maker.naming.homely("game")
        why = f"Its paper is {paper.row.status}"
        yield _official(maker, _about(frame(host, SiteKind.LICENCE_PROBLEM, why), paper), paper)


def _about(answer: SiteAnswer, paper: Paper) -> SiteAnswer:
    return replace(answer, title=paper.title, portal_id=paper.row.portal_id)


def _official(maker: Maker, answer: SiteAnswer, paper: Paper) -> Site:
    rng, company = maker.rng, paper.company
    story = wording.game_story(rng, paper.title).split("\n")
    claim = wording.licence_line(paper.row, company.legal)
    footer = (
        claim,
        f"{company.legal}. {wording.address_line(rng)}",
        f"Hỗ trợ: Zalo {maker.naming.phone()}",
    )
    face = _game_face(maker, answer.host, paper.title, company.legal, story, footer)
    return Site(answer=answer, face=face, zone=maker.grounds.rented(mail=True))


def unlicensed_sites(maker: Maker, titles: Iterator[str], *, count: int) -> Iterator[Site]:
    """Games that no register knows, in Vietnamese, most with a way to pay."""
    for _ in range(count):
        rng, title, stem = maker.rng, next(titles), maker.naming.stem()
        host = rng.choice((maker.naming.quiet, maker.naming.homely))(stem)
        story = wording.game_story(rng, title, features=4).split("\n")
        footer = (f"© {stem.capitalize()} Entertainment", f"Hỗ trợ: Zalo {maker.naming.phone()}")
        pay = account(rng, stem) if rng.random() < 0.6 else None
        code = code_of(pay, rng) if pay else None
        face = _game_face(maker, host, title, stem.capitalize(), story, footer, pay, code)
        why = f"The game {title} is in Vietnamese and in no register"
        answer = replace(
            frame(host, SiteKind.UNLICENSED_GAME, why),
            title=title,
            payments=(pay,) if pay else (),
            qr=(code,) if code else (),
            qr_at=("/nap-the",) if code else (),
        )
        yield Site(answer=answer, face=face, zone=maker.grounds.rented())


def private_servers(maker: Maker, papers: Sequence[Paper]) -> Iterator[Site]:
    """Servers of licensed games that their licensees do not run."""
    for paper in papers:
        rng, stem = maker.rng, maker.naming.stem()
        host = maker.naming.quiet(stem)
        fill = {"title": paper.title, "n": rng.randrange(20, 900), "m": rng.randrange(5, 60)}
        lines = [line.format(**fill, day=f"{rng.randrange(1, 29)}/11") for line in _PRIVATE]
        rng.shuffle(lines)
        name = f"{paper.title} {rng.choice(('Private', 'Lậu', 'Mobile Free', 'Server Riêng'))}"
        pay = account(rng, stem)
        code = code_of(pay, rng)
        footer = (f"Admin: Zalo {maker.naming.phone()}", f"© Team {stem}")
        face = _game_face(maker, host, name, f"Team {stem}", lines, footer, pay, code)
        why = f"A private server of {paper.title}"
        answer = _about(frame(host, SiteKind.PRIVATE_SERVER, why), paper)
        answer = replace(answer, payments=(pay,), qr=(code,), qr_at=("/nap-the",))
        yield Site(answer=answer, face=face, zone=maker.grounds.own())


def impostors(maker: Maker, papers: Sequence[Paper]) -> Iterator[Site]:
    """Sites that print a licensed game's number and take the money themselves."""
    for paper in papers:
        rng, stem = maker.rng, maker.naming.stem()
        host = maker.naming.homely("napthe")
        story = wording.game_story(rng, paper.title).split("\n")
        claim = wording.licence_line(paper.row, paper.company.legal)
        pay = account(rng, stem)
        code = code_of(pay, rng)
        footer = (
            claim,
            f"Vận hành: {stem.capitalize()} Team",
            f"Hỗ trợ: Zalo {maker.naming.phone()}",
        )
        face = _game_face(maker, host, paper.title, stem.capitalize(), story, footer, pay, code)
        why = f"It copies the number of {paper.title} and takes the money itself"
        answer = _about(frame(host, SiteKind.IMPOSTOR, why), paper)
        answer = replace(answer, payments=(pay,), qr=(code,), qr_at=("/nap-the",))
        yield Site(answer=answer, face=face, zone=maker.grounds.rented())


def game_promoters(maker: Maker, servers: Sequence[Site], *, count: int) -> Iterator[Site]:
    """Sites that send players to games without a paper."""
    for _ in range(count):
        rng, stem = maker.rng, maker.naming.stem()
        host = maker.naming.quiet(f"gamelau-{stem}")
        number = rng.randrange(11, 60)
        lines = [line.format(n=number) for line in _LISTS]
        entries = [
            (site.answer.title or "", rng.choice(lines), f"https://{site.host}/tai-game")
            for site in rng.sample(list(servers), 5)
        ]
        look = _look(rng, host, f"Kho Game {stem.capitalize()}", (f"© {stem}",))
        body = pages.section(lines[0], pages.paragraphs(lines[1:]), pages.cards(entries), level=1)
        face = _dressed(rng, host, {"/": pages.served(pages.page(look, look.name, lines[0], body))})
        why = "It sends players to games without a paper"
        answer = frame(host, SiteKind.PROMOTES_UNLICENSED, why)
        yield Site(answer=answer, face=face, zone=maker.grounds.rented())


def _look(rng: random.Random, host: str, name: str, footer: Sequence[str]) -> pages.Look:
    return pages.Look(
        host=host,
        name=name,
        theme=rng.choice((pages.Theme.LOBBY, pages.Theme.SHOP, pages.Theme.BLOG)),
        menu=_MENU,
        footer=footer,
        head=rng.choice((*tags.PLACEHOLDERS, tags.pixel(tags.pixel_id(rng)))),
    )


def _game_face(
    maker: Maker,
    host: str,
    title: str,
    publisher: str,
    lines: Sequence[str],
    footer: Sequence[str],
    pay: Payment | None = None,
    code: str | None = None,
) -> dict[str, Reply]:
    rng = maker.rng
    look = _look(rng, host, title, footer)
    about = f"{title} - trang chủ của {publisher}"
    apk = '<a href="/tai/game.apk">Tải APK</a> <a href="/tai/game.ipa">Tải IPA</a>'
    how = [wording.payment_line(rng)]
    if pay is not None:
        how.append(f"Chuyển khoản {pay.bank} {pay.account} {pay.holder}, ghi tên nhân vật")
    ticket = pages.form("/nap", (("text", "s", "Số sê-ri"), ("text", "m", "Mã thẻ")), "Nạp")
    texts = {
        "/": pages.picture("/img/nen.png", title)
        + pages.section(title, pages.paragraphs(lines), apk, level=1),
        "/tai-game": pages.section("Tải game", apk, pages.paragraphs(lines[:2])),
        "/nap-the": pages.section("Nạp thẻ", pages.paragraphs(how), ticket)
        + (pages.picture("/img/ma.png", "Mã chuyển khoản") if code else ""),
        "/tin": pages.section("Tin tức", pages.paragraphs(lines[-2:])),
    }
    face = {
        path: pages.served(
            pages.page(look, title if path == "/" else about, about, text, path=path)
        )
        for path, text in texts.items()
    }
    if code:
        face["/img/ma.png"] = pictures.png_reply(draw(code))
    return _dressed(rng, host, face)


def _dressed(rng: random.Random, host: str, face: dict[str, Reply]) -> dict[str, Reply]:
    face["/favicon.ico"] = pictures.png_reply(pictures.favicon(host))
    face["/img/nen.png"] = pictures.png_reply(pictures.photograph(rng.choice(STOCK)))
    return face
