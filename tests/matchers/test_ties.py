"""Ties to Vietnam are quoted, and what travels is no tie."""

from __future__ import annotations

from typing import Any

import pytest

from matchers.ties import advert_tie, find_ties
from tests.matchers.sights import sighting

VIETNAMESE = "Trò chơi nông trại vui nhộn: trồng cây, nuôi cá và kết bạn với người chơi khác."
ENGLISH = "Build your farm, raise fish and make friends with players from everywhere. "


@pytest.mark.parametrize(
    ("fields", "signal", "quote"),
    [
        ({"text": VIETNAMESE}, "tie_language", "Trò chơi nông trại"),
        ({"title": "Nông Trại Vui Vẻ"}, "tie_language", "Nông Trại"),
        (
            {"text": "Tro choi nong trai vui nhon, moi nguoi cung tham gia nhan thuong mien phi"},
            "tie_language",
            "Tro choi",
        ),
        ({"text": ENGLISH + "Top up by Viettel card"}, "tie_payment", "Viettel"),
        ({"text": ENGLISH + "Pay via MoMo"}, "tie_payment", "via MoMo"),
        ({"text": ENGLISH + "Zalo: 0900 000 001"}, "tie_support", "Zalo"),
        ({"text": ENGLISH + "Call +84 900 000 001"}, "tie_support", "+84 900 000 001"),
        ({"text": ENGLISH + "Hotline 1900 0001"}, "tie_support", "1900 0001"),
        ({"text": ENGLISH + "Công ty TNHH Ví Dụ"}, "tie_company", "Công ty TNHH"),
        ({"publisher": "Công ty Cổ phần Ví Dụ"}, "tie_company", "Ví Dụ"),
        ({"publisher": "Nguyễn Văn Thử"}, "tie_company", "Nguyễn Văn Thử"),
        ({"facts": {"seller": "VI DU VIET NAM JSC"}}, "tie_company", "VI DU VIET NAM JSC"),
        ({"website": "https://vidu.vn/game"}, "tie_support", "vidu.vn"),
        ({"email": "hotro@vidu.com.vn"}, "tie_support", "vidu.com.vn"),
        ({"facts": {"rank": 12}}, "tie_chart", "12"),
        ({"text": ENGLISH + "fanpage: facebook.com/viduviet"}, "tie_fanpage", "facebook.com"),
    ],
)
def test_ties_are_quoted(fields: dict[str, Any], signal: str, quote: str) -> None:
    found = {tie.signal: tie.quote for tie in find_ties([sighting(**fields)])}
    assert quote in found[signal]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Phở Chef", "text": ENGLISH},
        {"title": "Bánh Mì Simulator", "text": ENGLISH + "Cook phở and bánh mì in Hà Nội."},
        {"text": ENGLISH + "Languages: English, Français, Português, Tiếng Việt, Türkçe."},
        {"currency": "VND", "price": 25000.0, "text": ENGLISH},
        {"text": "Jeu de ferme : élevez des poissons, découvrez des îles où règne la fête."},
        {"text": "Ferma ta: crește pești și găsește prieteni în fiecare zi, cu frații tăi."},
        {"text": "Ẹ káàbọ̀ sí eré oko wa, ẹ gbìn ọkà kí ẹ sì rí ọ̀rẹ́ tuntun lójoojúmọ́."},
        {"text": ENGLISH, "facts": {"text_translated": VIETNAMESE}},
        {"text": ENGLISH, "facts": {"rank": 3}, "market": "us"},
        {"website": "https://facebook.com/globalgame", "publisher": "Acme Games Ltd."},
        {"text": ENGLISH + "Momo the monkey. Call +1 900 000 0001 or 020 7946 0001."},
        {"title": "Nguyễn's Noodles"},
    ],
)
def test_what_travels_is_no_tie(fields: dict[str, Any]) -> None:
    assert find_ties([sighting(**fields)]) == ()


def test_quotes_of_published_fields_are_literal() -> None:
    seen = sighting("Nông Trại Vui Vẻ", VIETNAMESE + "\nLiên hệ: 0900 000 001, thẻ cào Viettel")
    for tie in find_ties([seen]):
        assert tie.quote in (getattr(seen, tie.field) or "")


def test_ties_of_several_sightings_are_told_once() -> None:
    seen = sighting(website="https://vidu.vn")
    assert len(find_ties([seen, seen])) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Nhan code tan thu khi dang nhap, tang vo han luot quay tuong trong bay ngay dau.",
        "Tham gia cung hang ngan nguoi choi, lap bang phai, san boss the gioi moi toi thu bay.",
        "The best game! Cung ban be xay thanh, luyen quan, tranh doat vuong quoc phuong dong.",
    ],
)
def test_vietnamese_without_marks_is_a_tie(text: str) -> None:
    assert [tie.signal for tie in find_ties([sighting("Idle Town", text)])] == ["tie_language"]


@pytest.mark.parametrize(
    "text",
    [
        "You can get the hat but not the bat, and then the cat can eat the net and hit the mat.",
        "zhong guo ren min xi huan ni hao peng you lai wan hao tian ming tian bang men ting chang",
        "Permainan seru dan menarik untuk semua umur, ayo main bersama teman di mana saja",
        "Laban sa mga kalaban kasama ang mga kaibigan mo at manalo ng maraming gantimpala araw",
        "Fight in the Vietnam war: jungle, river and city missions with your squad.",
    ],
)
def test_other_languages_are_no_tie(text: str) -> None:
    assert find_ties([sighting("Idle Town", text)]) == ()


def test_an_english_address_in_vietnam_is_a_tie() -> None:
    text = "Collect weapons.\n7 Vidu street, Hai Chau district, Da Nang, Vietnam"
    (tie,) = find_ties([sighting("Idle Town", text)])
    assert tie.signal == "tie_company"
    assert tie.quote in text


def test_an_advert_in_vietnamese_ties_where_it_leads_and_says_whose_it_is() -> None:
    address = "https://www.facebook.com/ads/library/?id=1"
    advert = sighting(text=VIETNAMESE, subject="fbad:1", publisher="Trang Ví Dụ", url=address)
    tie = advert_tie(advert)
    assert tie is not None
    assert (tie.signal, tie.field) == ("tie_fanpage", "fbad:1")
    assert tie.quote.startswith(f"Trang Ví Dụ ({address}): Trò chơi nông trại")


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ENGLISH, "publisher": "Công ty Cổ phần Ví Dụ"},
        {"text": ENGLISH, "facts": {"country": "VN"}},
        {"text": ENGLISH, "email": "hotro@vidu.com.vn"},
        {"text": ENGLISH + "Công ty TNHH Ví Dụ"},
        {"text": None},
    ],
)
def test_an_advert_that_does_not_speak_vietnamese_ties_nothing(fields: dict[str, Any]) -> None:
    assert advert_tie(sighting(subject="fbad:1", **fields)) is None
