"""Register files are read in a process of their own, which may use only so much (threats.md 12)."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from typing import Any

from crawler.errors import RegisterRefused
from crawler.register.formats import read_tables
from crawler.register.tables import Table

MOST_MEMORY = 1024**3  # bytes of address space; 18,000 rows of any format stay below it
MOST_SECONDS = 240  # of processor time; a PDF of 18,000 rows takes about 110
_MODULE = ("-m", "crawler.register.child")
_PATIENCE = 2  # times so long on the clock: other programs want the processor too


def read_bounded(body: bytes, name: str) -> list[Table]:
    """The tables of a file; one that asks too much or breaks its reader is refused."""
    # -P: a file of the folder that the office works in is never taken for a module of ours.
    command = [sys.executable, "-P", *_MODULE, name]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            command,
            input=body,
            capture_output=True,
            timeout=MOST_SECONDS * _PATIENCE,
            check=False,
            env={**os.environ, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise RegisterRefused(_asks_too_much(name)) from error
    if done.returncode != 0:
        raise RegisterRefused(_failed(done, name))
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise RegisterRefused(answer["refused"])
    return [
        Table(
            name=table["name"],
            rows=tuple((number, tuple(cells)) for number, cells in table["rows"]),
            notes=tuple(table["notes"]),
        )
        for table in answer["tables"]
    ]


def main() -> None:
    """Reads the file on stdin and writes its tables, or the refusal, as JSON."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    name = sys.argv[1]
    try:
        tables = read_tables(sys.stdin.buffer.read(), name)
        answer: dict[str, Any] = {
            "tables": [
                {"name": table.name, "rows": table.rows, "notes": table.notes} for table in tables
            ]
        }
        text = json.dumps(answer)
    except RegisterRefused as refused:
        text = json.dumps({"refused": str(refused)})
    except (MemoryError, RecursionError):
        text = json.dumps({"refused": _asks_too_much(name)})
    sys.stdout.write(text)


def _failed(done: subprocess.CompletedProcess[bytes], name: str) -> str:
    if done.returncode < 0:
        return _asks_too_much(name)
    # A reader that stumbles over a broken file says why in the last line of its traceback.
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    reason = lines[-1][:200] if lines else f"exit code {done.returncode}"
    if "MemoryError" in reason:
        return _asks_too_much(name)
    return (
        f"{name} is damaged or not what its first bytes say ({reason}). Get it again, or save it "
        "as CSV. Nothing was changed."
    )


def _asks_too_much(name: str) -> str:
    return (
        f"{name} asks for more than a register may (over {MOST_MEMORY // 2**30} GiB of memory or "
        f"{MOST_SECONDS} seconds). It was not read; ask its sender what it is, or save it as CSV. "
        "Nothing was changed."
    )


if __name__ == "__main__":
    main()
