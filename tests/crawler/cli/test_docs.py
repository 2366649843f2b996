"""What the documents tell a person to type is understood; what systemd is told, too."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import dropwhile, groupby
from pathlib import Path
from typing import Any

import click
import pytest

from crawler.cli import rasoat

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ENDS = frozenset({"|", "||", "&&", ";", ">", ">>", "<", "2>"})
UNITS = re.findall(r"```ini\n# (\S+)\n(.*?)```", (ROOT / "docs" / "sweeps.md").read_text(), re.S)
PROGRAM = "/opt/rasoat/bin/rasoat"


def typed() -> list[tuple[str, str]]:
    """Every line that a person may type and that calls rasoat, with its document."""
    return [
        (document.name, line)
        for document in DOCUMENTS
        for line in re.findall(r"^\$ (.*\brasoat\b.*)$", document.read_text("utf-8"), re.M)
    ]


def calls_in(line: str) -> Iterator[list[str]]:
    """The words after each ``rasoat`` of a line of a shell; what else it calls is passed over."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    for ends, words in groupby(lexer, ENDS.__contains__):
        command = list(dropwhile(lambda word: "=" in word, words))
        if not ends and command[:1] == ["rasoat"]:
            yield command[1:]


def refused(words: Sequence[str]) -> str | None:
    """What click says against these words; nothing is run, and no file need be there."""
    command: click.Command = rasoat
    context = command.make_context("rasoat", list(words))
    while isinstance(command, click.Group):
        name, found, rest = command.resolve_command(
            context, [*context._protected_args, *context.args]
        )
        if found is None:
            return f"no command {name}"
        command, context = found, found.make_context(name, rest, parent=context)
    return None


@pytest.fixture(autouse=True)
def no_file_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def convert(_self: click.Path, value: Any, _parameter: Any, _context: Any) -> Any:
        return Path(value)

    monkeypatch.setattr(click.Path, "convert", convert)
    monkeypatch.setattr(click.File, "convert", convert)


@pytest.mark.parametrize(("document", "line"), typed())
def test_each_command_line_of_the_documents_is_understood(document: str, line: str) -> None:
    for words in calls_in(line):
        assert words, f"{document}: rasoat alone does nothing"
        if "--help" not in words:
            assert refused(words) is None, document


def test_a_command_line_that_is_not_understood_is_seen() -> None:
    (first, second) = calls_in("A=1 rasoat sweep --charts && cd office | rasoat swep x  # why")
    assert (first, refused(first)) == (["sweep", "--charts"], None)
    with pytest.raises(click.UsageError, match="No such command 'swep'"):
        refused(second)
    with pytest.raises(click.UsageError, match="No such option"):
        refused(["sweep", "--chart", "--sources"])


def test_the_units_of_systemd_are_good_and_call_what_is_there(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    assert program, "systemd-analyze is missing. Install it: apt-get install systemd"
    assert [name for name, _ in UNITS] == [
        f"rasoat-{command}.{kind}"
        for command in ("sweep", "recheck")
        for kind in ("service", "timer")
    ]
    installed = Path(sys.executable).with_name("rasoat")
    for name, text in UNITS:
        for line in re.findall(rf"^ExecStart={PROGRAM} (.*)$", text, re.M):
            assert refused(shlex.split(line)) is None
        (tmp_path / name).write_text(text.replace(PROGRAM, str(installed)), encoding="utf-8")
    files = [str(tmp_path / name) for name, _ in UNITS]
    done = subprocess.run([program, "verify", *files], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_each_service_is_told_the_ways_out_that_a_crawl_honours() -> None:
    text = (ROOT / "docs" / "sweeps.md").read_text("utf-8")
    (environment,) = re.findall(r"```sh\n# (/etc/\S+): .*\n((?:.*\n)*?)```", text)
    path, lines = environment
    told = dict(line.split("=", 1) for line in lines.splitlines())
    assert {*told} >= {"http_proxy", "https_proxy", "no_proxy"}
    services = [unit for name, unit in UNITS if name.endswith(".service")]
    # No "-" before the path: a file that is missing must not mean another way out.
    assert ["\nEnvironmentFile=" + path + "\n" in unit for unit in services] == [True, True]
