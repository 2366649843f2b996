"""Runs a benchmark and writes its figures with the commit and the command that gave them.

``python benchmarks/record.py NAME -- SCRIPT [ARGUMENT…]`` writes ``benchmarks/results/NAME.json``.
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Runs, writes, and ends with the benchmark's own code."""
    name, dashes, *command = sys.argv[1:]
    if dashes != "--" or not command:
        raise SystemExit(__doc__)
    done = subprocess.run([sys.executable, *command], cwd=ROOT, stdout=subprocess.PIPE, check=False)
    result = {
        "command": " ".join(["python", *command]),
        "commit": _git("rev-parse", "HEAD"),
        "changed_since": bool(_git("status", "--porcelain", "--", "*.py", "*.toml")),
        "measured_on": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "ended_with": done.returncode,
        "figures": json.loads(done.stdout),
    }
    path = ROOT / "benchmarks" / "results" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{path.relative_to(ROOT)}: ended with {done.returncode}")
    return done.returncode


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
