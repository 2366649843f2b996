"""What ties a site to its operator: ids, accounts, codes, icons, registration."""

from __future__ import annotations

import io
import json
import random

import pytest
import segno
from PIL import Image, ImageDraw

from spiders.site.ids import PublicId, chats_in, trackers_in
from spiders.site.likeness import likeness, near_hash
from spiders.site.page import read_page
from spiders.site.payments import BANKS, Method, payments_in, payments_of_codes, read_vietqr
from spiders.site.pictures import code_pictures, codes_in, data_picture, icon_hash, look_hash
from spiders.site.rdap import read_network, read_rdap


@pytest.mark.parametrize(
    ("markup", "service", "id_"),
    [
        ("ga('create', 'UA-12345678-1', 'auto')", "google_analytics", "UA-12345678-1"),
        ("gtag/js?id=G-ABCDEF1234'", "google_analytics", "G-ABCDEF1234"),
        ("gtm.js?id=GTM-ABC123'", "google_tag_manager", "GTM-ABC123"),
        ("fbq('init', '123456789012345');", "facebook_pixel", "123456789012345"),
        ("ym(12345678, 'init')", "yandex_metrica", "12345678"),
        ("_Hasync.push(['Histats.start', '1,1234567,4'])", "histats", "1234567"),
        ("//hm.baidu.com/hm.js?" + "0af" * 10 + "01", "baidu_tongji", "0af" * 10 + "01"),
        ("var u='//do.vidu.example/';_paq.push(['setSiteId', '1'])", "matomo", "do.vidu.example#1"),
    ],
)
def test_trackers_by_their_public_form(markup: str, service: str, id_: str) -> None:
    assert trackers_in(markup) == (PublicId(service, id_),)


def test_the_number_of_a_matomo_without_its_host_ties_nobody() -> None:
    assert trackers_in("_paq.push(['setSiteId', '1'])") == ()


@pytest.mark.parametrize(
    ("markup", "service"),
    [
        ("https://embed.tawk.to/0123456789abcdef01234567/default", "tawk"),
        ("__lc.license = 12345678;", "livechat"),
        ('CRISP_WEBSITE_ID="01234567-89ab-cdef-0123-456789abcdef"', "crisp"),
        ('<div class="zalo-chat-widget" data-oaid="1234567890123456789">', "zalo_oa"),
    ],
)
def test_live_chats_by_their_public_form(markup: str, service: str) -> None:
    assert [each.service for each in chats_in(markup)] == [service]


def tlv(*fields: tuple[str, str]) -> str:
    """Tags, lengths and values."""
    return "".join(f"{tag}{len(value):02d}{value}" for tag, value in fields)


def vietqr(bank: str, account: str, scheme: str = "A000000727") -> str:
    """An invented transfer."""
    party = tlv(("00", bank), ("01", account))
    merchant = tlv(("00", scheme), ("01", party), ("02", "QRIBFTTA"))
    body = tlv(("00", "01"), ("01", "11"), ("38", merchant), ("53", "704"), ("58", "VN"))
    return f"{body}6304ABCD"


def drawn(code: str, scale: int = 4, kind: str = "png") -> bytes:
    """A picture of a code."""
    body = io.BytesIO()
    segno.make(code).save(body, kind=kind, scale=scale)
    return body.getvalue()


def test_twenty_codes_on_screenshots_are_read_to_bank_and_account() -> None:
    chance = random.Random(7)
    for bank in list(BANKS)[:20]:
        account = f"{chance.randrange(10**9, 10**10)}"
        shot = Image.new("RGB", (1280, 800), (18, 32, 60))
        ImageDraw.Draw(shot).text((40, 40), "Ví Dụ", fill="white")
        code = Image.open(io.BytesIO(drawn(vietqr(bank, account), scale=5)))
        shot.paste(code.convert("RGB"), (chance.randrange(700), chance.randrange(400)))
        body = io.BytesIO()
        shot.save(body, "PNG")
        [paid] = payments_of_codes(codes_in(body.getvalue()))
        assert (paid.method, paid.name, paid.account) == (Method.QR, BANKS[bank], account)


@pytest.mark.parametrize(
    "code",
    ["", "https://vidu.example", "0002", "00020101021138", vietqr("970436", "1", "A000000001")],
)
def test_other_codes_are_no_transfer(code: str) -> None:
    assert read_vietqr(code) is None


def test_a_bank_that_is_not_listed_keeps_its_number() -> None:
    paid = read_vietqr(vietqr("999999", "0123456789"))
    assert paid is not None
    assert (paid.name, paid.account) == ("999999", "0123456789")


def test_accounts_wallets_and_cards_are_quoted_as_printed() -> None:
    text = (
        "Ngân hàng Vietcombank - STK: 0123 456 789 (Ví Dụ)\nMomo: 0901 234 567\nNạp thẻ cào Viettel"
    )
    found = payments_in(text)
    assert [(one.method, one.name, one.account) for one in found] == [
        (Method.BANK, "Vietcombank", "0123456789"),
        (Method.WALLET, "MoMo", "0901234567"),
        (Method.PHONE_CARD, None, None),
    ]
    assert all(one.quote in text for one in found)


def test_accounts_in_the_rows_of_a_table() -> None:
    text = (
        "Chuyển khoản\nNgân hàng\nChủ tài khoản\nSố tài khoản\n"
        "ACB\nVÍ DỤ\n0123 456 789\nBIDV\nVÍ DỤ\n98765432100"
    )
    found = {(one.name, one.account) for one in payments_in(text)}
    assert {("ACB", "0123456789"), ("BIDV", "98765432100")} <= found


@pytest.mark.parametrize(
    "text", ["Điện thoại: 0901234567", "Số tài khoản", "MB Bank là ngân hàng", "Giá 120000"]
)
def test_numbers_that_nobody_pays_to(text: str) -> None:
    assert payments_in(text) == ()


def test_pictures_that_may_hold_a_code_are_asked_for_first() -> None:
    plain = read_page('<img src="/logo.png"><img src="/a.png" alt="Mã chuyển khoản">', "https://a/")
    pays = read_page('<p>STK: 0123456789 ACB</p><img src="/b.png"><img src="/c.png">', "https://a/")
    assert list(code_pictures([plain, pays], 2)) == ["https://a/a.png", "https://a/b.png"]
    inline = read_page('<img src="data:image/png;base64,aGk=">', "https://a/")
    assert list(code_pictures([inline], 1)) == ["data:image/png;base64,aGk="]


def test_pictures_in_the_page_itself_are_few_and_each_once() -> None:
    drawn_in = "".join(f'<img src="data:image/png;base64,AA{n:02d}">' * 2 for n in range(50))
    said = '<img alt="Mã chuyển khoản" src="data:image/png;base64,BBBB">'
    page = read_page(f'{drawn_in}{said}<img src="/qr.png">', "https://a/")
    assert [url.rpartition(",")[2] for url in code_pictures([page, page], 3)] == [
        *("BBBB", "AA00", "AA01"),
        "https://a/qr.png",
    ]


def test_a_small_file_of_many_pixels_is_no_picture() -> None:
    for size, read in (((1_000, 1_000), True), ((3_000, 2_000), False)):
        made = Image.new("P", size)
        made.putpixel((0, 0), 1)
        body = io.BytesIO()
        made.save(body, "PNG")
        assert len(body.getvalue()) < 10_000
        assert (icon_hash(body.getvalue()) is not None) is read


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "LA", "RGBA"])
def test_a_code_is_read_in_every_way_to_store_it(mode: str) -> None:
    code = Image.open(io.BytesIO(drawn("vi du"))).convert(mode)
    body = io.BytesIO()
    code.save(body, "PNG")
    assert codes_in(body.getvalue()) == ("vi du",)


def test_a_code_on_nothing_is_read_as_on_white() -> None:
    body = io.BytesIO()
    segno.make("vi du").save(body, kind="png", scale=4, light=None)
    assert codes_in(body.getvalue()) == ("vi du",)


@pytest.mark.parametrize("body", [b"", b"<html>", b"\x89PNG\r\n\x1a\nbroken", b"GIF89a"])
def test_what_is_no_picture_tells_nothing(body: bytes) -> None:
    assert (icon_hash(body), codes_in(body), look_hash(body)) == (None, (), None)


def test_icons_and_looks_have_hashes() -> None:
    assert icon_hash(drawn("a")) == icon_hash(drawn("a")) != icon_hash(drawn("b"))
    assert look_hash(drawn("a" * 40)) is not None
    white = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(white, "PNG")
    assert look_hash(white.getvalue()) is None
    assert data_picture("data:image/png;base64,aGk=") == b"hi"
    assert data_picture("data:image/svg+xml,<svg>") is None


def test_near_texts_have_near_hashes() -> None:
    text = " ".join(f"chữ{number}" for number in range(200))
    one, near = near_hash(text), near_hash(text.replace("chữ7 ", "khác "))
    other = near_hash(" ".join(f"lời{number}" for number in range(200)))
    assert one is not None
    assert near is not None
    assert other is not None
    assert (int(one, 16) ^ int(near, 16)).bit_count() < 12
    assert (int(one, 16) ^ int(other, 16)).bit_count() > 16
    assert near_hash("vài chữ") is None
    assert likeness(text, text) == 1.0
    assert likeness("", "") == 1.0
    assert likeness("a b", "c") == 0.0


def test_registration_by_rdap() -> None:
    def card(*rows: list[object]) -> list[object]:
        return ["vcard", [["version", {}, "text", "4.0"], *rows]]

    abuse = {
        "roles": ["abuse"],
        "vcardArray": card(["email", {}, "text", "abuse@vidu.example"]),
    }
    registrar = {
        "roles": ["registrar"],
        "vcardArray": card(["fn", {}, "text", "Nhà đăng ký Ví Dụ"]),
        "entities": [abuse],
    }
    answer = {
        "objectClassName": "domain",
        "status": ["active"],
        "entities": [registrar],
        "events": [{"eventAction": "registration", "eventDate": "2026-01-02T00:00:00Z"}],
        "nameservers": [{"ldhName": "NS1.VIDU.EXAMPLE"}],
    }
    assert read_rdap(json.dumps(answer).encode()) == {
        "registrar": "Nhà đăng ký Ví Dụ",
        "abuse_email": "abuse@vidu.example",
        "abuse_phone": None,
        "status": ["active"],
        "name_servers": ["ns1.vidu.example"],
        "registered": "2026-01-02T00:00:00Z",
        "expires": None,
        "changed": None,
    }


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"objectClassName":"entity"}', b"[" * 100_000]
)
def test_what_is_no_registration_is_null(body: bytes) -> None:
    assert read_rdap(body) is None


@pytest.mark.parametrize(
    "odd",
    [
        {"status": 5},
        {"events": [{"eventAction": [], "eventDate": "2026-01-02T00:00:00Z"}]},
        {"events": [{"eventAction": "expiration", "eventDate": 7}]},
        {"nameservers": [{"ldhName": 3}, {"ldhName": ""}]},
    ],
)
def test_a_part_of_the_wrong_kind_tells_nothing(odd: dict[str, object]) -> None:
    found = read_rdap(json.dumps({"objectClassName": "domain", **odd}).encode())
    assert found is not None
    assert not any(found.values())


@pytest.mark.parametrize("body", [b"", b"[]", b'{"objectClassName":"domain"}', b"[" * 100_000])
def test_what_is_no_network_is_null(body: bytes) -> None:
    assert read_network(body) is None


def test_a_network_of_the_wrong_kinds_is_read_as_far_as_it_goes() -> None:
    odd = {"objectClassName": "ip network", "name": 5, "country": ["VN"], "entities": 7}
    found = read_network(json.dumps(odd | {"handle": "N" * 900}).encode())
    assert found is not None
    assert found.pop("handle") == "N" * 300
    assert not any(found.values())


def test_a_registration_with_half_a_letter_is_none() -> None:
    assert read_rdap(b'{"objectClassName":"domain","status":["\\ud800"]}') is None


def test_a_registration_of_the_wrong_kinds_is_read_as_far_as_it_goes() -> None:
    odd = {"objectClassName": "domain", "entities": {"a": 1}, "events": [1], "status": "x"}
    found = read_rdap(json.dumps(odd).encode())
    assert found is not None
    assert found["registrar"] is None
