"""``rasoat takedown``: what is asked of whom, the lists, and the minute of sending."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from crawler.cli.common import LOOK, json_option, opened, say, show, who_option, yes_option
from crawler.records import Recipient

if TYPE_CHECKING:
    from crawler.cli.common import Opened
    from crawler.records import AskedApp, Rechecked, TakedownRequest
    from crawler.takedowns import Held

_COLUMNS = (
    *("request", "recipient", "status", "drafted_at", "sent_at", "channel", "outcomes"),
    "subjects",
)


@click.group()
def takedown() -> None:
    """Ask the stores to take down what was confirmed, and log when it was sent.

    \b
    Example:
      rasoat takedown draft
      rasoat takedown send 1 --channel "cổng tiếp nhận của Apple" --yes
    """


@takedown.command()
@click.option(
    "--recipient",
    "recipients",
    multiple=True,
    type=click.Choice([recipient.value for recipient in Recipient]),
    help="Only for this recipient; may be given again [default: all].",
)
@who_option
@json_option
@click.pass_context
def draft(context: click.Context, recipients: Sequence[str], who: str, as_json: bool) -> None:
    """Group the confirmed cases by recipient and write their lists into exports/.

    Cases that are in doubt are held back, each with its reason; then the exit code is 3.

    \b
    Example:
      rasoat takedown draft --recipient apple
    """
    from crawler.store.requests import requests
    from crawler.takedowns import asked_apps, status
    from crawler.takedowns import draft as make
    from reports.lists import write_lists

    wanted = [Recipient(name) for name in recipients] or list(Recipient)
    with opened(context) as office:
        drafted = make(office.store, recipients=wanted, now=office.now, who=who)
        # A draft whose lists were lost between the database and the disk gets them now.
        for request in requests(office.store):
            if status(office.store, request) == "drafted":
                apps = asked_apps(office.store, request.request)
                rehearsal = bool(office.store.mark)
                write_lists(request, apps, office.workspace.exports, rehearsal=rehearsal)
        rows = [_row(office, request) for request in drafted.requests]
    _show(rows, as_json)
    _show_held(drafted.held, as_json)
    if not rows:
        say("Nothing new to ask for. Confirm cases with: cases confirm CASE…")
    if drafted.held:
        say(f"{len(drafted.held)} case(s) are held back: a person should look.")
        context.exit(LOOK)


@takedown.command("list")
@json_option
@click.pass_context
def list_(context: click.Context, as_json: bool) -> None:
    """All requests, oldest first.

    \b
    Example:
      rasoat takedown list --json
    """
    from crawler.store.requests import requests

    with opened(context) as office:
        rows = [_row(office, request) for request in requests(office.store)]
    _show_requests(rows, as_json)


@takedown.command("show")
@click.argument("request", type=int)
@json_option
@click.pass_context
def show_(context: click.Context, request: int, as_json: bool) -> None:
    """One request with its subjects and its lists.

    \b
    Example:
      rasoat takedown show 1
    """
    from crawler.store.outcomes import latest_outcomes
    from crawler.takedowns import asked_apps, wanted_request

    with opened(context) as office:
        row = _row(office, wanted_request(office.store, request))
        became = latest_outcomes(office.store)
        apps = [_app(app, became) for app in asked_apps(office.store, request)]
    if as_json:
        show([row | {"apps": apps}], as_json=True)
        return
    _show([row], as_json=False)
    columns = ("case", "subject", "ground", "title", "publisher", "outcome", "counted")
    show(apps, as_json=False, columns=columns)


@takedown.command()
@click.argument("request", type=int)
@click.option("--channel", required=True, help="By which way it is sent.")
@click.option("--at", "at", help="When it was sent, if not now: 2026-11-23T09:30 (Hà Nội).")
@yes_option
@who_option
@json_option
@click.pass_context
def send(
    context: click.Context,
    request: int,
    channel: str,
    at: str | None,
    yes: bool,
    who: str,
    as_json: bool,
) -> None:
    """Record that a request goes out, to the minute; the recipient's clock starts there.

    Nothing is transmitted: you send the lists, rasoat keeps when and how. Without --yes it
    only shows what would be recorded and ends with 3. A subject in doubt stops it; with --at
    what was sent already is recorded, and the doubts are shown.

    \b
    Example:
      rasoat takedown send 1 --channel "email" --at 2026-11-23T09:30 --yes
    """
    from crawler.clock import parse_moment
    from crawler.takedowns import send as record
    from crawler.takedowns import standing_doubts, wanted_request

    moment = None if at is None else parse_moment(at, "--at")
    with opened(context) as office:
        doubts = standing_doubts(office.store, request)
        found = wanted_request(office.store, request)
        if yes:
            found = record(
                office.store, request, at=moment, now=office.now, channel=channel, who=who
            )
        row = _row(office, found)
    _show([row], as_json)
    _show_held(doubts, as_json)
    if not yes:
        say(f"Nothing was recorded. To record that request {request} is sent, add --yes")
    if doubts or not yes:
        context.exit(LOOK)


@takedown.command()
@click.argument("request", type=int)
@click.option("--note", help="Why it is taken back.")
@who_option
@json_option
@click.pass_context
def withdraw(
    context: click.Context, request: int, note: str | None, who: str, as_json: bool
) -> None:
    """Take a request back; its cases may be asked for again.

    \b
    Example:
      rasoat takedown withdraw 1 --note "gửi nhầm"
    """
    from crawler.takedowns import withdraw as take_back

    with opened(context) as office:
        found = take_back(office.store, request, who=who, note=note, now=office.now)
        row = _row(office, found)
    _show([row], as_json)
    if found.sent_at is not None:
        say(f"Request {request} was sent: tell {found.recipient} that it is withdrawn.")


def _row(office: Opened, request: TakedownRequest) -> dict[str, Any]:
    from crawler.store.outcomes import latest_outcomes
    from crawler.takedowns import status
    from reports.lists import lists_of

    became = latest_outcomes(office.store)
    counts = Counter(became[one].counted for one in request.subjects if one in became)
    return {
        "request": request.request,
        "recipient": request.recipient.value,
        "status": status(office.store, request),
        "due": None,  # no clock of these two recipients was read in the law yet
        "subjects": request.subjects,
        "files": [str(path) for path in lists_of(request, office.workspace.exports)],
        "drafted_at": request.drafted_at,
        "drafted_by": request.drafted_by,
        "sent_at": request.sent_at,
        "sent_by": request.sent_by,
        "channel": request.channel,
        "outcomes": {counted.value: count for counted, count in sorted(counts.items())},
    }


def _app(app: AskedApp, became: Mapping[str, Rechecked]) -> dict[str, Any]:
    newest = became.get(app.sighting.subject)
    return {
        "case": app.case,
        "subject": app.sighting.subject,
        "ground": app.ground.value,
        "title": app.sighting.title,
        "publisher": app.sighting.publisher,
        "url": app.sighting.url,
        "evidence": app.evidence,
        "evidence_at": app.evidence_at,
        "outcome": newest.outcome if newest else None,
        "counted": newest.counted if newest else None,
    }


def _show(rows: Sequence[dict[str, Any]], as_json: bool) -> None:
    if as_json or rows:
        _show_requests(rows, as_json)
    for path in [] if as_json else [path for row in rows for path in row["files"]]:
        click.echo(path)


def _show_requests(rows: Sequence[dict[str, Any]], as_json: bool) -> None:
    """Whole for programs; for people the outcomes in words."""
    if not as_json:
        rows = [
            row | {"outcomes": [f"{count} {name}" for name, count in row["outcomes"].items()]}
            for row in rows
        ]
    show(rows, as_json=as_json, columns=_COLUMNS)


def _show_held(held: Sequence[Held], as_json: bool) -> None:
    rows = [
        {
            "request": None,
            "recipient": item.recipient and item.recipient.value,
            "status": "held",
            "due": None,
            "subjects": [item.subject],
            "files": [],
            "case": item.case,
            "subject": item.subject,
            "why": item.why,
        }
        for item in held
    ]
    if as_json:
        show(rows, as_json=True)
    for row in [] if as_json else rows:
        # Whole sentences: a table would cut them.
        click.echo(f"held: case {row['case']} {row['subject']}: {row['why']}")
