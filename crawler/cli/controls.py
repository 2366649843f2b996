"""``rasoat cases controls``: what became no case, looked at by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from crawler.cli.common import json_option, opened, printable, say, show, who_option
from crawler.records import ControlStatus

if TYPE_CHECKING:
    from crawler.records import Control
    from crawler.store import Store

NO_ACCUSATION = (
    "Controls, drawn by chance from what became no case. They accuse nobody. "
    "Is gambling there that the rules missed?\n"
    "Answer with: cases controls right, or cases controls missed"
)
_COLUMNS = ("control", "subject", "status", "verdict", "title", "publisher", "text")
_wanted = click.argument("wanted", nargs=-1, required=True, metavar="CONTROL…")
_note = click.option("--note", help="Why; kept with the answer.")


@click.group()
def controls() -> None:
    """See what the rules miss: what became no case, a small share of it by chance.

    A control accuses nobody. Its answer is learned by `train` and counted by `evaluate`.

    \b
    Example:
      rasoat cases controls list
      rasoat cases controls right 1 2 --as an
      rasoat cases controls missed 3 --note "mời nạp tiền ở màn hình đầu" --as an
    """


@controls.command("list")
@click.option(
    "--status",
    type=click.Choice([status.value for status in ControlStatus]),
    help="Only controls that stand so [default: those that wait for an answer].",
)
@json_option
@click.pass_context
def list_(context: click.Context, status: str | None, as_json: bool) -> None:
    """The controls that wait for an answer, with the texts to look at.

    \b
    Example:
      rasoat cases controls list --json
    """
    from crawler.store.controls import controls as stored_controls
    from crawler.store.controls import waiting_controls

    with opened(context) as office:
        found = (
            stored_controls(office.store, status=ControlStatus(status))
            if status
            else waiting_controls(office.store)
        )
        rows = control_rows(office.store, found)
    if as_json:
        show(rows, as_json=True)
        return
    click.echo(NO_ACCUSATION)
    show_controls(rows)


@controls.command("show")
@_wanted
@json_option
@click.pass_context
def show_(context: click.Context, wanted: Sequence[str], as_json: bool) -> None:
    """All texts of a control, whole, and where to look at it.

    \b
    Example:
      rasoat cases controls show 3
    """
    from crawler.controls import wanted_control

    with opened(context) as office:
        asked = [wanted_control(office.store, name) for name in wanted]
        rows = control_rows(office.store, asked)
    if as_json:
        show(rows, as_json=True)
        return
    click.echo(NO_ACCUSATION)
    for row in rows:
        texts = row.pop("texts")
        facts = [{"what": name, "is": value} for name, value in row.items()]
        click.echo()
        show(facts, as_json=False, columns=("what", "is"))
        for field, text in texts.items():
            click.echo(f"\n{field}:\n{_lines(text)}")


@controls.command()
@_wanted
@_note
@who_option
@json_option
@click.pass_context
def right(
    context: click.Context, wanted: Sequence[str], note: str | None, who: str, as_json: bool
) -> None:
    """Say that no gambling is there: the rules were right. All controls given, or none.

    \b
    Example:
      rasoat cases controls right 1 2 --as an
    """
    from crawler.controls import right as answer

    with opened(context) as office:
        _tell(answer(office.store, wanted, who=who, note=note, now=office.now), as_json)


@controls.command()
@_wanted
@_note
@who_option
@json_option
@click.pass_context
def missed(
    context: click.Context, wanted: Sequence[str], note: str | None, who: str, as_json: bool
) -> None:
    """Say that gambling is there which the rules missed: it becomes an open case.

    As with `cases missed` its verdict stays what it was, and nobody is accused.

    \b
    Example:
      rasoat cases controls missed 3 --note "mời nạp tiền ở màn hình đầu"
    """
    from crawler.controls import missed as answer

    with opened(context) as office:
        _tell(answer(office.store, wanted, who=who, note=note, now=office.now), as_json)


@controls.command()
@_wanted
@_note
@who_option
@json_option
@click.pass_context
def reopen(
    context: click.Context, wanted: Sequence[str], note: str | None, who: str, as_json: bool
) -> None:
    """Take an answer back; `train` and `evaluate` then leave it out.

    The case of one that was called missed is reopened with it, and decided there.

    \b
    Example:
      rasoat cases controls reopen 3 --note "nhầm ứng dụng"
    """
    from crawler.controls import reopen as take_back

    with opened(context) as office:
        _tell(take_back(office.store, wanted, who=who, note=note, now=office.now), as_json)


def control_rows(store: Store, found: Sequence[Control]) -> list[dict[str, Any]]:
    """A row a control, with its texts and the address where it was seen."""
    from crawler.controls import published
    from matchers.page import texts_of

    seen = published(store, found)
    rows = []
    for control in found:
        sighting = seen.get(control.subject)
        row = asdict(control) | {"url": sighting.url if sighting else None}
        rows.append(row | {"texts": dict(texts_of(sighting)) if sighting else {}})
    return rows


def show_controls(rows: Sequence[dict[str, Any]]) -> None:
    """The table for people: the beginning of each text."""
    cells = (row | {"text": row["texts"].get("text")} for row in rows)
    show(cells, as_json=False, columns=_COLUMNS)


def say_drawn(count: int) -> None:
    """Tells that controls were drawn, where some were."""
    if count:
        say(f"{count} that became no case were drawn as controls. See them: cases controls list")


def _lines(text: str) -> str:
    return "\n".join(map(printable, text.splitlines()))


def _tell(answered: Sequence[Control], as_json: bool) -> None:
    columns = ("control", "subject", "status", "verdict", "case", "decided_by", "note")
    show([asdict(one) for one in answered], as_json=as_json, columns=columns)
    say(f"{len(answered)} control(s) done.")
