"""What a site, an app and a page can share, and what never counts."""

from __future__ import annotations

from typing import Any

import pytest

from matchers.operators.traits import Bond, Trait, traits_of
from tests.crawler.office import sighting

SITE = "domain:nohu-vidu.club"
APP = "google:com.vidu.nohu"


def traits(subject: str = SITE, **fields: Any) -> set[Trait]:
    blank: dict[str, Any] = {"publisher_id": None, "url": None, "facts": {}}
    own = {Trait(Bond.TARGET, "nohu-vidu.club")}
    return set(traits_of(sighting(subject, **blank | fields))) - own


def of_facts(**facts: Any) -> set[Trait]:
    return traits(facts=facts)


@pytest.mark.parametrize(
    ("facts", "bond", "value"),
    [
        ({"trackers": [{"service": "histats", "id": "4911"}]}, Bond.TRACKER, "histats 4911"),
        ({"chats": [{"service": "tawk", "id": "0f/1h"}]}, Bond.CHAT, "tawk 0f/1h"),
        ({"payments": [{"method": "bank", "account": "0001234567"}]}, Bond.PAYMENT, "0001234567"),
        ({"icon_hash": -77}, Bond.FAVICON, "-77"),
        ({"look_hash": "f00f"}, Bond.PICTURE, "f00f"),
        ({"names": {"ns": ["b.dns-vidu.net", "a.dns-vidu.net"]}}, Bond.NAME_SERVER, "dns-vidu.net"),
        (
            {"certificate": {"names": ["*.b-vidu.vip", "a-vidu.vip", "www.a-vidu.vip"]}},
            Bond.CERTIFICATE,
            "a-vidu.vip b-vidu.vip",
        ),
        ({"landing": {"url": "https://www.sanh-vidu.vip/?ref=1"}}, Bond.TARGET, "sanh-vidu.vip"),
        ({"gates": ["https://sanh-vidu.vip/vao"]}, Bond.TARGET, "sanh-vidu.vip"),
        ({"installs": ["https://tai-vidu.app/x.apk?v=2"]}, Bond.INSTALL, "tai-vidu.app/x.apk"),
        (
            {"installs": ["itms-services://?action=download-manifest&url=https://tai-vidu.app/p"]},
            Bond.INSTALL,
            "tai-vidu.app/p",
        ),
        ({"messengers": {"telegram": ["https://t.me/ViDu/"]}}, Bond.CONTACT, "t.me/vidu"),
    ],
)
def test_a_fact_of_a_site_is_a_trait(facts: dict[str, Any], bond: Bond, value: str) -> None:
    assert of_facts(**facts) == {Trait(bond, value)}


@pytest.mark.parametrize(
    "facts",
    [
        {"trackers": [{"service": "google_analytics", "id": "G-XXXXXXXXXX"}]},
        {"trackers": [{"service": "google_analytics", "id": "UA-00000000"}]},
        {"payments": [{"method": "phone_card", "account": None}]},
        {"payments": [{"method": "bank", "account": "12345"}]},
        {"certificate": {"names": ["nohu-vidu.club", "www.nohu-vidu.club"]}},
        {"certificate": None, "names": None, "trackers": None},
        {"landing": {"url": "https://www.facebook.com/vidu"}},
        {"landing": {"url": "https://vidu.gov.vn/"}},
        {"landing": {"url": "https://nohu-vidu.club/vao"}},
        {"installs": ["https://nohu-vidu.club/game.apk"]},
        {"messengers": {"zalo": ["https://zalo.me/"]}},
    ],
)
def test_what_says_nothing_is_no_trait(facts: dict[str, Any]) -> None:
    assert of_facts(**facts) == set()


def test_what_stands_where_a_name_only_leads_is_not_its_own() -> None:
    payment = {"method": "qr", "account": "0001234567"}
    shown = {"payments": [payment], "look_hash": "f00f"}
    assert len(of_facts(**shown)) == 2
    led = of_facts(**shown, landing={"url": "https://sanh-vidu.vip/"})
    assert led == {Trait(Bond.TARGET, "sanh-vidu.vip")}


def test_an_app_shares_its_account_its_mailbox_and_its_site() -> None:
    found = traits(APP, publisher_id="77", email="A@Vidu.vn", website="https://nohu-vidu.club/a")
    assert found == {Trait(Bond.DEVELOPER, "google:77"), Trait(Bond.MAILBOX, "a@vidu.vn")} | {
        Trait(Bond.MUTUAL, f"{SITE} {APP}")
    }


def test_a_site_and_an_app_share_the_pair_only_where_each_names_the_other() -> None:
    store = "https://play.google.com/store/apps/details?id=com.vidu.nohu"
    pair = Trait(Bond.MUTUAL, f"{SITE} {APP}")
    assert pair in traits(outlinks=(store,))
    assert pair in traits(APP, website="https://nohu-vidu.club/")
    assert pair not in traits(APP, website="https://khac-vidu.club/")


def test_a_page_of_facebook_and_its_site_name_each_other() -> None:
    page = "fbpage:910000000000001"
    pair = Trait(Bond.MUTUAL, f"{SITE} {page}")
    assert pair in traits(page, website="https://nohu-vidu.club/")
    assert pair in traits(outlinks=("https://www.facebook.com/910000000000001",))


def test_two_sites_that_link_to_each_other_share_no_pair() -> None:
    assert traits(outlinks=("https://khac-vidu.club/",)) == set()


@pytest.mark.parametrize("wrong", ["x", 7, 1.5, True, None, [None], ["x"], [7], [[]], [{}], {}])
@pytest.mark.parametrize(
    "fact",
    [
        *("trackers", "chats", "payments", "names", "certificate", "landing"),
        *("gates", "installs", "messengers"),
    ],
)
def test_a_fact_of_a_wrong_kind_tells_nothing(fact: str, wrong: Any) -> None:
    assert of_facts(**{fact: wrong}) == set()


@pytest.mark.parametrize(
    "facts",
    [
        {"trackers": [{"service": "histats", "id": 4911}, {"service": None, "id": "4911"}]},
        {"chats": [{"service": [], "id": {}}]},
        {"payments": [{"method": "bank", "account": 1234567}], "landing": "x"},
        {"payments": [{"account": ["0001234567"]}]},
        {"icon_hash": []},
        {"look_hash": ["f00f"]},
        {"names": {"ns": [None, 7]}},
        {"names": {"ns": "dns-vidu.net"}},
        {"certificate": {"names": [None, {"a": 1}]}},
        {"landing": {"url": ["https://sanh-vidu.vip/"]}},
        {"messengers": {"telegram": "https://t.me/ViDu/", "zalo": [None]}},
    ],
)
def test_a_part_of_a_wrong_kind_tells_nothing(facts: dict[str, Any]) -> None:
    assert of_facts(**facts) == set()


def test_what_stands_beside_a_wrong_kind_is_read() -> None:
    found = of_facts(trackers=["x", {"service": "histats", "id": "4911"}], landing="x")
    assert found == {Trait(Bond.TRACKER, "histats 4911")}
