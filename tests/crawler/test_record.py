"""What is written of a recorded answer, and what is not."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from crawler.errors import EvidenceProblem, PayloadChanged
from crawler.record import Reading, keep, read_body_as
from crawler.records import Fetch, evidence_id
from crawler.store.asked import Ask
from spiders.google_play import GooglePlay
from tests.crawler.office import NOW, sighting

ASKED = Ask(
    url="https://play.google.com/store/search?q=game",
    step="search",
    callback="read_search",
    kwargs={"term": "game"},
)
BODY = b'<p data-token="abcDEF123">Hong'
FETCH = Fetch(
    url=ASKED.url, method="GET", status=200, fetched_at=NOW, evidence=evidence_id(BODY), size=1
)


def test_an_answer_that_the_parser_refuses_is_kept_with_its_refusal(tmp_path: Path) -> None:
    folder = tmp_path / "search_game"
    read = partial(read_body_as, GooglePlay, ASKED, FETCH)
    recorded = keep(folder, GooglePlay, ASKED, FETCH, BODY, read)
    assert recorded.raises is not None
    assert recorded.raises.startswith("google_play changed its answer")
    assert (folder / "raises.txt").read_text(encoding="utf-8").startswith("PayloadChanged: google")
    assert (folder / "input.html").read_bytes() == BODY.replace(b"abcDEF123", b"SCRUBBED")
    assert not (folder / "output.json").exists()


def test_an_answer_that_reads_otherwise_once_it_is_scrubbed_is_not_kept(tmp_path: Path) -> None:
    folder = tmp_path / "search_game"
    there, other = (Reading(sightings=(sighting(f"google:com.vidu.{n}"),)) for n in "ab")
    refused = Reading(error=PayloadChanged("it changed"))
    for instead in (other, refused, Reading()):
        with pytest.raises(EvidenceProblem, match="reads otherwise"):
            keep(
                folder,
                GooglePlay,
                ASKED,
                FETCH,
                BODY,
                lambda body, instead=instead: there if body == BODY else instead,  # type: ignore[misc]
            )
    assert not folder.exists()
