"""``rasoat init`` and ``rasoat workspace``: making and keeping a workspace."""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli.common import options, say, yes_option
from crawler.errors import UsageProblem

_DIRECTORY = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("directory", default=".", type=_DIRECTORY, help="An empty or a new folder.")
@click.option("--rehearsal", is_flag=True, help="For practice: RASOAT_NOW works, all is marked.")
def init(directory: Path, rehearsal: bool) -> None:
    """Make a workspace in DIRECTORY [default: here].

    \b
    Example:
      rasoat init office
      rasoat init practice --rehearsal
    """
    from crawler.workspace import SETTINGS_FILE, add_default_terms, create_workspace

    workspace = create_workspace(directory, rehearsal=rehearsal)
    add_default_terms(workspace)
    click.echo(workspace.path / SETTINGS_FILE)
    say(f"Next: rasoat -w {workspace.path} registry import FILE --complete")


@click.group()
def workspace() -> None:
    """Back up, restore, upgrade and check a workspace.

    \b
    Example:
      rasoat -w office workspace backup
    """


@workspace.command()
@click.argument("file", required=False, type=_FILE, help="Must not exist yet.")
@click.pass_context
def backup(context: click.Context, file: Path | None) -> None:
    """Copy the workspace into FILE (.tar.gz) [default: beside it, named by the time].

    Works while a sweep runs.

    \b
    Example:
      rasoat -w office workspace backup office.tar.gz
    """
    from crawler.backup import back_up
    from crawler.clock import system_time
    from crawler.workspace import find_workspace

    found = find_workspace(options(context).workspace)
    click.echo(back_up(found, file, system_time()))


@workspace.command()
@click.argument("file", type=_FILE, help="What a backup made.")
@click.argument("directory", required=False, type=_DIRECTORY, help="Where to.")
@yes_option
@click.pass_context
def restore(context: click.Context, file: Path, directory: Path | None, yes: bool) -> None:
    """Put the backup FILE at DIRECTORY [default: the workspace of -w].

    A workspace that is there already needs --yes, and is kept beside it under another name.

    \b
    Example:
      rasoat workspace restore office.tar.gz office
    """
    from crawler.backup import restore as put_back
    from crawler.clock import system_time

    target = directory or options(context).workspace
    if target is None:
        raise UsageProblem("Where to? Name it: rasoat workspace restore FILE DIRECTORY")
    former = put_back(file, target.resolve(), replace=yes, now=system_time())
    click.echo(target)
    if former is not None:
        say(f"What was there is kept as {former}")


@workspace.command()
@click.pass_context
def upgrade(context: click.Context) -> None:
    """Bring the database up to this version, after a backup.

    \b
    Example:
      rasoat -w office workspace upgrade
    """
    from crawler.backup import upgrade as bring_up
    from crawler.clock import system_time
    from crawler.workspace import find_workspace

    applied, copy = bring_up(find_workspace(options(context).workspace), system_time())
    if copy is None:
        say("Nothing to do: the workspace is of this version.")
        return
    for name in applied:
        click.echo(name)
    say(f"The state before is kept in {copy}")


@workspace.command()
@click.pass_context
def check(context: click.Context) -> None:
    """Check the database and every recorded byte against its hash; 1 when something is wrong.

    \b
    Example:
      rasoat -w office workspace check
    """
    from crawler.backup import check as look
    from crawler.workspace import find_workspace

    problems = look(find_workspace(options(context).workspace))
    for problem in problems:
        click.echo(problem)
    if problems:
        context.exit(1)
    say("The workspace is whole.")
