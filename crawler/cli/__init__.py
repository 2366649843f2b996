"""The ``rasoat`` command. Each group lives in its own file and is imported when it is called."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from keyword import iskeyword
from pathlib import Path

import click

from crawler.cli.common import Options
from crawler.errors import CrawlerError

# Command to the module that holds it; the module is named for its group.
COMMANDS = {
    "init": "workspace",
    "workspace": "workspace",
    "demo": "demo",
    "doctor": "doctor",
    "registry": "registry",
    "match": "match",
    "screen": "screen",
    "assess": "assess",
    "identify": "identify",
    "check": "check",
    "import": "imports",
    "sweep": "sweep",
    "sweeps": "sweep",
    "coordinator": "cluster",
    "worker": "cluster",
    "terms": "terms",
    "record": "record",
    "judge": "judge",
    "cases": "cases",
    "operators": "operators",
    "protected": "protected",
    "takedown": "takedown",
    "export": "export",
    "recheck": "recheck",
    "evidence": "evidence",
    "train": "learn",
    "evaluate": "learn",
    "parts": "parts",
}


class LazyGroup(click.Group):
    """A group that imports a command only to run it or to show its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command, or None when there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"crawler.cli.{COMMANDS[cmd_name]}")
        # "import" is no name in Python.
        command: click.Command = getattr(
            module, f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        )
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-w",
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    help="The workspace folder [default: RASOAT_WORKSPACE, else the nearest upward].",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress and no messages.")
@click.option("-v", "--verbose", is_flag=True, help="More messages.")
@click.version_option(package_name="rasoat")
@click.pass_context
def rasoat(context: click.Context, workspace: Path | None, quiet: bool, verbose: bool) -> None:
    """Find unlicensed and gambling games aimed at Vietnam, and follow each until it is gone.

    \b
    Example:
      rasoat init office && rasoat -w office registry import register.xlsx --complete
      rasoat -w office sweep apple_app_store google_play --term "nổ hũ"
    """
    context.obj = Options(workspace=workspace, quiet=quiet, verbose=verbose)


def main() -> None:
    """Runs the command line; an error of ours is one sentence and its exit code."""
    try:
        rasoat(standalone_mode=True)
    except CrawlerError as error:
        click.echo(f"rasoat: {error}", err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        click.echo("rasoat: The disk is full, and the answer is not whole. Make room.", err=True)
        os._exit(1)  # what waits in buffers would be written once more
