"""The replica as a process: real fetches over verified TLS, faults, the log, its end."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from crawler.errors import UsageProblem
from crawler.replica.running import RunningReplica, running_replica
from crawler.replica.world import build_world
from tests.crawler.replica.conftest import SEED, Client

_PLAY_CHART = (
    b"f.req="
    + quote(
        json.dumps(
            [[["vyAe2", json.dumps([[None, [], [2, "topselling_free", "GAME"]]]), None, "generic"]]]
        )
    ).encode()
)


@pytest.mark.parametrize(
    ("url", "data", "mark"),
    [
        ("https://itunes.apple.com/search?term=game&country=vn", None, '"resultCount"'),
        ("https://itunes.apple.com/lookup?id=1&country=vn", None, '"resultCount": 0'),
        ("https://itunes.apple.com/vn/rss/topfreeapplications/limit=9/json", None, '"entry"'),
        ("https://itunes.apple.com/robots.txt", None, "User-agent: *"),
        ("https://play.google.com/store/search?q=game&c=apps", None, "AF_initDataCallback"),
        ("https://play.google.com/robots.txt", None, "User-agent: *"),
        (
            "https://play.google.com/_/PlayStoreUi/data/batchexecute?hl=vi&gl=vn",
            _PLAY_CHART,
            '"wrb.fr","vyAe2","[',
        ),
    ],
)
def test_endpoints_answer_over_verified_tls(
    client: Client, url: str, data: bytes | None, mark: str
) -> None:
    fetched = client.get(url, data)
    assert fetched.status == 200
    assert mark in fetched.body


def test_app_pages_answer_by_the_key(client: Client, replica: RunningReplica) -> None:
    answers = json.loads(replica.answers.read_text(encoding="utf-8"))
    package = next(
        answer["subject"].partition(":")[2]
        for answer in answers
        if answer["subject"].startswith("google:")
    )
    base = "https://play.google.com/store/apps/details?hl=vi&gl=vn&id="
    assert package in client.get(base + package).body
    assert client.get(base + "com.no.such.app").status == 404


def test_plain_http_to_a_known_host_is_answered(client: Client) -> None:
    assert client.get("http://itunes.apple.com/lookup?id=1").status == 200


@pytest.mark.parametrize("url", ["https://example.com/", "https://play.google.com:8443/"])
def test_an_unknown_host_is_never_connected(client: Client, url: str) -> None:
    with pytest.raises(urllib.error.URLError, match="502"):
        client.get(url)


def test_plain_http_to_an_unknown_host_is_a_bad_gateway(client: Client) -> None:
    assert client.get("http://example.com/").status == 502


def test_the_certificate_is_trusted_by_the_ca_file_only(replica: RunningReplica) -> None:
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({"https": replica.proxy_url}),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
    )
    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        opener.open("https://play.google.com/robots.txt", timeout=10)


def test_the_log_shows_order_and_pace(client: Client, replica: RunningReplica) -> None:
    before = len(replica.requests())
    client.get("https://itunes.apple.com/lookup?id=4242")
    time.sleep(0.25)
    client.get("https://play.google.com/store/search?q=pace")
    first, second = replica.requests()[before:]
    assert (first.host, first.path) == ("itunes.apple.com", "/lookup?id=4242")
    assert (second.host, second.path) == ("play.google.com", "/store/search?q=pace")
    assert 0.25 <= second.at - first.at < 5


def test_the_files_tell_the_world(replica: RunningReplica) -> None:
    world = build_world(SEED)
    answers = json.loads(replica.answers.read_text(encoding="utf-8"))
    assert {answer["subject"] for answer in answers} == set(world.answers)
    assert tuple(replica.terms.read_text(encoding="utf-8").splitlines()) == world.search_terms()
    assert sum(replica.rows.values()) == len(world.register)
    assert replica.register.stat().st_size > replica.register_g1.stat().st_size > 0


@pytest.mark.parametrize("kind", ["429", "captcha"])
def test_a_fault_meets_its_source_only(faulty: Callable[[str], Client], kind: str) -> None:
    client = faulty(f"google_play:{kind}")
    assert "resultCount" not in client.get("https://play.google.com/store/search?q=game").body
    assert "AF_init" not in client.get("https://play.google.com/store/search?q=game").body
    assert "resultCount" in client.get("https://itunes.apple.com/lookup?id=1").body


def test_the_refusal_that_ends_says_when(faulty: Callable[[str], Client]) -> None:
    client = faulty("apple_app_store:429_once")
    url = "https://itunes.apple.com/lookup?id=1"
    fetched = [client.get(url) for _ in range(3)]
    assert [answer.status for answer in fetched] == [429, 429, 200]
    assert fetched[0].headers["Retry-After"] == "1"


def test_a_slow_store_takes_its_time(faulty: Callable[[str], Client]) -> None:
    client = faulty("apple_app_store:slow")
    began = time.monotonic()
    client.get("https://itunes.apple.com/lookup?id=1")
    assert time.monotonic() - began >= 0.3


def test_the_process_ends_when_its_stdin_closes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "crawler.replica", "--seed", "1", "--apps", "40"]
    command += ["--dir", str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["proxy"].startswith("http://127.0.0.1:")
        _, complaints = process.communicate(timeout=10)
    assert process.returncode == 0
    assert complaints == b""


def test_the_block_ends_the_process_even_with_an_open_connection(tmp_path: Path) -> None:
    with running_replica(2, tmp_path, apps=40) as running:
        Client(running).get("https://itunes.apple.com/lookup?id=1")
        pid = running.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_stores_change_while_they_run(tmp_path: Path) -> None:
    with running_replica(2, tmp_path, apps=40) as running:
        subject = json.loads(running.answers.read_text(encoding="utf-8"))[0]["subject"]
        running.change(f"rename {subject} Máy Tính Ví Dụ")
        with pytest.raises(UsageProblem, match="changes nothing here"):
            running.change("vanish")


def test_a_wrong_fault_is_a_wrong_usage(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "crawler.replica", "--seed", "1", "--dir", str(tmp_path)]
    ended = subprocess.run([*command, "--fault", "google_play:x"], capture_output=True, check=False)
    assert ended.returncode == 2
    assert b"is unknown. Write SOURCE:KIND" in ended.stderr
