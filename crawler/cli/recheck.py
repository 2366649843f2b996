"""``rasoat recheck``: what was asked for is looked at again."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from crawler.cli.common import (
    LOOK,
    clocks_of,
    crawl_bars,
    json_option,
    opened,
    options,
    printable,
    say,
    show,
)
from crawler.cli.sweep import say_how
from crawler.errors import UsageProblem

if TYPE_CHECKING:
    from crawler.recheck import Answer

_COLUMNS = ("subject", "outcome", "counted", "at", "due")


@click.command()
@click.argument("subjects", nargs=-1, metavar="[SUBJECT]...")
@click.option("--due", is_flag=True, help="What is due by now [default without SUBJECT].")
@click.option("--all", "everything", is_flag=True, help="Everything that was asked for.")
@json_option
@click.pass_context
def recheck(
    context: click.Context,
    subjects: tuple[str, ...],
    due: bool,
    everything: bool,
    as_json: bool,
) -> None:
    """Look again at what was asked for: gone, gone in Vietnam only, or still there.

    Each app is asked for here and in a control storefront, each site here and by a control
    resolver, beside others that must be there. It is removed only after two such answers 24 hours
    apart; what cannot be proven is unknown, with its reason, and a site that only this network
    hides is blocked_here (docs/recheck.md). Ends with 3 when something is unknown or came back.

    \b
    Example:
      rasoat recheck --due
      rasoat recheck apple:1234567890 google:com.vidu.nohu --json
    """
    from crawler.logs import start_logging
    from crawler.recheck import recheck as look_again

    if sum((bool(subjects), due, everything)) > 1:
        raise UsageProblem("Name subjects, or --due, or --all: one of them.")
    with opened(context) as office:
        start_logging(office.workspace.logs, verbose=options(context).verbose)
        with crawl_bars() as bar:
            done = look_again(
                office.workspace,
                office.store,
                subjects=subjects,
                everything=everything,
                clocks=clocks_of(office.store),
                progress=bar,
            )
    show((_row(answer) for answer in done.answers), as_json=as_json, columns=_COLUMNS)
    for answer in done.answers:
        if why := _why(answer):
            say(f"{answer.subject}: {printable(why)}")
    if not done.answers:
        say("Nothing is due. Look at everything that was asked for with: rasoat recheck --all")
    if done.swept is not None:
        say_how(done.swept)
    if done.needs_a_look:
        context.exit(LOOK)


def _why(answer: Answer) -> str | None:
    return answer.refused or (answer.told.why if answer.told else None)


def _row(answer: Answer) -> dict[str, Any]:
    told = answer.told
    return {
        "subject": answer.subject,
        "outcome": answer.outcome,
        "evidence": [asdict(witness) for witness in told.evidence] if told else [],
        "counted": told.counted if told else None,
        "told": told.told if told else None,
        "at": told.at if told else None,
        "crawl": told.crawl if told else None,
        "why": _why(answer),
        "due": answer.due,
    }
