"""Requests: what goes out, what is held, and the minute of sending."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from crawler import cases, protected, takedowns
from crawler.errors import RequestProblem
from crawler.records import (
    DeclaredAccount,
    Presence,
    Question,
    Recipient,
    VerdictKind,
    evidence_id,
)
from crawler.store import Store
from crawler.store.cases import case_events
from crawler.store.crawls import close_crawl, open_crawl
from crawler.store.licensees import append_declared_event
from crawler.store.requests import requested_cases, requests
from crawler.takedowns import Drafted
from tests.crawler.office import (
    APPLE,
    GOOGLE,
    LATER,
    NOW,
    confirmed,
    flag,
    judge_as,
    new_store,
    see,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def _draft(store: Store, *recipients: Recipient) -> Drafted:
    return takedowns.draft(store, recipients=recipients or list(Recipient), now=NOW, who="an")


def _send(store: Store, request: int = 1, **fields: Any) -> None:
    takedowns.send(
        store, request, **({"at": None, "now": LATER, "channel": "email", "who": "an"} | fields)
    )


def test_a_case_of_a_store_without_a_recipient_is_held_in_a_sentence(store: Store) -> None:
    confirmed(store, GOOGLE)
    confirmed(store, "aptoide:com.vidu.nohu")
    drafted = _draft(store)
    assert [item.subjects for item in drafted.requests] == [(GOOGLE,)]
    [held] = drafted.held
    assert (held.subject, held.recipient) == ("aptoide:com.vidu.nohu", None)
    assert "no recipient is known for aptoide" in held.why
    assert _draft(store, Recipient.APPLE).held == ()


def test_confirmed_cases_go_to_the_store_they_are_on(store: Store) -> None:
    confirmed(store)
    confirmed(store, GOOGLE)
    flag(store, "apple:9000000002")
    drafted = _draft(store)
    assert {(item.recipient, item.subjects) for item in drafted.requests} == {
        (Recipient.APPLE, (APPLE,)),
        (Recipient.GOOGLE, (GOOGLE,)),
    }
    assert drafted.held == ()


def test_pages_and_adverts_go_to_meta_with_the_adverts_of_a_page(store: Store) -> None:
    page, advert = "fbpage:910000000000001", "fbad:9100000000000001"
    confirmed(store, page)
    confirmed(store, advert, publisher_id="910000000000001")
    see(store, advert, publisher_id="910000000000001", title="Sau", seen_at=NOW)
    see(store, "fbad:9100000000000002", publisher_id="910000000000002")
    see(store, "google:com.vidu.khac", publisher_id="910000000000001")
    [request] = _draft(store).requests
    assert (request.recipient, request.subjects) == (Recipient.META, (page, advert))
    of_page, of_advert = takedowns.asked_apps(store, request.request)
    assert [(one.subject, one.title) for one in of_page.adverts] == [(advert, "Sau")]
    assert of_advert.adverts == ()


def test_only_the_recipients_asked_for_get_a_request(store: Store) -> None:
    confirmed(store)
    confirmed(store, GOOGLE)
    assert [item.recipient for item in _draft(store, Recipient.GOOGLE).requests] == ["google"]


def test_a_case_stands_in_one_live_request(store: Store) -> None:
    number = confirmed(store)
    _draft(store)
    assert _draft(store).requests == ()
    takedowns.withdraw(store, 1, who="an", note="gửi nhầm", now=LATER)
    assert [item.request for item in _draft(store).requests] == [2]
    told = [event.event for event in case_events(store, number)]
    assert told == ["opened", "confirmed", "requested", "withdrawn", "requested"]


def test_two_drafts_at_once_ask_once(store: Store, tmp_path: Path) -> None:
    for number in range(40):
        confirmed(store, f"apple:91000000{number:02}")
    ready = Barrier(2)

    def run() -> None:
        with Store.open(tmp_path / "rasoat.db") as own:
            ready.wait()
            _draft(own)

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(item.subjects) for item in requests(store)] == [40]


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        ({"presence": Presence.GONE}, "gone already"),
        ({"presence": Presence.PRESENT, "facts": {"bundle_id": "com.VCB"}}, "protected"),
    ],
)
def test_what_a_newer_sighting_puts_in_doubt_is_held(
    store: Store, seen: dict[str, Any], why: str
) -> None:
    confirmed(store)
    see(store, seen_at=NOW, **seen)
    drafted = _draft(store)
    assert drafted.requests == ()
    assert why in drafted.held[0].why.lower()


def test_a_visit_without_an_answer_changes_nothing(store: Store) -> None:
    confirmed(store)
    see(store, seen_at=NOW, presence=Presence.UNKNOWN)
    assert len(_draft(store).requests) == 1


def test_gone_stays_gone_when_the_next_visit_had_no_answer(store: Store) -> None:
    confirmed(store)
    see(store, seen_at=NOW, presence=Presence.GONE)
    see(store, seen_at=LATER, presence=Presence.UNKNOWN)
    assert _draft(store).requests == ()


def test_gone_elsewhere_is_not_gone_here(store: Store) -> None:
    confirmed(store)
    see(store, seen_at=NOW, presence=Presence.GONE, market="us")
    assert len(_draft(store).requests) == 1


@pytest.mark.parametrize("kind", [VerdictKind.LICENSED, VerdictKind.UNLICENSED, VerdictKind.UNSURE])
def test_a_case_judged_otherwise_since_is_held(store: Store, kind: VerdictKind) -> None:
    confirmed(store)
    judge_as(store, kind)
    drafted = _draft(store)
    assert drafted.requests == ()
    assert str(kind) in drafted.held[0].why


def test_without_evidence_nothing_is_asked(store: Store) -> None:
    confirmed(store, evidence=None)
    assert "no recorded evidence" in _draft(store).held[0].why


def test_a_name_that_the_office_protects_is_held(store: Store) -> None:
    confirmed(store)
    protected.propose(store, APPLE, reason="đang khiếu nại", who="an", now=NOW)
    protected.approve(store, APPLE, who="binh", now=NOW)
    assert "đang khiếu nại" in _draft(store).held[0].why


def test_an_unsure_case_goes_out_on_the_ground_that_a_person_named(store: Store) -> None:
    flag(store, kind=VerdictKind.UNSURE, question=Question.GAMBLING_UNCONFIRMED)
    cases.confirm(store, [APPLE], who="an", note=None, now=NOW, ground=VerdictKind.GAMBLING)
    _draft(store)
    assert [asked.ground for asked in requested_cases(store, 1)] == [VerdictKind.GAMBLING]


def test_a_named_ground_does_not_outlive_a_licence(store: Store) -> None:
    flag(store, kind=VerdictKind.UNSURE, question=Question.GAMBLING_UNCONFIRMED)
    cases.confirm(store, [APPLE], who="an", note=None, now=NOW, ground=VerdictKind.GAMBLING)
    judge_as(store, VerdictKind.LICENSED)
    assert "licensed" in _draft(store).held[0].why


def test_a_named_ground_holds_only_while_the_same_question_is_open(store: Store) -> None:
    flag(store, kind=VerdictKind.UNSURE, question=Question.ACCOUNT_UNCONFIRMED)
    cases.confirm(store, [APPLE], who="an", note=None, now=NOW, ground=VerdictKind.IMPOSTOR)
    judge_as(store, VerdictKind.UNSURE, question=Question.GAMBLING_UNCONFIRMED)
    (held,) = _draft(store).held
    assert "something else is open now than when it was decided: gambling_unconfirmed" in held.why


@pytest.mark.parametrize("account", [APPLE, "apple-developer:77"])
def test_what_a_licensee_declares_after_the_decision_is_held_until_it_is_decided_again(
    store: Store, account: str
) -> None:
    flag(store, kind=VerdictKind.UNSURE, question=Question.GAMBLING_UNCONFIRMED, publisher_id="77")
    cases.confirm(store, [APPLE], who="an", note=None, now=NOW, ground=VerdictKind.GAMBLING)
    _declare(store, account)
    (held,) = _draft(store).held
    assert f"a licensee declared {account} as its own since" in held.why
    later = LATER + timedelta(hours=1)
    cases.reopen(store, [APPLE], who="an", note=None, now=later)
    cases.confirm(store, [APPLE], who="an", note=None, now=later, ground=VerdictKind.GAMBLING)
    assert len(_draft(store).requests) == 1


def test_a_verdict_that_knew_the_declaration_goes_out_and_an_older_one_waits(store: Store) -> None:
    confirmed(store)
    _declare(store, APPLE)
    assert "as its own since" in _draft(store).held[0].why
    judge_as(store, VerdictKind.GAMBLING, at=LATER + timedelta(hours=1), fingerprint="anew")
    assert len(_draft(store).requests) == 1


def _declare(store: Store, account: str) -> None:
    declared = DeclaredAccount(
        account=account, publisher="Công ty TNHH Ví Dụ", day=NOW.date(), letter="01/VD"
    )
    with store.writing():
        append_declared_event(store, "declared", declared, at=LATER, who="an")


def test_what_a_void_crawl_saw_does_not_count(store: Store) -> None:
    confirmed(store)
    crawl = open_crawl(store, source="apple_app_store", market="vn", terms=[], now=NOW)
    store.db.execute(
        "INSERT INTO sightings (crawl, subject, source, market, seen_at, presence, mark) "
        "VALUES (?, ?, 'apple_app_store', 'vn', ?, 'gone', '')",
        [crawl, APPLE, LATER.isoformat()],
    )
    close_crawl(store, crawl, requested=1, complete=False, void=True, reason="drift", now=LATER)
    assert len(_draft(store).requests) == 1


def look_at_reviews(store: Store, text: str) -> None:
    """An answer that tells reviews of the app, and nothing of its presence."""
    review = {"id": "1", "stars": 1, "text": text}
    see(
        store,
        presence=Presence.UNKNOWN,
        seen_at=NOW,
        text=None,
        title=None,
        publisher=None,
        evidence=evidence_id(b"reviews"),
        facts={"layer": "reviews", "reviews": [review]},
    )


def test_words_that_players_wrote_are_proved_by_the_answer_that_holds_their_reviews(
    store: Store,
) -> None:
    confirmed(store, text="Một trò chơi vui")
    look_at_reviews(store, "Nạp thẻ rồi “đổi thưởng”:\nkhông rút được")
    assert len(_draft(store).requests) == 1
    [app] = takedowns.asked_apps(store, 1)
    assert app.evidence == evidence_id(b"reviews")
    assert app.evidence_at == NOW


def test_a_closer_look_proves_nothing_that_the_page_proves_too(store: Store) -> None:
    confirmed(store)
    look_at_reviews(store, "đổi thưởng")
    _draft(store)
    [app] = takedowns.asked_apps(store, 1)
    assert app.evidence == evidence_id(APPLE.encode())


def test_a_closer_look_alone_is_no_evidence_of_an_app(store: Store) -> None:
    confirmed(store, evidence=None)
    look_at_reviews(store, "đổi thưởng")
    assert "no recorded evidence" in _draft(store).held[0].why


def test_the_evidence_holds_the_words_that_are_quoted(store: Store) -> None:
    confirmed(store)
    see(store, seen_at=NOW, text=None, title="Nổ Hũ", evidence=evidence_id(b"chart"))
    _draft(store)
    (app,) = takedowns.asked_apps(store, 1)
    assert app.evidence == evidence_id(APPLE.encode())
    assert (app.first_seen, app.last_seen) == (NOW - timedelta(days=1), NOW)
    assert app.evidence_at == NOW - timedelta(days=1)


def test_the_paper_keeps_the_verdict_it_was_drafted_on(store: Store) -> None:
    confirmed(store)
    _draft(store)
    judge_as(store, VerdictKind.UNLICENSED)
    (app,) = takedowns.asked_apps(store, 1)
    assert (app.verdict.kind, app.ground) == (VerdictKind.GAMBLING, VerdictKind.GAMBLING)


def test_sending_is_recorded_to_the_minute_and_once(store: Store) -> None:
    number = confirmed(store)
    _draft(store)
    _send(store)
    sent = takedowns.wanted_request(store, 1)
    assert (sent.sent_at, sent.sent_by, sent.channel) == (LATER.replace(second=0), "an", "email")
    assert case_events(store, number)[-1].event == "sent"
    with pytest.raises(RequestProblem, match="was sent already"):
        _send(store, now=LATER + timedelta(days=1))


def test_sending_in_the_minute_of_the_draft_is_no_earlier(store: Store) -> None:
    confirmed(store)
    _draft(store)
    _send(store, now=NOW + timedelta(seconds=5))
    assert takedowns.wanted_request(store, 1).sent_at == NOW.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"at": NOW - timedelta(minutes=1)}, "it was drafted at 20/11/2026 10:15"),
        ({"at": LATER + timedelta(minutes=1)}, "it is 20/11/2026 12:15 now"),
        ({"channel": " "}, "needs its channel"),
        ({"request": 7}, "no request 7"),
    ],
)
def test_impossible_sendings_are_refused(store: Store, fields: dict[str, Any], says: str) -> None:
    confirmed(store)
    _draft(store)
    with pytest.raises(RequestProblem, match=says):
        _send(store, **fields)
    assert takedowns.wanted_request(store, 1).sent_at is None


def test_a_withdrawn_request_is_neither_sent_nor_withdrawn_again(store: Store) -> None:
    confirmed(store)
    _draft(store)
    takedowns.withdraw(store, 1, who="an", note=None, now=LATER)
    with pytest.raises(RequestProblem, match="was withdrawn"):
        _send(store)
    with pytest.raises(RequestProblem, match="was withdrawn"):
        takedowns.withdraw(store, 1, who="an", note=None, now=LATER)
    assert takedowns.status(store, takedowns.wanted_request(store, 1)) == "withdrawn"


def _reopened(store: Store) -> None:
    cases.reopen(store, [APPLE], who="an", note=None, now=LATER)


def _licensed(store: Store) -> None:
    judge_as(store, VerdictKind.LICENSED)


@pytest.mark.parametrize("since", [_reopened, _licensed])
def test_doubt_since_the_draft_stops_the_sending(store: Store, since: Any) -> None:
    confirmed(store)
    _draft(store)
    since(store)
    with pytest.raises(RequestProblem, match=r"cannot go out.*takedown withdraw 1"):
        _send(store)
    _send(store, at=LATER)  # it went out already: what happened is recorded
    assert takedowns.wanted_request(store, 1).sent_at is not None
    assert len(takedowns.standing_doubts(store, 1)) == 1
