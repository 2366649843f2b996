"""Whether the words and the model that an office laid beside the shipped ones can be used."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.errors import ConfigError, ModelProblem
from crawler.workspace import Workspace
from matchers.learned import office_model
from matchers.lexicon import load_lexicon


def word_problems(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """``lexicon`` or ``model``, each with the sentence that says what is wrong with it."""
    try:
        load_lexicon(*workspace.lexicon)
    except ConfigError as error:
        yield "lexicon", str(error)
    try:
        office_model(workspace.models)
    except ModelProblem as error:
        yield "model", str(error)
