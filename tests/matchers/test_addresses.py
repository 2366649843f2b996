"""Hosts and store addresses; what browsers and parsers may read apart is not read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.addresses import host_of, hosts_in, registrable


@pytest.mark.parametrize(
    ("cell", "hosts"),
    [
        ("https://daorong.vidu.vn", ["daorong.vidu.vn"]),
        ("https://www.daorong.vn/trang-chu", ["daorong.vn"]),
        ("https://a.vidu.vn và b.vidu.vn", ["a.vidu.vn", "b.vidu.vn"]),
        (
            "https://a.vidu.vn; https://b.vidu.vn, http://c.vidu.vn.",
            ["a.vidu.vn", "b.vidu.vn", "c.vidu.vn"],
        ),
        ("https://http:daorong.vn", ["daorong.vn"]),
        ("https://https:/daorong.vn", ["daorong.vn"]),
        ("htttp://daorong.vn", ["daorong.vn"]),
        ("https://hups://daorong.vn", ["daorong.vn"]),
        ("https://www daorong.vn", ["daorong.vn"]),
        ("https:// www.daorong.vn", ["daorong.vn"]),
        ("http://daorong.vn. 6.2", ["daorong.vn"]),
        ("https://daorong.com%2Fgame/", ["daorong.com"]),
        ("https://www.dao rong.vn", []),  # the second half is somebody else's host
        ("http://dao. rong.vn", []),
        ("http://dao.vn rong.vn", []),
        ("https://huyenthoai.νη", []),  # Greek letters: no such ending
        ("http://hotro@vidu.vn", []),
        ("https", []),
        ("https://https:/daorong", []),
        ("Công ty Ví Dụ, tòa nhà Ví Dụ, Hà Nội", []),
        ("vidu.blogspot.com, sites.google.com", []),
        ("", []),
    ],
)
def test_hosts_of_a_cell_of_the_register(cell: str, hosts: list[str]) -> None:
    assert list(hosts_in(cell)) == hosts


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://DaoRong.vn./x?y#z", "daorong.vn"),
        ("daorong.vn/x", "daorong.vn"),
        ("http://www.daorong.vn:8080", "daorong.vn"),
        ("https://daorong.vn@keula.vn/", None),
        ("https://daorong.vn:x@keula.vn/", None),
        ("https://keula.vn\\@daorong.vn/", None),
        ("https://keula.vn /daorong.vn", None),
        ("javascript://daorong.vn", None),
        ("http://[::1", None),
        ("http://127.0.0.1/", None),
        ("https://daorong.vn:so/", None),
        ("daorong.vn/x?u=https://keula.vn", "daorong.vn"),
        ("https://đảorồng.vn/", "xn--orng-zua4356bxja.vn"),
        ("https://ｄaorong.vn/", "daorong.vn"),  # browsers read full width as plain letters
        ("https://www.com/", "www.com"),
        ("http://daorong", None),
        ("", None),
    ],
)
def test_the_host_of_an_address(address: str, host: str | None) -> None:
    assert host_of(address) == host


@pytest.mark.parametrize(
    ("host", "part"),
    [
        ("a.b.vidu.vn", "vidu.vn"),
        ("a.vidu.com.vn", "vidu.com.vn"),
        ("a.vidu.blogspot.com", "vidu.blogspot.com"),
    ],
)
def test_the_part_of_a_host_that_was_registered(host: str, part: str) -> None:
    assert registrable(host) == part


@given(st.text(max_size=60))
def test_no_text_breaks_the_readers(text: str) -> None:
    hosts_in(text)
    host_of(text)
    host_of(f"https://{text}")
