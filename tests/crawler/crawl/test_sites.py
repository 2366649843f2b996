"""Sites on loopback, visited and judged by the command line as a person runs it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from crawler.replica.answers import Reply, Visit, html_reply, not_found
from crawler.store.cases import cases
from crawler.store.crawls import crawls
from crawler.store.sightings import sightings_of
from tests.crawler.crawl.websites import always, ask, moved, office_of_sites, page, websites

OFFER = (
    "<p>Nổ hũ đổi thưởng, tài xỉu online. Nạp tiền rút tiền về ví trong 1 phút, cược nhà cái "
    "uy tín, tặng code tân thủ 100k.</p>" * 5
)
HONEST = "<p>Tiệm hoa giao tận nơi trong ngày, khách đặt trước được tặng thiệp viết tay.</p>" * 9


def shop(visit: Visit) -> Reply:
    """An honest shop with a page that others put there."""
    if visit.path == "/":
        return page(HONEST + '<a href="/wp-content/uploads/tin.html" style="font-size:1px">.</a>')
    return page(OFFER) if visit.path.endswith("/tin.html") else not_found()


def by_side(visit: Visit) -> Reply:
    """Tells its visitors apart by all that a request says."""
    if visit.path != "/":
        return not_found()
    told = {
        "/phone": "Mobile" in visit.headers["user-agent"],
        "/search": "google" in visit.headers.get("referer", ""),
        "/english": visit.headers["accept-language"].startswith("en"),
        "/again": "da_xem=1" in visit.headers.get("cookie", ""),
    }
    shown = next((name for name, is_so in told.items() if is_so), "/desktop")
    text = " ".join(f"{shown[1:]}{number}" for number in range(40))
    reply = page(f"<p>{text}</p>")
    return Reply(reply.status, reply.body, reply.content_type, {"Set-Cookie": "da_xem=1; Path=/"})


def plain_only(visit: Visit) -> Reply:
    """Answers over HTTP only."""
    return html_reply("", status=500) if visit.secure else always(page(HONEST))(visit)


def loop(visit: Visit) -> Reply:
    """Leads to itself for ever."""
    return html_reply("", status=302, Location=f"/{len(visit.path)}{visit.path}")


def sides_that_break(visit: Visit) -> Reply:
    """A page like any other; whatever is asked beside it is made so that no reader takes it."""
    desktop = visit.path == "/" and visit.headers["accept-language"].startswith("vi")
    if desktop:
        return page(HONEST)
    coding = {"/favicon.ico": "br", "/": "deflate"}.get(visit.path, "zstd")
    return Reply(200, b"\xff no such coding", "text/html", {"Content-Encoding": coding})


SITES = {
    "nohu88vidu.com": lambda visit: (
        page(OFFER + '<form><input type=password name=mk></form><a href="https://t.me/vidu">t</a>')
        if visit.path == "/"
        else not_found()
    ),
    "tiemhoavidu.com": shop,
    "taixiu99vidu.com": moved("https://baovidu.com/"),
    "baccaratvidu.com": always(page("<script>location='https://baovidu.com/'</script>")),
    "casinovidu88.com": always(
        page("", head='<meta http-equiv=refresh content="0;url=https://baovidu.com/">')
    ),
    "keonhacaividu.com": always(page('<iframe src="https://baovidu.com/"></iframe>')),
    "baovidu.com": always(page(HONEST, title="Báo Ví Dụ")),
    "nhieumatvidu.com": by_side,
    "httpvidu.com": plain_only,
    "vongvidu.com": loop,
    "bonghongvidu.com": sides_that_break,
    "ngayxavidu.com": always(
        html_reply(HONEST, Last_Modified="Mon, 01 Jan 2020 00:00:00 +99999999999999")
    ),
    "chanvidu.com": always(
        page("<p>Trang web này đã bị chặn theo yêu cầu của cơ quan có thẩm quyền</p>")
    ),
    "tuchoividu.com": lambda _: html_reply("", status=403),
}


REGISTRY = "rdap-vidu.net"


def rdap(visit: Visit) -> Reply:
    """Leads to the registry of a name, as a server for all names does; one of them is unknown."""
    if visit.path == "/domain/nohu88vidu.com":
        return html_reply("", status=302, Location=f"https://{REGISTRY}/v1/nohu88vidu.com")
    if visit.path != "/v1/nohu88vidu.com":
        return not_found()
    abuse = {"roles": ["abuse"], "vcardArray": card("email", "abuse@vidu.example")}
    registrar = {"roles": ["registrar"], "vcardArray": card("fn", "Nhà đăng ký Ví Dụ")}
    told = {
        "objectClassName": "domain",
        "ldhName": "nohu88vidu.com",
        "entities": [registrar | {"entities": [abuse]}],
        "events": [{"eventAction": "registration", "eventDate": "2026-10-30T00:00:00Z"}],
    }
    return Reply(200, json.dumps(told).encode(), "application/rdap+json", {})


def card(name: str, value: str) -> list[Any]:
    """A jCard of one property."""
    return ["vcard", [["version", {}, "text", "4.0"], [name, {}, "text", value]]]


SITES[REGISTRY] = rdap


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one ``check`` of all sites says, by name; and the office that it left."""
    folder: Path = tmp_path_factory.mktemp("sites")
    names = [*(name for name in SITES if name != REGISTRY), "tatvidu.com"]
    with websites(folder / "web", SITES) as sites:
        network = f'rdap = "https://{REGISTRY}"'
        office = office_of_sites(folder / "office", sites.ca_file, network=network)
        rows = ask(office, sites, "check", *(f"https://{name}/" for name in names))
    told = {row["subject"].removeprefix("domain:"): row for row in rows if row["subject"]}
    return {"rows": told, "office": office}


def test_an_offer_becomes_a_case_with_its_facts(visited: dict[str, Any]) -> None:
    row = visited["rows"]["nohu88vidu.com"]
    assert (row["presence"], row["verdict"]) == ("present", "gambling")
    assert row["outlinks"] == ["https://t.me/vidu"]
    assert row["final_url"] == "https://nohu88vidu.com/"
    assert row["facts"]["messengers"] == {"telegram": ["https://t.me/vidu"]}
    assert row["facts"]["vantage"] == {
        "resolver": "system",
        "network": "proxy",
        "device": "desktop",
    }
    assert row["facts"]["certificate"] is None  # what stands between may show its own
    assert row["evidence"]
    with visited["office"].open_store() as store:
        assert {case.subject for case in cases(store)} >= {"domain:nohu88vidu.com"}


def test_who_registered_a_name_is_told_and_null_where_nobody_says(
    visited: dict[str, Any],
) -> None:
    assert visited["rows"]["nohu88vidu.com"]["facts"]["rdap"] == {
        "registrar": "Nhà đăng ký Ví Dụ",
        "abuse_email": "abuse@vidu.example",
        "abuse_phone": None,
        "status": [],
        "name_servers": [],
        "registered": "2026-10-30T00:00:00Z",
        "expires": None,
        "changed": None,
    }
    for name in ("tiemhoavidu.com", "httpvidu.com"):
        assert visited["rows"][name]["facts"]["rdap"] is None


@pytest.mark.parametrize("name", ["bonghongvidu.com", "ngayxavidu.com"])
def test_no_answer_beside_the_page_and_no_header_ends_a_visit(
    visited: dict[str, Any], name: str
) -> None:
    with visited["office"].open_store() as store:
        [seen] = sightings_of(store, f"domain:{name}")
    assert (seen.presence, seen.facts["ending"]) == ("present", "visited")
    assert visited["rows"][name]["presence"] == "present"


def test_an_injected_page_is_told_to_its_owner(visited: dict[str, Any]) -> None:
    row = visited["rows"]["tiemhoavidu.com"]
    assert row["verdict"] == "compromised"
    assert [page["url"] for page in row["facts"]["pages"]] == [
        "https://tiemhoavidu.com/wp-content/uploads/tin.html"
    ]


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("taixiu99vidu.com", "http"),
        ("baccaratvidu.com", "script"),
        ("casinovidu88.com", "meta"),
        ("keonhacaividu.com", "frame"),
    ],
)
def test_a_name_that_leads_to_an_honest_site_accuses_neither(
    visited: dict[str, Any], name: str, way: str
) -> None:
    row = visited["rows"][name]
    assert row["verdict"] in ("unsure", "clean")
    assert row["redirects"] == [f"https://{name}/"]
    assert row["final_url"] == "https://baovidu.com/"
    assert row["facts"]["left_by"] == way
    assert row["facts"]["landing"]["title"] == "Báo Ví Dụ"
    assert row["title"] != "Báo Ví Dụ"
    assert visited["rows"]["baovidu.com"]["verdict"] == "clean"


def test_four_kinds_of_cloaking_are_noticed_without_a_browser(visited: dict[str, Any]) -> None:
    facts = visited["rows"]["nhieumatvidu.com"]["facts"]
    assert {each["kind"]: each["text"].split()[0] for each in facts["cloaking"]} == {
        "device": "phone0",
        "referrer": "search0",
        "language": "english0",
        "visit": "again0",
    }
    assert visited["rows"]["tiemhoavidu.com"]["facts"]["cloaking"] == []


def test_what_answers_over_http_only_is_read_there(visited: dict[str, Any]) -> None:
    row = visited["rows"]["httpvidu.com"]
    assert (row["presence"], row["final_url"]) == ("present", "http://httpvidu.com/")


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("vongvidu.com", "loop"),
        ("chanvidu.com", "blocked_here"),
        ("tuchoividu.com", "refused"),
        ("tatvidu.com", "broken"),
    ],
)
def test_what_cannot_be_looked_at_is_unknown_and_says_why(
    visited: dict[str, Any], name: str, ending: str
) -> None:
    row = visited["rows"][name]
    assert row["verdict"] is None
    assert ending in row["refused"]
    with visited["office"].open_store() as store:
        [seen] = sightings_of(store, f"domain:{name}")
    assert (seen.presence, seen.facts["ending"]) == ("unknown", ending)


def test_dead_and_shut_sites_void_nothing_and_each_has_one_outcome(
    visited: dict[str, Any],
) -> None:
    with visited["office"].open_store() as store:
        [crawl] = crawls(store)
        outcomes = list(store.rows("SELECT outcome, count(*) n FROM frontier GROUP BY outcome"))
    assert (crawl.complete, crawl.void, crawl.reason) == (True, False, None)
    assert crawl.requested == len(SITES) == crawl.sightings  # one more than is served, without RDAP
    assert sum(row["n"] for row in outcomes) == len(SITES)
    assert None not in {row["outcome"] for row in outcomes}


def test_a_sweep_visits_flagged_names_and_leads_only(tmp_path: Path) -> None:
    with websites(tmp_path / "web", SITES) as sites:
        office = office_of_sites(tmp_path / "office", sites.ca_file)
        feed = tmp_path / "feed.csv.gz"
        rows = b"domain,registered\nnohu88vidu.com,2026-11-20\nbaovidu.com,2026-11-20\n"
        feed.write_bytes(gzip.compress(rows))
        words = ("nổ hũ", "domain:tiemhoavidu.com", "domain:tatvidu.com", "baovidu.com")
        terms = [part for word in words for part in ("--term", word)]
        [row] = ask(office, sites, "sweep", "domains", *terms, "--terms", str(feed))
        visited = {visit.host for visit in sites.asked}
        sites.asked.clear()
        [again] = ask(office, sites, "sweeps", "resume", "1")
    assert (row["source"], row["requested"], row["flagged"]) == ("domains", 3, 1)
    assert visited == {"nohu88vidu.com", "tiemhoavidu.com"}
    # What answered is not asked again, what was dead is: it still is, and the crawl still whole.
    assert (row["complete"], again["complete"], again["requested"]) == (True, True, 3)
    assert sites.asked == []
    with office.open_store() as store:
        ended = store.rows("SELECT outcome, count(*) AS n FROM frontier GROUP BY outcome")
        assert {row["outcome"]: row["n"] for row in ended} == {"done": 2, "failed": 1}
