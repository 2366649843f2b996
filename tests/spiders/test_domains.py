"""The source of sites: what it asks first, and what an entry is."""

from __future__ import annotations

import asyncio
import json
from ipaddress import ip_address

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.records import evidence_id
from spiders.domains import Domains, read_entry
from spiders.site.seen import Entry
from spiders.site.sides import Network
from tests.spiders.visits import TENANT, visited


def started(spider: Domains) -> list[Request]:
    """The requests that it starts with."""

    async def gather() -> list[Request]:
        return [request async for request in spider.start()]

    return asyncio.run(gather())


def test_each_entry_is_one_request_for_its_home_page() -> None:
    terms = ["domain:vidu.com", "domain:khac-vidu.com https://m.khac-vidu.com/"]
    found = started(Domains(terms=terms))
    assert [request.url for request in found] == ["https://vidu.com/", "https://khac-vidu.com/"]
    assert {request.meta["step"] for request in found} == {"site"}
    assert [request.cb_kwargs["term"] for request in found] == terms
    for request in found:
        assert b"rasoat" in (request.headers.get("User-Agent") or b"")
    assert len(started(Domains(terms=terms, limit=1))) == 1


@pytest.mark.parametrize(
    ("term", "entry"),
    [
        ("domain:vidu.com", Entry(subject="domain:vidu.com", host="vidu.com")),
        (
            "domain:vidu.com https://m.vidu.com/ https://vidu.com/a?x=1",
            Entry(
                subject="domain:vidu.com",
                host="vidu.com",
                pages=("https://m.vidu.com/", "https://vidu.com/a?x=1"),
            ),
        ),
        (
            "recheck:domain:vidu.com",
            Entry(subject="domain:vidu.com", host="vidu.com", again=True),
        ),
        (
            "canary:domain:vidu.com",
            Entry(subject="domain:vidu.com", host="vidu.com", again=True),
        ),
        (
            "domain:vidu.com https://vidu.com/",
            Entry(subject="domain:vidu.com", host="vidu.com"),
        ),
    ],
)
def test_an_entry_is_a_subject_and_where_somebody_pointed(term: str, entry: Entry) -> None:
    assert read_entry(term) == entry


@pytest.mark.parametrize("home", [b"<title>Nh\xc3\xa0 m\xc3\xa1y</title><p>a</p>", None])
def test_a_host_below_the_name_is_a_further_page_and_speaks_for_nobody(home: bytes | None) -> None:
    pointed = "https://thue.vidu.com/a"
    answers = {pointed: Response(pointed, body=TENANT.encode())}
    if home is not None:
        answers["https://vidu.com/"] = Response("https://vidu.com/", body=home)
    seen, asked = visited(answers, f"domain:vidu.com {pointed}")
    assert asked[0] == "https://vidu.com/"
    assert (seen.presence, seen.title) == ("present", "Nhà máy" if home else None)
    assert [page["url"] for page in seen.facts["pages"]] == [pointed]
    assert (seen.facts["fields"], seen.facts["link_words"]) == ([], [])


def test_what_each_page_rests_on_is_named() -> None:
    away = Response("https://dich-vidu.net/", body=b"<title>dich</title><p>noi khac</p>")
    answers = {
        "https://vidu.com/": Response("https://vidu.com/", body=b"<script>location='/v'</script>"),
        "https://vidu.com/v": Response("", status=302, headers={"Location": away.url}),
        "https://vidu.com/a": Response("", body=b"<p>trang trong</p>"),
        away.url: away,
    }
    seen, _ = visited(answers, "domain:vidu.com https://vidu.com/a")
    assert seen.evidence == evidence_id(answers["https://vidu.com/"].body)
    assert [page["evidence"] for page in seen.facts["pages"]] == [
        evidence_id(b"<p>trang trong</p>")
    ]
    assert seen.facts["landing"]["evidence"] == evidence_id(away.body)


def test_a_page_says_where_it_leads_and_whether_a_visitor_is_led_to_it() -> None:
    home = (
        b'<a href="/nap">Nap</a><div style="left:-999px;position:absolute"><a href="/u/a.html">a'
        b"</a></div>"
    )
    planted = b'<a href="https://dich-vidu.net/?s=1">Vao</a><a href="/b">b</a>'
    answers = {
        "https://vidu.com/": Response("https://vidu.com/", body=home),
        "https://vidu.com/u/a.html": Response("", body=planted),
        "https://vidu.com/nap": Response("", body=b"<p>nap the</p>"),
    }
    seen, _ = visited(answers, "domain:vidu.com")
    told = {page["url"]: (page["unlinked"], page["leads"]) for page in seen.facts["pages"]}
    assert told == {
        "https://vidu.com/u/a.html": (True, ["https://dich-vidu.net/?s=1"]),
        "https://vidu.com/nap": (False, []),
    }


@pytest.mark.parametrize("kind", ["password", "text"])
def test_a_code_beside_a_form_for_a_password_is_asked_for(kind: str) -> None:
    home = f"<img src=/img/ma-gui.png alt=''><form><input type={kind} name=p></form>".encode()
    answers = {"https://vidu.com/": Response("https://vidu.com/", body=home)}
    _, asked = visited(answers, "domain:vidu.com")
    assert ("https://vidu.com/img/ma-gui.png" in asked) is (kind == "password")


@pytest.mark.parametrize("by_proxy", [True, False])
def test_whose_network_serves_a_site_is_asked_where_its_address_is_known(by_proxy: bool) -> None:
    async def look_up(_: str) -> dict[str, list[str]]:
        return {"a": ["203.0.113.7"]} if by_proxy else {}

    home = Response("https://vidu.com/", body=b"<p>a</p>", ip_address=ip_address("198.51.100.9"))
    abuse = ["vcard", [["email", {}, "text", "abuse@vidu.example"]]]
    told = {
        "objectClassName": "ip network",
        "name": "VIDU-NET",
        "country": "VN",
        "startAddress": "203.0.113.0",
        "entities": [{"roles": ["abuse"], "vcardArray": abuse}],
    }
    address = "203.0.113.7" if by_proxy else "198.51.100.9"
    asked_at = f"https://rdap.vidu.example/ip/{address}"
    answers = {home.url: home, asked_at: Response(asked_at, body=json.dumps(told).encode())}
    network = Network(
        agent="rasoat", by_proxy=by_proxy, rdap="https://rdap.vidu.example/", look_up=look_up
    )
    seen, _ = visited(answers, "domain:vidu.com", network)
    hosting = seen.facts["hosting"]
    assert (hosting["network"], hosting["country"]) == ("VIDU-NET", "VN")
    assert hosting["abuse_email"] == "abuse@vidu.example"
    del answers[asked_at]
    assert visited(answers, "domain:vidu.com", network)[0].facts["hosting"] is None


def test_it_is_the_whole_web_and_has_no_hosts_of_its_own() -> None:
    assert Domains.whole_web
    assert Domains.hosts == frozenset()
    assert Domains.name == "domains"
