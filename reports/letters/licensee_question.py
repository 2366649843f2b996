"""The question to a licensee whether an account with another name is its own (Vietnamese)."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from importlib import resources
from pathlib import Path

from crawler.clock import HANOI
from crawler.records import CLASS_OF_KIND, EntryStatus, LicenseeQuestion, Marketplace, RegisterClass
from reports.plain import UNKNOWN, plain_line

_REHEARSAL = "DIỄN TẬP – KHÔNG CÓ GIÁ TRỊ\n"
_PAPERS = {
    RegisterClass.G1_RELEASE_DECISIONS: "Quyết định phát hành trò chơi điện tử G1 trên mạng",
    RegisterClass.G2_G4_CONFIRMATIONS: (
        "Giấy xác nhận thông báo phát hành trò chơi điện tử G2, G3, G4 trên mạng"
    ),
}
_STATUS = {
    EntryStatus.IN_FORCE: "còn hiệu lực",
    EntryStatus.SUSPENDED: "bị đình chỉ",
    EntryStatus.REVOKED: "đã thu hồi",
    EntryStatus.STOPPED: "đã dừng phát hành",
    EntryStatus.EXPIRED: "hết hạn",
    EntryStatus.SUPERSEDED: "đã được thay thế",
    EntryStatus.INVALID: "không còn hiệu lực",
}
_STORES: dict[str, str] = {
    Marketplace.APPLE: "Apple App Store",
    Marketplace.GOOGLE: "Google Play",
    Marketplace.APTOIDE: "Aptoide",
    Marketplace.GALAXY_STORE: "Samsung Galaxy Store",
    Marketplace.APPGALLERY: "Huawei AppGallery",
    Marketplace.APKPURE: "APKPure",
    Marketplace.UPTODOWN: "Uptodown",
}


def write_question(question: LicenseeQuestion, folder: Path, *, rehearsal: bool) -> Path:
    """Writes the draft of one question; an older draft of the same case stays beside it."""
    folder.mkdir(exist_ok=True)
    stem = f"licensee-question-case-{question.case}"
    number = 1
    while (path := folder / f"{stem}-{number}.txt").exists():
        number += 1
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(question_text(question, rehearsal=rehearsal))
    return path


def question_text(question: LicenseeQuestion, *, rehearsal: bool) -> str:
    """The whole letter. It names facts and asks; it cites no law and accuses nobody."""
    seen, entry = question.sighting, question.entry
    store, _, app = seen.subject.partition(":")
    words = {
        "mark": _REHEARSAL if rehearsal else "",
        "case": str(question.case),
        "entry_title": plain_line(entry.title),
        "holder": plain_line(entry.publisher),
        "paper": _PAPERS[CLASS_OF_KIND[entry.kind]],
        "number": plain_line(entry.number),
        "issued": _on_paper(entry.issued),
        "status": _STATUS[entry.status],
        "title": plain_line(seen.title),
        "store": _STORES.get(store, store),
        "app": plain_line(app),
        "account": plain_line(seen.publisher),
        "account_id": plain_line(seen.publisher_id),
        "url": plain_line(seen.url),
        "first_seen": _on_paper(question.first_seen),
        "last_seen": _on_paper(question.last_seen),
    }
    # format() fills each name once: braces in what a store shows stay what they are.
    return _template().format(**words)


def _on_paper(day: date | None) -> str:
    if day is None:
        return UNKNOWN
    if isinstance(day, datetime):
        day = day.astimezone(HANOI).date()
    return f"{day:%d/%m/%Y}"


@cache
def _template() -> str:
    home = resources.files("reports.letters")
    return home.joinpath("licensee_question.txt").read_text(encoding="utf-8")
