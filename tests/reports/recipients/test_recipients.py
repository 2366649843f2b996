"""The lists for Apple, Google and Meta."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from crawler.clock import HANOI
from crawler.parts import load
from crawler.records import (
    AskedApp,
    EntryStatus,
    LicenceKind,
    Presence,
    Reason,
    Recipient,
    RegistryEntry,
    Sighting,
    TakedownRequest,
    Verdict,
    VerdictKind,
    evidence_id,
)
from reports.recipients.recipient import RecipientList

SEEN = datetime(2026, 11, 19, 18, 30, tzinfo=UTC)  # the 20th in Hà Nội
REASON = Reason(rule="cash_out", vi="Trích: “đổi thưởng”", en="Quoted: “đổi thưởng”")
DOUBT = Reason(rule="gambling_unconfirmed", vi="chưa đủ", en="not enough")
ENTRY = RegistryEntry(
    entry="e1",
    kind=LicenceKind.G1_RELEASE_DECISION,
    number="12/QĐ-VIDU",
    issued=date(2024, 2, 3),
    title="Trò Chơi Ví Dụ",
    publisher="Công ty Ví Dụ",
    status=EntryStatus.REVOKED,
)


def _app(subject: str, ground: VerdictKind = VerdictKind.GAMBLING) -> AskedApp:
    return AskedApp(
        case=12,
        ground=ground,
        sighting=Sighting(
            subject=subject,
            source="s",
            market="vn",
            seen_at=SEEN,
            presence=Presence.PRESENT,
            title="=Nổ Hũ",
            publisher="Vi Du Games",
            publisher_id="700001",
            url="https://store.example/app",
            facts={"bundle_id": "com.vidu", "seller": "Vi Du Ltd", "legal_name": "Vi Du JSC"},
        ),
        verdict=Verdict(
            subject=subject,
            kind=ground,
            question=None,
            entry="e1",
            score=90,
            reasons=(REASON, DOUBT),
            fingerprint="f",
            judged_at=SEEN,
        ),
        entry=ENTRY,
        first_seen=SEEN,
        last_seen=SEEN,
        evidence=evidence_id(b"x"),
        evidence_at=SEEN,
    )


def _row(name: str, app: AskedApp, *, rehearsal: bool = False) -> dict[str, str]:
    request = TakedownRequest(
        request=3,
        recipient=Recipient(name),
        drafted_at=SEEN,
        drafted_by="an",
        sent_at=None,
        sent_by=None,
        channel=None,
        subjects=(app.sighting.subject,),
    )
    recipient: RecipientList = load("reports.recipients", "RECIPIENT")[name]
    table = recipient.table(request, [app], rehearsal=rehearsal)
    return dict(zip(table.columns, table.rows[0], strict=True))


def test_every_recipient_of_the_records_has_its_list() -> None:
    assert set(load("reports.recipients", "RECIPIENT")) == {item.value for item in Recipient}


SHARED = {
    "STT / No.": "1",
    "Đường dẫn / URL": "https://store.example/app",
    "Tên ứng dụng / Title": "=Nổ Hũ",
    "Nhà phát triển / Developer": "Vi Du Games",
    "Mã nhà phát triển / Developer id": "700001",
    "Loại yêu cầu / Kind of request": "vi phạm pháp luật / legal violation",
    "Lý do (trích nguyên văn)": "Trích: “đổi thưởng”",
    "Reasons (original quotes)": "Quoted: “đổi thưởng”",
    "Mục cấp phép liên quan / Register entry": (
        "12/QĐ-VIDU ngày 03/02/2024 – Trò Chơi Ví Dụ – Công ty Ví Dụ – revoked"
    ),
    "Ghi nhận lần đầu / First seen": "20/11/2026",
    "Ghi nhận gần nhất / Last seen": "20/11/2026",
    "Chứng cứ / Evidence": f"{evidence_id(b'x')} (20/11/2026 01:30)",
    "Hồ sơ / Case": "12",
    "Chính sách nền tảng / Platform policy": "",
}
OWN: dict[str, tuple[str, dict[str, str]]] = {
    "apple": (
        "apple:9000000001",
        {
            "Mã Apple / Apple id": "9000000001",
            "Bundle id": "com.vidu",
            "Bên bán / Seller": "Vi Du Ltd",
            "Gian hàng / Storefront": "VN",
        },
    ),
    "google": (
        "google:com.vidu",
        {
            "Tên gói / Package": "com.vidu",
            "Tên pháp lý / Legal name": "Vi Du JSC",
            "Phạm vi quốc gia / Country scope": "VN",
        },
    ),
}


@pytest.mark.parametrize("name", sorted(OWN))
def test_a_row_holds_what_the_recipient_asks_for(name: str) -> None:
    subject, own = OWN[name]
    row = _row(name, _app(subject))
    for law in ("Căn cứ / Ground", "Căn cứ pháp lý / Legal basis"):
        assert row.pop(law)
    assert row == SHARED | own


@pytest.mark.parametrize(
    ("ground", "vi"),
    [
        (VerdictKind.GAMBLING, "có dấu hiệu cờ bạc, đổi thưởng"),
        (VerdictKind.UNLICENSED, "chưa tìm thấy quyết định/giấy xác nhận"),
        (VerdictKind.LICENCE_PROBLEM, "giấy phép không còn hiệu lực"),
        (VerdictKind.IMPOSTOR, "có dấu hiệu mạo danh"),
    ],
)
def test_the_ground_is_each_apps_own(ground: VerdictKind, vi: str) -> None:
    row = _row("apple", _app("apple:1", ground))
    assert row["Căn cứ / Ground"].startswith(f"{vi} / ")
    assert "174/2026" in row["Căn cứ pháp lý / Legal basis"]


def test_the_law_follows_the_day_of_the_act() -> None:
    before = replace(_app("apple:1"), last_seen=datetime(2026, 6, 30, 16, 59, tzinfo=UTC))
    after = replace(_app("apple:1"), last_seen=datetime(2026, 6, 30, 17, 0, tzinfo=UTC))
    law = "Căn cứ pháp lý / Legal basis"
    assert "174/2026" not in _row("apple", before)[law]
    assert "174/2026" in _row("apple", after)[law]


def _advert(number: int, **fields: Any) -> Sighting:
    return replace(
        _app(f"fbad:{number}").sighting,
        publisher="Trang Ví Dụ",
        publisher_id="910000000000001",
        released=date(2026, 11, 1),
        outlinks=("https://vidu.example/a", "https://t.me/vidu", "https://vidu.example/b"),
        facts={"last_shown": "2026-11-19"},
        **fields,
    )


def test_advert_is_named_to_meta_by_its_number_its_page_and_where_it_leads() -> None:
    row = _row("meta", replace(_app("fbad:9100000000000001"), sighting=_advert(9100000000000001)))
    assert row["Mã trang / Page id"] == "910000000000001"
    assert row["Tên khi ghi nhận / Name at the time"] == "Trang Ví Dụ (20/11/2026)"
    assert row["Mã quảng cáo (ngày chạy) / Ad Library ids (days shown)"] == (
        "9100000000000001 (01/11/2026 – 19/11/2026)"
    )
    assert row["Tên miền đích / Landing domains"] == "vidu.example\nt.me"
    assert row["Reasons (original quotes)"] == "Quoted: “đổi thưởng”"
    assert row["Căn cứ pháp lý / Legal basis"]


def test_an_advert_that_runs_is_not_said_to_have_ended() -> None:
    facts = {"last_shown": "2026-11-02", "active": True}
    advert = replace(_advert(9100000000000001), facts=facts)
    row = _row("meta", replace(_app("fbad:9100000000000001"), sighting=advert))
    seen = advert.seen_at.astimezone(HANOI).strftime("%d/%m/%Y")
    assert row["Mã quảng cáo (ngày chạy) / Ad Library ids (days shown)"] == (
        f"9100000000000001 (01/11/2026 – đang chạy ngày {seen} / running on {seen})"
    )


@pytest.mark.parametrize(
    "facts", [{"address_seen": "https://www.facebook.com/vi.du/"}, {"vanity": "vi.du"}]
)
def test_a_page_is_named_to_meta_by_number_and_by_its_address_as_seen(
    facts: dict[str, str],
) -> None:
    page = _app("fbpage:910000000000001")
    url = "https://www.facebook.com/910000000000001"
    row = _row("meta", replace(page, sighting=replace(page.sighting, url=url, facts=facts)))
    number, seen = row["Đường dẫn / URL"].split("\n")
    assert (number, seen.rstrip("/")) == (url, "https://www.facebook.com/vi.du")


def test_the_address_of_a_person_is_not_printed() -> None:
    page, url = _app("fbpage:910000000000001"), "https://www.facebook.com/910000000000001"
    facts = {"person": True, "address_seen": "https://www.facebook.com/vi.du/", "vanity": "vi.du"}
    row = _row("meta", replace(page, sighting=replace(page.sighting, url=url, facts=facts)))
    assert row["Đường dẫn / URL"] == url


def test_page_is_named_to_meta_with_its_names_and_its_adverts() -> None:
    page = _app("fbpage:910000000000001")
    facts = {"former_names": ["Tiệm Ví Dụ"]}
    adverts = tuple(_advert(9100000000000000 + number) for number in range(1, 53))
    row = _row("meta", replace(page, sighting=replace(page.sighting, facts=facts), adverts=adverts))
    assert row["Mã trang / Page id"] == "910000000000001"
    assert row["Tên khi ghi nhận / Name at the time"] == "=Nổ Hũ (20/11/2026)"
    assert row["Tên trước đây / Former names"] == "Tiệm Ví Dụ"
    told = row["Mã quảng cáo (ngày chạy) / Ad Library ids (days shown)"].split("\n")
    assert (len(told), told[-1]) == (51, "… +2")
    assert row["Tên miền đích / Landing domains"] == "vidu.example\nt.me"


def test_a_rehearsal_marks_every_row() -> None:
    row = _row("google", _app("google:com.vidu"), rehearsal=True)
    assert next(iter(row.items())) == ("Đánh dấu / Mark", "DIỄN TẬP")


def test_what_is_not_known_is_an_empty_cell() -> None:
    app = _app("google:com.vidu")
    fields: dict[str, Any] = {"url": None, "publisher": None, "facts": {}}
    row = _row("google", replace(app, entry=None, sighting=replace(app.sighting, **fields)))
    empty = [name for name, value in row.items() if value == ""]
    assert len(empty) == 5
