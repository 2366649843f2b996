"""Each host answers over the proxy as its kind says, and every cloaking differs as it states."""

from __future__ import annotations

import base64
import gzip
import json
import re
import ssl
from functools import cache
from pathlib import Path

import pytest

from crawler.replica.sites.model import Cloaking, Site, SiteKind, Wire
from crawler.replica.sites.nameserver import Block
from crawler.replica.sites.poison import WAYS
from crawler.replica.sites.quiet import NOTICE_TITLE
from crawler.replica.sites.running import RunningSites
from crawler.replica.sites.world import SitesWorld, build_sites
from tests.crawler.replica.sites.conftest import SEED
from tests.crawler.replica.sites.visiting import FAILURES, Seen, look

_MOBILE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130 Mobile Safari"
_DESKTOP = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130 Safari/537.36"
# What makes a visitor one to whom the kind of cloaking shows the true face.
_CHOSEN = {
    Cloaking.DEVICE: {"User-Agent": _MOBILE},
    Cloaking.REFERRER: {"Referer": "https://www.google.com/"},
    Cloaking.LANGUAGE: {"Accept-Language": "vi-VN,vi;q=0.9"},
}
_PLAIN = {"User-Agent": _DESKTOP, "Accept-Language": "en-US,en;q=0.9"}


@cache
def world() -> SitesWorld:
    return build_sites(SEED, hostile=True)


def _of(*kinds: SiteKind) -> list[Site]:
    return world().of(*kinds)


def test_the_files_hold_the_key_of_every_host(running: RunningSites) -> None:
    key = {row["host"]: row for row in json.loads(running.answers.read_text(encoding="utf-8"))}
    assert list(key) == list(world().sites)
    assert running.entries.read_text(encoding="utf-8").splitlines() == list(world().entries)
    assert len(json.loads(running.links.read_text(encoding="utf-8"))) == len(world().links())
    assert running.register.read_text(encoding="utf-8").startswith("game_title,publisher,")


def test_every_living_host_shows_its_home_page_over_tls(running: RunningSites) -> None:
    silent = (SiteKind.DEAD, SiteKind.HOSTILE, SiteKind.LOOP)
    asked = 0
    for host, site in world().sites.items():
        if site.answer.kind in silent:
            continue
        secure = site.http != "only"
        seen = look(running, host, secure=secure, headers=_PLAIN)
        assert (seen.status, seen.body) == (site.face["/"].status, site.face["/"].body), host
        asked += 1
    assert asked >= 350


def test_a_site_over_http_moves_serves_or_is_all_there_is(running: RunningSites) -> None:
    found = set()
    for site in _of(SiteKind.HONEST):
        seen = look(running, site.host, secure=False)
        found.add(site.http)
        if site.http == "moves":
            assert (seen.status, seen.headers["location"]) == (301, f"https://{site.host}/")
        else:
            assert seen.body == site.face["/"].body
        if site.http == "only":
            with pytest.raises(FAILURES):
                look(running, site.host)
    assert found == {"moves", "serves", "only"}


def test_www_moves_to_the_name_and_unknown_addresses_are_not_there(running: RunningSites) -> None:
    host = _of(SiteKind.HONEST)[0].host
    assert look(running, f"www.{host}", "/1").headers["location"] == f"https://{host}/1"
    assert look(running, _of(SiteKind.PARKED)[0].host, "/khong-co").status == 404


@pytest.mark.parametrize("cloaking", list(_CHOSEN))
def test_a_cloak_shows_the_true_face_to_the_chosen(
    running: RunningSites, cloaking: Cloaking
) -> None:
    cloaked = [site for site in world().sites.values() if site.answer.cloaking is cloaking]
    assert len(cloaked) >= 2
    for site in cloaked:
        plain = look(running, site.host, headers=_PLAIN)
        chosen = look(running, site.host, headers={**_PLAIN, **_CHOSEN[cloaking]})
        assert site.hidden is not None
        assert plain.body == site.face["/"].body != chosen.body
        assert chosen.body == site.hidden["/"].body
        others = {key: value for kind in _CHOSEN if kind is not cloaking
                  for key, value in _CHOSEN[kind].items()}  # fmt: skip
        assert look(running, site.host, headers={**_PLAIN, **others}).body == plain.body


def test_a_second_visit_shows_the_true_face(running: RunningSites) -> None:
    for site in _cloaked(Cloaking.VISIT):
        first = look(running, site.host)
        cookie = first.headers["set-cookie"].partition(";")[0]
        second = look(running, site.host, headers={"Cookie": cookie})
        assert site.hidden is not None
        assert first.body == site.face["/"].body != second.body == site.hidden["/"].body


def test_a_script_alone_shows_the_true_face(running: RunningSites) -> None:
    for site in _cloaked(Cloaking.SCRIPT):
        seen = look(running, site.host, headers=_PLAIN)
        packed = re.search(r'atob\("([^"]+)"\)', seen.text)
        assert packed is not None
        hidden = base64.b64decode(packed[1]).decode()
        visible = seen.text.replace(packed[1], "")
        (home,) = [line for line in hidden.splitlines() if line.startswith("<h1>")]
        assert home not in visible
        assert "Mở ví" not in visible or "Mo vi" not in visible


def _cloaked(cloaking: Cloaking) -> list[Site]:
    return [site for site in world().sites.values() if site.answer.cloaking is cloaking]


def test_poisoned_entries_lead_to_honest_hosts_in_five_ways(running: RunningSites) -> None:
    honest = {site.host for site in _of(SiteKind.HONEST)}
    ways = set()
    for site in _of(SiteKind.POISONED):
        target = site.answer.leads_to or ""
        assert target in honest
        ways.add(_way(look(running, site.host), target))
    assert ways == set(WAYS)


def test_misled_entries_lead_to_gambling_hosts(running: RunningSites) -> None:
    foul = {site.host for site in _of(SiteKind.GAMBLING)}
    for site in _of(SiteKind.MISLED):
        assert site.answer.leads_to in foul
        assert _way(look(running, site.host), site.answer.leads_to or "")


def _way(seen: Seen, target: str) -> str:
    if 300 < seen.status < 400:
        assert seen.headers["location"] == f"https://{target}/"
        return str(seen.status)
    assert f"https://{target}/" in seen.text
    signs = {"meta": 'http-equiv="refresh"', "script": "<script>", "iframe": "<iframe"}
    (way,) = [way for way, sign in signs.items() if sign in seen.text]
    return way


def test_broken_sites_show_an_honest_home_and_gambling_elsewhere(running: RunningSites) -> None:
    for site in _of(SiteKind.COMPROMISED):
        home = look(running, site.host, headers=_PLAIN, secure=site.http != "only")
        assert (site.answer.leads_to or "") not in home.text
        for path in site.answer.injected:
            if path == "/":
                headers = {"Referer": "https://www.google.com/", "User-Agent": _MOBILE}
                seen = look(running, site.host, headers=headers)
                told = seen.headers.get("location", "") + seen.text
            else:
                told = look(running, site.host, path, headers=_PLAIN).text
            assert (site.answer.leads_to or "") in told
        linked = any(path in home.text for path in site.answer.injected if path != "/")
        assert linked != (site.answer.cloaking is not None)


def test_a_dead_host_gives_no_page(running: RunningSites) -> None:
    for site in _of(SiteKind.DEAD):
        try:
            assert look(running, site.host).status in (403, 429, 503)
        except FAILURES:
            continue


def test_names_below_a_wildcard_show_its_page(running: RunningSites) -> None:
    (wild,) = [site for site in world().sites.values() if site.zone.wildcard]
    assert len(wild.below) == 3
    for name in wild.below:
        assert look(running, name).body == wild.face["/"].body
        assert name in world().entries


def test_loops_never_end(running: RunningSites) -> None:
    for site in _of(SiteKind.LOOP):
        path = "/"
        for _ in range(6):
            seen = look(running, site.host, path)
            path = seen.headers.get("location", "/")
            assert seen.status in (301, 302) or "refresh" in seen.text or "location" in seen.text


def test_a_blocked_network_hides_a_hundred_living_sites(running: RunningSites) -> None:
    shown = {Block.NXDOMAIN: 0, Block.SINKHOLE: 0, Block.NOTICE: 0}
    for host, how in world().blocked.items():
        assert look(running, host).status == 200
        if how is Block.NOTICE:
            seen = look(running, host, secure=False, blocked=True)
            assert NOTICE_TITLE in seen.text
            with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
                look(running, host, blocked=True)
        else:
            assert look(running, host, secure=False, blocked=True).status == 503
        shown[how] += 1
    assert sum(shown.values()) == 100
    free = next(site.host for site in _of(SiteKind.HONEST) if site.http == "serves")
    assert look(running, free, blocked=True).status == 200


@pytest.mark.parametrize("wire", list(Wire))
def test_every_misbehaviour_is_what_it_says(running: RunningSites, wire: Wire) -> None:
    (site,) = [site for site in _of(SiteKind.HOSTILE) if site.answer.wire is wire]
    if wire is Wire.BOMB:
        packed = look(running, site.host).body
        assert len(packed) < 1_000_000 < 100_000_000 < len(gzip.decompress(packed))
        return
    if wire is Wire.TOO_SHORT:
        assert len(look(running, site.host).body) == 10
        return
    if wire is Wire.DRIP:
        assert look(running, site.host, most=2).body == b"<<"
        return
    if wire is Wire.ENDLESS:
        assert len(look(running, site.host, most=3_000_000).body) == 3_000_000
        return
    with pytest.raises(FAILURES):
        look(running, site.host, timeout=1)


def test_hostile_pages_are_served_as_they_are(running: RunningSites) -> None:
    seen = {
        site.answer.why: look(running, site.host)
        for site in _of(SiteKind.HOSTILE)
        if site.answer.wire is None
    }
    assert seen["It serves a million nested tags"].body.count(b"<b>") == 1_000_000
    assert seen["It serves 100,000 links"].body.count(b"<a ") == 100_000
    assert b"\0" in seen["It serves NULs"].body
    assert seen["It serves a redirect to loopback"].headers["location"].startswith("http://127.")
    assert len(seen) >= 18


def test_no_certificate_lies_but_those_that_should(running: RunningSites, tmp_path: Path) -> None:
    for wire in (Wire.WRONG_NAME, Wire.EXPIRED):
        (site,) = [site for site in _of(SiteKind.HOSTILE) if site.answer.wire is wire]
        with pytest.raises(ssl.SSLCertVerificationError):
            look(running, site.host)
