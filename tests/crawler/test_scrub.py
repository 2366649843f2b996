"""No planted secret survives, wherever it stands; what is read stays the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from crawler.errors import EvidenceProblem
from crawler.records import Sighting
from crawler.scrub import Secret, scrub
from spiders.google_play import parse_app_page
from tests.spiders.payloads import PAYLOADS, body_of, cases, parse
from tests.spiders.recorded import SEEN, recorded

HEART = st.from_regex(r"[a-z]{3}[A-Z]{3}[0-9]{4}[a-zA-Z0-9]{12}", fullmatch=True)
# Each secret with the way in which it is written: what is planted, and what must be gone.
Planted = tuple[str, str]


def keyed(name: str) -> st.SearchStrategy[Planted]:
    return HEART.map(lambda heart: (f'"{name}":"{heart}"', heart))


def written(pattern: str) -> st.SearchStrategy[Planted]:
    return HEART.map(lambda heart: (pattern.replace("HEART", heart), heart))


MAILBOXES = HEART.map(lambda heart: f"an.{heart}@mail.vidu.example")
MACHINES = st.ip_addresses(v=4).filter(lambda one: not one.is_unspecified).map(str)
SECRETS = st.one_of(
    *(keyed(name) for name in ("token", "access_token", "sessionId", "csrfToken", "SNlM0e", "sid")),
    *(
        written(pattern)
        for pattern in (
            "Set-Cookie: NID=511=HEART; Path=/",
            "document.cookie = 'SID=HEART'",
            "https://vidu.example/?q=1&auth=HEART&x=2",
            "https://vidu.example/a;jsessionid=HEART",
            "Authorization: Bearer HEART",
            '<meta name="csrf-token" content="HEART">',
            '<script nonce="HEART">',
            "eyJhbGciOiJIUzI1NiJ9.HEART.HEART",
            '"HEARTHEART"',
        )
    ),
    MAILBOXES.map(lambda mail: (mail, mail.partition("@")[0])),
    MACHINES.map(lambda machine: (f"from {machine} at", machine)),
)
# How a text may stand in an answer.
CODED: list[Callable[[str], str]] = [
    str,
    lambda text: json.dumps(text)[1:-1],
    lambda text: json.dumps(json.dumps(text)[1:-1])[1:-1],
    quote,
    lambda text: text.replace("@", "&#64;").replace('"', "&quot;"),
    lambda text: text.replace("@", "\\u0040").replace("=", "\\u003d"),
]


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    case=st.sampled_from(cases()),
    secrets=st.lists(SECRETS, min_size=1, max_size=4),
    coded=st.sampled_from(CODED),
    gap=st.sampled_from([" ", "\n"]),
    data=st.data(),
)
def test_no_planted_secret_survives(
    case: Any, secrets: list[Planted], coded: Callable[[str], str], gap: str, data: st.DataObject
) -> None:
    text = body_of(case).decode("utf-8", errors="replace")
    places = [data.draw(st.integers(0, len(text))) for _ in secrets]
    # From behind, so that none is planted into another.
    for place, (planted, _) in sorted(zip(places, secrets, strict=True), reverse=True):
        text = f"{text[:place]} {coded(gap + planted + gap)} {text[place:]}"
    clean = scrub(text.encode()).body.decode()
    for _, heart in secrets:
        assert not re.search(rf"(?<![\w.]){re.escape(heart)}(?![\w.]*\w)", clean)


NAMES = st.from_regex(r"(An|Bình|Nguyễn Văn|O'Hara \"Bé\"|👑 Vua) [A-Z][a-zđ]{2,9}", fullmatch=True)


def play_answer(name: str) -> bytes:
    row = [
        "gp:1",
        [name, [None, 2]],
        5,
        None,
        f"Hay. {name} đây",
        [1],
        0,
        ["Vi Du", f"Chào {name}!"],
    ]
    inner = json.dumps([[row], [None, None]])
    return (")]}'\n\n" + json.dumps([["wrb.fr", "UsvDTd", inner]])).encode()


def play_page(name: str) -> bytes:
    row = json.dumps([[["gp:1", [name], 4, None, "Hay"]]], ensure_ascii=False)
    block = f"key: 'ds:8', hash: '1', data:{row}, sideChannel: {{}}"
    return f"<script>AF_initDataCallback({{{block}}});</script>".encode()


def apple_feed(name: str) -> bytes:
    author = {"name": {"label": name}, "uri": {"label": "https://apple.example/vn/reviews/id77001"}}
    entry = {"author": author, "im:rating": {"label": "5"}, "content": {"label": f"Tôi là {name}"}}
    return json.dumps(
        {"feed": {"author": {"name": {"label": "Cửa hàng"}}, "entry": [entry]}}
    ).encode()


def linked_data(name: str) -> bytes:
    told = {"@type": "Review", "author": {"@type": "Person", "name": name}, "reviewRating": {}}
    return f'<script type="application/ld+json">{json.dumps({"review": [told]})}</script>'.encode()


@settings(max_examples=100, deadline=None)
@given(name=NAMES, form=st.sampled_from([play_answer, play_page, apple_feed, linked_data]))
def test_no_name_of_a_reviewer_survives(name: str, form: Callable[[str], bytes]) -> None:
    done = scrub(form(name))
    text = done.body.decode()
    for _ in range(3):  # JSON within JSON
        text = text.replace("\\\\", "\\")
    for written_as in (name, json.dumps(name)[1:-1], json.dumps(name, ensure_ascii=False)[1:-1]):
        assert written_as not in text
    assert done.taken[Secret.REVIEWER] >= 1
    assert "id77001" not in text


def test_the_author_of_an_app_or_a_feed_is_no_reviewer() -> None:
    told = {"author": {"name": "Studio Ví Dụ"}, "name": "Nổ Hũ Ví Dụ"}
    body = json.dumps(told, ensure_ascii=False).encode()
    assert scrub(body).body == body


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_scrubbed_payload_reads_the_same_but_for_what_was_taken_out(case: Any) -> None:
    if (case / "raises.txt").exists():
        return
    done = scrub(body_of(case))
    before, after = parse(case, body_of(case)), parse(case, done.body)
    if not isinstance(before, list) or not before or not isinstance(before[0], Sighting):
        assert after == before
        return
    assert [one.subject for one in after] == [one.subject for one in before]
    kept = ("title", "publisher", "publisher_id", "presence", "genre", "price", "version", "icon")
    for name in kept:
        assert [getattr(one, name) for one in after] == [getattr(one, name) for one in before]


@pytest.mark.parametrize(
    "name", ["edu_market.en.2025-10.html.gz", "../app_page_legacy/us_debt_now.2022.html.gz"]
)
def test_a_recorded_page_keeps_all_but_the_mailbox(name: str) -> None:
    page = recorded(f"google_play/app_page/{name}")
    package = re.search(rb"details\?id=([\w.]+)", page)
    assert package is not None
    told = [
        list(parse_app_page(body, package=package[1].decode(), **SEEN))
        for body in (page, scrub(page).body)
    ]
    assert [replace(one, email=None) for one in told[0]] == [
        replace(one, email=None) for one in told[1]
    ]


def test_what_is_taken_out_is_counted_and_scrubbing_again_changes_nothing() -> None:
    body = b'{"token":"abcDEF123","mail":"a@vidu.example","ip":"203.0.113.9","version":"1.2.3"}'
    done = scrub(body)
    assert done.taken == {Secret.TOKEN: 1, Secret.EMAIL: 1, Secret.ADDRESS: 1}
    assert json.loads(done.body)["version"] == "1.2.3"
    assert scrub(done.body).body == done.body


def test_an_answer_in_another_encoding_is_refused() -> None:
    with pytest.raises(EvidenceProblem, match="not UTF-8"):
        scrub("Nổ hũ".encode("utf-16"))


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b"data:[" * 20_000, b"\\" * 50_000, b"a_" * 50_000]
)
def test_a_hostile_answer_ends(body: bytes) -> None:
    assert scrub(body).body == body


def test_each_payload_of_ours_is_known_here() -> None:
    assert {case.parent.parent for case in cases()} == {PAYLOADS}
