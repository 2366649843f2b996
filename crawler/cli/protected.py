"""``rasoat protected``: names that are never accused or blocked."""

from __future__ import annotations

from dataclasses import asdict

import click

from crawler.cli.common import json_option, opened, say, show, who_option

_COLUMNS = ("name", "status", "proposed_by", "reason")


@click.group()
def protected() -> None:
    """Names that are never accused or blocked; two people put one there.

    \b
    Example:
      rasoat protected propose google:com.vidu.game --reason "đang khiếu nại" --as an
      rasoat protected approve google:com.vidu.game --as binh
    """


@protected.command("list")
@json_option
@click.pass_context
def list_(context: click.Context, as_json: bool) -> None:
    """The shipped names and the office's own, proposals included.

    \b
    Example:
      rasoat protected list --json
    """
    from crawler.protected import listed

    with opened(context) as office:
        rows = [asdict(name) for name in listed(office.store)]
    show(rows, as_json=as_json, columns=_COLUMNS)
    for row in rows:
        if row["note"]:
            say(f"{row['name']} protects nobody. {row['note']}")


@protected.command()
@click.argument("name")
@click.option("--reason", required=True, help="Why it is protected.")
@who_option
@click.pass_context
def propose(context: click.Context, name: str, reason: str, who: str) -> None:
    """Propose an address, a subject id or a package; another person approves.

    The name is kept as the subject that it is of, and what it will cover is said. Public suffixes,
    wildcards and what names no subject are refused.

    \b
    Example:
      rasoat protected propose apple:9000000001 --reason "đang khiếu nại"
    """
    from crawler.protected import propose as decide
    from matchers.protected import told

    with opened(context) as office:
        kept = decide(office.store, name, reason=reason, who=who, now=office.now)
    say(
        f"{kept} is proposed: it will cover {told(kept)}. "
        f"Another person approves it with: protected approve {kept}"
    )


@protected.command()
@click.argument("name")
@who_option
@click.pass_context
def approve(context: click.Context, name: str, who: str) -> None:
    """Approve what another person proposed.

    \b
    Example:
      rasoat protected approve apple:9000000001 --as binh
    """
    from crawler.protected import approve as decide
    from matchers.protected import told

    with opened(context) as office:
        kept = decide(office.store, name, who=who, now=office.now)
    say(f"{kept} is protected from now on: {told(kept)}.")
