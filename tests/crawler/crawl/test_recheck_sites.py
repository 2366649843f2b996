"""``rasoat recheck`` of sites on loopback: there, gone for good, and blocked in this network."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from pathlib import Path

import dns.message
import dns.rcode
import pytest

from crawler.evidence.bodies import read_body
from crawler.store.outcomes import outcomes_of
from crawler.workspace import Workspace
from tests.crawler.crawl.sweeping import command
from tests.crawler.crawl.test_site_network import Answer, knows, resolver
from tests.crawler.crawl.test_sites import HONEST, OFFER
from tests.crawler.crawl.websites import Sites, always, office_of_sites, page, websites

START = datetime.fromisoformat("2026-11-02T09:00:00+07:00")
OFFERING = page(OFFER + "<form><input type=password name=mk></form>")
THERE, GONE, BLOCKED, CANARY = "nohu88vidu.com", "taixiu99vidu.com", "sodo66vidu.com", "baovidu.com"
CASES = [f"domain:{name}" for name in (THERE, GONE, BLOCKED)]


def knowing_all_but(unknown: AbstractSet[str]) -> Answer:
    """A name server; a test may add to what it does not know."""
    known = knows({"A": "93.184.216.34"})

    def answer(question: dns.message.Message) -> dns.message.Message:
        name = question.question[0].name.to_text(omit_final_dot=True)
        if name.removeprefix("www.") not in unknown:
            return known(question)
        told = dns.message.make_response(question)
        told.set_rcode(dns.rcode.NXDOMAIN)
        return told

    return answer


def asked(office: Workspace, sites: Sites, hours: float, *words: str) -> dict[str, str]:
    """What one command says of each site, so many hours after the start."""
    lowered = ("http_proxy", "https_proxy", "no_proxy", "ssl_cert_file", "ssl_cert_dir")
    kept = {name: value for name, value in os.environ.items() if name.lower() not in lowered}
    way = {"http_proxy": sites.proxy_url, "https_proxy": sites.proxy_url}
    now = {"RASOAT_NOW": (START + timedelta(hours=hours)).isoformat()}
    done = subprocess.run(
        command(office, *words, "--json"),
        env=kept | way | now,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode in (0, 3), done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {row["subject"]: row.get("outcome") or row["verdict"] for row in rows}


@pytest.mark.slow
def test_a_site_is_there_gone_by_two_looks_or_blocked_here(tmp_path: Path) -> None:
    served = dict.fromkeys((THERE, GONE, BLOCKED), always(OFFERING))
    served[CANARY] = always(page(HONEST, title="Báo Ví Dụ"))
    unknown_here: set[str] = set()
    unknown: set[str] = set()
    with (
        resolver(knowing_all_but(unknown_here)) as here,
        resolver(knowing_all_but(unknown)) as control,
        websites(tmp_path / "web", served) as sites,
    ):
        network = (
            f'resolver = "{here[0]}:{here[1]}"\ncontrol_resolver = "{control[0]}:{control[1]}"'
        )
        office = office_of_sites(
            tmp_path / "office",
            sites.ca_file,
            network=network,
            limits=f'canaries = ["domain:{CANARY}"]',
        )
        judged = asked(office, sites, 0, "check", *CASES)
        assert judged == dict.fromkeys(CASES, "gambling")

        unknown_here.update((GONE, BLOCKED))
        unknown.add(GONE)
        del served[GONE]
        once = asked(office, sites, 1, "recheck", *CASES)
        assert list(once.values()) == ["still_there", "pending", "blocked_here"]
        twice = asked(office, sites, 26, "recheck", *CASES)
        assert list(twice.values()) == ["still_there", "removed", "blocked_here"]
        # Without a name that is blocked here, nothing shows that the control carries no block.
        alone = asked(office, sites, 27, "recheck", CASES[1])
        assert list(alone.values()) == ["unknown"]
    with office.open_store() as store:
        unproven, removed, *_ = outcomes_of(store, CASES[1])
        assert "carries no block itself" in (unproven.why or "")
        looks = [each.evidence for each in removed.evidence if each.subject == CASES[1]]
        assert len(looks) == 2
        for evidence in filter(None, looks):
            said = json.loads(read_body(store, office.evidence, evidence))
            assert {said["names"]["status"], said["control"]["status"]} == {"nxdomain"}
        assert outcomes_of(store, CASES[2])[0].why == "the resolver answers nxdomain"
