"""A skip that nobody listed fails the run; a listed one is named at its end."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
@pytest.mark.parametrize(
    ("reason", "code", "line"),
    [
        ("shared data absent: look beside", 0, "test_it.py::test_skips: shared data absent"),
        ("too lazy", 1, "UNLISTED test_it.py::test_skips: too lazy"),
    ],
)
def test_skips_are_listed_and_unlisted_ones_fail(
    tmp_path: Path, reason: str, code: int, line: str, workers: tuple[str, ...]
) -> None:
    for name in ("conftest.py", "skips.toml"):
        shutil.copy(HERE / name, tmp_path)
    (tmp_path / "test_it.py").write_text(
        f"import pytest\n\ndef test_skips():\n    pytest.skip({reason!r})\n"
        "\ndef test_runs():\n    assert True\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *workers, "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout
    assert line in done.stdout


def test_a_run_without_skips_says_so(tmp_path: Path) -> None:
    for name in ("conftest.py", "skips.toml"):
        shutil.copy(HERE / name, tmp_path)
    (tmp_path / "test_it.py").write_text("def test_runs():\n    assert True\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "skipped tests: 0" in done.stdout
