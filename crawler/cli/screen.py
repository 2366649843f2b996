"""``rasoat screen``: domain names by their name alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO

import click

from crawler.cli.common import LOOK, json_line, json_option, printable, say, workspace_here

if TYPE_CHECKING:
    from crawler.names.reading import Piece
    from crawler.records import Reason, ScreenedName
    from matchers.domains.reading import Refused
    from matchers.domains.screen import Screening

_SHOWN = 20  # refused lines by number; the rest is counted


@dataclass(slots=True)
class _Tally:
    """What was refused so far, and how many lines were read."""

    lines: int = 0
    named: bool = False  # whether any of them held a name
    why: Counter[str] = field(default_factory=Counter)
    shown: list[tuple[int, Refused]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one process hands on: text is written where it was found."""

    text: str
    lines: int
    named: bool
    why: Counter[str]
    shown: tuple[tuple[int, Refused], ...]  # by line of the file


def _is_number(
    _context: click.Context, option: click.Parameter, value: float | None
) -> float | None:
    """Of what is no number ("nan") click finds neither too little nor too much."""
    if value is not None and math.isnan(value):
        raise click.BadParameter("nan is no number. Write one from 0 to 1.", param=option)
    return value


@click.command()
@click.argument("file", type=click.File("rb"), metavar="FILE")
@click.option("--all", "every", is_flag=True, help="Also the names that are not flagged.")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    callback=_is_number,
    help="Flag from this score on [default: the shipped model's].",
)
@json_option
@click.pass_context
def screen(
    context: click.Context, file: BinaryIO, every: bool, threshold: float | None, as_json: bool
) -> None:
    """Screen domain names by name alone: an order for a queue, not a verdict.

    FILE holds one name a line, or is a table whose column of names is found, a hosts file or a
    zone file; gzip and Zstandard are unpacked. Names are answered in the order of the file while
    it is read, not best first. Addresses are cut to their host, blank lines and comments (#) passed
    over; what is no name is refused and counted, and the command then ends with 3. Protected names
    (state bodies, banks, press, and the workspace's own) are never flagged; --all shows them with
    the reason.

    \b
    Example:
      rasoat screen names.txt --json
      rasoat screen newly-registered.csv.gz --threshold 0.9
    """
    from crawler.names.reading import read_names
    from crawler.side_by_side import side_by_side
    from matchers.domains.screen import screen as screened
    from matchers.engine.compiling import is_compiled

    if not is_compiled("sieve._weigh_all"):
        say("Preparing the sieve of names; this takes about half a minute, once.")
    screened(b"")  # what all processes share is read before they part

    protected = hosts_never_flagged(context)

    def answers(pieces: list[Piece]) -> list[_Answer]:
        return [
            _answer(
                screened(piece.text, threshold=threshold, every=every, protected=protected),
                piece,
                as_json,
            )
            for piece in pieces
        ]

    # A piece a process at a time, and written where it was found.
    tally = _Tally()
    for answer in side_by_side(
        answers, read_names(file, getattr(file, "name", "stdin")), at_once=1
    ):
        click.echo(answer.text, nl=False)
        _count(tally, answer)
    if tally.why:
        _say_refused(tally)
    elif not tally.named:
        name = getattr(file, "name", "stdin")
        say(f"{name} holds no name: a void source. Give one name a line.")
    if tally.why or not tally.named:
        context.exit(LOOK)


def hosts_never_flagged(context: click.Context) -> Mapping[str, str]:
    """The shipped protected hosts with why, and in a workspace those that two people approved."""
    from matchers.domains.protected import protected_hosts

    office = workspace_here(context)
    if office is None:
        return protected_hosts({})
    from crawler.protected import idle_names
    from crawler.store.protected import approved_names

    with office.open_store() as store:
        approved = approved_names(store)
    for name, why in idle_names(approved):
        say(f"{name} is among the protected names and protects nobody. {why}")
    return protected_hosts(approved)


def _answer(found: Screening, piece: Piece, as_json: bool) -> _Answer:
    written = _as_json if as_json else _as_text
    return _Answer(
        text="".join(f"{written(name)}\n" for name in found.names),
        lines=piece.text.count(b"\n") + (not piece.text.endswith(b"\n")),
        named=found.named > 0,
        why=Counter(refused.why for refused in found.refused),
        shown=tuple((piece.line_of(one.line), one) for one in found.refused[:_SHOWN]),
    )


def _as_text(name: ScreenedName) -> str:
    why = "; ".join(reason.vi for reason in name.reasons)
    return f"{name.score:.4f}  {name.name}  {why}".rstrip()


def _as_json(name: ScreenedName) -> str:
    flagged = "true" if name.flagged else "false"
    reasons = ", ".join(map(_reason_json, name.reasons))
    return (
        f'{{"name": "{name.name}", "domain": "{name.domain}", "score": {name.score}, '
        f'"flagged": {flagged}, "reasons": [{reasons}]}}'
    )


# The same reasons come again and again; a name holds nothing that JSON escapes.
@lru_cache(maxsize=16_384)
def _reason_json(reason: Reason) -> str:
    return json_line({item: getattr(reason, item) for item in reason.__slots__})


def _count(tally: _Tally, answer: _Answer) -> None:
    tally.why.update(answer.why)
    tally.shown += answer.shown[: _SHOWN - len(tally.shown)]
    tally.lines += answer.lines
    tally.named = tally.named or answer.named


def _say_refused(tally: _Tally) -> None:
    for line, refused in tally.shown:
        say(f"Line {line} is refused, {refused.why}: {printable(refused.text)}")
    counts = ", ".join(f"{count} {why}" for why, count in tally.why.most_common())
    say(f"Refused {tally.why.total()} of {tally.lines} lines: {counts}. Correct or drop them.")
