"""Nothing of one machine and nothing of the shared data stands in the project."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
_MACHINE = re.compile(
    r"(?<![\w.])/(?:home|Users)/\w|(?<![\w.])/root/|(?<![\w.])/work/|[A-Z]:\\Users"
)
_DISTINCT = 60  # letters: shorter lines are alike by chance
_WORDS = re.compile(r"[^\W\d_]+")


def _texts() -> dict[Path, str]:
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = {}
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file() and path != Path(__file__):
            found[path] = path.read_bytes().decode("utf-8", "replace")
    return found


def test_no_path_of_a_machine_stands_in_the_project() -> None:
    found = {str(path.relative_to(ROOT)): _MACHINE.search(text) for path, text in _texts().items()}
    assert [name for name, match in found.items() if match] == []


def test_no_line_of_the_shared_data_was_copied() -> None:
    if not SHARED.is_dir():
        pytest.skip("shared data absent: it stands beside the checkout")
    shared = {
        line.strip()
        for pattern in ("specs/*.md", "specs/*.csv", "data/**/*.md", "data/**/*.csv")
        for path in SHARED.glob(pattern)
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
        if len("".join(_WORDS.findall(line))) >= _DISTINCT
    }
    assert len(shared) > 1_000
    copied = [
        f"{path.relative_to(ROOT)}: {line.strip()[:80]}"
        for path, text in _texts().items()
        for line in text.splitlines()
        if line.strip() in shared
    ]
    assert copied == []
