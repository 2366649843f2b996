"""Apps by their addresses: every form of each store, and what only looks like one."""

from __future__ import annotations

import pytest

from crawler.records import Marketplace
from matchers.stores import StorePage, app_id, is_package, store_app, store_page

APPLE = "apple:9000000001"
GOOGLE = "google:com.vidu.dao"
GALAXY = "galaxy_store:com.vidu.dao"
APKPURE = "apkpure:com.vidu.dao"


@pytest.mark.parametrize(
    ("address", "subject"),
    [
        ("https://apps.apple.com/vn/app/dao-rong/id9000000001?l=vi", APPLE),
        ("https://apps.apple.com/app/id9000000001/", APPLE),
        ("HTTPS://APPS.APPLE.COM./VN/APP/ID9000000001", APPLE),
        ("https://apps.apple.com/us/app/%C4%91/id9000000001?mt=8&pt=1&ct=x#reviews", APPLE),
        ("https://apps.apple.com/vn/app/id12345/id9000000001", APPLE),
        ("https://itunes.apple.com/vn/app/id9000000001", APPLE),
        ("https://geo.itunes.apple.com/vn/app/dao/id9000000001?at=x", APPLE),
        ("https://apps.apple.com/vn/app/dao-rong?id=9000000001", APPLE),
        ("http://itunes.apple.com/WebObjects/MZStore.woa/wa/viewSoftware?id=9000000001", APPLE),
        ("itms-apps://itunes.apple.com/app/id9000000001", APPLE),
        ("itms-apps://apple.com/app/id9000000001", APPLE),
        ("itms-apps:itunes.apple.com/app/id9000000001", APPLE),
        ("https://play.google.com/store/apps/details?id=com.vidu.dao&hl=vi", GOOGLE),
        ("play.google.com/store/apps/details?utm_source=x&id=com.vidu.dao&referrer=y", GOOGLE),
        ("https://play.google.com/store/apps/details/Dao_Rong?id=com.vidu.dao", GOOGLE),
        ("https://play.google.com/store/apps/datasafety?id=com.vidu.dao", GOOGLE),
        ("https://play.google.com/apps/testing/com.vidu.dao", GOOGLE),
        ("market://details?id=com.vidu.dao&referrer=x", GOOGLE),
        ("market:details?id=com.vidu.dao", GOOGLE),
        ("market://search?q=pname:com.vidu.dao", GOOGLE),
        ("https://galaxystore.samsung.com/detail/com.vidu.dao?langCd=vi", GALAXY),
        ("http://apps.samsung.com/appquery/appDetail.as?appId=com.vidu.dao", GALAXY),
        ("http://www.samsungapps.com/appquery/appDetail.as?appId=com.vidu.dao", GALAXY),
        ("samsungapps://ProductDetail/com.vidu.dao", GALAXY),
        ("https://appgallery.huawei.com/app/detail?id=com.vidu.dao", "appgallery:com.vidu.dao"),
        ("appmarket://details?id=com.vidu.dao", "appgallery:com.vidu.dao"),
        ("https://apkpure.com/dao-rong/com.vidu.dao", APKPURE),
        ("https://apkpure.com/vn/dao-rong/com.vidu.dao/download?from=x", APKPURE),
        ("https://m.apkpure.net/dao-rong/com.vidu.dao/versions", APKPURE),
        ("https://d.apkpure.com/b/XAPK/com.vidu.dao?version=latest", APKPURE),
        ("https://dao-rong.vn.uptodown.com/android", "uptodown:dao-rong"),
        ("https://dao-rong.uptodown.com/android/download/1", "uptodown:dao-rong"),
        ("aptoideinstall://package=com.vidu.dao&store=vidu", "aptoide:com.vidu.dao"),
    ],
)
def test_the_app_of_a_store_address(address: str, subject: str) -> None:
    assert store_app(address) == subject


@pytest.mark.parametrize(
    ("address", "store"),
    [
        ("https://apps.apple.com/vn/developer/vidu/id1234567", Marketplace.APPLE),
        ("https://apps.apple.com/vn/story/id1234567", Marketplace.APPLE),
        ("https://itunes.apple.com/vn/album/id1234567", Marketplace.APPLE),
        ("https://apps.apple.com/vn/app/dao/id1234567890123", Marketplace.APPLE),
        ("https://apps.apple.com/vn/app/dao/id٣٤٥٦٧٨", Marketplace.APPLE),
        ("https://apps.apple.com/vn/app/dao/id0012345", Marketplace.APPLE),
        ("https://play.google.com/store/apps/details?id=com.a.b&id=com.c.d", Marketplace.GOOGLE),
        ("https://play.google.com/store/apps/details?id=com", Marketplace.GOOGLE),
        ("https://play.google.com/store/apps/developer?id=com.vidu.dao", Marketplace.GOOGLE),
        ("https://play.google.com/store/search?q=com.vidu.dao", Marketplace.GOOGLE),
        ("market://search?q=dao", Marketplace.GOOGLE),
        ("market://details", Marketplace.GOOGLE),
        ("https://galaxystore.samsung.com/categories/games", Marketplace.GALAXY_STORE),
        ("https://appgallery.huawei.com/app/C100000001", Marketplace.APPGALLERY),
        ("https://apkpure.com/developer/Vi.Du", Marketplace.APKPURE),
        ("https://download.apkpure.com/b/APK/Y29t", Marketplace.APKPURE),
        ("https://dao-rong.en.aptoide.com/app", Marketplace.APTOIDE),
        ("https://dao-rong.en.uptodown.com/windows", Marketplace.UPTODOWN),
        ("https://en.uptodown.com/android", Marketplace.UPTODOWN),
        ("https://www.uptodown.com/android", Marketplace.UPTODOWN),
    ],
)
def test_another_page_of_a_store_names_no_app(address: str, store: Marketplace) -> None:
    assert store_page(address) == StorePage(store, None)


@pytest.mark.parametrize(
    "address",
    [
        "https://play.google.com.keula.vn/store/apps/details?id=com.vidu.dao",
        "https://keula.vn/play.google.com/store/apps/details?id=com.vidu.dao",
        "https://keula.vn?play.google.com/store/apps/details?id=com.vidu.dao",
        "https://play-google.com/store/apps/details?id=com.vidu.dao",
        "https://play.google.com@keula.vn/store/apps/details?id=com.vidu.dao",
        "https://keula.vn\\@play.google.com/store/apps/details?id=com.vidu.dao",
        "https://play.google.com%2f.keula.vn/store/apps/details?id=com.vidu.dao",
        "https://play.goоgle.com/store/apps/details?id=com.vidu.dao",  # a Cyrillic о
        "https://play.xn--gogle-kye.com/store/apps/details?id=com.vidu.dao",
        "https://apps.apple.com@keula.vn/vn/app/id9000000001",
        "https://apps.apple.com.vn/vn/app/id9000000001",
        "https://аpps.аpple.com/vn/app/id9000000001",  # a Cyrillic а
        "itms-apps://keula.vn/app/id9000000001",
        "javascript://play.google.com/store/apps/details?id=com.vidu.dao",
        "https://vidu.vn/",
        "",
    ],
)
def test_what_looks_like_a_store_is_none(address: str) -> None:
    assert store_page(address) is None


@pytest.mark.parametrize(
    ("text", "yes"), [("com.vidu.dao", True), ("com", False), ("com.vidu.*", False)]
)
def test_the_form_of_a_package(text: str, yes: bool) -> None:
    assert is_package(text) is yes


def test_a_name_of_another_store_is_no_id_of_this_one() -> None:
    assert app_id(Marketplace.APPLE, "com.vidu.dao") is None
    assert app_id(Marketplace.APTOIDE, "9000000001") is None
    assert app_id(Marketplace.APKPURE, "com.vidu.dao") == "apkpure:com.vidu.dao"
