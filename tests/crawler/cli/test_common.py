"""What every command shares: rows on stdout, messages on stderr, who acts."""

from __future__ import annotations

import getpass
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from crawler.cli import main, rasoat
from crawler.cli.common import (
    LOOK,
    Options,
    default_user,
    json_option,
    opened,
    progress_bar,
    say,
    show,
    who_option,
    yes_option,
)
from crawler.errors import CrawlerError, UsageProblem
from crawler.records import Presence
from crawler.workspace import create_workspace
from tests.crawler.office import NOW

ROW: dict[str, Any] = {
    "title": "Nổ Hũ",
    "presence": Presence.GONE,
    "at": NOW,
    "day": date(2026, 1, 2),
    "agreed": ("title", "publisher"),
    "kinds": {"b", "a"},
    "facts": {"rank": 1},
    "price": None,
}


def shown(capsys: pytest.CaptureFixture[str], rows: list[dict[str, Any]], *columns: str) -> str:
    show(rows, as_json=not columns, columns=columns)
    return capsys.readouterr().out


@pytest.mark.parametrize("command", [["parts"], ["identify", "vidu.vn", "--json"], ["--help"]])
def test_a_full_disk_is_a_sentence(command: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "crawler.cli", *command],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (done.returncode, "The disk is full" in done.stderr) == (1, True), done.stderr
    assert "Traceback" not in done.stderr


def test_json_is_one_object_a_line_with_all_keys(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = shown(capsys, [ROW, {"title": None}]).splitlines()
    assert json.loads(first) == {
        "title": "Nổ Hũ",
        "presence": "gone",
        "at": "2026-11-20T03:15:42+00:00",
        "day": "2026-01-02",
        "agreed": ["title", "publisher"],
        "kinds": ["a", "b"],
        "facts": {"rank": 1},
        "price": None,
    }
    assert "Nổ Hũ" in first
    assert json.loads(second) == {"title": None}


def test_people_get_a_table_of_the_columns(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, [ROW, {"title": "A"}], "title", "agreed", "price").splitlines()
    assert [line.split("  ")[0].strip() for line in lines] == ["title", "Nổ Hũ", "A"]
    assert "title, publisher" in lines[1]
    assert lines[2].split() == ["A", "-", "-"]


def test_no_rows_are_no_lines_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, []) == ""
    assert shown(capsys, [], "title").strip() == "title"


def test_a_title_cannot_command_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, [{"title": "a\x1b[2J\r\nb\u202ec" + "x" * 99}], "title")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert len(text.splitlines()) == 2
    assert text.splitlines()[1].endswith("…")


@pytest.mark.parametrize(("quiet", "said"), [(False, "hello\n"), (True, "")])
def test_messages_go_to_stderr_unless_quiet(quiet: bool, said: str) -> None:
    @click.command()
    def speak() -> None:
        say("hello")
        with progress_bar(range(3), total=3, what="x") as rows:
            assert list(rows) == [0, 1, 2]

    result = CliRunner().invoke(speak, obj=Options(quiet=quiet))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", said)


_CRAWLS = """
from types import SimpleNamespace
from crawler.cli.common import crawl_bars
from crawler.crawl.health import Health

health = Health(asked=7, answered=2, sightings=5, failed=["x"])
with crawl_bars() as show:
    show(SimpleNamespace(crawl=1, source="google_play", health=health))
    show(SimpleNamespace(crawl=2, source="aptoide", health=Health(asked=4)))
print("a result")
"""


@pytest.mark.parametrize("watched", [True, False])
def test_a_bar_for_each_crawl_is_shown_where_a_person_looks(watched: bool) -> None:
    ours, theirs = pty.openpty() if watched else os.pipe()
    with os.fdopen(ours, "rb", buffering=0) as read:
        done = subprocess.run(
            [sys.executable, "-c", _CRAWLS],
            stdout=subprocess.PIPE,
            stderr=theirs,
            env=os.environ | {"COLUMNS": "120", "TERM": "xterm"},
            text=True,
            check=True,
        )
        os.set_blocking(ours, False)
        said = read.read(100_000) or b""
        os.close(theirs)
    assert done.stdout == "a result\n"
    assert ("3 of 7 asked, 5 seen" in said.decode()) is watched
    assert ("aptoide" in said.decode()) is watched


@pytest.fixture
def acting() -> click.Command:
    @click.command()
    @who_option
    @yes_option
    @json_option
    def act(who: str, yes: bool, as_json: bool) -> None:
        click.echo(f"{who} {yes} {as_json}")

    return act


@pytest.mark.parametrize(
    ("words", "environment", "said"),
    [
        ([], "", "system False False"),
        ([], "an", "an False False"),
        (["--as", "binh", "--yes", "--json"], "an", "binh True True"),
    ],
)
def test_the_option_comes_before_the_environment_and_the_system(
    acting: click.Command,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    environment: str,
    said: str,
) -> None:
    monkeypatch.setenv("RASOAT_USER", environment)
    monkeypatch.setattr(getpass, "getuser", lambda: "system")
    assert CliRunner().invoke(acting, words).output.strip() == said


def test_a_user_without_a_name_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.delenv("RASOAT_USER", raising=False)
    monkeypatch.setattr(getpass, "getuser", nobody)
    assert default_user().startswith("uid ")


def opening(folder: Path, seen: Callable[[datetime], None]) -> Result:
    """A command of its own behind the options of all commands."""

    @click.command()
    @click.pass_context
    def look(context: click.Context) -> None:
        with opened(context) as office:
            seen(office.now)
            assert office.workspace.database == office.store.path
        context.exit(LOOK)

    return CliRunner().invoke(look, obj=Options(workspace=folder))


@pytest.mark.parametrize(("rehearsal", "code"), [(True, 3), (False, 1)])
def test_only_a_rehearsal_opens_at_another_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rehearsal: bool, code: int
) -> None:
    create_workspace(tmp_path, rehearsal=rehearsal)
    monkeypatch.setenv("RASOAT_NOW", "2030-01-02T03:04Z")
    seen: list[datetime] = []
    result = opening(tmp_path, seen.append)
    assert result.exit_code == code
    if rehearsal:
        assert seen == [datetime(2030, 1, 2, 3, 4, tzinfo=UTC)]
    else:
        assert isinstance(result.exception, UsageProblem)
        assert seen == []


@pytest.mark.parametrize(
    ("error", "code"), [(CrawlerError("It broke."), 1), (UsageProblem("It makes no sense."), 2)]
)
def test_an_error_of_ours_is_a_sentence_and_its_exit_code(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: CrawlerError,
    code: int,
) -> None:
    def fail(**_: object) -> None:
        raise error

    monkeypatch.setattr(rasoat, "main", fail)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == code
    assert capsys.readouterr() == ("", f"rasoat: {error}\n")
