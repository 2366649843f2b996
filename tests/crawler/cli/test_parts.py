"""``rasoat parts`` and docs/sources.md say the same of each source."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from crawler.cli import rasoat
from crawler.crawl.sources import installed_sources
from crawler.records import Proof
from crawler.workspace import SETTINGS_FILE, create_workspace

ROOT = Path(__file__).resolve().parents[3]
DOCS = ROOT / "docs" / "sources.md"


def listed(*before: str) -> dict[tuple[str, str], dict[str, Any]]:
    """The rows of the command by kind and name."""
    done = CliRunner().invoke(rasoat, [*before, "parts", "--json"])
    assert done.exit_code == 0, done.output
    rows = map(json.loads, done.stdout.splitlines())
    return {(row["kind"], row["name"]): row for row in rows}


def test_every_kind_is_listed_with_its_proof_and_nothing_twice() -> None:
    rows = listed()
    assert {kind for kind, _ in rows} == {
        *("source", "signal", "format", "block list", "recipient", "letter")
    }
    assert {name for kind, name in rows if kind == "block list"} == {"plain", "csv", "hosts", "rpz"}
    assert {row["proof"] for row in rows.values()} == set(Proof)
    assert {name for kind, name in rows if kind == "source"} == set(installed_sources())
    assert ("signal", "cash_out") in rows
    assert ("letter", "licensee_question") in rows
    assert rows["format", "xlsx"].keys() == {"kind", "name", "proof", "enabled", "about"}


@pytest.mark.parametrize("source", installed_sources())
def test_the_documents_say_the_same_proof_of_a_source(source: str) -> None:
    text = DOCS.read_text(encoding="utf-8")
    found = re.search(rf"^## {source}\n\nState of proof: (\w+)\.$", text, re.MULTILINE)
    assert found, f"{source} has no section with its state of proof"
    assert listed()["source", source]["proof"] == found[1] == installed_sources()[source].proof


def test_what_is_recorded_has_a_test_that_reads_recordings() -> None:
    recorded = {name for name, kind in installed_sources().items() if kind.proof is Proof.RECORDED}
    read = {path.name for path in (ROOT / "tests" / "spiders").glob("test_*_recorded.py")}
    assert {f"test_{name.partition('_')[0]}_recorded.py" for name in recorded} <= read


def test_a_workspace_says_which_sources_it_enabled(tmp_path: Path) -> None:
    office = create_workspace(tmp_path / "office", rehearsal=False)
    settings = office.path / SETTINGS_FILE
    text = settings.read_text(encoding="utf-8")
    added = text.replace('"google_play"]', '"google_play", "aptoide"]', 1)
    settings.write_text(added, encoding="utf-8")
    here, anywhere = listed("-w", str(office.path)), listed()
    assert here["source", "aptoide"]["enabled"] is True
    assert anywhere["source", "apkpure"]["enabled"] is False
    assert here["source", "apkpure"]["enabled"] is False
    assert here["signal", "cash_out"]["enabled"] is None


def test_a_table_is_for_people() -> None:
    done = CliRunner().invoke(rasoat, ["parts"])
    assert "experimental" in done.stdout
    assert done.stdout.splitlines()[0].split() == ["kind", "name", "proof", "enabled", "about"]
