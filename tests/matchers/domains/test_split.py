"""The splitter against tldextract itself, and each kind of line."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tldextract import TLDExtract

from matchers.domains.split import State, split, symbols_of, text_of
from matchers.domains.suffixes import suffix_hashes, suffixes

ROWS = [
    ("go88.vip", State.NAME, "go88", "vip"),
    ("GO88.Vip", State.NAME, "go88", "vip"),
    ("www.go88.com.vn", State.NAME, "go88", "com.vn"),
    ("go88.com.vn.", State.NAME, "go88", "com.vn"),
    ("go88.com.vn\r", State.NAME, "go88", "com.vn"),
    ("shop.blogspot.com", State.NAME, "shop", "blogspot.com"),
    ("deep.shop.blogspot.com", State.NAME, "shop", "blogspot.com"),
    ("a.b.ck", State.NAME, "a", "*.ck"),
    ("x.www.ck", State.NAME, "www", "*.ck"),
    ("www.ck", State.NAME, "www", "*.ck"),
    ("brand.notasuffix", State.NAME, "brand", ""),
    ("_dmarc.go88.com", State.NAME, "go88", "com"),
    ("xn--g88-9ya.com", State.IDN, "xn--g88-9ya", "com"),
    ("b.ck", State.SHARED, "", "*.ck"),
    ("blogspot.com", State.SHARED, "", "blogspot.com"),
    ("com", State.BARE, "", "com"),
    ("localhost", State.BARE, "", ""),
    ("", State.BLANK, "", ""),
    ("\r", State.BLANK, "", ""),
]
UNTIDY = [
    *("1.2.3.4", "*.go88.com", "go88..com", ".go88.com", "go88.com..", "-go88.com", "go88-.com"),
    *("go_88.com", "go88.com ", " go88.com", "a@go88.com", "https://go88.com/", "go88.com:80"),
    *("gô88.com", f"{'a' * 64}.com", f"{'a.' * 130}com", "go88.com\r\r", "go\r88.com", "."),
]


@pytest.mark.parametrize(("name", "state", "label", "suffix"), ROWS)
def test_a_line_is_split(name: str, state: State, label: str, suffix: str) -> None:
    lines = split(name.encode() + b"\n")
    assert State(int(lines.state[0])) is state
    found = lines.symbols[lines.label_first[0] : lines.label_last[0]]
    assert (text_of(found), suffixes()[lines.suffix[0]]) == (label, suffix)


@pytest.mark.parametrize("line", UNTIDY)
def test_what_is_no_plain_host_is_left_to_others(line: str) -> None:
    assert split(line.encode()).state.tolist() == [State.UNTIDY]


def test_a_lines_bytes_are_the_name_without_its_end() -> None:
    chunk = b"one.com\r\n\ntwo.vn.\nthree.club"
    lines = split(chunk)
    names = [chunk[first:last] for first, last in zip(lines.first, lines.last, strict=True)]
    assert names == [b"one.com", b"", b"two.vn", b"three.club"]


def test_symbols_are_written_back() -> None:
    assert text_of(symbols_of("az-09")) == "az-09"
    assert symbols_of("az09-").tolist() == [1, 26, 27, 36, 37]


@cache
def extract() -> TLDExtract:
    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def test_the_suffixes_are_those_of_tldextract() -> None:
    known = {
        ".".join(_puny(label) for label in rule.split("."))
        for rule in extract().tlds
        if not rule.startswith("!")
    }
    assert suffixes()[-1] == ""
    assert set(suffixes()[:-1]) == known


def _puny(label: str) -> str:
    return label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"


def test_a_suffix_is_hashed_as_fnv_is_defined() -> None:
    hashes = dict(zip(suffixes(), suffix_hashes().tolist(), strict=True))
    assert hashes[""] == 0x811C9DC5
    assert hashes["com"] == 0xF18DD2DE


_LABELS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?", fullmatch=True)
_ENDS = st.sampled_from(suffixes()[:-1]).map(lambda text: text.replace("*", "any"))
_NAMES = st.builds(
    lambda labels, end: ".".join([*labels, end]), st.lists(_LABELS, max_size=3), _ENDS | _LABELS
)


@given(st.lists(_NAMES, min_size=1, max_size=20))
def test_names_are_split_as_tldextract_does(names: list[str]) -> None:
    lines = split("\n".join(names).encode())
    for row, name in enumerate(names):
        known = extract()(name)
        state = State(int(lines.state[row]))
        if state is State.UNTIDY:
            assert name.rpartition(".")[2].isdigit()
            continue
        label = text_of(lines.symbols[lines.label_first[row] : lines.label_last[row]])
        if known.suffix:
            assert label == known.domain
            assert (state in (State.BARE, State.SHARED)) == (not known.domain)
            assert name.endswith(suffixes()[lines.suffix[row]].removeprefix("*"))
        else:
            # What tldextract calls the domain is read as a suffix that the list does not know yet.
            assert label == known.subdomain.rpartition(".")[2]
            assert suffixes()[lines.suffix[row]] == ""
