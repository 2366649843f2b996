"""Pages and adverts out of the store: judged after where they lead, and again when that changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler import cases, protected, takedowns
from crawler.errors import CaseProblem
from crawler.judge import judge, open_judge, stale_subjects
from crawler.records import (
    Presence,
    Question,
    Recipient,
    Sighting,
    Verdict,
    VerdictKind,
    evidence_id,
)
from crawler.store import Store
from crawler.store.aliases import add_aliases
from crawler.store.cases import find_case
from crawler.store.requests import requested_cases
from crawler.store.sightings import add_sightings
from crawler.store.verdicts import add_verdict
from matchers.lexicon import load_lexicon
from tests.crawler.office import LATER, NOW, confirmed, flag, new_store

LEXICON = load_lexicon()
NUMBER = "910000000000001"
PAGE, NAMED, ADVERT = f"fbpage:{NUMBER}", "fbpage:@vidu", "fbad:9100000000000001"
SITE, LINK = "domain:noikhacvidu.com", "https://noikhacvidu.com/a"
APP = "google:com.vidu.ghephinh"
OFFER = "Nổ hũ đổi thưởng uy tín, nạp rút 1:1 trong 2 phút, tặng 58k tân thủ. Tải ngay!"
HONEST = "Tiệm hoa giao tận nơi trong ngày: hoa cưới, hoa sinh nhật, lẵng hoa khai trương."
LATEST = LATER + timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def seen(subject: str, **fields: Any) -> Sighting:
    """What the Ad Library showed for Vietnam."""
    names: dict[str, Any] = (
        {"publisher": "Hoàng Hôn", "publisher_id": NUMBER}
        if subject.startswith("fbad:")
        else {"title": "Hoàng Hôn"}
    )
    values: dict[str, Any] = {
        "subject": subject,
        "source": "captures",
        "market": "vn",
        "seen_at": NOW,
        "presence": Presence.PRESENT,
        "url": "https://www.facebook.com/x",
        "evidence": evidence_id(subject.encode()),
        "facts": {"layer": "advert", "country": "VN"},
        **names,
    }
    return Sighting(**(values | fields))


def judged(store: Store, *sightings: Sighting, now: Any = NOW) -> dict[str, Verdict]:
    """All verdicts by subject, these seen before."""
    add_sightings(store, sightings, crawl=None)
    judging = open_judge(store, lexicon=LEXICON, now=now)
    return {one.verdict.subject: one.verdict for one in judge(store, judging)}


def stale(store: Store, now: Any) -> list[str]:
    """Who is to be judged again."""
    return stale_subjects(store, open_judge(store, lexicon=LEXICON, now=now))


def test_page_and_advert_become_cases_like_apps(store: Store) -> None:
    found = judged(store, seen(PAGE), seen(ADVERT, text=OFFER))
    assert found[ADVERT].kind is VerdictKind.PROMOTES_GAMBLING
    assert found[PAGE].kind is VerdictKind.GAMBLING
    assert {one.field for one in found[PAGE].reasons} >= {ADVERT}
    assert find_case(store, PAGE) is not None
    assert find_case(store, ADVERT) is not None
    assert stale(store, NOW) == []


def test_clean_page_is_no_case(store: Store) -> None:
    assert judged(store, seen(PAGE, text=HONEST))[PAGE].kind is VerdictKind.CLEAN
    assert find_case(store, PAGE) is None


@pytest.mark.parametrize("confirm", [True, False])
def test_what_a_page_leads_to_is_judged_before_it(store: Store, confirm: bool) -> None:
    # Its name comes after "fb" in the alphabet.
    link = f"https://play.google.com/store/apps/details?id={APP.partition(':')[2]}"
    cash_out = "Chơi ghép hình kiếm 500k mỗi ngày, rút tiền về ngân hàng. Nạp rút 1:1."
    app = seen(APP, title="Ghép Hình Đổi Thưởng", text=cash_out, publisher="Vi Du", facts={})
    found = judged(store, app, seen(ADVERT, text=HONEST, outlinks=(link,)), seen(PAGE))
    assert found[APP].kind is VerdictKind.GAMBLING
    for subject in (ADVERT, PAGE):
        assert found[subject].question is Question.LEADS_TO_GAMBLING
        assert find_case(store, subject) is None
    decide = cases.confirm if confirm else cases.dismiss
    decide(store, [APP], who="an", note=None, now=LATER)
    assert stale(store, LATEST) == [ADVERT, PAGE]
    again = judged(store, now=LATEST)
    kind = VerdictKind.PROMOTES_GAMBLING if confirm else VerdictKind.CLEAN
    assert {again[ADVERT].kind, again[PAGE].kind} == {kind}
    assert stale(store, LATEST) == []


def test_ground_that_a_person_named_weighs(store: Store) -> None:
    flag(store, SITE, VerdictKind.UNSURE, Question.GAMBLING_UNCONFIRMED, facts={"layer": "site"})
    cases.confirm(store, [SITE], who="an", note=None, now=NOW, ground=VerdictKind.GAMBLING)
    add_sightings(store, [seen(ADVERT, text=HONEST, outlinks=(LINK,))], crawl=None)
    judging = open_judge(store, lexicon=LEXICON, now=NOW)
    [one] = judge(store, judging, [ADVERT])
    assert one.verdict.kind is VerdictKind.PROMOTES_GAMBLING


def test_page_is_judged_under_its_number_with_what_was_kept_under_its_name(store: Store) -> None:
    post = seen(NAMED, text=OFFER, facts={"layer": "post", "country": "VN"})
    assert judged(store, post)[NAMED].kind is VerdictKind.GAMBLING
    numbered = seen(PAGE, facts={"vanity": "Vi.Du", "country": "VN"}, seen_at=LATER)
    with store.writing():
        add_aliases(store, [numbered])
    found = judged(store, numbered, now=LATER)
    assert found.keys() == {PAGE}
    assert found[PAGE].kind is VerdictKind.GAMBLING
    cases.confirm(store, [NAMED, PAGE], who="an", note=None, now=LATER)
    drafted = takedowns.draft(store, recipients=[Recipient.META], now=LATER, who="an")
    assert [request.subjects for request in drafted.requests] == [(PAGE,)]
    assert [held.subject for held in drafted.held] == [NAMED]
    assert PAGE in drafted.held[0].why
    [asked] = requested_cases(store, 1)
    assert asked.evidence == post.evidence


def test_evidence_of_a_page_holds_the_words_of_its_adverts(store: Store) -> None:
    with_advert, alone = evidence_id(b"with"), evidence_id(b"alone")
    judged(
        store,
        seen(ADVERT, text=OFFER, evidence=with_advert, seen_at=NOW - timedelta(days=2)),
        seen(PAGE, evidence=with_advert, seen_at=NOW - timedelta(days=2)),
        seen(PAGE, evidence=alone, seen_at=NOW - timedelta(days=1)),
    )
    cases.confirm(store, [PAGE], who="an", note=None, now=NOW)
    takedowns.draft(store, recipients=[Recipient.META], now=NOW, who="an")
    [asked] = requested_cases(store, 1)
    assert asked.evidence == with_advert


def test_advert_of_a_protected_page_is_held(store: Store) -> None:
    confirmed(store, ADVERT, publisher_id=NUMBER)
    protected.propose(store, PAGE, reason="cơ quan", who="an", now=NOW)
    protected.approve(store, PAGE, who="bình", now=NOW)
    drafted = takedowns.draft(store, recipients=[Recipient.META], now=NOW, who="an")
    assert drafted.requests == ()
    assert [held.subject for held in drafted.held] == [ADVERT]


def test_question_to_the_licensee_about_a_page_is_refused_with_the_way_to_go(store: Store) -> None:
    number = flag(store, PAGE, VerdictKind.UNSURE, publisher=None)
    with store.writing():
        asks = Verdict(
            subject=PAGE,
            kind=VerdictKind.UNSURE,
            question=Question.ACCOUNT_UNCONFIRMED,
            entry="E1",
            score=0.0,
            reasons=(),
            fingerprint="f",
            judged_at=NOW,
        )
        add_verdict(store, asks)
    with pytest.raises(CaseProblem, match=f"Case {number} is a page.*--ground impostor"):
        cases.dismiss(store, [PAGE], who="an", note=None, now=NOW, same_publisher=True)


GAME = "google:com.vidu.xepgach"
LISTED = f"https://play.google.com/store/apps/details?id={GAME.removeprefix('google:')}"
INVITES = "Trò chơi xếp gạch vui nhộn cho cả nhà, tải về và rủ bạn bè cùng chơi mỗi ngày nhé!"


def game() -> Sighting:
    """A foreign game that nothing of its own ties to Vietnam."""
    return seen(
        GAME,
        title="Brick Stack",
        publisher="Vidu Bricks",
        text="Stack bricks and clear lines.",
        url=LISTED,
        facts={"genre_id": "GAME_PUZZLE"},
    )


def ties_of(store: Store, *sightings: Sighting, protected: str | None = None) -> list[Any]:
    """What ties the game to Vietnam, these seen before: field and quote."""
    add_sightings(store, sightings, crawl=None)
    judging = open_judge(store, lexicon=LEXICON, now=NOW)
    if protected:
        judging = replace(judging, protected={protected: "Công an Ví Dụ"})
    [one] = [one for one in judge(store, judging, [GAME]) if one.verdict.subject == GAME]
    return [(tie.field, tie.quote) for tie in one.ties]


def test_an_app_is_tied_to_vietnam_by_an_advert_in_vietnamese_that_leads_to_it(
    store: Store,
) -> None:
    assert ties_of(store, game()) == []
    advert = seen(ADVERT, text=INVITES, outlinks=(LISTED,))
    [(field, quote)] = ties_of(store, advert)
    assert field == ADVERT
    assert quote.startswith("Hoàng Hôn (https://www.facebook.com/x): Trò chơi xếp gạch")


def test_a_page_ties_the_app_that_it_calls_its_website(store: Store) -> None:
    page = seen(PAGE, text=INVITES, website=LISTED, outlinks=(LISTED,))
    [(field, _)] = ties_of(store, game(), page)
    assert field == PAGE


@pytest.mark.parametrize(
    ("named", "fields"),
    [
        (PAGE, {"text": INVITES}),  # a post of it may warn of the app
        (ADVERT, {"text": "Stack bricks with friends from everywhere and win!"}),
        (ADVERT, {"text": INVITES, "outlinks": (f"{LISTED}2",)}),
        (ADVERT, {"text": INVITES, "market": "us"}),
    ],
)
def test_what_warns_reviews_or_is_not_meant_for_vietnam_ties_no_app(
    store: Store, named: str, fields: dict[str, Any]
) -> None:
    assert ties_of(store, game(), seen(named, **({"outlinks": (LISTED,)} | fields))) == []


def test_an_advert_of_a_protected_page_ties_no_app(store: Store) -> None:
    advert = seen(ADVERT, text=INVITES, outlinks=(LISTED,))
    assert ties_of(store, game(), advert, protected=PAGE) == []


def test_an_app_is_judged_again_when_an_advert_leads_to_it(store: Store) -> None:
    judged(store, game())
    assert stale(store, LATER) == []
    advert = seen(ADVERT, text=INVITES, outlinks=(LISTED,), seen_at=LATER)
    add_sightings(store, [advert], crawl=None)
    assert stale(store, LATEST) == [ADVERT, GAME]
    judged(store, now=LATEST)
    assert stale(store, LATEST) == []
