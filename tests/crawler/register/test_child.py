"""A reader that is killed, stumbles or runs out of memory is one sentence, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.errors import RegisterRefused
from crawler.register import child
from crawler.register.rows import read_entries
from tests.crawler.register.files import csv_file, games


def test_a_reader_that_needs_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_PATIENCE", 0.0001)
    with pytest.raises(RegisterRefused, match="asks for more than a register may"):
        child.read_bounded(b"a,b\n", "a.csv")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "asks for more"),
        ("raise ValueError('odd bytes')", r"damaged .*ValueError: odd bytes"),
        ("raise MemoryError", "asks for more"),
        ("import sys; sys.exit(7)", "damaged .*exit code 7"),
    ],
)
def test_a_reader_that_breaks_refuses_the_file(
    line: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "_MODULE", ("-c", line))
    with pytest.raises(RegisterRefused, match=words):
        child.read_bounded(b"a,b\n", "a.csv")


def test_the_memory_of_a_reader_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    line = (
        "from crawler.register import child, formats\n"
        "def much(body, name):\n    return [bytearray(2**28) for _ in range(40)]\n"
        "child.read_tables = much\nchild.main()"
    )
    monkeypatch.setattr(child, "_MODULE", ("-c", line))
    with pytest.raises(RegisterRefused, match="1 GiB of memory"):
        child.read_bounded(b"a,b\n", "a.csv")


def test_a_module_of_the_working_folder_is_not_taken_for_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "csv.py").write_text("raise SystemExit('taken')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert len(read_entries(csv_file(*games(3)))) == 3
