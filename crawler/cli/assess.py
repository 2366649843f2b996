"""``rasoat assess``: texts of a file for gambling and for private servers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import StringIO
from itertools import chain
from typing import TYPE_CHECKING, Any, TextIO

import click

from crawler.cli.common import LOOK, json_line, json_option, say, show, workspace_here

if TYPE_CHECKING:
    from crawler.records import Assessment, Finding, PublishedText

_COLUMNS = ("id", "verdict", "score", "why")
_AT_ONCE = 500  # texts that one process assesses together
_SHOWN = 3  # quotes in a line of the table


@click.command()
@click.argument("file", type=click.File(encoding="utf-8", errors="surrogateescape"), metavar="FILE")
@click.option(
    "--reads", is_flag=True, help="Add the text as it is read: folded, without disguises."
)
@json_option
@click.pass_context
def assess(context: click.Context, file: TextIO, reads: bool, as_json: bool) -> None:
    """Assess texts (CSV or JSON Lines: id,title,text[,url,kind]) for gambling by their words.

    This is what the words alone say; `judge` decides by everything known.

    \b
    Example:
      rasoat assess posts.jsonl --json
      echo '{"id": "1", "text": "n.ổ h.ũ đ0i thuong"}' | rasoat assess - --reads --json
    """
    from crawler.side_by_side import side_by_side
    from crawler.texts import read_texts

    written, few = _begun(file)
    assessed = assessor(context)
    if not few:
        _prepare(assessed)
    columns = (*_COLUMNS, "reads") if reads else _COLUMNS

    def rows(texts: list[PublishedText]) -> list[dict[str, Any]]:
        return [_row(found, reads=reads) for found in assessed(texts, reads=reads)]

    def lines(texts: list[PublishedText]) -> list[str]:
        return ["\n".join(map(json_line, rows(texts)))]

    def cells(texts: list[PublishedText]) -> list[Mapping[str, Any]]:
        return [row | {"why": _why(row["findings"])} for row in rows(texts)]

    refused: list[str] = []
    texts = _told(read_texts(written, file.name, refused.append), refused)
    if as_json:
        for text in side_by_side(lines, texts, at_once=_AT_ONCE):
            click.echo(text)
    else:
        show(side_by_side(cells, texts, at_once=_AT_ONCE), as_json=False, columns=columns)
    if refused:
        raise SystemExit(LOOK)


def _begun(file: TextIO) -> tuple[Iterator[str], bool]:
    """The lines of a file, and whether they are so few that Python reads them.

    That is done before machine code would be loaded.
    """
    from matchers.scan.carrier import FEW, expect_few

    begun = file.read(FEW + 1)
    few = len(begun) <= FEW
    if few:
        expect_few()
    return chain(StringIO(begun + file.readline()), file), few


def _prepare(assessed: Callable[..., Iterator[Assessment]]) -> None:
    """What all processes share is compiled and read before they part."""
    from crawler.records import PublishedText
    from matchers.engine.compiling import is_compiled

    if not is_compiled("spots._sift"):
        say("Preparing the scan of texts; this takes some seconds, once.")
    next(assessed([PublishedText(id="", text="không")]))


def assessor(context: click.Context) -> Callable[..., Iterator[Assessment]]:
    """What assesses texts: the shipped words, and in a workspace its own words and model."""
    from matchers.learned import office_model
    from matchers.lexicon import load_lexicon
    from matchers.verdict.assess import assess_texts
    from matchers.verdict.rules import Rules

    office = workspace_here(context)
    lexicon = load_lexicon(*(office.lexicon if office else ()))
    return partial(
        assess_texts,
        lexicon=lexicon,
        rules=Rules(),
        model=office_model(office.models) if office else None,
    )


def _told(texts: Iterator[PublishedText], refused: list[str]) -> Iterator[PublishedText]:
    """The texts; what was refused before each is told where it happens."""
    told = 0
    for text in texts:
        yield text
        for sentence in refused[told:]:
            say(sentence)
        told = len(refused)
    for sentence in refused[told:]:
        say(sentence)


def _row(found: Assessment, *, reads: bool) -> dict[str, Any]:
    row = {
        "id": found.id,
        "verdict": found.verdict,
        "score": found.score,
        "findings": [_fields(finding) for finding in found.findings],
    }
    return row | {"reads": found.reads} if reads else row


def _fields(finding: Finding) -> dict[str, Any]:
    return {
        "signal": finding.signal,
        "field": finding.field,
        "quote": finding.quote,
        "term": finding.term,
        "weight": finding.weight,
    }


def _why(findings: list[Mapping[str, Any]]) -> str:
    return "; ".join(f"{one['signal']}: {one['quote']}" for one in findings[:_SHOWN])
