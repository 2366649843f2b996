"""Whatever is pasted is one subject, or refused with a sentence."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matchers.subjects import KIND_OF, SubjectKind, identify

PLAY = "https://play.google.com/store/apps/details?id=com.vidu.dao"
APP = "google:com.vidu.dao"


def wrapped(address: str, times: int) -> str:
    """The address behind so many links of a search engine."""
    for _ in range(times):
        address = f"https://www.google.com/url?q={quote(address, safe='')}&sa=D"
    return address


@pytest.mark.parametrize(
    ("address", "subject"),
    [
        (PLAY, APP),
        (f"  <{PLAY}>\n", APP),
        (f"“{PLAY}”.", APP),
        ("google:com.vidu.dao", APP),
        ("Google: com.vidu.dao", APP),
        ("apple:9000000001", "apple:9000000001"),
        ("aptoide:com.vidu.dao", "aptoide:com.vidu.dao"),
        ("domain:WWW.Vidu.vn.", "domain:vidu.vn"),
        ("https://choi.vidu.com.vn:8080/x?utm_source=y#z", "domain:vidu.com.vn"),
        ("vidu.blogspot.com/2026", "domain:vidu.blogspot.com"),
        ("https://đảorồng.vn", "domain:xn--orng-zua4356bxja.vn"),
        ("https://аррӏе.com/vn/app/id9000000001", "domain:xn--80ak6aa92e.com"),
        ("https://play.google.com.keula.vn/store/apps/details?id=com.a.b", "domain:keula.vn"),
        (f"https://l.facebook.com/l.php?u={quote(PLAY, safe='')}&h=x", APP),
        ("l.facebook.com/l.php?u=https://vidu.vn/x&fbclid=y", "domain:vidu.vn"),
        ("https://www.facebook.com/Vi.Du", "fbpage:@vidu"),
        ("fbpage:@Vi.Du", "fbpage:@vidu"),
        (
            "m.facebook.com/login.php?next=https%3A%2F%2Fm.facebook.com%2Fvidu",
            "fbpage:@vidu",
        ),
        ("https://www.facebook.com/login/?next=%2Fvidu%2Fposts%2F1", "fbpage:@vidu"),
        (
            "https://www.facebook.com/plugins/page.php?href=https%3A%2F%2Ffb.com%2F12345",
            "fbpage:12345",
        ),
        ("fbpage:100000000000001", "fbpage:100000000000001"),
        ("https://www.facebook.com/ads/library/?id=9000000000000001", "fbad:9000000000000001"),
        ("fbad:9000000000000001", "fbad:9000000000000001"),
        ("https://www.faceboоk.com/vidu", "domain:xn--facebok-fjg.com"),
        ("https://facebook.com.keula.vn/vidu", "domain:keula.vn"),
        ("https://l.instagram.com/?u=https%3A%2F%2Fvidu.vn", "domain:vidu.vn"),
        ("https://www.youtube.com/redirect?event=x&q=https%3A%2F%2Fvidu.vn", "domain:vidu.vn"),
        (wrapped(PLAY, 5), APP),
    ],
)
def test_the_subject_of_an_address(address: str, subject: str) -> None:
    found = identify(address)
    kind = KIND_OF.get(subject.partition(":")[0], SubjectKind.APP)
    assert (found.subject, found.kind, found.refused) == (subject, kind, None)
    assert found.address == address


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", "Nothing stands there"),
        ("nổ hũ", "no address of a store or a site"),
        ("http://127.0.0.1/", "no address of a store or a site"),
        ("hotro@vidu.vn", "user's name"),
        ("https://apps.apple.com@keula.vn/vn/app/id9000000001", "user's name"),
        ("https://apps.apple.com/vn/developer/vidu/id1234567", "no app's own page on apple"),
        ("https://appgallery.huawei.com/app/C100000001", "appgallery:com.vidu.game"),
        ("https://dao-rong.en.aptoide.com/app", "aptoide:com.vidu.game"),
        ("apple:com.vidu.dao", "no number of an app"),
        ("google:9000000001", "no package of an app"),
        ("https://www.facebook.com/groups/123456789012345/", "a group, not a page"),
        ("fb.me/vidu", "a short link"),
        ("fbpage:vidu", "no page. Write its name"),
        ("fbad:@vidu", "no number of an advert"),
        ("domain:m.facebook.com", "Facebook itself is no subject"),
        ("com.vidu.game", "may be a package or a host"),
        ("https://sites.google.com/view/vidu", "not one owner's"),
        ("https://bit.ly/vidu", "what counts is where it leads"),
        ("https://t.me/vidu", "not one owner's"),
        ("https://www.google.com/url?sa=D", "not said where google.com leads"),
        ("https://www.google.com/url?q=https://a.vn&url=https://b.vn", "not said where"),
        (wrapped(PLAY, 6), "leads on and on"),
        ("https://vidu.vn/" + "a" * 2_000, "more than 2000 letters"),
    ],
)
def test_what_is_no_subject_is_refused_in_a_sentence(address: str, why: str) -> None:
    found = identify(address)
    assert (found.subject, found.kind) == (None, None)
    assert why in str(found.refused)
    assert str(found.refused).endswith((".", "?", "game", "1234567890", "vidu.vn"))


PIECES = st.sampled_from(
    [
        *("https://", "http:", "market://", "itms-apps:", "apple:", "google:", "domain:", "fbad:"),
        *("play.google.com", "apps.apple.com", "l.facebook.com", "google.com", "apkpure.com"),
        *("www.", ".vn", ".com", ".blogspot.com", "xn--", "/l.php?u=", "/url?q=", "?id=", "&"),
        *("fbpage:", "@", "facebook.com", "fb.com", "m.me", "/pages/", "/p/", "profile.php?id="),
        *("/store/apps/details", "/vn/app/", "id", "9000000001", "com.vidu.dao", "@", ":", "/"),
        *(".", "%2F", "%", "[", "]", "\\", "\u200b", "。", "ß", "İ", "đảo", "а", "٣", "🎰", "-"),
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=12).map("".join)))
@example("a.www.com")
@example("x.www.com.vn")
@example("domain:www.www.vn")
@example("www.blogspot.com")
def test_anything_is_a_subject_that_stays_itself_or_a_refusal(pasted: str) -> None:
    found = identify(pasted)
    if found.subject is None:
        assert found.refused
        assert found.kind is None
        return
    assert found.refused is None
    again = identify(found.subject)
    assert (again.subject, again.kind) == (found.subject, found.kind)
