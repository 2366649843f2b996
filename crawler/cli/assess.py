"""``rasoat assess``: texts of a file for gambling and for private servers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import StringIO
from itertools import chain
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, TextIO

import click

from crawler.cli.common import LOOK, json_option, say, show, workspace_here

if TYPE_CHECKING:
    from crawler.records import Assessment, Finding, PublishedText
    from crawler.rows import Refusal

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

    def lines(texts: list[PublishedText]) -> list[bytes]:
        found = assessed(texts, reads=reads)
        return ["\n".join([_line(one, reads=reads) for one in found]).encode()]

    def cells(texts: list[PublishedText]) -> list[Mapping[str, Any]]:
        return [_cells(found) for found in assessed(texts, reads=reads)]

    refused: list[Refusal] = []
    texts = _told(read_texts(written, file.name, refused.append), refused)
    if as_json:
        for some in side_by_side(lines, texts, at_once=_AT_ONCE):
            click.echo(some)
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


def _told(texts: Iterator[PublishedText], refused: list[Refusal]) -> Iterator[PublishedText]:
    """The texts; what was refused before each is told where it happens."""
    told = 0
    for text in texts:
        yield text
        for one in refused[told:]:
            say(one.sentence)
        told = len(refused)
    for one in refused[told:]:
        say(one.sentence)


def _line(found: Assessment, *, reads: bool) -> str:
    """One line of JSON, put together here: ``json`` took twice as long (measured 2026-11)."""
    findings = ", ".join([_finding(one) for one in found.findings])
    row = (
        f'"id": {encode_basestring(found.id)}, "verdict": "{found.verdict}", '
        f'"score": {found.score}, "findings": [{findings}]'
    )
    return f'{{{row}, "reads": {encode_basestring(found.reads or "")}}}' if reads else f"{{{row}}}"


def _finding(one: Finding) -> str:
    return (
        f'{{"signal": "{one.signal}", "field": "{one.field}", '
        f'"quote": {encode_basestring(one.quote)}, "term": {encode_basestring(one.term)}, '
        f'"weight": "{one.weight}"}}'
    )


def _cells(found: Assessment) -> Mapping[str, Any]:
    why = "; ".join(f"{one.signal}: {one.quote}" for one in found.findings[:_SHOWN])
    return {
        "id": found.id,
        "verdict": found.verdict,
        "score": found.score,
        "why": why,
        "reads": found.reads,
    }
