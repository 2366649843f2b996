"""One spelling a name, and what never stands in a block list."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date

import idna
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import NameRefused
from crawler.records import DeclaredAccount, EntryStatus, LicenceKind, RegistryEntry
from matchers.addresses import registrable
from matchers.domains.canonical import KeptHosts, canonical, licensed_hosts, shared_by_many
from matchers.domains.suffixes import suffixes
from matchers.lists import _multi_tenant_hosts, names_above, protected_names

PAPER = RegistryEntry(
    entry="1",
    kind=LicenceKind.G1_RELEASE_DECISION,
    number="1/QĐ-VD",
    issued=date(2024, 1, 1),
    title="Ví Dụ",
    publisher="Công ty Ví Dụ",
    status=EntryStatus.IN_FORCE,
    domains="https://choi.vidu-game.vn/tai-ve và http://vidu-hai.vn",
)


@pytest.mark.parametrize(
    ("written", "spelt"),
    [
        ("nohu-vidu.club", "nohu-vidu.club"),
        ("NoHu-ViDu.CLUB.", "nohu-vidu.club"),
        (" nohu-vidu.club\n", "nohu-vidu.club"),
        ("nổhũ-vídụ.com", "xn--nh-vd-2sa97ft53okea.com"),
        ("faß-vidu.de", "xn--fa-vidu-1va.de"),  # the standard codec names fass-vidu.de
        ("ｎｏｈｕ８８－vidu.com", "nohu88-vidu.com"),
        ("nohu-vidu。com", "nohu-vidu.com"),
        ("88--vidu.com", "88--vidu.com"),
        ("nohu-vidu.com.vn", "nohu-vidu.com.vn"),
        ("nohu-vidu.id.vn", "nohu-vidu.id.vn"),
        ("nohu-vidu.blogspot.com", "nohu-vidu.blogspot.com"),
    ],
)
def test_a_name_has_one_spelling(written: str, spelt: str) -> None:
    if not written.isascii():
        assert idna.decode(spelt) == idna.uts46_remap(written)
    assert canonical(written) == spelt


@pytest.mark.parametrize(
    "written",
    [
        *("", ".", "com", "vn", "com.vn", "hanoi.vn", "blogspot.com", "s3.amazonaws.com"),
        *("103.1.2.3", "[2001:db8::1]", "vidu", "nohu..vidu.com", ".nohu-vidu.com"),
        *("nohu-vidu.com..", "-nohu.com", "nohu-.com", "no_hu.com", "*.nohu-vidu.com"),
        *("nohu vidu.com", "nohu;vidu.com", "nohu.com\n$INCLUDE /etc/passwd", 'no"hu.com'),
        *("nohu-vidu.com/a", "https://nohu-vidu.com", "an@nohu-vidu.com", "nohu-vidu.com:8080"),
        *("a\u200db.com", "nohu\u202ecom.vidu.com", "no\u00adhu\x00.com", "nohu\\.com", "@.com"),
        *("xn--.com", "xn--a.com", "xn--99999999.com", f"{'a' * 64}.com", f"{'a.' * 126}com"),
        *("xn--NH-vidu-\u1ed5.com", "\U0001f3b0vidu.com", "www.nohu-vidu.com", "a.hanoi.hanoi.vn"),
        "nohu-vidu.khongcosuffix",
    ],
)
def test_what_is_no_registered_name_is_refused_in_a_sentence(written: str) -> None:
    with pytest.raises(NameRefused) as refused:
        canonical(written)
    assert str(refused.value).isprintable()


@settings(deadline=None)
@given(
    st.text(max_size=300) | st.from_regex(r"[\w.;\-\"$@\n ]{1,40}\.(com|vn|club)", fullmatch=True)
)
def test_no_text_becomes_anything_but_a_host_name(text: str) -> None:
    try:
        spelt = canonical(text)
    except NameRefused:
        return
    assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", spelt)
    assert len(spelt) <= 253
    assert max(map(len, spelt.split("."))) <= 63
    assert canonical(spelt) == spelt == registrable(spelt)
    assert canonical(spelt.upper() + ".") == spelt


@pytest.mark.parametrize("host", sorted(_multi_tenant_hosts()))
def test_no_host_of_many_tenants_and_no_tenant_is_one_owners(host: str) -> None:
    protected = KeptHosts({host: "" for kept in protected_names() for host in kept.hosts})
    for name in (host, f"nohu-vidu.{host}", registrable(host)):
        try:
            spelt = canonical(name)
        except NameRefused:
            continue
        assert shared_by_many(spelt) or protected.hit_by(spelt), name


@pytest.mark.parametrize(
    "name", ["vidu.blogspot.com", "vidu.duckdns.org", "vidu.github.io", "vidu.web.app"]
)
def test_a_tenant_of_a_public_suffix_is_written_to_not_blocked(name: str) -> None:
    assert shared_by_many(canonical(name))


def test_no_name_with_a_public_suffix_at_or_below_it_is_one_owners() -> None:
    *listed, unknown = suffixes()
    assert unknown == ""
    above = {name for one in listed for name in names_above(one)}
    passed = set()
    for name in above:
        with suppress(NameRefused):
            if shared_by_many(canonical(name)) is None:
                passed.add(name)
    assert passed == set()
    assert {"windows.net", "digitaloceanspaces.com", "kawasaki.jp"} <= above


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("windows.net", "blob.core.windows.net"),
        ("digitaloceanspaces.com", "*.digitaloceanspaces.com"),
        ("run.app", "*.run.app"),
    ],
)
def test_the_suffix_that_lies_below_is_named(name: str, suffix: str) -> None:
    assert f"the public suffix {suffix} lies below it" in (shared_by_many(name) or "")


@pytest.mark.parametrize("name", ["nohu-vidu.club", "nohu-vidu.id.vn", "nohu-vidu.com.vn"])
def test_what_somebody_registered_is_one_owners(name: str) -> None:
    assert shared_by_many(canonical(name)) is None


@pytest.mark.parametrize(
    ("name", "hit"),
    [
        ("vidu-bao.vn", True),
        ("tin.vidu-bao.vn", True),
        ("vidu-lon.vn", True),  # its wildcard would take the host below it down
        ("bao.vn", False),
        ("khac-vidu-bao.vn", False),
    ],
)
def test_a_block_hits_kept_hosts_below_and_above(name: str, hit: bool) -> None:
    kept = KeptHosts({"vidu-bao.vn": "báo Ví Dụ", "choi.vidu-lon.vn": "nhà Ví Dụ"})
    assert (kept.hit_by(name) is not None) is hit


def test_hosts_of_papers_and_declared_ones_are_licensed() -> None:
    own = DeclaredAccount(
        account="domain:khai-vidu.vn", publisher="Ví Dụ", day=date(2026, 1, 1), letter="12/CV-VD"
    )
    app = replace(own, account="google:com.vidu.game")
    hosts = licensed_hosts([PAPER], [own, app])
    assert set(hosts) == {"choi.vidu-game.vn", "vidu-hai.vn", "khai-vidu.vn"}
    assert "1/QĐ-VD" in hosts["vidu-hai.vn"]
    assert "12/CV-VD" in hosts["khai-vidu.vn"]


@pytest.mark.parametrize("status", EntryStatus)
def test_only_a_paper_that_ended_keeps_nothing(status: EntryStatus) -> None:
    kept = licensed_hosts([replace(PAPER, status=status)], [])
    assert bool(kept) is (status.in_force is not False)
