"""A log is read on from where it was left, checked against its root, and only leads come of it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from crawler.cli import rasoat
from crawler.errors import CrawlerError
from crawler.store.leads import pending_leads
from crawler.store.log_parts import log_position
from crawler.workspace import SETTINGS_FILE, Workspace, create_workspace, open_workspace
from spiders.ct_checkpoint import LogKey
from spiders.ct_tree import root_of
from tests.crawler.crawl.log_server import ServedLog, served
from tests.crawler.crawl.sweeping import command
from tests.spiders.ct_log import BEGAN, CertificateLog, tree_root

SETTINGS = """\
[network]
ca_file = "{ca_file}"
allow = ["{allowed}"]

[source.certificates]
requests_per_minute = 60000
most_subjects = 100000
url = "{url}"
public_key = "{key}"
"""


@pytest.fixture
def log(tmp_path: Path) -> Iterator[ServedLog]:
    with served(tmp_path, CertificateLog()) as running:
        yield running


def office_of(folder: Path, log: ServedLog) -> Workspace:
    made = create_workspace(folder / "office", rehearsal=True)
    text = SETTINGS.format(
        ca_file=log.ca_file.as_posix(),
        allowed=log.endpoint,
        url=log.url,
        key=log.log.public_key,
    )
    (made.path / SETTINGS_FILE).write_text(text, encoding="utf-8")
    return open_workspace(made.path)


def sweep(office: Workspace, *words: str) -> tuple[dict[str, Any], str]:
    ways = ("http_proxy", "https_proxy", "all_proxy", "ssl_cert_file")
    done = subprocess.run(
        command(office, "sweep", "certificates", "--charts", "--json", *words),
        env={name: value for name, value in os.environ.items() if name.lower() not in ways},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout), done.stderr


def fill(log: ServedLog, count: int) -> None:
    """So many entries more: every tenth names a site that is worth a visit."""
    for _ in range(count):
        number = len(log.log.leaves)
        name = f"go88-vidu{number}.club" if number % 10 == 0 else f"n{number}.baking-recipes.com"
        log.log.add(name, f"www.{name}", precertificate=number % 2 == 0)


def leads(office: Workspace) -> list[str]:
    with office.open_store() as store:
        return [lead.subject for lead in pending_leads(store)]


def test_a_log_is_read_whole_and_then_on_from_where_it_was_left(
    tmp_path: Path, log: ServedLog
) -> None:
    office = office_of(tmp_path, log)
    fill(log, 300)
    crawl, said = sweep(office)
    assert (crawl["complete"], crawl["void"], crawl["reason"]) == (True, False, None)
    assert log.asked == ["checkpoint", "tile/data/000", "tile/data/001.p/44"]
    assert "entries 0 to 299 of 300 were read; 30 of 600 names are new" in said
    assert "is the tree that it signed" in said
    assert leads(office) == [f"domain:go88-vidu{number}.club" for number in range(0, 300, 10)]
    with office.open_store() as store:
        first = pending_leads(store)[0]
        position = log_position(store, LogKey(log.log.public_key).id.hex())
    assert (first.source, first.origin) == ("certificates", f"{log.url}#0")
    assert (first.address, first.seen_at) == ("go88-vidu0.club", BEGAN)
    assert position is not None
    assert position.read == 300
    assert position.edge is not None
    assert root_of(position.edge) == tree_root(log.log.leaves)

    log.asked.clear()
    fill(log, 250)
    crawl, said = sweep(office)
    assert crawl["complete"], said
    assert log.asked == ["checkpoint", "tile/data/001", "tile/data/002.p/38"]
    assert "entries 300 to 549 of 550 were read; 25 of 500 names are new" in said
    assert "is the tree that it signed" in said
    assert len(leads(office)) == 55

    log.asked.clear()
    crawl, said = sweep(office)
    assert (crawl["complete"], log.asked) == (True, ["checkpoint"])


def test_what_was_read_before_a_fault_is_not_read_again(tmp_path: Path, log: ServedLog) -> None:
    office = office_of(tmp_path, log)
    fill(log, 300)
    log.log.add_raw(b"\x30\x03hm?")
    log.fault = "refuses"
    crawl, said = sweep(office)
    assert crawl["complete"] is False
    assert "refused with status 403" in crawl["reason"]
    assert "45 entries wait for the next sweep." in said
    assert len(leads(office)) == 26
    log.fault = ""
    log.asked.clear()
    crawl, said = sweep(office)
    assert crawl["complete"], crawl["reason"]
    assert log.asked == ["checkpoint", "tile/data/001.p/45"]
    assert "is the tree that it signed" in said
    assert "The names of 1 certificates could not be read." in said
    assert len(leads(office)) == 30


def test_a_log_that_rewrote_what_was_read_is_void(tmp_path: Path, log: ServedLog) -> None:
    office = office_of(tmp_path, log)
    fill(log, 30)
    sweep(office)
    log.log = CertificateLog(log.log.key)
    fill(log, 1)
    log.log.add_raw(b"")
    fill(log, 38)
    crawl, _ = sweep(office)
    assert crawl["void"]
    assert "the tree of its 40 entries has another root than it signed" in crawl["reason"]


def test_a_part_that_cannot_be_written_ends_the_crawl_in_a_sentence(
    tmp_path: Path, log: ServedLog
) -> None:
    office = office_of(tmp_path, log)
    fill(log, 300)
    with office.open_store() as store:
        store.db.execute("ALTER TABLE log_parts RENAME COLUMN at TO hour")
    crawl, _ = sweep(office)
    assert crawl["complete"] is False
    assert "rasoat workspace check" in crawl["reason"]
    assert log.asked == ["checkpoint", "tile/data/000"]
    assert leads(office) == []


@pytest.mark.parametrize("missing", ["url", "public_key"])
def test_without_a_log_and_its_key_the_source_says_what_is_missing(
    tmp_path: Path, log: ServedLog, missing: str
) -> None:
    office = office_of(tmp_path, log)
    settings = office.path / SETTINGS_FILE
    lines = settings.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(missing)]
    settings.write_text("\n".join(kept), encoding="utf-8")
    words = ["-w", str(office.path), "sweep", "certificates", "--charts"]
    with pytest.raises(CrawlerError, match=r"source\.certificates\.public_key") as refused:
        CliRunner().invoke(rasoat, words, catch_exceptions=False)
    assert refused.value.exit_code == 2
    assert log.asked == []
