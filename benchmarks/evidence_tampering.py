"""How many of N single altered bytes ``evidence verify`` finds. Prints one JSON object.

Two crawls are recorded, sealed and partly deleted by retention, a third is still open; each try
alters one byte of one file below ``evidence/`` (every byte has the same chance) and puts it back.
Ends with 1 when one is missed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from crawler.evidence.recovery import put_in_order  # noqa: E402
from crawler.evidence.retention import prune, prunings  # noqa: E402
from crawler.workspace import Workspace, create_workspace  # noqa: E402
from tests.crawler.evidence.recording import answer, record, recorder, wrong  # noqa: E402
from tests.crawler.evidence.tampering import alter_a_byte  # noqa: E402
from tests.crawler.office import APPLE, NOW, flag  # noqa: E402

_SEED = 20261120


def made(folder: Path) -> Workspace:
    """A small workspace with every kind of file that the chain names."""
    office = create_workspace(folder / "office", rehearsal=False)
    pages = [f"<html>trang {n} nổ hũ đổi thưởng</html>".encode() * 20 for n in range(12)]
    kept = record(office, *pages[:5], pages[0], packed=True)
    record(office, *pages[5:9], packed=True, now=NOW + timedelta(days=9))
    with office.open_store() as store:
        flag(store, APPLE, evidence=kept[1])
        day = (NOW + timedelta(days=2)).date()
        wanted = prunings(store, day)
        prune(store, office.evidence, wanted, before=day, who="an", now=NOW)
        (office.evidence / "warc" / "crawl-99-1.warc").write_bytes(pages[9])
        put_in_order(store, office.evidence, NOW)
    return office


def main() -> int:
    """Reads the options, alters, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=500)
    tries = parser.parse_args().tries
    chance, missed = random.Random(_SEED), []
    with tempfile.TemporaryDirectory() as work:
        office = made(Path(work))
        with office.open_store() as store:
            recording = recorder(store, office.evidence)
            recording.record(answer(b"still open" * 100))
            size = sum(one.stat().st_size for one in office.evidence.rglob("*") if one.is_file())
            for _ in range(tries):
                with alter_a_byte(office.evidence, chance) as where:
                    if not wrong(office):
                        missed.append(where.replace(work, ""))
            false_alarms = len(wrong(office))
    figures = {
        "tries": tries,
        "found": tries - len(missed),
        "missed": missed,
        "false_alarms_on_whole_evidence": false_alarms,
        "bytes_of_evidence": size,
        "seed": _SEED,
    }
    print(json.dumps(figures, ensure_ascii=False))
    return int(bool(missed or false_alarms))


if __name__ == "__main__":
    sys.exit(main())
