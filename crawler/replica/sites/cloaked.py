"""Gambling sites that hide: a dull face for strangers, the true one behind a gate or a script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crawler.replica.answers import Reply
from crawler.replica.sites import pages, pictures
from crawler.replica.sites.cloaks import GATES, SEEN
from crawler.replica.sites.gambling import Dress, planted, scripted
from crawler.replica.sites.maker import Maker
from crawler.replica.sites.model import Cloaking, Face, Site, Wording
from crawler.replica.sites.operators import belongings, code_of

_DULL = (
    ("Sổ tay cuối tuần", ("Trang ghi chép nhỏ về cây cảnh ban công và vài món ăn vặt.",
                          "Tuần này trời mưa nhiều, rau mầm lên nhanh hơn mọi khi.")),
    ("Phòng máy Ví Dụ", ("Dịch vụ sửa máy in tại nhà, báo giá trước khi làm.",
                         "Đổ mực, thay gạt, vệ sinh máy trong ngày.")),
    ("Góc đọc chậm", ("Mỗi tháng đọc một cuốn sách, ghi lại vài dòng cảm nhận.",
                      "Tháng này là tập truyện ngắn về miền sông nước.")),
)  # fmt: skip


def cloaked_sites(maker: Maker, *, of_each: int) -> Iterator[Site]:
    """Some sites for every kind of cloaking."""
    for cloaking in Cloaking:
        for _ in range(of_each):
            yield _cloaked(maker, cloaking)


def _cloaked(maker: Maker, cloaking: Cloaking) -> Site:
    rng, stem = maker.rng, maker.naming.stem()
    has = belongings(rng, stem)
    dress = Dress(
        host=maker.naming.loud(stem),
        brand=f"{stem.capitalize()}88",
        theme=pages.Theme.LOBBY,
        has=has,
        wording=rng.choice((Wording.MARKS, Wording.NO_MARKS)),
        phone=maker.naming.phone(),
        code=code_of(has.payment, rng),
        on_home=True,
    )
    site = planted(maker, dress)
    answer = replace(site.answer, cloaking=cloaking)
    if cloaking is Cloaking.SCRIPT:
        return replace(site, answer=answer, face=_behind_script(maker, dress, site.face))
    face = _dull(maker, dress.host)
    if cloaking is Cloaking.VISIT:
        cookie = {"Set-Cookie": f"{SEEN}=1; Path=/; Max-Age=86400"}
        face = {**face, "/": replace(face["/"], headers=cookie)}
    return replace(site, answer=answer, face=face, hidden=site.face, gate=GATES[cloaking])


def _dull(maker: Maker, host: str) -> dict[str, Reply]:
    name, lines = maker.rng.choice(_DULL)
    look = pages.Look(
        host=host,
        name=name,
        theme=pages.Theme.BLOG,
        menu=(("Trang chủ", "/"), ("Giới thiệu", "/gioi-thieu")),
        footer=(f"© {name}",),
    )
    body = pages.section(name, pages.paragraphs(lines), level=1)
    about = pages.section("Giới thiệu", pages.paragraphs(lines[:1]))
    return {
        "/": pages.served(pages.page(look, name, lines[0], body)),
        "/gioi-thieu": pages.served(pages.page(look, "Giới thiệu", lines[0], about)),
        "/favicon.ico": pictures.png_reply(pictures.favicon(host)),
    }


def _behind_script(maker: Maker, dress: Dress, true: Face) -> dict[str, Reply]:
    """The dull page for who runs no scripts; a script writes the true one over it."""
    dull = _dull(maker, dress.host)
    main = true["/"].body.decode().partition("<main")[2].partition(">")[2].partition("</main>")[0]
    home = dull["/"].body.decode().replace("</main>", f"{scripted(main)}</main>")
    return {**true, **dull, "/": pages.served(home)}
