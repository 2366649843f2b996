"""Sites that live from sending players to gambling sites: rankings, tips, streams, entrances."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.replica.sites import pages, pictures, tags
from crawler.replica.sites.grounds import STOCK, THEME_ICON
from crawler.replica.sites.maker import Maker, frame
from crawler.replica.sites.model import Site, SiteKind


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trade:
    """One way to bring customers."""

    slug: str
    theme: pages.Theme
    title: str
    about: str
    praise: tuple[str, ...]
    button: str


_TRADES = (
    _Trade(
        slug="bangvang",
        theme=pages.Theme.BLOG,
        title="Xếp hạng {n} sân chơi đỏ đen chi tiền nhanh nhất",
        about="Tự tay gửi tiền, tự tay lấy tiền, chấm điểm từng sân",
        praise=(
            "Gửi 200k lúc nửa đêm, ba phút sau đã thấy điểm, thắng 1 triệu 4 lấy ra trong "
            "bốn phút.",
            "Tỷ lệ chấp mềm hơn chỗ khác nửa lá, tiền thua mỗi tuần trả lại 1,2%.",
            "Người mới được rót 88k vốn, qua ba vòng là cho lấy về.",
            "Hội viên khen dealer dễ thương, bàn xí ngầu mở bát không trễ.",
        ),
        button="Mở ví tại đây",
    ),
    _Trade(
        slug="thayso",
        theme=pages.Theme.PORTAL,
        title="Thầy số {n}: cặp đẹp tối nay, vào là có",
        about="Chốt cặp hai số hằng ngày, kèm chỗ nhận bảng ăn 98",
        praise=(
            "Đầu 4 đuôi 7 ra liền ba hôm, anh em vào bảng ở sân dưới đây ăn một trả chín tám.",
            "Ai chưa có chỗ ghi uy tín thì mở ví ở sân thầy hay dùng, trúng là chuyển liền.",
            "Bao lót ba ngày, ngày đầu 100 điểm, ngày hai gấp đôi, ngày ba thu hồi vốn lẫn lời.",
            "Cặp lót phòng hờ 38 - 83, nuôi khung ba ngày.",
        ),
        button="Ghi bảng ngay",
    ),
    _Trade(
        slug="xemtran",
        theme=pages.Theme.NEWS,
        title="Xem trận {n} không giật, kèm tỷ lệ ăn tiền từng phút",
        about="Phát lại sóng các giải lớn, bình luận viên lên kèo tại chỗ",
        praise=(
            "Hiệp hai chủ nhà chấp một lá rưỡi ăn đủ, anh em vào tiền ở nút đỏ góc phải.",
            "Sân tài trợ trận này hoàn 100% cho phiếu thua đầu tiên đến 300k.",
            "Xem trận miễn phí, chỉ cần mở ví ở sân tài trợ là hết quảng cáo.",
            "Bình luận viên chốt trên hai trái rưỡi, ai theo thì theo.",
        ),
        button="Vào tiền trận này",
    ),
    _Trade(
        slug="cuaphu",
        theme=pages.Theme.LOBBY,
        title="Tổng hợp {n} cửa phụ còn sống hôm nay",
        about="Tên miền chính bị nhà mạng chặn thì vào bằng các cửa này",
        praise=(
            "Cửa nào xanh là còn vào được, cửa đỏ đợi kỹ thuật đổi máy chủ.",
            "Ví và mật khẩu giữ nguyên khi qua cửa phụ, điểm không mất.",
            "Đặt DNS 1.1.1.1 trước khi mở, bản cài cho iPhone nhớ bấm tin cậy.",
            "Lưu trang này, mỗi sáng cập nhật một lần.",
        ),
        button="Qua cửa",
    ),
    _Trade(
        slug="phatlocma",
        theme=pages.Theme.SHOP,
        title="Phát {n} mã vốn tân binh mỗi ngày",
        about="Nhập mã nhận điểm chơi thử, thắng rút được",
        praise=(
            "Mã hôm nay: VIDU{n}, nhập ở sân bên dưới nhận 66k điểm chơi máy kéo.",
            "Thắng quá 150k là tạo lệnh lấy tiền về ngân hàng, không cần gửi trước.",
            "Mỗi số điện thoại một mã, dùng sim phụ cũng được.",
            "Điểm danh ở kênh Telegram nhận thêm mã đêm.",
        ),
        button="Nhận điểm",
    ),
)


def promoters(maker: Maker, targets: Sequence[str], *, count: int) -> Iterator[Site]:
    """Sites of every trade in turn; each sends its readers to some of the targets."""
    for number in range(count):
        yield _promoter(maker, _TRADES[number % len(_TRADES)], targets)


def _promoter(maker: Maker, trade: _Trade, targets: Sequence[str]) -> Site:
    rng = maker.rng
    stem = maker.naming.stem()
    host = maker.naming.quiet(f"{trade.slug}-{stem}")
    sent_to = rng.sample(list(targets), 4)
    number = rng.randrange(12, 99)
    title = trade.title.format(n=number)
    look = pages.Look(
        host=host,
        name=f"{trade.slug.capitalize()} {stem.capitalize()}",
        theme=trade.theme,
        menu=(("Trang chủ", "/"), ("Bài mới", "/bai-moi"), ("Liên hệ", "/lien-he")),
        footer=(f"© {stem.capitalize()}", "Bài viết mang tính trải nghiệm cá nhân"),
        head=tags.ADVERTS
        + rng.choice((*tags.PLACEHOLDERS, tags.analytics(tags.analytics_id(rng)))),
    )
    praise = [line.format(n=number) for line in trade.praise]
    offers = "\n".join(
        f'<div class="card"><h3>{target.partition(".")[0].capitalize()}</h3>'
        f"<p>{rng.choice(praise)}</p><p>Điểm: {rng.randrange(81, 99) / 10}</p>"
        f'<a rel="nofollow sponsored" href="https://{target}/?ref={stem}">{trade.button}</a></div>'
        for target in sent_to
    )
    body = "\n".join(
        [
            f"<h1>{title}</h1>",
            pages.picture("/img/dau-trang.png"),
            pages.paragraphs([trade.about, *praise]),
            offers,
        ]
    )
    news = pages.section("Bài mới", pages.paragraphs(rng.sample(praise, 2)), offers)
    face = {
        "/": pages.served(pages.page(look, title, trade.about, body)),
        "/bai-moi": pages.served(pages.page(look, f"Bài mới - {title}", trade.about, news)),
        "/favicon.ico": pictures.png_reply(pictures.favicon(_icon(rng, stem))),
        "/img/dau-trang.png": pictures.png_reply(pictures.photograph(rng.choice(STOCK))),
    }
    answer = replace(
        frame(host, SiteKind.PROMOTES_GAMBLING, "It lives from sending players to gambling sites"),
        decoys=("theme", "stock picture"),
    )
    return Site(answer=answer, face=face, zone=maker.grounds.rented())


def _icon(rng: random.Random, stem: str) -> str:
    return THEME_ICON if rng.random() < 0.5 else stem
