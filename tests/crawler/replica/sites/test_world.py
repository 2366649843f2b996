"""The world of sites: one for a seed, whole in its kinds, fair in its key, nobody's real name."""

from __future__ import annotations

import gzip
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
import tldextract
import zxingcpp
from PIL import Image

from crawler.errors import UsageProblem
from crawler.replica.sites import pages
from crawler.replica.sites.honest import ALL_SORTS
from crawler.replica.sites.model import Cloaking, Identity, Names, Site, SiteKind, Wire, Wording
from crawler.replica.sites.operators import STRONG
from crawler.replica.sites.world import SitesWorld, build_sites

SEEDS = (1, 7, 2026)
SHARED = Path(__file__).resolve().parents[5] / "shared" / "data" / "domains"
_SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)
_IDS = re.compile(
    rb"G-[A-Z0-9]{10}|GTM-\w+|'init', '\d+|start','1,\d+|tawk.to/[\w/]+|license=\d+|oaid=.\d+"
    rb"|0900 ?\d{3} ?\d{3}|\b000\d{9}\b|//t\.me/\w+"
)
_PLACEHOLDERS = {b"G-XXXXXXXXXX"}
_LEAST = {
    SiteKind.GAMBLING: 60, SiteKind.PROMOTES_GAMBLING: 20, SiteKind.LICENSED: 20,
    SiteKind.COMPROMISED: 30, SiteKind.HONEST: 75, SiteKind.POISONED: 40, SiteKind.MISLED: 10,
    SiteKind.PARKED: 10, SiteKind.DEAD: 10, SiteKind.DOORWAY: 5, SiteKind.LOOP: 4,
    SiteKind.PROMOTES_UNLICENSED: 8, SiteKind.LICENCE_PROBLEM: 5, SiteKind.BLOCK_PAGE: 5,
}  # fmt: skip


@cache
def world(seed: int) -> SitesWorld:
    return build_sites(seed)


def _bytes(built: SitesWorld) -> dict[tuple[str, str, str], bytes]:
    return {
        (host, name, path): reply.body
        for host, site in built.sites.items()
        for name, face in (("face", site.face), ("hidden", site.hidden or {}))
        for path, reply in face.items()
    }


def test_a_seed_makes_the_same_bytes_and_the_same_key() -> None:
    first, again = build_sites(5), build_sites(5)
    assert _bytes(first) == _bytes(again)
    assert first.answers == again.answers
    assert first.register == again.register


def test_another_seed_makes_another_world() -> None:
    # Licensees keep their hosts, and of the coined names a few come again.
    again = set(world(1).sites) & set(world(7).sites)
    licensed = {site.host for seed in (1, 7) for site in world(seed).of(SiteKind.LICENSED)}
    assert len(again - licensed) < 10


def test_more_poison_and_hostile_hosts_change_nothing_else() -> None:
    small, big = world(7), build_sites(7, poisoned=1000, hostile=True)
    kept = [answer for answer in small.answers if answer.kind is not SiteKind.POISONED]
    assert all(answer in big.answers for answer in kept)
    assert len(big.of(SiteKind.POISONED)) == 1000
    assert {site.answer.wire for site in big.of(SiteKind.HOSTILE)} >= set(Wire)
    assert set(big.entries) > set(big.sites)


def test_more_poison_than_names_is_refused() -> None:
    with pytest.raises(UsageProblem, match="--poisoned"):
        build_sites(1, poisoned=9000)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_kind_is_planted_often_enough(seed: int) -> None:
    kinds = Counter(answer.kind for answer in world(seed).answers)
    assert sum(kinds.values()) >= 300
    assert set(kinds) == set(SiteKind) - {SiteKind.HOSTILE}
    assert {kind: kinds[kind] for kind, least in _LEAST.items() if kinds[kind] < least} == {}
    assert kinds[SiteKind.UNLICENSED_GAME] + kinds[SiteKind.PRIVATE_SERVER] >= 40


@pytest.mark.parametrize("seed", SEEDS)
def test_the_key_answers_each_host_once_under_its_registrable_name(seed: int) -> None:
    built = world(seed)
    assert [answer.host for answer in built.answers] == list(built.sites)
    for host in built.sites:
        assert _SUFFIXES(host).top_domain_under_public_suffix == host
        assert built.sites[host].answer.subject == f"domain:{host}"


@pytest.mark.parametrize("seed", SEEDS)
def test_whom_nobody_may_accuse_has_no_accusing_answer(seed: int) -> None:
    harmless = {"clean", "not_a_game", "unsure", "parked", "licensed", "compromised"}
    for answer in world(seed).answers:
        assert answer.accusation_forbidden == (set(answer.acceptable) <= harmless), answer
        assert not (answer.to_flag and answer.kind in (SiteKind.HONEST, SiteKind.POISONED))
        assert answer.why


@pytest.mark.parametrize("seed", SEEDS)
def test_only_owners_of_broken_sites_are_told(seed: int) -> None:
    built = world(seed)
    told = [answer for answer in built.answers if answer.tell_owner]
    assert {answer.kind for answer in told} == {SiteKind.COMPROMISED}
    assert all(answer.injected for answer in told)
    below = [answer.host for answer in told if answer.host.endswith((".gov.vn", ".edu.vn"))]
    assert len(below) >= 10


@pytest.mark.parametrize("seed", SEEDS)
def test_operators_share_what_the_key_says_and_strangers_do_not(seed: int) -> None:
    built = world(seed)
    operators = {answer.operator for answer in built.answers if answer.operator}
    assert len(operators) == 10
    values: dict[str, set[str | None]] = {}
    for answer in built.answers:
        for identity, value in answer.shared.items():
            assert value, answer
            if identity in STRONG:
                values.setdefault(f"{identity} {value}", set()).add(answer.operator)
    assert all(len(owners) == 1 for owners in values.values())
    assert len({identity for pair in built.links().values() for identity in pair}) == len(Identity)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_strangers_share_an_id_by_chance(seed: int) -> None:
    owners: dict[bytes, set[str]] = {}
    for site in world(seed).sites.values():
        face = {**site.face, **(site.hidden or {})}
        for found in {found for reply in face.values() for found in _IDS.findall(reply.body)}:
            owners.setdefault(found, set()).add(site.answer.operator or site.host)
    assert len(owners) > 400
    assert {found for found, who in owners.items() if len(who) > 1} <= _PLACEHOLDERS


@pytest.mark.parametrize("seed", SEEDS)
def test_the_sites_of_an_operator_hang_together(seed: int) -> None:
    built = world(seed)
    linked: dict[str, set[str]] = {}
    for (left, right), shared in built.links().items():
        if shared & set(STRONG):
            linked.setdefault(left, set()).add(right)
            linked.setdefault(right, set()).add(left)
    for operator in {answer.operator for answer in built.answers} - {None}:
        members = {answer.host for answer in built.answers if answer.operator == operator}
        reached, front = set(), {min(members)}
        while front:
            reached |= front
            front = {far for host in front for far in linked.get(host, ())} - reached
        assert reached == members


@pytest.mark.parametrize("seed", SEEDS)
def test_on_a_later_day_each_operator_has_come_back_under_another_name(seed: int) -> None:
    before, after = world(seed), build_sites(seed, later=True)
    come = [after.sites[host] for host in after.sites if host not in before.sites]
    lost = {site.answer.successor_of or "" for site in come}
    changed = {host for host, site in before.sites.items() if after.sites[host] != site}
    assert len(come) == 10
    assert lost == changed
    for site in come:
        old = before.sites[site.answer.successor_of or ""].answer
        now = after.sites[old.host].answer
        assert (old.kind, old.operator) == (SiteKind.GAMBLING, site.answer.operator)
        assert now.kind in (SiteKind.DEAD, SiteKind.PARKED)
        assert site.answer.kind is SiteKind.GAMBLING
        again = site.answer.shared.items() & old.shared.items()
        assert {identity for identity, _ in again} & set(STRONG)
        assert all(_shows(site, identity, value) for identity, value in site.answer.shared.items())
    assert {after.sites[host].answer.names for host in lost} == {
        Names.NXDOMAIN, Names.SERVFAIL, Names.KNOWN,
    }  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_shared_identities_stand_in_the_pages_and_records(seed: int) -> None:
    for site in world(seed).of(SiteKind.GAMBLING):
        for identity, value in site.answer.shared.items():
            assert _shows(site, identity, value), (site.host, identity, value)


def _shows(site: Site, identity: Identity, value: str) -> bool:
    match identity:
        case Identity.NAME_SERVER:
            return value in site.zone.name_servers
        case Identity.CERTIFICATE:
            return value.split() == list(site.certificate) and site.host in value.split()
        case Identity.REDIRECT:
            return value in site.face["/vao"].headers["Location"]
        case Identity.TRACKER | Identity.CHAT:
            return value.encode() in site.face["/"].body
        case Identity.PAYMENT:
            return value.partition(":")[2] in str(site.answer.payments) + str(site.answer.qr)
        case _:
            return True  # by their bytes: the next test


@pytest.mark.parametrize("seed", SEEDS)
def test_shared_pictures_are_the_same_bytes_and_others_are_not(seed: int) -> None:
    built = world(seed)
    for identity, path in ((Identity.FAVICON, "/favicon.ico"), (Identity.PICTURE, "/img/bia.png")):
        sites = [site for site in built.of(SiteKind.GAMBLING) if path in site.face]
        for left, right in combinations(sites, 2):
            a, b = left.answer.shared.get(identity), right.answer.shared.get(identity)
            same = left.face[path].body == right.face[path].body
            assert same == (a is not None and a == b), (identity, left.host, right.host)


@pytest.mark.parametrize("seed", SEEDS)
def test_strangers_share_name_servers_certificates_and_favicons(seed: int) -> None:
    built = world(seed)
    honest, foul = built.of(SiteKind.HONEST), built.of(SiteKind.GAMBLING)
    shared: tuple[Callable[[Site], tuple[str, ...]], ...] = (
        lambda site: site.zone.name_servers,
        lambda site: site.certificate,
        lambda site: site.zone.addresses,
    )
    for what in shared:
        assert {what(site) for site in honest} & {what(site) for site in foul if what(site)}
    icons = Counter(site.face["/favicon.ico"].body for site in honest)
    assert icons.most_common(1)[0][1] >= 20


@pytest.mark.parametrize("seed", SEEDS)
def test_all_sorts_ways_and_wordings_come(seed: int) -> None:
    built = world(seed)
    answers = built.answers
    assert len(built.of(SiteKind.HONEST)) == 3 * len(ALL_SORTS)
    assert {answer.wording for answer in answers} >= set(Wording)
    clear = [answer for answer in answers if answer.kind is SiteKind.GAMBLING]
    assert Counter(answer.cloaking for answer in clear if answer.cloaking) == dict.fromkeys(
        Cloaking, 2
    )
    assert len(built.blocked) == 100
    assert Counter(built.blocked.values()).most_common()[-1][1] >= 33
    assert all(built.sites[host].answer.to_flag or built.sites[host].answer.wording
               is Wording.PICTURES for host in built.blocked)  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_old_sites_say_in_their_letters_what_new_ones_say(seed: int) -> None:
    old = [site for site in world(seed).sites.values() if site.answer.charset == pages.OLD]
    assert old
    for site in old:
        text = unicodedata.normalize("NFC", site.face["/"].body.decode(pages.OLD))
        assert f'charset="{pages.OLD}"' in text
        assert "&#" not in text
        assert sum(ord(char) > 0x1E9F for char in text) > 20  # letters with two marks


@pytest.mark.parametrize("seed", SEEDS)
def test_every_planted_code_can_be_read_from_its_picture(seed: int) -> None:
    read = 0
    for site in world(seed).sites.values():
        if not site.answer.qr:
            continue
        face = {**site.face, **(site.hidden or {})}
        codes = {
            found.text
            for path, reply in face.items()
            if path.startswith("/img/ma") or path == "/img/chuyen-khoan.png"
            for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(reply.body)))
        }
        assert set(site.answer.qr) <= codes, site.host
        read += 1
    assert read >= 60


@pytest.mark.parametrize("seed", SEEDS)
def test_titles_stand_in_the_register_or_do_not(seed: int) -> None:
    built = world(seed)
    rows = {row.portal_id: row for row in built.register}
    titles = {row.game_title.casefold() for row in built.register}
    for site in built.of(SiteKind.LICENSED, SiteKind.LICENCE_PROBLEM, SiteKind.PRIVATE_SERVER):
        row = rows[site.answer.portal_id or ""]
        assert row.game_title.casefold() == (site.answer.title or "").casefold()
        ended = site.answer.kind is SiteKind.LICENCE_PROBLEM
        assert (row.status != "active") == ended
    for site in built.of(SiteKind.IMPOSTOR):
        number = rows[site.answer.portal_id or ""].licence_no.replace(" ", "")
        assert number.encode() in site.face["/"].body
    for site in built.of(SiteKind.UNLICENSED_GAME):
        assert (site.answer.title or "").casefold() not in titles
        assert (site.answer.title or "").encode() in site.face["/"].body


@pytest.mark.slow
def test_no_name_is_that_of_a_real_site() -> None:
    if not SHARED.is_dir():
        pytest.skip("shared data absent: it stands beside the checkout")
    real = set()
    for path in (*SHARED.glob("*.csv.gz"), *SHARED.glob("*.csv")):
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
        real |= {line.partition(",")[0] for line in text.splitlines()}
    assert len(real) > 400_000
    for seed in (*SEEDS, 11, 22, 33):
        assert not real & set(build_sites(seed, poisoned=200).sites)
