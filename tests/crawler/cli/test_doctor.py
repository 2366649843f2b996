"""``rasoat doctor`` says whether there is a browser, and what to install."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler import doctor
from crawler.browser import chromium
from crawler.cli import rasoat
from crawler.config import Config, endpoint_of
from crawler.crawl.graph_check import TokenState
from crawler.doctor import Check, look
from crawler.errors import BrowserProblem, ConfigError
from crawler.workspace import SETTINGS_FILE, create_workspace


def test_a_browser_that_starts_is_named() -> None:
    done = CliRunner().invoke(rasoat, ["doctor", "--json"])
    assert done.exit_code == 0, done.output
    (line,) = map(json.loads, done.stdout.splitlines())
    assert (line["check"], line["ok"]) == ("browser", True)
    assert line["message"].startswith("Chromium ")


@pytest.mark.parametrize("command", ["doctor", "parts"])
def test_settings_that_cannot_be_read_are_told_and_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    office = create_workspace(tmp_path / "office", rehearsal=True)
    with (office.path / SETTINGS_FILE).open("a", encoding="utf-8") as settings:
        settings.write("[network]\n")  # a second time
    monkeypatch.chdir(office.path)
    done = CliRunner().invoke(rasoat, [command])
    assert isinstance(done.exception, ConfigError)
    assert "is not TOML: Cannot declare ('network',) twice" in str(done.exception)
    assert done.stdout == ""


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


def test_stores_without_a_sentinel_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = create_workspace(tmp_path / "office", rehearsal=True)
    monkeypatch.setattr(doctor, "_browser", lambda: Check(check="browser", ok=True, message=""))
    words = ["-w", str(office.path), "doctor"]
    done = CliRunner().invoke(rasoat, words)
    assert done.exit_code == 3
    assert "sentinels: MISSING: No sentinel stands for apple_app_store, google_play" in done.stdout
    settings = office.path / SETTINGS_FILE
    text = settings.read_text(encoding="utf-8")
    for source, app in (
        ("apple_app_store", "apple:9000000001"),
        ("google_play", "google:com.vidu"),
    ):
        head = f"[source.{source}]\n"
        text = text.replace(head, f"{head}sentinels = ['{app} Ví Dụ']\n")
    settings.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(rasoat, words)
    assert (done.exit_code, "sentinels: ok" in done.stdout) == (0, True)


def test_a_control_resolver_that_is_the_usual_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = endpoint_of("192.0.2.1:53")
    monkeypatch.setattr("crawler.doctor.system_server", lambda: usual)
    monkeypatch.setattr("crawler.doctor._browser", lambda: Check(check="", ok=True, message=""))
    for control, ok in ((usual, False), (endpoint_of("192.0.2.2:53"), True), (None, True)):
        checks = {each.check: each.ok for each in look(replace(Config(), control_resolver=control))}
        assert checks["control resolver"] is ok


@pytest.mark.parametrize(
    ("token", "state", "code", "says"),
    [
        (
            "",
            None,
            0,
            "facebook: ok: No token stands in RASOAT_FACEBOOK_TOKEN: Facebook is read by hand only",
        ),
        (
            "EAABViDu",
            TokenState.READS_PAGES,
            0,
            "facebook: ok: A token stands in RASOAT_FACEBOOK_TOKEN: it reads",
        ),
        (
            "EAABViDu",
            TokenState.INVALID,
            3,
            "facebook: MISSING: A token stands in RASOAT_FACEBOOK_TOKEN: it is not",
        ),
    ],
)
def test_the_ways_to_facebook_are_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    token: str,
    state: TokenState | None,
    code: int,
    says: str,
) -> None:
    office = create_workspace(tmp_path / "office", rehearsal=True)
    fine = Check(check="invented", ok=True, message="")
    monkeypatch.setattr(doctor, "_browser", lambda: fine)
    monkeypatch.setattr(doctor, "_sentinels", lambda config: fine)
    monkeypatch.setattr(doctor, "token_state", lambda *_, **__: state)
    monkeypatch.setenv("RASOAT_FACEBOOK_TOKEN", token)
    done = CliRunner().invoke(rasoat, ["-w", str(office.path), "doctor"])
    assert (done.exit_code, says in done.stdout) == (code, True), done.stdout
    assert "EAAB" not in done.output
    assert ("Thu thập Facebook bằng tay" in done.stderr) is (not token)
    settings = office.path / SETTINGS_FILE
    text = settings.read_text(encoding="utf-8")
    permission = 'permission = "Thư ví dụ 01"'
    settings.write_text(text.replace('permission = ""', permission), encoding="utf-8")
    done = CliRunner().invoke(rasoat, ["-w", str(office.path), "doctor"])
    assert "ad library: ok: The Ad Library may be read by program: Thư ví dụ 01." in done.stdout
    assert "Thu thập Facebook bằng tay" not in done.stderr
