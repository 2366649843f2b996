"""Lines that are no plain host names: which host is meant, or why none is."""

from __future__ import annotations

import pytest

from matchers.domains.reading import read_lines
from matchers.domains.split import text_of
from matchers.domains.tidy import Refusal, tidy

HOSTS = [
    ("https://www.go88.com/vao?x=1#y", "www.go88.com"),
    ("http://go88.com:8080", "go88.com"),
    ("HTTPS://GO88.com", "GO88.com"),
    ("go88.com/path", "go88.com"),
    ("go88.com:443", "go88.com"),
    ("  go88.com\t\r", "go88.com"),
    ("\ufeffgo88.com", "go88.com"),
    ("*.go88.com", "go88.com"),
    ("go88.com..", "go88.com"),
    ("go88。com", "go88.com"),
    ("ｇｏ８８.com", "go88.com"),
    ("nhàcái.com", "xn--nhci-1nah.com"),
    ("NHÀCÁI.com", "xn--nhci-1nah.com"),
    ("go88.com # seen on Monday", "go88.com"),
    ("go88.com\t#", "go88.com"),
    ("go88[.]com", "go88.com"),
    ("hxxps://www[.]go88[.]com/vao", "www.go88.com"),
    ("# a comment", ""),
    ("\ufeff # a comment", ""),
    ("#" * 3_000, ""),
    ("   ", ""),
]
REFUSED = [
    (b"\xff\xfe\x00", Refusal.NOT_TEXT),
    (b"a" * 2_001, Refusal.TOO_LONG),
    (b"someone@go88.com", Refusal.MAILBOX),
    (b"https://user:secret@go88.com/", Refusal.MAILBOX),
    (b"192.0.2.1", Refusal.NUMBERS),
    (b"http://192.0.2.1:80/x", Refusal.NUMBERS),
    (b"2001:db8::1", Refusal.NUMBERS),
    (b"http://[2001:db8::1]:80/", Refusal.NUMBERS),
    (b"https://", Refusal.NOT_A_NAME),
    (b"...", Refusal.NOT_A_NAME),
    (b"go88.com:port", Refusal.NOT_A_NAME),
    ("gõ 88.com".encode(), Refusal.NOT_A_NAME),
    ("go\u200b88.com".encode(), Refusal.NOT_A_NAME),
]
# What is tidy, and no name all the same.
NOT_SPLIT = [
    ("go 88.com", Refusal.NOT_A_NAME),
    ("0.0.0.0 go88.com", Refusal.NOT_A_NAME),
    ("-go88.com", Refusal.NOT_A_NAME),
    ("go_88.com", Refusal.NOT_A_NAME),
    ("go88..com", Refusal.NOT_A_NAME),
    ("go88.123", Refusal.NOT_A_NAME),
    ("\x00\x01.com", Refusal.NOT_A_NAME),
    (f"{'a' * 64}.com", Refusal.TOO_LONG),
    (f"{'a.' * 130}com", Refusal.TOO_LONG),
    ("localhost", Refusal.BARE),
    ("com", Refusal.BARE),
]


@pytest.mark.parametrize(("line", "host"), HOSTS)
def test_the_host_of_a_line(line: str, host: str) -> None:
    assert tidy(line.encode()) == host


def test_a_comment_that_is_no_utf_8_is_a_comment() -> None:
    assert tidy(b"# c\xe1 c\xb3c") == ""


@pytest.mark.parametrize(("line", "why"), REFUSED)
def test_what_has_no_host_is_refused(line: bytes, why: Refusal) -> None:
    assert tidy(line) is why


@pytest.mark.parametrize(("line", "why"), NOT_SPLIT)
def test_what_cannot_be_split_is_refused(line: str, why: Refusal) -> None:
    (refused,) = read_lines(line.encode() + b"\ngo88.com\n").refused
    assert (refused.line, refused.why) == (0, why)


def test_refused_and_tidied_lines_keep_their_numbers() -> None:
    read = read_lines(b"one.com\nhttps://two.vn/x\n\n192.0.2.1\n*.three.club\nx@y.com\nfour.vip")
    names = [
        read.text[first:last].decode()
        for first, last in zip(read.lines.first, read.lines.last, strict=True)
    ]
    assert names == ["one.com", "two.vn", "", "", "three.club", "", "four.vip"]
    assert [(refused.line, refused.text) for refused in read.refused] == [
        (3, "192.0.2.1"),
        (5, "x@y.com"),
    ]


@pytest.mark.parametrize(
    ("name", "latin", "alike"),
    [
        ("nhàcái.com", "nhacai", False),
        ("đánhbài.com", "danhbai", False),
        ("ѕunwіn.com", "sunwin", True),
        ("bếtvip.com", "betvip", False),
        ("xn--go88-zz.com", "xn--go88-zz", False),
        ("游戏bet.com", "??bet", False),
    ],
)
def test_labels_in_other_scripts_are_read_as_they_look(name: str, latin: str, alike: bool) -> None:
    read = read_lines(name.encode())
    first, last = int(read.lines.label_first[0]), int(read.lines.label_last[0])
    assert text_of(read.lines.symbols[first:last]) == latin
    assert any(decoded.alike for decoded in read.decoded.values()) == alike


def test_a_long_refused_line_is_quoted_in_part() -> None:
    (refused,) = read_lines(b"x" * 100_000).refused
    assert len(refused.text) <= 80
