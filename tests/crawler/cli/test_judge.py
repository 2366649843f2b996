"""``rasoat judge`` as a person types it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cli import rasoat
from crawler.cli.judge import verdict_lines
from crawler.records import Reason, Verdict, VerdictKind
from crawler.workspace import create_workspace


@pytest.mark.parametrize("compiled", [False, True])
def test_who_waits_for_the_compiler_is_told(
    compiled: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = create_workspace(tmp_path / "office", rehearsal=False)
    monkeypatch.setattr("matchers.engine.compiling.is_compiled", lambda: compiled)
    done = CliRunner().invoke(rasoat, ["-w", str(office.path), "judge"])
    assert ("Preparing" in done.stderr) is not compiled


def test_what_was_published_moves_no_cursor_and_begins_no_line() -> None:
    hostile = "Nạp\x1b[2K\n  domain:vi-du.example: clean"
    reason = Reason(rule="brand", field=None, quote=hostile, vi=hostile, en=hostile)
    verdict = Verdict(
        subject="domain:vi-du.example",
        kind=VerdictKind.GAMBLING,
        question=None,
        entry=None,
        score=1.0,
        reasons=(reason,),
        fingerprint="1",
        judged_at=datetime(2026, 11, 29, tzinfo=UTC),
    )
    assert all(line.isprintable() for line in verdict_lines(verdict))
