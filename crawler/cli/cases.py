"""``rasoat cases``: the review queue and its decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from crawler.cli.common import json_option, opened, say, show, who_option
from crawler.cli.controls import NO_ACCUSATION, control_rows, controls, show_controls
from crawler.records import ACCUSING, CaseStatus, VerdictKind

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.records import Associated, Case
    from crawler.store import Store

_COLUMNS = ("case", "subject", "status", "verdict", "question", "title", "publisher")
wanted_argument = click.argument("wanted", nargs=-1, required=True, metavar="CASE…")
note_option = click.option("--note", help="Why; kept with the decision.")


@click.group()
def cases() -> None:
    """Review what was flagged: list, look, decide.

    \b
    Example:
      rasoat cases list --status open
      rasoat cases confirm 12 apple:9000000001 --note "nạp thẻ, rút tiền trong mô tả"
    """


cases.add_command(controls)


@cases.command("list")
@click.option(
    "--status",
    type=click.Choice([status.value for status in CaseStatus]),
    help="Only cases that stand so [default: all].",
)
@click.option(
    "--verdict",
    type=click.Choice([kind.value for kind in VerdictKind]),
    help="Only cases whose newest verdict is this.",
)
@json_option
@click.pass_context
def list_(context: click.Context, status: str | None, verdict: str | None, as_json: bool) -> None:
    """The cases, each with the newest verdict; the open controls apart, below.

    `outcome` is what became of a subject after it was asked for (docs/recheck.md).
    By number, but open cases that share rare identities with a confirmed one come first and say
    what they share (docs/association.md): that accuses nobody.
    A control became no case and accuses nobody: `cases controls`. In JSON its `control` is a
    number and its `case` null.

    \b
    Example:
      rasoat cases list --status open --verdict gambling --json
    """
    from crawler.associations import queue
    from crawler.store.controls import waiting_controls
    from crawler.store.outcomes import latest_outcomes

    with opened(context) as office:
        found = queue(office.store, status=CaseStatus(status) if status else None)
        became = latest_outcomes(office.store)
        rows = [
            asdict(case)
            | {"associated": _associated(ties, as_json=as_json), "control": None}
            | {"outcome": became[case.subject].outcome if case.subject in became else None}
            for case, ties in found
            if verdict in (None, case.verdict)
        ]
        waiting = waiting_controls(office.store) if status in (None, CaseStatus.OPEN) else []
        apart = control_rows(
            office.store, [control for control in waiting if verdict in (None, control.verdict)]
        )
    told = (name for name in ("associated", "outcome") if any(row[name] for row in rows))
    columns = (*_COLUMNS, *told)
    show([*rows, *(apart if as_json else ())], as_json=as_json, columns=columns)
    if apart and not as_json:
        click.echo(f"\n{NO_ACCUSATION}")
        show_controls(apart)


def _associated(ties: Sequence[Associated], *, as_json: bool) -> Any:
    """What ties a case to confirmed ones: whole for programs, the heaviest words for people."""
    if as_json:
        return [asdict(tie) for tie in ties]
    if not ties:
        return None
    heaviest = ties[0].reasons[0]
    kind = heaviest.rule.removeprefix("associated_").replace("_", " ")
    return f"case {ties[0].case}: same {kind} “{heaviest.quote}”"


@cases.command("show")
@wanted_argument
@json_option
@click.pass_context
def show_(context: click.Context, wanted: Sequence[str], as_json: bool) -> None:
    """All about a case: what was seen, the reasons with their quotes, what happened.

    \b
    Example:
      rasoat cases show 12
    """
    from crawler.cases import wanted_case

    with opened(context) as office:
        store, now = office.store, office.now
        found = [_whole(store, wanted_case(store, name), now) for name in wanted]
    if as_json:
        show(found, as_json=True)
    for whole in [] if as_json else found:
        _print(whole)


def _whole(store: Store, case: Case, now: datetime) -> dict[str, Any]:
    from crawler.locks import grounds_of, locks_of
    from crawler.store.associations import associations
    from crawler.store.cases import case_events
    from crawler.store.outcomes import outcomes_of
    from crawler.store.sightings import sightings_of
    from crawler.store.verdicts import latest_verdict

    verdict, ties = latest_verdict(store, case.subject), associations(store)
    return asdict(case) | {
        "entry": verdict.entry if verdict else None,
        "score": verdict.score if verdict else None,
        "reasons": [asdict(reason) for reason in verdict.reasons] if verdict else [],
        "associated": [asdict(tie) for tie in ties if tie.subject == case.subject],
        "associates": [asdict(tie) for tie in ties if tie.case == case.case],
        "sightings": [asdict(seen) for seen in sightings_of(store, case.subject)[:5]],
        "outcomes": [asdict(outcome) for outcome in outcomes_of(store, case.subject)],
        "events": [asdict(event) for event in case_events(store, case.case)],
        "locks": [
            asdict(count) | {"reached": count.reached}
            for count in (locks_of(store, case.subject, now) if _is_page(case) else ())
        ],
        "lock_grounds": [
            asdict(grounds) | {"for_good": grounds.for_good}
            for grounds in ([grounds_of(store, case.subject, now)] if _is_page(case) else [])
        ],
    }


def _is_page(case: Case) -> bool:
    return case.subject.startswith("fbpage:")


def _print(whole: dict[str, Any]) -> None:
    lists = (
        *("reasons", "associated", "associates", "sightings", "outcomes", "events"),
        *("locks", "lock_grounds"),
    )
    facts = [{"what": name, "is": value} for name, value in whole.items() if name not in lists]
    show(facts, as_json=False, columns=("what", "is"))
    click.echo()
    show(whole["reasons"], as_json=False, columns=("rule", "field", "quote", "entry"))
    click.echo()
    ties = [
        {"subject": tie["subject"], "case": tie["case"], **reason}
        for tie in (*whole["associated"], *whole["associates"])
        for reason in tie["reasons"]
    ]
    if ties:
        click.echo("Shared with a confirmed case; accuses nobody:")
        show(ties, as_json=False, columns=("subject", "case", "rule", "quote"))
        click.echo()
    seen = ("seen_at", "source", "market", "presence", "title", "url", "evidence")
    show(whole["sightings"], as_json=False, columns=seen)
    click.echo()
    for count in whole["locks"]:
        reached = ": reached" if count["reached"] else ""
        click.echo(
            f"Requests in {count['days']} days: {count['asked']}, of {count['needed']} that the "
            f"rule of temporary locks asks for{reached}"
        )
    for grounds in whole["lock_grounds"]:
        reached = ": the rule of the permanent lock applies" if grounds["for_good"] else ""
        click.echo(
            f"Grounds for a temporary lock so far: {len(grounds['days'])}, of {grounds['needed']} "
            f"that a permanent lock needs{reached}. Whether it was locked, ask the network."
        )
    if whole["outcomes"]:
        show(whole["outcomes"], as_json=False, columns=("at", "outcome", "told", "counted", "why"))
        click.echo()
    show(whole["events"], as_json=False, columns=("at", "who", "event", "note"))


@cases.command()
@wanted_argument
@click.option(
    "--ground",
    type=click.Choice(sorted(kind.value for kind in (*ACCUSING, VerdictKind.COMPROMISED))),
    help="What you saw, for a case whose verdict is unsure; logged.",
)
@note_option
@who_option
@json_option
@click.pass_context
def confirm(
    context: click.Context,
    wanted: Sequence[str],
    ground: str | None,
    note: str | None,
    who: str,
    as_json: bool,
) -> None:
    """Confirm that the finding holds, for all cases given or none.

    \b
    Example:
      rasoat cases confirm 12 13 --as an.nguyen
      rasoat cases confirm 14 --ground gambling --note "mời nạp thẻ ở màn hình đầu"
    """
    from crawler.cases import confirm as decide

    named = None if ground is None else VerdictKind(ground)
    with opened(context) as office:
        _tell(
            decide(office.store, wanted, who=who, note=note, now=office.now, ground=named), as_json
        )


@cases.command()
@wanted_argument
@click.option(
    "--same-publisher",
    is_flag=True,
    help="The account is the licensee's own: its name is learned as an alias.",
)
@note_option
@who_option
@json_option
@click.pass_context
def dismiss(
    context: click.Context,
    wanted: Sequence[str],
    same_publisher: bool,
    note: str | None,
    who: str,
    as_json: bool,
) -> None:
    """Decide that nothing is to be done, for all cases given or none.

    \b
    Example:
      rasoat cases dismiss 12 --note "trò chơi có giấy phép, đã đối chiếu"
      rasoat cases dismiss 13 --same-publisher --note "công văn 12/VDX ngày 03/11/2026"
    """
    from crawler.cases import dismiss as decide

    with opened(context) as office:
        decided = decide(
            office.store,
            wanted,
            who=who,
            note=note,
            now=office.now,
            same_publisher=same_publisher,
        )
        _tell(decided, as_json)


@cases.command()
@wanted_argument
@who_option
@json_option
@click.pass_context
def ask(context: click.Context, wanted: Sequence[str], who: str, as_json: bool) -> None:
    """Write the question to the licensee whether the account is its own; nothing is sent.

    For cases that are `unsure: account_unconfirmed`. The draft lies in exports/.

    \b
    Example:
      rasoat cases ask 12
    """
    from crawler.questions import questions, record_asked
    from reports.letters.licensee_question import write_question

    with opened(context) as office:
        rehearsal = bool(office.store.mark)
        asked = [
            (question, write_question(question, office.workspace.exports, rehearsal=rehearsal))
            for question in questions(office.store, wanted)
        ]
        record_asked(office.store, asked, who=who, now=office.now)
    rows = [
        {
            "case": question.case,
            "subject": question.sighting.subject,
            "entry": question.entry.entry,
            "publisher": question.entry.publisher,
            "file": str(path),
        }
        for question, path in asked
    ]
    show(rows, as_json=as_json, columns=("case", "subject", "entry", "publisher", "file"))
    say("Drafted, not sent. After the answer: cases dismiss --same-publisher, or cases confirm.")


@cases.command()
@wanted_argument
@note_option
@who_option
@json_option
@click.pass_context
def reopen(
    context: click.Context, wanted: Sequence[str], note: str | None, who: str, as_json: bool
) -> None:
    """Take a decision back, for all cases given or none.

    \b
    Example:
      rasoat cases reopen 12 --note "doanh nghiệp gửi văn bản"
    """
    from crawler.cases import reopen as decide

    with opened(context) as office:
        _tell(decide(office.store, wanted, who=who, note=note, now=office.now), as_json)


@cases.command()
@wanted_argument
@click.option("--note", required=True, help="The remark.")
@who_option
@json_option
@click.pass_context
def note(context: click.Context, wanted: Sequence[str], note: str, who: str, as_json: bool) -> None:
    """Add a remark; the state stays.

    \b
    Example:
      rasoat cases note 12 --note "đã gọi điện cho nhà phát hành"
    """
    from crawler.cases import note as remark

    with opened(context) as office:
        _tell(remark(office.store, wanted, who=who, note=note, now=office.now), as_json)


@cases.command()
@wanted_argument
@note_option
@who_option
@json_option
@click.pass_context
def missed(
    context: click.Context, wanted: Sequence[str], note: str | None, who: str, as_json: bool
) -> None:
    """Say that gambling is there which the rules missed: `train` learns it, nobody is accused.

    The case stays open, and its verdict is what it was.

    
    Example:
      rasoat cases missed 21 --note "mời nạp tiền trong phần nhận xét"
    """
    from crawler.cases import missed as tell

    with opened(context) as office:
        _tell(tell(office.store, wanted, who=who, note=note, now=office.now), as_json)


def _tell(decided: Sequence[Case], as_json: bool) -> None:
    show([asdict(case) for case in decided], as_json=as_json, columns=_COLUMNS)
    say(f"{len(decided)} case(s) done.")
