"""Honest sites into which others planted gambling: by links, by pages, by cloaking."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.replica.answers import Reply
from crawler.replica.sites import pages
from crawler.replica.sites.cloaks import by_handheld, from_search
from crawler.replica.sites.gambling_words import write_pitch
from crawler.replica.sites.honest import ALL_SORTS, Honest, build_honest
from crawler.replica.sites.honest_words import Sort
from crawler.replica.sites.maker import Maker, frame
from crawler.replica.sites.model import Cloaking, Face, Site, SiteKind

_VICTIMS = ("village", "school", "newspaper", "flower_shop", "university", "clinic", "police_news",
            "aquarium")  # fmt: skip
_SPAM = (
    "{brand} mở cửa phụ mới, vào ví nhận {n}k vốn thử, thắng lấy về trong 5 phút",
    "Sảnh xí ngầu {brand} một ăn một, mở bát mỗi 45 giây, chi tiền thâu đêm",
    "Tải {brand} bản mới: bàn chia bài người thật, máy kéo quỹ tỷ đồng",
    "Bảng hai số {brand} một ăn chín mươi tám, tạo lệnh là tiền về ngân hàng",
)


def hacked_sites(maker: Maker, targets: Sequence[str], *, count: int) -> Iterator[Site]:
    """Honest sites of several sorts, each broken into in one of four ways."""
    sorts = {sort.key: sort for sort in ALL_SORTS}
    ways = (_hidden_links, _for_search, _for_handhelds, _one_link)
    for number in range(count):
        victim = sorts[_VICTIMS[number % len(_VICTIMS)]]
        # A different stride for the ways: every sort of victim meets every way.
        way = ways[(number + number // len(_VICTIMS)) % len(ways)]
        yield way(maker, victim, maker.rng.choice(list(targets)))


def _hidden_links(maker: Maker, sort: Sort, target: str) -> Site:
    """The home page is whole but carries invisible links to pages that were planted below it."""
    return _linked(maker, sort, target, '<div style="position:absolute;left:-9999px">{}</div>', 3)


def _one_link(maker: Maker, sort: Sort, target: str) -> Site:
    """A folder of planted pages behind one forgotten link."""
    return _linked(maker, sort, target, '<span style="font-size:1px;color:#fff">{}</span>', 1)


def _linked(maker: Maker, sort: Sort, target: str, trap: str, count: int) -> Site:
    honest = build_honest(maker, sort)
    planted = _planted(maker, honest, target)
    links = " ".join(f'<a href="{path}">{_name(path)}</a>' for path in tuple(planted)[:count])
    face = {**honest.face, **planted, "/": _with(honest.face["/"], trap.format(links))}
    return _victim(maker, honest, face, tuple(planted), target)


def _for_search(maker: Maker, sort: Sort, target: str) -> Site:
    """Who comes from a search engine gets a gambling page instead of the home page."""
    honest = build_honest(maker, sort)
    planted = _planted(maker, honest, target)
    hidden = {**honest.face, **planted, "/": next(iter(planted.values()))}
    site = _victim(maker, honest, {**honest.face, **planted}, ("/", *planted), target)
    answer = replace(site.answer, cloaking=Cloaking.REFERRER)
    return replace(site, answer=answer, hidden=hidden, gate=from_search)


def _for_handhelds(maker: Maker, sort: Sort, target: str) -> Site:
    """Telephones are sent to a gambling site, everyone else sees the honest one."""
    honest = build_honest(maker, sort)
    hidden = {**honest.face, "/": pages.moved(f"https://{target}/?nguon=mobi")}
    site = _victim(maker, honest, honest.face, ("/",), target)
    answer = replace(site.answer, cloaking=Cloaking.DEVICE)
    return replace(site, answer=answer, hidden=hidden, gate=by_handheld)


def _victim(
    maker: Maker, honest: Honest, face: Face, injected: tuple[str, ...], target: str
) -> Site:
    why = f"{honest.sort.why}; others planted gambling there, its owner is to be told"
    answer = replace(
        frame(honest.host, SiteKind.COMPROMISED, why),
        injected=injected,
        leads_to=target,
        decoys=honest.decoys,
        qr=honest.codes,
        qr_at=("/",) if honest.codes else (),
    )
    return Site(answer=answer, face=face, zone=maker.grounds.rented(mail=True))


def _planted(maker: Maker, honest: Honest, target: str) -> dict[str, Reply]:
    """Three pages under forgotten folders, which link to each other and to the target."""
    rng = maker.rng
    paths = [
        f"/wp-content/uploads/{rng.randrange(2021, 2026)}/tin-{rng.randrange(10**5, 10**6)}.html"
        for _ in range(3)
    ]
    spam = rng.sample(_SPAM, len(paths))
    return {
        path: _spam_page(rng, honest, target, title, (path, *paths))
        for path, title in zip(paths, spam, strict=True)
    }


def _spam_page(
    rng: random.Random, honest: Honest, target: str, template: str, paths: Sequence[str]
) -> Reply:
    brand = target.partition(".")[0].capitalize()
    title = template.format(brand=brand, n=rng.randrange(28, 199))
    pitch = write_pitch(rng, known_words=rng.random() < 0.3)
    lines = [*pitch.phrases, *(f"{name}: {text}" for name, text in pitch.halls[:3])]
    body = "\n".join(
        [
            f"<h1>{title}</h1>",
            pages.paragraphs([*lines, *pitch.cash_desk, *pitch.access[:1]]),
            f'<a href="https://{target}/?s={honest.host}">Vào {brand}</a>',
            " ".join(f'<a href="{path}">{_name(path)}</a>' for path in paths[1:]),
        ]
    )
    look = replace(honest.look, head="", tail="")
    return pages.served(pages.page(look, title, title, body, path=paths[0]))


def _name(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".html")


def _with(home: Reply, extra: str) -> Reply:
    body = home.body.replace(b"</main>", f"{extra}</main>".encode())
    return replace(home, body=body)
