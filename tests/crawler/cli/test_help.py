"""Each command explains itself, stands in the documents, and the help comes at once."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from crawler.cli import rasoat

ROOT = Path(__file__).resolve().parents[3]


def commands(group: click.Group, *names: str) -> Iterator[tuple[str, click.Command]]:
    """Every command below a group with its full name."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield " ".join((*names, name)), command
        if isinstance(command, click.Group):
            yield from commands(command, *names, name)


COMMANDS = dict(commands(rasoat))


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_an_example(name: str) -> None:
    text = COMMANDS[name].help or ""
    assert text.split("\n")[0].strip().endswith((".", ":", ","))
    assert "Example:\n" in text
    assert f"rasoat {name.split()[0]}" in text or f" {name}" in text


@pytest.mark.parametrize("name", COMMANDS)
def test_each_option_is_explained(name: str) -> None:
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


@pytest.mark.parametrize("name", [n for n, c in COMMANDS.items() if not isinstance(c, click.Group)])
def test_each_command_stands_in_the_documents(name: str) -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert f"## rasoat {name}\n" in text


def test_the_help_imports_nothing_heavy() -> None:
    heavy = "{'scrapy', 'twisted', 'sqlite_utils', 'rapidfuzz', 'openpyxl', 'numpy'}"
    code = (
        "import sys\nsys.argv = ['rasoat', '--help']\nfrom crawler.cli import rasoat\n"
        "try:\n    rasoat()\nexcept SystemExit:\n    pass\n"
        f"sys.exit(1 if {heavy} & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.timing
def test_a_cold_help_takes_less_than_a_third_of_a_second() -> None:
    command = [sys.executable, "-m", "crawler.cli", "--help"]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}

    def seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    # The first one writes the byte code.
    assert min(seconds() for _ in range(5)) < 0.3
