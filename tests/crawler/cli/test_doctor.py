"""``rasoat doctor`` says whether there is a browser, and what to install."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.browser import chromium
from crawler.cli import rasoat
from crawler.errors import BrowserProblem


def test_a_browser_that_starts_is_named() -> None:
    done = CliRunner().invoke(rasoat, ["doctor", "--json"])
    assert done.exit_code == 0, done.output
    (line,) = map(json.loads, done.stdout.splitlines())
    assert (line["check"], line["ok"]) == ("browser", True)
    assert line["message"].startswith("Chromium ")


def test_a_missing_browser_needs_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(own: Path) -> Path:
        raise BrowserProblem(
            "No browser was found: invented. Install one: apt-get install chromium"
        )

    monkeypatch.setattr(chromium, "find_chromium", missing)
    done = CliRunner().invoke(rasoat, ["doctor"])
    assert done.exit_code == 3
    assert done.stdout == (
        "browser: MISSING: No browser was found: invented. Install one: apt-get install chromium\n"
    )
