"""``rasoat registry aliases`` and ``rasoat registry declared``: what is known of licensees."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from crawler.cli.common import json_option, opened, say, show, who_option

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_day_option = click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
    help="The day of the source [default: today].",
)


@click.group()
def aliases() -> None:
    """Other names under which licensees publish, each with its source and day.

    \b
    Example:
      rasoat registry aliases add "Vidu Play" "Công ty TNHH Ví Dụ Xanh" --source "công văn 12/VDX"
    """


@aliases.command("list")
@json_option
@click.pass_context
def list_aliases(context: click.Context, as_json: bool) -> None:
    """The shipped aliases and the office's own; unverified ones clear nobody.

    \b
    Example:
      rasoat registry aliases list --json
    """
    from crawler.licensees import aliases as known

    with opened(context) as office:
        rows = [asdict(alias) for alias in known(office.store)]
    show(
        rows, as_json=as_json, columns=("account", "publisher", "verified", "source", "day", "who")
    )


@aliases.command("add")
@click.argument("account")
@click.argument("publisher")
@click.option("--source", required=True, help="Where it stands: a letter, a contract, a page.")
@_day_option
@who_option
@click.pass_context
def add_alias(
    context: click.Context,
    account: str,
    publisher: str,
    source: str,
    day: datetime | None,
    who: str,
) -> None:
    """Add a verified alias: ACCOUNT is the name on the store, PUBLISHER the one of the register.

    \b
    Example:
      rasoat registry aliases add "Vidu Play" "Công ty TNHH Ví Dụ Xanh" --source "công văn 12/VDX"
    """
    from crawler.clock import HANOI
    from crawler.licensees import add_alias as add
    from crawler.records import PublisherAlias

    with opened(context) as office:
        alias = PublisherAlias(
            account=account,
            publisher=publisher,
            source=source,
            day=(day or office.now.astimezone(HANOI)).date(),
        )
        add(office.store, alias, who=who, now=office.now)
    say(f"“{account}” is known as {publisher} from the next: judge")


@aliases.command("withdraw")
@click.argument("account")
@click.argument("publisher")
@click.option("--reason", required=True, help="Why it no longer holds.")
@who_option
@click.pass_context
def withdraw_alias(
    context: click.Context, account: str, publisher: str, reason: str, who: str
) -> None:
    """Take an alias back, shipped ones too; both names as `aliases list` shows them.

    \b
    Example:
      rasoat registry aliases withdraw "Vidu Play" "Công ty TNHH Ví Dụ Xanh" --reason "bán lại"
    """
    from crawler.licensees import withdraw_alias as withdraw

    with opened(context) as office:
        withdraw(office.store, account, publisher, why=reason, who=who, now=office.now)
    say(f"“{account}” is no alias from now on. Judge again with: judge")


@aliases.command("import")
@click.argument("file", type=_FILE, metavar="FILE")
@who_option
@json_option
@click.pass_context
def import_aliases(context: click.Context, file: Path, who: str, as_json: bool) -> None:
    """Add the aliases of a list (CSV or XLSX: account, publisher, source, day), all or none.

    \b
    Example:
      rasoat registry aliases import aliases.csv
    """
    from crawler.licensees import import_aliases as take
    from crawler.register.rows import open_file

    with opened(context) as office:
        taken = take(office.store, open_file(file), who=who, now=office.now)
    show([asdict(taken)], as_json=as_json, columns=("added", "known"))


@click.group()
def declared() -> None:
    """Apps, store accounts and hosts that licensees declared as their own.

    \b
    Example:
      rasoat registry declared import accounts.xlsx
    """


@declared.command("list")
@json_option
@click.pass_context
def list_declared(context: click.Context, as_json: bool) -> None:
    """What was declared and not withdrawn, with the letter that declares it.

    \b
    Example:
      rasoat registry declared list --json
    """
    from crawler.store.licensees import declared_accounts

    with opened(context) as office:
        rows = [asdict(one) for one in declared_accounts(office.store)]
    show(rows, as_json=as_json, columns=("account", "publisher", "entry", "letter", "day", "who"))


@declared.command("import")
@click.argument("file", type=_FILE, metavar="FILE")
@who_option
@json_option
@click.pass_context
def import_declared(context: click.Context, file: Path, who: str, as_json: bool) -> None:
    """Add a licensee's list (CSV or XLSX: publisher, account, letter, day[, store, entry]).

    An account is an app's id or store address, an account's number, or a host. All rows or none.

    \b
    Example:
      rasoat registry declared import accounts.xlsx --as an
    """
    from crawler.licensees import import_declared as take
    from crawler.register.rows import open_file

    with opened(context) as office:
        folder = office.workspace.register
        taken = take(office.store, open_file(file), folder, who=who, now=office.now)
    show([asdict(taken)], as_json=as_json, columns=("added", "known"))


@declared.command("withdraw")
@click.argument("account")
@click.option("--reason", required=True, help="Why it no longer holds.")
@who_option
@click.pass_context
def withdraw_declared(context: click.Context, account: str, reason: str, who: str) -> None:
    """Take back all that was declared about one account, as `declared list` shows it.

    \b
    Example:
      rasoat registry declared withdraw google:com.vidu.daorong --reason "khai báo nhầm"
    """
    from crawler.licensees import withdraw_declared as withdraw

    with opened(context) as office:
        found = withdraw(office.store, account, why=reason, who=who, now=office.now)
    say(f"{len(found)} declaration(s) of {account} taken back. Judge again with: judge")
