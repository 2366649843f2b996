"""``rasoat train`` and ``rasoat evaluate``: learn from decisions, and measure."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, TextIO

import click

from crawler.cli.common import LOOK, json_option, opened, say, show

_FIGURES = ("precision", "recall", "false_positive_rate", "pr_auc", "precision_at_1_in_200")


@click.command()
@json_option
@click.pass_context
def train(context: click.Context, as_json: bool) -> None:
    """Learn from the texts of decided cases; below 500 of them this is refused.

    Cases under complaint (reopened, or proposed to be protected) are never read. The model lies in
    `models/` of the workspace; it sends texts to a person and never accuses by itself.

    \b
    Example:
      rasoat train
    """
    from crawler.training import train as learn
    from matchers.lexicon import load_lexicon

    with opened(context) as office:
        lexicon = load_lexicon(*office.workspace.lexicon)
        trained = learn(office.store, lexicon, office.workspace.models, now=office.now)
    row = asdict(trained)
    if as_json:
        show([row], as_json=True)
        return
    quality = row.pop("quality")
    facts = [{"what": name, "is": value} for name, value in row.items()]
    show(facts, as_json=False, columns=("what", "is"))
    click.echo()
    _show_quality("texts not seen while learning", quality)


@click.command()
@click.argument("file", type=click.File(encoding="utf-8", errors="surrogateescape"), metavar="FILE")
@json_option
@click.pass_context
def evaluate(context: click.Context, file: TextIO, as_json: bool) -> None:
    """Measure `assess` on a labelled file: precision, recall, PR-AUC, with intervals of 95 %.

    CSV or JSON Lines as `assess` reads them, with a column `label`: 1 or gambling, 0 or clean.
    Under 200 positives nothing is measured. `at 1 in 200`: where one text of 201 is gambling.

    \b
    Example:
      rasoat evaluate labelled.csv --json
    """
    from crawler.cli.assess import assessor
    from crawler.quality import measure
    from crawler.records import TextVerdict
    from crawler.texts import read_labelled

    assess = assessor(context)
    refused: list[str] = []
    labels, flagged, scores = [], [], []
    for text, label in read_labelled(file, file.name, refused.append):
        found = assess(text)
        labels.append(label)
        flagged.append(found.verdict is TextVerdict.GAMBLING)
        scores.append(found.score)
    quality = asdict(measure(labels, flagged, scores))
    if as_json:
        show([{"file": file.name, **quality}], as_json=True)
    else:
        _show_quality(file.name, quality)
    for sentence in refused[:20]:
        say(sentence)
    if refused:
        say(f"{len(refused)} lines were left out.")
        context.exit(LOOK)


def _show_quality(what: str, quality: dict[str, Any]) -> None:
    click.echo(
        f"{what}: n {quality['n']}, positives {quality['positives']}, flagged {quality['flagged']}"
    )
    if quality["note"]:
        click.echo(quality["note"])
        return
    rows = []
    for name in _FIGURES:
        low, high = quality[f"{name}_interval"] or (None, None)
        rows.append({"figure": name, "is": quality[name], "from": low, "to": high})
    show(rows, as_json=False, columns=("figure", "is", "from", "to"))
