"""A sweep of the portal is one whole register file or none, and a person takes it over."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from crawler.records import LicenceKind
from crawler.register.rows import open_file, read_register
from crawler.workspace import SETTINGS_FILE, Workspace, create_workspace, open_workspace
from tests.crawler.crawl.portal import SIZES, Portal, running_portal
from tests.crawler.crawl.sweeping import command
from tests.crawler.evidence.authority import TestAuthority, listening

SETTINGS = """\
[network]
ca_file = "{ca_file}"
allow = ["{allowed}"]

[source.licence_portal]
requests_per_minute = 60000
url = "{url}"
"""


def office(folder: Path, portal: Portal) -> Workspace:
    made = create_workspace(folder / "office", rehearsal=True)
    text = SETTINGS.format(
        ca_file=portal.ca_file.as_posix(), url=portal.url, allowed=portal.endpoint
    )
    (made.path / SETTINGS_FILE).write_text(text, encoding="utf-8")
    return open_workspace(made.path)


def run(office: Workspace, *words: str) -> subprocess.CompletedProcess[str]:
    ways = ("http_proxy", "https_proxy", "all_proxy", "ssl_cert_file")
    return subprocess.run(
        command(office, *words),
        env={name: value for name, value in os.environ.items() if name.lower() not in ways},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def sweep(folder: Path, fault: str) -> tuple[Workspace, Portal, dict[str, Any], str]:
    with running_portal(folder, fault) as portal:
        made = office(folder, portal)
        done = run(made, "sweep", "licence_portal", "--charts", "--json")
    assert done.returncode == 3, done.stderr  # the register does not cover all games yet
    return made, portal, json.loads(done.stdout), done.stderr


@pytest.mark.parametrize("fault", ["", "429", "moved"])
def test_the_whole_portal_is_one_file_that_a_person_takes_over(tmp_path: Path, fault: str) -> None:
    made, portal, crawl, said = sweep(tmp_path, fault)
    assert (crawl["complete"], crawl["void"], crawl["reason"]) == (True, False, None)
    starts = [("g", 0), ("g", 200), ("g", 400), ("g", 600), ("g1", 0), ("g1", 200)]
    assert list(dict.fromkeys(portal.asked)) == [*starts, ("i", 0), ("s", 0)]
    (path,) = made.register.iterdir()
    copy = json.loads(path.read_bytes())
    assert (copy["total"], len(copy["rows"])) == (sum(SIZES.values()), sum(SIZES.values()))
    assert "name it with --kind" in said  # the portal does not tell G2, G3 and G4 apart
    assert run(made, "registry", "list", "--json").stdout == ""
    words = ("registry", "import", str(path), "--stated", "690", "--kind", "G2_confirmation")
    taken = run(made, *words, "--json")
    assert taken.returncode == 0, taken.stderr
    assert json.loads(taken.stdout)["added"] == 690
    assert run(made, "registry", "coverage").returncode == 0


def test_a_portal_inside_is_not_asked_unless_the_operator_allows_it(tmp_path: Path) -> None:
    with running_portal(tmp_path) as portal:
        made = office(tmp_path, portal)
        settings = made.path / SETTINGS_FILE
        text = settings.read_text(encoding="utf-8").replace(f'"{portal.endpoint}"', "")
        settings.write_text(text, encoding="utf-8")
        done = run(made, "sweep", "licence_portal", "--charts", "--json")
    crawl = json.loads(done.stdout)
    assert (done.returncode, crawl["void"]) == (3, True)
    assert f'add "{portal.endpoint}" to network.allow' in crawl["reason"]
    assert portal.asked == []


@pytest.mark.parametrize(
    ("fault", "void", "words"),
    [
        ("500", False, "refused with status 500"),
        ("html", True, "this is no JSON"),
        ("short", True, "199 rows from 200 on, of 660 in all"),
        ("shrinks", True, "its total went from 660 to 659"),
        ("overlaps", True, "stands on two pages"),
        ("differs", True, "differs between two categories"),
    ],
)
def test_a_portal_that_is_not_whole_gives_no_file(
    tmp_path: Path, fault: str, void: bool, words: str
) -> None:
    made, _, crawl, _ = sweep(tmp_path, fault)
    assert (crawl["complete"], crawl["void"]) == (False, void)
    assert re.search(words, crawl["reason"])
    assert list(made.register.iterdir()) == []


def test_without_an_address_the_source_says_what_is_missing(tmp_path: Path) -> None:
    made = create_workspace(tmp_path / "office", rehearsal=False)
    done = run(made, "sweep", "licence_portal", "--charts")
    assert done.returncode == 2
    assert "source.licence_portal.url" in done.stderr


def test_the_copy_is_read_without_loss(tmp_path: Path) -> None:
    made, portal, _, _ = sweep(tmp_path, "")
    (path,) = made.register.iterdir()
    portal_rows = {str(row["id"]) for row in portal.rows}
    reading = read_register(open_file(path), LicenceKind.G4_CONFIRMATION)
    assert {entry.entry for entry in reading.entries} == portal_rows


@pytest.mark.parametrize("away", [False, True])
def test_the_evidence_of_a_sweep_is_stamped_or_the_sweep_says_why_not(
    tmp_path: Path, away: bool
) -> None:
    tsa = TestAuthority(tmp_path / "authority")
    with running_portal(tmp_path, "") as portal, listening(tsa.answer) as url:
        made = office(tmp_path, portal)
        settings = made.path / SETTINGS_FILE
        authority = "http://127.0.0.1:9/" if away else url
        stamping = f'[evidence]\ntime_stamps = "{authority}"\nauthority_ca = "{tsa.root}"\n'
        settings.write_text(settings.read_text(encoding="utf-8") + stamping, encoding="utf-8")
        swept = run(made, "sweep", "licence_portal", "--charts")
        checked = run(made, "evidence", "verify")
    assert ("gave no valid time stamp" in swept.stderr) is away
    assert (f"was stamped by {url}" in checked.stdout) is not away
    assert checked.returncode == 0


@pytest.mark.parametrize("away", [False, True])
def test_the_evidence_of_a_sweep_is_copied_or_the_sweep_says_why_not(
    tmp_path: Path, away: bool
) -> None:
    second = tmp_path / "second"
    with running_portal(tmp_path, "") as portal:
        made = office(tmp_path, portal)
        settings = made.path / SETTINGS_FILE
        copying = f'[evidence]\ncopy = "file://{second}"\n'
        settings.write_text(settings.read_text(encoding="utf-8") + copying, encoding="utf-8")
        if not away:
            second.mkdir()
        swept = run(made, "sweep", "licence_portal", "--charts")
    assert swept.returncode == 3
    assert ("Mount its disk, or make the folder" in swept.stderr) is away
    assert run(made, "evidence", "verify").returncode == 0
    assert run(made, "evidence", "copy", "--check").returncode == (1 if away else 0)
    assert second.exists() is not away
