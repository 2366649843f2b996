"""``rasoat operators``: who stands behind, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from crawler.cli.common import json_option, opened, say, show

if TYPE_CHECKING:
    from crawler.cli.common import Opened
    from crawler.operators import Family

NO_ACCUSATION = (
    "Thuộc một cụm không phải là kết luận vi phạm: mỗi đối tượng được xem xét riêng. "
    "To belong to an operator accuses nobody: each subject is judged by itself."
)
_COLUMNS = ("operator", "name", "members", "shared")
operator_argument = click.argument("wanted", nargs=-1, metavar="OPERATOR…")


@click.group()
def operators() -> None:
    """See who looks like one operator, by what is shared, and which names may come next.

    \b
    Example:
      rasoat operators list
      rasoat operators show 3
    """


@operators.command("list")
@json_option
@click.pass_context
def list_(context: click.Context, as_json: bool) -> None:
    """The operators with their members of now and what these share; the largest first.

    \b
    Example:
      rasoat operators list --json
    """
    from crawler.operators import families

    with opened(context) as office:
        found = sorted(families(office.store), key=lambda one: -len(one.members))
        rows = [_row(office, family) for family in found]
    if as_json:
        show(rows, as_json=True)
        return
    table = [row | {"members": len(row["members"]), "shared": _told(row["shared"])} for row in rows]
    show(table, as_json=False, columns=_COLUMNS)
    say(NO_ACCUSATION)


@operators.command("show")
@click.argument("wanted", nargs=-1, required=True, metavar="OPERATOR…")
@json_option
@click.pass_context
def show_(context: click.Context, wanted: Sequence[str], as_json: bool) -> None:
    """All about an operator: its members, by what each joined, and what happened to it.

    OPERATOR is a number, a name, or a subject that belongs to it.

    \b
    Example:
      rasoat operators show 3
      rasoat operators show domain:nohu-vidu.club --json
    """
    from crawler.operators import wanted_operator
    from crawler.store.operators import operator_events

    with opened(context) as office:
        families = [wanted_operator(office.store, name) for name in wanted]
        rows = [
            _row(office, family)
            | {
                "events": [
                    asdict(event)
                    for event in operator_events(office.store, family.operator.operator)
                ]
            }
            for family in families
        ]
    if as_json:
        show(rows, as_json=True)
        return
    for row in rows:
        _print(row)
    say(NO_ACCUSATION)


@operators.command("successors")
@operator_argument
@json_option
@click.pass_context
def successors_(context: click.Context, wanted: Sequence[str], as_json: bool) -> None:
    """The names that operators may take next, after the ones that people confirmed.

    Without OPERATOR of all. They are leads already: the next `sweep domains` visits those that
    `screen` flags.

    \b
    Example:
      rasoat operators successors 3
    """
    from crawler.operators import wanted_operator
    from crawler.store.protected import approved_names
    from crawler.successors import predicted
    from matchers.domains.protected import protected_hosts
    from matchers.domains.screen import flagged_of

    with opened(context) as office:
        numbers = {wanted_operator(office.store, name).operator.operator for name in wanted}
        likely = [
            each
            for each in predicted(office.store, now=office.now)
            if not numbers or each.operator in numbers
        ]
        protected = protected_hosts(approved_names(office.store))
        flagged = set(flagged_of((each.successor.name for each in likely), protected))
    if not likely:
        say("No name is predicted: they follow names that people confirmed (rasoat cases confirm).")
    rows = [
        {
            "operator": each.operator,
            "rank": each.rank,
            **asdict(each.successor),
            "flagged": each.successor.name in flagged,
        }
        for each in likely
    ]
    columns = ("operator", "rank", "name", "score", "habit", "like", "flagged")
    show(rows, as_json=as_json, columns=columns)


def _row(office: Opened, family: Family) -> dict[str, Any]:
    from crawler.operators import shared_by
    from crawler.store.cases import find_case
    from crawler.store.verdicts import latest_verdict

    members = []
    for member in family.members:
        verdict = latest_verdict(office.store, member.subject)
        case = find_case(office.store, member.subject)
        members.append(
            {
                "subject": member.subject,
                "verdict": verdict.kind if verdict else None,
                "case": case.case if case else None,
                "status": case.status if case else None,
                "first_seen": member.first_seen,
                "last_seen": member.last_seen,
                "joined_at": member.joined.at,
                "to": member.joined.to,
                "strong": member.joined.strong,
                "reasons": [asdict(reason) for reason in member.joined.reasons],
            }
        )
    return {
        "operator": family.operator.operator,
        "name": family.operator.name,
        "founded_at": family.operator.founded_at,
        "merged": family.merged,
        "members": members,
        "shared": [asdict(shared) for shared in shared_by(family)],
    }


def _told(shared: Sequence[dict[str, Any]]) -> str:
    """The widest of what is shared, in a few words."""
    return "; ".join(f"{one['bond']} “{one['quote']}”" for one in shared[:2])


def _print(row: dict[str, Any]) -> None:
    facts = [
        {"what": name, "is": row[name]} for name in ("operator", "name", "founded_at", "merged")
    ]
    show(facts, as_json=False, columns=("what", "is"))
    click.echo()
    columns = ("subject", "verdict", "case", "status", "first_seen", "last_seen")
    show(row["members"], as_json=False, columns=columns)
    click.echo()
    for event in row["events"]:
        at = event["at"].astimezone().strftime("%Y-%m-%d %H:%M")
        click.echo(f"{at}  {event['event']}  {event['subject']}")
        for reason in event["reasons"]:
            click.echo(f"  - {reason['vi']}")
            click.echo(f"    {reason['en']}")
    click.echo()
