"""``rasoat judge`` as a person types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cli import rasoat
from crawler.workspace import create_workspace


@pytest.mark.parametrize("compiled", [False, True])
def test_who_waits_for_the_compiler_is_told(
    compiled: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = create_workspace(tmp_path / "office", rehearsal=False)
    monkeypatch.setattr("matchers.engine.compiling.is_compiled", lambda: compiled)
    done = CliRunner().invoke(rasoat, ["-w", str(office.path), "judge"])
    assert ("Preparing" in done.stderr) is not compiled
