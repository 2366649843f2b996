"""``rasoat judge``: verdicts from what is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from crawler.cli.common import LOOK, json_option, opened, printable, progress_bar, say, show
from crawler.cli.controls import say_drawn
from crawler.errors import UsageProblem

if TYPE_CHECKING:
    from crawler.cli.common import Opened
    from crawler.judge import Judge, Judged
    from crawler.records import Verdict


@click.command()
@click.option("--all", "everything", is_flag=True, help="Every subject, not only what changed.")
@click.option("--explain", metavar="SUBJECT", help="Judge one subject and show all that speaks.")
@json_option
@click.pass_context
def judge(context: click.Context, everything: bool, explain: str | None, as_json: bool) -> None:
    """Compute verdicts from stored sightings; what is flagged becomes a case.

    Ends with 3 while the register does not cover all games: then nothing becomes `unlicensed`.

    \b
    Example:
      rasoat judge
      rasoat judge --explain apple:1234567890
    """
    from crawler.index_cache import cached_index
    from crawler.judge import open_judge
    from matchers.engine.compiling import is_compiled
    from matchers.learned import office_model
    from matchers.lexicon import load_lexicon

    if not is_compiled():
        say("Preparing the matching engine; this takes about a minute, once.")
    with opened(context) as office:
        lexicon = load_lexicon(*office.workspace.lexicon)
        judging = open_judge(
            office.store,
            lexicon=lexicon,
            now=office.now,
            index_of=cached_index(office.workspace.cache),
            model=office_model(office.workspace.models),
        )
        if explain is not None:
            _explain(office, judging, explain, as_json=as_json)
        else:
            _judge(office, judging, everything=everything, as_json=as_json)
        for gap in judging.gaps:
            say(gap)
        if judging.gaps:
            context.exit(LOOK)


def _judge(office: Opened, judging: Judge, *, everything: bool, as_json: bool) -> None:
    from crawler.associations import associate
    from crawler.controls import draw
    from crawler.judge import judge as judge_subjects
    from crawler.judge import stale_subjects
    from crawler.operators import follow_operators

    subjects = None if everything else stale_subjects(office.store, judging)
    judged = judge_subjects(office.store, judging, subjects)
    total = None if subjects is None else len(subjects)
    with progress_bar(judged, total=total, what="judged") as shown:
        _show_judged(shown, as_json=as_json)
    controls = office.workspace.config.controls
    drawn = draw(
        office.store,
        subjects,
        share=controls.share,
        most_open=controls.most_open,
        now=office.now,
    )
    say_drawn(drawn)
    associate(office.store, now=office.now)
    follow_operators(office.store, now=office.now)


def _show_judged(judged: Iterable[Judged], *, as_json: bool) -> None:
    if as_json:
        show((_row(one) for one in judged), as_json=True)
        return
    counts = Counter(_kind_of(one.verdict) for one in judged)
    show(
        ({"verdict": kind, "subjects": count} for kind, count in sorted(counts.items())),
        as_json=False,
        columns=("verdict", "subjects"),
    )


def _explain(office: Opened, judging: Judge, subject: str, *, as_json: bool) -> None:
    from crawler.judge import judge as judge_subjects

    judged = next(judge_subjects(office.store, judging, [subject]), None)
    if judged is None:
        raise UsageProblem(
            f"Nothing that can be judged is stored of {subject}. See it first with: rasoat sweep"
        )
    if as_json:
        details = {
            "question": judged.verdict.question,
            "entry": judged.verdict.entry,
            "score": judged.verdict.score,
            "candidates": [asdict(candidate) for candidate in judged.match.candidates],
            "ties": [asdict(tie) for tie in judged.ties],
            "fingerprint": judged.verdict.fingerprint,
        }
        show([_row(judged) | details], as_json=True)
        return
    for line in _lines(judged):
        click.echo(line)


def _lines(judged: Judged) -> Iterator[str]:
    verdict = judged.verdict
    yield from verdict_lines(verdict)
    for candidate in judged.match.candidates:
        yield (
            f"  ? {candidate.score:g} entry {candidate.entry}: {candidate.title} – "
            f"{candidate.publisher} ({candidate.status})"
        )
    yield f"  rules, lexicon, register: {verdict.fingerprint}"


def verdict_lines(verdict: Verdict) -> Iterator[str]:
    """A verdict with all its reasons, as a person reads it."""
    yield f"{verdict.subject}: {_kind_of(verdict)} (score {verdict.score:g})"
    for reason in verdict.reasons:
        where = f" [{reason.field}]" if reason.field else ""
        yield f"  - {reason.rule}{where}: {printable(reason.vi)}"
        yield f"    {printable(reason.en)}"


def _row(judged: Judged) -> dict[str, Any]:
    return {
        "subject": judged.verdict.subject,
        "verdict": judged.verdict.kind,
        "question": judged.verdict.question,
        "reasons": [asdict(reason) for reason in judged.verdict.reasons],
    }


def _kind_of(verdict: Verdict) -> str:
    """The verdict with its open question."""
    return f"{verdict.kind}: {verdict.question}" if verdict.question else str(verdict.kind)
