"""Hostile servers: bounded memory, bounded time, and the sweep goes on."""

from __future__ import annotations

import json
import socket
import ssl
import time
import warnings
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from crawler.crawl import settings
from crawler.replica.authority import Authority
from tests.security.hostile import KINDS, READABLE, conversation
from tests.security.servers import listening
from tests.security.visitor import Visited, visit

MOST_MEMORY = 200 * 1024 * 1024
MOST_SECONDS = 60.0
ENDLESS_HEADERS = (
    *("endless_headers", "endless_same_header", "endless_continuation", "endless_line"),
    *("endless_without_colon", "endless_interim", "no_http"),
)
HOSTILE = tuple(kind for kind in KINDS if kind not in ("ok", "links", "patience"))


def crawl(folder: Path, kinds: tuple[str, ...], **limits: Any) -> tuple[Visited, list[float]]:
    """Asks each kind and then an honest page; returns the seconds that each kind took."""
    arrivals: list[float] = []

    with listening(conversation) as hostile:

        def honest(way: socket.socket, path: str) -> None:
            arrivals.append(time.monotonic())
            KINDS["ok"](way)

        with listening(honest) as good:
            asked = [f"http://127.0.0.1:{good.port}/"]
            for place, kind in enumerate(kinds):  # the frontier asks for each address once
                asked += [f"http://127.0.0.1:{hostile.port}/{kind}", f"{asked[0]}?{place}"]
            allow = f'allow = ["127.0.0.1:{good.port}", "127.0.0.1:{hostile.port}"]'
            seen = visit(folder, asked, network=allow, seconds=900, beside=asked[0], **limits)
            arrivals.pop()  # of the other source
    return seen, [later - before for before, later in pairwise(arrivals)]


@pytest.mark.slow
def test_every_hostile_kind_is_survived_in_bounded_memory(tmp_path: Path) -> None:
    seen, seconds = crawl(tmp_path, HOSTILE, DOWNLOAD_TIMEOUT=2)
    assert len(seconds) == len(HOSTILE)
    slowest = max(zip(seconds, HOSTILE, strict=True))
    assert slowest[0] < MOST_SECONDS, slowest
    assert seen.peak_memory < MOST_MEMORY, seen.peak_memory
    assert len(seen.failed) == len(set(HOSTILE) - READABLE), seen.failed
    assert seen.changed == []
    assert not seen.void
    assert not seen.complete
    assert seen.beside is True


@pytest.mark.slow
def test_what_was_refused_is_a_failure_and_no_evidence(tmp_path: Path) -> None:
    # Too large is too large, whatever the address says.
    kinds: tuple[str, ...] = ("gzip/robots.txt", "br", "zstd", "deflate", "anchors")
    kinds += ("endless_body", "endless_headers", "cut")
    seen, _ = crawl(tmp_path, (*kinds, "nested"), DOWNLOAD_TIMEOUT=2)
    assert len(seen.failed) == len(kinds)
    recorded = [url.rpartition("/")[2] for url, _ in seen.recorded]
    honest = [f"?{place}" for place in range(len(kinds) + 1)]
    assert recorded == ["", *honest[:-1], "nested", honest[-1], ""]
    assert max(size for _, size in seen.recorded) <= settings.DOWNLOAD_MAXSIZE


def test_a_source_of_hostile_answers_alone_is_void_and_the_next_one_is_asked(
    tmp_path: Path,
) -> None:
    with listening(conversation) as hostile:
        page = f"http://127.0.0.1:{hostile.port}"
        seen = visit(
            tmp_path,
            [f"{page}/{kind}" for kind in ENDLESS_HEADERS],
            network=f'allow = ["127.0.0.1:{hostile.port}"]',
            beside=f"{page}/ok",
        )
    assert seen.void
    assert seen.beside is True


def test_of_many_hosts_none_is_waited_for_as_long_as_it_asks(tmp_path: Path) -> None:
    with listening(conversation) as hostile:
        page = f"http://127.0.0.1:{hostile.port}"
        seen = visit(
            tmp_path,
            [f"{page}/patience", f"{page}/ok"],
            network=f'allow = ["127.0.0.1:{hostile.port}"]',
            whole_web=True,
        )
        assert hostile.paths.count("/patience") == 1  # a store is asked two times more
    assert seen.answered == [f"{page}/patience", f"{page}/ok"]
    assert seen.complete


def test_endless_headers_end_by_their_bytes_and_not_by_time(tmp_path: Path) -> None:
    seen, seconds = crawl(tmp_path, ENDLESS_HEADERS)
    assert max(zip(seconds, ENDLESS_HEADERS, strict=True))[0] < 10
    assert [said.partition(":")[0] for said in seen.failed] == ["LimitExceeded"] * len(seconds)
    assert seen.peak_memory < 128 * 1024 * 1024, seen.peak_memory


def test_an_endless_header_over_tls_is_cut_and_not_closed_in_order(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    sent = 0

    def talk(way: socket.socket, path: str) -> None:
        nonlocal sent
        if path == "/later":
            time.sleep(3)
            KINDS["ok"](way)
            return
        way.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            way.sendall(b"a: b\r\n" * 10_000)
            sent += 60_000

    with listening(talk, tls=authority.context("localhost")) as hostile:
        urls = [f"https://localhost:{hostile.port}/{path}" for path in ("headers", "later")]
        network = (
            f'allow = ["127.0.0.1:{hostile.port}"]\nca_file = "{authority.ca_file.as_posix()}"'
        )
        seen = visit(tmp_path, urls, network=network)
    assert seen.answered == urls[1:]
    assert sent < 8 * 1024 * 1024


@pytest.mark.slow
def test_a_dripping_server_takes_less_than_a_minute_with_all_tries(tmp_path: Path) -> None:
    seen, seconds = crawl(tmp_path, ("drip",))
    assert seconds[0] < MOST_SECONDS
    assert "Timeout" in seen.failed[0]


def test_all_tries_at_a_silent_server_fit_into_a_minute() -> None:
    assert settings.DOWNLOAD_TIMEOUT * (1 + settings.RETRY_TIMES) < MOST_SECONDS


def test_an_answer_with_ever_more_links_is_cut_short(tmp_path: Path) -> None:
    with listening(conversation) as hostile:
        seen = visit(
            tmp_path,
            [f"http://127.0.0.1:{hostile.port}/links"],
            network=f'allow = ["127.0.0.1:{hostile.port}"]',
            MOST_LINKS=200,
        )
    assert len(seen.answered) == 201
    assert seen.peak_memory < MOST_MEMORY, seen.peak_memory
    assert seen.seconds < MOST_SECONDS
    assert [said for said in seen.changed if "leads to more than 200 requests" in said]


def test_a_sweep_that_outgrows_its_memory_ends_and_says_so(tmp_path: Path) -> None:
    with listening(conversation) as hostile:
        seen = visit(
            tmp_path,
            [f"http://127.0.0.1:{hostile.port}/ok/{place}" for place in range(3_000)],
            network=f'allow = ["127.0.0.1:{hostile.port}"]',
            MOST_MEMORY=1024 * 1024,
        )
    assert len(seen.answered) < 3_000
    assert (seen.complete, seen.void) == (False, False)
    assert "needed more than 1 MiB of memory" in str(seen.reason)


def contexts(folder: Path, authority: Authority) -> dict[str, ssl.SSLContext | None]:
    """What can be wrong with TLS, and the right one last."""
    other = folder / "other"
    other.mkdir()
    right = authority.context("localhost")
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    old.load_cert_chain(folder / "localhost.pem")
    old.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    return {
        "another name": authority.context("vidu.example"),
        "another authority": Authority(other).context("localhost"),
        "no TLS": None,
        "an old version": old,
        "right": right,
    }


def test_wrong_tls_reads_nothing_and_the_sweep_goes_on(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with ExitStack() as stack:
        listeners = [
            stack.enter_context(listening(conversation, tls=context))
            for context in contexts(tmp_path, authority).values()
        ]
        allowed = [f"127.0.0.1:{one.port}" for one in listeners]
        urls = [f"https://localhost:{one.port}/ok" for one in listeners]
        network = f'allow = {json.dumps(allowed)}\nca_file = "{authority.ca_file.as_posix()}"'
        seen = visit(tmp_path, urls, network=network, DOWNLOAD_TIMEOUT=2)
    assert seen.answered == urls[-1:]
    assert len(seen.failed) == len(urls) - 1
    assert [one.paths for one in listeners[:-1]] == [[], [], [], []]
