"""Protected names are never flagged by their name alone; what only looks like one is."""

from __future__ import annotations

import pytest

from matchers.domains.protected import protected_hosts, protection
from matchers.domains.screen import screen, screen_names
from matchers.lists import protected_names

OFFICE = {
    "domain:go88tinhvidu.vn": "đang khiếu nại",
    "https://SunWin-ViDu.com/x": "tên của doanh nghiệp",
    "domain:nổhũvídụ.vn": "tên có dấu",
    "apple:9000000001": "ứng dụng",
    "google:com.vidu.nohu": "ứng dụng",
    "vn": "một nhãn",
    "com.vn": "hậu tố",
    "DOMAIN:Net.VN.": "hậu tố",
    "*.info.vn": "hậu tố",
    "blogspot.com": "hậu tố",
    "go88.ck": "hậu tố",  # every name below .ck is one
    "*.nohu-vidu.com": "tên miền con",
}


@pytest.mark.parametrize("host", [host for kept in protected_names() for host in kept.hosts])
def test_no_shipped_host_is_flagged_nor_what_lies_below(host: str) -> None:
    for name in (host, f"go88-sunwin.{host}", f"nohu88.{host.upper()}"):
        (found,) = screen_names([name], threshold=0)
        assert (found.flagged, found.score) == (False, 0)
        assert [reason.rule for reason in found.reasons] == ["domain_protected"]
        assert found.reasons[0].quote == host


@pytest.mark.parametrize(
    "name", ["go88-gov.vn", "vietcombank.com.vn.go88.vip", "go88.vip", "vnexpress.net-nohu88.club"]
)
def test_what_only_looks_like_a_protected_name_is_flagged(name: str) -> None:
    (found,) = screen_names([name], threshold=0)
    assert found.flagged
    assert "domain_protected" not in [reason.rule for reason in found.reasons]


def test_the_reason_says_why_in_both_languages() -> None:
    why = protection("nohu88.gov.vn", protected_hosts({}))
    assert why is not None
    assert why.en.startswith("protected: “gov.vn”")
    assert why.vi.startswith("được bảo vệ: “gov.vn” (Cơ quan nhà nước)")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("go88tinhvidu.vn", "đang khiếu nại"),
        ("www.go88tinhvidu.vn", "đang khiếu nại"),
        ("sunwin-vidu.com", "tên của doanh nghiệp"),
        ("xn--nhvd-xpa65ev11n2da.vn", "tên có dấu"),
        ("go88vip.vn", None),
        ("go88.9000000001", None),
        ("sunwin-xyz.com.vn", None),
        ("sunwin-xyz.net.vn", None),
        ("sunwin-xyz.info.vn", None),
        ("sunwin-xyz.blogspot.com", None),
        ("sunwin-xyz.go88.ck", None),
        ("com.vn", None),
        ("nohu-vidu.com", "tên miền con"),
    ],
)
def test_names_of_the_office_count_as_hosts(name: str, why: str | None) -> None:
    found = protection(name, protected_hosts(OFFICE))
    assert (found is None) is (why is None)
    assert why is None or (found is not None and why in found.vi)


def test_a_protected_name_is_let_through_by_nobody() -> None:
    body = b"go88tinhvidu.vn\ngo88vip.club\nsunwin.gov.vn\n"
    hosts = protected_hosts(OFFICE)
    found = screen(body, protected=hosts)
    assert [(name.name, name.flagged) for name in found.names] == [("go88vip.club", True)]
    every = screen(body, protected=hosts, every=True)
    assert [name.flagged for name in every.names] == [False, True, False]
    assert every.lines == found.lines == 3
