"""Files of names in every form: each name with its line, whatever the file holds."""

from __future__ import annotations

import gzip
import io
import time
import tracemalloc

import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import NamesRefused
from crawler.names.pieces import PIECE
from crawler.names.reading import read_names

PLAIN = b"nohu-vidu.club\n\n# ghi ch\xc3\xba\ntaixiu-vidu.com\n"
HOSTS = b"""# danh sach vi du
127.0.0.1 localhost
::1 localhost ip6-localhost
0.0.0.0 0.0.0.0

0.0.0.0 nohu-vidu.club www.nohu-vidu.club # hai ten
192.0.2.1\ttaixiu-vidu.com\r
khong phai dia chi
"""
ZONE = b"""$ORIGIN club.
$TTL 86400
@ IN SOA ns.vidu. who.vidu. ( 1 ; dem
    3600 600 )
@ IN NS ns.vidu.
nohu-vidu 3600 IN NS ns1.vidu.
          3600 IN NS ns2.vidu.
NOHU-HAI.club. in ns ns1.vidu.
taixiu-vidu TXT "a ( b ; c"
taixiu-vidu IN 1h A 192.0.2.1
1vhk2j4b5l6m7n8p9q0rsltuvvv0a1b2.club. IN NSEC3 1 1 0 - AAAA
$INCLUDE /etc/passwd
$ORIGIN con.club.
cuoi CNAME nohu-vidu.club.
hong
"""
CZDS = (
    b"nohu-vidu.vidu.\t172800\tin\tns\tns1.dns-vidu.com.\nnohu-vidu.vidu.\t172800\tin\tns\tns2.x.\n"
)
CSV = b'id,Domain,day\n1,nohu-vidu.club,2026-11-20\n2,"taixiu-vidu.com",x\n3\n4,"hong,a\n'
HEADLESS = b"1;nohu-vidu.club;x\n2;taixiu-vidu.com;y\n"


def named(body: bytes) -> list[tuple[int, str]]:
    """Every name with its line, blank ones left out."""
    return [
        (piece.line_of(place), name.strip().decode())
        for piece in read_names(io.BytesIO(body), "tep")
        for place, name in enumerate(piece.text.split(b"\n"))
        if name.strip()
    ]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (PLAIN, [(1, "nohu-vidu.club"), (3, "# ghi chú"), (4, "taixiu-vidu.com")]),
        (
            HOSTS,
            [
                *((6, "nohu-vidu.club"), (6, "www.nohu-vidu.club"), (7, "taixiu-vidu.com")),
                (8, "khong phai dia chi"),
            ],
        ),
        (
            ZONE,
            [
                *((5, "club"), (6, "nohu-vidu.club"), (8, "NOHU-HAI.club")),
                *((10, "taixiu-vidu.club"), (14, "cuoi.con.club"), (15, "hong")),
            ],
        ),
        (CZDS, [(1, "nohu-vidu.vidu")]),
        (CSV, [(2, "nohu-vidu.club"), (3, "taixiu-vidu.com"), (4, "3"), (5, "hong,a")]),
        (HEADLESS, [(1, "nohu-vidu.club"), (2, "taixiu-vidu.com")]),
        (b"T\xc3\xaan mi\xe1\xbb\x81n\tNg\xc3\xa0y\nnohu-vidu.club\tx\n", [(2, "nohu-vidu.club")]),
        (b"url\nhttps://nohu-vidu.club/vao?a=1,2\n", [(2, "https://nohu-vidu.club/vao?a=1")]),
        (b"domain\nnohu-vidu.club\n", [(2, "nohu-vidu.club")]),
        (b"\xef\xbb\xbfname,rank\r\nnohu-vidu.club,1\r\n", [(2, "nohu-vidu.club")]),
        (b"https://nohu-vidu.club/a,b|c\n", [(1, "https://nohu-vidu.club/a,b|c")]),
        (b"nohu-vidu.club, taixiu-vidu.com\n", [(1, "nohu-vidu.club, taixiu-vidu.com")]),
        (b"nohu-vidu.club IN A 192.0.2.1\n", [(1, "nohu-vidu.club")]),
        (b"", []),
        (b"\n\n", []),
    ],
)
def test_each_form_gives_its_names_with_their_lines(
    body: bytes, found: list[tuple[int, str]]
) -> None:
    assert named(body) == found
    assert named(gzip.compress(body)) == found
    assert named(zstd.compress(body)) == found


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress])
@pytest.mark.parametrize("keep", [0.5, 0.99])
def test_a_packed_file_that_breaks_off_is_told(pack: object, keep: float) -> None:
    assert callable(pack)
    body = b"".join(b"nohu-vidu-%d.club\n" % (n * n) for n in range(200_000))
    packed = pack(body)
    with pytest.raises(NamesRefused, match="tep is cut off or damaged"):
        named(packed[: int(len(packed) * keep)])


def test_a_packed_file_of_several_parts_is_read_whole() -> None:
    for pack in (gzip.compress, zstd.compress):
        assert len(named(pack(PLAIN) + pack(PLAIN))) == 2 * len(named(PLAIN))


def test_what_only_begins_as_a_packed_file_is_told() -> None:
    with pytest.raises(NamesRefused):
        named(b"\x1f\x8bnohu-vidu.club\n")


class _Endless:
    """A hosts file that goes on and on, made as it is read."""

    def __init__(self, size: int) -> None:
        self._left = size

    def read(self, size: int = -1, /) -> bytes:
        if self._left <= 0:
            return b""
        self._left -= PIECE
        return b"0.0.0.0 nohu-vidu.club www.nohu-vidu.club\n" * (PIECE // 42)


def test_the_memory_does_not_grow_with_the_file() -> None:
    tracemalloc.start()
    read = 0
    for piece in read_names(_Endless(40 * PIECE), "tep"):
        read += piece.text.count(b"\n")
        assert len(piece.text) < 2 * PIECE
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read > 400_000
    assert peak < 40 * PIECE / 2


@settings(deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_no_bytes_break_a_reader_and_every_line_is_one_of_the_file(body: bytes) -> None:
    for head in (b"", b"domain,x\n", b"0.0.0.0 nohu-vidu.club\n", b"$ORIGIN club.\n"):
        whole = head + body
        if whole.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd")):
            continue
        last = whole.count(b"\n") + 1
        for piece in read_names(io.BytesIO(whole), "tep"):
            count = len(piece.text.removesuffix(b"\n").split(b"\n"))
            places = [piece.line_of(place) for place in range(count)]
            assert places == sorted(places)
            assert 1 <= places[0] <= places[-1] <= last


@pytest.mark.timing
@pytest.mark.parametrize("piece", [b'\\"', b'"', b'"\\', b"\\"])
def test_a_line_of_quotes_is_read_at_once(piece: bytes) -> None:
    line = b"nohu-vidu.club. IN TXT " + piece * 20_000 + b"\n"
    began = time.process_time()
    assert named(b"$TTL 1\n" + line + b"taixiu-vidu.com. IN A 192.0.2.1\n") == [
        (3, "taixiu-vidu.com")
    ]
    assert time.process_time() - began < 1


def test_a_string_that_nobody_closes_ends_with_its_line() -> None:
    body = b'$TTL 1\na.vidu. IN TXT "x ( \nnohu-vidu.club. IN A 192.0.2.1\n'
    assert named(body) == [(3, "nohu-vidu.club")]
