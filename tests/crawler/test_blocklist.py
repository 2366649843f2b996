"""The gate: what was confirmed goes out, and what is in doubt is held with a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import Response

from crawler import cases, protected
from crawler.blocklist import gate
from crawler.records import (
    EntryStatus,
    LicenceKind,
    Presence,
    Question,
    RegistryEntry,
    Verdict,
    VerdictKind,
)
from crawler.store import Store
from crawler.store.cases import open_case
from crawler.store.registry import Takeover, take_over
from crawler.store.sightings import add_sightings
from crawler.store.verdicts import add_verdict
from crawler.takedowns import Held
from matchers.reasons import reason
from tests.crawler.office import APPLE, LATER, NOW, confirmed, flag, judge_as, new_store, see
from tests.spiders.visits import TENANT, visited

NAME = "nohu-vidu.club"
SITE = f"domain:{NAME}"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def names(store: Store) -> list[str]:
    return [entry.name for entry in gate(store, now=LATER).entries]


def held(store: Store) -> Held:
    gated = gate(store, now=LATER)
    assert gated.entries == ()
    (one,) = gated.held
    return one


def test_a_confirmed_domain_is_an_entry_with_what_it_rests_on(store: Store) -> None:
    case = confirmed(store, SITE)
    gated = gate(store, now=LATER)
    (entry,) = gated.entries
    assert gated.held == ()
    assert (entry.name, entry.case, entry.ground) == (NAME, case, VerdictKind.GAMBLING)
    assert entry.valid_from == NOW
    assert [one[:7] for one in entry.evidence] == ["sha256:"]


def test_all_that_the_quoted_words_rest_on_is_named(store: Store) -> None:
    def page(name: str, text: str, **more: str) -> dict[str, str]:
        url = f"https://{NAME}/{name}"
        return {"url": url, "title": "", "text": text, "evidence": f"sha256:{name}", **more}

    facts = {
        "pages": [page("nap", "đổi thưởng nhanh"), page("lien-he", "Liên hệ")],
        "cloaking": [page("kin", "đổi thưởng", kind="script", screenshot="sha256:anh")],
        "landing": page("dich", "Báo Ví Dụ"),
    }
    confirmed(store, SITE, facts=facts)
    (entry,) = gate(store, now=LATER).entries
    assert entry.evidence[1:] == ("sha256:nap", "sha256:kin", "sha256:anh")


def test_entries_come_by_name_and_once(store: Store) -> None:
    first = confirmed(store, "domain:ZZ-vidu.club")
    for subject in ("domain:zz-vidu.club", "domain:bb-vidu.club", "domain:nổhũ-vídụ.com"):
        confirmed(store, subject)
    entries = gate(store, now=LATER).entries
    assert [entry.name for entry in entries] == [
        *("bb-vidu.club", "xn--nh-vd-2sa97ft53okea.com", "zz-vidu.club")
    ]
    assert entries[2].case == first


def test_only_confirmed_domains_count(store: Store) -> None:
    confirmed(store, APPLE)
    flag(store, "domain:mo-vidu.club")
    flag(store, "domain:bo-vidu.club")
    cases.dismiss(store, ["domain:bo-vidu.club"], who="an", note=None, now=NOW)
    assert gate(store, now=LATER) == gate(store, now=NOW)
    assert names(store) == []
    assert gate(store, now=LATER).held == ()


@pytest.mark.parametrize(
    ("subject", "why"),
    [
        ("domain:com.vn", "public suffix"),
        ("domain:nohu-vidu.khongcosuffix", "suffix"),
        ("domain:nohu;vidu.club", "IDNA 2008"),
        ("domain:103.1.2.3", "suffix"),
        ("domain:www.nohu-vidu.club", "stands below nohu-vidu.club"),
        ("domain:nohu-vidu.blogspot.com", "many tenants"),
        ("domain:nohu-vidu.duckdns.org", "public suffix of tenants"),
        ("domain:t.me", "many tenants"),
        ("domain:haravan.com", "many tenants"),
        ("domain:nohu-vidu.gov.vn", "gov.vn"),
        ("domain:truong-vidu.edu.vn", "edu.vn"),
        ("domain:vnexpress.net", "Báo chí"),
        ("domain:google.com", "Nền tảng lớn"),
    ],
)
def test_names_that_no_list_may_hold_are_held(store: Store, subject: str, why: str) -> None:
    case = confirmed(store, subject)
    one = held(store)
    assert (one.case, one.subject, one.recipient) == (case, subject, None)
    assert why in one.why


def test_names_that_two_people_protect_are_held_with_what_lies_above_them(store: Store) -> None:
    confirmed(store, SITE)
    protected.propose(store, f"choi.{NAME}", reason="đang khiếu nại", who="an", now=NOW)
    assert names(store) == [NAME]
    protected.approve(store, f"choi.{NAME}", who="binh", now=NOW)
    assert "đang khiếu nại" in held(store).why


def register(store: Store, status: EntryStatus) -> None:
    paper = RegistryEntry(
        entry="1",
        kind=LicenceKind.G1_RELEASE_DECISION,
        number="7/QĐ-VD",
        issued=NOW.date() - timedelta(days=90),
        title="Ví Dụ",
        publisher="Công ty Ví Dụ",
        status=status,
        domains=f"https://{NAME}/",
    )
    import_ = Takeover(
        taken_at=NOW, taken_by="an", files=(), added=(paper,), changed=(), gone=(), classes={}
    )
    take_over(store, import_)


def test_a_host_of_the_register_is_held(store: Store) -> None:
    confirmed(store, SITE)
    register(store, EntryStatus.IN_FORCE)
    assert "7/QĐ-VD" in held(store).why


def test_a_host_of_a_paper_that_was_revoked_goes_out(store: Store) -> None:
    confirmed(store, SITE)
    register(store, EntryStatus.REVOKED)
    assert names(store) == [NAME]


def test_an_honest_site_that_was_broken_into_is_never_blocked(store: Store) -> None:
    confirmed(store, SITE)
    judge_as(store, VerdictKind.COMPROMISED, SITE)
    assert "its owner is told" in held(store).why


@pytest.mark.parametrize("kind", [VerdictKind.LICENSED, VerdictKind.CLEAN, VerdictKind.UNSURE])
def test_a_verdict_that_changed_holds_the_name(store: Store, kind: VerdictKind) -> None:
    confirmed(store, SITE)
    judge_as(store, kind, SITE)
    assert str(kind) in held(store).why


def test_a_site_that_is_gone_is_stale(store: Store) -> None:
    confirmed(store, SITE)
    see(store, SITE, presence=Presence.GONE, seen_at=NOW)
    assert "gone" in held(store).why


@pytest.mark.parametrize(
    ("final_url", "held_back"),
    [
        ("https://vnexpress.net/the-thao", True),
        ("https://www.truong-vidu.edu.vn/", True),
        (f"https://www.{NAME}/vao", False),
        ("https://taixiu-vidu.com/", False),
        (None, False),
    ],
)
def test_an_entry_that_led_to_a_kept_host_may_be_bait(
    store: Store, final_url: str | None, held_back: bool
) -> None:
    confirmed(store, SITE, final_url=final_url)
    assert (names(store) == []) is held_back
    if held_back:
        assert "somebody may want that blocked" in held(store).why
        see(store, SITE, final_url=f"https://{NAME}/", seen_at=NOW)
        assert names(store) == [NAME]


@pytest.mark.parametrize("place", ["landing", "cloaking"])
def test_where_a_browser_or_another_side_was_led_may_be_bait_too(store: Store, place: str) -> None:
    def led(url: str) -> dict[str, Any]:
        page = {"kind": "script", "url": url}
        return {place: [page] if place == "cloaking" else page}

    here = f"https://{NAME}/"
    confirmed(store, SITE, final_url=here, facts=led("https://vnexpress.net/the-thao"))
    assert "somebody may want that blocked" in held(store).why
    see(store, SITE, final_url=here, facts=led(here), seen_at=NOW)
    assert names(store) == [NAME]


POINTED = f"https://thue.{NAME}/a"


def of_a_tenant(store: Store, home: bytes | None) -> None:
    """A visit in which only a page below the name offers gambling, judged so and confirmed."""
    answers = {POINTED: Response(POINTED, body=TENANT.encode())}
    if home is not None:
        answers[f"https://{NAME}/"] = Response(f"https://{NAME}/", body=home)
    seen, _ = visited(answers, f"{SITE} {POINTED}")
    add_sightings(store, [seen], crawl=None)
    verdict = Verdict(
        subject=SITE,
        kind=VerdictKind.UNSURE,
        question=Question.GAMBLING_UNCONFIRMED,
        entry=None,
        score=0.0,
        reasons=(reason("site_host_below", field="facts.pages", quote=POINTED),),
        fingerprint="test",
        judged_at=NOW,
    )
    with store.writing():
        open_case(store, SITE, verdict=add_verdict(store, verdict), now=NOW)
    cases.confirm(store, [SITE], who="an", note=None, now=NOW, ground=VerdictKind.GAMBLING)


@pytest.mark.parametrize("home", [b"<title>Nh\xc3\xa0 m\xc3\xa1y</title><p>a</p>", None])
def test_a_name_for_which_only_a_host_below_speaks_is_held(
    store: Store, home: bytes | None
) -> None:
    of_a_tenant(store, home)
    assert f"stands on thue.{NAME}, perhaps a tenant's" in held(store).why
    judge_as(store, VerdictKind.UNSURE, SITE, question=Question.GAMBLING_UNCONFIRMED)
    see(store, SITE, seen_at=NOW)
    assert f"stands on thue.{NAME}" in held(store).why  # what was decided rested on it alone
    judge_as(store, VerdictKind.GAMBLING, SITE)
    assert names(store) == [NAME]


@pytest.mark.parametrize(
    ("hosts", "said", "held_back"),
    [
        ([f"thue.{NAME}", f"b.{NAME}"], None, True),
        ([f"thue.{NAME}", f"www.{NAME}"], None, False),
        ([f"thue.{NAME}"], "Nổ hũ đổi thưởng", False),
        ([], None, False),
    ],
)
def test_a_name_that_said_nothing_at_its_newest_visit_is_held(
    store: Store, hosts: list[str], said: str | None, held_back: bool
) -> None:
    pages = [{"url": f"https://{host}/a", "title": "", "text": "đổi thưởng"} for host in hosts]
    confirmed(store, SITE, url=f"https://{NAME}/", title=None, text=said, facts={"pages": pages})
    assert (names(store) == []) is held_back
    if held_back:
        assert f"stands on thue.{NAME}" in held(store).why
        see(store, SITE, seen_at=NOW)
        assert names(store) == [NAME]


def test_an_entry_that_led_to_a_licensed_host_may_be_bait(store: Store) -> None:
    confirmed(store, "domain:bay-vidu.club", final_url=f"https://{NAME}/")
    assert names(store) == ["bay-vidu.club"]
    register(store, EntryStatus.IN_FORCE)
    assert "7/QĐ-VD" in held(store).why


def test_a_visit_that_our_own_block_stopped_changes_nothing(store: Store) -> None:
    confirmed(store, SITE)
    see(store, SITE, presence=Presence.UNKNOWN, seen_at=NOW, evidence=None)
    assert names(store) == [NAME]


def test_a_name_without_recorded_evidence_is_held(store: Store) -> None:
    confirmed(store, SITE, evidence=None)
    assert "evidence" in held(store).why
