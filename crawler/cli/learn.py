"""``rasoat train`` and ``rasoat evaluate``: learn from decisions, and measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TextIO

import click

from crawler.cli.common import LOOK, json_option, opened, printable, say, show

if TYPE_CHECKING:
    from crawler.labelled import LabelledNames, LabelledTexts
    from crawler.quality import Quality
    from crawler.rows import Refusal, Refuse

_SHOWN = 20  # lines left out that are named; the rest is counted
_FIGURES = ("precision", "recall", "false_positive_rate", "pr_auc", "precision_at_1_in_200")


@click.command()
@json_option
@click.pass_context
def train(context: click.Context, as_json: bool) -> None:
    """Learn from the texts of decided cases and controls; below 500 of them this is refused.

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
@click.argument(
    "file",
    type=click.File(encoding="utf-8", errors="surrogateescape"),
    metavar="[FILE]",
    required=False,
)
@json_option
@click.pass_context
def evaluate(context: click.Context, file: TextIO | None, as_json: bool) -> None:
    """Measure `assess` or `screen` on a labelled file: precision, recall, PR-AUC, their intervals.

    CSV or JSON Lines with a column `label`: 1 or gambling, 0 or clean. Texts as `assess` reads
    them, or domain names in a column `name` or `domain`. Under 200 positives nothing is measured.
    `at 1 in 200`: where one of 201 is gambling.
    Without FILE: what the rules miss of what becomes no case, by the office's decided controls.

    \b
    Example:
      rasoat evaluate labelled.csv --json
      rasoat evaluate names.csv
      rasoat evaluate
    """
    from crawler.labelled import LabelledTexts, read_labelled

    if file is None:
        _show_misses(context, as_json=as_json)
        return
    refused: list[Refusal] = []
    labelled = read_labelled(file, file.name, refused.append)
    if isinstance(labelled, LabelledTexts):
        of, quality = "texts", asdict(_of_texts(context, labelled))
    else:
        of, quality = "names", asdict(_of_names(context, labelled, file.name, refused.append))
    if as_json:
        show([{"file": file.name, "of": of, **quality}], as_json=True)
    else:
        _show_quality(f"{file.name}, {of}", quality)
    if refused:
        _say_refused(refused)
        context.exit(LOOK)


def _say_refused(refused: Sequence[Refusal]) -> None:
    for one in refused[:_SHOWN]:
        say(one.sentence)
    why = Counter(one.why for one in refused)
    counts = ", ".join(f"{count} {reason}" for reason, count in why.most_common())
    say(f"Left out {len(refused)} lines: {counts}. Correct or drop them.")


def _of_texts(context: click.Context, labelled: LabelledTexts) -> Quality:
    from crawler.cli.assess import assessor
    from crawler.quality import measure
    from crawler.records import TextVerdict

    rows = list(labelled.rows)
    found = list(assessor(context)([text for text, _ in rows]))
    return measure(
        [label for _, label in rows],
        [one.verdict is TextVerdict.GAMBLING for one in found],
        [one.score for one in found],
    )


def _of_names(
    context: click.Context, labelled: LabelledNames, file: str, refuse: Refuse
) -> Quality:
    from crawler.cli.screen import hosts_never_flagged
    from crawler.quality import measure
    from crawler.rows import Refusal, Why
    from matchers.domains.screen import screen

    rows = list(labelled.rows)
    body = "\n".join(row.name.replace("\n", " ") for row in rows).encode("utf-8", "replace")
    found = screen(body, every=True, protected=hosts_never_flagged(context))
    for place in sorted(set(range(len(rows))).difference(found.places)):
        sentence = (
            f"{file}: line {rows[place].line} holds no name that can be screened: "
            f"{printable(rows[place].name[:80])}. Correct or drop it."
        )
        refuse(Refusal(Why.NO_NAME, sentence))
    return measure(
        [rows[place].gambling for place in found.places],
        [name.flagged for name in found.names],
        [name.score for name in found.names],
    )


def _show_misses(context: click.Context, *, as_json: bool) -> None:
    from crawler.controls import misses

    with opened(context) as office:
        row = asdict(misses(office.store))
    if as_json:
        show([row], as_json=True)
        return
    click.echo(
        f"controls: decided {row['decided']}, missed {row['missed']}, waiting {row['waiting']}"
    )
    if row["note"]:
        click.echo(row["note"])
        return
    low, high = row["missed_share_interval"]
    figure = {"figure": "missed_share", "is": row["missed_share"], "from": low, "to": high}
    show([figure], as_json=False, columns=("figure", "is", "from", "to"))


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
