"""``rasoat identify`` on the command line."""

from __future__ import annotations

import json

from click.testing import CliRunner

from crawler.cli import rasoat

PLAY = "https://play.google.com/store/apps/details?id=com.vidu.dao"


def test_addresses_become_subjects_without_a_workspace() -> None:
    done = CliRunner().invoke(rasoat, ["identify", PLAY, "https://choi.vidu.vn/", "--json"])
    assert done.exit_code == 0
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"address": PLAY, "subject": "google:com.vidu.dao", "kind": "app", "refused": None},
        {
            "address": "https://choi.vidu.vn/",
            "subject": "domain:vidu.vn",
            "kind": "domain",
            "refused": None,
        },
    ]


def test_a_refused_address_ends_with_3_and_says_why() -> None:
    words = ["identify", PLAY, "https://www.facebook.com/groups/vidu"]
    done = CliRunner().invoke(rasoat, words)
    assert done.exit_code == 3
    assert "google:com.vidu.dao" in done.stdout
    assert "On Facebook this is a group, not a page." in done.stderr
    row = json.loads(CliRunner().invoke(rasoat, [*words, "--json"]).stdout.splitlines()[1])
    assert (row["subject"], row["kind"]) == (None, None)
    assert "Facebook" in row["refused"]


def test_addresses_come_from_stdin_one_a_line() -> None:
    lines = f"{PLAY}\n\nvidu.vn\r\n"
    done = CliRunner().invoke(rasoat, ["identify", "-", "--json"], input=lines)
    found = [json.loads(line)["subject"] for line in done.stdout.splitlines()]
    assert (found, done.exit_code) == (["google:com.vidu.dao", "domain:vidu.vn"], 0)


def test_bytes_that_are_no_text_are_refused_and_not_an_exception() -> None:
    done = CliRunner().invoke(rasoat, ["identify", "-", "--json"], input=b"\xff\xfe\xc3(\n")
    assert done.exit_code == 3
    assert json.loads(done.stdout)["refused"]
