"""Operators: who stands behind several gambling sites, and what these betray of it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from crawler.replica.sites import tags
from crawler.replica.sites.gambling_words import Pitch, write_pitch
from crawler.replica.sites.model import Identity, Payment
from crawler.replica.sites.pages import Theme
from crawler.replica.sites.vietqr import BANKS, transfer_code

# What an operator alone has: one of these stands in every link between two of its sites.
STRONG = (
    Identity.TRACKER, Identity.CHAT, Identity.PAYMENT, Identity.CERTIFICATE, Identity.NAME_SERVER,
)  # fmt: skip
WEAK = (Identity.FAVICON, Identity.PICTURE, Identity.TEXT, Identity.REDIRECT)
# The first pair shares what a doorway can share, the second what a new name can bring along.
_STRONG_OF_PAIR = {
    0: (Identity.CERTIFICATE, Identity.NAME_SERVER),
    1: (Identity.TRACKER, Identity.CHAT, Identity.PAYMENT, Identity.NAME_SERVER),
}
_STORIES = (
    "{brand} khởi đầu từ một phòng trọ ở {place}, nơi {people} góp {sum} triệu làm quỹ chi "
    "đầu tiên.",
    "Sau {years} năm, {brand} giữ thói quen cũ: {people} trực quỹ ngày đêm, lệnh nào vào cũng chi.",
    "Ai đã ngồi ở {brand} đều nhớ câu cửa miệng của {people}: vào bao nhiêu, ra bấy nhiêu.",
    "Máy chủ của {brand} đặt tại {place}, sao lưu ba nơi, chưa đêm nào mất sổ của hội viên.",
    "Mỗi quý {brand} mời {sum} hội viên gắn bó về {place} chung vui, vé xe phòng nghỉ lo trọn.",
    "Người sáng lập {brand} vốn là {people} ở {place}, mê chiếu bạc từ thuở chăn trâu.",
)
_PLACES = ("cù lao Ví Dụ", "đảo Mây Lạc", "cửa khẩu Gió Ngược", "phố Đèn Ví Dụ", "bến Sao Rơi")
_PEOPLE = ("ba anh em nhà họ Ví", "nhóm thợ hồ mê bài", "bốn cô chia bài", "hai lão làng xóc chén")


@dataclass(frozen=True, slots=True, kw_only=True)
class Belongings:
    """The identities that one site shows; each may be its own or its operator's."""

    icon: str
    tracker: tuple[int, str]  # which vendor, and the id
    chat: tuple[int, str]
    payment: Payment
    banner: str
    pitch: Pitch
    story: tuple[str, ...]
    names: tuple[str, ...] = ()  # of the certificate, beside the host's own
    name_servers: tuple[str, str] | None = None
    landing: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """One operator with what it owns."""

    name: str
    stem: str  # what most of its names begin with
    brand: str
    theme: Theme
    owns: Belongings
    plan: tuple[frozenset[Identity], ...] = field(default=())  # what each of its sites shares


def found_operator(rng: random.Random, stem: str, sites: int) -> Operator:
    """An operator of so many sites; each neighbouring pair shares at least two identities."""
    plan: list[set[Identity]] = [set() for _ in range(sites)]
    for left in range(sites - 1):
        tie = {rng.choice(_STRONG_OF_PAIR.get(left, STRONG)), rng.choice(WEAK)}
        if rng.random() < 0.4:
            tie.add(rng.choice(STRONG))
        plan[left] |= tie
        plan[left + 1] |= tie
    return Operator(
        name=f"operator-{stem}",
        stem=stem,
        brand=stem.capitalize(),
        theme=rng.choice((Theme.LOBBY, Theme.LOBBY, Theme.PORTAL)),
        owns=belongings(rng, stem),
        plan=tuple(frozenset(shares) for shares in plan),
    )


def belongings(rng: random.Random, stem: str) -> Belongings:
    """Identities that nobody else has."""
    tracker, chat = rng.randrange(len(tags.TRACKERS)), rng.randrange(len(tags.CHATS))
    return Belongings(
        icon=stem,
        tracker=(tracker, tags.TRACKERS[tracker][0](rng)),
        chat=(chat, tags.CHATS[chat][0](rng)),
        payment=account(rng, stem),
        banner=stem,
        pitch=write_pitch(rng, known_words=rng.random() < 0.45),
        story=_story(rng),
        name_servers=(f"ns1.{stem}-vidu.net", f"ns2.{stem}-vidu.net"),
    )


def account(rng: random.Random, stem: str) -> Payment:
    """An invented account at a real bank: numbers that begin with 000 are given to nobody here."""
    bank = rng.choice(tuple(BANKS))
    given = rng.choice(("NGUYEN VAN VIDU", "TRAN THI VIDU", "LE VIDU", "CTY TM DV VIDU"))
    return Payment(
        kind="bank",
        bank=bank,
        bank_bin=BANKS[bank],
        account=f"000{rng.randrange(10**8, 10**9)}",
        holder=f"{given} {stem.upper()}",
    )


def merged(own: Belongings, of: Operator, shares: frozenset[Identity]) -> Belongings:
    """A site's belongings: what the plan shares is the operator's, the rest its own."""
    whose = {identity: of.owns if identity in shares else own for identity in Identity}
    return Belongings(
        icon=whose[Identity.FAVICON].icon,
        tracker=whose[Identity.TRACKER].tracker,
        chat=whose[Identity.CHAT].chat,
        payment=whose[Identity.PAYMENT].payment,
        banner=whose[Identity.PICTURE].banner,
        pitch=whose[Identity.TEXT].pitch,
        story=whose[Identity.TEXT].story,
        names=whose[Identity.CERTIFICATE].names,
        name_servers=of.owns.name_servers if Identity.NAME_SERVER in shares else None,
        landing=whose[Identity.REDIRECT].landing,
    )


def shown(has: Belongings, shares: frozenset[Identity]) -> Mapping[Identity, str]:
    """The shared identities as the key states them."""
    text = "\n".join(has.story)
    words = {
        Identity.FAVICON: f"favicon {has.icon}",
        Identity.TRACKER: has.tracker[1],
        Identity.CHAT: has.chat[1],
        Identity.PAYMENT: f"{has.payment.bank_bin}:{has.payment.account}",
        Identity.CERTIFICATE: " ".join(has.names),
        Identity.NAME_SERVER: (has.name_servers or ("",))[0],
        Identity.PICTURE: f"banner {has.banner}",
        Identity.TEXT: sha256(text.encode()).hexdigest()[:16],
        Identity.REDIRECT: has.landing or "",
    }
    return {identity: words[identity] for identity in Identity if identity in shares}


def code_of(payment: Payment, rng: random.Random) -> str:
    """The transfer code of a bank's account; some carry a sum or a purpose."""
    amount = rng.choice((None, None, 100_000, 500_000))
    purpose = rng.choice(("", "NAP DIEM", "hoi vien 8812"))
    return transfer_code(
        payment.bank_bin or "", payment.account or "", amount=amount, purpose=purpose
    )


def _story(rng: random.Random) -> tuple[str, ...]:
    return tuple(
        template.format(
            brand="{brand}",
            place=rng.choice(_PLACES),
            people=rng.choice(_PEOPLE),
            sum=rng.randrange(12, 990),
            years=rng.randrange(2, 15),
        )
        for template in rng.sample(_STORIES, 4)
    )
